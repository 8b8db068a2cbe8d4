"""What a new version of a policy lost and gained: the findings on the old one against those on the new one."""

from __future__ import annotations

from collections import Counter

from gapcheck.fingerprint import fingerprint
from gapcheck.outcome import matters
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.rule import Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gapcheck.document import Document
    from gapcheck.finding import Checked, Evidence, Finding, Looked

# The kinds of changes, the worst first, and what each is called where they are counted.
KINDS = {
    "lost": "lost",
    "contradicted": "newly contradicted",
    "weakened": "weakened",
    "undecided": "no longer decided",
    "newly due": "newly due and not met",
    "gained": "gained",
    "strengthened": "strengthened",
    "resolved": "no longer contradicted",
    "no longer due": "no longer due",
}
WORSE = ("lost", "contradicted", "weakened")
_BY_STATUS = {
    ("met", "partial"): "weakened",
    ("partial", "met"): "strengthened",
    ("missing", "partial"): "gained",
    ("missing", "met"): "gained",
    ("not-applicable", "met"): "gained",
    ("conflict", "met"): "resolved",
    ("conflict", "partial"): "resolved",
}
_BY_NEW = {"missing": "lost", "conflict": "contradicted", "not-applicable": "no longer due", "undecided": "undecided"}


class Change(Record):
    """One requirement whose verdict changed, or one contradiction that came or went; `counts` says whether for the exit code."""

    kind: str
    old: Finding | None
    new: Finding | None
    counts: bool

    @property
    def finding(self) -> Finding:
        """The finding on the new version, or where there is none, on the old one."""
        found = self.new or self.old
        assert found
        return found


def changes(old: Checked, new: Checked, fail_on: str) -> tuple[Change, ...]:
    """Return what changed from one version to the other, the worst first."""
    found = [*_of_requirements(old, new, fail_on), *_of_checks(old, new, fail_on)]
    order = list(KINDS)
    return tuple(sorted(found, key=lambda change: (not change.counts, order.index(change.kind))))


def _of_requirements(old: Checked, new: Checked, fail_on: str) -> Iterator[Change]:
    before = {finding.requirement.id: finding for finding in old.findings if not isinstance(finding.requirement, Check)}
    for finding in new.findings:
        if isinstance(finding.requirement, Check):
            continue
        was = before[finding.requirement.id]
        kind = _kind(was, finding)
        if kind:
            yield Change(kind, was, finding, kind in (*WORSE, "undecided") and matters(finding, fail_on))


def _kind(old: Finding, new: Finding) -> str:
    """Return what happened to one requirement, "" where nothing did."""
    if old.status == new.status:
        return _parts(old, new) if new.status == "partial" else ""
    if old.status == "undecided":
        return ""
    if old.status == "not-applicable" and new.status in ("missing", "partial", "conflict"):
        return "newly due"
    if (old.status, new.status) == ("conflict", "missing") and not gone(old, new):
        return "resolved"  # the disclosure itself was not there before
    return _BY_STATUS.get((old.status, new.status)) or _BY_NEW[new.status]


def _parts(old: Finding, new: Finding) -> str:
    """Return what happened to a disclosure that was incomplete and still is."""
    return "weakened" if gone(old, new) else "strengthened" if gone(new, old) else ""


def gone(old: Finding, new: Finding) -> list[Looked]:
    """Return the parts of a disclosure that one version has and the other has not."""
    before = {looked.element for looked in old.absent}
    return [looked for looked in new.absent if looked.element not in before]


def _of_checks(old: Checked, new: Checked, fail_on: str) -> Iterator[Change]:
    """Yield the contradictions that came, and those that went; one in other words is the same one as long as their number is."""
    for finding in _only(new, old):
        yield Change("contradicted", None, finding, matters(finding, fail_on))
    for finding in _only(old, new):
        yield Change("resolved", finding, None, False)


def _only(one: Checked, other: Checked) -> list[Finding]:
    """Return the contradictions in one version that the other does not have."""
    assert one.document
    assert other.document
    there = Counter(fingerprint(finding, other.document) for finding in _checks(other))
    more = Counter(finding.requirement.id for finding in _checks(one))
    more.subtract(finding.requirement.id for finding in _checks(other))
    found = []
    for finding in _checks(one):
        print_ = fingerprint(finding, one.document)
        if there[print_]:
            there[print_] -= 1
        elif more[finding.requirement.id] > 0:
            more[finding.requirement.id] -= 1
            found.append(finding)
    return found


def _checks(checked: Checked) -> Iterable[Finding]:
    return (finding for finding in checked.findings if isinstance(finding.requirement, Check))


def shown_evidence(change: Change, mine: Document, other: Document, old: bool) -> list[Evidence]:
    """Return the passages to quote of one version, at most two.

    Of what is newly due, those that make it due. Of what was lost, those that showed the part that is no longer found, and no longer
    stand in the other version; where there are more, those that have words of the requirement's title.
    """
    finding, opposite = (change.old, change.new) if old else (change.new, change.old)
    due = change.kind == "newly due" and not old
    if finding is None or finding.status == "not-applicable" or (finding.status == "missing" and not due):
        return []
    evidence = list(finding.evidence)
    if opposite is not None:
        lost = {looked.element for looked in gone(finding, opposite)}
        evidence = [one for one in evidence if one.element in lost] or evidence
    there = " ".join(other.read.split())
    passages = {one.span.start: (one, " ".join(mine.read[one.span.start : one.span.end].split())) for one in evidence}
    own = {start: passage for start, passage in passages.items() if passage[1] not in there} or passages
    stems = [word[:6].lower() for word in finding.requirement.title.split() if len(word) > 4]
    best = sorted(own, key=lambda start: -sum(stem in own[start][1].lower() for stem in stems))[:2]
    return [own[start][0] for start in sorted(best)]
