"""Where a policy contradicts itself: two passages of which a reader can believe only one, both quoted."""

from __future__ import annotations

from gapcheck.audiences import Audiences
from gapcheck.evidence import around, passages_at, shown_by
from gapcheck.expression import expression
from gapcheck.finding import Evidence, Finding
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import CONFIDENCES
from gapcheck.structure import defects
from gapcheck.values import may_hold_address
from gapcheck.view import positions_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gapcheck.facts import Fact
    from gapcheck.rule import Check, Element, Pack
    from gapcheck.units import Units

# Enough to find a pair; a text that says a thing more often than this says nothing new.
MOST = 200
SHOWN = 2
# Where a policy says the same wrong thing again and again, so many places are quoted.
PLACES = 3
_DIGIT = expression(r"\d")


def contradictions(units: Units, pack: Pack, laws: Collection[str] = ()) -> Iterator[Finding]:
    """Yield a finding for every check of `pack` that the document trips, among those that matter under `laws` (none: all)."""
    audiences = Audiences(units, pack.audiences)
    for check in pack.checks:
        if laws and check.laws and not set(check.laws) & set(laws):
            continue
        if check.sides:
            found = list(_sides(units, audiences, check))
        elif check.values:
            found = list(_values(units, audiences, check))
        elif check.passage:
            found = list(_passage(units, check))
        else:
            found = list(_structure(units, check))
        if found and (check.unless < 0 or not units.holds(check.unless, "document", True)):
            yield from found


def _sides(units: Units, audiences: Audiences, check: Check) -> Iterator[Finding]:
    """Yield the finding of the first claim that something else in the text denies, with the first passages that do."""
    left, right = check.sides
    first = _claimed(units, left)
    second = _claimed(units, right) if first else {}
    if not second:
        return
    low = units.holds(check.lowers, "sentence", True) if check.lowers >= 0 else 0
    firm, soft = ([one for one in first if bool(low >> one & 1) == weak] for weak in (False, True))
    firm_second = [two for two in second if not low >> two & 1]
    for ones, others, lowered in ((firm, firm_second, False), (firm + soft, list(second), True)):
        for one in ones:
            against = [two for two in others if two != one and _clash(units, audiences, check, one, two)]
            if against:
                evidence = list(passages_at(units, left, *first[one]).values())
                for two in against[:SHOWN]:
                    evidence += passages_at(units, right, *second[two]).values()
                finding = _finding(check, f"says {left.says}, and elsewhere {right.says}", evidence)
                yield finding._replace(confidence="low") if lowered else finding
                return


def _clash(units: Units, audiences: Audiences, check: Check, one: int, two: int) -> bool:
    return audiences.meet(one, two, check.scope) and _share_topic(units, check, one, two)


def _claimed(units: Units, side: Element) -> dict[int, tuple[str, int]]:
    """Return the statements that make a claim, in the order of the text, each with the unit that shows it."""
    unit, found = units.some(side.node, True, MOST)
    claimed: dict[int, tuple[str, int]] = {}
    for which in positions_of(found)[:MOST]:
        shown = shown_by(units, side.node, unit, which, True)
        if shown:
            claimed.setdefault(min(shown), (unit, which))
    return claimed


def _share_topic(units: Units, check: Check, one: int, two: int) -> bool:
    return not check.about or any(
        (held := units.holds(topic.node, "sentence", True)) >> one & 1 and held >> two & 1 for topic in check.about
    )


def _values(units: Units, audiences: Audiences, check: Check) -> Iterator[Finding]:
    """Yield a finding for each thing to which two statements give different values, and no value in common."""
    for element in check.values:
        unit, found = units.some(element.node, True, MOST)
        where = _that_can_state(units, check.fact, units.convert(found, unit, "sentence"))
        of = units.unit_of("paragraph" if unit == "sentence" else unit)
        if len({of[statement] for statement in positions_of(where)}) < 2:
            continue  # two values in one place are no contradiction
        from gapcheck.rivals import differing, values_in  # bring expressions that few documents need

        pair = next(differing(units, audiences, check, values_in(units, check, where), unit), None)
        if pair:
            evidence = [_fact_evidence(units, element, fact) for fact in pair]
            values = " and ".join(f'"{_words(units, fact)}"' for fact in pair)
            yield _finding(check, f"gives {values} as {element.says}", evidence)


def _that_can_state(units: Units, kind: str, where: int) -> int:
    """Return those of the statements that can give a value of a kind, as far as a glance at them shows."""
    if where.bit_count() < 2 or kind not in ("date", "address"):
        return where
    text, statements, able = units.view.document.read, units.view.document.statements, 0
    for number in positions_of(where):
        span = statements[number].span
        if may_hold_address(text, *span) if kind == "address" else _DIGIT.search(text, *span):
            able |= 1 << number
    return able


def _words(units: Units, fact: Fact) -> str:
    return " ".join(units.view.document.read[fact.span.start : fact.span.end].split())


def _fact_evidence(units: Units, element: Element, fact: Fact) -> Evidence:
    return around(units.view.document, element.name, fact.statement, fact.span)


def _passage(units: Units, check: Check) -> Iterator[Finding]:
    """Yield the finding of the first places where all claims of the check stand together."""
    found = -1
    for element in check.passage:
        found &= units.holds(element.node, check.within, True)
        if not found:
            return
    evidence: list[Evidence] = []
    for which in positions_of(found)[:PLACES]:
        shown = [one for element in check.passage for one in list(passages_at(units, element, check.within, which).values())[:SHOWN]]
        # A further place has words of its own, not only those of a title or a lead-in that it shares.
        evidence += [one for one in shown if one.match != one.span] if evidence else shown
    yield _finding(check, f"says {' and '.join(element.says for element in check.passage)}", evidence)


def _structure(units: Units, check: Check) -> Iterator[Finding]:
    document = units.view.document
    for defect in defects(check.structure, document, units.view.positions):
        evidence = [Evidence(name, span, span) for name, span in defect.parts]
        finding = _finding(check, defect.reason, evidence)
        yield finding._replace(confidence=max(check.confidence, defect.confidence, key=CONFIDENCES.index))


def _finding(check: Check, said: str, evidence: list[Evidence]) -> Finding:
    return Finding(check, "conflict", check.confidence, tuple(dict.fromkeys(evidence)), (), f"{said}. {check.believes}")
