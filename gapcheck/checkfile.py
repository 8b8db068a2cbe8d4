"""One conflict check, as its file has it: from what was read to a `Check` and its examples."""

from __future__ import annotations

import os
import re

from gapcheck.compiler import Compiler
from gapcheck.facts import KINDS
from gapcheck.program import UNITS
from gapcheck.rule import COMMON, CONFIDENCES, SCOPINGS, SEVERITIES, Check, Element, Example
from gapcheck.rulefile import Keys, examples_in, named_elements
from gapcheck.strictyaml import Table
from gapcheck.structure import STRUCTURES

COMPARED = ("sides", "values", "passage", "structure")
TEXT_KEYS = ("id", "title", "severity", "summary", "believes", "remedy")
OTHER_KEYS = (
    *COMPARED,
    "topic",
    "confidence",
    "doubt",
    "feeds",
    "fact",
    "within",
    "scope",
    "about",
    "unless",
    "lowers",
    "laws",
    "examples",
)
STATUSES = ("conflict", "silent")
ID = re.compile(r"XC-(?:\d\d|[A-Z][A-Z0-9]*-\d+)$")


class CheckReader:
    """One check file being checked."""

    def __init__(self, path: str, table: Table, compiler: Compiler) -> None:
        self.path = path
        self.table = table
        self.compiler = compiler
        self.words = Keys(path, table, compiler.problems)
        compiler.path = path

    def check(self) -> Check:
        """Return the check; what is wrong with it has been noted."""
        words = self.words
        words.known(TEXT_KEYS + OTHER_KEYS)
        texts = {key: words.text(key) for key in TEXT_KEYS}
        self._check_id(texts["id"])
        confidence = words.choice("confidence", CONFIDENCES, "high")
        given = [key for key in COMPARED if key in self.table.entries]
        if len(given) != 1:
            words.wrong("id", f"a check has exactly one of {', '.join(COMPARED)}; here: {' and '.join(given) or 'none'}")
        sides = self._elements("sides")
        if "sides" in given and len(sides) != 2:
            words.wrong("sides", "sides takes two named elements, the claims that cannot both be true")
        return Check(
            id=texts["id"],
            law=COMMON,
            title=texts["title"],
            cite="",
            level="prohibited",
            severity=words.choice("severity", SEVERITIES),
            topic=words.topic() or "consistency",
            confidence=confidence,
            doubt=words.text("doubt", needed=confidence != "high" or "lowers" in self.table.entries),
            summary=texts["summary"],
            believes=texts["believes"],
            remedy=texts["remedy"],
            feeds=words.texts("feeds"),
            sides=sides,
            values=self._elements("values"),
            passage=self._elements("passage"),
            structure=self._only_with("structure", tuple(STRUCTURES), "structure"),
            fact=self._only_with("fact", KINDS, "values"),
            within=words.choice("within", UNITS, "sentence"),
            scope=words.choice("scope", SCOPINGS, "same" if "values" in given else "overlap"),
            about=named_elements(words, "about", self.compiler, plain=True),
            unless=self._optional("unless"),
            lowers=self._optional("lowers"),
            laws=words.texts("laws"),
            path=self.path,
        )

    def _check_id(self, given: str) -> None:
        if not given:
            return
        if not ID.match(given):
            self.words.wrong("id", f"{given!r} is no id of a check: XC- and two digits, or XC-NAME-1 for one of your own")
        elif not os.path.basename(self.path).lower().startswith(given.lower() + "-"):
            self.words.wrong("id", f"the file name must start with {given.lower()!r}, and go on in words")

    def _elements(self, key: str) -> tuple[Element, ...]:
        return named_elements(self.words, key, self.compiler)

    def _only_with(self, key: str, options: tuple[str, ...], partner: str) -> str:
        """Return the word under `key`, which must be there when `partner` is, and only then."""
        if partner in self.table.entries:
            return self.words.choice(key, options)
        if key in self.table.entries:
            self.words.wrong(key, f"{key} goes with {partner}:")
        return ""

    def _optional(self, key: str) -> int:
        value = self.table.get(key)
        node = None if value is None else self.compiler.pattern(value)
        return -1 if node is None else node

    def examples(self) -> list[Example]:
        """Return the check's examples: texts that it must report, and texts on which it must be silent."""
        value, given = self.table.get("examples"), self.words.text("id", needed=False)
        if not isinstance(value, Table):
            self.words.wrong("examples", "examples takes lists of texts under conflict and silent")
            return []
        words = Keys(self.path, value, self.compiler.problems)
        words.known(STATUSES)
        for status in STATUSES:
            if status not in value.entries:
                words.wrong(status, f"examples need {status}: with one text at least")
        return examples_in(words, given)
