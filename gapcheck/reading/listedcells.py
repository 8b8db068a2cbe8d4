"""Tables whose cells stand a line each: rows are known by the letter that they begin with, or the yes or no that they end with."""

from __future__ import annotations

from itertools import pairwise

from gapcheck.reading.drawn import Row, Table
from gapcheck.reading.titles import rank
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from gapcheck.reading.folded import Cell
    from gapcheck.reading.lines import Line

_COLUMNS = 6
_MORE = 4  # so many lines more than columns a row has at most
_ROWS = 3
_LABEL = 100
_LABEL_WORDS = 14
_ANSWERS = frozenset(("yes", "no", "n/a", "none", "not applicable"))
_KINDS = ("categor", "type", "kind", "personal", "data", "information")
_ASKS = ("collect", "sold", "sell", "share", "sharing", "disclos", "used", "use?", "limit", "opt")


def listed_cells(text: str, lines: list[Line]) -> dict[int, Table]:
    """Return the tables whose cells stand a line each, by the numbers of the lines that they begin on."""
    found: dict[int, Table] = {}
    ends = [number for number, line in enumerate(lines) if _answers(text, line)]
    ends = [number for place, number in enumerate(ends) if place + 1 == len(ends) or ends[place + 1] > number + 1]
    letters = {number for number, line in enumerate(lines) if _letter(text, line) == "A"}
    after = 0
    for number in sorted({*ends, *letters}):
        if number < after:
            continue
        begin, table = _lettered(text, lines, number, after) if number in letters else _answered(text, lines, number, after)
        if table:
            found[begin] = table
            after = table.behind
    return found


def _answers(text: str, line: Line) -> bool:
    """Return whether the line is an answer, and nothing else."""
    return line.end - line.start < 20 and text[line.start : line.end].strip("[]().* ").lower() in _ANSWERS


def _letter(text: str, line: Line) -> str:
    """Return the letter that the line begins with, as the first cell of a row does: "A. Identifiers"."""
    letter = text[line.start : line.start + 1]
    return letter if "A" <= letter <= "Z" and text[line.start + 1 : line.start + 2] in (".", ")") and line.end - line.start < 200 else ""


def _header(text: str, lines: list[Line], begin: int, columns: int, after: int) -> bool:
    """Return whether so many labels of columns stand above the line, the first of them of what the table lists."""
    if begin - columns < after:
        return False
    labels = [text[line.start : line.end] for line in lines[begin - columns : begin]]
    return all(map(_is_label, labels)) and labels[0].lower().startswith(_KINDS)


def _is_label(label: str) -> bool:
    if len(label) > _LABEL or label[-1] in ".;,":
        return False
    return rank(label) > 0 or (label[0].isupper() and len(label.split()) <= _LABEL_WORDS)


def _lettered(text: str, lines: list[Line], at: int, after: int) -> tuple[int, Table | None]:
    """Return the table whose first row begins with an A on the line, and the number of the line it begins on."""
    begun = [at]
    for number in range(at + 1, len(lines)):
        if number - begun[-1] > 2 * _COLUMNS + _MORE or len(begun) == 26:
            break
        if _letter(text, lines[number]) == chr(ord("A") + len(begun)):
            begun.append(number)
    if len(begun) < _ROWS:
        return at, None
    alone = sum(lines[number].end - lines[number].start < 3 for number in begun) == len(begun)  # the letter has a line of its own
    sizes = [later - number for number, later in pairwise(begun)]
    columns = max(set(sizes), key=sizes.count) - alone
    if not 2 <= columns <= _COLUMNS or not _header(text, lines, at, columns, after):
        return at, None
    rows = [_row(lines[at - columns : at], columns)]
    behind = at
    for number, later in zip(begun, [*begun[1:], begun[-1] + columns + alone], strict=True):
        row = _row(lines[number:later], columns, alone) if later <= len(lines) else None
        if not row or later - number > columns + alone + _MORE:
            break
        rows.append(row)
        behind = later
    return at - columns, Table(tuple(row for row in rows if row), behind) if len(rows) > _ROWS else None


def _answered(text: str, lines: list[Line], at: int, after: int) -> tuple[int, Table | None]:
    """Return the table whose first row ends with the answer on the line, and the number of the line it begins on."""
    for columns in range(2, _COLUMNS + 1):
        begin = at + 1 - columns
        if begin < columns:
            return at, None
        last = text[lines[begin - 1].start : lines[begin - 1].end].lower()
        if any(word in last for word in _ASKS) and _header(text, lines, begin, columns, after):
            break
    else:
        return at, None
    rows = [_row(lines[begin - columns : begin], columns)]
    number, behind = begin, begin
    for stop in range(at, len(lines)):
        if stop - number > columns + _MORE:
            break
        if _answers(text, lines[stop]) and not (stop + 1 < len(lines) and _answers(text, lines[stop + 1])):
            row = _row(lines[number : stop + 1], columns)
            if not row:
                break
            rows.append(row)
            number = behind = stop + 1
    return begin - columns, Table(tuple(row for row in rows if row), behind) if len(rows) > _ROWS else None


def _row(lines: list[Line], columns: int, alone: int = 0) -> Row | None:
    """Return the row of cells a line each; of the cells between its first and last one, the last takes the lines that are too many."""
    spare = len(lines) - columns - alone
    if spare < 0 or (spare and columns < 3):
        return None
    cells: list[Cell] = [((lines[0].start, lines[alone].end),)]
    cells += [((line.start, line.end),) for line in lines[1 + alone : alone + columns - 2]]
    if columns > 2:
        cells.append(((lines[alone + columns - 2].start, lines[-2].end),))
    cells.append(((lines[-1].start, lines[-1].end),))
    return Row(lines[0].start, lines[-1].end, tuple(cells))
