"""Which statements give different values to one thing, of which there is one."""

from __future__ import annotations

from gapcheck.facts import comparable, facts_in, same
from gapcheck.record import TYPE_CHECKING
from gapcheck.view import positions_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapcheck.audiences import Audiences
    from gapcheck.facts import Fact
    from gapcheck.rule import Check
    from gapcheck.units import Units

# Enough to find a pair, and what a text gives more values than this to is no one thing: a log of changes, a list of houses.
MOST = 200
VALUES = 3


def values_in(units: Units, check: Check, where: int) -> dict[int, list[Fact]]:
    """Return the facts that a check compares, by their statement, among the statements in `where`."""
    given: dict[int, list[Fact]] = {}
    for fact in facts_in(units.view.document, (check.fact,), frozenset(positions_of(where))):
        given.setdefault(fact.statement, []).append(fact)
    return given


def differing(units: Units, audiences: Audiences, check: Check, given: dict[int, list[Fact]], unit: str) -> Iterator[tuple[Fact, Fact]]:
    """Yield pairs that differ; two values in one paragraph, or wider unit, stand side by side: a reader sees both, and why."""
    if len({fact.value for facts in given.values() for fact in facts}) < 2:
        return  # one date given twice: whom each statement is addressed to need not be worked out
    numbers, unit_of = list(given)[:MOST], units.unit_of("paragraph" if unit == "sentence" else unit)
    topics, several = _topics(units, check, numbers), set[int]()
    for at, one in enumerate(numbers):
        if one in several or (check.about and not any(topics[one])):
            continue
        rivals = {
            two: [(left, right) for left in given[one] for right in given[two] if comparable(left, right)]
            for two in numbers[at + 1 :]
            if unit_of[one] != unit_of[two]
            and audiences.meet(one, two, check.scope)
            and topics[one] == topics[two]
            # Files that make up one policy have each a date of its own.
            and (check.fact != "date" or _file(units, one) == _file(units, two))
        }
        if _many(check, [fact for pairs in rivals.values() for pair in pairs for fact in pair]):
            several.update(two for two, pairs in rivals.items() if pairs)
            continue
        for two, pairs in rivals.items():
            if two not in several and pairs and not any(same(check.fact, left.value, right.value) for left, right in pairs):
                yield pairs[0]


def _file(units: Units, statement: int) -> int:
    """Return where the file begins that a statement is in."""
    document = units.view.document
    return document.part(document.statements[statement].span.start).start


def _topics(units: Units, check: Check, numbers: list[int]) -> dict[int, tuple[int, ...]]:
    """Return which topics each statement has: addresses in logs are other things than addresses in analytics."""
    held = [units.holds(topic.node, "sentence", True) for topic in check.about]
    return {number: tuple(topic >> number & 1 for topic in held) for number in numbers}


def _many(check: Check, facts: list[Fact]) -> bool:
    """Return whether the facts have too many values to be those of one thing."""
    different: list[str] = []
    for fact in facts[:MOST]:
        if not any(same(check.fact, fact.value, value) for value in different):
            different.append(fact.value)
    return len(different) > VALUES
