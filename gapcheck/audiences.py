"""Whom each statement is addressed to: a difference between what two audiences are told contradicts nothing."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapcheck.rule import Element, Scoping
    from gapcheck.units import Units


class Audiences:
    """The audiences of every statement, one bit each: by the headings above it, or by its paragraph as far as it has been read."""

    def __init__(self, units: Units, audiences: Sequence[Element]) -> None:
        self._units = units
        self._audiences = audiences
        self._of: list[int] | None = None  # once two statements are compared

    def _addressed(self) -> list[int]:
        units, statements = self._units, self._units.view.document.statements
        found = [0] * len(statements)
        for number, audience in enumerate(self._audiences):
            if not units.matcher.meet[audience.node]:
                continue
            bit, sections = 1 << number, units.headings.titled(audience.node)
            under = [not sections.isdisjoint(section.path) for section in units.view.document.sections] if sections else []
            said, speaking = units.matcher.hits(audience.node), -1
            for index, statement in enumerate(statements):
                if said >> index & 1 and statement.kind != "heading":
                    speaking = statement.paragraph
                if speaking == statement.paragraph or (under and under[statement.section]):
                    found[index] |= bit
        return found

    def meet(self, first: int, second: int, scope: Scoping) -> bool:
        """Return whether two statements speak to the same people, as far as `scope` asks for it."""
        if scope == "any":
            return True
        if self._of is None:
            self._of = self._addressed()
        one, other = self._of[first], self._of[second]
        return one == other if scope == "same" else not one or not other or bool(one & other)
