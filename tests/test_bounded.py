"""Which expressions of rules run without a time limit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from conftest import ROOT

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


def expressions(value: object) -> Iterator[str]:
    """Yield the expressions that stand anywhere in a rule."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "regex":
                yield inner
            elif key != "examples":
                yield from expressions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from expressions(inner)


def test_no_built_in_rule_needs_the_engine_that_takes_longer_to_import_than_a_run() -> None:
    every = [(path.name, one) for path in sorted((ROOT / "rules").rglob("*.yaml")) for one in expressions(yaml.safe_load(path.read_text()))]
    assert len(every) > 20
    # Counts of at most 16 do for repeats such as \\w+; two may be open, and none may lie in another.
    assert [(name, one) for name, one in every if not is_bounded(one)] == []
