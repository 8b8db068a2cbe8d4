"""What a fact is: a typed value that a policy states, and where it stands."""

from __future__ import annotations

from gapcheck.document import Span
from gapcheck.record import Record

KINDS = ("email", "phone", "address", "url", "entity", "date", "duration", "age", "country", "statute", "regulator", "reference")


class Fact(Record):
    """One value; `value` is normalised, `label` says what it is a value of, `statement` is the number of the statement that holds it."""

    kind: str
    value: str
    label: str
    span: Span
    statement: int


class Found(Record):
    """A value at its offsets, before it is known whether a statement holds it."""

    value: str
    start: int
    end: int
    label: str = ""
