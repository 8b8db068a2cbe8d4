"""Defects in how a policy is put together: references that lead nowhere, parts left to be filled in, passages given twice."""

from __future__ import annotations

from gapcheck.document import Document, Span
from gapcheck.record import TYPE_CHECKING
from gapcheck.structure.defect import Defect
from gapcheck.structure.duplicates import duplicated_blocks
from gapcheck.structure.empty_sections import empty_sections
from gapcheck.structure.ending import truncated
from gapcheck.structure.numbering import numbering_gaps
from gapcheck.structure.placeholders import placeholders
from gapcheck.structure.references import dangling_numbers, dangling_references
from gapcheck.structure.tokens import broken_tokens
from gapcheck.structure.unknown_titles import unknown_titles

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["STRUCTURES", "Defect", "broken_off", "defects", "truncated"]

STRUCTURES: dict[str, Callable[[Document], tuple[Defect, ...]]] = {
    "dangling-reference": dangling_references,
    "unknown-title": unknown_titles,
    "duplicated-block": duplicated_blocks,
    "numbering": numbering_gaps,
    "placeholder": placeholders,
    "broken-token": broken_tokens,
    "empty-section": empty_sections,
}
# What one file of a policy refers to, another may have.
_ELSEWHERE = {"dangling-reference": dangling_numbers, "unknown-title": unknown_titles}


def defects(kind: str, document: Document) -> tuple[Defect, ...]:
    """Return the defects of one kind; where a policy is several files, those of each file."""
    if not document.parts:
        return STRUCTURES[kind](document)
    refers = _ELSEWHERE.get(kind)
    dangling = {span for defect in refers(document) for _, span in defect.parts} if refers else set()
    found = []
    for start, part in document.parts:
        alone = {defect.parts[0] for defect in refers(part)} if refers else set()
        for defect in STRUCTURES[kind](part):
            parts = tuple((name, Span(span.start + start, span.end + start)) for name, span in defect.parts)
            if defect.parts[0] not in alone or parts[0][1] in dangling:
                found.append(defect._replace(parts=parts))
    return tuple(found)


def broken_off(document: Document) -> list[int]:
    """Return the numbers of the statements in which the document, or one of its files, breaks off."""
    found, number = [], -1
    for part in document.files:
        number += len(part.document.statements)
        if truncated(part.document) is not None:
            found.append(number)
    return found
