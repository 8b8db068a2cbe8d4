"""What the sections of the accuracy page share: a set that was measured, tables, and files kept by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from figures import Cell, Share, balanced, kappa, missing, right

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Measured(NamedTuple):
    """A corpus of `size` policies that was measured: `whole` where labels are full verdicts, `seeds` where they are those that the
    project began from.
    """

    name: str
    law: str
    size: int
    whole: bool
    seeds: bool
    cells: Sequence[Cell]


def figure(value: float) -> str:
    """Return a figure between 0 and 1 as it is printed: .975, 1.000."""
    return f"{value:.3f}".removeprefix("0")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a Markdown table."""
    return ["", f"| {' | '.join(head)} |", "|---" * len(head) + "|", *(f"| {' | '.join(map(str, row))} |" for row in rows), ""]


def kept_by_hand(text: str) -> tuple[list[list[str]], list[str]]:
    """Return the rows of the first table of a file, without its head, and all its lines behind title and introduction, with
    headings one level lower.
    """
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if line.startswith(("|", "## "))), len(lines))
    shown = [f"#{line}" if line.startswith("#") else line for line in lines[first:]]
    rows: list[list[str]] = []
    for line in lines[first:]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif rows:
            break
    return rows[2:], shown


def read_by_hand(text: str) -> dict[str, Share]:
    """Return how many of the findings that were read were true, by check."""
    return {row[0]: Share(int(row[2]), int(row[1])) for row in kept_by_hand(text)[0]}


def summary(one: Measured) -> list[str]:
    """Return the figures of one corpus, for COLUMNS."""
    side, (mean, over) = missing(one.cells), balanced(one.cells)
    exact = [figure(right(one.cells).value), figure(kappa(one.cells))] if one.whole else ["-", "-"]
    absent = side.recall.whole
    return [
        *(one.name, one.law, str(one.size), str(len(one.cells)), str(absent), *exact),
        *(figure(side.precision.value), figure(side.recall.value), figure(side.f1), f"{figure(mean)} ({over})" if over else "-"),
    ]


COLUMNS = ("set", "law", "policies", "labels", "not there", "exact", "kappa", "P", "R", "F1", "balanced (over)")


def joined(measured: Iterable[Measured]) -> list[Cell]:
    return [cell._replace(policy=f"{one.name} {cell.policy}") for one in measured for cell in one.cells]
