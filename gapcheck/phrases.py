"""From phrases and term lists, as written, to phrase nodes; every mistake with its place."""

from __future__ import annotations

from functools import cache

from gapcheck import pattern, words
from gapcheck.cache import added
from gapcheck.errors import Problem, did_you_mean
from gapcheck.pattern import BUILT_IN, DATE_PHRASE, PhraseError, Steps, parse, steps
from gapcheck.plan import gapped
from gapcheck.program import MAX_COST, Program
from gapcheck.strictyaml import Items, Text, Value

LIST_DEPTH = 3
# So many phrases are kept between runs; all rules together have a fifth of that.
MOST = 50_000


class _Parsed(dict[str, Steps]):
    """For phrases as written, what they are as data: looked up among those of earlier runs, or read; `new` are the latter."""

    def __init__(self) -> None:
        super().__init__(self._kept([]))
        self.new: list[str] = []

    def __missing__(self, text: str) -> Steps:
        self[text] = steps(parse(text))
        self.new.append(text)
        return self[text]

    def keep(self) -> None:
        """Keep those that are new for later runs."""
        if self.new:
            self._kept(self.new)
            self.new = []

    def _kept(self, texts: list[str]) -> dict[str, Steps]:
        read_by = (pattern.__file__, words.__file__)
        return added("phrases", texts, lambda lacking: [(text, self[text]) for text in lacking], read_by, MOST)


@cache
def _parsed() -> _Parsed:
    return _Parsed()


class PhraseCompiler:
    """Compiles phrases into one program; `terms` maps the names of lists to (path, value) as written."""

    def __init__(self, terms: dict[str, tuple[str, Value]], problems: list[Problem]) -> None:
        self.terms = terms
        self.problems = problems
        self.program = Program()
        self.parsed = _parsed()
        self.path = ""
        self.used_terms: set[str] = set()
        self._open_terms: list[str] = []

    def wrong(self, value: Value, message: str, shift: int = 0) -> None:
        """Note a mistake at `value`, `shift` columns into it where it is a phrase on one line."""
        column = value.inner + shift - 1 if shift and isinstance(value, Text) and value.inner else value.column
        self.problems.append(Problem(self.path, value.line, column, message))

    def phrase(self, text: Text) -> int | None:
        """Return the phrase node of a string, or None after noting what is wrong with it."""
        try:
            phrase = self.parsed[text.value]
        except PhraseError as error:
            self.wrong(text, f"in the phrase {text.value!r}: {error}", error.column)
            return None
        ready = True
        for _, name, column in (step for step in phrase if step[0] == "named"):
            if self.list_node(name) is None:
                ready = False
                if name not in self.terms and name not in BUILT_IN:
                    hint = did_you_mean(name, [*self.terms, *BUILT_IN])
                    self.wrong(text, f"no list is called {{{name}}}{hint or ': see rules/common/terms.yaml'}", column)
        if not ready:
            return None
        node = self.program.phrase(phrase)
        if self.program.cost[node] > MAX_COST:
            self.wrong(text, f"the phrase {text.value!r} stands for too many words: use shorter lists")
            return None
        return node

    def list_node(self, name: str) -> int | None:
        """Return the phrase node of a named list, compiling it on first use."""
        if name in self.program.lists:
            return self.program.lists[name]
        if name == "date":
            return self._date()
        if name not in self.terms:
            return None
        path, value = self.terms[name]
        self.used_terms.add(name)
        if name in self._open_terms or len(self._open_terms) >= LIST_DEPTH:
            chain = " -> ".join([*self._open_terms, name])
            why = "uses itself" if name in self._open_terms else f"is more than {LIST_DEPTH} lists deep"
            self.problems.append(Problem(path, value.line, value.column, f"the list {{{name}}} {why}: {chain}"))
            return None
        here, self.path = self.path, path
        self._open_terms.append(name)
        nodes = [self.phrase(text) for text in self.texts(value, f"the list {name!r}")]
        self._open_terms.pop()
        self.path = here
        good = [node for node in nodes if node is not None]
        if good:
            self.program.lists[name] = self.program.either(good)
        return self.program.lists.get(name)

    def _date(self) -> int | None:
        if "month" not in self.terms:
            return None
        node = self.phrase(Text(DATE_PHRASE, 1, 1, 0))
        if node is not None:
            self.program.lists["date"] = node
        return node

    def texts(self, value: Value, what: str) -> list[Text]:
        """Return the strings of a list (one string counts as a list of one), noting whatever is none."""
        values = value.values if isinstance(value, Items) else (value,)
        if not values:
            self.wrong(value, f"{what} is empty")
        for item in values:
            if not isinstance(item, Text):
                self.wrong(item, f"{what} holds phrases only: strings")
        return [item for item in values if isinstance(item, Text)]

    def check_gapless(self, name: str) -> None:
        """Note a list whose phrases have gaps where the engine must know every word of a match."""
        node = self.program.lists.get(name)
        if node in gapped(self.program.nodes):
            path, value = self.terms[name]
            self.problems.append(Problem(path, value.line, value.column, f"phrases of {name!r} must have no gaps"))
