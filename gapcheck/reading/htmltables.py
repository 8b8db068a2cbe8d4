"""Which tables of an HTML page hold data, and which only arrange the page."""

from __future__ import annotations

from collections.abc import Sequence

from gapcheck.reading.htmltext import Mark

_ARRANGED = frozenset("h1 h2 h3 h4 h5 h6 table form nav article section".split())


def data_tables(marks: Sequence[Mark]) -> frozenset[int]:
    """Return where the tables begin that have rows of several cells and nothing inside that structures a page."""
    found: set[int] = set()
    open_ones: list[list[int]] = []  # where it begins, whether it only arranges, rows, widest row, cells of the row
    for mark in marks:
        if open_ones and mark.opens and mark.name in _ARRANGED:
            open_ones[-1][1] = 1
        if mark.name == "table":
            if mark.opens:
                open_ones.append([mark.start, 0, 0, 0, 0])
            elif open_ones:
                start, arranges, rows, widest, _ = open_ones.pop()
                if not arranges and rows > 1 and widest > 1:
                    found.add(start)
        elif open_ones and mark.opens and mark.name == "tr":
            open_ones[-1][2] += 1
            open_ones[-1][4] = 0
        elif open_ones and mark.opens and mark.name in ("td", "th"):
            open_ones[-1][4] += 1
            open_ones[-1][3] = max(open_ones[-1][3], open_ones[-1][4])
    return frozenset(found)
