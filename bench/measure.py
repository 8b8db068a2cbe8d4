"""What the benchmarks share: texts, processes and their costs, and tables of results."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
BYTES = 40_000
NOTHING = [sys.executable, "-c", "pass"]


def gapcheck() -> str:
    """Return the installed program that belongs to this Python, as a hook would start it."""
    program = os.path.join(os.path.dirname(sys.executable), "gapcheck")
    if not os.path.exists(program):
        sys.exit("gapcheck is not installed beside this Python; run the benchmarks with: make bench")
    return program


def sample() -> str:
    """Return 40 KB of policy: the text fixtures one after another, over and over, up to the end of a line."""
    text = "\n\n".join(fixtures())
    text = (text * (BYTES // len(text) + 1))[:BYTES]
    return text[: text.rindex("\n") + 1]


def fixtures() -> list[str]:
    """Return the policies of the fixtures that are plain text."""
    return [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("fixtures/*/policy.txt"))]


def policies() -> list[str]:
    """Return the distinct real policies that lie beside the project; none where there are none."""
    found: dict[str, None] = {}
    for path in sorted([*SHARED.glob("corpora/*.jsonl"), *SHARED.glob("gold/*.jsonl")]):
        with open(path, encoding="utf-8") as lines:
            found |= dict.fromkeys(json.loads(line)["text"] for line in lines)
    return list(found)


# A process counts as its own what memory the one had that it was split from: for memory, that must be a small one.
_APART = """
import os, sys
_, status, used = os.wait4(os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ), 0)
with open(sys.argv[1], "w") as file:
    file.write(str(used.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Ran(NamedTuple):
    """What a process cost, and those that it waited for: seconds from start to end, of processor time, and the most memory of one."""

    wall: float
    processor: float
    megabytes: float
    code: int


def run_apart(command: Sequence[str]) -> Ran:
    """Run a program to its end, and find out its memory too."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "memory")
        ran = run([sys.executable, "-I", "-S", "-c", _APART, path, *command])
        unit = 1024 * 1024 if sys.platform == "darwin" else 1024
        return ran._replace(megabytes=int(Path(path).read_text()) / unit)


def run(command: Sequence[str], expected: Sequence[int] = (0, 1), **variables: str) -> Ran:
    """Run a program to its end; one that ends otherwise than expected ends the benchmark."""
    # As an installed program runs: with its modules compiled, which PYTHONDONTWRITEBYTECODE would prevent.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | variables
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in expected:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}: {said.decode(errors='replace').strip()}")
    return Ran(wall, used.ru_utime + used.ru_stime, 0.0, process.returncode)


def processor_time(work: Callable[[], object]) -> float:
    """Return the seconds of processor time that this process takes for something, whatever else runs."""
    start = time.process_time()
    work()
    return time.process_time() - start


def usual(work: Callable[[], object], times: int) -> float:
    """Return the median of so many times, the first of which does not count."""
    work()
    return median(processor_time(work) for _ in range(times))


class Table(NamedTuple):
    """One result: a heading, rows of cells, and sentences on how to read them."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    notes: tuple[str, ...] = ()


def ms(seconds: float) -> str:
    milliseconds = seconds * 1000
    return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.1f}" if milliseconds >= 1 else f"{milliseconds:.2f}"


def rate(size: int, seconds: float) -> str:
    """Return so many bytes in so many seconds as MB/s."""
    speed = size / 1e6 / seconds if seconds > 1e-6 else 0.0
    return f"{speed:,.0f}" if speed >= 100 else f"{speed:.1f}" if speed >= 1 else f"{speed:.2g}"


def times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 20 else f"{ratio:.1f}" if ratio >= 10 else f"{ratio:.2f}"


def megabytes(texts: Sequence[str]) -> str:
    return f"{sum(len(text.encode()) for text in texts) / 1e6:.2f} MB"


def machine() -> str:
    """Return the day, the processor and the Python, on one line."""
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), name)
    except OSError:
        pass
    count = f"{os.cpu_count()} x {' '.join(name.split())}"
    return f"{time.strftime('%Y-%m-%d')}, {count}, {platform.system()}, Python {platform.python_version()}"


def plain(table: Table) -> str:
    """Return a table for the terminal: the first column to the left, the others to the right."""
    rows = [table.columns, *table.rows]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    lines = [table.title]
    for row in rows:
        cells = [cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in enumerate(zip(row, widths, strict=True))]
        lines.append("  " + "  ".join(cells).rstrip())
    return "\n".join([*lines, *(f"  {note}" for note in table.notes)])


def markdown(table: Table) -> str:
    """Return a table as Markdown."""
    lines = [f"**{table.title}**", "", _row(table.columns), "|" + "---|" + "---:|" * (len(table.columns) - 1)]
    lines += map(_row, table.rows)
    return "\n".join(lines + ([""] if table.notes else []) + [f"- {note}" for note in table.notes])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
