"""A workbook for people who work through findings: sheets Summary, Matrix, Findings, Conflicts and Method."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gapcheck.finding import GAPS, STATUSES, Checked, Finding, Report
from gapcheck.outcome import counts, excused, findings_of, is_advice, matters, packs_of
from gapcheck.report import Style
from gapcheck.report.flat import At, barred, excerpt, lead, meanings, open_ones, placed, said, urgency
from gapcheck.report.names import METHOD, NAMES
from gapcheck.report.notes import notes
from gapcheck.report.workbook import Workbook
from gapcheck.rule import Check, Pack

_QUOTE = 1_000
_SETTLED = ("met", "not-applicable")


def write(report: Report, style: Style) -> bytes:
    """Return the report as a workbook; only `style.fail_on` matters to it."""
    book = Workbook("Disclosure audit", f"gapcheck {report.version}", datetime.fromisoformat(report.as_of))
    _summary(book, report, style)
    _matrix(book, report)
    _findings(book, report)
    _conflicts(book, report)
    _method(book, report)
    return book.content()


def _summary(book: Workbook, report: Report, style: Style) -> None:
    heads = [
        "Policy", "Law", "Pack", *(NAMES[status] for status in STATUSES),
        "Gaps in what the law requires", "Gaps in advice", "Count for the exit code", "Notes",
    ]  # fmt: skip
    book.table("Summary", heads, (44, 11, 10, *[11] * 6, 15, 11, 13, 60), _summary_rows(report, style))


def _summary_rows(report: Report, style: Style) -> Iterable[list[str | int]]:
    for checked in report.documents:
        if checked.error:
            yield [checked.path, "", "", *[""] * 9, f"Could not be checked: {checked.error}"]
            continue
        packs = packs_of(checked, report)
        remarks = " ".join(notes(checked, packs))
        for pack in packs:
            findings = findings_of(checked, pack)
            gaps = [finding for finding in findings if finding.status in GAPS]
            advice = sum(map(is_advice, gaps))
            failing = sum(matters(finding, style.fail_on) for finding in gaps)
            found = counts(findings)
            numbers = [*(found[status] for status in STATUSES), len(gaps) - advice, advice, failing]
            yield [checked.path, pack.law, pack.version, *numbers, remarks]


def _matrix(book: Workbook, report: Report) -> None:
    found: list[dict[str, Finding]] = [{finding.requirement.id: finding for finding in checked.findings} for checked in report.documents]
    rules = [rule for pack in report.packs for rule in pack.requirements]
    heads = ["Law", "Requirement", "Citation", "Title", "Level", "Severity", *(checked.path for checked in report.documents)]
    rows = (
        [
            rule.law,
            rule.id,
            rule.cite,
            rule.title,
            rule.level,
            rule.severity,
            *(_status(of.get(rule.id), checked) for of, checked in zip(found, report.documents, strict=True)),
        ]
        for rule in rules
    )
    book.table("Matrix", heads, (9, 17, 24, 38, 12, 9, *[18] * len(report.documents)), rows, stay=4)


def _status(finding: Finding | None, checked: Checked) -> str:
    return NAMES[finding.status] if finding else "Could not check" if checked.error else "Not asked for"


def _findings(book: Workbook, report: Report) -> None:
    heads = [
        "Policy", "Law", "Requirement", "Citation", "Title", "Status", "Level", "Severity", "Confidence", "Topic", "Line",
        "What the policy says", "Evidence", "Not found", "What to add or change", "A clause to start from", "Doubt",
    ]  # fmt: skip
    widths = (28, 9, 17, 22, 30, 13, 12, 9, 10, 14, 8, 44, 60, 34, 40, 50, 40)
    book.table("Findings", heads, widths, (row for checked in report.documents for row in _finding_rows(checked)))


def _finding_rows(checked: Checked) -> Iterable[list[str | int]]:
    document = checked.document
    if checked.error or document is None:
        yield [checked.path, "", "", "", "", "Could not check", *[""] * 5, checked.error, *[""] * 5]
        return
    words = barred(document, document.read)
    apart = "; " if any(file.pages for _, file in document.files) else ", "
    found = [one for one in placed(checked) if not isinstance(one.finding.requirement, Check)]
    for finding, _, passages in sorted(found, key=lambda one: (one.finding.status in _SETTLED, urgency(one.finding))):
        rule, gap = finding.requirement, finding.status in GAPS
        lines = apart.join(dict.fromkeys(place.short for _, place, _ in passages))
        quotes = " / ".join(f"{lead(finding)}{place.said}: “{excerpt(words, proof, _QUOTE)}”" for proof, place, _ in passages)
        yield [
            checked.path, rule.law, rule.id, rule.cite, rule.title, NAMES[finding.status], "advice" if is_advice(finding) else rule.level,
            rule.severity, finding.confidence, rule.topic, lines, said(finding) if gap else finding.reason, quotes,
            "; ".join(looked.says for looked in finding.absent), rule.remedy if gap else "", rule.model_clause if gap else "", rule.doubt,
        ]  # fmt: skip


def _conflicts(book: Workbook, report: Report) -> None:
    """Add contradictions and defects, and the requirements that something speaks against, with both sides in cells of their own."""
    heads = [
        "Policy", "Law", "Id", "Title", "Severity", "Confidence", "What was found", "One passage", "Line", "The other passage", "Line",
        "Further passages", "Bears on", "What to change",
    ]  # fmt: skip
    widths = (28, 9, 17, 30, 9, 10, 44, 50, 7, 50, 7, 40, 20, 40)
    book.table("Conflicts", heads, widths, (row for checked in report.documents for row in _conflict_rows(checked)))


def _conflict_rows(checked: Checked) -> Iterable[list[str | int]]:
    document = checked.document
    if document is None:
        return
    words = barred(document, document.read)
    for finding, _, passages in open_ones(checked):
        if finding.status != "conflict":
            continue
        rule, says = finding.requirement, meanings(finding.requirement)
        sides = [(f"“{excerpt(words, proof, _QUOTE)}” ({says.get(proof.element, proof.element)})", place) for proof, place, _ in passages]
        shown = [cell for quote, place in sides[:2] for cell in (quote, _line(place))]
        shown += [""] * (4 - len(shown))
        rest = " / ".join(f"{place.said}: {quote}" for quote, place in sides[2:])
        feeds = ", ".join(rule.feeds) if isinstance(rule, Check) else ""
        yield [
            checked.path, rule.law, rule.id, rule.title, rule.severity, finding.confidence, excused(finding.reason, finding), *shown,
            rest, feeds, rule.remedy,
        ]  # fmt: skip


def _line(place: At) -> int | str:
    """Return the line, with the file where the policy is several, and with the page where there are pages."""
    return int(place.short) if place.short.isdecimal() else place.short


def _size(pack: Pack) -> str:
    return f"{len(pack.checks)} checks" if pack.checks else f"{len(pack.requirements)} requirements"


def _method(book: Workbook, report: Report) -> None:
    rows = [("Judged as of", report.as_of), ("Program", f"gapcheck {report.version}")]
    rows += [
        (f"Law: {pack.law}", f"{pack.title}; rules {pack.version}, as of {pack.as_of}, fingerprint {pack.fingerprint}; {_size(pack)}")
        for pack in report.packs
    ]
    rows += [("What it does" if not number else "", paragraph) for number, paragraph in enumerate(METHOD)]
    rows += [
        (document.path, f"read as {document.format}, {document.encoding}; SHA-256 {document.sha256}")
        for checked in report.documents
        if checked.document
        for _, document in checked.document.files
    ]
    book.prose("Method", rows)
