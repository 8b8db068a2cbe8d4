"""One requirement file, checked: from what was read to a `Requirement` and its examples."""

from __future__ import annotations

import os
import re
from datetime import date

from gapcheck.compiler import Compiler
from gapcheck.errors import Problem, did_you_mean
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import CONFIDENCES, LEVELS, PLACES, SEVERITIES, Element, Example, Requirement
from gapcheck.strictyaml import Items, Table, Text, Value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    T = TypeVar("T", bound=str)

TEXT_KEYS = ("id", "title", "cite", "level", "severity", "topic", "summary", "remedy", "model_clause")
OTHER_KEYS = ("confidence", "doubt", "applies", "require", "partial", "weakens", "conflict", "scope", "place", "effective", "examples")
STATUSES = ("met", "partial", "missing", "conflict", "not-applicable")
# How the texts in a template begin that are still to be said.
FILL_IN = "FILL IN"
NAME = re.compile(r"[a-z][a-z0-9-]*$")
DATE = re.compile(r"\d{4}-\d\d-\d\d$")
ID = re.compile(r"[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*)+$")


class Keys:
    """The plain texts under the keys of one table, with every mistake noted."""

    def __init__(self, path: str, table: Table, problems: list[Problem]) -> None:
        self.path = path
        self.table = table
        self.problems = problems

    def wrong(self, key: str, message: str) -> None:
        entry = self.table.entries.get(key)
        line, column = (entry.value.line, entry.value.column) if entry else (self.table.line, self.table.column)
        self.problems.append(Problem(self.path, line, column, message))

    def known(self, keys: Sequence[str]) -> None:
        for key, entry in self.table.entries.items():
            if key not in keys:
                problem = Problem(self.path, entry.key.line, entry.key.column, f"unknown key {key!r}{did_you_mean(key, keys)}")
                self.problems.append(problem)

    def text(self, key: str, needed: bool = True) -> str:
        value = self.table.get(key)
        if value is None:
            if needed:
                self.wrong(key, f"the key {key!r} is missing")
            return ""
        if not isinstance(value, Text) or not value.value.strip():
            self.wrong(key, f"{key} takes a text")
            return ""
        return " ".join(value.value.split())

    def topic(self) -> str:
        """Return what a rule is about, "" where nothing is said."""
        given = self.text("topic", needed=False)
        if given and not NAME.match(given):
            self.wrong("topic", f"topic is lower case words joined by '-', such as retention, not {given!r}")
        return given

    def date(self, key: str) -> str:
        """Return the date under `key`, "" where there is none."""
        given = self.text(key, needed=False)
        try:
            if given and not given.startswith(FILL_IN) and not (DATE.match(given) and date.fromisoformat(given)):
                raise ValueError
        except ValueError:
            self.wrong(key, f"{key} is a date such as 2027-01-01, not {given!r}")
        return given

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key)
        if value is None:
            return ()
        if not isinstance(value, Items) or not all(isinstance(item, Text) for item in value.values):
            self.wrong(key, f"{key} takes a list of texts")
            return ()
        return tuple(item.value for item in value.values if isinstance(item, Text))

    def choice(self, key: str, options: Sequence[T], default: str = "") -> T:
        """Return the value of `key`, which must be one of `options`; the first of them after a mistake."""
        value = self.text(key, needed=not default) or default
        for option in options:
            if value == option:
                return option
        if value:
            self.wrong(key, f"{key} is one of {', '.join(options)}, not {value!r}{did_you_mean(value, options)}")
        return options[0]


