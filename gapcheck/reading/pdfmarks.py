"""Bullets that a PDF draws instead of writing them, as browsers do when they print: small shapes, as wide as high, before a line."""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

MOST = 5_000  # shapes of a page that are looked at
_BULLET = "\u2022"
_SMALLEST, _LARGEST = 0.12, 0.6  # times the height of the line that a bullet stands before
_NEAR = 2.5  # times that height: how far before the line
_MIDDLE = 0.3  # times that height: how far from its middle
_SQUARE = 1.3
_HIGHEST = 100  # points: no line of a list is set so large


class Mark(NamedTuple):
    """A shape that may be a bullet, y counted upwards."""

    left: float
    right: float
    bottom: float
    top: float


def marks_of(page: Any) -> list[Mark]:
    """Return the shapes of a page of pypdfium2 that are about as wide as high."""
    import pypdfium2.raw as pdfium

    found = []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for shape in islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2), MOST):
        if not pdfium.FPDFPageObj_GetBounds(shape.raw, left, bottom, right, top):
            continue
        mark = Mark(left.value, right.value, bottom.value, top.value)
        width, height = mark.right - mark.left, mark.top - mark.bottom
        if 0 < width < _SQUARE * height and height < _SQUARE * width and math.isfinite(sum(mark)):
            found.append(mark)
    return found


def with_bullets(lines: Iterable[Sequence[Any]], marks: Iterable[Mark]) -> list[list[Any]]:
    """Return the lines (text, left, right, bottom, top, whether bold, where links begin), with a bullet before those that a mark
    stands before."""
    at_height: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        at_height[int((mark.bottom + mark.top) / 2)].append(mark)
    made = []
    for text, left, right, bottom, top, bold, links in lines:
        size, middle = top - bottom, (bottom + top) / 2
        heights = range(int(middle - _MIDDLE * size), int(middle + _MIDDLE * size) + 1) if 0 < size < _HIGHEST else ()
        found = next((mark for height in heights for mark in at_height.get(height, ()) if _before(mark, left, size)), None)
        if found:
            bullet = f"{_BULLET} "
            text, left, links = bullet + text, round(found.left, 1), [len(bullet) + at for at in links]
        made.append([text, left, right, bottom, top, bold, links])
    return made


def _before(mark: Mark, left: float, size: float) -> bool:
    return 0 <= left - mark.right < _NEAR * size and _SMALLEST * size < mark.top - mark.bottom < _LARGEST * size
