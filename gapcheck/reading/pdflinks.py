"""Links of a PDF page that lead out of the file: where each lies, and which letter of a line it begins with."""

from __future__ import annotations

import ctypes
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

MOST = 5_000  # links of a page that are looked at
_LONGEST = 2_000  # bytes of an address; no longer one is a page that somebody can be sent to
_HIGHEST = 10_000  # points: no page is higher
_AWAY = re.compile(rb"(?:https?:|www\.)[^#]*$", re.IGNORECASE)  # a place in a page is most often one in this text


class Link(NamedTuple):
    """The box of a link on its page, y counted upwards."""

    left: float
    right: float
    bottom: float
    top: float


class Links:
    """The links of a page, found by the height at which they stand."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._at_height: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            self._at_height[int((link.bottom + link.top) / 2)].append(link)

    def on(self, bottom: float, top: float) -> list[Link]:
        """Return the links whose middle is within a line, from left to right; no more than a line could hold."""
        if not self._at_height or not 0 < top - bottom < _HIGHEST:
            return []
        heights = range(int(bottom), int(top) + 1)
        return sorted({link for height in heights for link in self._at_height.get(height, ())})[:100]


def links_of(pdf: Any, page: Any) -> Links:
    """Return the links of a page of a file of pypdfium2 that lead to web pages."""
    import pypdfium2.raw as pdfium

    found = []
    at, link, box = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    for _ in range(MOST):
        if not pdfium.FPDFLink_Enumerate(page.raw, at, link):
            break
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI or not pdfium.FPDFLink_GetAnnotRect(link, box):
            continue
        address = ctypes.create_string_buffer(_LONGEST)
        size = pdfium.FPDFAction_GetURIPath(pdf.raw, action, address, _LONGEST)
        sides = Link(min(box.left, box.right), max(box.left, box.right), min(box.bottom, box.top), max(box.bottom, box.top))
        if size <= _LONGEST and _AWAY.match(address.value) and math.isfinite(sum(sides)):
            found.append(sides)
    return Links(found)
