"""Several packs with one program: what they have in common, a document is searched for once.

Nodes are numbered anew here, and so is all that names them.
"""

from __future__ import annotations

from gapcheck.plan import plan, renumbered
from gapcheck.program import Program
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import ELEMENT_FIELDS, NODE_FIELDS, PHRASE_KINDS, ROOT_FIELDS, Check, Element, Requirement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeVar

    from gapcheck.rule import Node, Pack, Plan

    T = TypeVar("T", Requirement, Check)
    # What stands for each number, and -1 for -1.
    Numbers = Sequence[int] | dict[int, int]


def merged(packs: Sequence[Pack]) -> tuple[Pack, ...]:
    """Return the packs with their programs made one, which is the plan of each of them."""
    program = Program()
    added = [moved_pack(pack, _Moves(program, pack.plan)) for pack in packs]
    roots = {getattr(pack, name) for pack in added for name in ROOT_FIELDS} | {one.node for pack in added for one in pack.audiences}
    made, place = plan(program.nodes, roots)
    place.append(-1)  # where there is no node
    return tuple(moved_pack(pack, place)._replace(plan=made) for pack in added)


class _Moves(dict[int, int]):
    """The number in a program of each node of a plan, which is added to the program when first asked for."""

    def __init__(self, program: Program, own: Plan) -> None:
        super().__init__({-1: -1})
        self.program = program
        self.own = own
        self.leaves: list[Node] = [*(("set", (word,), ()) for word in own.words), *(("set", (), (prefix,)) for prefix in own.prefixes)]
        self.first, self.parts = own.unpacked(own.first), own.unpacked(own.parts)

    def __missing__(self, number: int) -> int:
        if number < len(self.leaves):
            node = self.leaves[number]
        elif number in self.own.patterns:
            node = renumbered(self.own.patterns[number], self)
        else:
            parts = self.parts[self.first[number] : self.first[number + 1]].tolist()
            node = self._phrase(PHRASE_KINDS[self.own.kinds[number]], parts)
        self[number] = self.program.add(node)
        return self[number]

    def _phrase(self, kind: str, parts: list[int]) -> Node:
        """Return a phrase node of the plan as `program` has it."""
        if kind == "set":
            sets = [self.leaves[part] for part in parts]
            return "set", tuple(word for one in sets for word in one[1]), tuple(prefix for one in sets for prefix in one[2])
        if kind == "gap":
            return "gap", parts[0]
        return ("opt", self[parts[0]]) if kind == "opt" else (kind, tuple(self[part] for part in parts))


def moved_pack(pack: Pack, place: Numbers) -> Pack:
    """Return a pack with other numbers of its patterns and phrases."""
    roots: dict[str, Any] = {name: place[getattr(pack, name)] for name in ROOT_FIELDS}
    return pack._replace(
        requirements=tuple(moved_rule(rule, place) for rule in pack.requirements),
        checks=tuple(moved_rule(check, place) for check in pack.checks),
        audiences=moved(pack.audiences, place),
        **roots,
    )


def moved_rule(rule: T, place: Numbers) -> T:
    """Return a requirement or a check with other numbers of its patterns."""
    fields: dict[str, Any] = {name: place[getattr(rule, name)] for name in NODE_FIELDS if name in rule._fields}
    fields |= {name: moved(getattr(rule, name), place) for name in ELEMENT_FIELDS if name in rule._fields}
    return rule._replace(**fields)


def moved(elements: tuple[Element, ...], place: Numbers) -> tuple[Element, ...]:
    """Return elements with the numbers that their patterns have in a plan."""
    return tuple(element._replace(node=place[element.node]) for element in elements)
