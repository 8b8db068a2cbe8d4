"""What the tags inside a stretch of an HTML page say of it: whether it is bold or a link from end to end, or begins with a title.

`inline` are the tags, in their order, of a stretch that holds the one that is asked about.
"""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.reading.markup import names
from gapcheck.reading.titles import numbering, rank
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapcheck.reading.htmltext import Mark
    from gapcheck.reading.titles import Number

BOLD, LINK = frozenset({"b", "strong"}), frozenset({"a"})
_SET_APART = BOLD | {"i", "em", "u"}
_WORD = expression(r"\S")
_CONTENTS = 4  # links in a row that make a table of contents


def all_in(text: str, inline: Sequence[Mark], start: int, end: int, tags: frozenset[str]) -> bool:
    """Return whether every word of the stretch stands in one of these tags."""
    at, depth, inside = start, 0, False
    for mark in inline:
        if mark.start >= end:
            break
        if mark.name in tags:
            if not depth and _WORD.search(text, at, mark.start):
                return False
            depth = max(0, depth + (1 if mark.opens else -1))
            at, inside = mark.end, True
    return inside and (depth > 0 or not _WORD.search(text, at, end))


def is_contents(text: str, inline: Sequence[Mark], start: int, end: int) -> bool:
    """Return whether the stretch is a row of links to other places of the page, however long: a table of contents."""
    inside = [mark for mark in inline if mark.name == "a" and mark.opens and mark.start < end]
    anchors = sum(mark.attributes.get("href", "").startswith("#") for mark in inside)
    return anchors >= _CONTENTS and anchors == len(inside) and all_in(text, inline, start, end, LINK)


def is_set_apart(text: str, inline: Sequence[Mark], start: int, end: int, number: Number | None) -> bool:
    """Return whether the stretch is bold, in italics or underlined, but for its number."""
    whole = all_in(text, inline, start, end, _SET_APART)
    return whole or (number is not None and all_in(text, inline, start + number.size, end, _SET_APART))


def title_end(text: str, inline: Sequence[Mark], start: int, end: int) -> int:
    """Return where the title ends that a stretch begins with, set apart by its type; 0 if there is none."""
    number = numbering(text[start : min(end, start + 40)])
    at, depth, until = start + (number.size if number else 0), 0, 0
    for mark in inline:
        if mark.name not in _SET_APART:
            continue
        if mark.start >= end or (not depth and text[at : mark.start].strip()):
            break
        depth = max(0, depth + (1 if mark.opens else -1))
        if not depth:
            at, until = mark.end, mark.start
    if not until:
        return 0
    title, rest = text[start:until].strip(), text[at:end].lstrip(" \n:.\u2013\u2014-")
    marked = title.endswith((".", ":", "?")) or text[at:end].lstrip()[:1] in (":", ".")
    if len(title) > 150 or len(rest) < 10 or not (rank(title.rstrip(".:")) or (marked and names(title))):
        return 0
    return at if marked or not rest[0].isalpha() or rest[0].isupper() else 0
