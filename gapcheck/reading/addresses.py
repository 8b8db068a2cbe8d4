"""The last lines of an address: a country below a postal code, or a town with what it lies in, is no title."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.reading.blocks import listed

_LONGEST = 100  # characters of a line of an address
# A Canadian, British, Irish, continental or American postal code at the end of a line.
_CODE = expression(
    r"(?:\b(?:[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[\dW] ?[A-Z\d]{4})|(?<![\d-])\d{4,6}(?:-\d{4})?)\W?$"
)
_COUNTRIES = listed(
    """
    australia austria belgium canada cyprus denmark england estonia finland france germany india ireland israel italy japan luxembourg
    malta netherlands norway poland portugal scotland singapore spain sweden switzerland u.k. u.s. u.s.a. uk us usa
    """
) | {"the netherlands", "new zealand", "republic of ireland", "united kingdom", "united states", "united states of america"}

_PROVINCES = listed("alberta manitoba newfoundland ontario quebec qu\u00e9bec saskatchewan yukon") | {
    "british columbia",
    "new brunswick",
    "northwest territories",
    "nova scotia",
    "prince edward island",
}


def is_town(line: str) -> bool:
    """Return whether the line is a town with its province, or with its province or state and its country."""
    named = line.rstrip(" .").split(", ", 3)
    if not 2 <= len(named) <= 3 or named[-1].lower() not in (_PROVINCES if len(named) == 2 else _COUNTRIES):
        return False
    return all(name.count(" ") < 3 and all(word[:1].isupper() for word in name.split()) for name in named[:-1])


def is_country(line: str, before: str) -> bool:
    """Return whether the line is the country of an address: `before`, the line above it, ends in a postal code."""
    if line.strip(" ,").lower() not in _COUNTRIES or len(before) > _LONGEST or "+" in before:
        return False
    return _CODE.search(before) is not None
