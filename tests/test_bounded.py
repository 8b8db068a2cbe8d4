"""Which expressions of rules run without a time limit."""

from __future__ import annotations

import pytest

from gapcheck.bounded import is_bounded


@pytest.mark.parametrize(
    "source", [r"\bdpo@", r"(?i)^\W*(may|june) \d{1,2},? 20\d\d\W*$", r"(?-i:\bNo(?:t| one)?\b)", r"(?:[a-z]+[ -]){0,1}x*"]
)
def test_what_repeats_little_is_bounded(source: str) -> None:
    assert is_bounded(source)


@pytest.mark.parametrize(
    "source",
    [
        r"(\w+\s?)+[!?]",  # a repeat in a repeat
        r"\w+\s*\w+x",  # three open ones
        r"(?:[a-z]{2,3}-){1,40}",
        r"(a|b)\1",  # what the first group found
        r"\p{Lu}",  # what only the other engine knows
        r"(?:foo){e<=1}",
        r"[[:alpha:]]",
        r"(?>a+)b",
        r"(a",
    ],
)
def test_all_else_keeps_its_limit(source: str) -> None:
    assert not is_bounded(source)
