"""Tables as they are copied from a page: tabs part the cells of a row, which have empty lines where they have paragraphs."""

from __future__ import annotations

from gapcheck.reading.drawn import Row, Table
from gapcheck.reading.tables import cells_of
from gapcheck.reading.titles import is_numbering, rank
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from gapcheck.reading.lines import Line

_LINES = 60  # most lines of a row
_SIZE = 8000  # most characters
_TITLE = 120
_MARK = 12


def tabbed(text: str, lines: list[Line]) -> dict[int, Table]:
    """Return the tables with a row that goes over several lines, by the numbers of the lines that they begin on.

    Where cells have empty lines, rows have none between them: a row goes as far as the last empty line before the next one.
    """
    found: dict[int, Table] = {}
    at = 0
    while at < len(lines):
        tab = text.find("\t", lines[at].start, lines[at].end)
        if tab < 0 or _is_mark(text[lines[at].start : tab]):
            at += 1
            continue
        table = _table(text, lines, at)
        if table.rows:
            found[at] = table
        at = table.behind
    return found


def _table(text: str, lines: list[Line], at: int) -> Table:
    """Return the table that begins on the line; without rows, if none of them is broken."""
    begun: list[tuple[int, int]] = []  # first line of each row, and the line behind it
    tabs, more = 0, at
    while more < len(lines) and (not begun or not lines[more].gap):
        stop, last, own = _segment(text, lines, more, tabs)
        if (own and tabs and own != tabs) or (begun and (stop - begun[-1][1] > _LINES or _titled(text, lines[more:stop]))):
            break
        if own:
            tabs = own
            if begun:
                begun[-1] = (begun[-1][0], more)
            begun.append((more, last))
        more = stop
    broken = any(stop - first > 1 for first, stop in begun)
    behind = begun[-1][1]
    if len(begun) < 2 or not broken:
        return Table((), behind)
    rows = []
    for first, stop in begun:
        start, end = lines[first].start, lines[stop - 1].end
        if end - start > _SIZE:
            return Table((), behind)
        cells = tuple(((cell,) if cell[0] < cell[1] else ()) for cell in cells_of(text, start, end, "\t"))
        rows.append(Row(start, end, cells))
    return Table(tuple(rows), behind)


def _segment(text: str, lines: list[Line], at: int, most: int) -> tuple[int, int, int]:
    """Return the number of the line behind those that empty lines part from the line, that of the line behind the last tab of them,
    and the number of tabs; no more than `most` if there are to be so many: one more, and another table begins."""
    stop = last = at + 1
    tabs = text.count("\t", lines[at].start, lines[at].end)
    while stop < len(lines) and lines[stop].gap and stop - at < _LINES:
        own = text.count("\t", lines[stop].start, lines[stop].end)
        if own and most and tabs == most:
            break
        stop += 1
        if own:
            last = stop
            tabs += own
    return stop, last, tabs


def _titled(text: str, lines: list[Line]) -> bool:
    """Return whether a title stands on the lines above the first tab, or the mark of an item before it: there, no row goes on."""
    for number, line in enumerate(lines):
        tab = text.find("\t", line.start, line.end)
        if tab >= 0:
            return _is_mark(text[line.start : tab])
        if number and line.end - line.start <= _TITLE and rank(text[line.start : line.end]) > 1:
            return True
    return False


def _is_mark(words: str) -> bool:
    """Return whether the words before a tab are the number or bullet of an item."""
    return sum(map(str.isalpha, words)) < 2 or (len(words) < _MARK and is_numbering(words.strip()))
