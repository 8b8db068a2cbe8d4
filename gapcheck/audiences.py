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
        statements = units.view.document.statements
        self._of = [0] * len(statements)
        for number, audience in enumerate(audiences):
            if not units.matcher.meet[audience.node]:
                continue
            bit, sections = 1 << number, units.headings.titled(audience.node)
            said, speaking = units.matcher.hits(audience.node), -1
            for index, statement in enumerate(statements):
                if said >> index & 1 and statement.kind != "heading":
                    speaking = statement.paragraph
                if speaking == statement.paragraph or not sections.isdisjoint(units.headings.reach(statement.section)):
                    self._of[index] |= bit

    def meet(self, first: int, second: int, scope: Scoping) -> bool:
        """Return whether two statements speak to the same people, as far as `scope` asks for it."""
        one, other = self._of[first], self._of[second]
        match scope:
            case "same":
                return one == other
            case "overlap":
                return not one or not other or bool(one & other)
            case "any":
                return True
