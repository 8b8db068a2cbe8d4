"""HTML that stands between the lines of a Markdown policy: tables above all, which Markdown can only write so."""

from __future__ import annotations

import re

from gapcheck.reading.blocks import Block
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TABLE = re.compile(r"<(/?)table\b", re.IGNORECASE)
_TAGS = re.compile(r"<(?:table|tr|ul|ol|li|dl|p|h[1-6])\b", re.IGNORECASE)
_MARKED = re.compile(r"^[ \t]{0,8}(?:#{1,6}[ \t]|[-*+][ \t]|\d{1,3}[.)][ \t]|\*\*)", re.MULTILINE)


def tables(source: str) -> list[tuple[int, int]]:
    """Return where the outermost tables begin and end; one without an end is none."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _TABLE.finditer(source):
        if not match[1]:
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, match.end()))
    return found


def is_tagged(piece: str) -> bool:
    """Return whether tags structure the piece, rather than the marks of Markdown."""
    return bool(_TAGS.search(piece)) and not _MARKED.search(piece)


def tagged(source: str, start: int, end: int, depth: int) -> tuple[list[Block], str]:
    """Return the blocks of the HTML, `depth` lists deep, and its words in a text as long as it is."""
    from gapcheck.reading.html import html_blocks  # its parser takes long to import, and few texts need it

    blocks, words = html_blocks(source[start:end])
    return [_moved(block, start, depth) for block in blocks], words


def _moved(block: Block, by: int, depth: int) -> Block:
    moved = block.moved(lambda offset: offset + by)
    if depth and block.kind == "paragraph":
        return moved._replace(kind="more")
    return moved._replace(level=block.level + depth) if block.kind == "item" else moved


def replaced(text: str, parts: Iterable[tuple[int, str]]) -> str:
    """Return the text with each part, as long as what it replaces, in its place."""
    made: list[str] = []
    at = 0
    for start, words in parts:
        made += (text[at:start], words)
        at = start + len(words)
    return "".join((*made, text[at:]))
