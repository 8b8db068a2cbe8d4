"""Findings with their places worked out, for the formats that write one row or one message a finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gapcheck.document import Lines, where
from gapcheck.finding import GAPS, STATUSES, Checked, Evidence, Finding
from gapcheck.outcome import is_advice
from gapcheck.rule import SEVERITIES


class At(NamedTuple):
    """A place by line and column, and as people read it, in full and in short: with its page where there are pages."""

    line: int = 1
    column: int = 1
    said: str = "line 1"
    short: str = "1"


class Placed(NamedTuple):
    """One finding, with its place and the passages to quote: text on one line, and where each begins.

    What is missing has no place: it is put at the beginning of the policy, and its passages say why it is due.
    """

    finding: Finding
    place: At
    passages: tuple[tuple[Evidence, At, str], ...]


def placed(checked: Checked) -> Iterator[Placed]:
    """Yield the findings on one policy, in their order."""
    if checked.document is None:
        return
    document = checked.document
    text, lines = document.quoted, Lines(document.text)

    def at(offset: int) -> At:
        return At(*lines.place(offset), where(document, lines, offset), where(document, lines, offset, short=True))

    for finding in checked.findings:
        passages = tuple(
            (evidence, at(evidence.span.start), " ".join(text[evidence.span.start : evidence.span.end].split()))
            for evidence in finding.evidence
        )
        there = passages and finding.status != "missing"
        yield Placed(finding, passages[0][1] if there else At(), passages)


def open_ones(checked: Checked) -> list[Placed]:
    """Return the gaps and what is undecided, the worst first: duties before advice, then by status and severity."""
    found = [one for one in placed(checked) if one.finding.status in GAPS or one.finding.status == "undecided"]
    return sorted(found, key=lambda one: urgency(one.finding))


def urgency(finding: Finding) -> tuple[bool, int, int]:
    """Return what to sort by: duties before advice, then status, then severity."""
    return is_advice(finding), STATUSES.index(finding.status), SEVERITIES.index(finding.requirement.severity)


def said(finding: Finding) -> str:
    """Return one sentence on a finding: what is absent, or what was found."""
    absent = "; ".join(looked.says for looked in finding.absent)
    if finding.status == "missing" and absent:
        return f"no statement found: {absent}"
    if finding.status == "partial" and absent:
        return f"not found: {absent}"
    return finding.reason
