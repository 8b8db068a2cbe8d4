"""A document as the checks look at it: the words that a reader sees, the titles with their numbers, the links."""

from __future__ import annotations

from gapcheck.document import LABEL, Document, Span, Statement
from gapcheck.expression import expression
from gapcheck.fast import cached_property
from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from re import Match, Pattern

_NOT_NEWLINE = expression(r"[^\r\n]")
_FENCE = expression(r"^[ \t>]{0,8}(```|~~~)", "m")
_INLINE_CODE = expression(r"`[^`\n]{1,300}`")
_MARKS = " \t\r\n\u00a0*_#>|~`\\-\u2022\u00b7"
_NUMBER = expression(
    r"(?:(?:section|part|article|clause|chapter)\s{1,3})?(\d{1,2}(?:\.\d{1,2}){0,4})(?:\\?[.):](?!\d)"
    r"|\s{1,4}(?=[\"\u201c(]?[A-Z])|\s*[\u2013\u2014-]\s)",
    "i",
)
_LINK = expression(r"\]\(|\]\[|<a\s|href=|://", "i")


def matches(pattern: Pattern[str], text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[Match[str]]:
    """Yield what the pattern finds in the stretches of the text."""
    for low, high in stretches:
        yield from pattern.finditer(text, low, high)


class Title(Record):
    """A heading or run-in title: where it stands, its words without marks and number, its number, its section."""

    span: Span
    words: str
    number: tuple[int, ...]
    section: int


class Sheet:
    """One document, and what more than one check asks about it."""

    def __init__(self, document: Document, words: Collection[str] | None = None) -> None:
        self.document = document
        self.words = words  # at least those of the document, folded; None where nobody has listed them
        self.text = document.read
        self.markdown = document.format != "text"

    @cached_property
    def clean(self) -> str:
        """The text, as long as it is, blank where a reader of Markdown sees no words: destinations, tags, code, front matter."""
        if not self.markdown:
            return self.text
        made: list[str] = []
        at = 0
        for start, end in self._seen():
            made += (_NOT_NEWLINE.sub(" ", self.text[at:start]), self.text[start:end])
            at = end
        made.append(_NOT_NEWLINE.sub(" ", self.text[at:]))
        return self._without_code("".join(made))

    @cached_property
    def lower(self) -> str:
        """The source in small letters, and "?" for what is not ASCII: each at its own offset, and quick to search."""
        return self.source.encode("ascii", "replace").lower().decode("ascii")

    @cached_property
    def source(self) -> str:
        """The text with its code blank: where link destinations and templates count, but examples in code do not."""
        text = self.document.quoted
        return self._without_code(text) if self.markdown else text

    def _seen(self) -> list[tuple[int, int]]:
        merged: list[tuple[int, int]] = []
        for start, end in sorted({piece for statement in self.document.statements for piece in statement.pieces}):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            elif start < end:
                merged.append((start, end))
        return merged

    def _without_code(self, text: str) -> str:
        if "`" not in self.text and "~~~" not in self.text:
            return text
        fences = [match.start() for match in _FENCE.finditer(self.text)]
        bounds = zip(fences[::2], [*fences[1::2], len(text)], strict=False)
        made: list[str] = []
        at = 0
        for start, end in bounds:
            made += (text[at:start], _NOT_NEWLINE.sub(" ", text[start:end]))
            at = end
        made.append(text[at:])
        return _INLINE_CODE.sub(lambda match: " " * len(match[0]), "".join(made))

    def near(self, marks: tuple[str, ...], before: int, after: int) -> list[tuple[int, int]]:
        """Return the stretches of text around the marks, in small letters: a search need not look at the rest."""
        places = []
        for mark in marks:
            text = self.lower if mark.isascii() else self.source
            # A single character is found, or not, in a tenth of the time.
            at = text.find(mark) if mark[0] in text and mark[-1] in text else -1
            while at >= 0:
                places.append(at)
                at = text.find(mark, at + 1)
        stretches: list[tuple[int, int]] = []
        for at in sorted(places):
            low, high = max(0, at - before), min(len(self.source), at + after)
            if stretches and low <= stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], high)
            else:
                stretches.append((low, high))
        return stretches

    def has(self, *words: str) -> bool:
        """Return whether the text can have one of these words."""
        return self.words is None or any(word in self.words for word in words)

    @cached_property
    def titles(self) -> tuple[Title, ...]:
        """The titles in the order of the text, entries of menus and tables of contents left out."""
        found = []
        for number, section in enumerate(self.document.sections):
            if section.heading is None or section.level >= LABEL:
                continue
            line = self.text[section.heading.start : section.heading.end][:400].strip(_MARKS)
            match = _NUMBER.match(line)
            value = tuple(map(int, match[1].split("."))) if match else ()
            words = " ".join(line[match.end() if match else 0 :].strip(_MARKS + ":.").split())
            found.append(Title(section.heading, words, value, number))
        return tuple(found)

    @cached_property
    def links(self) -> bool:
        """Whether the text has links, so that a missing one is the policy's own fault."""
        return self.markdown and _LINK.search(self.text) is not None

    def own(self, statement: Statement) -> str:
        """Return the words of a statement without those that it borrows, and without its run-in title."""
        return " ".join(self.own_words(statement))

    def own_words(self, statement: Statement) -> list[str]:
        """Return them as stretches without space."""
        start, end = statement.span
        heading = self.document.sections[statement.section].heading
        begin = heading.end if heading and heading.start >= start and statement.kind != "heading" else start
        words: list[str] = []
        for s, e in statement.pieces:
            if begin <= s < end:
                words += self.text[s:e].split()
        return words


_last: list[tuple[Document, Sheet]] = []


def sheet_of(document: Document, words: Collection[str] | None = None) -> Sheet:
    """Return the sheet of a document: the same one for every check of it."""
    if not _last or _last[0][0] is not document:
        _last[:] = [(document, Sheet(document, words))]
    return _last[0][1]
