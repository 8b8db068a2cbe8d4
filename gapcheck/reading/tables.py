"""Rows and cells: which lines are rows of a table, and where their cells stand."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Protocol

    class Stretch(Protocol):
        """Anything with a place in the text."""

        @property
        def start(self) -> int: ...
        @property
        def end(self) -> int: ...


def separator(text: str, line: Stretch) -> str:
    """Return what separates the cells of the line, "" if nothing does."""
    size = line.end - line.start
    if text.find("\t", line.start, line.end) > 0 and size < 4000:
        return "\t"
    return "|" if size < 4000 and text.count("|", line.start, line.end) > 1 else ""


def is_row(text: str, line: Stretch) -> bool:
    mark = separator(text, line)
    return bool(mark) and sum(bool(cell.strip()) for cell in text[line.start : line.end].split(mark)) > 1


def same_row(text: str, one: Stretch, other: Stretch) -> bool:
    mark = separator(text, one)
    if mark != separator(text, other) or not is_row(text, other):
        return False
    return text.count(mark, one.start, one.end) == text.count(mark, other.start, other.end)


def cells_of(text: str, start: int, end: int, mark: str) -> list[tuple[int, int]]:
    """Return the cells of a row, without the space around them."""
    if mark == "|":
        start += text[start] == "|"
        end -= text[end - 1] == "|" and text[end - 2 : end - 1] != "\\"
    cells, at = [], start
    while at <= end:
        stop = text.find(mark, at, end)
        while stop > 0 and text[stop - 1] == "\\":
            stop = text.find(mark, stop + 1, end)
        stop = end if stop < 0 else stop
        piece = text[at:stop]
        lead = len(piece) - len(piece.lstrip())
        cells.append((at + lead, max(at + lead, at + len(piece.rstrip()))))
        at = stop + 1
    return cells
