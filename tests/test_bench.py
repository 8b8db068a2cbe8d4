"""The benchmarks measure what they say: expressions that find what the engine finds, stages that do what a run does. Nothing is timed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import stages
import suite
from conftest import ROOT, TOY_RULES
from engines import Job, as_bytes, compared, difference
from hypothesis import given, settings
from hypothesis import strategies as st
from measure import Table, fixtures, markdown, plain, run_apart
from regexes import AS_WRITTEN, FOLDED, Regexes, Way, asked_for, lines
from scaling import cycled
from test_matcher import document_of, phrases, texts

from gapcheck.engine import check
from gapcheck.loader import load_together
from gapcheck.matcher import Matcher
from gapcheck.pattern import Phrase, Sequence, Word, parse, steps
from gapcheck.plan import plan
from gapcheck.program import Program
from gapcheck.reading import read_bytes
from gapcheck.rule import Plan
from gapcheck.view import View

CASES = [
    ("personal data", "We use Personal, Data here.", True),
    ("personal data", "We use personal and other data.", False),
    ("data", "We keep databases.", False),
    ("opt out", "You may opt-out.", True),
    ("(delete|erase|have removed) it", "You may have removed it.", True),
    ("(delete|erase|have removed) it", "You may have deleted it.", False),
    ("[personal] data of yours", "We keep data of yours.", True),
    ("[personal] data of yours", "We keep personal data of yours.", True),
    ("process* data", "We are processing data.", True),
    ("process* data", "We are processing the data.", False),
    ("personalis* content", "We personalize content.", True),
    ("keep ...3 days", "We keep it for 30 days.", True),
    ("keep ...3 days", "We keep it for some 30 whole days.", False),
    ("keep ...3 days", "We keep days.", True),
    ("US law", "What it says is US law here.", True),
    ("US law", "What it says is U.S. law here.", True),
    ("US law", "Give us law and order.", False),
    ("recognise you", "We recognize you.", True),
    ("your favourite", "We learn your favorite.", True),
    ("e-mail us", "Please e-mail us.", True),
    ("e-mail us", "Please email us.", True),
    ("{email}", "Write to privacy@shop.example now.", True),
    ("{email}", "Write to the shop.", False),
    ("{number} days", "We keep it for 30 days.", True),
    ("{number} days", "We keep it for days.", False),
    ("in {year}", "This is so in 2026 too.", True),
    ("in {year}", "This is so in 12 cases.", False),
    ("{url}", "See https://shop.example/privacy for more.", True),
    ("article 6 1 f", "We rely on Article 6(1)(f) for it.", True),
    ("we (may [also]|will) (use|share)", "We may also share it.", True),
    ("we (may [also]|will) (use|share)", "We also share it.", False),
]


def planned(phrase: Phrase) -> tuple[Plan, int]:
    """Return a plan with one pattern, and the number of its phrase."""
    program = Program()
    node = program.phrase(steps(phrase))
    root = program.add(("phrase", node))
    made, place = plan(program.nodes, [root])
    assert asked_for(made) == [place[node]]
    return made, place[node]


@pytest.mark.parametrize("way", [FOLDED, AS_WRITTEN], ids=["folded", "as-written"])
@pytest.mark.parametrize(("phrase", "text", "found"), CASES, ids=[f"{phrase} in {text[:-1]}" for phrase, text, _ in CASES])
def test_the_expression_finds_what_the_engine_finds(phrase: str, text: str, found: bool, way: Way) -> None:
    made, number = planned(parse(phrase))
    expressions = Regexes(made, way)
    view = View(read_bytes(text.encode(), "policy.txt"))
    search = re.compile(expressions.whole(number), re.IGNORECASE if way.any_case else 0).search
    assert bool(Matcher(view, made).hits(number)) is found
    assert any(search(line) for line in lines(view, expressions)) is found


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(phrases.map(lambda phrase: Sequence((Word("ab"), phrase))), phrases.map(lambda phrase: Sequence((phrase, Word("ab"))))), texts
)
def test_over_folded_words_both_find_the_same_whatever_the_phrase(phrase: Phrase, sentences: list[list[str]]) -> None:
    made, number = planned(phrase)
    expressions = Regexes(made)
    search = re.compile(expressions.whole(number)).search
    view = View(document_of(sentences))
    found = sum(1 << place for place, line in enumerate(lines(view, expressions)) if search(line))
    assert found == Matcher(view, made).hits(number)


def test_on_a_policy_all_phrases_of_all_laws_are_found_alike() -> None:
    made = load_together(str(ROOT / "rules"), ("all",))[0].plan
    numbers = Regexes(made).phrases()
    document = read_bytes((ROOT / "fixtures" / "small-saas-short" / "policy.txt").read_bytes(), "policy.txt")
    (pairs, lacking, extra, differing), as_written = compared(Job(made, document, numbers))
    assert pairs > 500
    assert (lacking, extra, differing) == (0, 0, 0)
    assert as_written[1] + as_written[2] <= pairs / 100
    assert len(numbers) > 0.95 * len(asked_for(made))


def test_what_differs_is_counted() -> None:
    assert difference([0b011, 0b100], [0b110, 0b100]) == (3, 1, 1, 2)


def test_ripgrep_is_given_bytes() -> None:
    assert as_bytes("(?:£|x)") == "(?:\\xC2\\xA3|x)"


def test_the_stages_are_those_of_a_check() -> None:
    packs = load_together(str(ROOT / "rules"), ("gdpr",))
    clock = stages.Clock()
    data = fixtures()[-1].encode()
    found = stages.staged(data, packs, clock)
    assert found == check(read_bytes(data, stages.NAME), packs, stages.DAY, stages.SHOWN)
    assert {stages.READ, stages.VIEW, stages.FIRST, "judge gdpr", stages.CONTRADICTIONS} <= set(clock)


def test_a_run_with_a_clock_inside_is_a_run(tmp_path: Path) -> None:
    policy, laps = tmp_path / "policy.txt", tmp_path / "laps"
    policy.write_text("We keep your data for 30 days.\n")
    words = ["--rules", str(TOY_RULES), "--law", "toy", "--format", "concise", str(policy)]
    inside = subprocess.run(
        [sys.executable, ROOT / "bench" / "inside.py", laps, *words], capture_output=True, text=True, check=False, cwd=ROOT
    )
    outside = subprocess.run([sys.executable, "-m", "gapcheck", *words], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (inside.returncode, inside.stdout, inside.stderr) == (outside.returncode, outside.stdout, outside.stderr)
    names = [line.split("\t")[1] for line in laps.read_text().splitlines()]
    assert names[:3] == ["Python itself", "imports", "compiled rules from the cache"]
    assert {"judge", "arguments, settings, report"} <= set(names)


def test_a_process_answers_for_its_own_memory_only() -> None:
    ballast = b"x" * 150_000_000
    assert 1 < run_apart([sys.executable, "-c", "pass"]).megabytes < 100
    assert len(ballast) == 150_000_000


def test_many_policies_are_all_different() -> None:
    made = list(cycled(["one", "two"], 500))
    assert len(set(made)) == 500
    assert len({text.split()[-1] for text in made}) == 500
    assert made[2].startswith("one\n")


def test_a_table_can_be_read_on_a_terminal_and_in_the_page() -> None:
    table = Table("Title", ("what", "ms"), [("a|b", "1"), ("c", "10")], ("A note.",))
    assert plain(table) == "Title\n  what  ms\n  a|b    1\n  c     10\n  A note."
    assert markdown(table) == "**Title**\n\n| what | ms |\n|---|---:|\n| a\\|b | 1 |\n| c | 10 |\n\n- A note."


def test_results_go_between_the_marks_of_their_part() -> None:
    page = "Before.\n<!-- bench: stages -->\nold\n<!-- end: stages -->\nAfter.\n"
    assert suite.put(page, "stages", "new \\1") == page.replace("old", "new \\1")
    with pytest.raises(ValueError, match="no place for scaling"):
        suite.put(page, "scaling", "new")


def test_the_page_has_a_place_for_every_part() -> None:
    page = suite.PAGE.read_text(encoding="utf-8")
    for part in suite.PARTS:
        suite.put(page, part, "")


def test_unknown_parts_are_named() -> None:
    with pytest.raises(SystemExit, match="'speed' is none of startup, stages"):
        suite.main(["speed"])
