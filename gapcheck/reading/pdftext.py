"""From the lines of a PDF to its text: words whole that were divided, where its pages begin in it, and its blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gapcheck.reading.blocks import LABEL, Block
from gapcheck.reading.pdfgroups import groups_of
from gapcheck.reading.pdflayout import Line, Page
from gapcheck.reading.pdfshape import Group, is_bullet, shape
from gapcheck.reading.text import text_blocks
from gapcheck.reading.titles import numbering
from gapcheck.values import ADDRESS

_INNER = 70  # level of headings that only their words make, below those that their type makes
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st", 0xA0: " ", 0x2011: "-"}
_DIVIDED = re.compile(r"([A-Za-z\u00c0-\u024f]+)([-\u00ad\u2010])$")
_COMPOUND = frozenset("non third first second opt self co cross pre up sign log long short e so high low well user real two on off".split())
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*[/@._=&?-]$")


def _whole_words(group: Group) -> list[str]:
    """Return the words of a group but those that were divided at the end of a line."""
    words = re.sub(r"\S+[-\u00ad\u2010]\n\S+", " ", "\n".join(line.text for line in group.lines))
    return re.findall(r"[a-z]+(?:-[a-z]+)*", words.lower())


class Text:
    """The text of a PDF, where its pages and its links to other pages begin in it, and its blocks; `shadow` is the text with one line
    a paragraph."""

    def __init__(self, pages: Sequence[Page]) -> None:
        groups = groups_of(pages)
        self._left = shape(pages).left
        self._marked = sum(is_bullet(group.words) for group in groups) > 2
        self._known = Counter(word for group in groups for word in _whole_words(group))
        self._made: list[str] = []
        self._shadow: list[str] = []
        self._at = 0
        self.pages: list[int] = []
        self.links: list[int] = []
        spans = [self._group(group, before) for group, before in zip(groups, [None, *groups], strict=False)]
        self.pages += [self._at] * (len(pages) - len(self.pages))
        self.text, self.shadow = "".join(self._made), "".join(self._shadow)
        self.blocks = self._blocks(groups, spans)

    def _put(self, words: str, shadow: str) -> None:
        self._made.append(words)
        self._shadow.append(shadow)
        self._at += len(words)

    def _group(self, group: Group, before: Group | None) -> tuple[int, int]:
        """Write one group, and return where its words begin and end."""
        if before and self._is_apart(before.lines[-1], group.lines[0]):
            self._put("\n", "\n")
        indent = " " * max(0, min(20, round((group.lines[0].left - self._left) / 6)))
        while len(self.pages) <= group.lines[0].page:
            self.pages.append(self._at)
        self._put(indent, indent)
        start = end = self._at
        cells = group.cells or (group.lines,)
        longest = max(range(len(cells)), key=lambda cell: len(cells[cell]))
        for number, cell in enumerate(cells):
            if number:
                self._put("\t", "\t")
            end = self._cell(cell, number == longest)
        self._put("\n", "\n")
        return start, end

    def _cell(self, lines: list[Line], broken: bool) -> int:
        """Write the lines of a cell or paragraph, each on its own line if they are to be `broken`; return where the words end."""
        joined = self._joined([line.text.translate(_LIGATURES) for line in lines])
        end = self._at
        for at, (line, (text, lost)) in enumerate(zip(lines, joined, strict=True)):
            if at:
                self._put("\n" if broken else " ", " ")
            while len(self.pages) <= line.page:
                self.pages.append(self._at)
            if text:
                places = (len(line.text[:place].translate(_LIGATURES).replace("\u00ad", "")) - lost for place in line.links)
                self.links += [self._at + place for place in places if 0 <= place < len(text)]
                self._put(text, text)
                end = self._at
        return end

    def _is_apart(self, one: Line, two: Line) -> bool:
        return one.page == two.page and not 0 < one.bottom - two.bottom < 1.6 * max(one.size, two.size)

    def _joined(self, texts: list[str]) -> list[tuple[str, int]]:
        """Return the lines with words and addresses whole that were divided at their ends, each on the line it begins on, and how
        many letters each has lost to the line before."""
        made, lost = list(texts), [0] * len(texts)
        for at in range(len(made) - 1):
            divided = _DIVIDED.search(made[at])
            if not divided and not (_ADDRESS.search(made[at].rsplit(" ", 1)[-1]) and not made[at + 1][:1].isupper()):
                continue
            head, space, rest = made[at + 1].partition(" ")
            if divided and not head[:1].isalpha():
                continue
            if divided:
                made[at] = made[at][: divided.start(2)] + ("-" if self._is_compound(divided[1], head) else "")
            made[at], made[at + 1], lost[at + 1] = made[at] + head, rest, len(head + space)
        return list(zip([text.replace("\u00ad", "") for text in made], lost, strict=True))

    def _is_compound(self, one: str, two: str) -> bool:
        """Return whether a word that was divided is written with a hyphen anyway: "third-party", but not "infor-mation"."""
        tail = re.match(r"[A-Za-z\u00c0-\u024f]*", two)
        left, right = one.lower(), tail[0].lower() if tail else ""
        if two[:1].isupper():
            return True
        whole, apart = self._known[left + right], self._known[f"{left}-{right}"]
        if whole or apart:
            return apart > whole
        if left in _COMPOUND or two[len(right) : len(right) + 1] == "-":
            return True
        return self._known[left] > 0 and self._known[right] > 0 and len(left) > 2 < len(right)

    def _blocks(self, groups: Sequence[Group], spans: Sequence[tuple[int, int]]) -> list[Block]:
        found: list[Block] = []
        typed = any(group.kind == "heading" for group in groups)
        begin = 0
        for group, (start, end) in zip(groups, spans, strict=True):
            if group.kind == "text" or start == end:
                continue
            found += self._plain(begin, start, typed)
            level = LABEL if group.kind == "label" else group.level
            found.append(Block("heading", start, end, level, lead=self.shadow[end - 1] == ":"))
            begin = end
        return found + self._plain(begin, len(self.shadow), typed)

    def _plain(self, start: int, end: int, typed: bool) -> list[Block]:
        """Return the blocks of a stretch that its words alone structure."""
        if not self.shadow[start:end].strip():
            return []
        blocks = text_blocks(self.shadow, start, end, marked=self._marked)
        if not typed:
            return blocks
        titles = [block.kind == "heading" and block.level < LABEL for block in blocks]
        standing = [
            title or ADDRESS.match(self.shadow, block.start, block.end) is not None for title, block in zip(titles, blocks, strict=True)
        ]
        found = []
        for block, before, title, after in zip(blocks, [False, *standing], titles, [*titles[1:], False], strict=False):
            if title and (before or after or self._is_data(block)):
                found.append(Block("paragraph", block.start, block.end))  # lines of an address: where titles are set apart, these are none
            else:
                found.append(block._replace(level=min(_INNER + block.level // 4, LABEL - 1)) if title else block)
        return found

    def _is_data(self, block: Block) -> bool:
        words = self.shadow[block.start : block.end]
        number = numbering(words)
        bare = words[number.size :] if number else words
        return "," in bare or any(map(str.isdigit, bare))
