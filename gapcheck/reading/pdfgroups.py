"""Puts the lines of a PDF together: which of them one paragraph goes over, and which are cells of a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gapcheck.reading.pdfheadings import headed
from gapcheck.reading.pdflayout import Line, Page, is_beside
from gapcheck.reading.pdfshape import LEADERS, Group, Shape, is_bullet, shape
from gapcheck.reading.titles import numbering

_ENDS = ".!?:;"
_DIVIDED = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_MOST = 1500  # lines of a page that are compared with each other


class Edge(NamedTuple):
    """How far to the right a line could have gone, and whether it stands in a cell or column."""

    right: float
    cell: bool


def groups_of(pages: Sequence[Page]) -> list[Group]:
    """Return the lines of all pages put together, in order."""
    body = shape(pages)
    found: list[list[Line]] = []
    last_edge = Edge(body.right, False)
    for page in pages:
        edges = _edges(page, body)
        for line, edge in zip(page.lines, edges, strict=True):
            labels = 0
            while labels < len(found) and found[-1 - labels][0].label:
                labels += 1
            last = found[-1 - labels] if labels < len(found) else []
            if last and _goes_on(last[-1], line, last[0], last_edge, body):
                # What stands at the foot of a page does not part a paragraph that goes over to the next one.
                found.append(found.pop(-1 - labels))
                last.append(line)
            else:
                found.append([line])
            last_edge = last_edge if line.label else edge
    return headed(_rows(found), body)


def _rows(found: Sequence[list[Line]]) -> list[Group]:
    """Return the groups, those that begin beside each other as cells of one row."""
    made: list[Group] = []
    for lines in found:
        last = made[-1] if made else Group([])
        cells = last.cells or (last.lines,)
        if last.lines and not lines[0].label and _is_next_cell(cells[-1], lines):
            made[-1] = Group([*last.lines, *lines], cells=(*cells, lines))
        elif last.cells and _is_more_of_cell(last.cells, lines):
            made[-1] = Group([*last.lines, *lines], cells=(*cells[:-1], [*cells[-1], *lines]))
        else:
            made.append(Group(lines))
    return made


def _is_next_cell(one: list[Line], two: list[Line]) -> bool:
    """Return whether lines `two` stand to the right of lines `one`, at the same height of a page."""
    if one[0].page != two[0].page or one[0].label or max(line.right for line in one) >= min(line.left for line in two):
        return False
    shared = min(one[0].top, two[0].top) - max(one[-1].bottom, two[-1].bottom)
    return shared > 0.6 * min(one[0].top - one[-1].bottom, two[0].top - two[-1].bottom)


def _is_more_of_cell(cells: tuple[list[Line], ...], lines: list[Line]) -> bool:
    """Return whether a bullet stands below the last cell of a row, and beside none of the others."""
    last, line = cells[-1][-1], lines[0]
    if line.page != last.page or not is_bullet(line.text) or line.left < cells[-1][0].left - 3:
        return False
    return 0 < last.bottom - line.bottom < 1.8 * line.size and max(one.right for one in cells[-2]) < line.left


def _edges(page: Page, body: Shape) -> list[Edge]:
    """Return for each line how far to the right it could have gone: that of its cell or column, or that of the body."""
    if len(page.lines) > _MOST:
        return [Edge(max(body.right, line.right), False) for line in page.lines]
    found = []
    for line in page.lines:
        beside = any(
            min(line.top, other.top) - max(line.bottom, other.bottom) > 0.3 * line.size
            and (other.left > line.right or other.right < line.left)
            for other in page.lines
        )
        own = [other.right for other in page.lines if abs(other.left - line.left) < 3 and abs(other.bottom - line.bottom) < 12 * line.size]
        found.append(Edge(max(own) if beside else max(body.right, line.right), beside and not page.columns))
    return found


def _goes_on(one: Line, two: Line, first: Line, edge: Edge, body: Shape) -> bool:
    """Return whether the text of line `one` goes on in line `two`; `first` is the first line of its group."""
    if one.label or two.label or is_beside(first, two) or LEADERS.search(one.text) or is_bullet(two.text):
        return False
    start, last = two.text[0], one.text[-1]
    low = start.islower() and last not in _ENDS
    alike = abs(one.size - two.size) < 0.08 * max(one.size, 1)
    if not alike or (one.bold != two.bold and not start.islower()):
        return False
    if _DIVIDED.search(one.text) and start.islower():
        return True
    gap = one.bottom - two.bottom
    onward = two.page != one.page or gap < -8 * one.size  # to the next page or column
    if gap < 0 and not onward:
        return False
    if not onward and gap > 1.35 * max(body.leading * one.size / body.size, one.size):
        return False
    word = two.text.split(" ", 1)[0]
    full = one.right + (two.right - two.left) / max(len(two.text), 1) * (len(word) + 1) > edge.right - 0.5 * one.size
    if numbering(two.text[:24]) and not low and (not full or last in ".!?:;," or one.text.endswith((" and", " or"))):
        return False
    if onward and edge.cell:
        return low and abs(one.left - two.left) < 3
    if onward:
        return low or (full and last not in _ENDS and start.isalnum())
    marked = is_bullet(first.text) or numbering(first.text[:24]) is not None
    if two.left > one.left + 1.2 * one.size and not (marked and one is first) and not low:
        return False
    if two.left < one.left - 0.8 * one.size and not (full and (start.islower() or last not in _ENDS)):
        return False
    return low or (full and not (last == ":" and start.isupper()))
