"""The matching view of a document: one bit per word position, one Python int per distinct word."""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain

from gapcheck.document import Document, Span
from gapcheck.record import TYPE_CHECKING
from gapcheck.values import LOOKED_FOR, value_starts
from gapcheck.words import cut, cut_places, plain, symbols

if TYPE_CHECKING:
    from collections.abc import Iterable

# Words that stand before "Company" and the like without being a name.
_NO_NAMES = frozenset(("the", "our", "a", "an", "this", "your", "any", "each", "such", "that", "if", "when", "and", "of"))
# Legal forms that are nothing else.
_SURE_FORMS = frozenset(("GmbH", "UG", "AG", "LLC", "Inc", "Inc.", "Ltd", "Ltd.", "LTD", "PLC", "plc", "BV", "B.V.", "SARL", "Oy", "ApS"))
# Legal forms that are words too, where all is in capitals.
_WORDS_TOO = frozenset(("AS", "CO"))
# Words that are ordinary English in a sentence written in capitals: "CONTACT US" names no country.
_AMBIGUOUS = ("^us", "^it", "^who", "^am")


def bits_of(positions: list[int], size: int) -> int:
    """Return an int with the bits at `positions` (all below `size`) set."""
    if len(positions) < 8:
        value = 0
        for position in positions:
            value |= 1 << position
        return value
    octets = bytearray((size >> 3) + 1)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


def positions_of(bits: int) -> list[int]:
    """Return the positions of the set bits, lowest first."""
    found = []
    if bits.bit_count() < 60:
        while bits:  # from the top down, so that the number gets shorter
            top = bits.bit_length() - 1
            found.append(top)
            bits ^= 1 << top
        return found[::-1]
    digits = bin(bits)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        found.append(at)
        at = digits.find("1", at + 1)
    return found


