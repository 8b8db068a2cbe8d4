"""Whether patterns hold in a document, unit by unit.

Every pattern becomes a set of units (statements, paragraphs, sections, or the document), one bit each: all is `and`, any is
`or`, a guard is `and not`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from gapcheck.matcher import Matcher
from gapcheck.rule import Node, Pack
from gapcheck.view import View, positions_of
from gapcheck.words import cut

REGEX_SECONDS = 0.25
PASSAGES = 3
_NUMBERED = re.compile(r"\W*(?:\d+|[IVXivx]+|[A-Za-z])[.):]")


class Units:
    """The patterns of one pack in one document.

    `slow` collects the numbers of regex nodes that ran out of time: what they were to show is then not known.
    """

    def __init__(self, view: View, pack: Pack, as_of: str, passages: int = PASSAGES) -> None:
        self.view = view
        self.pack = pack
        self.as_of = as_of
        self.passages = passages
        self.nodes = pack.program
        self.matcher = Matcher(view, pack.program, pack.plan)
        self.slow: set[int] = set()
        statements = view.document.statements
        self._unit_of = {
            "paragraph": [statement.paragraph for statement in statements],
            "section": [statement.section for statement in statements],
            "document": [0] * len(statements),
        }
        self._members: dict[str, dict[int, int]] = {}
        self._known: dict[tuple[int, str, bool], int] = {}
        self._all = (1 << len(statements)) - 1
        self._headings = self._titles = 0
        for number, statement in enumerate(statements):
            if statement.kind == "heading":
                self._headings |= 1 << number
            if statement.kind == "heading" or statement.pieces[0] == view.document.sections[statement.section].heading:
                self._titles |= 1 << number
        self.matcher.read_negation(pack.negators, pack.not_negators, pack.resets)
        self._foreign = self._foreign_statements()

    def holds(self, number: int, unit: str, any_scope: bool) -> int:
        """Return the units in which pattern `number` holds."""
        if not self.matcher.meet[number]:
            return 0
        key = (number, unit, any_scope)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._holds(number, unit, any_scope)
        return known

    def some(self, element: int, any_scope: bool) -> tuple[str, int]:
        """Return the unit of an element (its own `within`, or the sentence), and units in which it holds.

        Of alternatives, only as many are tried as it takes to find all the passages that are to be shown.
        """
        unit, inner = "sentence", element
        while self.nodes[inner][0] == "within":
            unit, inner = self.nodes[inner][1], self.nodes[inner][2]
        if self.nodes[inner][0] != "any":
            return unit, self.holds(inner, unit, any_scope)
        found = 0
        for part in self.nodes[inner][1]:
            found |= self.holds(part, unit, any_scope)
            if found.bit_count() >= self.passages:
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
                return self._everything(unit) if self._figure_fits(node) else 0
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
            found = self._under_heading(node[1])
        elif kind == "regex":
            found = self._regex(number)
        elif kind == "age":
            found = self._aged(node)
        if unit in ("sentence", "paragraph") and kind != "heading":
            found &= ~self._headings
        return found if any_scope else found & ~self._foreign

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

    def _under_heading(self, phrases: Iterable[int]) -> int:
        """Return the statements whose heading, or a heading above it, has one of the phrases; run-in titles count."""
        sections: set[int] = set()
        for phrase in phrases:
            sections |= self._titled(phrase)
        return self._below(sections) if sections else 0

    def _titled(self, phrase: int) -> set[int]:
        """Return the sections that have the phrase in their heading."""
        view = self.view
        found: set[int] = set()
        document = view.document
        if not self.matcher.meet[phrase] & self._titles:
            return found
        for place in positions_of(self.matcher.places(phrase)):
            number = view.owner[place - 1]
            statement = document.statements[number]
            if statement.kind == "heading":
                found.add(statement.section)
            elif self._titles >> number & 1:
                title = statement.pieces[0]
                if place - view.base[number] <= len(cut(document.text, *title)):
                    found.add(statement.section)
        return found

    def _below(self, sections: set[int]) -> int:
        document, found = self.view.document, 0
        inside = [not sections.isdisjoint(section.path) for section in document.sections]
        for number, statement in enumerate(document.statements):
            if inside[statement.section]:
                found |= 1 << number
        return found

    def _foreign_statements(self) -> int:
        """Return the statements addressed to the people of another jurisdiction."""
        pack, matcher, document = self.pack, self.matcher, self.view.document
        if pack.foreign < 0 and pack.foreign_headings < 0:
            return 0
        own = matcher.hits(pack.own) if pack.own >= 0 else 0
        marked = matcher.hits(pack.foreign) if pack.foreign >= 0 else 0
        foreign_sections = self._titled(pack.foreign) if pack.foreign >= 0 else set()
        foreign_sections |= self._titled(pack.foreign_headings) if pack.foreign_headings >= 0 else set()
        own_sections = self._titled(pack.own) if pack.own >= 0 else set()
        found, speaking = 0, -1
        for number, statement in enumerate(document.statements):
            bit = 1 << number
            if own & bit:
                speaking = -1
                continue
            if marked & bit:
                speaking = statement.paragraph
            path = self._reach(statement.section)
            abroad = not foreign_sections.isdisjoint(path) and own_sections.isdisjoint(path)
            # Within one paragraph, what follows a sentence on California is said of California.
            if abroad or speaking == statement.paragraph:
                found |= bit
        return found

    def _reach(self, section: int) -> tuple[int, ...]:
        """Return the sections whose headings say whom `section` addresses: itself and those above it.

        Where headings are only inferred from the text, "12. Contact" is not part of the "CALIFORNIA" before it.
        """
        document, path = self.view.document, self.view.document.sections[section].path
        numbered = [self._is_numbered(above) for above in path]
        for depth in range(len(path) - 1, 0, -1):
            if numbered[depth] and not numbered[depth - 1] and document.format == "text":
                return path[depth:]
        return path

    def _is_numbered(self, section: int) -> bool:
        heading = self.view.document.sections[section].heading
        return heading is not None and bool(_NUMBERED.match(self.view.document.text, heading.start, heading.end))

    def _regex(self, number: int) -> int:
        import regex  # slow to import, and few documents need it

        _, source, anchors = self.nodes[number]
        candidates = 0
        for anchor in anchors:
            candidates |= self.matcher.hits(anchor)
        expression, found = regex.compile(source, regex.IGNORECASE), 0
        for statement in positions_of(candidates):
            try:
                if expression.search(self.read(statement), timeout=REGEX_SECONDS):
                    found |= 1 << statement
            except TimeoutError:
                self.slow.add(number)
                break
        return found

    def _aged(self, node: Node) -> int:
        """Return the statements with one of the phrases and a date that is so many months before the day of the check."""
        from datetime import date  # these are slow to import, and few rules need them

        from gapcheck.dates import dates_in, months_between

        _, phrases, least, most = node
        candidates = found = 0
        for phrase in phrases:
            candidates |= self.matcher.hits(phrase)
        today = date.fromisoformat(self.as_of)
        for statement in positions_of(candidates):
            ages = [months_between(day, today) for day in dates_in(self.read(statement), today)]
            if any((least is None or age >= least) and (most is None or age <= most) for age in ages):
                found |= 1 << statement
        return found

    def read(self, number: int) -> str:
        """Return statement `number` as it is read, its pieces joined, white space as single spaces."""
        text = self.view.document.text
        return " ".join(" ".join(text[start:end] for start, end in self.view.document.statements[number].pieces).split())

    def _figure_fits(self, node: Node) -> bool:
        least: int | None
        most: int | None
        view, document = self.view, self.view.document
        if node[0] == "density":
            _, phrases, least, most = node
            count = 0
            for phrase in phrases:
                count += self.matcher.places(phrase).bit_count() if self.matcher.meet[phrase] else 0
            figure = 1000 * count / max(1, view.tokens.bit_count())
        else:
            _, name, least, most = node
            sentences = max(1, len(document.statements) - self._headings.bit_count())
            figures = {
                "words": view.tokens.bit_count(),
                "headings": sum(section.heading is not None for section in document.sections),
                "sentence-length": view.tokens.bit_count() / sentences,
            }
            figure = figures[name]
        return (least is None or figure >= least) and (most is None or figure <= most)

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
        of, found = self._unit_of[target], 0
        for number in positions_of(units):
            found |= 1 << of[number]
        return found

    def members(self, unit: str) -> dict[int, int]:
        """Return, for every unit of a kind, its statements as bits."""
        known = self._members.get(unit)
        if known is None:
            known = self._members[unit] = {}
            for number, of in enumerate(self._unit_of[unit]):
                known[of] = known.get(of, 0) | 1 << number
        return known
