"""A program as it is run: every word a node too, nodes numbered so that those which the first pass settles alike stand in a row.

The first pass then settles each row at once, column by column, from rows before it. Numbers are packed, so that they load at once.
"""

from __future__ import annotations

from array import array

from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import PHRASE_KINDS, Plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from gapcheck.rule import Node

WIDEST = 8
_PHRASES = ("set", "seq", "or", "opt", "gap")


def gapped(nodes: Sequence[Node]) -> frozenset[int]:
    """Return the phrase nodes that have gaps, themselves or in a part."""
    found: set[int] = set()
    for number, node in enumerate(nodes):
        kind = node[0]
        if kind == "gap" or (kind == "opt" and node[1] in found) or (kind in ("seq", "or") and not found.isdisjoint(node[1])):
            found.add(number)
    return frozenset(found)


def plan(nodes: Sequence[Node], roots: Collection[int] = ()) -> tuple[Plan, list[int]]:
    """Return a program as it is run, and the number that each node has there; sets that nothing and none of `roots` needs have none."""
    return _Planner(nodes, roots).result()


class _Planner:
    """Numbers the words, the prefixes, and then the nodes row by row; `place` is the number that a node gets."""

    def __init__(self, nodes: Sequence[Node], roots: Collection[int]) -> None:
        self.nodes = nodes
        self.settled = [_first_pass(nodes, node) for node in nodes]
        self.place = [-1] * len(nodes)
        needed = {*roots, *(part for node in nodes for part in _parts(node))}
        sets = [number for number, node in enumerate(nodes) if node[0] == "set" and number in needed]
        words = sorted({word for number in sets for word in nodes[number][1]})
        prefixes = sorted({prefix for number in sets for prefix in nodes[number][2]})
        self.words = {word: number for number, word in enumerate(words)}
        self.prefixes = {prefix: len(words) + number for number, prefix in enumerate(prefixes)}
        self.leaves = {number: self._leaves(nodes[number]) for number in sets}
        self.rows = self._rows()

    def _leaves(self, node: Node) -> tuple[int, ...]:
        return (*(self.words[word] for word in node[1]), *(self.prefixes[prefix] for prefix in node[2]))

    def _rows(self) -> list[tuple[str, list[int]]]:
        """Return how each row is settled, and its nodes, each row behind those that it rests on; numbers the nodes."""
        level: list[int] = []
        rows: dict[tuple[int, str, int], list[int]] = {}
        for number, node in enumerate(self.nodes):
            how, parts = self.settled[number]
            level.append(1 + max((level[part] for part in parts), default=0))
            if node[0] != "set":
                rows.setdefault((level[number], how, _width(parts)), []).append(number)
            elif number in self.leaves:
                leaves = self.leaves[number]
                if len(leaves) == 1:
                    self.place[number] = leaves[0]  # nothing but a word
                else:
                    rows.setdefault((1, "any", _width(leaves)), []).append(number)
        following = len(self.words) + len(self.prefixes)
        ordered = [(how, numbers) for (_, how, _), numbers in sorted(rows.items())]
        for _, numbers in ordered:
            for number in numbers:
                self.place[number] = following
                following += 1
        return ordered

    def result(self) -> tuple[Plan, list[int]]:
        with_gap = gapped(self.nodes)
        leaves = [("word", ())] * len(self.words) + [("prefix", ())] * len(self.prefixes)
        order = [number for _, numbers in self.rows for number in numbers]
        made = [*leaves, *((self.nodes[number][0], self._places(number)) for number in order)]
        first, parts = [0], list[int]()
        for _, own in made:
            parts += own
            first.append(len(parts))
        code = "H" if max(len(made), len(parts)) < 1 << 16 else "I"
        done = Plan(
            code,
            self.words,
            tuple(self.prefixes),
            bytes(PHRASE_KINDS.index(kind) if kind in PHRASE_KINDS else len(PHRASE_KINDS) for kind, _ in made),
            bytes(len(leaves)) + bytes(number in with_gap for number in order),
            _packed(code, first),
            _packed(code, parts),
            tuple(self._step(code, how, numbers) for how, numbers in self.rows),
            {self.place[number]: renumbered(self.nodes[number], self.place) for number in order if self.nodes[number][0] not in _PHRASES},
        )
        return done, self.place

    def _places(self, number: int) -> tuple[int, ...]:
        """Return the parts of a node by their numbers; for a gap, its words."""
        node = self.nodes[number]
        if node[0] == "set":
            return self.leaves[number]
        return (node[1],) if node[0] == "gap" else tuple(self.place[part] for part in _parts(node))

    def _step(self, code: str, how: str, numbers: list[int]) -> tuple[str, int, tuple[bytes, ...]]:
        """Return how to settle a row; nodes of many parts have no columns, but are settled one by one."""
        if how == "some" or not _width(self._settling(numbers[0])):
            return how, len(numbers), ()
        columns = zip(*map(self._settling, numbers), strict=True)
        return how, len(numbers), tuple(_packed(code, column) for column in columns)

    def _settling(self, number: int) -> tuple[int, ...]:
        """Return the parts that settle a node in the first pass, by their numbers."""
        return self.leaves.get(number) or tuple(self.place[part] for part in self.settled[number][1])


def _width(parts: Sequence[int]) -> int:
    """Return how many columns a row of nodes with such parts has."""
    return len(parts) if len(parts) <= WIDEST else 0


def _packed(code: str, numbers: Iterable[int]) -> bytes:
    return array(code, numbers).tobytes()


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


def renumbered(node: Node, place: Sequence[int] | dict[int, int]) -> Node:
    """Return a node with other numbers of its parts."""
    parts = tuple(place[part] for part in _parts(node))
    match node[0]:
        case "phrase" | "opt":
            return node[0], *parts
        case "regex" | "count":
            return *node[:2], parts, *node[3:]
        case "guard":
            return "guard", parts[0], parts[1:]
        case "within":
            return *node[:2], *parts
        case "measure" | "set" | "gap":
            return node
        case _:
            return node[0], parts, *node[2:]


def _first_pass(nodes: Sequence[Node], node: Node) -> tuple[str, tuple[int, ...]]:
    """Return how the first pass settles a node: by `any` of other nodes, by `each`, by `some` (at least so many), or `always`.

    What it finds for a phrase is the statements in which the words it needs all occur; for a pattern only whether there is any.
    """
    match node[0]:
        case "seq":
            needed = tuple(part for part in node[1] if nodes[part][0] not in ("opt", "gap"))
            return "each" if needed else "always", needed
        case "near":
            return "each", node[1]
        case "or" | "any" | "heading" | "asserts" | "denies" | "age":
            return "any", node[1]
        case "phrase" | "guard":
            return "any", (node[1],)
        case "within" | "regex":
            return "any", _parts(node)
        case "all" | "count":
            return "some", _parts(node)
        case _:  # words are known; optional parts, gaps and figures need none
            return "always", ()
