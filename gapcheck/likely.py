"""Texts that may be no privacy policy: verdicts on them mislead, unless a report says so."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from gapcheck.view import View

FEWEST = 12
_TELLING = frozenset("privacy personal data information confidential confidentiality cookie cookies gdpr ccpa pipa pipeda".split())


def doubt(view: View) -> str:
    """Return why the text may be no privacy policy, as a note, or "" where nothing speaks against it."""
    words = view.tokens.bit_count()
    if words < FEWEST:
        return f"the text has only {words} word{'s'[: words != 1]}: it may be no privacy policy, or the wrong part of one"
    if _TELLING.isdisjoint(view.positions):
        return "the text speaks neither of privacy nor of personal data: it may be no privacy policy"
    return ""
