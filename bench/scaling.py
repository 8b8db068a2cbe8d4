"""Many policies in one run: time for each, memory, and what a second process brings, on the command line as users have it."""

from __future__ import annotations

import os
import shutil
import subprocess
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


class Way:
    """How the installed program checks a folder: as a corpus, in processes, or as ever, by what its help has."""

    def __init__(self) -> None:
        said = subprocess.run([gapcheck(), "--help"], capture_output=True, text=True, check=True).stdout
        self.corpus, self.jobs = "gapcheck corpus " in said, "--jobs" in said
        self.processes = (1, 2) if self.jobs else (1,)
        self.said = "gapcheck corpus" if self.corpus else "gapcheck --quiet"

    def missing(self) -> tuple[str, ...]:
        """Return sentences on what this program has not."""
        notes = () if self.corpus else ("gapcheck corpus is not there: plain runs were measured.",)
        return notes if self.jobs else (*notes, "gapcheck --jobs is not there: one process only.")

    def check(self, folder: str, processes: int, scratch: str) -> Ran:
        jobs = ["--jobs", str(processes)] if self.jobs else []
        if not self.corpus:
            return run_apart([gapcheck(), "--law", "all", "--isolated", "--quiet", *jobs, folder])
        output = os.path.join(scratch, "findings")
        shutil.rmtree(output, ignore_errors=True)
        return run_apart([gapcheck(), "corpus", folder, "--law", "all", "--output", output, "--quiet", *jobs])


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


def measured(way: Way, scratch: str, texts: Sequence[str], number: int) -> list[tuple[str, ...]]:
    """Return a row for each number of processes."""
    folder = os.path.join(scratch, "policies")
    size = written(folder, cycled(texts, number) if number else texts)
    number = number or len(texts)
    rows: list[tuple[str, ...]] = []
    first = None
    for processes in way.processes:
        ran = way.check(folder, processes, scratch)
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
    way, texts, real = Way(), fixtures(), policies()
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        measured(way, scratch, texts, 2)  # compiles the rules
        rows = [row for number in (THOROUGH if thorough else QUICK) for row in measured(way, scratch, texts, number)]
        title = f"{way.said} --law all: {len(texts)} fixtures ({megabytes(texts)}) over and over"
        found.append(Table(title, COLUMNS, rows, ("With the start-up, which counts where policies are few.", *way.missing())))
        if thorough and real:
            title = f"{way.said} --law all: {len(real)} distinct real policies ({megabytes(real)})"
            found.append(Table(title, COLUMNS, measured(way, scratch, real, 0)))
    return found
