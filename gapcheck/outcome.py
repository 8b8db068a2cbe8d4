"""What findings add up to: counts by status, and whether a gap is one that the user wants to fail on."""

from __future__ import annotations

from gapcheck.finding import GAPS, STATUSES, Checked, Finding, Report
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import SEVERITIES, Check, Pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gapcheck.finding import Status


_NAMED = 3  # of the requirements that could not be decided


class Exit:
    """What the exit code says."""

    CLEAN = 0
    GAPS = 1
    NOT_CHECKED = 2
    INTERRUPTED = 130
    CLOSED_PIPE = 141


def findings_of(checked: Checked, pack: Pack) -> tuple[Finding, ...]:
    """Return the findings of one law."""
    return tuple(finding for finding in checked.findings if finding.requirement.law == pack.law)


def packs_of(checked: Checked, report: Report) -> tuple[Pack, ...]:
    """Return the packs that one policy was checked against."""
    return checked.packs or report.packs


def counts(findings: Iterable[Finding]) -> dict[Status, int]:
    """Return how many findings have each status."""
    found = dict.fromkeys(STATUSES, 0)
    for finding in findings:
        found[finding.status] += 1
    return found


def is_advice(finding: Finding) -> bool:
    """Return whether a gap here is advice: what the law does not require, and contradictions of which little is sure."""
    rule = finding.requirement
    return rule.level == "recommended" or (isinstance(rule, Check) and finding.confidence == "low")


def is_upcoming(finding: Finding, as_of: str) -> bool:
    """Return whether the law requires this from a later day only."""
    return finding.requirement.effective > as_of


def is_known(finding: Finding) -> bool:
    """Return whether this is a gap that a baseline holds, which reports leave out."""
    return finding.excuse is not None and finding.excuse.kind == "baseline"


def excused(text: str, finding: Finding) -> str:
    """Return `text` with why the gap does not count, if it does not."""
    return f"{text} ({finding.excuse.kind}: {finding.excuse.said})" if finding.excuse else text


def matters(finding: Finding, fail_on: str) -> bool:
    """Return whether a gap here is one that `fail_on` names."""
    if fail_on == "never" or finding.excuse:
        return False
    if fail_on == "recommended":
        return True
    if is_advice(finding):
        return False
    order: tuple[str, ...] = SEVERITIES
    return fail_on == "mandatory" or order.index(finding.requirement.severity) <= order.index(fail_on)


def exit_code(report: Report, fail_on: str) -> int:
    """Return the exit code for `report`; that something could not be checked outweighs gaps."""
    if any(checked.error for checked in report.documents):
        return Exit.NOT_CHECKED
    statuses = {finding.status for finding in _all(report.documents) if matters(finding, fail_on)}
    if "undecided" in statuses:
        return Exit.NOT_CHECKED
    return Exit.CLEAN if GAPS.isdisjoint(statuses) else Exit.GAPS


def undecided_in(checked: Checked, fail_on: str) -> str:
    """Return which requirements that `fail_on` names could not be decided in a policy; "" where there are none."""
    ids = [finding.requirement.id for finding in checked.findings if finding.status == "undecided" and matters(finding, fail_on)]
    if not ids:
        return ""
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return f"could not decide {', '.join(ids[:_NAMED])}{more}; run without --quiet to see why"


def _all(documents: Sequence[Checked]) -> Iterable[Finding]:
    return (finding for checked in documents for finding in checked.findings)
