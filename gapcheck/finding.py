"""What was found: one finding a requirement, met ones too, each with its evidence and what was looked for in vain."""

from __future__ import annotations

from gapcheck.document import Document, Span
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.rule import Check, Pack, Requirement

if TYPE_CHECKING:
    from typing import Literal

    from gapcheck.rule import Confidence

    Status = Literal["met", "partial", "missing", "conflict", "not-applicable", "undecided"]

STATUSES: tuple[Status, ...] = ("missing", "conflict", "partial", "undecided", "met", "not-applicable")
GAPS: frozenset[Status] = frozenset({"missing", "conflict", "partial"})


class Shown(Record):
    """How much evidence is wanted: passages for each element, at the most, and for findings of which status (None: all)."""

    passages: int = 3
    only: frozenset[Status] | None = None


class Evidence(Record):
    """A passage that proves `element`: `span` is the passage a report quotes, `match` the words in it that matched.

    `cut` says whether the statement goes on before the passage, and after it.
    """

    element: str
    span: Span
    match: Span
    cut: tuple[bool, bool] = (False, False)


class Looked(Record):
    """An element that was looked for and not found, with what it would have said."""

    element: str
    says: str


class Excuse(Record):
    """Why a gap does not count: `kind` is "waiver" or "baseline", `said` what is said for it."""

    kind: str
    said: str


class Finding(Record):
    """The verdict on one requirement, or what one check found. `reason` states evidence, never law.

    `closest` is, where that was asked for, the passage that comes closest to a disclosure that is missing; it proves nothing.
    """

    requirement: Requirement | Check
    status: Status
    confidence: Confidence
    evidence: tuple[Evidence, ...]
    absent: tuple[Looked, ...]
    reason: str
    excuse: Excuse | None = None
    closest: Span | None = None


class Named(Record):
    """A law that the policy names though it was not checked against it, and where it first does."""

    law: str
    title: str
    span: Span


class Checked(Record):
    """One policy with its findings, in the packs' order; `error` is one sentence where it could not be checked.

    `packs` are those it was checked against, where that is not the same for every policy of the run; `notes` are remarks for the
    report.
    """

    path: str
    document: Document | None
    findings: tuple[Finding, ...]
    error: str = ""
    suggested: tuple[Named, ...] = ()
    packs: tuple[Pack, ...] = ()
    notes: tuple[str, ...] = ()


class Report(Record):
    """Everything one run found. `as_of` is an ISO date, given by the caller."""

    version: str
    as_of: str
    packs: tuple[Pack, ...]
    documents: tuple[Checked, ...]