class RequirementReader:
    """One requirement file being checked."""

    def __init__(self, path: str, table: Table, compiler: Compiler, law: str) -> None:
        self.path = path
        self.table = table
        self.compiler = compiler
        self.law = law
        self.words = Keys(path, table, compiler.problems)
        compiler.path = path

    def requirement(self) -> Requirement:
        """Return the requirement; what is wrong with it has been noted."""
        words = self.words
        words.known(TEXT_KEYS + OTHER_KEYS)
        unfilled(self.path, self.table, self.compiler.problems)
        level = words.choice("level", LEVELS)
        confidence = words.choice("confidence", CONFIDENCES, "high")
        doubt = words.text("doubt", needed=confidence != "high")
        texts = {key: words.text(key) for key in TEXT_KEYS}
        self._check_id(texts["id"])
        scope = words.choice("scope", ("own", "any"), "own")
        applies = self._applies(level)
        require, conflict = self._elements("require"), self._elements("conflict")
        if level == "prohibited" and require:
            words.wrong("require", "a prohibited requirement has conflict: elements only")
        needed = "conflict" if level == "prohibited" else "require"
        if needed not in self.table.entries:
            words.wrong("level", f"a {level} requirement needs {needed}: with one element at least")
        return Requirement(
            id=texts["id"],
            law=self.law,
            title=texts["title"],
            cite=texts["cite"],
            level=level,
            severity=words.choice("severity", SEVERITIES),
            topic=words.topic(),
            confidence=confidence,
            doubt=doubt,
            summary=texts["summary"],
            remedy=texts["remedy"],
            model_clause=texts["model_clause"],
            any_scope=scope == "any",
            applies=applies,
            require=require,
            partial=self._elements("partial"),
            weakens=self._elements("weakens"),
            conflict=conflict,
            path=self.path,
            place=words.choice("place", PLACES, "policy"),
            effective=words.date("effective"),
        )

    def _check_id(self, given: str) -> None:
        if not given:
            return
        if not ID.match(given):
            self.words.wrong("id", f"{given!r} is no id: letters and digits joined by '-', such as GDPR-13-2-a")
            return
        if given.upper().startswith("XC-"):
            self.words.wrong("id", f"{given!r}: ids that begin with XC- are those of checks, which every policy is read for")
        head, tail = given.lower().split("-", 1)
        if not re.match(rf"(?:{head}-)?{re.escape(tail)}(?:-[a-z]|\.ya?ml$)", os.path.basename(self.path).lower()):
            self.words.wrong("id", f"the file name must start with {tail!r}, the tail of the id, or with all of it, and go on in words")

    def _applies(self, level: str) -> int:
        value = self.table.get("applies")
        if (value is None) == (level == "conditional"):
            self.words.wrong(
                "applies",
                "a conditional requirement needs applies:, its trigger" if value is None else "only a conditional requirement has applies:",
            )
        node = None if value is None else self.compiler.pattern(value)
        return -1 if node is None else node

    def _elements(self, key: str) -> tuple[Element, ...]:
        return named_elements(self.words, key, self.compiler)

    def examples(self) -> list[Example]:
        """Return the requirement's examples."""
        value, given = self.table.get("examples"), self.words.text("id", needed=False)
        prohibited = self.words.text("level", needed=False) == "prohibited"
        needed = ("met", "conflict") if prohibited else ("met", "missing")
        if not isinstance(value, Table):
            self.words.wrong("examples", f"examples takes lists of texts under {' and '.join(needed)}")
            return []
        words = Keys(self.path, value, self.compiler.problems)
        words.known(STATUSES)
        for status in needed:
            if status not in value.entries:
                words.wrong(status, f"examples need {status}: with one text at least")
        return examples_in(words, given)


def unfilled(path: str, value: Value, problems: list[Problem]) -> None:
    """Note every text that a template left to be filled in, so that no template counts as a rule."""
    if isinstance(value, Text):
        if value.value.startswith(FILL_IN) or value.value == "fill-in":
            what = value.value.removeprefix(FILL_IN).strip() if value.value != "fill-in" else "a word, such as retention"
            problems.append(Problem(path, value.line, value.column, f"still to be filled in: {what}"))
        return
    for inner in value.values if isinstance(value, Items) else [entry.value for entry in value.entries.values()]:
        unfilled(path, inner, problems)


def named_elements(words: Keys, key: str, compiler: Compiler, plain: bool = False) -> tuple[Element, ...]:
    """Return the named elements under `key`: a name, with says: and a pattern under it; `plain` ones may be lists without says:."""
    value = words.table.get(key)
    if value is None:
        return ()
    if not isinstance(value, Table) or not value.entries:
        words.wrong(key, f"{key} takes named elements: a name, with says: and a pattern under it")
        return ()
    found = []
    for name, entry in value.entries.items():
        if not NAME.match(name):
            compiler.wrong(entry.key, f"{name!r}: element names are lower case words joined by '-'")
        if not isinstance(entry.value, Table) and not plain:
            compiler.wrong(entry.value, f"the element {name!r} takes says: and a pattern")
            continue
        says = Keys(words.path, entry.value, compiler.problems).text("says", not plain) if isinstance(entry.value, Table) else ""
        node = compiler.pattern(entry.value)
        if node is not None:
            found.append(Element(name, says or name.replace("-", " "), node))
    return tuple(found)


def examples_in(words: Keys, id: str) -> list[Example]:
    """Return the examples in a table of lists of texts, each with the status it stands under."""
    found: list[Example] = []
    for status, entry in words.table.entries.items():
        words.texts(status)
        values = entry.value.values if isinstance(entry.value, Items) else ()
        found += [Example(id, status, item.value, words.path, item.line) for item in values if isinstance(item, Text)]
    return found
