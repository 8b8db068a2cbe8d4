"""The phrase notation: what each sign matches, and the column of every mistake."""

from __future__ import annotations

import pytest

from gapcheck.pattern import Either, Gap, Maybe, Named, PhraseError, Prefix, Sequence, Word, parse


def test_words_alternatives_options_prefixes_gaps_and_lists() -> None:
    assert parse("right to (erase|have removed) [all] person* ...3 {data}") == Sequence(
        (
            Word("right"),
            Word("to"),
            Either((Word("erase"), Sequence((Word("have"), Word("removed"))))),
            Maybe(Word("all")),
            Prefix("person"),
            Gap(3),
            Named("data", 50),
        )
    )


def test_capitals_and_spelling_are_folded() -> None:
    assert parse("US organisation e-mail") == Sequence((Word("^us"), Word("organization"), Word("email")))


def test_punctuation_is_passed_over() -> None:
    assert parse("opt-out, please") == Sequence((Word("opt"), Word("out"), Word("please")))


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("a|b", 2, "belongs in brackets"),
        ("one (two", 5, "not closed"),
        ("one two)", 8, "closes nothing"),
        ("one [two", 5, "not closed"),
        ("one {two", 5, "not closed"),
        ("one (two|)", 10, "a word is missing"),
        ("one ab*", 5, "at least three letters"),
        (r"one \d+", 5, "regular expression"),
        ("one ...31 two", 5, "1 to 30 words"),
        ("... two", 1, "cannot begin or end"),
        (f"one ...{'9' * 5000} two", 5, "a gap is 1 to"),
        ("[one]", 1, "at least one word"),
        ("", 1, "a word is missing"),
    ],
)
def test_mistakes_carry_their_column(text: str, column: int, words: str) -> None:
    with pytest.raises(PhraseError, match=words) as caught:
        parse(text)
    assert caught.value.column == column


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(PhraseError, match="nested"):
        parse("(" * 200 + "a" + ")" * 200)
