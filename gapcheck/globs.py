"""Which files a pattern in the configuration stands for."""

from __future__ import annotations

import re
from functools import lru_cache


def matches(patterns: tuple[str, ...], path: str) -> bool:
    """Return whether one of `patterns` stands for `path`, which is relative to the configuration's folder, with slashes."""
    return any(_expression(pattern).match(path) for pattern in patterns)


def is_plain(pattern: str) -> bool:
    """Return whether the pattern can stand for one file only."""
    return "/" in pattern and not any(char in pattern for char in "*?") and not pattern.endswith("/")


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    """Return the pattern as an expression: * and ? stay in one folder, ** does not; without a slash it may stand anywhere.

    A folder stands for everything in it.
    """
    anchored = pattern.startswith(("./", "/")) or "/" in pattern.rstrip("/")
    wanted = pattern.removeprefix("./").strip("/")
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", wanted)
    special = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    body = "".join(special.get(part) or re.escape(part) for part in parts)
    return re.compile(rf"{'' if anchored else '(?:.*/)?'}{body}(?:/.*)?\Z", re.DOTALL)
