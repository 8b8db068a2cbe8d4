"""SARIF 2.1.0, for code scanning: every gap a result with a place, a rule with its help, and a fingerprint that lasts.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0, and what GitHub says of the parts it reads.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any
from urllib.parse import quote as url_quote

from gapcheck.document import Document, Lines
from gapcheck.finding import GAPS, Checked, Evidence, Report
from gapcheck.fingerprint import fingerprint
from gapcheck.outcome import is_advice, matters
from gapcheck.report import Style
from gapcheck.report.flat import Placed, open_ones, said
from gapcheck.report.markdown import inert
from gapcheck.report.terminal import one_line
from gapcheck.rule import Check, Requirement

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# GitHub sorts alerts by this number where a rule is tagged as security: critical over 9.0, high over 7.0.
_SECURITY = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0", "info": "1.0"}


def write(report: Report, style: Style) -> str:
    """Return one run with a rule for every requirement that has a gap, and a result for every gap and undecided finding."""
    rules: dict[str, Requirement | Check] = {}
    results: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    for checked in report.documents:
        if checked.error:
            problems.append(_problem(checked))
        found = open_ones(checked)
        for one in found:
            rules.setdefault(one.finding.requirement.id, one.finding.requirement)
        results += _results(checked, found, list(rules), style)
    driver = {
        "name": "gapcheck",
        "version": report.version,
        "semanticVersion": report.version,
        "rules": [_rule(rule) for rule in rules.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": "gapcheck/"},
        "properties": {
            "packs": {pack.law: pack.version for pack in report.packs},
            "verified": {pack.law: pack.as_of for pack in report.packs},
            "fingerprints": {pack.law: pack.fingerprint for pack in report.packs},
            "asOf": report.as_of,
        },
        "invocations": [{"executionSuccessful": not problems, "toolExecutionNotifications": problems}],
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Requirement | Check) -> dict[str, Any]:
    cite = f" ({rule.cite})" if rule.cite else ""
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.replace(".", "-").split("-")),
        "shortDescription": {"text": one_line(rule.title)},
        "fullDescription": {"text": one_line(f"{rule.summary}{cite}")},
        "help": {
            "text": one_line(f"{rule.summary}{cite} What to add or change: {rule.remedy}"),
            "markdown": "\n\n".join(
                filter(
                    None,
                    (
                        f"**{inert(rule.title)}**{inert(cite)}",
                        inert(rule.summary),
                        f"**What to add or change:** {inert(rule.remedy)}",
                        f"**A clause to start from:**\n\n> {inert(rule.model_clause)}" if rule.model_clause else "",
                    ),
                )
            ),
        },
        "defaultConfiguration": {"level": "note" if rule.level == "recommended" else "error"},
        "properties": {
            "tags": ["privacy", rule.law, rule.topic],
            "precision": rule.confidence,
            "problem.severity": "recommendation" if rule.level == "recommended" else "error",
            "security-severity": _SECURITY[rule.severity],
        },
    }


def _results(checked: Checked, found: list[Placed], ids: list[str], style: Style) -> list[dict[str, Any]]:
    if checked.document is None:
        return []
    lines = Lines(checked.document.text, checked.document.parts)
    seen: dict[str, int] = {}
    results = []
    for one in found:
        finding, rule = one.finding, one.finding.requirement
        failing = finding.status in GAPS and matters(finding, style.fail_on)
        print_ = fingerprint(finding, checked.document)
        seen[print_] = seen.get(print_, 0) + 1
        places = [_location(checked.document, lines, proof) for proof, _, _ in one.passages]
        shown = places if finding.status != "missing" else []
        result = {
            "ruleId": rule.id,
            "ruleIndex": ids.index(rule.id),
            "level": "note" if is_advice(finding) else "error" if failing else "warning",
            "message": _message(f"{finding.status}: {rule.title}: {said(finding)}. {rule.remedy}"),
            "locations": shown[:1] or [_top(one)],
            "partialFingerprints": {"gapcheck/v1": f"{print_}:{seen[print_]}"},
            "properties": {"status": finding.status, "confidence": finding.confidence, "citation": rule.cite},
        }
        if finding.excuse:
            result["suppressions"] = [{"kind": "external", "justification": one_line(finding.excuse.said)}]
        related = shown[1:] if shown else places
        if related:
            result["relatedLocations"] = [{"id": number, **place} for number, place in enumerate(related, 1)]
        results.append(result)
    return results


def _location(document: Document, lines: Lines, proof: Evidence) -> dict[str, Any]:
    start, end = lines.place(proof.span.start), lines.place(proof.span.end)
    region = {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}
    shown = {"text": one_line(document.text[proof.span.start : proof.span.end])}
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(document.part(proof.span.start).document.path),
            "region": {**region, "snippet": shown},
        },
        "message": _message(f"{proof.element}: {document.quoted[proof.span.start : proof.span.end]}"),
    }


def _top(one: Placed) -> dict[str, Any]:
    """Return the place of what is not there: the first line of the policy, since a result without a place is not shown."""
    return {"physicalLocation": {"artifactLocation": _artifact(one.place.path), "region": {"startLine": 1, "startColumn": 1}}}


def _message(text: str) -> dict[str, str]:
    """Return a message with no link in it: SARIF reads `[words](target)` as one."""
    return {"text": one_line(text).replace("](", "] (")}


def _artifact(path: str) -> dict[str, str]:
    path = re.sub("^/{2,}", "/", path.replace(os.sep, "/"))  # two at the beginning would name another machine
    return {"uri": url_quote(path.encode("utf-8", "surrogateescape"), safe="/")}


def _problem(checked: Checked) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": _artifact(checked.path)}}
    return {"level": "error", "message": _message(f"could not check: {checked.error}"), "locations": [location]}
