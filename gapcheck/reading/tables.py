"""Rows and cells: which lines are rows of a table, and where their cells stand."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class Stretch(Protocol):
        """Anything with a place in the text."""

        @property
        def start(self) -> int: ...
        @property
        def end(self) -> int: ...

    class Line(Stretch, Protocol):
        """A line that knows how many empty lines stand before it."""

        @property
        def gap(self) -> int: ...


# Where cells stand below one another: most characters of a row, most columns, most lines of its first and of its other cells.
_STACK, _COLUMNS, _FIRST, _CELL = 3900, 12, 4, 60
_PARTS = 12  # most lines of a row whose cells are broken over several
_EXAMPLES = ("e.g", "for example", "such as", "including", "(")
_LEAD = 160  # most characters of the first line of a cell that goes over two


def separator(text: str, line: Stretch) -> str:
    """Return what separates the cells of the line, "" if nothing does."""
    size = line.end - line.start
    if text.find("\t", line.start, line.end) > 0 and size < 4000:
        return "\t"
    if size >= 4000 or (text.count("|", line.start, line.end) < 2 and not _two_cells(text, line)):
        return ""
    return "|"


def _two_cells(text: str, line: Stretch) -> bool:
    """Return whether a lone bar parts two cells, rather than the number of an item from its words."""
    bar = text.find(" | ", line.start, line.end)
    return bar > line.start and sum(map(str.isalpha, text[line.start : bar])) > 2


def is_row(text: str, line: Stretch) -> bool:
    mark = separator(text, line)
    return bool(mark) and sum(bool(cell.strip()) for cell in text[line.start : line.end].split(mark)) > 1


def same_row(text: str, one: Stretch, other: Stretch) -> bool:
    mark = separator(text, one)
    if mark != separator(text, other) or not is_row(text, other):
        return False
    return text.count(mark, one.start, one.end) == text.count(mark, other.start, other.end)


def is_bar(text: str, line: Stretch) -> bool:
    return line.end - line.start == 1 and text[line.start] == "|"


def stacked(text: str, lines: Sequence[Line], at: int) -> int:
    """Return the number of the line behind the row that begins on line `at`, its cells one below another, each above a lone bar; else 0."""
    bars, after, since = 0, at, at
    within = at > 0 and is_bar(text, lines[at - 1])  # only a row below another may have empty lines in its first cell
    while after < len(lines) and lines[after].end - lines[at].start < _STACK:
        if is_bar(text, lines[after]):
            bars += 1
            if bars > _COLUMNS:
                return 0
            since = after + 1
            if since == len(lines) or lines[since].gap:
                return since if bars > 1 and after > at else 0
        elif (not bars and not within and lines[after].gap and after > at) or after - since >= (_CELL if bars else _FIRST):
            return 0
        after += 1
    return 0


def parted(text: str, lines: Sequence[Line], at: int, row: Stretch) -> int:
    """Return the number of the line behind the row that begins on line `at` and has as many bars as `row`, its cells broken over
    several lines; else 0."""
    wanted = text.count("|", row.start, row.end)
    if wanted < 2 or at >= len(lines) or separator(text, row) != "|" or " | " not in text[lines[at].start : lines[at].end]:
        return 0
    bars = 0
    for after in range(at, min(at + _PARTS, len(lines))):
        bars += text.count("|", lines[after].start, lines[after].end)
        if bars >= wanted or lines[after].end - lines[at].start >= _STACK:
            return after + 1 if bars == wanted and after > at else 0
    return 0


def begun(text: str, lines: Sequence[Line], at: int, row: Stretch, header: Stretch) -> int:
    """Return the number of the line behind the row that begins on line `at` with a line of its first cell alone; else 0.

    `row` is the one above it, `header` the first of that table: what stands above another such header is the title of another table.
    """
    line = lines[at]
    if at + 1 >= len(lines) or line.end - line.start > _LEAD or text.count("|", row.start, row.end) < 2 or text[line.end - 1] == ":":
        return 0
    following = lines[at + 1]
    if text.find("|", line.start, line.end) >= 0 or not same_row(text, row, following):
        return 0
    if text[line.end - 1] == "." and not text[following.start : following.end].lower().startswith(_EXAMPLES):
        return 0
    return at + 2 if text[header.start : header.end] != text[following.start : following.end] else 0


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
