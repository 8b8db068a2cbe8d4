"""From packs as compiled to packs with a plan, one for all of a run: what they have in common, a document is searched for once.

Nodes are numbered anew here, and so is all that names them.
"""

from __future__ import annotations

from gapcheck.plan import plan, renumbered
from gapcheck.program import Program
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import ELEMENT_FIELDS, NODE_FIELDS, ROOT_FIELDS, Check, Element, Requirement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeVar

    from gapcheck.rule import Node, Pack

    T = TypeVar("T", Requirement, Check)
    # What stands for each number, and -1 for -1.
    Numbers = Sequence[int] | dict[int, int]


def laid_out(compiled: Sequence[tuple[Pack, Sequence[Node]]]) -> tuple[Pack, ...]:
    """Return packs with one program, which is the plan of each of them; with each come the nodes that its numbers are those of."""
    program = Program()
    added = [moved_pack(pack, _Moves(program, nodes)) for pack, nodes in compiled]
    roots = {getattr(pack, name) for pack in added for name in ROOT_FIELDS} | {one.node for pack in added for one in pack.audiences}
    made, place = plan(program.nodes, roots)
    place.append(-1)  # where there is no node
    return tuple(moved_pack(pack, place)._replace(plan=made) for pack in added)


class _Moves(dict[int, int]):
    """The number in a program of each of some nodes, which is added to the program when first asked for."""

    def __init__(self, program: Program, nodes: Sequence[Node]) -> None:
        super().__init__({-1: -1})
        self.program = program
        self.nodes = nodes

    def __missing__(self, number: int) -> int:
        self[number] = self.program.add(renumbered(self.nodes[number], self))
        return self[number]


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
