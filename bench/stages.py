"""Where the time goes in one process: MB/s of each stage, and of the whole way from bytes to lines of JSON, on one core."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from measure import Table, fixtures, megabytes, ms, policies, rate

from gapcheck.checking import Run, check_read
from gapcheck.conflicts import contradictions
from gapcheck.corpus import judging
from gapcheck.corpus.records import Item
from gapcheck.engine import check
from gapcheck.finding import Finding, Shown
from gapcheck.language import foreign
from gapcheck.loader import find_rules, load_together
from gapcheck.reading import read_bytes
from gapcheck.settle import fed, open_ended
from gapcheck.structure import broken_off
from gapcheck.units import Units
from gapcheck.verdict import judge
from gapcheck.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapcheck.rule import Pack

DAY = "2026-11-28"
SHOWN = Shown(1)
NAME = "policy.txt"
READ, VIEW, WHOLE, FIRST, CONTRADICTIONS, SETTLE, REPORT = (
    "read: decode, sections, statements",
    "view: words to bits",
    "language, broken end",
    "first pass, negation, headings",
    "contradictions",
    "what findings do to each other",
    "report",
)
COLUMNS = ("stage", "ms a policy", "MB/s", "share")


class Clock(dict[str, float]):
    """Processor time by stage."""

    def __init__(self) -> None:
        super().__init__()
        self.last = time.process_time()

    def lap(self, stage: str) -> None:
        """Add what was taken since the last lap to a stage."""
        now = time.process_time()
        self[stage] = self.get(stage, 0.0) + now - self.last
        self.last = now


def staged(data: bytes, packs: Sequence[Pack], clock: Clock) -> tuple[Finding, ...]:
    """Return what `check` returns, and note what each stage takes."""
    clock.last = time.process_time()
    document = read_bytes(data, NAME)
    clock.lap(READ)
    view = View(document)
    clock.lap(VIEW)
    language, ends = foreign(view), broken_off(document)
    clock.lap(WHOLE)
    if language and not language.judged:
        return check(document, packs, DAY, SHOWN, view)
    findings: list[Finding] = []
    found: list[Finding] = []
    laws = [pack.law for pack in packs if pack.requirements]
    units = None
    for pack in packs:
        units = Units(view, pack, DAY, SHOWN, units)
        clock.lap(FIRST)
        judged = list(judge(units, pack))
        findings += open_ended(units, judged, ends) if ends else judged
        if pack.requirements:
            clock.lap(f"judge {pack.law}")
        found += contradictions(units, pack, laws) if pack.checks else ()
        clock.lap(CONTRADICTIONS)
    settled = (*fed(findings, found), *found)
    clock.lap(SETTLE)
    return settled


class Ended(NamedTuple):
    """Processor time of the whole way, and of that what is not reading and checking, but writing what was found."""

    whole: float
    report: float


def end_to_end(data: Sequence[bytes], packs: Sequence[Pack]) -> Ended:
    """Return what it takes to check policies and to write what was found, by the code that `gapcheck corpus` runs."""
    run = Run(packs, DAY, SHOWN, None)
    inside = 0.0

    def timed(*given: Any) -> Any:
        nonlocal inside
        start = time.process_time()
        checked = check_read(*given)
        inside += time.process_time() - start
        return checked

    judging.check_read = timed
    judged = judging.make(judging.Given(run, "jsonl", False))
    start = time.process_time()
    for number, one in enumerate(data):
        judged(Item(number, str(number), NAME, one))
    whole = time.process_time() - start
    return Ended(whole, whole - inside)


def table(name: str, texts: Sequence[str], repeated: int = 1) -> Table:
    """Return the stages over texts; what comes first warms up what is kept between policies."""
    packs = load_together(find_rules(None), ("all",))
    data = [text.encode() for text in texts]
    for one in data[:10]:
        if staged(one, packs, Clock()) != check(read_bytes(one, NAME), packs, DAY, SHOWN):
            sys.exit("bench/stages.py does not do what gapcheck.engine.check does: bring it up to date")
    clock = Clock()
    for _ in range(repeated):
        for one in data:
            staged(one, packs, clock)
    ended = end_to_end(data * repeated, packs)
    clock[REPORT] = ended.report
    whole, size, number = sum(clock.values()), sum(map(len, data)) * repeated, len(data) * repeated
    rows = [(stage, ms(taken / number), rate(size, taken), f"{100 * taken / whole:.0f} %") for stage, taken in clock.items()]
    rows.append(("all stages", ms(whole / number), rate(size, whole), "100 %"))
    rows.append(("end to end, without a clock between", ms(ended.whole / number), rate(size, ended.whole), ""))
    again = f", {repeated} times" if repeated > 1 else ""
    title = f"All laws over {len(texts)} {name} ({megabytes(texts)}{again}), one core"
    return Table(title, COLUMNS, rows, ("Report: lines of JSON, as gapcheck corpus writes them.",))


def tables(thorough: bool) -> list[Table]:
    """Return the stages over the fixtures, and over real policies: all of them, or one in ten."""
    real = policies()
    found = [table("fixtures", fixtures(), 10)]
    if real:
        found.append(table("distinct real policies" if thorough else "real policies, one in ten", real if thorough else real[::10]))
    return found
