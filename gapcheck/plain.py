"""What was found in a policy as plain data, small enough to send or keep, and back."""

from __future__ import annotations

from gapcheck.document import Document, Part, Section, Span
from gapcheck.finding import Checked, Evidence, Finding, Looked, Named
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from gapcheck.rule import Check, Pack, Requirement

    Rule = Requirement | Check


def rules_of(packs: Sequence[Pack]) -> tuple[Rule, ...]:
    """Return all requirements and checks, by whose places here findings name theirs."""
    found: list[Rule] = []
    for pack in packs:
        found += pack.requirements
        found += pack.checks
    return tuple(found)


def places_of(rules: Sequence[Rule]) -> dict[tuple[str, str], int]:
    """Return the place of each rule."""
    return {(rule.law, rule.id): place for place, rule in enumerate(rules)}


def lean(document: Document) -> Document:
    """Return the document without its statements: no report reads them, and they are most of what it takes."""
    parts = tuple(part._replace(document=lean(part.document)) for part in document.parts)
    return document._replace(statements=(), parts=parts)


def flat(checked: Checked, places: dict[tuple[str, str], int]) -> tuple[Any, ...]:
    """Return what was found as tuples, texts and numbers; statements and packs are left out."""
    document = _plain(lean(checked.document)) if checked.document else None
    findings = tuple(
        (places[finding.requirement.law, finding.requirement.id], *_plain(finding[1:6]), _plain(finding.closest))
        for finding in checked.findings
    )
    return checked.path, document, findings, checked.error, _plain(checked.suggested)


def whole(plain: tuple[Any, ...], rules: Sequence[Rule]) -> Checked:
    """Return what `flat` was given, but for statements and packs."""
    path, document, findings, error, suggested = plain
    return Checked(
        path,
        _document(document) if document else None,
        tuple([_finding(rules[one[0]], *one[1:]) for one in findings]),
        error,
        tuple(Named(law, title, Span(*span)) for law, title, span in suggested),
    )


def _plain(value: Any) -> Any:
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _document(plain: tuple[Any, ...]) -> Document:
    document = Document._make(plain)
    sections = tuple(Section(heading and Span(*heading), level, path) for heading, level, path in document.sections)
    parts = tuple(Part(start, _document(part)) for start, part in document.parts)
    return document._replace(sections=sections, parts=parts)


def _finding(rule: Rule, status: Any, confidence: Any, evidence: Any, absent: Any, reason: str, closest: Any) -> Finding:
    passages = tuple([Evidence(element, Span(*span), Span(*match), cut) for element, span, match, cut in evidence])
    near = Span(*closest) if closest else None
    return Finding(rule, status, confidence, passages, tuple([Looked(*one) for one in absent]), reason, closest=near)
