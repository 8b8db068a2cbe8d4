"""Likeness is what difflib says it is."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapcheck.structure.likeness import alike, differences, likeness, most

_WORDS = st.lists(st.sampled_from("we keep your data for thirty days and # no longer".split()), max_size=40)


@given(one=_WORDS, other=_WORDS, least=st.sampled_from((0.0, 0.5, 0.75, 1.0)))
def test_it_agrees_with_difflib(one: list[str], other: list[str], least: float) -> None:
    judge = SequenceMatcher(None, one, other, autojunk=False)
    assert likeness(one, other) == judge.ratio()
    assert most(one, other) == judge.quick_ratio()
    assert alike(one, other, least) == (judge.ratio() >= least)
    assert list(differences(one, other)) == [tuple(code[1:]) for code in judge.get_opcodes() if code[0] != "equal"]


@given(one=st.text("abcde ", max_size=60), other=st.text("abcde ", max_size=60))
def test_it_agrees_on_letters(one: str, other: str) -> None:
    assert likeness(one, other) == SequenceMatcher(None, one, other, autojunk=False).ratio()


@pytest.mark.parametrize(("one", "other"), [("", ""), ("a", ""), ("", "a")])
def test_nothing_is_like_nothing(one: str, other: str) -> None:
    assert likeness(one, other) == SequenceMatcher(None, one, other).ratio()
