"""Tables drawn in plain text: their columns stand below rules of dashes, or between bars, and a cell goes over several lines."""

from __future__ import annotations

from itertools import pairwise

from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from gapcheck.reading.folded import Cell
    from gapcheck.reading.lines import Line

_BARS = "|\u2502\u2503\u2551"
_BORDERS = frozenset(
    "+-=:\u250c\u252c\u2510\u251c\u253c\u2524\u2514\u2534\u2518\u2500\u2550\u255e\u256a\u2561\u2501\u254b\u2554\u2557\u255a\u255d "
)
_NEAR = 6  # so many characters beside where it should a cell may begin, as some are wider than others
_HEADER = 12  # most lines of the header of a table with rules
_FURTHEST = 400  # most space that a line begins with


class Row(Record):
    """A row of a drawn table."""

    start: int
    end: int
    cells: tuple[Cell, ...]


class Table(Record):
    """The rows of a table that begins on some line, and the number of the line behind it."""

    rows: tuple[Row, ...]
    behind: int


def drawn(text: str, lines: list[Line]) -> dict[int, Table]:
    """Return the tables that are drawn in the text, by the numbers of the lines that they begin on."""
    found: dict[int, Table] = {}
    part = text[lines[0].start : lines[-1].end] if lines else ""
    rules = [(number, _rule(text, line)) for number, line in enumerate(lines)] if "---" in part or "===" in part else []
    rules = [(number, columns) for number, columns in rules if columns]
    after = 0  # no table begins before this line
    for place, (number, _) in enumerate(rules):
        if number < after:
            continue
        begin, table = _ruled(text, lines, rules, place, after)
        if table:
            found[begin] = table
            after = table.behind
    if any(mark in part for mark in ("\u2500", "\u2550", "\u2501", "+-", "+=")):
        found.update(_boxes(text, lines))
    return found


def _rule(text: str, line: Line) -> tuple[tuple[int, int], ...]:
    """Return the columns that the line, if it is nothing but a rule, draws: counted from where the line begins."""
    mark = text[line.start]
    if mark not in "-=" or line.end - line.start < 5:
        return ()
    body = text[line.start : line.end]
    if body.strip(mark + " "):
        return ()
    found, at = [], 0
    indent = line.start - _begin(text, line)
    for part in body.split(" "):
        if part:
            found.append((indent + at, indent + at + len(part)))
        at += len(part) + 1
    return tuple(found) if all(end - start > 1 for start, end in found) else ()


def _begin(text: str, line: Line) -> int:
    """Return where the line begins, with the space before it."""
    low = max(0, line.start - _FURTHEST)
    return text.rfind("\n", low, line.start) + 1 or low


_Rules = list[tuple[int, tuple[tuple[int, int], ...]]]


def _ruled(text: str, lines: list[Line], rules: _Rules, place: int, after: int) -> tuple[int, Table | None]:
    """Return the number of the first line of the table that the rule belongs to, and the table, if there is one."""
    at, columns = rules[place]
    second, third = (rules[place + ahead] if place + ahead < len(rules) else (0, ()) for ahead in (1, 2))
    framed = len(columns) == 1 or text[lines[at].start] == "="
    if (
        framed
        and second[0]
        and second[0] - at <= _HEADER
        and len(second[1]) > 1
        and _as_wide(columns, second[1])
        and _as_wide(columns, third[1])
    ):
        # The header between two rules, and a third one below the table: in between, an empty line parts rows.
        header = _row(text, lines[at + 1 : second[0]], second[1])
        rows = _rows(text, lines[second[0] + 1 : third[0]], second[1])
        return at, Table((*((header,) if header else ()), *rows), third[0] + 1)
    if len(columns) < 2:
        return at, None
    above = lines[at - 1] if at > after and not lines[at].gap else None
    if above and above.indent >= lines[at].indent and text[above.start] not in "-=":
        stop = at + 1
        while stop < len(lines) and not lines[stop].gap and not _rule(text, lines[stop]):
            stop += 1
        header = _row(text, [above], columns)
        rows = tuple(row for line in lines[at + 1 : stop] if (row := _row(text, [line], columns)))
        closed = stop < len(lines) and not lines[stop].gap and bool(_rule(text, lines[stop]))
        return at - 1, Table((*((header,) if header else ()), *rows), stop + closed) if rows else None
    if second[0] and (second[1] == columns or _as_wide(columns, second[1])):
        return at, Table(_rows(text, lines[at + 1 : second[0]], columns), second[0] + 1)
    return at, None


