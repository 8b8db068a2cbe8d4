"""Policies that are one list: its items are their sections."""

from __future__ import annotations

from gapcheck.reading.blocks import Block
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL = 5
_LEAST = 4  # items of a list that are the sections of a policy


def claused(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the items as sections of a list that holds most of the words, if most of its items have titles."""
    found = list(blocks)
    sizes = [text.count(" ", block.start, block.end) + 1 for block in found]
    every, at = sum(sizes), 0
    while at < len(found):
        end = at
        while end < len(found) and found[end].kind in ("item", "more"):
            end += 1
        outer = [block for block in found[at:end] if block.kind == "item" and block.level == 1]
        titled = sum(block.title > 0 for block in outer)
        if len(outer) >= _LEAST and 3 * titled >= 2 * len(outer) and 2 * sum(sizes[at:end]) > every:
            found[at:end] = _opened(found[at:end])
        at = max(end, at + 1)
    return found


def _opened(blocks: Sequence[Block]) -> list[Block]:
    made: list[Block] = []
    inner = False  # whether the last item stands in a list inside one of the outer list
    for block in blocks:
        if block.kind == "item" and block.level == 1:
            inner = False
            whole = block.title == block.end
            made.append(block._replace(kind="heading" if whole else "paragraph", level=LEVEL if block.title else 0, inner=0))
        elif block.kind == "item":
            inner = True
            made.append(block._replace(level=block.level - 1))
        else:
            made.append(block if inner else block._replace(kind="paragraph"))
    return made
