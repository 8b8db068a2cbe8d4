"""How a PDF is set: its type, its lines and edges; and the lines that belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from gapcheck.reading.lines import BULLETS
from gapcheck.reading.pdflayout import Line, Page

LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}$|\u2026{2,}\s*\d{1,3}$")


class Group(NamedTuple):
    """Lines of one paragraph, item, row or heading, and what they are: "text", "heading" or "label".

    `cells` are the lines of a row cell by cell; `level` ranks a heading.
    """

    lines: list[Line]
    kind: str = "text"
    level: int = 0
    cells: tuple[list[Line], ...] = ()

    @property
    def words(self) -> str:
        return " ".join(line.text for line in self.lines)


class Shape(NamedTuple):
    """How the body is set: the size of its type, the distance of its lines, its edges, and whether it is bold."""

    size: float
    leading: float
    left: float
    right: float
    bold: bool


def shape(pages: Sequence[Page]) -> Shape:
    """Return how the body of the policy is set: what most of its letters say."""
    lines = [line for page in pages for line in page.lines if not line.label]
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
        bold += len(line.text) * line.bold
    size = max(sizes.most_common(1)[0][0], 1.0) if sizes else 10.0  # some files state no height
    body = [line for line in lines if abs(line.size - size) < 1]
    gaps = [one.bottom - two.bottom for one, two in pairwise(body) if 0 < one.bottom - two.bottom < 2.5 * size]
    rights, lefts = sorted(line.right for line in body), sorted(line.left for line in body)
    most = sum(sizes.values())
    return Shape(
        size,
        median(gaps) if gaps else 1.2 * size,
        lefts[len(lefts) // 20] if lefts else 0.0,
        rights[len(rights) * 19 // 20] if rights else 0.0,
        bold > 0.6 * most,
    )


def is_bullet(text: str) -> bool:
    """Return whether the text begins with a bullet."""
    apart = len(text) == 1 or not text[1].isalnum() or text[0] in "\u2022\uf0b7\u25cf\u25aa"
    return (text[0] in BULLETS and apart) or text[:2] == "o "
