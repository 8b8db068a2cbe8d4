"""Addresses that pyap knows, looked for only before postal codes of the three countries that it serves."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

_BEFORE = 160
# It compiles and matches very long expressions that go back and forth: it gets few texts, and short ones.
MOST_CALLS = 24
_COUNTRIES: dict[int, Literal["US", "CA", "GB"]] = {1: "US", 2: "CA", 3: "GB"}
_RUN = expression(r" *(?:, *)+| +|\n(?:\s*\n)+")
_PLACE = expression(r"[A-Z]\w+,?\s[^@]{0,80}$")


def by_library(text: str, codes: Iterable[tuple[tuple[int, int, int], int]]) -> Iterator[tuple[int, int]]:
    """Yield start and end of the addresses that end with one of the postal codes given, each with where its address may begin."""
    calls = seen = 0
    for (start, end, group), floor in codes:
        country = _COUNTRIES.get(group)
        if country is None or calls == MOST_CALLS:
            continue
        low = max(floor, seen, start - _BEFORE)
        if not _PLACE.search(text[low:start]):
            continue
        import pyap  # its expressions take a tenth of a second to compile

        calls += 1
        piece, places = _spaced(text, low, end)
        for address in pyap.parse(piece, country=country):
            first, last = places[address.match_start], places[address.match_end - 1] + 1
            if last > start and len(text[first:start].split()) > 2:
                yield first, end
                seen = end
                break


def _spaced(text: str, low: int, high: int) -> tuple[str, list[int]]:
    """Return the text spaced as pyap spaces it before it counts, and where in `text` each character stands."""
    piece, places, at = "", list[int](), low
    for run in _RUN.finditer(text, low, high):
        piece += text[at : run.start()]
        places += range(at, run.start())
        mark = ", " if "," in run.group() else "\n" if "\n" in run.group() else " "
        piece += mark
        places += [run.start()] * len(mark)
        at = run.end()
    return piece + text[at:high], [*places, *range(at, high)]
