"""Defects: stub."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from gapcheck.document import Document, Span
from gapcheck.rule import Confidence


class Defect(NamedTuple):
    parts: tuple[tuple[str, Span], ...]
    reason: str
    confidence: Confidence


STRUCTURES: dict[str, Callable[[Document], tuple[Defect, ...]]] = {}


def truncated(document: Document) -> Span | None:
    return None
