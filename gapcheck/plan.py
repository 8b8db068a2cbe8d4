"""A program as it is run: the same nodes, packed so that they load at once, and the steps of the first pass.

A node that is made of phrases says by which of them the first pass settles it; steps that are alike stand together, so that
each runs in a loop of its own.
"""

from __future__ import annotations

from array import array

from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import PHRASE_KINDS, Plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from gapcheck.rule import Node


def packed(numbers: Iterable[int]) -> bytes:
    """Return the numbers as bytes, for `rule.unpacked`."""
    return array("I", numbers).tobytes()


def gapped(nodes: Sequence[Node]) -> frozenset[int]:
    """Return the phrase nodes that have gaps, themselves or in a part."""
    found: set[int] = set()
    for number, node in enumerate(nodes):
        kind = node[0]
        if kind == "gap" or (kind == "opt" and node[1] in found) or (kind in ("seq", "or") and not found.isdisjoint(node[1])):
            found.add(number)
    return frozenset(found)


def plan(nodes: Sequence[Node], roots: Collection[int] = ()) -> Plan:
    """Return a program as it is run; sets that no node and none of `roots` needs are left out."""
    named = {*roots, *(part for node in nodes for part in _parts(node))}
    by_word: dict[str, list[int]] = {}
    by_prefix: dict[str, list[int]] = {}
    parts: list[int] = []
    first = [0]
    for number, node in enumerate(nodes):
        if node[0] != "set":
            parts += node[1:] if node[0] == "gap" else _parts(node) if node[0] in PHRASE_KINDS else ()
        elif number in named:
            for word in node[1]:
                by_word.setdefault(word, []).append(number)
            for prefix in node[2]:
                by_prefix.setdefault(prefix, []).append(number)
        first.append(len(parts))
    with_gap = gapped(nodes)
    return Plan(
        bytes(PHRASE_KINDS.index(node[0]) if node[0] in PHRASE_KINDS else len(PHRASE_KINDS) for node in nodes),
        bytes(number in with_gap for number in range(len(nodes))),
        packed(first),
        packed(parts),
        {word: packed(numbers) for word, numbers in by_word.items()},
        {prefix: packed(numbers) for prefix, numbers in by_prefix.items()},
        _steps(nodes),
        {number: node for number, node in enumerate(nodes) if node[0] not in PHRASE_KINDS},
    )


def _parts(node: Node) -> tuple[int, ...]:
    """Return the nodes that a node is made of."""
    match node[0]:
        case "seq" | "or" | "any" | "all" | "near" | "heading" | "asserts" | "denies" | "density" | "age":
            return tuple(node[1])
        case "opt" | "phrase":
            return (node[1],)
        case "regex" | "count":
            return tuple(node[2])
        case "guard":
            return (node[1], *node[2])
        case "within":
            return (node[2],)
        case _:
            return ()


def _steps(nodes: Sequence[Node]) -> tuple[tuple[str, int, bytes], ...]:
    """Return the steps of the first pass, alike ones together, each behind those that it rests on."""
    level: list[int] = []
    rows: dict[tuple[int, str, int], list[int]] = {}
    for number, node in enumerate(nodes):
        how, least, parts = _first_pass(nodes, node)
        level.append(1 + max((level[part] for part in parts), default=-1))
        if how != "set":
            row = (number, *least, *parts)
            rows.setdefault((level[number], how, len(row)), []).extend(row)
    return tuple((how, width, packed(numbers)) for (_, how, width), numbers in sorted(rows.items()))


def _first_pass(nodes: Sequence[Node], node: Node) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Return how the first pass settles a node: by `any` of other nodes, by `each`, by `some` (at least so many), or `always`.

    What it finds for a phrase is the statements in which the words it needs all occur; for a pattern only whether there is any.
    """
    match node[0]:
        case "set":
            return "set", (), ()
        case "seq":
            return "each", (), tuple(part for part in node[1] if nodes[part][0] not in ("opt", "gap"))
        case "near":
            return "each", (), node[1]
        case "or" | "any" | "heading" | "asserts" | "denies" | "age":
            return "any", (), node[1]
        case "phrase" | "guard":
            return "any", (), (node[1],)
        case "within" | "regex":
            return "any", (), _parts(node)
        case "all":
            return "some", (len(node[1]),), node[1]
        case "count":
            return "some", (node[1],), node[2]
        case _:  # optional parts, gaps and figures need no word
            return "always", (), ()
