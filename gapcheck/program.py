"""The compiled form of patterns: a flat table of nodes that name each other by number, equal nodes once.

Phrase nodes: ("set", symbols, prefixes), ("seq", nodes), ("or", nodes), ("opt", node), ("gap", words).
Pattern nodes: ("phrase", node), ("any", nodes), ("all", nodes), ("near", phrases, words), ("count", least, nodes),
("heading", phrases), ("asserts", phrases), ("denies", phrases), ("regex", source, phrases, bounded), ("measure", name, least, most),
("density", phrases, least, most), ("age", phrases, least, most),
("within", unit, node), ("guard", node, guards).
Plain tuples, so that a pack can be kept on disk as data and never as code.
"""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from gapcheck.pattern import Steps
    from gapcheck.rule import Node

UNITS = ("sentence", "paragraph", "block", "section", "document")
# What one phrase may cost, counted in nodes visited: named lists inside named lists multiply.
MAX_COST = 50_000


class Program:
    """The table of nodes while it grows; `lists` maps the names of term lists to their nodes."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.cost: list[int] = []
        self.lists: dict[str, int] = {}
        self._known: dict[Node, int] = {}

    def add(self, node: Node, cost: int = 1) -> int:
        """Return the number of `node`, new or known."""
        number = self._known.get(node)
        if number is None:
            number = self._known[node] = len(self.nodes)
            self.nodes.append(node)
            self.cost.append(cost)
        return number

    def phrase(self, steps: Steps) -> int:
        """Return the number of the phrase node that matches a phrase; its named lists must be in `lists`."""
        numbers: list[int] = []
        for step in steps:
            match step[0]:
                case "set" | "gap":
                    number = self.add(step)
                case "named":
                    number = self.lists[step[1]]
                case "seq":
                    parts = tuple([numbers[part] for part in step[1]])
                    number = self.add(("seq", parts), sum([self.cost[part] for part in parts]) + 1)
                case "opt":
                    part = numbers[step[1]]
                    number = self.add(("opt", part), self.cost[part] + 1)
                case _:
                    number = self.either([numbers[part] for part in step[1]])
            numbers.append(number)
        return numbers[-1]

    def either(self, numbers: list[int]) -> int:
        """Return the number of a node that matches any of `numbers`; single words are merged into one set."""
        symbols: dict[str, None] = {}
        prefixes: dict[str, None] = {}
        longer: dict[int, None] = {}
        for number in numbers:
            node = self.nodes[number]
            if node[0] == "set":
                symbols |= dict.fromkeys(node[1])
                prefixes |= dict.fromkeys(node[2])
            elif node[0] == "or":
                for inner in node[1]:
                    if self.nodes[inner][0] == "set":
                        symbols |= dict.fromkeys(self.nodes[inner][1])
                        prefixes |= dict.fromkeys(self.nodes[inner][2])
                    else:
                        longer[inner] = None
            else:
                longer[number] = None
        parts = list(longer)
        if symbols or prefixes:
            parts.insert(0, self.add(("set", tuple(sorted(symbols)), tuple(sorted(prefixes)))))
        if len(parts) == 1:
            return parts[0]
        return self.add(("or", tuple(parts)), sum(self.cost[n] for n in parts) + 1)
