"""Blocks of an HTML policy: what its tags say of each stretch of text; navigation and banners are kept, as labels."""

from __future__ import annotations

from typing import NamedTuple

from gapcheck.fast import cached_property
from gapcheck.reading.blocks import LABEL, Block
from gapcheck.reading.clauses import claused
from gapcheck.reading.htmlaround import CONTENT_TAGS, holding_most, linked, surrounds
from gapcheck.reading.htmlmarked import BOLD, LINK, all_in, is_contents, is_set_apart, title_end
from gapcheck.reading.htmltables import data_tables
from gapcheck.reading.htmltext import INLINE, Mark, Page
from gapcheck.reading.lists import introduces
from gapcheck.reading.loose import SIGNS, loose
from gapcheck.reading.markup import names, pairs
from gapcheck.reading.outline import Outlined, outline
from gapcheck.reading.published import published
from gapcheck.reading.sentences import trim
from gapcheck.reading.text import text_blocks
from gapcheck.reading.titles import is_menu, numbering, rank, says_data
from gapcheck.reading.unmarked import entitled

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HEADING = 40  # words: longer, a div is no heading, whatever is said of it
_RANKS = ("1", "2", "3", "4", "5", "6")
_HOLDERS = ("dl", "details")  # what holds terms, and texts below them
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_BOLD_LEVEL, _TERM_LEVEL, _INNER_LEVEL = 60, 68, 72
_VOID = frozenset("area base br col embed hr img input link meta source track wbr param".split())
_TAGS = 200  # of bold type that are looked at in one paragraph of many lines
_ENOUGH = 150  # words that a page must have beside its chrome, for the chrome to be taken for it


def html_outline(text: str, path: str) -> tuple[Outlined, str, tuple[str, ...]]:
    """Return the sections and statements of an HTML source, its words in a text as long as the source, and notes on those."""
    page = Page(text)
    page.text, notes = published(page.text, path, "html")  # the words alone: scripts are full of what looks like templates
    return outline(page.text, claused(page.text, _blocks(page))), page.text, notes


def html_blocks(text: str) -> tuple[list[Block], str]:
    """Return the blocks of an HTML source, and its words in a text as long as the source."""
    page = Page(text)
    return _blocks(page), page.text


def _blocks(page: Page) -> list[Block]:
    blocks, chrome_words, words = _Blocks(page, True).run()
    if chrome_words and words - chrome_words < _ENOUGH:
        blocks, _, _ = _Blocks(page, False).run()
    return list(entitled(page.text, blocks))


class _List(NamedTuple):
    """An open list: how many blocks and open items there were before it, whether it was introduced, and whether it is numbered."""

    blocks: int
    items: int
    introduced: bool
    numbered: bool


