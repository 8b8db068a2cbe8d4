"""Schema 1 of the JSON report, written out key by key: keys may be added, those here stay."""

from __future__ import annotations

import json

from gapcheck.document import Document, Lines, page_place
from gapcheck.finding import Checked, Evidence, Finding, Named, Report
from gapcheck.outcome import counts, findings_of, packs_of
from gapcheck.record import TYPE_CHECKING
from gapcheck.report import Style
from gapcheck.rule import Check, Pack

if TYPE_CHECKING:
    from typing import Any

    from gapcheck.finding import Status

SCHEMA = 1
_SUMMARY: tuple[Status, ...] = ("met", "partial", "missing", "conflict", "not-applicable", "undecided")


def write(report: Report, style: Style) -> str:
    """Return the report as JSON; `style` changes nothing."""
    written = {
        "schema": SCHEMA,
        "gapcheck": report.version,
        "as_of": report.as_of,
        "documents": [_document(checked, packs_of(checked, report)) for checked in report.documents],
    }
    return json.dumps(written, indent=2) + "\n"


def _document(checked: Checked, packs: tuple[Pack, ...]) -> dict[str, Any]:
    document = checked.document
    written: dict[str, Any] = {"path": checked.path, "sha256": document.sha256 if document else None}
    if document:
        written |= {"format": document.format, "encoding": document.encoding, "notes": list(document.notes)}
    written["laws"] = [{"law": pack.law, "pack": pack.version} for pack in packs]
    if document:
        written["suggested_laws"] = [_suggested(named, document) for named in checked.suggested]
    if checked.error or document is None:
        return written | {"error": checked.error, "findings": [], "summary": {}}
    lines = Lines(document.text)
    written["findings"] = [_finding(finding, document, lines) for finding in checked.findings]
    written["summary"] = {pack.law: _summary(findings_of(checked, pack)) for pack in packs}
    return written


def _suggested(named: Named, document: Document) -> dict[str, Any]:
    (start, end), place = named.span, Lines(document.text).place(named.span.start)
    return {
        "law": named.law,
        "title": named.title,
        "start": start,
        "end": end,
        "line": place.line,
        "column": place.column,
        "quote": document.text[start:end],
    } | _on_page(document, start)


def _summary(findings: tuple[Finding, ...]) -> dict[str, int]:
    found = counts(findings)
    return {status: found[status] for status in _SUMMARY}


def _finding(finding: Finding, document: Document, lines: Lines) -> dict[str, Any]:
    rule = finding.requirement
    feeds = {"feeds": list(rule.feeds)} if isinstance(rule, Check) else {}
    excuse = {"excuse": {"kind": finding.excuse.kind, "reason": finding.excuse.said}} if finding.excuse else {}
    return {
        "id": rule.id,
        "law": rule.law,
        "citation": rule.cite,
        "title": rule.title,
        "level": rule.level,
        "severity": rule.severity,
        "topic": rule.topic,
        "place": rule.place,
        "effective": rule.effective,
        "status": finding.status,
        "confidence": finding.confidence,
        "evidence": [_evidence(evidence, document, lines) for evidence in finding.evidence],
        "absent": [looked.element for looked in finding.absent],
        "looked_for": [{"element": looked.element, "says": looked.says} for looked in finding.absent],
        "message": finding.reason,
        "remedy": rule.remedy,
        **feeds,
        **excuse,
    }


def _evidence(evidence: Evidence, document: Document, lines: Lines) -> dict[str, Any]:
    start, end = evidence.span
    line, column = lines.place(start)
    quote = document.text[start:end]
    written = {"element": evidence.element, "start": start, "end": end, "line": line, "column": column, "quote": quote}
    return written | _on_page(document, start)


def _on_page(document: Document, offset: int) -> dict[str, Any]:
    """Return the page of `offset` and the line on it, nothing where the policy has no pages."""
    place = page_place(document, offset)
    return {"page": place.page, "page_line": place.line} if place else {}
