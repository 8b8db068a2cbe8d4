"""Which regular expressions of rules are so plain that Python's own engine is done with a short text at once, without a time limit.

That engine is there for other things already; `regex`, which knows time limits, takes longer to import than a whole run.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

# How often something is repeated before the number counts as open; and how many such repeats an expression may have.
OPEN, MOST_OPEN = 16, 2
# Braces that are no count mean something else to the other engine.
_OTHER = re.compile(r"(?<!\\)\{(?!\d+(?:,\d*)?\})")


def is_bounded(source: str) -> bool:
    """Return whether both engines read the expression alike, and it repeats little: no repeat in a repeat, two open ones at the most."""
    if _OTHER.search(source):
        return False
    try:
        from re import _parser  # type: ignore[attr-defined]

        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(f"(?i){source}")
            return _open_repeats(_parser.parse(source)) <= MOST_OPEN
    except (re.error, ImportError, AttributeError, Warning, RecursionError, OverflowError):
        return False


def _open_repeats(parsed: Any, repeated: bool = False) -> int:
    """Return how many open repeats there are in a parsed expression; too many where one lies in another."""
    found = 0
    for kind, value in parsed:
        match str(kind):
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN" | "AT":
                pass
            case "MAX_REPEAT" | "MIN_REPEAT":
                _, most, inner = value
                if repeated and most > 1:
                    return MOST_OPEN + 1
                found += (most > OPEN) + _open_repeats(inner, repeated or most > 1)
            case "SUBPATTERN":
                found += _open_repeats(value[-1], repeated)
            case "BRANCH":
                found += sum(_open_repeats(one, repeated) for one in value[1])
            case "ASSERT" | "ASSERT_NOT":
                found += _open_repeats(value[1], repeated)
            case _:
                return MOST_OPEN + 1
    return found
