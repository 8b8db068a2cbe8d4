"""One policy of a corpus to rows of findings: what a worker does, wherever it runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from gapcheck import __version__
from gapcheck.checking import Run, check_read
from gapcheck.digest import sha256
from gapcheck.document import Lines
from gapcheck.finding import STATUSES, Checked
from gapcheck.plain import places_of, rules_of
from gapcheck.remembered import Memory, contents, run_key, worth_keeping
from gapcheck.report.flat import barred, excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gapcheck.corpus.records import Item
    from gapcheck.plain import Rule

# The columns of the rows. `number` is that of the policy in its corpus, from 0; `error` stands alone where it could not be checked.
COLUMNS = ("number", "document", "law", "requirement", "level", "severity", "status", "confidence", "line", "quote", "error")
# A quote is so long at the most.
QUOTE = 400


class Given(NamedTuple):
    """What every worker is given once: `rows` is the format of what it returns."""

    run: Run
    rows: str
    cache: bool
    version: str = __version__


class Answer(NamedTuple):
    """What was found in one policy: `rows` as bytes to write, or as tuples in the order of COLUMNS.

    `digest` tells whether the policy is the same in another run; `found` has a byte for each rule: 0 where nothing was found,
    else the worst status, counted from 1.
    """

    number: int
    id: str
    digest: str
    error: str
    rows: bytes | list[tuple[Any, ...]]
    found: bytes


def make(given: Given) -> Callable[[Item], Answer]:
    """Return what judges one policy; raises RuntimeError where this is another version of the program."""
    if given.version != __version__:
        raise RuntimeError(f"the worker has gapcheck {__version__}, and the work is for {given.version}: install the same everywhere")
    return _Judge(given).judge


def failed(number: int, id: str, digest: str, error: str, rows: str) -> Answer:
    """Return what stands for a policy that could not be checked."""
    written = {**dict.fromkeys(COLUMNS), "number": number, "document": id, "error": error}
    return Answer(number, id, digest, error, _line(written) if rows == "jsonl" else [tuple(written.values())], b"")


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row).encode() + b"\n"


class _Judge:
    """Judges policies of one run."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.rules = rules_of(given.run.packs)
        self.places = places_of(self.rules)
        self.memory = Memory("corpus", f"{run_key(given.run)}\0{QUOTE}") if given.cache else None
        self.fragments = [_fragment(rule) for rule in self.rules]

    def judge(self, item: Item) -> Answer:
        data = contents(item.name) if item.data is None else item.data
        digest = "" if data is None else sha256(data).hexdigest()
        if item.error:
            return failed(item.number, item.id, digest, item.error, self.given.rows)
        key = self.memory.key(data, item.name) if self.memory and data is not None else ""
        found = self.memory.get(key) if self.memory and key else None
        if found is None:
            checked = check_read(item.name, self.given.run, None if data is None else lambda: data, _silent)
            if checked.error:
                return failed(item.number, item.id, digest, checked.error, self.given.rows)
            found = _found(checked, self.places)
            if self.memory and key and worth_keeping(checked):
                self.memory.put(key, found)
        rows = self._lines(item, found) if self.given.rows == "jsonl" else self._tuples(item, found)
        return Answer(item.number, item.id, digest, "", rows, worst(found, len(self.rules)))

    def _lines(self, item: Item, found: Sequence[tuple[Any, ...]]) -> bytes:
        head = f'{{"number": {item.number}, "document": {json.dumps(item.id)}, '
        return "".join(
            f'{head}{self.fragments[place]}, "status": "{status}", "confidence": "{confidence}", "line": {line or "null"}, '
            f'"quote": {"null" if quote is None else json.dumps(quote)}, "error": null}}\n'
            for place, status, confidence, line, quote in found
        ).encode()

    def _tuples(self, item: Item, found: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [
            (item.number, item.id, rule.law, rule.id, rule.level, rule.severity, status, confidence, line, quote, None)
            for place, status, confidence, line, quote in found
            for rule in (self.rules[place],)
        ]


def _silent() -> None:
    """An error of ours is in the row."""


def _fragment(rule: Rule) -> str:
    said = {"law": rule.law, "requirement": rule.id, "level": rule.level, "severity": rule.severity}
    return json.dumps(said)[1:-1]


def _found(checked: Checked, places: dict[tuple[str, str], int]) -> tuple[tuple[Any, ...], ...]:
    """Return for each finding: the place of its rule, status, confidence, line and words of its first passage."""
    document = checked.document
    assert document is not None
    text, lines = barred(document, document.quoted), Lines(document.text, document.parts)
    rows = []
    for finding in checked.findings:
        first = finding.evidence[0] if finding.evidence else None
        line = lines.place(first.span.start).line if first else None
        quote = excerpt(text, first, QUOTE) if first else None
        rows.append((places[finding.requirement.law, finding.requirement.id], finding.status, finding.confidence, line, quote))
    return tuple(rows)


def worst(found: Sequence[tuple[Any, ...]], rules: int) -> bytes:
    """Return a byte for each rule: 0 where nothing was found, else the worst status, counted from 1."""
    codes = bytearray(rules)
    for place, status, *_ in found:
        code = STATUSES.index(status) + 1
        codes[place] = min(codes[place] or code, code)
    return bytes(codes)
