"""Files in which a merge was begun and not finished: both versions stand in them, between marks."""

from __future__ import annotations

MARK = "<<<<<<< "
SAID = "begins a merge that was not finished (<<<<<<<): settle it first"


def unmerged(text: str) -> int:
    """Return the line at which the first unfinished merge begins, 0 where there is none."""
    start = 0 if text.startswith(MARK) else text.find("\n" + MARK) + 1
    if not text.startswith(MARK, start):
        return 0
    middle = text.find("\n=======", start)
    return text.count("\n", 0, start) + 1 if 0 < middle < text.find("\n>>>>>>> ", start) else 0
