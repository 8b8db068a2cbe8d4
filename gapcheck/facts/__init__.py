"""Typed values that a policy states: whom to write to, when, how long, under which law."""

from __future__ import annotations

from gapcheck.document import Document, Span
from gapcheck.facts.fact import KINDS, Fact, Found
from gapcheck.facts.plain import Plain, plain_of
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from typing import Any

__all__ = ["KINDS", "Fact", "comparable", "facts_in", "same"]

# Module and function for every kind, imported when asked for: their expressions take long to compile.
_FINDERS = {
    "email": "contact.emails",
    "phone": "contact.phones",
    "address": "address.addresses",
    "url": "contact.urls",
    "entity": "entity.entities",
    "date": "dates.dates",
    "duration": "durations.durations",
    "age": "durations.ages",
    "country": "countries.countries",
    "statute": "laws.statutes",
    "regulator": "laws.regulators",
    "reference": "references.references",
}
_SAME = {
    "phone": "contact.same_phone",
    "address": "sameaddress.same_address",
    "url": "contact.same_url",
    "entity": "entity.same_entity",
    "date": "dates.same_date",
    "duration": "durations.same_duration",
    "age": "durations.same_age",
    "reference": "references.same_reference",
}
_COMPARABLE = {"address": "addressee.same_addressee", "date": "dates.same_version"}
# These go over several statements: an address has a line for each of its parts.
_WIDE = ("address",)
# A link's target says again what its text says.
_ONCE = ("email", "url")


def facts_in(document: Document, kinds: Collection[str], within: Collection[int] | None = None) -> tuple[Fact, ...]:
    """Return the facts of the kinds given, in the order of the text; those that statements `within` hold, where these are given."""
    unknown = set(kinds).difference(KINDS)
    if unknown:
        raise ValueError(f"no such kind of fact: {sorted(unknown)[0]!r}")
    if not kinds:
        return ()
    plain = plain_of(document)
    plain.wanted = document.statements if within is None else tuple(document.statements[number] for number in sorted(within))
    found = [fact for kind in KINDS if kind in kinds for fact in _held(plain, kind) if within is None or fact.statement in within]
    return tuple(sorted(found, key=lambda fact: (fact.span, KINDS.index(fact.kind), fact.value)))


def _held(plain: Plain, kind: str) -> Iterator[Fact]:
    """Yield the facts of one kind that a statement holds."""
    said: set[tuple[int, str]] = set()
    finder: Callable[[Plain], Iterator[Found]] = _imported(_FINDERS[kind])
    for value, start, end, label in finder(plain):
        number = plain.holder(start)
        if number is None or (end > plain.span(number).end and kind not in _WIDE):
            continue
        if kind in _ONCE:
            if (number, value) in said:
                continue
            said.add((number, value))
        yield Fact(kind, value, label, Span(start, end), number)


def same(kind: str, a: str, b: str) -> bool:
    """Return whether two values of a kind name the same thing, however each is written."""
    if a == b or kind not in _SAME:
        return a == b
    compare: Callable[[str, str], bool] = _imported(_SAME[kind])
    return compare(a, b)


def comparable(one: Fact, other: Fact) -> bool:
    """Return whether two facts of a kind, in the order of the text, are by their labels values of the same thing.

    A date of which nothing says what it is the date of is like no other; an address can be anybody's that its label does not exclude.
    """
    if one.kind not in _COMPARABLE:
        return one.label == other.label
    compare: Callable[[str, str], bool] = _imported(_COMPARABLE[one.kind])
    return compare(one.label, other.label)


def _imported(name: str) -> Any:
    module, _, function = name.partition(".")
    return getattr(__import__(f"gapcheck.facts.{module}", fromlist=[function]), function)
