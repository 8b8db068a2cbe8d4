"""From the patterns of a rule file, as written, to nodes of a pack's program; every mistake with its place."""

from __future__ import annotations

from gapcheck.bounded import is_bounded
from gapcheck.errors import Problem, did_you_mean
from gapcheck.phrases import PhraseCompiler
from gapcheck.program import UNITS
from gapcheck.strictyaml import Items, Table, Text, Value

OPERATORS = ("any", "all", "near", "at_least", "use", "heading", "asserts", "denies", "regex", "measure", "density", "age")
MODIFIERS = ("within", "not", "says", "words", "of", "anchor", "at_most")
MEASURES = ("words", "headings", "sentence-length", "longest-paragraph", "repeats")
MAX_REGEX = 500


class Compiler(PhraseCompiler):
    """Compiles patterns into one program; `claims` maps their names to (path, value) as written."""

    def __init__(self, terms: dict[str, tuple[str, Value]], claims: dict[str, tuple[str, Value]], problems: list[Problem]) -> None:
        super().__init__(terms, problems)
        self.claims = claims
        self.used_claims: set[str] = set()
        self._open_claims: list[str] = []
        self._claim_nodes: dict[str, int | None] = {}

    def phrases(self, value: Value, what: str) -> tuple[int, ...]:
        """Return the phrase nodes of a list of strings; a claim may stand for phrases too, through `use`."""
        found: list[int] = []
        for item in value.values if isinstance(value, Items) else (value,):
            if isinstance(item, Table) and list(item.entries) == ["use"]:
                found += self._claim_phrases(item, what)
            elif isinstance(item, Text):
                node = self.phrase(item)
                found += [] if node is None else [node]
            else:
                self.wrong(item, f"{what} holds phrases only: strings, or use: a claim of phrases")
        return tuple(dict.fromkeys(found))

    def _claim_phrases(self, table: Table, what: str) -> list[int]:
        node = self._use(table)
        found: list[int] = []
        pending = [] if node is None else [node]
        while pending:
            kind, *rest = self.program.nodes[pending.pop()]
            if kind == "phrase":
                found.append(rest[0])
            elif kind == "any":
                pending += rest[0]
            elif kind == "within" and rest[0] == "sentence":
                pending.append(rest[1])
            else:
                self.wrong(table, f"{what} holds phrases only; the claim used here joins them with `{kind}`")
        return sorted(found)

    def pattern(self, value: Value) -> int | None:
        """Return the pattern node of a phrase, a list or a mapping, or None after noting what is wrong."""
        if isinstance(value, Text):
            node = self.phrase(value)
            return None if node is None else self.program.add(("phrase", node))
        if isinstance(value, Items):
            return self._any(value)
        operators = [key for key in value.entries if key in OPERATORS]
        if "at_least" in operators and _BOUNDED & set(operators):
            operators.remove("at_least")
        for key, entry in value.entries.items():
            if key not in OPERATORS and key not in MODIFIERS:
                self.wrong(entry.key, f"unknown key {key!r}{did_you_mean(key, OPERATORS + MODIFIERS)}")
        if len(operators) != 1:
            have = " and ".join(operators) if operators else "none"
            self.wrong(value, f"a pattern has exactly one of {', '.join(OPERATORS)}; here: {have}")
            return None
        operator = operators[0]
        if operator in _PHRASED:
            node = self._phrased(operator, value)
        else:
            node = getattr(self, f"_{operator}")(value if operator in _WHOLE else value.entries[operator].value)
        return None if node is None else self._modified(value, node)

    def _modified(self, table: Table, node: int) -> int | None:
        guards = table.get("not")
        if guards is not None:
            values = guards.values if isinstance(guards, Items) else (guards,)
            nodes = [self.pattern(guard) for guard in values]
            node = self.program.add(("guard", node, tuple(guard for guard in nodes if guard is not None)))
        unit = table.get("within")
        if unit is None:
            joins = guards is not None or "all" in table.entries or "of" in table.entries
            return self.program.add(("within", "sentence", node)) if joins else node
        if not isinstance(unit, Text) or unit.value not in UNITS:
            name = unit.value if isinstance(unit, Text) else "that"
            self.wrong(unit, f"within is one of {', '.join(UNITS)}, not {name!r}{did_you_mean(name, UNITS)}")
            return None
        return self.program.add(("within", unit.value, node))

    def _nodes(self, value: Value, what: str) -> tuple[int, ...] | None:
        if not isinstance(value, Items) or not value.values:
            self.wrong(value, f"{what} takes a list of patterns")
            return None
        nodes = [self.pattern(item) for item in value.values]
        return None if None in nodes else tuple(dict.fromkeys(node for node in nodes if node is not None))

    def _any(self, value: Value) -> int | None:
        nodes = self._nodes(value, "any")
        return None if nodes is None else nodes[0] if len(nodes) == 1 else self.program.add(("any", nodes))

    def _all(self, value: Value) -> int | None:
        nodes = self._nodes(value, "all")
        return None if nodes is None else self.program.add(("all", nodes))

    def _near(self, table: Table) -> int | None:
        phrases = self.phrases(table.entries["near"].value, "near")
        words = self._number(table, "words", 1, 60)
        return self.program.add(("near", phrases, words)) if phrases and words else None

    def _at_least(self, table: Table) -> int | None:
        least = self._number(table, "at_least", 1, 50)
        of = table.get("of")
        if of is None:
            self.wrong(table, "at_least needs `of:`, the list to count in")
            return None
        nodes = self._nodes(of, "of")
        if nodes is None or least is None:
            return None
        if len(nodes) < least:
            self.wrong(of, f"at_least {int(least)} of {len(nodes)} can never hold")
            return None
        return self.program.add(("count", int(least), nodes))

    def _use(self, table: Table) -> int | None:
        name = table.entries["use"].value
        if not isinstance(name, Text):
            self.wrong(table, "use takes the name of a claim")
            return None
        if name.value not in self.claims:
            hint = did_you_mean(name.value, self.claims)
            self.wrong(name, f"no claim is called {name.value!r}{hint or ': see rules/common/claims.yaml'}", 1)
            return None
        self.used_claims.add(name.value)
        if name.value in self._claim_nodes:
            return self._claim_nodes[name.value]
        if name.value in self._open_claims:
            self.wrong(name, f"the claim {name.value!r} uses itself: {' -> '.join([*self._open_claims, name.value])}", 1)
            return None
        path, value = self.claims[name.value]
        here, self.path = self.path, path
        self._open_claims.append(name.value)
        node = self.pattern(value)
        if node is not None and self.program.nodes[node][0] != "within":
            # A claim means the same wherever it is used: its parts are joined in one sentence unless it says otherwise.
            node = self.program.add(("within", "sentence", node))
        self._claim_nodes[name.value] = node
        self._open_claims.pop()
        self.path = here
        return node

    def _phrased(self, operator: str, table: Table) -> int | None:
        """Return the node of an operator that takes phrases, and bounds where it counts or measures something."""
        phrases = self.phrases(table.entries[operator].value, operator)
        if not phrases:
            return None
        return self.program.add((operator, phrases, *(self._bounds(table) if operator in _BOUNDED else ())))

    def _regex(self, table: Table) -> int | None:
        source, anchor = table.entries["regex"].value, table.get("anchor")
        if not isinstance(source, Text):
            self.wrong(source, "regex takes one string")
            return None
        if anchor is None:
            self.wrong(source, "regex needs `anchor:`, phrases of which one must be in the sentence")
            return None
        anchors = self.phrases(anchor, "anchor")
        if len(source.value) > MAX_REGEX:
            self.wrong(source, f"an expression has at most {MAX_REGEX} characters")
            return None
        import regex  # slow to import, and few rules need it

        try:
            regex.compile(source.value, regex.IGNORECASE)
        except regex.error as error:
            self.wrong(source, f"is no regular expression: {error}", (getattr(error, "pos", None) or 0) + 1)
            return None
        return self.program.add(("regex", source.value, anchors, is_bounded(source.value))) if anchors else None

    def _measure(self, table: Table) -> int | None:
        name = table.entries["measure"].value
        if not isinstance(name, Text) or name.value not in MEASURES:
            given = name.value if isinstance(name, Text) else "that"
            self.wrong(name, f"measure is one of {', '.join(MEASURES)}, not {given!r}{did_you_mean(given, MEASURES)}")
            return None
        return self.program.add(("measure", name.value, *self._bounds(table)))

    def _bounds(self, table: Table) -> tuple[float | None, float | None]:
        bounds = [self._number(table, key, 0, 1_000_000) if key in table.entries else None for key in ("at_least", "at_most")]
        if bounds == [None, None]:
            self.wrong(table, "needs at_least or at_most")
        return bounds[0], bounds[1]

    def _number(self, table: Table, key: str, least: float, most: float) -> float | None:
        value = table.get(key)
        if value is None:
            self.wrong(table, f"needs `{key}:`, a number")
            return None
        try:
            number = float(value.value) if isinstance(value, Text) else float("nan")
        except ValueError:
            number = float("nan")
        if not least <= number <= most:
            self.wrong(value, f"{key} is a number from {least:g} to {most:g}")
            return None
        return int(number) if number == int(number) else number


_WHOLE = frozenset({"near", "at_least", "use", "regex", "measure"})
_PHRASED = frozenset({"heading", "asserts", "denies", "density", "age"})
_BOUNDED = frozenset({"measure", "density", "age"})
