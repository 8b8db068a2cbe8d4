"""Tables of contents without links: lists whose entries are headings further on. Entries disclose nothing."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.reading.blocks import LABEL, Block
from gapcheck.reading.titles import numbering
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAST = 4  # entries of a table of contents
_LONGEST = 200  # characters of an entry whose lines are no headings below
_WORDS = expression(r"\w+")
_LINK = expression(r"\]\([^)\s]*\)")


def labelled(text: str, blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with the entries of tables of contents as labels: two thirds of the lines of a list are headings below."""
    found = list(blocks)
    below: dict[str, int] | None = None
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and found[end].kind == "item":
            end += 1
        if end - at >= _LEAST:
            below = _headings(text, found) if below is None else below
            lines = [_lines(text, block, end, below) for block in found[at:end]]
            if _most([line for own in lines for line in own]):
                found[at:end] = [
                    Block("heading", block.start, block.end, LABEL) if _most(own) or block.end - block.inner <= _LONGEST else block
                    for block, own in zip(found[at:end], lines, strict=True)
                ]
        at = max(end, at + 1)
    return found


def _headings(text: str, blocks: list[Block]) -> dict[str, int]:
    """Return the number of the last heading of each wording."""
    return {
        _words(text[block.start : block.end]): number
        for number, block in enumerate(blocks)
        if block.kind == "heading" and block.level < LABEL
    }


def _lines(text: str, block: Block, end: int, below: dict[str, int]) -> list[bool]:
    """Return, for every line of an item, whether it is a heading behind block number `end`."""
    return [below.get(_words(line), -1) >= end for line in text[block.inner : block.end].splitlines() if line.strip()]


def _most(lines: list[bool]) -> bool:
    return 3 * sum(lines) >= 2 * len(lines)


def _words(title: str) -> str:
    """Return the words of a title, without its number and marks."""
    line = _LINK.sub("]", title.strip("*_#> \t\n"))
    number = numbering(line)
    return " ".join(_WORDS.findall(line[number.size if number else 0 :].lower()))