class View:
    """A document as the engine sees it.

    Every statement's words take consecutive positions, with one empty position after its last word, so that a phrase,
    which moves one bit per word, can never run from one statement into the next.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.base: list[int] = []
        self.owner: list[int] = []
        self.positions: dict[str, list[int]] = {}
        self._marks: dict[str, list[int]] | None = None
        self._bits: dict[str, int] = {}
        self._sentence_bits: dict[str, int] = {}
        self._prefixes: dict[str, tuple[str, ...]] = {}
        self._sorted: list[str] = []
        self._written: dict[str, str] = {}
        self._index()
        # Words, and the values that are looked for only when a rule asks for them.
        self.vocabulary = self.positions.keys() | set(LOOKED_FOR)

    def _index(self) -> None:
        text = self.document.read
        stream: list[str] = []
        borrowed: dict[Span, list[str]] = {}  # a lead-in is read again with every item of its list
        for number, statement in enumerate(self.document.statements):
            self.base.append(len(stream))
            if len(statement.pieces) == 1:
                stream += cut(text, *statement.pieces[0])
            else:
                for piece in statement.pieces:
                    if piece not in borrowed:
                        borrowed[piece] = cut(text, *piece)
                    stream += borrowed[piece]
            stream.append("")
            self.owner += [number] * (len(stream) - len(self.owner))
        self.size = len(stream)
        self.words = stream
        raw: dict[str, list[int]] = {}
        for position, word in enumerate(stream):
            if word in raw:
                raw[word].append(position)
            else:
                raw[word] = [position]
        ends = raw.pop("", [])
        everywhere = (1 << self.size) - 1
        self.gaps = bits_of(ends, self.size)
        self.tokens = everywhere ^ self.gaps
        meant: dict[str, list[list[int]]] = {}
        forms = set()
        written = self._written  # how words are spelt that are folded to another spelling
        for word, places in raw.items():
            meanings = symbols(word)
            for symbol in meanings:
                meant.setdefault(symbol, []).append(places)
            folded = meanings[0]
            forms.add(folded)
            # A prefix may be given in the other spelling than the one words are folded to.
            if "z" in folded and (plainly := plain(word)) != folded:
                written[plainly] = folded
        self._sorted = sorted(forms)
        positions = self.positions
        for symbol, found in meant.items():
            positions[symbol] = found[0] if len(found) == 1 else sorted(chain.from_iterable(found))
        if "#entity" in positions:
            positions["#entity"] = [p for p in positions["#entity"] if self._follows_name(p)]
        for symbol in _AMBIGUOUS:
            if symbol in positions:
                positions[symbol] = [p for p in positions[symbol] if not self._shouted(p)]

    def _shouted(self, position: int) -> bool:
        """Return whether the word at `position` stands in capitals only because its neighbours do."""
        if "." in self.words[position]:
            return False
        around = [self.words[at] for at in (position - 1, position + 1) if 0 <= at < self.size and self.words[at]]
        return bool(around) and all(len(word) > 1 and word.isupper() for word in around)

    def _follows_name(self, position: int) -> bool:
        """Return whether the legal form at `position` stands behind a name, as in "Example Ltd" and not "the Company"."""
        before = self.words[position - 1] if position else ""
        if self.words[position] in _WORDS_TOO and self._shouted(position):
            return False  # "IS PROVIDED AS IS"
        if before[:1].isdigit() or (before[:1].isupper() and before.lower() not in _NO_NAMES):
            return True
        # Some write their name small: "eBay Inc", or "maevsi UG" where nothing stands before it.
        first = position < 2 or not self.words[position - 2]
        small = before.isalpha() and before not in _NO_NAMES
        return small and self.words[position] in _SURE_FORMS and (first or before != before.lower())

    def bits(self, symbol: str) -> int:
        """Return the positions of `symbol` as bits."""
        known = self._bits.get(symbol)
        if known is None:
            known = self._bits[symbol] = bits_of(self._places(symbol), self.size)
        return known

    def sentence_bits(self, symbol: str) -> int:
        """Return the numbers of the statements that hold `symbol` as bits."""
        known = self._sentence_bits.get(symbol)
        if known is None:
            known = self._sentence_bits[symbol] = self.owners(self._places(symbol))
        return known

    def owners(self, places: Iterable[int]) -> int:
        """Return the numbers of the statements that the positions lie in as bits."""
        return bits_of(list(map(self.owner.__getitem__, places)), len(self.base))

    def prefix_bits(self, prefix: str) -> int:
        """Return the positions of all words that begin with `prefix` as bits."""
        return bits_of(self._prefixed(prefix), self.size)

    def prefix_sentence_bits(self, prefix: str) -> int:
        """Return the numbers of the statements that hold a word that begins with `prefix` as bits."""
        return self.owners(self._prefixed(prefix))

    def _prefixed(self, prefix: str) -> list[int]:
        return list(chain.from_iterable(map(self._places, self.with_prefix(prefix))))

    def _places(self, symbol: str) -> list[int]:
        places = self.positions.get(symbol)
        if places is None and symbol in LOOKED_FOR:
            if self._marks is None:
                self._marks = self._value_positions()
            places = self._marks.get(symbol)
        return places or []

    def _value_positions(self) -> dict[str, list[int]]:
        """Return the positions of values that take several words, marked at their first word."""
        starts = value_starts(self.document)
        found: dict[str, list[int]] = {symbol: [] for symbol in starts}
        if not any(starts.values()):
            return found
        wanted = sorted((offset, symbol) for symbol, offsets in starts.items() for offset in offsets)
        keys = [offset for offset, _ in wanted]
        for number, statement in enumerate(self.document.statements):
            low, high = bisect_left(keys, statement.span.start), bisect_left(keys, statement.span.end)
            if low == high:
                continue
            places = self.places(number)
            for offset, symbol in wanted[low:high]:
                # The word that begins at the value, or the first one within it ("+", "(" are no words).
                at = next((i for i, span in enumerate(places) if offset <= span[0] <= offset + 3 or span[0] <= offset < span[1]), None)
                if at is not None:
                    found[symbol].append(self.base[number] + at)
        return {symbol: sorted(set(places)) for symbol, places in found.items()}

    def with_prefix(self, prefix: str) -> tuple[str, ...]:
        """Return the symbols of the document's words that begin with `prefix`, in either spelling."""
        known = self._prefixes.get(prefix)
        if known is None:
            starts = {prefix}
            if prefix.endswith(("is", "iz")):
                starts |= {prefix[:-1] + "s", prefix[:-1] + "z"}
            found = set()
            for start in starts:
                at = bisect_left(self._sorted, start)
                while at < len(self._sorted) and self._sorted[at].startswith(start):
                    found.add(self._sorted[at])
                    at += 1
                found.update(folded for plainly, folded in self._written.items() if plainly.startswith(start))
            known = self._prefixes[prefix] = tuple(sorted(found))
        return known

    def places(self, number: int, most: int | None = None) -> list[tuple[int, int]]:
        """Return where each word of statement `number`, or so many of them, stands in the text, in reading order."""
        found: list[tuple[int, int]] = []
        for start, end in self.document.statements[number].pieces:
            left = None if most is None else most - len(found)
            found += cut_places(self.document.read, start, end, left) if left != 0 else ()
        return found

    def match_span(self, number: int, first: int, last: int) -> Span | None:
        """Return the text from word `first` to word `last` of statement `number`, as far as it is the statement's own; None
        where none of it is."""
        places = self.places(number, last + 1)
        own = self.document.statements[number].span
        inside = [place for place in places[first : last + 1] if own.start <= place[0] < own.end]
        return Span(min(p[0] for p in inside), max(p[1] for p in inside)) if inside else None
