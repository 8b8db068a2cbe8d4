"""Counts over all policies of a run: for each law how often each status, and which requirements the most policies miss."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from gapcheck.finding import GAPS, STATUSES, Checked, Finding, Report
from gapcheck.outcome import counts, findings_of, is_advice, packs_of
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.report import Style
from gapcheck.report.matrix import HEADS
from gapcheck.report.terminal import paint, printable
from gapcheck.rule import Check, Pack, Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapcheck.finding import Status

MISSED = STATUSES[:3]
_LEAD = 2 * 5 + 8 + 3 * 4 + 8  # the columns before the last, and what parts them


class Law(Record):
    """One law's counts: how many policies were checked against it, how many have gaps, and of each status how many findings.

    `excused` are gaps that are waived or known from a baseline, which count nowhere else.
    """

    law: str
    policies: int
    with_gaps: int
    found: dict[Status, int]
    excused: int


class Missed(Record):
    """How many policies have a gap in one requirement, of which kind, and how many were checked for it."""

    rule: Requirement | Check
    policies: int
    checked: int
    found: dict[Status, int]
    advice: bool


def laws(report: Report) -> list[Law]:
    """Return the counts of each law, in the order of the report."""
    return [_law(pack, report) for pack in report.packs]


def _law(pack: Pack, report: Report) -> Law:
    documents = _checked(pack, report)
    findings = [finding for checked in documents for finding in findings_of(checked, pack)]
    with_gaps = sum(any(map(_is_open, findings_of(checked, pack))) for checked in documents)
    excused = sum(finding.excuse is not None for finding in findings)
    return Law(pack.law, len(documents), with_gaps, counts(one for one in findings if not one.excuse), excused)


def missed(report: Report) -> list[Missed]:
    """Return the requirements that policies miss: those that the most miss first."""
    gaps: dict[str, list[list[Finding]]] = {}
    for checked in report.documents:
        here: dict[str, list[Finding]] = {}
        for finding in checked.findings if not checked.error else ():
            if _is_open(finding):
                here.setdefault(finding.requirement.id, []).append(finding)
        for id, of_policy in here.items():
            gaps.setdefault(id, []).append(of_policy)
    found = []
    for pack in report.packs:
        total = len(_checked(pack, report))
        rules: list[Requirement | Check] = [*pack.requirements, *pack.checks]
        for rule in rules:
            every = [finding for of_policy in gaps.get(rule.id, ()) for finding in of_policy]
            if every:
                found.append(Missed(rule, len(gaps[rule.id]), total, counts(every), all(map(is_advice, every))))
    return sorted(found, key=lambda one: (-one.policies, one.advice, one.rule.id))


def _checked(pack: Pack, report: Report) -> list[Checked]:
    """Return the policies that were judged by this law."""
    return [checked for checked in report.documents if not checked.error and any(one.law == pack.law for one in packs_of(checked, report))]


def _is_open(finding: Finding) -> bool:
    return finding.status in GAPS and not finding.excuse


def text(report: Report, style: Style) -> str:
    """Return the statistics as tables that fit the width."""
    failed = sum(bool(checked.error) for checked in report.documents)
    total = len(report.documents)
    head = f"Statistics of {total} {'policy' if total == 1 else 'policies'}" + (f", {failed} not checked" if failed else "")
    found, worst = laws(report), missed(report)
    rows = [[printable(one.law), *map(_count, (one.policies, one.with_gaps, *one.found.values(), one.excused))] for one in found]
    blocks = [paint(head, "bold", style.color), _table(["law", "policies", "with gaps", *HEADS.values(), "exc."], rows, ("law",))]
    if any(one.excused for one in found):
        said = "exc.: gaps that are waived or known from a baseline, which count nowhere else here."
        blocks.append("\n".join(wrap(said, style.width, break_on_hyphens=False)))
    if worst:
        heads = ["policies", *(HEADS[status] for status in MISSED), "severity", "requirement"]
        shown = [row for one in worst for row in _rows(one, style)]
        blocks.append(paint("Gaps, by how many policies have them", "bold", style.color))
        blocks.append(_table(heads, shown, ("severity", "requirement")))
    else:
        blocks.append("No policy has a gap.")
    return "\n\n".join(blocks) + "\n"


def _rows(one: Missed, style: Style) -> Iterator[list[str]]:
    """Yield a row, and one more for each further line of a long title."""
    severity = "advice" if one.advice else one.rule.severity
    lead = [f"{one.policies}/{one.checked}", *(_count(one.found[status]) for status in MISSED), severity]
    room = max(style.width - _LEAD, 16)
    for line in wrap(f"{one.rule.id} {printable(one.rule.title)}", room, break_on_hyphens=False):
        yield [*lead, line]
        lead = [""] * len(lead)


def _table(heads: list[str], rows: list[list[str]], left: tuple[str, ...]) -> str:
    """Return a table whose columns are numbers, set to the right, but for those named `left`."""
    sizes = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [heads, ["-" * size for size in sizes], *rows]
    shown = [
        "  ".join(cell.ljust(size) if head in left else cell.rjust(size) for cell, size, head in zip(line, sizes, heads, strict=True))
        for line in lines
    ]
    return "\n".join(map(str.rstrip, shown))


def _count(count: int) -> str:
    return str(count or ".")


def data(report: Report) -> dict[str, Any]:
    """Return the statistics for the JSON report."""
    return {
        "policies": len(report.documents),
        "not_checked": sum(bool(checked.error) for checked in report.documents),
        "laws": [
            {"law": one.law, "policies": one.policies, "with_gaps": one.with_gaps, "findings": one.found, "excused": one.excused}
            for one in laws(report)
        ],
        "requirements": list(_missed_data(report)),
    }


def _missed_data(report: Report) -> Iterator[dict[str, Any]]:
    for one in missed(report):
        found = {status: one.found[status] for status in MISSED}
        yield {"id": one.rule.id, "law": one.rule.law, "title": one.rule.title, "policies": one.policies, "checked": one.checked} | found
