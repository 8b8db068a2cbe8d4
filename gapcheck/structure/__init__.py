"""Defects in how a policy is put together: references that lead nowhere, parts left to be filled in, passages given twice."""

from __future__ import annotations

from gapcheck.document import Document
from gapcheck.record import TYPE_CHECKING
from gapcheck.structure.defect import Defect
from gapcheck.structure.duplicates import duplicated_blocks
from gapcheck.structure.empty_sections import empty_sections
from gapcheck.structure.ending import truncated
from gapcheck.structure.numbering import numbering_gaps
from gapcheck.structure.placeholders import placeholders
from gapcheck.structure.references import dangling_references
from gapcheck.structure.tokens import broken_tokens
from gapcheck.structure.unknown_titles import unknown_titles

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["STRUCTURES", "Defect", "truncated"]

STRUCTURES: dict[str, Callable[[Document], tuple[Defect, ...]]] = {
    "dangling-reference": dangling_references,
    "unknown-title": unknown_titles,
    "duplicated-block": duplicated_blocks,
    "numbering": numbering_gaps,
    "placeholder": placeholders,
    "broken-token": broken_tokens,
    "empty-section": empty_sections,
}
