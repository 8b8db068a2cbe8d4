"""A document against packs: the one way in, a pure function of the two."""

from __future__ import annotations

from gapcheck.conflicts import contradictions
from gapcheck.document import Document
from gapcheck.finding import Finding, Shown
from gapcheck.language import foreign, not_judged
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import Pack
from gapcheck.settle import fed, open_ended
from gapcheck.structure import broken_off
from gapcheck.units import Units
from gapcheck.verdict import judge
from gapcheck.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL = Shown()


def check(document: Document, packs: Sequence[Pack], as_of: str = "", shown: Shown = ALL, view: View | None = None) -> tuple[Finding, ...]:
    """Return one finding for every requirement of `packs`, in their order, and behind them one for every contradiction that
    their checks find, as of an ISO date (none given: each pack's own).

    `shown` says how much evidence is wanted; `view` is the document as the engine sees it, where the caller has made it
    already.
    """
    view = view or View(document)
    language = foreign(view)
    if language and not language.judged:
        return tuple(not_judged(packs, language))
    ends = broken_off(document)
    findings: list[Finding] = []
    found: list[Finding] = []
    laws = [pack.law for pack in packs if pack.requirements]
    units = None
    for pack in packs:
        units = Units(view, pack, as_of or pack.as_of, shown, units)
        judged = judge(units, pack)
        findings += open_ended(units, judged, ends) if ends else judged
        found += contradictions(units, pack, laws) if pack.checks else ()
    return (*fed(findings, found), *found)
