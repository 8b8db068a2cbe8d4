"""Titles of an HTML page that no tag says are titles: by their words, and by the text that stands below them."""

from __future__ import annotations

from gapcheck.reading.addresses import is_country
from gapcheck.reading.blocks import Block
from gapcheck.reading.lists import introduces
from gapcheck.reading.titles import is_notice, rank
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEVEL = 70
_LONGEST = 150
_BODY = 40  # characters of a paragraph that a title can stand above


def entitled(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, with the paragraphs that are worded as titles and stand above a text as headings."""
    before = Block("paragraph", 0, 0)
    spoken = False  # whether anything but labels and titles was read
    for block, after in zip(blocks, [*blocks[1:], None], strict=False):
        if block.kind == "paragraph" and not block.title and after and block.end - block.start < _LONGEST:
            bare = _bare(text, block)
            whole = not spoken and is_notice(bare) and not is_notice(_bare(text, after))  # the title of the whole page, and none of a menu
            if rank(bare) > 1 and not _belongs(text, before, block, after) and (whole or _has_body(text, after)):
                block = Block("heading", block.start, block.end, 1 if whole else _LEVEL, lead=bare.endswith(":"))
        spoken = spoken or (block.kind != "heading" and block.end - block.start > _BODY)
        before = block
        yield block


def _bare(text: str, block: Block) -> str:
    return " ".join(text[block.start : block.end].split())


def _belongs(text: str, before: Block, block: Block, after: Block) -> bool:
    """Return whether a line leads to a list, goes on with what introduces it, ends an address, or is one of a menu of notices."""
    bare, above = _bare(text, block), _bare(text, before)
    return (
        (bare.endswith(":") and after.kind in ("item", "row"))
        or (before.kind == "paragraph" and introduces(text[before.start : before.end]))
        or is_country(bare, above)
        or (is_notice(bare) and is_notice(above))
        or bare.endswith(".")
    )


def _has_body(text: str, after: Block) -> bool:
    """Return whether the block that follows is a text, a list or a table."""
    if after.kind != "paragraph":
        return after.kind in ("item", "row")
    bare = _bare(text, after)
    return len(bare) > _BODY and not rank(bare)
