"""Lines and columns, as editors count them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapcheck.document import Lines, Place


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, (1, 1)),
        ("ab\ncd", 0, (1, 1)),
        ("ab\ncd", 2, (1, 3)),
        ("ab\ncd", 3, (2, 1)),
        ("ab\r\ncd", 4, (2, 1)),
        ("ab\rcd\n", 3, (2, 1)),
        ("ab\r\n\r\ncd", 6, (3, 1)),
        ("a\x0cb\u2028c\x85d\r\ne", 6, (1, 7)),
        ("a\x0cb\u2028c\x85d\r\ne", 9, (2, 1)),
        ("ab\n", 3, (2, 1)),
    ],
)
def test_places(text: str, offset: int, place: tuple[int, int]) -> None:
    assert Lines(text).place(offset) == Place(*place)


@given(st.text(alphabet="ab\n\r\x0c\u2028"), st.data())
def test_places_agree_with_a_plain_count(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    ends = [match.end() for match in re.finditer(r"\r\n|\r|\n", text) if match.end() <= offset]
    assert Lines(text).place(offset) == Place(len(ends) + 1, offset - (ends[-1] if ends else 0) + 1)
