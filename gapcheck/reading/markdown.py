"""Blocks of a Markdown policy: the parser says what each stretch of lines is, offsets are ours."""

from __future__ import annotations

import re
from bisect import bisect_left

from gapcheck.reading.blocks import LABEL, Block
from gapcheck.reading.clauses import claused
from gapcheck.reading.embedded import is_tagged, replaced, tables, tagged
from gapcheck.reading.lists import introduces
from gapcheck.reading.loose import loose
from gapcheck.reading.markup import bold_title, contents, is_anchor, is_bold, is_italic, is_links, names, pairs
from gapcheck.reading.outline import Outlined, outline
from gapcheck.reading.source import Source
from gapcheck.reading.tables import cells_of
from gapcheck.reading.text import text_blocks
from gapcheck.reading.titles import is_menu, numbering, rank, says_data

# A date under a key of its own, or in words under any: "subtitle: Last updated 1 May"
_DATED = re.compile(
    r"\s*[\"']?(?:(?:last[ _-]?)?(?:updated|modified|revised|reviewed|date|effective)[\w -]*[\"']?\s*:\s*\S"
    r"|[\w-]{1,30}[\"']?\s*:\s*[\"']?(?:last[ ])?(?:updated|modified|revised|reviewed|effective)\b[^\n]{0,40}\d)",
    re.IGNORECASE,
)
_BULLET_LINE = re.compile(r"^[ \t>]*[\u2022\u00b7\u2023\u25aa\u25cf\uf0b7\u2013]\s*\S", re.MULTILINE)
_BREAK = re.compile(r"(?: {2,}|\\)\r?\n|<br")
_BOLD_LEVEL, _PLAIN_LEVEL, _INNER_LEVEL = 60, 70, 72


def markdown_outline(text: str) -> Outlined:
    """Return the sections and statements of a Markdown source."""
    source = Source(text)
    blocks = _Blocks(source)
    found = blocks.run()
    words = replaced(source.text, blocks.tagged)
    return outline(words, claused(words, found), source.hidden)


