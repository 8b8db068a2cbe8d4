"""The annotated policies that may lie beside the project, and what the program says about each: its own readers and engine."""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from figures import ABSENT, PRESENT, Cell
from measure import SHARED

from gapcheck.checking import Run, check_read
from gapcheck.finding import Checked, Finding, Shown
from gapcheck.loader import find_rules, load_checks, load_packs
from gapcheck.rule import COMMON

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOT_CHECKED = "not implemented"
_SHORT = {"n/a": "not-applicable", "na": "not-applicable"}
_RAW = ("html", "md", "txt", "pdf", "docx")


class Corpus(NamedTuple):
    """A file of labelled policies, one law's: `whole` where the label is the full verdict, `seeds` where they are the policies that
    the project began from.
    """

    name: str
    law: str
    rows: Sequence[dict[str, Any]]

    @property
    def whole(self) -> bool:
        return any("status" in row for row in self.rows)

    @property
    def seeds(self) -> bool:
        return self.name.startswith("seeds")


class Trip(NamedTuple):
    """A conflict check that reported something: on which text, and how surely."""

    check: str
    confidence: str
    text: str


class Pair(NamedTuple):
    """Two passages of a policy: whether people judged that they contradict each other, and the checks that say so."""

    contradicts: bool
    checks: frozenset[str]


def files(names: Sequence[str] = ()) -> list[Path]:
    """Return the files of labelled policies: those beside the project, cut to `names` where some are given; paths may be given
    too."""
    known = [*SHARED.glob("gold/*-dev.jsonl"), *SHARED.glob("gold/seeds-*.jsonl"), *SHARED.glob("corpora/*.jsonl")]
    if not names:
        return sorted(known, key=lambda path: (path.parent.name != "gold", "seeds" in path.name, path.name))
    by_name = {path.stem: path for path in known}
    chosen = [by_name.get(name, Path(name)) for name in names]
    if unknown := [str(path) for path in chosen if not path.is_file()]:
        sys.exit(f"there are no labelled policies of this name: {', '.join(unknown)}; there are: {', '.join(sorted(by_name))}")
    return chosen


def folders() -> list[Path]:
    """Return the folders of policies without labels; old and new versions of one, and those there are twice, are left out."""
    return [path for path in (SHARED / "corpora" / "raw" / name for name in _RAW) if path.is_dir()]


def paired() -> list[Path]:
    """Return the files of passages that people compared."""
    return sorted(SHARED.glob("corpora/contradictions.jsonl"))


def load(path: Path) -> Iterator[Corpus]:
    """Yield the labelled policies of a file, law by law; none where its labels are no verdicts."""
    rows = [row for row in _rows(path) if {"status", "present", "absent"} & row.keys()]
    for law in sorted({law for row in rows for law in row["laws"]}):
        yield Corpus(path.stem, law, [row for row in rows if law in row["laws"]])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def gold(row: dict[str, Any]) -> dict[str, str]:
    """Return the label of each requirement that has one, by id."""
    labels = dict.fromkeys(row.get("present", ()), PRESENT) | dict.fromkeys(row.get("absent", ()), ABSENT)
    return labels | {id: _SHORT.get(status.lower(), status.lower()) for id, status in row.get("status", {}).items()}


class Judge:
    """The program as a command would run it over one file, without starting it anew for each: compiled rules are loaded once."""

    def __init__(self) -> None:
        self.rules = find_rules()
        self.checks = load_checks(self.rules)
        self.runs: dict[str, Run] = {}
        self.texts: set[str] = set()

    def cells(self, corpus: Corpus) -> tuple[list[Cell], list[Trip]]:
        """Return a cell for each label of a corpus, and what its texts trip: whatever the law, as for texts without labels."""
        cells, trips = [], []
        for row in corpus.rows:
            data = row["text"].encode()
            findings = self._checked("policy.txt", corpus.law, data).findings
            found = {finding.requirement.id: finding for finding in findings}
            for id, label in gold(row).items():
                finding = found.get(id)
                given, sure = (finding.status, finding.confidence) if finding else (NOT_CHECKED, "high")
                cells.append(Cell(row["doc_id"], id, label, given, sure))
            trips += _trips(self._checked("policy.txt", "", data).findings, data)
        return cells, trips

    def raw(self, folder: Path) -> list[Trip]:
        """Return what the policies in a folder trip, as they were found."""
        trips = []
        for path in sorted(folder.iterdir()):
            data = path.read_bytes()
            trips += _trips(self._checked(str(path), "", data).findings, data)
        return trips

    def pairs(self, path: Path) -> tuple[list[Pair], list[Trip]]:
        """Return what people judged to be a contradiction, or none, with the checks that report it: those with one finding that
        quotes from both passages; and what the texts trip.
        """
        pairs, trips = [], []
        for row in _rows(path):
            data = row["text"].encode()
            checked = self._checked("policy.txt", "", data)
            trips += _trips(checked.findings, data)
            for pair in row["pairs"]:
                sides = [" ".join(pair[side].split()) for side in ("a", "b")]
                if sides[0] != sides[1]:
                    told = {one.requirement.id for one in checked.findings if _quotes_both(checked, one, sides)}
                    pairs.append(Pair(pair["label"] > 0, frozenset(told)))
        return pairs, trips

    def _checked(self, path: str, law: str, data: bytes) -> Checked:
        if law not in self.runs:
            packs = (*(load_packs(self.rules, [law]) if law else ()), *self.checks)
            self.runs[law] = Run(packs, "", Shown(1), None)

        def bug() -> None:
            raise  # the error that check_read has caught: figures made over it would be wrong

        checked = check_read(path, self.runs[law], lambda: data, bug)
        if not checked.error:
            self.texts.add(_digest(data))
        return checked


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _trips(findings: Sequence[Finding], data: bytes) -> list[Trip]:
    text = _digest(data)
    return [Trip(one.requirement.id, one.confidence, text) for one in findings if one.requirement.law == COMMON]


def _quotes_both(checked: Checked, finding: Finding, sides: Sequence[str]) -> bool:
    text = checked.document.text if checked.document else ""
    quotes = [" ".join(text[one.span.start : one.span.end].split()) for one in finding.evidence]
    return all(any(quote in side or side in quote for quote in quotes) for side in sides)
