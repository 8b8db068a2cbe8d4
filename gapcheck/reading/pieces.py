"""Which parts of a stretch of text are read: what is hidden left out, long lead-ins and headers cut short."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice

from gapcheck.document import Span
from gapcheck.reading.sentences import WORD, trim
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gapcheck.reading.folded import Cell

LEAD_WORDS = 60
_KEY_WORDS = 20


class Pieces:
    """A text, and the spans of it that are no words."""

    def __init__(self, text: str, hidden: Iterable[tuple[int, int]]) -> None:
        self.text = text
        spans = sorted(hidden)
        self._hidden_starts = [span[0] for span in spans]
        self._hidden_ends = [span[1] for span in spans]

    def visible(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the text between the offsets in pieces that leave out what is hidden."""
        starts, ends = self._hidden_starts, self._hidden_ends
        if not ends:
            return (Span(start, end),)
        at = bisect_right(ends, start)
        if at == len(starts) or starts[at] >= end:
            return (Span(start, end),)
        found = []
        while at < len(starts) and starts[at] < end:
            found.append(trim(self.text, start, starts[at]))
            start = max(start, ends[at])
            at += 1
        found.append(trim(self.text, start, end))
        return tuple(Span(s, e) for s, e in found if any(map(str.isalnum, self.text[s:e])))

    def bounded(self, lead: tuple[Span, ...]) -> tuple[tuple[Span, ...], int]:
        """Return the last words of a lead-in, as many as one item borrows, and their number."""
        pieces: tuple[Span, ...] = ()
        words = 0
        for span in reversed(lead):
            found = [match.start() for match in WORD.finditer(self.text, *span)]
            if words + len(found) > LEAD_WORDS:
                start = found[words - LEAD_WORDS] if words < LEAD_WORDS else span.end
                return ((Span(start, span.end), *pieces) if start < span.end else pieces), LEAD_WORDS
            pieces = (span, *pieces)
            words += len(found)
        return pieces, words

    def first_words_of(self, cell: Cell) -> Cell:
        """Return the lines of the cell as far as its twentieth word."""
        found: list[tuple[int, int]] = []
        left = _KEY_WORDS
        for start, end in cell:
            ends = [match.end() for match in islice(WORD.finditer(self.text, start, end), left)]
            left -= len(ends)
            if not left:
                return (*found, (start, ends[-1]))
            found.append((start, end))
        return tuple(found)
