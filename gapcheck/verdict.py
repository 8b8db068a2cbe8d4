"""From what was found to a verdict: met, partial, missing, conflict or not applicable, with its evidence."""

from __future__ import annotations

from gapcheck.evidence import evidence_of
from gapcheck.finding import Finding, Looked
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import Element, Pack, Requirement
from gapcheck.units import Units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gapcheck.finding import Status

TRIGGER = "applies"


def judge(units: Units, pack: Pack) -> Iterator[Finding]:
    """Yield the finding of every requirement of `pack`, in its order."""
    for requirement in pack.requirements:
        finding = _judge(units, requirement)
        if units.slow and finding.status not in ("met", "conflict") and _rests_on_slow(units, requirement):
            reason = "an expression of this rule ran out of time on this text, so it could not be decided"
            finding = finding._replace(status="undecided", confidence="low", reason=reason)
        yield finding


def _rests_on_slow(units: Units, rule: Requirement) -> bool:
    """Return whether a pattern of the requirement uses an expression that ran out of time."""
    pending = [element.node for element in (*rule.require, *rule.partial, *rule.weakens, *rule.conflict)]
    pending += [rule.applies] if rule.applies >= 0 else []
    while pending:
        number = pending.pop()
        node = units.nodes[number]
        if number in units.slow:
            return True
        match node[0]:
            case "any" | "all":
                pending += node[1]
            case "count":
                pending += node[2]
            case "guard":
                pending += (node[1], *node[2])
            case "within":
                pending.append(node[2])
    return False


def _judge(units: Units, rule: Requirement) -> Finding:
    against = _found(units, rule, rule.conflict)
    applies = rule.applies < 0 or bool(units.some(rule.applies, rule.any_scope)[1])
    # What nothing calls for is not looked for.
    found = _found(units, rule, rule.require) if applies or against or rule.effective > units.as_of else ()
    absent = tuple(Looked(element.name, element.says) for element in rule.require if element not in found)
    if rule.effective > units.as_of:
        reason = f"upcoming: due from {rule.effective}; {'found: ' + _joined(found) if found else 'nothing found yet'}"
        return _finding(units, rule, "not-applicable", found, absent, reason)
    if against:
        return _finding(units, rule, "conflict", (*against, *found), absent, _says("the policy", against))
    if rule.level == "prohibited":
        return _finding(units, rule, "met", (), (), "nothing of the kind found")
    if not applies:
        return _finding(units, rule, "not-applicable", (), (), "nothing in the text triggers this duty")
    if found and not absent:
        weak = _found(units, rule, rule.weakens)
        if weak:
            return _finding(units, rule, "partial", (*weak, *found), (), _says("found, but", weak))
        return _finding(units, rule, "met", found, (), _says("found:", found))
    if found:
        return _finding(units, rule, "partial", found, absent, f"found: {_joined(found)}. Not found: {_joined(absent)}")
    hints = _found(units, rule, rule.partial)
    if hints:
        return _finding(units, rule, "partial", hints, absent, f"found: {_joined(hints)}. Not found: {_joined(absent)}")
    return _finding(units, rule, "missing", (), absent, f"not found: {'; '.join(looked.says for looked in absent)}")


def _found(units: Units, rule: Requirement, elements: tuple[Element, ...]) -> tuple[Element, ...]:
    return tuple(element for element in elements if units.some(element.node, rule.any_scope)[1])


def _joined(parts: Iterable[Element | Looked]) -> str:
    return "; ".join(part.says for part in parts)


def _says(lead: str, parts: Iterable[Element]) -> str:
    return f"{lead} {_joined(parts)}"


def _finding(
    units: Units, rule: Requirement, status: Status, elements: tuple[Element, ...], absent: tuple[Looked, ...], reason: str
) -> Finding:
    if status == "missing" and rule.applies >= 0:
        # Nothing shows the disclosure; what shows is why it is due.
        elements = (Element(TRIGGER, "why the duty applies", rule.applies),)
    if units.shown.only is not None and status not in units.shown.only:
        elements = ()
    evidence = tuple(proof for element in elements for proof in evidence_of(units, rule, element))
    return Finding(rule, status, rule.confidence, evidence, absent, reason)
