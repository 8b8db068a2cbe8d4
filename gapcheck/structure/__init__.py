"""Defects in how a policy is put together: references that lead nowhere, parts left to be filled in, passages given twice."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING
from gapcheck.structure.defect import Defect
from gapcheck.structure.ending import truncated

if TYPE_CHECKING:
    from collections.abc import Callable

    from gapcheck.document import Document

__all__ = ["STRUCTURES", "Defect", "truncated"]


def _later(module: str, function: str) -> Callable[[Document], tuple[Defect, ...]]:
    """Return the function, whose module is imported when it is first called: few runs need them all."""

    def find(document: Document) -> tuple[Defect, ...]:
        found: tuple[Defect, ...] = getattr(__import__(f"gapcheck.structure.{module}", fromlist=[function]), function)(document)
        return found

    return find


STRUCTURES = {
    "dangling-reference": _later("references", "dangling_references"),
    "unknown-title": _later("unknown_titles", "unknown_titles"),
    "duplicated-block": _later("duplicates", "duplicated_blocks"),
    "numbering": _later("numbering", "numbering_gaps"),
    "placeholder": _later("placeholders", "placeholders"),
    "broken-token": _later("tokens", "broken_tokens"),
    "empty-section": _later("empty_sections", "empty_sections"),
}
