"""Records do what `typing.NamedTuple` does, as far as it is used here."""

from __future__ import annotations

import copy
import pickle

import pytest

from gapcheck.record import Record


class Pair(Record):
    """Small enough to have a maker of its own."""

    one: int
    other: str = "x"

    def __str__(self) -> str:
        return f"{self.one}{self.other}"


class Row(Record):
    """Too wide for one."""

    a: int
    b: int
    c: int
    d: int
    e: int
    f: int = 6
    g: int = 7


def test_fields_have_names_places_and_defaults() -> None:
    pair = Pair(1)
    assert (pair.one, pair.other, pair[1], tuple(pair)) == (1, "x", "x", (1, "x"))
    assert pair == Pair(other="x", one=1) == (1, "x") and str(pair) == "1x"
    assert Pair._fields == ("one", "other") and Pair._make([2, "y"]) == Pair(2, "y")
    assert pair._replace(other="z") == (1, "z") and pair._asdict() == {"one": 1, "other": "x"}
    row = Row(1, 2, 3, d=4, e=5, g=0)
    assert row == (1, 2, 3, 4, 5, 6, 0) and row._replace(a=9).a == 9 and repr(row).startswith("Row(a=1, b=2,")


def test_they_can_be_matched_copied_and_sent() -> None:
    match Pair(3, "y"):
        case Pair(one, "y"):
            assert one == 3
        case _:
            pytest.fail("no match")
    for record in (Pair(1), Row(1, 2, 3, 4, 5)):
        assert copy.copy(record) == record and type(pickle.loads(pickle.dumps(record))) is type(record)


@pytest.mark.parametrize("given", [((), {}), ((1, "x", 2), {}), ((1,), {"one": 1}), ((1,), {"third": 1})])
def test_fields_that_are_missing_or_unknown_are_refused(given: tuple[tuple[int, ...], dict[str, int]]) -> None:
    with pytest.raises(TypeError):
        Pair(*given[0], **given[1])  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [((1, 2, 3, 4), {}), (tuple(range(8)), {}), ((1, 2, 3, 4, 5), {"a": 1}), ((1, 2, 3, 4, 5), {"z": 1})])
def test_so_they_are_in_wide_ones(given: tuple[tuple[int, ...], dict[str, int]]) -> None:
    with pytest.raises(TypeError):
        Row(*given[0], **given[1])


def test_they_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Pair(1).one = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Pair(1).third = 2  # type: ignore[attr-defined]
