"""Rows of plain text as blocks: lines with the same number of tabs or bars, and the rows of tables that are drawn."""

from __future__ import annotations

from gapcheck.reading.blocks import Block
from gapcheck.reading.tables import cells_of, separator
from gapcheck.reading.titles import rank
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from gapcheck.reading.folded import Cell
    from gapcheck.reading.lines import Unit

_LABEL_WORDS = 8


def rows_at(text: str, units: list[Unit], at: int) -> tuple[list[Block], int]:
    """Return the rows of the table that begins with the unit at `at`, under the first one if that is a header, and the number
    of the unit behind it."""
    table: list[tuple[Unit, tuple[Cell, ...]]] = []
    first = units[at]
    while at < len(units) and _goes_on(text, first, units[at], not table):
        table.append((units[at], _cells(text, units[at])))
        at += 1
    head = table[0][1] if len(table) > 1 and all(not cell or _labels(text, cell) for cell in table[0][1]) else ()
    blocks = []
    for place, (unit, cells) in enumerate(table):
        pieces = cells if not head or not place else tuple(cell for pair in zip(head, cells, strict=False) for cell in pair)
        spans = tuple(span for cell in pieces for span in cell)
        folds = tuple(map(len, pieces)) if unit.cells else ()
        blocks.append(Block("row", unit.start, unit.end, cells=spans, fresh=not place, folds=folds))
    return blocks, at


def _goes_on(text: str, first: Unit, unit: Unit, begins: bool) -> bool:
    """Return whether the unit is a row of the table that begins with the unit `first`."""
    if unit.kind != "row" or bool(unit.cells) != bool(first.cells):
        return False
    if unit.cells:
        return begins or not unit.rank  # what has a rank begins a table of its own
    mark = separator(text, first)
    return separator(text, unit) == mark and text.count(mark, unit.start, unit.end) == text.count(mark, first.start, first.end)


def _cells(text: str, unit: Unit) -> tuple[Cell, ...]:
    return unit.cells or tuple((cell,) for cell in cells_of(text, unit.start, unit.end, separator(text, unit)))


def _labels(text: str, lines: Cell) -> bool:
    """Return whether a cell can be the label of a column."""
    cell = " ".join(text[start:end] for start, end in lines)
    return len(cell) < 25 or bool(rank(cell)) or (len(cell.split()) <= _LABEL_WORDS and cell[-1] not in ".;,")
