"""Where phrases stand in a document: shift-and over whole documents, never backtracking.

A set of places is one Python int, one bit per word position. A bit at position p means "the next word to match is at p".
A word keeps the bits where it stands and moves them one up; alternatives are or-ed; a gap smears bits upwards within their
statement. The work is the number of nodes times the length of the text, whatever either says.
Before any of that, a first pass on one bit per statement drops the phrases whose words never meet in one.
"""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import PHRASE_KINDS, Plan, unpacked
from gapcheck.view import View, positions_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    # What is found of a phrase without gaps: for every length of a match, where those of that length begin.
    Begins = dict[int, int]
    # The words of a set that the document has, the last of them first.
    Words = tuple[str, "Words"] | None

NEGATION_REACH = 8
_SET, _SEQ, _OR, _OPT, _GAP = range(len(PHRASE_KINDS))


class Matcher:
    """The phrases of one program in one document."""

    def __init__(self, view: View, plan: Plan) -> None:
        self.view = view
        self._kinds = plan.kinds
        self._gapped = plan.gapped
        self._first = unpacked(plan.first)
        self._all_parts = unpacked(plan.parts)
        self._everywhere = (1 << len(view.base)) - 1
        self._present: list[Words] = [None] * len(plan.kinds)
        self.meet = self._first_pass(plan)
        self._begins: dict[int, Begins] = {}
        self._hits: dict[tuple[int, str], int] = {}
        self._masks: dict[str, dict[int, int]] = {"any": {1: view.tokens << 1}}
        # Where a phrase may begin: at any word; or, to be asserted, at one that no "not" reaches.
        self._anywhere = {"any": view.tokens, "asserts": view.tokens}
        self._ends_from_anywhere: dict[tuple[int, str], int] = {}
        self._negated = False

    def _first_pass(self, plan: Plan) -> list[int]:
        """Return, for every node, the statements in which the words it needs all occur, in whatever order.

        For patterns that join phrases it is only known whether there can be any unit in which they hold.
        """
        view, everywhere, present = self.view, self._everywhere, self._present
        meet = [0] * len(plan.kinds)
        words = [(word, plan.by_word[word]) for word in view.vocabulary.intersection(plan.by_word)]
        words += [(word, sets) for prefix, sets in plan.by_prefix.items() for word in view.with_prefix(prefix)]
        for word, sets in words:
            bits = view.sentence_bits(word)
            for number in unpacked(sets):
                meet[number] |= bits
                present[number] = (word, present[number])
        for how, width, numbers in plan.steps:
            rows = zip(*[iter(unpacked(numbers))] * width, strict=True)
            if how == "each":
                _meet_each(meet, rows, width, everywhere)
            elif how == "any":
                _meet_any(meet, rows, width)
            elif how == "some":
                for number, least, *parts in rows:
                    if sum(1 for part in parts if meet[part]) >= least:
                        meet[number] = everywhere
            else:
                for (number,) in rows:
                    meet[number] = everywhere
        return meet

    def parts(self, number: int) -> memoryview[int]:
        """Return the nodes that a phrase node is made of."""
        return self._all_parts[self._first[number] : self._first[number + 1]]

    def ends(self, number: int, starts: int, reading: str = "any") -> int:
        """Return the places just behind every match of the phrase that begins at one of `starts`."""
        if starts is not self._anywhere[reading]:
            return self._ends(number, starts, reading)
        # Many phrases begin with the same list: from anywhere, its ends are worked out once.
        known = self._ends_from_anywhere.get((number, reading))
        if known is None:
            known = self._ends_from_anywhere[number, reading] = self._ends(number, starts, reading)
        return known

    def _ends(self, number: int, starts: int, reading: str) -> int:
        kind, with_gap, parts = self._kinds[number], self._gapped[number], self.parts(number)
        if kind == _GAP:
            return self.smear(starts, parts[0], reading)
        if with_gap and kind == _OPT:
            return starts | self.ends(parts[0], starts, reading)
        if with_gap and kind == _SEQ:
            for part in parts:
                starts = self.ends(part, starts, reading)
                if not starts:
                    return 0
            return starts
        found = 0
        for length, begins in self.begins(number).items():
            found |= (starts & begins) << length
        for part in parts if with_gap else ():
            if self.meet[part] and self._gapped[part]:
                found |= self.ends(part, starts, reading)
        return found

    def begins(self, number: int) -> Begins:
        """Return, for every length that a match without gaps can have, where matches of that length begin.

        This depends on nothing but the document, so each node is worked out once, however many phrases share it. Of
        alternatives, those that have gaps are left out.
        """
        known = self._begins.get(number)
        if known is None:
            known = self._begins[number] = self._find_begins(number) if self.meet[number] else {}
        return known

    def _find_begins(self, number: int) -> Begins:
        kind = self._kinds[number]
        if kind == _SET:
            bits, words = 0, self._present[number]
            while words:
                bits |= self.view.bits(words[0])
                words = words[1]
            return {1: bits}
        if kind == _OPT:
            return {0: -1} | self.begins(self.parts(number)[0])
        return self._any_begins(number) if kind == _OR else self._joined_begins(number)

    def _any_begins(self, number: int) -> Begins:
        found: Begins = {}
        for part in self.parts(number):
            if self.meet[part] and not self._gapped[part]:
                known = self._begins.get(part)
                for length, bits in (self.begins(part) if known is None else known).items():
                    found[length] = found.get(length, 0) | bits
        return found

    def _joined_begins(self, number: int) -> Begins:
        found: Begins | None = None
        for part in self.parts(number):
            known = self._begins.get(part)
            after = self.begins(part) if known is None else known
            if found is None:
                found = after
                continue
            longer: Begins = {}
            for length, bits in found.items():
                for more, following in after.items():
                    both = bits & (following >> length)
                    if both:
                        longer[length + more] = longer.get(length + more, 0) | both
            if not longer:
                return longer
            found = longer
        return found or {}

    def smear(self, bits: int, words: int, reading: str = "any") -> int:
        """Return `bits` and all places up to `words` further on in the same statement, by doubling."""
        covered = 0
        while covered < words:
            step = min(covered + 1, words - covered)
            bits |= (bits << step) & self._mask(reading, step)
            covered += step
        return bits

    def _mask(self, reading: str, words: int) -> int:
        """Return the places behind `words` words that may all be stepped over."""
        masks = self._masks[reading]
        mask = masks.get(words)
        if mask is None:
            half = 1 << (words.bit_length() - 1)
            half = half >> 1 if half == words else half
            shorter = self._mask(reading, half)
            mask = masks[words] = shorter & (shorter << (words - half))
        return mask

    def hits(self, number: int, reading: str = "any") -> int:
        """Return the statements that hold the phrase; `reading` is any, asserts (not negated) or denies (negated)."""
        known = self._hits.get((number, reading))
        if known is None:
            known = self._hits[number, reading] = self.owners(self.places(number, reading)) if self.meet[number] else 0
        return known

    def places(self, number: int, reading: str = "any") -> int:
        """Return the places just behind every match of the phrase, under a reading."""
        if reading == "any":
            return self.ends(number, self.view.tokens)
        asserted = self.ends(number, self._anywhere["asserts"], "asserts")
        return asserted if reading == "asserts" else self.ends(number, self.view.tokens) & ~asserted

    def owners(self, places: int) -> int:
        """Return the statements that the matches which end at `places` lie in."""
        view, last = self.view, places >> 1
        # In a statement that has a last word of a match, to add 1 at all its words carries into the empty position behind it.
        ends = ((last & view.tokens) + view.tokens | last) & view.gaps
        found = 0
        for place in positions_of(ends):
            found |= 1 << view.owner[place]
        return found

    def read_negation(self, negators: int, not_negators: int, resets: int) -> None:
        """Learn, from three lists of phrases, which words negate what follows them."""
        if self._negated:
            return
        self._negated = True
        tokens = self.view.tokens
        negating = (self.ends(negators, tokens) >> 1) & ~self._words_of(not_negators)
        zone = self.smear(negating << 1, NEGATION_REACH - 1)
        # A word after "but" or "you may" is out of reach of a "not" before it: cut the zone there, up to the next negator.
        freed = self.smear(self.ends(resets, tokens), NEGATION_REACH)
        again = self.smear((negating & freed) << 1, NEGATION_REACH - 1)
        self._anywhere["asserts"] = tokens & ~(zone & ~freed | again)
        self._masks["asserts"] = {1: (tokens & ~negating) << 1}

    def _words_of(self, number: int) -> int:
        """Return the positions of all words of the matches of a phrase without gaps."""
        found = 0
        for length, begins in self.begins(number).items():
            for step in range(length):
                found |= begins << step
        return found

    def first_match(self, number: int, statement: int, reading: str = "any") -> tuple[int, int]:
        """Return first and last word (counted from 0 within the statement) of the first match there ends."""
        view = self.view
        base = view.base[statement]
        end = view.base[statement + 1] if statement + 1 < len(view.base) else view.size
        window = (1 << end) - (1 << base)
        if reading == "asserts":
            window &= self._anywhere["asserts"]
        if not self._gapped[number]:
            matches = [((bits & window) & -(bits & window), length) for length, bits in self.begins(number).items() if bits & window]
            if matches:
                first = min(begin.bit_length() - 1 for begin, _ in matches)
                return first - base, first - base + max(length for begin, length in matches if begin.bit_length() - 1 == first) - 1
        inner = "asserts" if reading == "asserts" else "any"
        stops = self.ends(number, window & view.tokens, inner)
        if not stops:
            return 0, end - base - 2
        stop = (stops & -stops).bit_length() - 1
        low, high = base, stop - 1
        while low < high:  # the latest start from which the first end is still reached
            middle = (low + high + 1) >> 1
            if self.ends(number, window & view.tokens & -(1 << middle), inner) >> stop & 1:
                low = middle
            else:
                high = middle - 1
        return low - base, stop - 1 - base


def _meet_each(meet: list[int], rows: Iterable[tuple[int, ...]], width: int, everywhere: int) -> None:
    """Settle nodes that need all of their parts; most are made of two."""
    if width == 3:
        for number, one, other in rows:
            meet[number] = meet[one] & meet[other]
        return
    for number, *parts in rows:
        bits = everywhere
        for part in parts:
            bits &= meet[part]
        meet[number] = bits


def _meet_any(meet: list[int], rows: Iterable[tuple[int, ...]], width: int) -> None:
    """Settle nodes that need any one of their parts; many have only one."""
    if width == 2:
        for number, one in rows:
            meet[number] = meet[one]
        return
    for number, *parts in rows:
        bits = 0
        for part in parts:
            bits |= meet[part]
        meet[number] = bits
