"""What a policy is once read: its text, and over it a tree of places that statements are made in."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from typing import Literal

    Kind = Literal["sentence", "item", "row", "heading"]


# What is read in place of a value that a build fills in: a letter that is in no word.
FILLED = "\u0298"
# From this level on, a heading heads nothing: it is an entry of a menu or of a table of contents.
LABEL = 98


class Span(Record):
    """A half-open range of Unicode code points in `Document.text`."""

    start: int
    end: int


class Section(Record):
    """A stretch of text under one heading; `path` holds the indexes of the sections it lies in, outermost first, itself last."""

    heading: Span | None
    level: int
    path: tuple[int, ...]


class Statement(Record):
    """One thing the policy says: a sentence, a list item with its lead-in, a table row with its header, or a heading.

    `pieces` are the spans to read, in reading order, borrowed ones (lead-in, header cells, run-in title) included;
    `span` is the statement's own text, which is what a report quotes.
    """

    kind: Kind
    span: Span
    pieces: tuple[Span, ...]
    section: int
    paragraph: int


class Part(Record):
    """One of the files that a policy is joined from, as read by itself, and where its text begins in that of the whole."""

    start: int
    document: Document


class Document(Record):
    """A policy as read. `notes` are remarks for the report, such as a guessed encoding.

    `words` is the text as it is read, where markup makes that differ from `text`: as long, so that a place in one is that
    place in the other, and blank where `text` has no words; "" where they are the same. `pages` are the offsets where
    the pages of a PDF begin. `parts` are the files that it was joined from; none where it is one file. `links` are the
    offsets where the words of links to other pages begin, in formats whose text does not hold their addresses.
    """

    path: str
    text: str
    format: str
    encoding: str
    sha256: str
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...]
    notes: tuple[str, ...] = ()
    words: str = ""
    pages: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    links: tuple[int, ...] = ()

    @property
    def read(self) -> str:
        """The text as it is read."""
        return self.words or self.text

    @property
    def files(self) -> tuple[Part, ...]:
        """The files that were read: the parts, or the document itself where it has none."""
        return self.parts or (Part(0, self),)

    def part(self, offset: int) -> Part:
        """Return the file that `offset` is in."""
        return next((part for part in reversed(self.parts) if part.start <= offset), Part(0, self))

    @property
    def quoted(self) -> str:
        """The text as a report quotes it: as it stands, without its markup where that would hide the words."""
        if self.parts:
            return self.read
        if self.format not in ("html", "pdf"):
            return self.text
        if FILLED not in self.words:
            return self.read
        return "".join(own if read == FILLED else read for own, read in zip(self.text, self.words, strict=True))


class Place(Record):
    """Line and column of an offset, both counted from 1."""

    line: int
    column: int


class Lines:
    """Line and column of offsets in one text; lines end at LF, CRLF or CR, as editors count them, and count anew in each part."""

    def __init__(self, text: str, parts: tuple[Part, ...] = ()) -> None:
        starts = [0]
        position = 0
        for line in text.splitlines(keepends=True) if "\r" in text else ():
            # str.splitlines also breaks at form feeds and U+2028, which editors do not count: glue those back.
            position += len(line)
            if line.endswith(("\n", "\r")):
                starts.append(position)
        if "\r" not in text:
            find = text.find
            at = find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = find("\n", at + 1)
        self._starts = starts
        self._parts = parts

    def place(self, offset: int) -> Place:
        """Return the line and column of `offset`."""
        from bisect import bisect_right

        line = bisect_right(self._starts, offset)
        above = next((bisect_right(self._starts, part.start) - 1 for part in reversed(self._parts) if part.start <= offset), 0)
        return Place(line - above, offset - self._starts[line - 1] + 1)


class PagePlace(Record):
    """Page of an offset, and the line on it, both counted from 1; lines without words do not count."""

    page: int
    line: int


def page_place(document: Document, offset: int) -> PagePlace | None:
    """Return the page and line of `offset`, None where the document has no pages."""
    if document.parts:
        part = document.part(offset)
        return page_place(part.document, offset - part.start)
    if not document.pages:
        return None
    from bisect import bisect_right

    page = max(bisect_right(document.pages, offset), 1)
    above = document.text[document.pages[page - 1] : offset].split("\n")[:-1]
    return PagePlace(page, 1 + sum(not line.isspace() and line != "" for line in above))


def where(document: Document, lines: Lines, offset: int, short: bool = False) -> str:
    """Return the place of `offset` as people read it: "line 12", or "page 3, line 12"; `short`: "12", or "p. 3, l. 12".

    In a document of several files, the name of the file comes first: "cookies.md, line 12".
    """
    found, line = page_place(document, offset), lines.place(offset).line
    name = file_name(document, offset)
    if found:
        said = f"p. {found.page}, l. {found.line}" if short else f"page {found.page}, line {found.line}"
    else:
        said = str(line) if short else f"line {line}"
    return f"{name}{':' if short else ','} {said}" if name else said


def file_name(document: Document, offset: int) -> str:
    """Return the name of the file that `offset` is in, with its folders where two files have one name; "" where there is one file."""
    if not document.parts:
        return ""
    from os.path import basename

    path = document.part(offset).document.path
    names = [basename(part.document.path) for part in document.parts]
    return basename(path) if names.count(basename(path)) == 1 else path
