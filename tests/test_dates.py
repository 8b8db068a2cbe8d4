"""Dates as policies write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapcheck.dates import _read_by_library, _readings, dates_in, months_between

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Last updated: July 16, 2020", [date(2020, 7, 16)]),
        ("on the 3rd of March 2025", [date(2025, 3, 3)]),
        ("Effective 1 Jan 2026 and Sept. 2, 2026", [date(2026, 1, 1), date(2026, 9, 2)]),
        ("_Last updated: July 16, 2020_ _2026-05-04_", [date(2020, 7, 16), date(2026, 5, 4)]),  # italics in Markdown
        ("Updated December, 9 2022 and July 16,2020", [date(2022, 12, 9), date(2020, 7, 16)]),
        ("this 5th day of March , 2024", [date(2024, 3, 5)]),
        ("2026-05-04", [date(2026, 5, 4)]),
        ("2018-03-04", [date(2018, 3, 4)]),  # not 3 April
        ("2018-25-12, 2018-30-02", [date(2018, 12, 25)]),
        ("25.05.2018", [date(2018, 5, 25)]),
        ("May 2024", [date(2024, 5, 28)]),
        ("03/04/2025", [date(2025, 4, 3)]),
        ("12/11/2026", [date(2026, 11, 12)]),
        ("99/99/2020, section 12, 2016/679, (c) 2020", []),
    ],
)
def test_dates(text: str, found: list[date]) -> None:
    assert dates_in(text, TODAY) == found


@pytest.mark.parametrize(
    ("earlier", "months"), [(date(2025, 11, 22), 12), (date(2025, 11, 23), 11), (date(2026, 11, 22), 0), (date(2027, 1, 1), -2)]
)
def test_months(earlier: date, months: int) -> None:
    assert months_between(earlier, TODAY) == months


_WRITTEN = st.builds(
    lambda form, day, month, year, name, mark: form.format(d=day, m=month, y=year, n=name, s=mark),
    st.sampled_from(
        (
            "{d} {n} {y:04}",
            "{d}th of {n}, {y:04}",
            "{n} {d}, {y:04}",
            "{n} {y:04}",
            "{d}{s}{m}{s}{y:04}",
            "{m}/{d}/{y:02}",
        )
    ),
    st.integers(0, 32),
    st.integers(0, 13),
    st.integers(1, 2100),
    st.sampled_from("jan February MAR. april May june Jul. august Sept october nov December".split()),
    st.sampled_from("./-"),
)


@given(written=_WRITTEN)
def test_what_is_read_without_the_library_is_what_the_library_reads(written: str) -> None:
    readings = _readings(written)
    assert readings is None or set(readings) == set(_read_by_library(written))
