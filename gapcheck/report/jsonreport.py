"""Schema 1 of the JSON report, written out key by key: keys may be added, those here stay."""

from __future__ import annotations

import json

from gapcheck.document import Document, Lines, Part, Span, page_place
from gapcheck.finding import Checked, Evidence, Finding, Named, Report
from gapcheck.outcome import counts, findings_of, packs_of
from gapcheck.record import TYPE_CHECKING
from gapcheck.report import Style
from gapcheck.rule import Check, Pack

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from gapcheck.finding import Status

SCHEMA = 1
_SUMMARY: tuple[Status, ...] = ("met", "partial", "missing", "conflict", "not-applicable", "undecided")


def write(report: Report, style: Style) -> str:
    """Return the report as JSON; of `style`, only statistics change anything."""
    written: dict[str, Any] = {
        "schema": SCHEMA,
        "gapcheck": report.version,
        "as_of": report.as_of,
        "documents": [_document(checked, packs_of(checked, report)) for checked in report.documents],
        "packs": packs_said(report.packs),
    }
    if style.statistics:
        from gapcheck.report.statistics import data  # few runs ask for it

        written["statistics"] = data(report)
    return json.dumps(written, indent=2) + "\n"


def packs_said(packs: Sequence[Pack]) -> list[dict[str, str]]:
    """Return by which rules a run judged: their version, as of when they hold the law, and what stands for their content."""
    return [{"law": pack.law, "pack": pack.version, "verified": pack.as_of, "fingerprint": pack.fingerprint} for pack in packs]


def _document(checked: Checked, packs: tuple[Pack, ...]) -> dict[str, Any]:
    document = checked.document
    written: dict[str, Any] = {"path": checked.path, "sha256": document.sha256 if document else None}
    if document:
        written |= {"format": document.format, "encoding": document.encoding, "notes": list(document.notes)}
        if document.parts:
            written["parts"] = [_part(part) for part in document.parts]
    written["laws"] = [{"law": pack.law, "pack": pack.version} for pack in packs]
    if document:
        written["suggested_laws"] = [_suggested(named, document) for named in checked.suggested]
    if checked.error or document is None:
        return written | {"error": checked.error, "findings": [], "summary": {}}
    lines = Lines(document.text, document.parts)
    written["findings"] = [_finding(finding, document, lines) for finding in checked.findings]
    written["summary"] = {pack.law: _summary(findings_of(checked, pack)) for pack in packs}
    return written


def _part(part: Part) -> dict[str, Any]:
    """Return what was read of one file of a policy that is several; its places are by themselves, each with the file's path."""
    document = part.document
    return {"path": document.path, "sha256": document.sha256, "format": document.format, "encoding": document.encoding}


def _suggested(named: Named, document: Document) -> dict[str, Any]:
    return {"law": named.law, "title": named.title} | _passage(named.span, document, Lines(document.text, document.parts))


def _summary(findings: tuple[Finding, ...]) -> dict[str, int]:
    found = counts(findings)
    return {status: found[status] for status in _SUMMARY}


def _finding(finding: Finding, document: Document, lines: Lines) -> dict[str, Any]:
    rule = finding.requirement
    feeds = {"feeds": list(rule.feeds)} if isinstance(rule, Check) else {}
    closest = {"closest": _passage(finding.closest, document, lines)} if finding.closest else {}
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
        "evidence": [evidence_said(evidence, document, lines) for evidence in finding.evidence],
        "absent": [looked.element for looked in finding.absent],
        "looked_for": [{"element": looked.element, "says": looked.says} for looked in finding.absent],
        "message": finding.reason,
        "remedy": rule.remedy,
        **feeds,
        **closest,
        **excuse,
    }


def evidence_said(evidence: Evidence, document: Document, lines: Lines) -> dict[str, Any]:
    return {"element": evidence.element} | _passage(evidence.span, document, lines)


def _passage(span: Span, document: Document, lines: Lines) -> dict[str, Any]:
    """Return where a passage stands in its file, and its words; with the file where there are several, with the page where there
    are pages."""
    (start, end), (line, column), part = span, lines.place(span.start), document.part(span.start)
    written: dict[str, Any] = {"path": part.document.path} if document.parts else {}
    written |= {"start": start - part.start, "end": end - part.start, "line": line, "column": column, "quote": document.text[start:end]}
    place = page_place(document, start)
    return written | ({"page": place.page, "page_line": place.line} if place else {})
