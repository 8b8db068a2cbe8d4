"""`make accuracy`: how often the verdicts are right on labelled policies, written to docs/accuracy.md and rules/accuracy.json.

    python bench/accuracy.py              measure every set of labelled policies beside the project, and write both files
    python bench/accuracy.py SET...       print the figures of some sets, by name or as files, and write nothing

Verdicts are those of the program's own reading and rules; only its start is left out, which would take most of the time. The figures
are those of the scoring script that comes with the labelled policies; where both count, they count alike.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple

from accuracy_page import ByHand, page
from accuracy_parts import COLUMNS, Measured, read_by_hand, summary, table
from accuracy_tables import Tripped
from corpora import Judge, Pair, Trip, files, folders, load, paired
from figures import Share, by, right
from measure import ROOT

from gapcheck.loader import find_rules, load_checks, load_packs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PAGE = ROOT / "docs" / "accuracy.md"
BY_HAND = ROOT / "docs" / "accuracy"
FIGURES = ROOT / "rules" / "accuracy.json"
NOTHING = "there are no labelled policies beside the project (../shared): there is nothing to measure, and docs/accuracy.md stays as it is"


class Done(NamedTuple):
    """What one part of the work gave: what was measured, what the texts trip, the texts, and pairs that people have judged."""

    measured: list[Measured]
    trips: list[Trip]
    texts: set[str]
    pairs: list[Pair]


def labelled(path: Path) -> Done:
    """Measure the sets of one file."""
    judge, measured, trips = Judge(), [], []
    for corpus in load(path):
        cells, tripped = judge.cells(corpus)
        measured.append(Measured(corpus.name, corpus.law, len(corpus.rows), corpus.whole, corpus.seeds, cells))
        trips += tripped
    return Done(measured, trips, judge.texts, [])


def unlabelled(path: Path) -> Done:
    """See what the policies in one folder trip."""
    judge = Judge()
    return Done([], judge.raw(path), judge.texts, [])


def compared(path: Path) -> Done:
    """See which of the pairs that people have judged are reported."""
    judge = Judge()
    pairs, trips = judge.pairs(path)
    return Done([], trips, judge.texts, pairs)


def everything() -> Done:
    """Do all of it, in as many processes as there are processors; the order of what comes back hangs on nothing."""
    work = [(unlabelled, path) for path in folders()] + [(compared, path) for path in paired()] + [(labelled, path) for path in files()]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        parts = [part.result() for part in [pool.submit(what, path) for what, path in work]]
    measured = [one for part in parts for one in part.measured]
    trips = [trip for part in parts for trip in part.trips]
    return Done(measured, trips, set().union(*(part.texts for part in parts)), [pair for part in parts for pair in part.pairs])


def figures_file(measured: Sequence[Measured], read: dict[str, Share], day: str) -> str:
    """Return what `gapcheck explain` says of each requirement: of the full verdicts that are labelled, how many are right and how
    many there are; the same of labels of presence; and of the findings of a check that were read, how many were true.
    """
    parts = [by((cell for one in measured if one.whole == whole for cell in one.cells), lambda cell: cell.id) for whole in (True, False)]
    rows = {id: [count for part in parts for count in right(part.get(id, []))] for id in sorted(parts[0] | parts[1])}
    rows |= {id: list(share) for id, share in sorted(read.items())}
    told = ",\n".join(f'  "{id}": {json.dumps(row)}' for id, row in rows.items())
    return f'{{\n "measured": "{day}",\n "counts": {{\n{told}\n }}\n}}\n'


def main(names: Sequence[str]) -> int:
    """Measure, and write or print; return the exit code."""
    if not files(names):
        print(NOTHING)
        return 0
    if names:
        measured = [one for path in files(names) for one in labelled(path).measured]
        print("\n".join(table(COLUMNS, map(summary, measured))).strip())
        return 0
    started = time.monotonic()
    measured, trips, texts, pairs = everything()
    rules = find_rules()
    packs = (*load_packs(rules, ["all"]), *load_checks(rules))
    hand = ByHand(*((BY_HAND / f"{name}.md").read_text(encoding="utf-8") for name in ByHand._fields))
    day = time.strftime("%Y-%m-%d")
    PAGE.write_text(page(measured, packs, Tripped(trips, len(texts), pairs), hand, day), encoding="utf-8")
    FIGURES.write_text(figures_file(measured, read_by_hand(hand.checks), day), encoding="utf-8")
    labels = sum(len(one.cells) for one in measured)
    print(f"{labels} labels of {len(measured)} sets measured in {time.monotonic() - started:.0f} s: {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
