"""A document against packs: the one way in, a pure function of the two."""

from __future__ import annotations

from gapcheck.document import Document
from gapcheck.finding import Finding, Shown
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import Pack
from gapcheck.units import Units
from gapcheck.verdict import judge
from gapcheck.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL = Shown()


def check(document: Document, packs: Sequence[Pack], as_of: str = "", shown: Shown = ALL, view: View | None = None) -> tuple[Finding, ...]:
    """Return one finding for every requirement of `packs`, in their order, as of an ISO date (none given: each pack's own).

    `shown` says how much evidence is wanted; `view` is the document as the engine sees it, where the caller has made it
    already.
    """
    view = view or View(document)
    return tuple(finding for pack in packs for finding in judge(Units(view, pack, as_of or pack.as_of, shown), pack))
