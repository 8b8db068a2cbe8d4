"""What findings do to each other: a contradiction reaches the requirements it bears on; a lost end leaves open what is missing."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import CONFIDENCES, Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gapcheck.finding import Finding
    from gapcheck.units import Units


def fed(findings: Iterable[Finding], contradictions: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings, those that a contradiction bears on as conflicts; one of low confidence bears on nothing."""
    sources: dict[str, Finding] = {}
    for contradiction in contradictions:
        check = contradiction.requirement
        if isinstance(check, Check) and contradiction.confidence != "low":
            for id in check.feeds:
                sources.setdefault(id, contradiction)
    for finding in findings:
        source = sources.get(finding.requirement.id)
        if source and finding.status in ("met", "partial", "missing"):
            finding = finding._replace(
                status="conflict",
                confidence=max(finding.confidence, source.confidence, key=CONFIDENCES.index),
                evidence=tuple(dict.fromkeys((*source.evidence, *finding.evidence))),
                reason=f"{source.requirement.id}: {source.reason}",
            )
        yield finding


def open_ended(units: Units, findings: Iterable[Finding], ends: Iterable[int]) -> Iterator[Finding]:
    """Yield the findings on a text that breaks off in the statements `ends`, as undecided where what is missing may stand in its lost end.

    A text that breaks off in a section for other people has lost nothing that this law's people would look for.
    """
    lost = any(not units.foreign >> end & 1 for end in ends)
    for finding in findings:
        if lost and finding.status == "missing":
            finding = finding._replace(
                status="undecided",
                reason=f"{finding.reason}; the text breaks off in mid-structure, and this may stand in the part that is lost",
            )
        yield finding
