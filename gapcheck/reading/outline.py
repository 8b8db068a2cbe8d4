"""Puts the blocks of a policy in their places: which section, which paragraph, which list with which lead-in."""

from __future__ import annotations

from gapcheck.document import Section, Span, Statement
from gapcheck.reading.blocks import LABEL, Block
from gapcheck.reading.contents import labelled
from gapcheck.reading.folded import sentences_of
from gapcheck.reading.lists import introduces, parts
from gapcheck.reading.pieces import LEAD_WORDS, Pieces
from gapcheck.reading.sentences import capped, trim
from gapcheck.reading.titles import SKIPPED, numbering, place_in_row, run_in
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gapcheck.document import Kind
    from gapcheck.reading.folded import Cell

_DEEPEST = 40  # list in a list: what is deeper stands beside it
_RUN_IN = 90
_ROW_WORDS = 120
_OPENERS = frozenset(
    ("you", "we", "if", "when", "this", "these", "please", "for", "in", "as")
)  # words that begin a sentence, not an item of a list

Outlined = tuple[tuple[Section, ...], tuple[Statement, ...]]


class Outline:
    """The sections and statements so far; `text` is what to look at, with as many characters as the document."""

    def __init__(self, text: str, hidden: Iterable[tuple[int, int]] = ()) -> None:
        self.text = text
        self.sections: list[Section] = [Section(None, 0, (0,))]
        self.statements: list[Statement] = []
        self._pieces = Pieces(text, hidden)
        self._open: list[int] = []  # sections that the next statement lies in
        self._paragraph = -1
        self._title: tuple[Span, ...] = ()  # pieces of a heading that introduces the list right below it
        self._chain: list[tuple[tuple[Span, ...], int]] = []  # lead-ins of the open lists, outermost first, and their words
        self._before = ""  # kind of the block before
        self._own = 0  # where the words of the last paragraph or item begin, behind its title
        self._flat: tuple[tuple[Span, ...], int] = ((), 0)  # lead-in that stands as an item among its own, and its words
        self._first = ("", "")  # the first words of that item, and of the item right below it

    def add(self, blocks: Iterable[Block]) -> None:
        """Take in blocks, in the order of the text."""
        for block in blocks:
            kind = block.kind
            while block.closes and self._open and self.sections[self._open[-1]].level >= block.closes:
                self._open.pop()
            if kind == "paragraph":
                self._add_paragraph(block)
            elif kind == "item":
                self._add_item(block)
            elif kind == "heading":
                self._add_heading(block)
            elif kind == "more":
                self._add_more(block)
            else:
                self._add_row(block)
            self._before = kind

    def _add_heading(self, block: Block) -> None:
        span = Span(*trim(self.text, block.start, block.end))
        self._paragraph += 1
        pieces = self._pieces.visible(*span)
        self._enter(pieces[0] if len(pieces) == 1 else span, self._level(span, block.level))
        self._emit("heading", span, pieces)
        if block.level >= LABEL:
            self._open.pop()
        self._chain = []
        self._title = pieces if block.lead else ()

    def _level(self, span: Span, level: int) -> int:
        """Return the rank of a heading: that of the open one whose number it follows, whatever it looks like."""
        own = place_in_row(self.text[span.start : span.end]) if level < LABEL else None
        if not own:
            return level
        for section in (self.sections[number] for number in reversed(self._open)):
            before = place_in_row(self.text[section.heading.start : section.heading.end]) if section.heading else None
            if before and before[0] == own[0]:
                return min(level, section.level) if 0 < own[1] - before[1] <= SKIPPED else level
        return level

    def _enter(self, span: Span, level: int) -> None:
        """Open a section below the nearest open one that ranks higher."""
        while self._open and self.sections[self._open[-1]].level >= level:
            self._open.pop()
        self._open.append(len(self.sections))
        self.sections.append(Section(span, level, tuple(self._open)))

    def _add_paragraph(self, block: Block) -> None:
        self._paragraph += 1
        self._chain = []
        start = block.start
        title: tuple[Span, ...] = ()
        until = block.title or run_in(self.text, block.start, block.end)
        if until:
            span = Span(*trim(self.text, block.start, until))
            number = numbering(self.text[span.start : span.end])
            depth = number.depth if number and number.style == "dec" else 1 if number else 5
            self._enter(span, block.level or _RUN_IN + depth)
            title = self._pieces.visible(*span)
            start = until
        self._say("sentence", start, block.end, title, block.start)
        self._own = start

    def _say(self, kind: Kind, start: int, end: int, borrowed: tuple[Span, ...], own: int) -> None:
        """Emit the sentences from `start`; the first reads after `borrowed` pieces, and its own text begins at `own`."""
        text, first = self.text, True
        for part in parts(text, start, end):
            begin = own if first else part.start
            before = borrowed if first else self._pieces.visible(*part.lead) if part.lead else ()
            if part.lead and kind == "item":
                before = borrowed + before
            part_kind: Kind = "item" if part.lead else kind
            for at, stop in capped(text, part.inner, part.end):
                self._emit(part_kind, Span(begin, stop), before + self._pieces.visible(at, stop))
                begin, before = stop, ()
                while begin < part.end and text[begin].isspace():
                    begin += 1
            first = False
        if first and own < end:
            own, end = trim(text, own, end)
            if own < end:
                self._emit(kind, Span(own, end), borrowed)

    def _last_words(self) -> tuple[Span, ...]:
        """Return the last sentence, if it introduces the list that follows it."""
        if self._before == "heading":
            return self._title
        if not self.statements:
            return ()
        last = self.statements[-1]
        begin = max(last.span.start, self._own)
        own = tuple(piece for piece in last.pieces if piece.start >= begin) or last.pieces
        return own if introduces(self.text[begin : last.span.end], False) else ()

    def _add_item(self, block: Block) -> None:
        depth = min(max(block.level, 1), _DEEPEST)
        chain = self._chain
        self._flatten(block, depth)
        if block.fresh:
            del chain[depth - 1 :]
        if not chain:
            lead = self._last_words() if self._before in ("paragraph", "heading") else ()
            if not lead:
                self._paragraph += 1
            chain.append(self._pieces.bounded(lead))
        while len(chain) < depth:
            nested = self._before in ("item", "more") and len(chain) == depth - 1
            chain.append(self._pieces.bounded(self._last_words() if nested else ()))
        del chain[depth:]
        borrowed = self._borrowed()
        until = block.title or run_in(self.text, block.inner, block.end)
        if until:
            borrowed += self._pieces.visible(*trim(self.text, block.inner, until))
        self._say("item", until or block.inner, block.end, borrowed, block.start)
        self._own = block.inner

    def _flatten(self, block: Block, depth: int) -> None:
        """Note an item that leads in those after it, where the nesting was lost, or that no more of them follow."""
        here = self.text[block.inner : block.end].split(maxsplit=1)[:1]
        word = here[0] if here else ""
        said = bool(self.statements)  # a bullet alone says nothing
        level = said and self._before in ("item", "more") and not block.fresh and depth == len(self._chain)
        if level and self.text[self._own : self.statements[-1].span.end].rstrip().endswith(":"):
            self._flat = self._pieces.bounded(self._last_words())
            self._first = (self.text[self._own :][:40].split(maxsplit=1)[0], word)
        elif self._flat[0] and not (level and self._below(word)):
            self._flat = ((), 0)

    def _below(self, word: str) -> bool:
        """Return whether an item that begins so still belongs below the flat lead-in: not if it begins as that does, or as a sentence."""
        lead, first = self._first
        if word == first:
            return True
        return word != lead and word.lower() not in _OPENERS and not (first[:1].islower() and word[:1].isupper())

    def _borrowed(self) -> tuple[Span, ...]:
        """Return the lead-ins of the open lists, outermost first, but no more words than one item borrows."""
        pieces: tuple[Span, ...] = ()
        left = LEAD_WORDS
        for lead, words in reversed([*self._chain, self._flat]):
            if words > left:
                break
            pieces = lead + pieces
            left -= words
        return pieces

    def _add_more(self, block: Block) -> None:
        self._say("item", block.start, block.end, (), block.start)

    def _add_row(self, block: Block) -> None:
        if self._before != "row" or block.fresh:
            self._paragraph += 1
        self._chain = []
        span = Span(*trim(self.text, block.start, block.end))
        cells: list[tuple[bool, Cell]] = []
        at = 0
        for size in block.folds or (1,) * len(block.cells):
            cell = tuple(one for one in block.cells[at : at + size] if one[0] < one[1])
            at += size
            if cell:
                own = span.start <= cell[0][0] < span.end
                cells.append((own, cell if own else self._pieces.first_words_of(cell)))
        if len(self.text[block.start : block.end].split()) > _ROW_WORDS:
            self._split_row(span, cells, bool(block.folds))
        else:
            self._emit("row", span, tuple(piece for _, cell in cells for piece in self._seen(cell)))

    def _seen(self, cell: Cell) -> tuple[Span, ...]:
        return tuple(piece for one in cell for piece in self._pieces.visible(*one))

    def _split_row(self, span: Span, cells: list[tuple[bool, Cell]], folded: bool) -> None:
        """Emit a long row sentence by sentence, each read after the row's first cell, if that is short, and its header."""
        begin, first = span.start, True
        key: tuple[Span, ...] = ()
        header: tuple[Span, ...] = ()
        for own, cell in cells:
            if not own:
                header = self._seen(cell)
                continue
            for sentence in sentences_of(self.text, cell):
                # Where lines stand apart, a sentence has no stretch of text of its own.
                self._emit("row", span if folded else Span(begin, sentence[-1][1]), key + header + self._seen(sentence))
                begin = sentence[-1][1]
            if first and self._pieces.first_words_of(cell) == cell:
                key = header + self._seen(cell)
            header, first = (), False

    def _emit(self, kind: Kind, span: Span, pieces: tuple[Span, ...]) -> None:
        if span.end - span.start < 8 and not any(map(str.isalnum, self.text[span.start : span.end])):
            return
        section = self._open[-1] if self._open else 0
        self.statements.append(Statement(kind, span, pieces or (span,), section, max(self._paragraph, 0)))


def outline(text: str, blocks: Iterable[Block], hidden: Iterable[tuple[int, int]] = ()) -> Outlined:
    """Return the sections and statements that the blocks amount to."""
    made = Outline(text, hidden)
    made.add(labelled(text, blocks))
    return tuple(made.sections), tuple(made.statements)
