"""Typed values that a policy states: whom to write to, when, how long, under which law."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from gapcheck.document import Document, Span
from gapcheck.facts.address import addresses
from gapcheck.facts.contact import emails, phones, same_phone, same_url, urls
from gapcheck.facts.countries import countries
from gapcheck.facts.dates import dates, same_date
from gapcheck.facts.durations import ages, durations, same_duration
from gapcheck.facts.entity import entities, same_entity
from gapcheck.facts.fact import KINDS, Fact, Found
from gapcheck.facts.laws import regulators, statutes
from gapcheck.facts.plain import Plain
from gapcheck.facts.references import references, same_reference
from gapcheck.facts.sameaddress import same_address

__all__ = ["KINDS", "Fact", "facts_in", "same"]

_FINDERS: dict[str, Callable[[Plain], Iterator[Found]]] = {
    "email": emails,
    "phone": phones,
    "address": addresses,
    "url": urls,
    "entity": entities,
    "date": dates,
    "duration": durations,
    "age": ages,
    "country": countries,
    "statute": statutes,
    "regulator": regulators,
    "reference": references,
}
_SAME: dict[str, Callable[[str, str], bool]] = {
    "phone": same_phone,
    "address": same_address,
    "url": same_url,
    "entity": same_entity,
    "date": same_date,
    "duration": same_duration,
    "reference": same_reference,
}
# These go over several statements: an address has a line for each of its parts.
_WIDE = ("address",)
# A link's target says again what its text says.
_ONCE = ("email", "url")


def facts_in(document: Document, kinds: Collection[str]) -> tuple[Fact, ...]:
    """Return the facts of the kinds given, in the order of the text."""
    unknown = set(kinds).difference(KINDS)
    if unknown:
        raise ValueError(f"no such kind of fact: {sorted(unknown)[0]!r}")
    if not kinds:
        return ()
    plain = Plain(document)
    found = [fact for kind in KINDS if kind in kinds for fact in _held(plain, kind)]
    return tuple(sorted(found, key=lambda fact: (fact.span, KINDS.index(fact.kind), fact.value)))


def _held(plain: Plain, kind: str) -> Iterator[Fact]:
    """Yield the facts of one kind that a statement holds."""
    said: set[tuple[int, str]] = set()
    for value, start, end, label in _FINDERS[kind](plain):
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
    return a == b or (kind in _SAME and _SAME[kind](a, b))
