"""How much two sequences have in common, as `difflib` measures it, which takes longer to import than a policy to check."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def most(one: Sequence[str], other: Sequence[str]) -> float:
    """Return a likeness that the two cannot exceed: that of the same elements in any order."""
    left: dict[str, int] = {}
    for each in other:
        left[each] = left.get(each, 0) + 1
    shared = 0
    for each in one:
        if left.get(each, 0) > 0:
            left[each] -= 1
            shared += 1
    return 2 * shared / (len(one) + len(other)) if one or other else 1.0


def alike(one: Sequence[str], other: Sequence[str], least: float) -> bool:
    """Return whether the likeness is `least` or more."""
    whole = len(one) + len(other)
    if whole and 2 * min(len(one), len(other)) / whole < least:
        return False
    return most(one, other) >= least and likeness(one, other) >= least


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of elements in blocks that both have, from 0 to 1."""
    shared = sum([size for _, _, size in _blocks(one, other)])
    return 2 * shared / (len(one) + len(other)) if one or other else 1.0


def differences(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield what lies between the blocks: where it begins and ends in one sequence, and in the other."""
    i = k = 0
    for first, second, size in [*_blocks(one, other), (len(one), len(other), 0)]:
        if i < first or k < second:
            yield i, first, k, second
        i, k = first + size, second + size


def _blocks(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return the blocks that both have, in order: the longest (the earliest of these), and so on before and behind it."""
    places: dict[str, list[int]] = {}
    for place, each in enumerate(other):
        places.setdefault(each, []).append(place)
    found = []
    pending = [(0, len(one), 0, len(other))]
    while pending:
        low, high, least, end = pending.pop()
        first, second, size = _longest(one, places, (low, high, least, end))
        if size:
            found.append((first, second, size))
            if low < first and least < second:
                pending.append((low, first, least, second))
            if first + size < high and second + size < end:
                pending.append((first + size, high, second + size, end))
    return sorted(found)


def _longest(one: Sequence[str], places: dict[str, list[int]], window: tuple[int, int, int, int]) -> tuple[int, int, int]:
    low, high, least, end = window
    first, second, size = low, least, 0
    before: dict[int, int] = {}
    for at in range(low, high):
        now: dict[int, int] = {}
        for place in places.get(one[at], ()):
            if least <= place < end:
                now[place] = length = before.get(place - 1, 0) + 1
                if length > size:
                    first, second, size = at - length + 1, place - length + 1, length
        before = now
    return first, second, size