class _Blocks:
    """One pass over the tags of a page."""

    def __init__(self, page: Page, with_chrome: bool) -> None:
        self.text = page.text
        self.marks = page.marks
        self.with_chrome = with_chrome
        self.found: list[Block] = []
        self.tables = data_tables(page.marks)
        self.open: dict[str, int] = {}
        self.policy = holding_most(page) if with_chrome else frozenset()
        self.chrome: list[str] = []  # tags of the parts around the policy that are open
        self.roles: list[tuple[int, int]] = []  # for each open div that is said to be a heading: how many are open, and its rank
        self.lists: list[_List] = []  # those that are open
        self.items: list[bool] = []  # for each open item: whether its words have begun
        self.fresh = False
        self.table: list[bool] = []  # for each open table: whether it holds data
        self.header: list[tuple[int, int]] = []
        self.cells: list[tuple[int, int]] = []
        self.row = self.cell = -1
        self.heads = self.first_row = False
        self.inline: list[Mark] = []  # tags inside the stretch being read
        self.begin = 0
        self.words = self.chrome_words = 0
        self.closing = 0  # the rank of the terms whose list, or part that opens, has ended since the last block

    def run(self) -> tuple[list[Block], int, int]:
        """Return the blocks, the number of words around the policy, and that of all."""
        for mark in self.marks:
            if mark.name in INLINE or mark.name == "br":
                self.inline.append(mark)
                continue
            if not self._in_row():
                self._read_until(mark.start)
            self._enter(mark) if mark.opens else self._leave(mark)
            if not self._in_row():
                self.begin, self.inline = mark.end, []
        self._end_row(len(self.text))
        self._read_until(len(self.text))
        return self.found, self.chrome_words, self.words

    def _in_row(self) -> bool:
        return self.row >= 0

    def _enter(self, mark: Mark) -> None:
        name = mark.name
        if name not in _VOID:
            self.open[name] = self.open.get(name, 0) + 1
            if name == "div" and mark.attributes.get("role") == "heading":
                level = mark.attributes.get("aria-level", "")
                self.roles.append((self.open[name], int(level) if level in _RANKS else 2))
        if self.with_chrome and mark.start not in self.policy and surrounds(mark, any(map(self.open.get, CONTENT_TAGS))):
            self.chrome.append(name)
        elif name in self.chrome:
            self.chrome.append("")  # the same tag again inside: its end is not that of the chrome
        if name in _LISTS:
            self.lists.append(_List(len(self.found), len(self.items), self._is_introduced(), name == "ol"))
            self.fresh = True
        elif name == "li":
            self._end_items()
            self.items.append(False)
        elif name == "table":
            self.table.append(mark.start in self.tables)
            self.header, self.first_row = [], True
        elif name == "tr" and self.table and self.table[-1]:
            self._end_row(mark.start)
            self.row, self.cells, self.heads = mark.start, [], True
        elif name in ("td", "th") and self._in_row():
            self._end_cell(mark.start)
            self.cell = mark.end
            self.heads = self.heads and name == "th"

    def _leave(self, mark: Mark) -> None:
        name = mark.name
        if name in ("td", "th") and self._in_row():
            self._end_cell(mark.start)
        elif name in ("tr", "table"):
            self._end_row(mark.start)
        if name == "table" and self.table:
            self.table.pop()
        elif name in _LISTS and self.lists:
            self._end_list()
        elif name == "li":
            self._end_items()
        elif name in _HOLDERS and self.open.get(name) and self.found and self.found[-1].kind != "heading":
            self.closing = min(self.closing or LABEL, self._term_level())
        if name == "div" and self.roles and self.roles[-1][0] == self.open.get(name):
            self.roles.pop()
        self.open[name] = max(0, self.open.get(name, 0) - 1)
        if self.chrome and (self.chrome[-1] == name or (self.chrome[-1] == "" and name in self.chrome)):
            self.chrome.pop()

    def _term_level(self) -> int:
        """Return the rank of a term here: the deeper, the more lists of terms and parts that open lie around it."""
        return _TERM_LEVEL + min(max(sum(self.open.get(name, 0) for name in _HOLDERS), 1), _INNER_LEVEL - _TERM_LEVEL) - 1

    def _read_until(self, until: int) -> None:
        """Take in the text since the last tag; what stands behind a list of terms does not lie under its last one."""
        before = len(self.found)
        self._stretch(until)
        if self.closing and len(self.found) > before:
            self.found[before] = self.found[before]._replace(closes=self.closing)
            self.closing = 0

    def _stretch(self, until: int) -> None:
        """Take in the text since the last tag as a block."""
        start, end = trim(self.text, self.begin, until)
        if start >= end or not any(map(str.isalnum, self.text[start:end])):
            return
        size = self.text.count(" ", start, end) + 1
        self.words += size
        if self.roles and len(self.text[start:end].split()) > _HEADING:  # its end was forgotten
            self.roles.clear()
        level = next((int(name[1]) for name in sorted(_HEADINGS) if self.open.get(name)), self.roles[-1][1] if self.roles else 0)
        if self.chrome or self.open.get("title"):
            self.chrome_words += size
            self.found.append(Block("heading", start, end, LABEL))
        elif level:
            self.found.append(Block("heading", start, end, level, lead=self.text[start:end].endswith(":")))
        elif self.open.get("dt") or self.open.get("summary") or self.open.get("caption") or self.open.get("legend"):
            self.found.append(Block("heading", start, end, self._term_level()))
        elif self.items:
            self._item(start, end)
        else:
            self.found += self._paragraph(start, end)

    def _item(self, start: int, end: int) -> None:
        if self.items[-1]:
            self.found.append(Block("more", start, end))
            return
        self.items[-1] = True
        if self.text[start] in SIGNS:  # a bullet that is written beside the one of the list
            start = trim(self.text, start + 1, end)[0]
        bare = " ".join(self.text[start:end].split())
        whole = len(bare) < 160 and self._marked(start, end, BOLD) and (rank(bare) or names(bare))
        title = end if whole else title_end(self.text, self.inline, start, end)
        self.found.append(Block("item", start, end, max(len(self.lists), 1), start, fresh=self.fresh, title=title))
        self.fresh = False

    def _paragraph(self, start: int, end: int) -> list[Block]:
        bare = " ".join(self.text[start:end].split())
        if "\n" in self.text[start:end]:
            self.inline = [mark for mark in self.inline if mark.name in BOLD][:_TAGS]
            return [
                one._replace(level=_BOLD_LEVEL + 5 if self._marked(one.start, one.end, BOLD) else _INNER_LEVEL)
                if one.kind == "heading" and one.level < LABEL
                else one
                for one in text_blocks(self.text, start, end)
            ]
        number = numbering(bare[:40])
        if (
            len(bare) < 160
            and is_set_apart(self.text, self.inline, start, end, number)
            and (rank(bare) or (names(bare) and not bare[0].islower()))
        ):
            level = _BOLD_LEVEL + (number.depth if number and number.style in ("dec", "num", "roman") else 5)
            level += not number and not self._marked(start, end, BOLD)  # italics rank below bold type
            return [Block("heading", start, end, level, lead=bare.endswith(":"))]
        if not self._is_introduced() and (self._is_label(start, end, bare) or is_contents(self.text, self.inline, start, end)):
            return [Block("heading", start, end, LABEL)]
        before, title = self.found[-1] if self.found else None, title_end(self.text, self.inline, start, end)
        item = loose(self.text[start:end], start, before, self._is_introduced(), title)
        return [item or Block("paragraph", start, end, title=title)]

    def _is_label(self, start: int, end: int, bare: str) -> bool:
        """Return whether the stretch is a short menu, or all link; an address that is linked says something."""
        if len(bare) >= 120 or is_menu(bare):
            return len(bare) < 120
        return self._marked(start, end, LINK) and bare[-1] not in ".;" and not says_data(bare)

    def _marked(self, start: int, end: int, tags: frozenset[str]) -> bool:
        return all_in(self.text, self.inline, start, end, tags)

    def _is_introduced(self) -> bool:
        before = self.found[-1] if self.found else None
        return before is not None and before.kind != "row" and before.level < LABEL and introduces(self.text[before.start : before.end])

    def _end_items(self) -> None:
        """Close the item of the innermost list that is open: its end tag may be left out."""
        del self.items[self.lists[-1].items if self.lists else 0 :]

    def _end_list(self) -> None:
        """Close a list; one that is all links, and not introduced as the list of something, is a menu, and a lone bold number a title."""
        self._end_items()
        ended = self.lists.pop()
        items = self.found[ended.blocks :]
        if len(items) == 1 and ended.numbered and items[0].kind == "item" and items[0].title == items[0].end:
            self.found[-1] = Block("heading", items[0].start, items[0].end, _BOLD_LEVEL + 1)
        if self.lists or ended.introduced or len(items) < 3 or any(block.kind != "item" for block in items):
            return
        if all(self._is_link(block) for block in items):
            self.found[ended.blocks :] = [Block("heading", block.start, block.end, LABEL) for block in items]

    def _is_link(self, block: Block) -> bool:
        most = self._link_starts.get(block.start, 0)
        return most > 0 and len(self.text[block.start : block.end].split()) < most

    @cached_property
    def _link_starts(self) -> dict[int, int]:
        return linked(self.text, self.marks)

    def _end_cell(self, until: int) -> None:
        if self.cell >= 0:
            self.cells.append(trim(self.text, self.cell, until))
            self.cell = -1

    def _end_row(self, until: int) -> None:
        if not self._in_row():
            return
        self._end_cell(until)
        start, end = trim(self.text, self.row, until)
        full = [cell for cell in self.cells if cell[0] < cell[1]]
        if full:
            self.words += self.text.count(" ", start, end) + 1
            bold = self.heads or all(self._marked(*cell, BOLD) for cell in full)
            head = not self.header and bold and len(full) > 1
            spans = self.cells if head or not self.header else [span for pair in pairs(self.header, self.cells) for span in pair]
            if head or (self.first_row and not self.header and len(full) > 1 and all(len(self.text[s:e].split()) < 8 for s, e in full)):
                self.header = self.cells
            self.found.append(Block("row", start, end, cells=tuple(spans), fresh=self.first_row))
            self.first_row = False
        self.row, self.cells, self.begin, self.inline = -1, [], until, []
