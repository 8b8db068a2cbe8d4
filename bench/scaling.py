"""Many policies in one run: time for each, memory, and what a second process brings, on the command line as users have it."""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import TYPE_CHECKING

from measure import Ran, Table, fixtures, gapcheck, megabytes, ms, policies, run_apart, times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

QUICK = (10, 100)
THOROUGH = (10, 100, 1000, 10_000)
COLUMNS = (
    "policies",
    "processes",
    "start to end, s",
    "processor, ms a policy",
    "MB/s",
    "largest process, MB",
    "times 1 process",
)
_LETTERS = "bcdfghjklmnpqrstvwxz"


def cycled(texts: Sequence[str], number: int) -> Iterable[str]:
    """Yield so many policies, the texts over and over, each with a line and a word that no other has."""
    for count in range(number):
        yield f"{texts[count % len(texts)]}\n\nThis is text {count} of the collection {_word(count)}.\n"


def _word(number: int) -> str:
    """Return a word that no policy has, another one for each number."""
    letters = ""
    while number or len(letters) < 5:
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return letters


def checked(folder: str, processes: int, scratch: str) -> Ran:
    """Return what it costs to check the policies in a folder as a corpus."""
    output = os.path.join(scratch, "findings")
    shutil.rmtree(output, ignore_errors=True)
    return run_apart([gapcheck(), "corpus", folder, "--law", "all", "--output", output, "--quiet", "--jobs", str(processes)])


def written(folder: str, texts: Iterable[str]) -> int:
    """Write policies to a new folder, and return their bytes."""
    os.makedirs(folder)
    size = 0
    for number, text in enumerate(texts):
        data = text.encode()
        size += len(data)
        with open(os.path.join(folder, f"policy{number:05}.txt"), "wb") as file:
            file.write(data)
    return size


def measured(scratch: str, texts: Sequence[str], number: int) -> list[tuple[str, ...]]:
    """Return a row for each number of processes."""
    folder = os.path.join(scratch, "policies")
    size = written(folder, cycled(texts, number) if number else texts)
    number = number or len(texts)
    rows: list[tuple[str, ...]] = []
    first = None
    for processes in (1, 2):
        ran = checked(folder, processes, scratch)
        first = first or ran
        rows.append(
            (
                f"{number:,}",
                str(processes),
                f"{ran.wall:.1f}",
                ms(ran.processor / number),
                f"{size / 1e6 / ran.wall:.2f}",
                f"{ran.megabytes:.0f}",
                times(first.wall / ran.wall),
            )
        )
    shutil.rmtree(folder)
    return rows


def tables(thorough: bool) -> list[Table]:
    texts, real = fixtures(), policies()
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        measured(scratch, texts, 2)  # compiles the rules
        rows = [row for number in (THOROUGH if thorough else QUICK) for row in measured(scratch, texts, number)]
        title = f"gapcheck corpus --law all: {len(texts)} fixtures ({megabytes(texts)}) over and over"
        found.append(Table(title, COLUMNS, rows, ("With the start-up, which counts where policies are few.",)))
        if thorough and real:
            title = f"gapcheck corpus --law all: {len(real)} distinct real policies ({megabytes(real)})"
            found.append(Table(title, COLUMNS, measured(scratch, real, 0)))
    return found
