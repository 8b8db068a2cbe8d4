"""Where the matches of phrases without gaps begin, by their lengths: worked out once for each node, however many phrases share it.

This depends on nothing but the document, so it serves every reading of a phrase.
"""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import PHRASE_KINDS, Plan
from gapcheck.view import View

if TYPE_CHECKING:
    # For every length that a match can have: that, and where matches of that length begin.
    ByLength = tuple[tuple[int, int], ...]

WORD, PREFIX, SET, SEQ, OR, OPT, GAP = range(len(PHRASE_KINDS))


class Begins(dict[int, "ByLength"]):
    """What is asked of it for the first time, it works out. Of alternatives, those that have gaps are left out."""

    def __init__(self, view: View, plan: Plan, meet: list[int]) -> None:
        super().__init__()
        self._view = view
        self._kinds = plan.kinds
        self._gapped = plan.gapped
        self._words = (*plan.words, *plan.prefixes)
        self._first = plan.unpacked(plan.first)
        self._parts = plan.unpacked(plan.parts)
        self._meet = meet

    def parts(self, number: int) -> memoryview[int]:
        """Return the nodes that a phrase node is made of."""
        return self._parts[self._first[number] : self._first[number + 1]]

    def __missing__(self, number: int) -> ByLength:
        kind, meet = self._kinds[number], self._meet
        found: ByLength = ()
        if not meet[number]:
            pass
        elif kind == WORD:
            found = ((1, self._view.bits(self._words[number])),)
        elif kind == PREFIX:
            found = ((1, self._view.prefix_bits(self._words[number])),)
        else:
            parts = self._parts[self._first[number] : self._first[number + 1]]
            if kind == SET:
                bits = 0
                for word in parts:
                    if meet[word]:
                        bits |= self[word][0][1]
                found = ((1, bits),)
            elif kind == SEQ:
                found = self._joined(parts)
            elif kind == OR:
                found = self._any(parts)
            else:
                found = ((0, -1), *self[parts[0]])
        self[number] = found
        return found

    def _any(self, parts: memoryview[int]) -> ByLength:
        found: dict[int, int] = {}
        meet, gapped = self._meet, self._gapped
        for part in parts:
            if meet[part] and not gapped[part]:
                for length, bits in self[part]:
                    found[length] = found[length] | bits if length in found else bits
        return tuple(found.items())

    def _joined(self, parts: memoryview[int]) -> ByLength:
        found = self[parts[0]]
        for part in parts[1:]:
            longer: dict[int, int] = {}
            for more, following in self[part]:
                for length, bits in found:
                    both = bits & (following >> length)
                    if both:
                        length += more
                        longer[length] = longer[length] | both if length in longer else both
            if not longer:
                return ()
            found = tuple(longer.items())
        return found
