"""Defects in how a policy is put together: references that lead nowhere, parts left to be filled in, passages given twice."""

from __future__ import annotations

from gapcheck.document import Span
from gapcheck.record import TYPE_CHECKING
from gapcheck.structure.defect import Defect
from gapcheck.structure.ending import truncated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from gapcheck.document import Document

__all__ = ["STRUCTURES", "Defect", "broken_off", "defects", "truncated"]


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
# What one file of a policy refers to, another may have.
_ELSEWHERE = {"dangling-reference": _later("references", "dangling_numbers"), "unknown-title": STRUCTURES["unknown-title"]}


def defects(kind: str, document: Document, words: Collection[str] | None = None) -> tuple[Defect, ...]:
    """Return the defects of one kind; where a policy is several files, those of each file.

    `words` are those of the document, folded, where they are known: they spare searches.
    """
    from gapcheck.structure.sheet import sheet_of  # of no use to who asks only whether a text is whole

    sheet_of(document, words)
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
