"""A document's text as facts are looked for in it: what is read, every character at its own offset, marks made plain."""

from __future__ import annotations

from bisect import bisect_right

from gapcheck.document import Document, Span
from gapcheck.expression import expression
from gapcheck.fast import cached_property
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from re import Match

# Each mark becomes one character: every offset stays what it is.
_MARKS = (
    *((mark, "-") for mark in "\u2010\u2011\u2012\u2013\u2014\u2212"),
    *((mark, " ") for mark in "\u00a0\u2002\u2003\u2007\u2009\u202f\t*`[]<>\\"),
    *((mark, "'") for mark in "\u2018\u2019"),
    *((mark, '"') for mark in "\u201c\u201d\u201e\u00ab\u00bb"),
)
_INK = expression(r"[^\n|]")
_UNDERSCORES = expression("_+")
# Stands between the cells of a table, and in no pattern: nothing is read across it.
BORDER = "\u00a6"


def _emphasis(marks: Match[str]) -> str:
    """Return underscores as spaces where they set words off; inside a word they stay."""
    start, end = marks.span()
    inside = marks.string[start - 1 : start].isalnum() and marks.string[end : end + 1].isalnum()
    return marks.group() if inside else " " * (end - start)


class _Blank(dict[str, str]):
    """For what stands between the statements what is read there: nothing. The same few marks of lists come again and again."""

    def __missing__(self, gap: str) -> str:
        # A bare number at the head of a line can be a mark of a list as well as the number of a house.
        whole = not gap.strip(" \n") or gap.strip().isdigit()
        self[gap] = made = gap if whole else _INK.sub(" ", gap).replace("|", BORDER)
        return made


class Plain:
    """`text` has the length of the document's; what no statement reads is blank there, `source` is as written."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = document.read
        self.wanted = document.statements  # those that facts are looked for in, where a kind of fact is found in each by itself
        self._starts = [statement.span.start for statement in document.statements]

    @cached_property
    def text(self) -> str:
        """The text with its marks made plain: e-mail addresses are looked for without it."""
        text = self._read()
        for mark, plain in _MARKS:
            text = text.replace(mark, plain)
        return _UNDERSCORES.sub(_emphasis, text) if "_" in text else text

    def _read(self) -> str:
        source, parts, at, kept = self.source, list[str](), 0, 0
        # Most stand in the order of the text: none is there twice, and little is to be sorted.
        pieces = dict.fromkeys([piece for statement in self.document.statements for piece in statement.pieces])
        blank = _Blank()
        for start, end in sorted(pieces):
            if start > at:
                gap = source[at:start]
                if (made := blank[gap]) != gap:
                    parts += (source[kept:at], made)
                    kept = start
            if end > at:
                at = end
        return "".join([*parts, source[kept:at], _INK.sub(" ", source[at:])])

    def holder(self, offset: int) -> int | None:
        """Return the number of the statement whose own text holds the character at `offset`."""
        number = bisect_right(self._starts, offset) - 1
        return number if number >= 0 and offset < self.span(number).end else None

    def span(self, number: int) -> Span:
        """Return the own text of a statement."""
        return self.document.statements[number].span

    def before(self, offset: int, reach: int) -> str:
        """Return what stands before `offset` in its statement, as far back as `reach`."""
        number = self.holder(offset)
        floor = self.span(number).start if number is not None else offset
        return self.text[max(floor, offset - reach) : offset]

    def after(self, offset: int, reach: int) -> str:
        """Return what follows in the statement that the character before `offset` is in."""
        number = self.holder(offset - 1)
        return self.text[offset : min(self.span(number).end, offset + reach)] if number is not None else ""


def around(text: str, mark: str, before: int, after: int) -> list[tuple[int, int]]:
    """Return the stretches of text around a mark."""
    stretches: list[tuple[int, int]] = []
    at = text.find(mark)
    while at >= 0:
        low, high = max(0, at - before), at + after
        if stretches and low <= stretches[-1][1]:
            low = stretches.pop()[0]
        stretches.append((low, high))
        at = text.find(mark, at + 1)
    return stretches


_last: list[Plain] = []


def plain_of(document: Document) -> Plain:
    """Return the text of a document made plain: made once for all who ask for it in turn."""
    if not _last or _last[0].document is not document:
        _last[:] = [Plain(document)]
    return _last[0]
