"""Items of lists that are paragraphs of their own, each with its bullet or letter as a word."""

from __future__ import annotations

from gapcheck.reading.blocks import Block
from gapcheck.reading.titles import numbering, rank

SIGNS = "\u2022\u00b7\u2023\u25aa\u25cf\u25cb\u25e6\u2713\u2714\uf0b7"


def loose(bare: str, start: int, before: Block | None, introduced: bool, title: int) -> Block | None:
    """Return the item that the paragraph `bare`, which begins at `start`, is behind the block `before`; None if it is none.

    `title` is where its bold title ends.
    """
    listed = before is not None and before.kind == "item"
    size = 0
    if bare[0] in SIGNS and len(bare) > 2:
        size = len(bare) - len(bare.lstrip(SIGNS + " \t\n\u00a0"))
    elif introduced or listed:
        marks = len(bare) - len(bare.lstrip("*_ "))
        number = numbering(bare[marks : marks + 40])
        if number and number.style in ("paren", "low") and (len(bare) >= 150 or rank(bare) < 2):
            size = marks + number.size
    if not size:
        return None
    return Block("item", start, start + len(bare), 1, start + min(size, len(bare)), fresh=not listed, title=title)
