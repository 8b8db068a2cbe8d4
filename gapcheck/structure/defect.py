"""A defect in how a policy is put together: the passages that show it, and why they do."""

from __future__ import annotations

from gapcheck.document import Span
from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from gapcheck.rule import Confidence

MOST = 20  # defects of one kind that are reported of one text
MOST_PARTS = 8  # passages shown for one defect


class Defect(Record):
    """Passages of the text, each under the name of what it is, the offending one first, and one sentence on what they show."""

    parts: tuple[tuple[str, Span], ...]
    reason: str
    confidence: Confidence


def shown(text: str, most: int = 80) -> str:
    """Return `text` on one line, cut short, as a reason quotes it."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "\u2026"


def repeated(name: str, spans: list[Span]) -> tuple[tuple[str, Span], ...]:
    """Return the spans as parts: the first as `name`, the others as further places of the same."""
    return tuple(("again" if number else name, span) for number, span in enumerate(spans[:MOST_PARTS]))
