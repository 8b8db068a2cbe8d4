"""Where a policy contradicts itself: two passages of which a reader can believe only one, both quoted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gapcheck.audiences import Audiences
from gapcheck.evidence import around, passages_at
from gapcheck.facts import Fact, comparable, facts_in, same
from gapcheck.finding import Evidence, Finding
from gapcheck.rule import Check, Element, Pack
from gapcheck.structure import STRUCTURES
from gapcheck.units import Units
from gapcheck.view import positions_of

# Enough to find a pair; a text that says a thing more often than this says nothing new.
MOST = 200
SHOWN = 2
# What a text gives more values than this to is no one thing: a log of changes, a list of houses.
VALUES = 3


def contradictions(units: Units, pack: Pack) -> Iterator[Finding]:
    """Yield a finding for every check of `pack` that the document trips."""
    audiences = Audiences(units, pack.audiences)
    for check in pack.checks:
        if check.unless >= 0 and units.holds(check.unless, "document", True):
            continue
        if check.sides:
            yield from _sides(units, audiences, check)
        elif check.values:
            yield from _values(units, audiences, check)
        elif check.passage:
            yield from _passage(units, check)
        else:
            yield from _structure(units, check)


def _sides(units: Units, audiences: Audiences, check: Check) -> Iterator[Finding]:
    """Yield the finding of the first claim that something else in the text denies, with the first passages that do."""
    first, second = (_shown(units, side) for side in check.sides)
    for one in first:
        against = [two for two in second if two != one and audiences.meet(one, two, check.scope) and _share_topic(units, check, one, two)]
        if against:
            left, right = check.sides
            evidence = list(first[one])
            for two in against[:SHOWN]:
                evidence += second[two]
            yield _finding(check, f"says {left.says}, and elsewhere {right.says}", evidence)
            return


def _shown(units: Units, side: Element) -> dict[int, list[Evidence]]:
    """Return the statements that make a claim, in the order of the text, each with its passage."""
    unit, found = units.some(side.node, True, MOST)
    shown: dict[int, list[Evidence]] = {}
    for which in islice(positions_of(found), MOST):
        passages = passages_at(units, side, unit, which)
        if passages:
            shown.setdefault(min(passages), list(passages.values()))
    return shown


def _share_topic(units: Units, check: Check, one: int, two: int) -> bool:
    return not check.about or any(
        (held := units.holds(topic.node, "sentence", True)) >> one & 1 and held >> two & 1 for topic in check.about
    )


def _values(units: Units, audiences: Audiences, check: Check) -> Iterator[Finding]:
    """Yield a finding for each thing to which two statements give different values, and no value in common."""
    for element in check.values:
        unit, found = units.some(element.node, True, MOST)
        where = units.convert(found, unit, "sentence")
        if where.bit_count() < 2:
            continue
        given: dict[int, list[Fact]] = {}
        for fact in facts_in(units.view.document, (check.fact,)):
            if where >> fact.statement & 1:
                given.setdefault(fact.statement, []).append(fact)
        pair = next(_differing(units, audiences, check, given, unit), None)
        if pair:
            evidence = [_fact_evidence(units, element, fact) for fact in pair]
            values = " and ".join(f'"{_words(units, fact)}"' for fact in pair)
            yield _finding(check, f"gives {values} as {element.says}", evidence)


def _topics(units: Units, check: Check, numbers: list[int]) -> dict[int, tuple[int, ...]]:
    """Return which topics each statement has: addresses in logs are other things than addresses in analytics."""
    held = [units.holds(topic.node, "sentence", True) for topic in check.about]
    return {number: tuple(topic >> number & 1 for topic in held) for number in numbers}


def _differing(units: Units, audiences: Audiences, check: Check, given: dict[int, list[Fact]], unit: str) -> Iterator[tuple[Fact, Fact]]:
    """Yield pairs that differ; two values in one paragraph, or wider unit, stand side by side: a reader sees both, and why."""
    numbers, unit_of = list(islice(given, MOST)), units.unit_of("paragraph" if unit == "sentence" else unit)
    topics, several = _topics(units, check, numbers), set[int]()
    for at, one in enumerate(numbers):
        if one in several or (check.about and not any(topics[one])):
            continue
        rivals = {
            two: [(left, right) for left in given[one] for right in given[two] if comparable(left, right)]
            for two in numbers[at + 1 :]
            if unit_of[one] != unit_of[two] and audiences.meet(one, two, check.scope) and topics[one] == topics[two]
        }
        if _many(check, [fact for pairs in rivals.values() for pair in pairs for fact in pair]):
            several.update(two for two, pairs in rivals.items() if pairs)
            continue
        for two, pairs in rivals.items():
            if two not in several and pairs and not any(same(check.fact, left.value, right.value) for left, right in pairs):
                yield pairs[0]


def _many(check: Check, facts: list[Fact]) -> bool:
    """Return whether the facts have too many values to be those of one thing."""
    different: list[str] = []
    for fact in facts[:MOST]:
        if not any(same(check.fact, fact.value, value) for value in different):
            different.append(fact.value)
    return len(different) > VALUES


def _words(units: Units, fact: Fact) -> str:
    return " ".join(units.view.document.read[fact.span.start : fact.span.end].split())


def _fact_evidence(units: Units, element: Element, fact: Fact) -> Evidence:
    return Evidence(element.name, around(units.view.document, fact.statement, fact.span), fact.span)


def _passage(units: Units, check: Check) -> Iterator[Finding]:
    """Yield the finding of the first place where all claims of the check stand together."""
    found = -1
    for element in check.passage:
        found &= units.holds(element.node, check.within, True)
        if not found:
            return
    which = (found & -found).bit_length() - 1
    evidence = [
        passage for element in check.passage for passage in islice(passages_at(units, element, check.within, which).values(), SHOWN)
    ]
    yield _finding(check, f"says {' and '.join(element.says for element in check.passage)}", evidence)


def _structure(units: Units, check: Check) -> Iterator[Finding]:
    document = units.view.document
    for defect in STRUCTURES[check.structure](document):
        evidence = [Evidence(name, span, span) for name, span in defect.parts]
        finding = _finding(check, defect.reason, evidence)
        yield finding._replace(confidence=max(check.confidence, defect.confidence, key=("high", "medium", "low").index))


def _finding(check: Check, said: str, evidence: list[Evidence]) -> Finding:
    return Finding(check, "conflict", check.confidence, tuple(dict.fromkeys(evidence)), (), f"{said}. {check.believes}")