class _Blocks:
    """One pass over the parser's tokens."""

    def __init__(self, source: Source) -> None:
        self.lines = source
        self.source = source.source
        self.text = source.text
        self.tokens = source.tokens
        self.found: list[Block] = []
        self.items: list[tuple[int, bool]] = []  # open list items: first line, and whether they read as a clause
        self.read = 0  # number of the first line that no block has taken
        self.defined: frozenset[int] | None = None  # numbers of the lines that define links, once asked for
        self.header: list[tuple[int, int]] = []
        self.tagged: list[tuple[int, str]] = []  # where HTML was read as such, and its words
        self.tables: list[tuple[int, int]] | None = None  # those of HTML, once asked for
        self.skipped = 0  # number of the first line that no table of HTML has taken
        self.marked: bool | None = None  # whether the titles of the source have marks, once asked for
        self.contents = ""  # "all" if the open list is a table of contents, "anchors" if its links to the page are

    def run(self) -> list[Block]:
        """Return the blocks of the source."""
        for at, token in enumerate(self.tokens):
            if token.type == "list_item_open" and token.map:
                self.items.append((token.map[0], False))
            elif token.type == "list_item_close":
                self.items.pop()
            elif token.type.endswith("list_open") and not self.items:
                self.contents = self._contents(at)
            elif token.map and token.type in _TAKES and token.map[0] >= self.skipped:
                first, last = token.map
                self._missed(first)
                self.read = max(self.read, last)
                _TAKES[token.type](self, at, first, last)
        self._missed(len(self.lines.starts))
        return self.found

    def _missed(self, first: int) -> None:
        """Read as plain text the lines before `first` that the parser left out, unless they define links."""
        if first <= self.read:
            return
        start, end = self.lines.region(self.read, first)
        if any(map(str.isalnum, self.text[start:end])):
            if self.defined is None:
                self.defined = self.lines.definitions()
            run = self.read
            for line in range(self.read, first + 1):
                if line == first or line in self.defined:
                    if line > run:
                        self.found += self._as_text(*self.lines.region(run, line))
                    run = line + 1
        self.read = first

    def _heading(self, at: int, first: int, last: int) -> None:
        start, end = self.lines.region(first, last - (self.tokens[at].markup in ("=", "-")))
        mark, inner = self.lines.content(self.items, first, start, end)
        bare = self.text[inner:end].rstrip().rstrip("#").rstrip()
        skip = len(bare) - len(bare.lstrip("# \t"))
        if self.items:
            self.items[-1] = (self.items[-1][0], True)
        if len(bare) > skip and says_data(bare):
            self.found.append(Block("paragraph", mark if mark < inner else inner + skip, inner + len(bare)))
        elif len(bare) > skip:
            lead = bare.endswith(":") and self._after(at).startswith(("bullet", "ordered"))
            begin = mark if mark < inner else inner + skip
            self.found.append(Block("heading", begin, inner + len(bare), int(self.tokens[at].tag[1:]), lead=lead))

    def _after(self, at: int) -> str:
        """Return the type of the token that follows the heading or paragraph opened at `at`."""
        return self.tokens[at + 3].type if at + 3 < len(self.tokens) else ""

    def _paragraph(self, at: int, first: int, last: int) -> None:
        start, end = self.lines.region(first, last)
        mark, inner = self.lines.content(self.items, first, start, end)
        end = inner + len(self.text[inner:end].rstrip())
        if inner >= end:
            return
        bare = self.text[inner:end]
        if "\n" in bare and (bare[0] == "|" or _BULLET_LINE.search(bare) or self._is_broken(inner, end)):
            found = self._as_text(inner, end)
            if len(found) > 1 and any(block.kind != "paragraph" for block in found):
                if self.items:
                    found = [self._inside(block, place) for place, block in enumerate(found)]
                    found[0] = found[0]._replace(start=min(mark, found[0].start))
                self.found += found
                return
        if self.items and self._is_clause(at, bare):
            self.items[-1] = (self.items[-1][0], True)
            self.found.append(Block("heading", mark, end, _BOLD_LEVEL + 1))
        elif self.items and not self.items[-1][1]:
            self._item(at, first, mark, inner, end)
        else:
            self._plain(at, inner, end, bare)

    def _is_broken(self, start: int, end: int) -> bool:
        """Return whether breaks part the lines of a paragraph; in an item, only behind a title."""
        return (not self.items or self.text.startswith("**", start)) and _BREAK.search(self.source[start:end]) is not None

    def _as_text(self, start: int, end: int) -> list[Block]:
        """Return the blocks of a stretch read as plain text, its headings below those of Markdown."""
        found = []
        for one in text_blocks(self.text, start, end):
            at = one.start
            while at < one.end and self.text[at] in "> ":  # the marks of a quotation
                at += 1
            one = one._replace(start=at, inner=max(at, one.inner) if one.kind == "item" else one.inner)
            found.append(self._below(one, start) if one.kind == "heading" and one.level < LABEL else one)
        return found

    def _below(self, heading: Block, start: int) -> Block:
        """Return a heading that was read as plain text in its place below those of Markdown, unless it has their mark."""
        line = max(self.text.rfind("\n", start, heading.start) + 1, start)
        if "#" in self.text[line : heading.start + 1]:
            return heading
        return heading._replace(level=_BOLD_LEVEL + 5 if is_bold(self.text[heading.start : heading.end]) else _INNER_LEVEL)

    def _inside(self, block: Block, place: int) -> Block:
        depth = len(self.items)
        if block.kind == "item":
            return block._replace(level=depth + block.level)
        return Block("item" if not place else "more", block.start, block.end, depth, block.start)

    def _item(self, at: int, first: int, mark: int, inner: int, end: int) -> None:
        if self.items[-1][0] != first and self.found and self.found[-1].kind in ("item", "more", "row"):
            self.found.append(Block("more", inner, end))
            return
        if self.contents == "all" or (self.contents and is_anchor(self.tokens[at + 1].content)):
            # Labels of a table of contents disclose nothing; each heads a section of its own, which stays empty.
            self.found.append(Block("heading", mark, end, LABEL))
            return
        bare = self.text[inner:end]
        title = end if is_bold(bare) and (rank(bare) or names(bare)) else bold_title(self.text, inner, end)
        fresh = self._first_in_list(at)
        self.found.append(Block("item", mark, end, len(self.items), inner, fresh=fresh, title=title))

    def _first_in_list(self, at: int) -> bool:
        return at > 1 and self.tokens[at - 1].type == "list_item_open" and self.tokens[at - 2].type.endswith("list_open")

    def _contents(self, at: int) -> str:
        before = self.found[-1] if self.found else None
        words = self.text[before.start : before.end] if before else ""
        return contents(self.tokens, at, words, before is not None and before.kind == "heading")

    def _is_clause(self, at: int, bare: str) -> bool:
        """Return whether the numbered item is the title of a section rather than one of a list."""
        if self.tokens[at - 1].type != "list_item_open" or not self.tokens[at - 1].info:
            return False
        if not (is_bold(bare) or rank(bare) > 1):
            return False
        after = self._after(at)
        alone = after == "list_item_close" and self._first_in_list(at) and self.tokens[at + 4].type == "ordered_list_close"
        return alone or after in ("paragraph_open", "table_open", "heading_open")

    def _plain(self, at: int, start: int, end: int, bare: str) -> None:
        after = self._after(at)
        found = rank(bare) if end - start < 150 else 0
        number = numbering(bare[:40].lstrip("*_ "))
        own = bare.lstrip("*_ ")[number.size :] if number and bare[0] not in "*_" else bare
        lead = bare.rstrip("*_ ").endswith(":") and after.endswith("list_open")
        if (is_bold(own) or is_italic(own)) and (found or names(own)):
            level = _BOLD_LEVEL + (number.depth if number and number.style in ("dec", "num", "roman") else 5 if is_bold(own) else 6)
            self.found.append(Block("heading", start, end, level, lead=lead))
        elif found and (found > 1 or self._is_bare(bare)) and self._has_body(at, after) and not self._is_introduced():
            self.found.append(Block("heading", start, end, _PLAIN_LEVEL, lead=lead))
        elif self._is_label(self.tokens[at + 1].content, bare) and not self._is_introduced():
            self.found.append(Block("heading", start, end, LABEL))
        else:
            before, title = self.found[-1] if self.found else None, bold_title(self.text, start, end)
            item = loose(bare, start, before, self._is_introduced(), title)
            self.found.append(item or Block("paragraph", start, end, title=title))

    def _is_bare(self, bare: str) -> bool:
        """Return whether a line that may be a title stands in a source whose titles have no marks, as if it were plain text."""
        if self.marked is None:
            titles = sum(token.type == "heading_open" for token in self.tokens)  # one may be that of the page
            self.marked = titles > 1 or any(
                token.type == "inline" and (is_bold(token.content) or is_italic(token.content)) for token in self.tokens
            )
        return not self.marked and not bare.endswith(":")

    def _is_label(self, content: str, bare: str) -> bool:
        """Return whether the paragraph only leads elsewhere: labels disclose nothing."""
        return is_anchor(content) or is_links(content) or ("\n" not in bare and is_menu(bare))

    def _is_introduced(self) -> bool:
        before = self.found[-1] if self.found else None
        return before is not None and before.kind == "paragraph" and introduces(self.text[before.start : before.end])

    def _has_body(self, at: int, after: str) -> bool:
        """Return whether a paragraph, list or table follows that is no title itself."""
        if after == "paragraph_open":
            return rank(self.tokens[at + 4].content) == 0 and len(self.tokens[at + 4].content) > 40
        return after in ("bullet_list_open", "ordered_list_open", "table_open")

    def _table(self, at: int, first: int, last: int) -> None:
        self.header = []

    def _row(self, at: int, first: int, last: int) -> None:
        start, end = self.lines.region(first, last)
        while start < end and self.text[start] in " \t>":
            start += 1
        end = start + len(self.text[start:end].rstrip())
        cells = cells_of(self.text, start, end, "|")
        full = [cell for cell in cells if cell[0] < cell[1]]
        if not full:
            return
        opens = self.tokens[at - 1].type == "thead_open"
        bold = all(is_bold(self.text[s:e]) for s, e in full)
        head = (opens or not self.header) and (len(full) > 1) and (opens or bold)
        pieces = cells if head or not self.header else [span for pair in pairs(self.header, cells) for span in pair]
        if head:
            self.header = cells
        self.found.append(Block("row", start, end, cells=tuple(pieces), fresh=opens))

    def _fence(self, at: int, first: int, last: int) -> None:
        self.found += self._as_text(*self.lines.region(first, last))

    def _html(self, at: int, first: int, last: int) -> None:
        start, end = self.lines.region(first, last)
        if "<table" in self.source[start:end].lower():
            self.tables = tables(self.source) if self.tables is None else self.tables
            # An empty line in a table ends what the parser takes for HTML.
            after = bisect_left(self.tables, (end, 0))
            if after and self.tables[after - 1][1] > end:
                self.read = self.skipped = bisect_left(self.lines.starts, self.tables[after - 1][1])
                end = self.lines.region(first, self.skipped)[1]
        if not is_tagged(self.source[start:end]):
            self.found += self._as_text(start, end)
            return
        blocks, words = tagged(self.source, start, end, len(self.items))
        self.found += blocks
        self.tagged.append((start, words))

    def _front(self, at: int, first: int, last: int) -> None:
        for line in range(first, last):
            start, end = self.lines.region(line, line + 1)
            if _DATED.match(self.text, start, end):
                self.found.append(Block("paragraph", start, end))

    def _rule(self, at: int, first: int, last: int) -> None:
        """A thematic break holds no words."""


_TAKES = {
    "heading_open": _Blocks._heading,
    "paragraph_open": _Blocks._paragraph,
    "table_open": _Blocks._table,
    "tr_open": _Blocks._row,
    "fence": _Blocks._fence,
    "html_block": _Blocks._html,
    "front_matter": _Blocks._front,
    "hr": _Blocks._rule,
}
