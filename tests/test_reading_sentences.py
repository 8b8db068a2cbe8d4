"""Where sentences end."""

from __future__ import annotations

import pytest

from gapcheck.reading.sentences import MOST_WORDS, capped, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "We use tools (e.g. cookies, pixels, etc.) on the site.",
        "Acme Inc. and Bolt Ltd. share an office in the U.S. and elsewhere.",
        "See Art. 13 and Sec. 1798.100 of the Code, No. 5.",
        "The Italian law is the D.Lgs. 196/2003 (Italy), with measure n. 229 of its authority.",
        "Cookies need consent by \u00a7 25 Abs. 1 TDDDG, and the basis is Art. 4 Nr. 11.",
        "Fees start at 3.50 a month, i.e. little.",
        "As laid down in art." + " " * 40 + "18 of the Regulation, you may ask for a pause.",
        "Acme AG, Birken-Str. 1, is the controller; write to it, attn. Privacy Team.",
        "Write to J. Smith at j.smith@acme.example or www.acme.example/privacy.html today.",
        "Call before 5 p.m. on weekdays.",
        "We wait ... and then we answer",
        "Is that so? we ask.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We collect data. You may object.", ["We collect data.", "You may object."]),
        ("May we? Yes! (Always.) Good.", ["May we?", "Yes!", "(Always.)", "Good."]),
        ("He said \u201cno.\u201d We agreed.", ["He said \u201cno.\u201d", "We agreed."]),
        ("We keep your data.We use cookies.", ["We keep your data.", "We use cookies."]),
        ("Ask for names, dates, etc. We answer.", ["Ask for names, dates, etc.", "We answer."]),
        ("It began in 2018. We grew.", ["It began in 2018.", "We grew."]),
        ("We do not share.\nWe never will.", ["We do not share.", "We never will."]),
        ("Is it safe?We think so.", ["Is it safe?", "We think so."]),
        ("Data are stored in the U.S. We protect them.", ["Data are stored in the U.S.", "We protect them."]),
    ],
)
def test_several_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_endless_sentences_are_cut_and_keep_every_word() -> None:
    text = " ".join(f"word{number}{',' if number % 40 == 39 else ''}" for number in range(2000))
    parts = [text[start:end] for start, end in capped(text, 0, len(text))]
    assert " ".join(parts) == text
    assert max(len(part.split()) for part in parts) <= MOST_WORDS
    assert all(part.endswith(",") for part in parts[:-1])