def _as_wide(one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]) -> bool:
    return bool(one and other) and (one[0][0], one[-1][1]) == (other[0][0], other[-1][1])


def _rows(text: str, lines: list[Line], columns: tuple[tuple[int, int], ...]) -> tuple[Row, ...]:
    """Return the rows that stand on the lines: apart by empty lines, or one a line where there are none."""
    if not any(line.gap for line in lines[1:]):
        return tuple(row for line in lines if (row := _row(text, [line], columns)))
    found, begin = [], 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at].gap:
            row = _row(text, lines[begin:at], columns)
            found += [row] if row else []
            begin = at
    return tuple(found)


def _row(text: str, lines: list[Line], columns: tuple[tuple[int, int], ...]) -> Row | None:
    """Return the row whose cells stand on the lines, one below another in each of the columns."""
    cells: list[list[tuple[int, int]]] = [[] for _ in columns]
    for line in lines:
        begin = _begin(text, line)
        cuts = [_cut(text, begin, begin + start, line.end) for start, _ in columns]
        for cell, start, end in zip(cells, [line.start, *cuts[1:]], [*cuts[1:], line.end], strict=True):
            _put(text, cell, start, end)
    return _made(cells)


def _cut(text: str, begin: int, at: int, end: int) -> int:
    """Return where a cell begins that should begin at an offset: beside it, where that is amid a word."""
    if at >= end:
        return end
    for by in range(_NEAR):
        for place in (at - by, at + by):
            if begin < place < end and text[place - 1].isspace():
                return place
    return at


def _put(text: str, cell: list[tuple[int, int]], start: int, end: int) -> None:
    """Put a line of a cell, without the space around it, below those before it."""
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    if lead < len(piece):
        cell.append((start + lead, start + len(piece.rstrip())))


def _made(cells: list[list[tuple[int, int]]]) -> Row | None:
    spans = [span for cell in cells for span in cell]
    if not spans:
        return None
    return Row(min(span[0] for span in spans), max(span[1] for span in spans), tuple(map(tuple, cells)))


def _boxes(text: str, lines: list[Line]) -> dict[int, Table]:
    """Return the tables drawn with bars and borders."""
    found: dict[int, Table] = {}
    at = 0
    while at < len(lines):
        if not _border(text, lines[at]):
            at += 1
            continue
        begin, bars = at, [at]
        at += 1
        while at < len(lines) and not lines[at].gap and (text[lines[at].start] in _BARS or _border(text, lines[at])):
            if _border(text, lines[at]):
                bars.append(at)
            at += 1
        rows = [_boxed(text, lines[above + 1 : below]) for above, below in pairwise(bars)]
        full = [row for row in rows if row]
        if full and bars[-1] == at - 1:
            found[begin] = Table(tuple(full), at)
    return found


def _border(text: str, line: Line) -> bool:
    """Return whether the line is a border, or has part of one, between two rows."""
    first = text[line.start]
    if first not in _BORDERS and first not in _BARS:
        return False
    body = text[line.start : line.end]
    return body.count("\u2500\u2500") + body.count("--") + body.count("==") + body.count("\u2550\u2550") > 0 and not (
        body.strip("".join(_BORDERS) + _BARS) or (first in "-=:")
    )


def _boxed(text: str, lines: list[Line]) -> Row | None:
    """Return the row whose cells stand on the lines between bars."""
    cells: list[list[tuple[int, int]]] = []
    for line in lines:
        bar = text[line.start]
        at, number = line.start + 1, 0
        while at < line.end:
            stop = text.find(bar, at, line.end)
            stop = line.end if stop < 0 else stop
            if number == len(cells):
                cells.append([])
            _put(text, cells[number], at, stop)
            at, number = stop + 1, number + 1
    return _made(cells)
