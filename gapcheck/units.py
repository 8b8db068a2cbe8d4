"""Whether patterns hold in a document, unit by unit.

Every pattern becomes a set of units (statements, paragraphs, blocks, sections, or the document), one bit each: all is `and`, any is
`or`, a guard is `and not`.
"""

from __future__ import annotations

from gapcheck.blocks import blocks_of, paragraphs_of
from gapcheck.declined import declined
from gapcheck.finding import Shown
from gapcheck.headings import Headings
from gapcheck.matcher import Matcher
from gapcheck.probes import aged, figure_fits, matching
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import Pack
from gapcheck.view import View, positions_of

if TYPE_CHECKING:
    from gapcheck.rule import Node


class Units:
    """The patterns of one pack in one document; `before` are those of another pack, which has the same program or another.

    `slow` collects the numbers of regex nodes that ran out of time: what they were to show is then not known.
    """

    def __init__(self, view: View, pack: Pack, as_of: str, shown: Shown, before: Units | None = None) -> None:
        self.view = view
        self.pack = pack
        self.as_of = as_of
        self.shown = shown
        self.nodes = pack.plan.patterns
        self.slow: set[int] = set()
        self._known: dict[tuple[int, str, bool], int] = {}
        self._all = (1 << len(view.document.statements)) - 1
        self.matcher: Matcher
        self.headings: Headings
        self.declined: int
        self._unit_of: dict[str, list[int]]
        self._members: dict[str, dict[int, int]]
        if before and before.pack.plan is pack.plan and before.negation == self.negation:
            self.matcher, self.headings, self.declined = before.matcher, before.headings, before.declined
            self._unit_of, self._members = before._unit_of, before._members
        else:
            self.matcher = Matcher(view, pack.plan)
            self.headings = Headings(self.matcher)
            self.matcher.read_negation(*self.negation)
            self.declined = declined(view.document)
            statements = view.document.statements
            self._unit_of = {
                "section": [statement.section for statement in statements],
                "document": [0] * len(statements),
            }
            self._members = {}
        # What the policy does not tell this law's people, or tells of nothing that is done.
        self.foreign = self.headings.foreign(pack) | self.declined

    @property
    def negation(self) -> tuple[int, int, int]:
        """The phrases of the words that negate, of those that only seem to, and of those that end a negation."""
        return self.pack.negators, self.pack.not_negators, self.pack.resets

    def holds(self, number: int, unit: str, any_scope: bool) -> int:
        """Return the units in which pattern `number` holds."""
        if not self.matcher.meet[number]:
            return 0
        key = (number, unit, any_scope)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._holds(number, unit, any_scope)
        return known

    def some(self, element: int, any_scope: bool, most: int = 0) -> tuple[str, int]:
        """Return the unit of an element (its own `within`, or the sentence), and units in which it holds.

        Of alternatives, only as many are tried as it takes to find `most` units: as many as are to be shown, where no number is given.
        """
        unit, inner = "sentence", element
        while self.nodes[inner][0] == "within":
            unit, inner = self.nodes[inner][1], self.nodes[inner][2]
        if self.nodes[inner][0] != "any":
            return unit, self.holds(inner, unit, any_scope)
        found = 0
        for part in self.nodes[inner][1]:
            found |= self.holds(part, unit, any_scope)
            if found.bit_count() >= (most or self.shown.passages):
                break
        return unit, found

    def _holds(self, number: int, unit: str, any_scope: bool) -> int:
        node = self.nodes[number]
        match node[0]:
            case "any":
                found = 0
                for part in node[1]:
                    found |= self.holds(part, unit, any_scope)
                return found
            case "all":
                found = -1
                for part in node[1]:
                    found &= self.holds(part, unit, any_scope)
                    if not found:
                        break
                return found
            case "count":
                return self._at_least(node[1], [self.holds(part, unit, any_scope) for part in node[2]])
            case "guard":
                found = self.holds(node[1], unit, any_scope)
                for guard in node[2]:
                    if found:
                        found &= ~self.holds(guard, unit, any_scope)
                return found
            case "within":
                return self.convert(self.holds(node[2], node[1], any_scope), node[1], unit)
            case "measure" | "density":
                return self._everything(unit) if figure_fits(self, node) else 0
            case _:
                return self.convert(self.statements(number, any_scope, unit), "sentence", unit)

    def statements(self, number: int, any_scope: bool, unit: str = "sentence") -> int:
        """Return the statements that hold a pattern of the phrase kind, as far as the unit and the scope let them count."""
        node = self.nodes[number]
        kind, matcher, found = node[0], self.matcher, 0
        if kind == "phrase":
            found = matcher.hits(node[1])
        elif kind in ("asserts", "denies"):
            for part in node[1]:
                found |= matcher.hits(part, kind)
        elif kind == "near":
            found = self._near(node)
        elif kind == "heading":
            found = self.headings.under(node[1])
        elif kind == "regex":
            found = matching(self, number)
        elif kind == "age":
            found = aged(self, node)
        if unit in ("sentence", "paragraph") and kind != "heading":
            found &= ~self.headings.own
        return found if any_scope else found & ~self.foreign

    def _near(self, node: Node) -> int:
        matcher, phrases = self.matcher, node[1]
        window = together = -1
        for phrase in phrases:
            together &= matcher.meet[phrase]
        if not together:
            return 0
        for phrase in phrases:
            window &= matcher.smear(matcher.places(phrase), node[2])
        return matcher.owners(window)

    def read(self, number: int) -> str:
        """Return statement `number` as it is read, its pieces joined, white space as single spaces."""
        text = self.view.document.read
        return " ".join(" ".join(text[start:end] for start, end in self.view.document.statements[number].pieces).split())

    def _at_least(self, least: int, sets: list[int]) -> int:
        """Return the units that are in at least `least` of the sets: counters of one bit a unit, by or and and."""
        reached = [0] * least
        for units in sets:
            carry = units
            for level in range(least):
                reached[level], carry = reached[level] | carry, reached[level] & carry
        return reached[-1]

    def _everything(self, unit: str) -> int:
        return self._all if unit == "sentence" else self.convert(self._all, "sentence", unit)

    def convert(self, units: int, source: str, target: str) -> int:
        """Return the units of kind `target` that share a statement with the units given."""
        if source == target or not units:
            return units
        if source != "sentence":
            members = self.members(source)
            spread = 0
            for number in positions_of(units):
                spread |= members.get(number, 0)
            units = spread
        if target == "sentence":
            return units
        of, found = self.unit_of(target), 0
        for number in positions_of(units):
            found |= 1 << of[number]
        return found

    def unit_of(self, unit: str) -> list[int]:
        """Return, for every statement, the number of the unit of a kind that it is in."""
        if unit not in self._unit_of:
            document = self.view.document
            made = {"block": blocks_of, "paragraph": paragraphs_of}.get(unit)
            self._unit_of[unit] = made(document) if made else list(range(len(document.statements)))
        return self._unit_of[unit]

    def members(self, unit: str) -> dict[int, int]:
        """Return, for every unit of a kind, its statements as bits."""
        known = self._members.get(unit)
        if known is None:
            known = self._members[unit] = {}
            for number, of in enumerate(self.unit_of(unit)):
                known[of] = known.get(of, 0) | 1 << number
        return known
