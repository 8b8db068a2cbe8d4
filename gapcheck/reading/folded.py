"""Cells whose lines stand apart in the text, those of other cells between them: their sentences, and their first words."""

from __future__ import annotations

from bisect import bisect_right

from gapcheck.reading.sentences import capped, sentences

Cell = tuple[tuple[int, int], ...]  # a cell, line by line


def sentences_of(text: str, cell: Cell) -> list[Cell]:
    """Return the sentences of the cell, each with its parts of the lines."""
    if len(cell) == 1:
        return [(part,) for sentence in sentences(text, *cell[0]) for part in capped(text, *sentence)]
    whole = "\n".join(text[start:end] for start, end in cell)
    starts, at = list[int](), 0
    for start, end in cell:
        starts.append(at)
        at += end - start + 1
    return [
        _placed(cell, starts, *part)
        for sentence in sentences(whole, 0, len(whole))
        for part in capped(whole, *sentence)
        if part[0] < part[1]
    ]


def _placed(cell: Cell, starts: list[int], start: int, end: int) -> Cell:
    """Return the parts of the lines that a stretch of them, one behind the other, is made of."""
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
    found = []
    for number in range(first, last + 1):
        begin, stop = cell[number]
        shift = begin - starts[number]
        part = (max(begin, start + shift), min(stop, end + shift))
        if part[0] < part[1]:
            found.append(part)
    return tuple(found)
