"""What one run costs a hook: gapcheck on a 40 KB policy beside a Python that does nothing, in turns."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
RUNS = 31
BYTES = 40_000
# As an installed program runs: with its modules compiled, which PYTHONDONTWRITEBYTECODE would prevent.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def sample() -> str:
    """Return 40 KB of policy: the text fixtures one after another, over and over."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("fixtures/*/policy.txt"))]
    text = "\n\n".join(texts)
    return (text * (BYTES // len(text) + 1))[:BYTES]


def seconds(command: list[str]) -> tuple[float, float]:
    """Return how long a process takes from start to end, and how long of that it has a processor, whatever else runs."""
    start, before = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, env=ENVIRONMENT, check=False)
    taken, after = time.perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(f"{command} failed with {done.returncode}")
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(path: str, law: str) -> None:
    """Print the median times of both, measured in turns so that a busy machine slows both alike."""
    program = os.path.join(os.path.dirname(sys.executable), "gapcheck")
    check = [program, "--law", law, "--format", "concise", path]
    nothing = [sys.executable, "-c", "pass"]
    seconds(check)  # compiles the rules and the modules
    pairs = [(seconds(nothing), seconds(check)) for _ in range(RUNS)]
    print(f"{os.path.basename(path)} ({os.path.getsize(path) / 1000:.0f} KB), median of {RUNS} runs")
    for what, kind in (("from start to end", 0), ("of processor time", 1)):
        floor = median(one[kind] for one, _ in pairs) * 1000
        taken = median(two[kind] for _, two in pairs) * 1000
        ratio = median(two[kind] / one[kind] for one, two in pairs)
        print(f"  python -c pass                          {floor:7.1f} ms {what}")
        print(f"  gapcheck --law {law:4} --format concise    {taken:7.1f} ms {what}: {ratio:.2f} times as long")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "policy40.txt")
        Path(path).write_text(sample(), encoding="utf-8")
        for each in [path, *sys.argv[1:]]:
            for law in ("gdpr", "all"):
                compare(each, law)


if __name__ == "__main__":
    main()
