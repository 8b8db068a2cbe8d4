"""What one run costs a hook: gapcheck on a 40 KB policy beside a Python that does nothing, in turns.

By itself: python bench/startup.py [POLICY...]
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from measure import NOTHING, ROOT, Ran, Table, gapcheck, ms, plain, run, sample, times

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 31
CHANGES = 5
COLUMNS = ("run", "start to end, ms", "times `pass`", "processor, ms", "times `pass`")


def compare(path: str, law: str) -> list[tuple[str, ...]]:
    """Return the median times of a run and of nothing, measured in turns so that a busy machine slows both alike."""
    command = [gapcheck(), "--law", law, "--format", "concise", path]
    run(command)  # compiles the rules and the modules
    return _in_turns(f"gapcheck --law {law}", RUNS, lambda: run(command))


def after_change(path: str, law: str, changed: str, said: str) -> list[tuple[str, ...]]:
    """Return the same for the first run after a line was added to a rule file, in a copy of the rules."""
    with tempfile.TemporaryDirectory() as folder:
        rules, cache = os.path.join(folder, "rules"), os.path.join(folder, "cache")
        shutil.copytree(ROOT / "rules", rules)
        command = [gapcheck(), "--law", law, "--format", "concise", "--rules", rules, path]
        run(command, GAPCHECK_CACHE=cache)

        def change() -> Ran:
            with open(os.path.join(rules, changed), "a", encoding="utf-8") as file:
                file.write("# changed\n")
            return run(command, GAPCHECK_CACHE=cache)

        return _in_turns(f"first run after {said} changed, --law {law}", CHANGES, change)


def _in_turns(name: str, runs: int, work: Callable[[], Ran]) -> list[tuple[str, ...]]:
    pairs = [(run(NOTHING), work()) for _ in range(runs)]
    nothing: tuple[str, ...] = ("python -c pass",)
    some: tuple[str, ...] = (name,)
    for kind in range(2):
        nothing += (ms(median(one[kind] for one, _ in pairs)), "1")
        some += (ms(median(two[kind] for _, two in pairs)), times(median(two[kind] / one[kind] for one, two in pairs)))
    return [nothing, some]


def table(path: str, laws: tuple[str, ...] = ("gdpr", "all")) -> Table:
    rows = [row for law in laws for row in compare(path, law)]
    return Table(f"{os.path.basename(path)} ({os.path.getsize(path) / 1000:.0f} KB), median of {RUNS} runs", COLUMNS, rows)


def changes(path: str) -> Table:
    rule = min(path.name for path in (ROOT / "rules" / "gdpr").glob("*.yaml") if path.name[0].isdigit())
    rows = after_change(path, "gdpr", f"gdpr/{rule}", "a requirement")
    rows += after_change(path, "all", f"gdpr/{rule}", "a requirement")
    rows += after_change(path, "all", "common/terms.yaml", "a list that all laws share")
    title = f"After a change of rules, {os.path.getsize(path) / 1000:.0f} KB, median of {CHANGES} runs"
    return Table(title, COLUMNS, rows, ("Rules that did not change are not compiled again.",))


def inside(path: str, laws: tuple[str, ...] = ("gdpr", "all")) -> Table:
    """Return what each stage of such runs takes of the processor, median by median."""
    medians: list[dict[str, float]] = []
    for law in laws:
        laps: dict[str, list[float]] = {}
        for _ in range(RUNS):
            kept = f"{path}.laps"
            run([sys.executable, str(ROOT / "bench" / "inside.py"), kept, "--law", law, "--format", "concise", path])
            with open(kept, encoding="utf-8") as lines:
                for line in lines:
                    taken, _, stage = line.strip().partition("\t")
                    laps.setdefault(stage, []).append(float(taken))
        medians.append({stage: median(taken) for stage, taken in laps.items()})
    rows: list[tuple[str, ...]] = [(stage, *(ms(one.get(stage, 0.0)) for one in medians)) for stage in medians[-1]]
    rows.append(("all stages", *(ms(sum(one.values())) for one in medians)))
    return Table("Inside such a run, processor time", ("stage", *(f"--law {law}, ms" for law in laws)), rows)


def tables(thorough: bool) -> list[Table]:
    """Return the results; they take no longer for being thorough."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "policy40.txt")
        Path(path).write_text(sample(), encoding="utf-8")
        return [table(path), inside(path), changes(path)]


if __name__ == "__main__":
    for each in [table(path) for path in sys.argv[1:]] or tables(False):
        print(plain(each) + "\n")
