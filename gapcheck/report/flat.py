"""Findings with their places worked out, for the formats that write one row or one message a finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gapcheck.document import Lines, Place
from gapcheck.finding import GAPS, STATUSES, Checked, Evidence, Finding
from gapcheck.outcome import excused, is_advice, is_known
from gapcheck.rule import SEVERITIES

_OPEN = GAPS | {"undecided"}


class Placed(NamedTuple):
    """One finding, with its place and the passages to quote: text on one line, and where each begins.

    What is missing has no place: it is put at the beginning of the policy, and its passages say why it is due.
    """

    finding: Finding
    place: Place
    passages: tuple[tuple[Evidence, Place, str], ...]


def placed(checked: Checked) -> Iterator[Placed]:
    """Yield the findings on one policy, in their order."""
    if checked.document is None:
        return
    text, lines = checked.document.read, Lines(checked.document.text)
    for finding in checked.findings:
        passages = tuple(
            (evidence, lines.place(evidence.span.start), " ".join(text[evidence.span.start : evidence.span.end].split()))
            for evidence in finding.evidence
        )
        there = passages and finding.status != "missing"
        yield Placed(finding, passages[0][1] if there else Place(1, 1), passages)


def open_ones(checked: Checked) -> list[Placed]:
    """Return the gaps, but for known ones, and what is undecided, the worst first: duties before advice, then by status and severity."""
    found = [one for one in placed(checked) if one.finding.status in _OPEN and not is_known(one.finding)]
    return sorted(found, key=lambda one: urgency(one.finding))


def urgency(finding: Finding) -> tuple[int, int, int]:
    """Return what to sort by: duties before advice, both before what is waived, then status, then severity."""
    return is_advice(finding) + 2 * bool(finding.excuse), STATUSES.index(finding.status), SEVERITIES.index(finding.requirement.severity)


def said(finding: Finding) -> str:
    """Return one sentence on a finding: what is absent, or what was found; and why it does not count, if it does not."""
    return excused(_said(finding), finding)


def _said(finding: Finding) -> str:
    absent = "; ".join(looked.says for looked in finding.absent)
    if finding.status == "missing" and absent:
        return f"no statement found: {absent}"
    if finding.status == "partial" and absent:
        return f"not found: {absent}"
    return finding.reason
