"""Where phrases stand in a document: shift-and over whole documents, never backtracking.

A set of places is one Python int, one bit per word position. A bit at position p means "the next word to match is at p".
A word keeps the bits where it stands and moves them one up; alternatives are or-ed; a gap smears bits upwards within their
statement. The work is the number of nodes times the length of the text, whatever either says.
Before any of that, a first pass on one bit per statement drops the phrases whose words never meet in one.
"""

from __future__ import annotations

from gapcheck.begins import GAP, OPT, SEQ, Begins
from gapcheck.fast import and_, or_, reduce
from gapcheck.rule import Plan
from gapcheck.view import View, positions_of

NEGATION_REACH = 8


class Matcher:
    """The phrases of one program in one document."""

    def __init__(self, view: View, plan: Plan) -> None:
        self.view = view
        self._kinds = plan.kinds
        self._gapped = plan.gapped
        self.meet = self._first_pass(plan)
        self.begins = Begins(view, plan, self.meet)
        self._hits: dict[tuple[int, str], int] = {}
        self._masks: dict[str, dict[int, int]] = {"any": {1: view.tokens << 1}}
        # Where a phrase may begin: at any word; or, to be asserted, at one that no "not" reaches.
        self._anywhere = {"any": view.tokens, "asserts": view.tokens}
        self._ends_from_anywhere: dict[tuple[int, str], int] = {}

    def _first_pass(self, plan: Plan) -> list[int]:
        """Return, for every node, the statements in which the words it needs all occur, in whatever order.

        For patterns that join phrases it is only known whether there can be any unit in which they hold.
        """
        view, everywhere = self.view, (1 << len(self.view.base)) - 1
        meet = [0] * len(plan.words)
        for word in view.vocabulary.intersection(plan.words):
            meet[plan.words[word]] = view.sentence_bits(word)
        meet += [view.prefix_sentence_bits(prefix) for prefix in plan.prefixes]
        of = meet.__getitem__
        first, parts = plan.unpacked(plan.first), plan.unpacked(plan.parts)
        for how, count, columns in plan.steps:
            join = and_ if how == "each" else or_
            if how == "always":
                meet += [everywhere] * count
            elif columns:
                settled = map(of, plan.unpacked(columns[0]))
                for column in columns[1:]:
                    settled = map(join, settled, map(of, plan.unpacked(column)))
                meet += list(settled)
            else:
                for number in range(len(meet), len(meet) + count):
                    bits = map(of, parts[first[number] : first[number + 1]])
                    if how == "some":
                        node = plan.patterns[number]
                        least = node[1] if node[0] == "count" else len(node[1])
                        meet.append(everywhere if sum(map(bool, bits)) >= least else 0)
                    else:
                        meet.append(reduce(and_, bits) if how == "each" else reduce(or_, filter(None, bits), 0))
        return meet

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
        if not self._gapped[number]:
            found = 0
            for length, begins in self.begins[number]:
                found |= (starts & begins) << length
            return found
        kind, parts = self._kinds[number], self.begins.parts(number)
        if kind == GAP:
            return self.smear(starts, parts[0], reading)
        if kind == OPT:
            return starts | self.ends(parts[0], starts, reading)
        if kind == SEQ:
            starts = self.ends(parts[0], starts, reading)
            for part in parts[1:]:
                starts = self._ends(part, starts, reading) if starts else 0
            return starts
        found = 0
        for length, begins in self.begins[number]:
            found |= (starts & begins) << length
        for part in parts:
            if self._gapped[part] and self.meet[part]:
                found |= self.ends(part, starts, reading)
        return found

    def smear(self, bits: int, words: int, reading: str = "any") -> int:
        """Return `bits` and all places up to `words` further on in the same statement, by doubling."""
        covered, masks = 0, self._masks[reading]
        while covered < words:
            step = covered + 1 if 2 * covered < words else words - covered
            bits |= (bits << step) & (masks[step] if step in masks else self._mask(reading, step))
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
            meet = self.meet[number]
            places = self.places(number, reading) if meet else 0
            # Most phrases can stand in one statement at most, and then do or do not.
            known = self.owners(places) if places and meet & (meet - 1) else meet if places else 0
            self._hits[number, reading] = known
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
        return view.owners(positions_of(ends))

    def read_negation(self, negators: int, not_negators: int, resets: int) -> None:
        """Learn, from three lists of phrases, which words negate what follows them."""
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
        for length, begins in self.begins[number]:
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
            matches = [((bits & window) & -(bits & window), length) for length, bits in self.begins[number] if bits & window]
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
