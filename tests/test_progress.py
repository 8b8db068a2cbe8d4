"""The line that says how far a long run is: on a terminal only, late, and gone when all is done."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, TOY_RULES

if os.name == "posix":
    from terminal_for_tests import InTerminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminals on this system")
pytest.importorskip("tqdm", reason="tqdm is not installed; pip install -e . brings it")

# The program, with checks that take as long as those of long policies.
SLOW = """
import sys, time
from gapcheck import checkcommand, cli
real, seconds = checkcommand.check_input, float(sys.argv[1])
def slow(*words):
    time.sleep(seconds)
    return real(*words)
checkcommand.check_input = slow
sys.argv[1:] = sys.argv[2:]
cli.run()
"""
# The same for a corpus, which breaks off before a policy of a number.
CORPUS = """
import sys, time
from gapcheck import cli
from gapcheck.corpus import run
seconds, end = float(sys.argv[1]), int(sys.argv[2])
def slow(items, make, given, workers, limit):
    judge = make(given)
    for item in items:
        if item.number == end:
            raise KeyboardInterrupt
        time.sleep(seconds)
        yield judge(item)
run.spread = slow
sys.argv[1:] = sys.argv[3:]
cli.run()
"""
SHARE = re.compile(r"(\d+) % \|[^|\r]*\| (\d+) policies, +([\d.]+) policies/s, [\d:?]+ left")
COUNT = re.compile(r"(\d+)/12 policies \|[^|\r]*\| +[\d.]+ policies/s, [\d:?]+ left")


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """Return the words that check a folder of twelve policies, into a file."""
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_text("You may write to us at any time.\nWe keep your toys forever.\n")
    return ["--rules", str(TOY_RULES), "--law", "toy", "--format", "concise", "."]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "PYTHONUTF8": "1", **more}


def shown(seconds: float, command: list[str], folder: Path, program: str = SLOW, **more: str) -> tuple[int, str, bytes]:
    """Return the exit code, what the terminal got on standard error, and what the file got that standard output was."""
    with open(folder.parent / "out", "w+b") as out:
        running = InTerminal([sys.executable, "-c", program, str(seconds), *command], environment(**more), folder, out.fileno())
        try:
            code = running.finish()
        finally:
            running.close()
        out.seek(0)
        return code, running.seen, out.read()


def test_a_long_run_says_how_far_it_is_and_takes_that_away(command: list[str], tmp_path: Path) -> None:
    code, seen, out = shown(0.25, command, tmp_path)
    counts = [int(found[1]) for found in COUNT.finditer(seen)]
    assert code == 1 and out.count(b"TOY-1-keeping") == 12
    assert counts and counts[0] >= 3 and counts == sorted(counts) and counts[-1] > counts[0], seen
    last = seen.rstrip("\n").split("\r")
    assert not last[-1].strip() and "policies" not in last[-1] and not last[-2].strip(), "the line is blank at the end"
    assert "\n" not in seen and "\x1b[A" not in seen


@pytest.fixture
def corpus(command: list[str], tmp_path: Path) -> list[str]:
    """Return the words that judge the same policies as a corpus of JSON lines."""
    texts = [path.read_text() for path in sorted(tmp_path.glob("*.txt"))]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    return ["corpus", "in.jsonl", *command[:4], "--output", "out", "--shard-size", "4"]


def test_a_corpus_run_says_what_share_is_done_and_counts_what_an_earlier_one_did(corpus: list[str], tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", CORPUS, "0", "9", *corpus], env=environment(), cwd=tmp_path, capture_output=True, check=False)
    code, seen, _ = shown(0.6, ["-1", *corpus], tmp_path, CORPUS)
    counts = [(int(found[1]), int(found[2]), float(found[3])) for found in SHARE.finditer(seen)]
    assert code == 0 and counts and "\n" not in seen and not seen.split("\r")[-1].strip(), seen
    assert all(number > 8 and abs(share - 100 * number / 12) < 1 and rate < 2 for share, number, rate in counts), counts


@pytest.mark.parametrize(("words", "more"), [(["--quiet"], {}), ([], {"TERM": "dumb"})], ids=["quiet", "a terminal that cannot go back"])
def test_where_a_corpus_run_has_none(corpus: list[str], tmp_path: Path, words: list[str], more: dict[str, str]) -> None:
    assert shown(0.15, ["-1", *corpus, *words], tmp_path, CORPUS, **more)[:2] == (0, "")


@pytest.mark.parametrize(
    ("seconds", "words", "more"),
    [(0.0, [], {}), (0.2, ["--quiet"], {}), (0.2, [], {"TERM": "dumb"})],
    ids=["a short run", "quiet", "a terminal that cannot go back"],
)
def test_where_there_is_none(command: list[str], tmp_path: Path, seconds: float, words: list[str], more: dict[str, str]) -> None:
    code, seen, _ = shown(seconds, [*command, *words], tmp_path, **more)
    assert (code, seen) == (1, "")


def test_nothing_of_it_goes_where_no_terminal_is(command: list[str], tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", SLOW, "0.15", *command], env=environment(), cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"") and b"policies" not in done.stdout


def test_one_policy_has_none_and_imports_nothing_for_it(command: list[str], tmp_path: Path) -> None:
    code = SLOW.replace("cli.run()", "cli.main(sys.argv[1:], sys.stdin, sys.stdout, sys.stderr)\nprint(*sys.modules)")
    with open(tmp_path.parent / "out", "w+b") as out:
        program = InTerminal([sys.executable, "-c", code, "1.5", *command[:-1], "00.txt"], environment(), tmp_path, out.fileno())
        assert program.finish() == 0 and program.seen == ""
        program.close()
        out.seek(0)
        modules = out.read().decode().split()
    assert not {"tqdm", "gapcheck.progress", "gapcheck.completion", "gapcheck.starting", "gapcheck.report.statistics"} & set(modules)
