"""`--jobs` and `--cache`: faster, and otherwise as if they were not there."""

from __future__ import annotations

import marshal
import os
import random
import re
import shutil
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TOY_RULES, Result, document, gapcheck, toy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gapcheck as program
from gapcheck import cache, parallel, remembered
from gapcheck.checking import Run, check_read
from gapcheck.document import Document, Lines, Part, Section, Span
from gapcheck.engine import check
from gapcheck.finding import Checked, Shown
from gapcheck.loader import find_rules, load_checks, load_packs, load_together
from gapcheck.matcher import Matcher
from gapcheck.paths import Input
from gapcheck.plain import flat, lean, places_of, rules_of, whole
from gapcheck.reading import read_text

RULES = find_rules(None)
SUFFIXES = ("txt", "json", "html", "sarif", "csv", "md", "xml")
SHORT = ("nearly-empty", "shop-notice", "small-saas-short", "near-misses")
MET = "We keep your toys for two years. You may write to us at toys@example.com.\n"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of its own to keep results in."""
    monkeypatch.setenv("GAPCHECK_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept" / "results"


def entries(shelf: Path) -> list[Path]:
    return sorted(shelf.rglob("*.result"))


# --- processes ---


def reports(folder: Path, *argv: object) -> tuple[Result, dict[str, str]]:
    """Return what a run says, and what it writes in every format that files can have."""
    folder.mkdir()
    files = [word for suffix in SUFFIXES for word in ("--output", folder / f"report.{suffix}")]
    policies = [ROOT / "fixtures" / name for name in SHORT]
    result = gapcheck("--law", "gdpr", "--as-of", "2026-11-22", "--output", "-", *argv, *files, *policies)
    return result, {path.name: path.read_text() for path in sorted(folder.iterdir())}


def test_processes_and_what_is_kept_change_no_byte(tmp_path: Path, shelf: Path) -> None:
    plain = reports(tmp_path / "plain")
    assert plain[0].out and len(plain[1]) == len(SUFFIXES)
    assert reports(tmp_path / "jobs", "--jobs", 2) == plain
    assert entries(shelf) == []
    assert reports(tmp_path / "cache", "--jobs", 2, "--cache") == plain
    assert len(entries(shelf)) == len(SHORT)
    assert reports(tmp_path / "recalled", "--cache") == plain


@pytest.mark.parametrize("format", ["concise", "hook"])
def test_formats_that_show_less_are_the_same_too(format: str, shelf: Path) -> None:
    argv = ("--law", "all", "-f", format, *(ROOT / "fixtures" / name for name in SHORT[:2]))
    plain = gapcheck(*argv)
    assert plain.out
    for more in (("--jobs", 2), ("--cache",), ("--cache",)):
        assert gapcheck(*more, *argv) == plain


def test_what_cannot_be_read_and_standard_input_keep_their_places(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(MET * (number != 3))
    names = [tmp_path / "0.txt", "-", tmp_path / "none.txt", *(tmp_path / f"{number}.txt" for number in range(1, 5))]
    alone, many = (toy("-f", "json", *jobs, *names, stdin=MET.encode()) for jobs in ((), ("--jobs", "3")))
    assert alone == many and alone.code == 2
    assert "the file is empty" in alone.err and "no such file" in alone.err


def test_the_configuration_and_waivers_hold_in_processes(tmp_path: Path) -> None:
    (tmp_path / "gapcheck.yaml").write_text("law: toy\noverrides:\n- paths: ['b.txt']\n  ignore: [TOY-1-keeping]\n")
    (tmp_path / "a.md").write_text("We like toys.\n\n<!-- gapcheck: allow TOY-1-keeping -- nothing is kept -->\n")
    (tmp_path / "b.txt").write_text("We like toys.\n")
    plain = gapcheck("--rules", TOY_RULES, "-f", "json", tmp_path)
    assert "nothing is kept" in plain.out
    assert gapcheck("--rules", TOY_RULES, "-f", "json", "--jobs", "2", "--cache", tmp_path) == plain


@pytest.mark.parametrize("jobs", ["0", "two", "-1", "1000"])
def test_a_number_of_processes_that_makes_no_sense(jobs: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(MET)
    result = toy(f"--jobs={jobs}", tmp_path)
    assert result.code == 2 and "--jobs needs a number of processes from 1 to 256, or auto" in result.err


def test_jobs_auto(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(MET)
    assert toy("--jobs", "auto", tmp_path) == toy(tmp_path)


# --- what never ends ---


def hanging(given: parallel._Given) -> Callable[[tuple[Input, int]], tuple[Any, ...]]:
    """Return, in a worker, what checks every policy but one, which it never comes to an end with."""
    check = make(given)

    def work(piece: tuple[Input, int]) -> tuple[Any, ...]:
        while piece[0].path.endswith("1.txt"):
            time.sleep(1)
        return check(piece)

    return work


make = parallel._make


@pytest.mark.parametrize("argv", [("--jobs", "2"), ("--cache",)], ids=" ".join)
def test_a_policy_that_hangs_could_not_be_checked_and_the_others_are(
    argv: tuple[str, ...], tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(MET)
    others = toy("-f", "concise", *(tmp_path / f"{number}.txt" for number in (0, 2, 3)))
    monkeypatch.setattr(parallel, "_make", hanging)
    result = toy("-f", "concise", "--time-limit", "2", *argv, *(tmp_path / f"{number}.txt" for number in range(4)))
    assert result.code == 2 and "1.txt:1:1: error could not check: it was given up after 2 seconds" in result.out
    assert [line for line in result.out.splitlines() if "1.txt" not in line] == others.out.splitlines()


@pytest.mark.parametrize("limit", ["0", "two", "-1", "1.5", "9999999"])
def test_a_time_limit_that_makes_no_sense(limit: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(MET)
    result = toy(f"--time-limit={limit}", tmp_path / "a.txt")
    assert result.code == 2 and "--time-limit needs a number of seconds from 1 to 1000000" in result.err


def test_a_policy_that_is_done_in_time_is_checked_as_ever(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(MET)
    assert toy("--time-limit", "60", tmp_path / "a.txt") == toy(tmp_path / "a.txt")


# --- what is kept between runs ---


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return rules of one's own, to change."""
    shutil.copytree(TOY_RULES, tmp_path / "rules")
    return tmp_path / "rules"


def judged(rules: Path, policy: Path, *argv: object) -> Result:
    kept = gapcheck("--rules", rules, "--law", "toy", "-f", "json", "--cache", *argv, policy)
    assert kept == gapcheck("--rules", rules, "--law", "toy", "-f", "json", *argv, policy)
    return kept


def test_a_policy_is_judged_once_and_recalled(tmp_path: Path, shelf: Path, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy.txt").write_text(MET)
    first = judged(rules, tmp_path / "policy.txt")
    monkeypatch.setattr(remembered, "check_read", None)  # whoever calls it now fails
    assert gapcheck("--rules", rules, "--law", "toy", "-f", "json", "--cache", tmp_path / "policy.txt") == first


def test_a_changed_rule_is_judged_anew(tmp_path: Path, shelf: Path, rules: Path) -> None:
    policy, rule = tmp_path / "policy.txt", rules / "toy" / "1-keeping.yaml"
    policy.write_text("We keep your toys for two years.\n")
    before = judged(rules, policy)
    rule.write_text(rule.read_text().replace("two years]", "three years]").replace("for two years.]", "for three years.]"))
    after = judged(rules, policy)
    assert before.out != after.out and len(entries(shelf)) == 2
    rule.write_text(rule.read_text().replace("title: How long", "title: For how long"))
    assert "For how long" in judged(rules, policy).out


def test_everything_that_a_result_hangs_on_makes_another(tmp_path: Path, shelf: Path, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = tmp_path / "policy.txt"
    policy.write_text(MET)
    judged(rules, policy)
    number = 1
    for argv in (("--as-of", "2020-01-01"), ("--select", "TOY-1-keeping"), ("--ignore", "TOY-1-keeping")):
        judged(rules, policy, *argv)
        number += 1
        assert len(entries(shelf)) == number, argv
    for module, name, value in ((remembered, "__version__", "9.9"), (remembered, "FORMAT", 99), (cache, "FORMAT", 99)):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, value)
            judged(rules, policy)
        number += 1
        assert len(entries(shelf)) == number, name
    policy.write_text(MET + MET)
    judged(rules, policy)
    shutil.copy(policy, tmp_path / "policy.md")  # the same bytes, read otherwise
    judged(rules, tmp_path / "policy.md")
    assert len(entries(shelf)) == number + 2


def test_a_changed_program_makes_another(tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = remembered.program()
    copy = tmp_path / "program"
    shutil.copytree(Path(program.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(remembered, "__file__", str(copy / "remembered.py"))
    there = remembered.program()
    assert there != before and there == remembered.program()
    (copy / "engine.py").write_text("# changed")
    assert remembered.program() != there


def test_what_was_tampered_with_or_belongs_to_others_is_not_trusted(tmp_path: Path, shelf: Path, rules: Path) -> None:
    policy = tmp_path / "policy.txt"
    policy.write_text(MET)
    plain = judged(rules, policy)
    (entry,) = entries(shelf)
    assert stat.S_IMODE(entry.parent.stat().st_mode) == stat.S_IMODE(shelf.stat().st_mode) == 0o700 or os.name == "nt"
    whole_entry = entry.read_bytes()
    for broken in (whole_entry[:-1], whole_entry.replace(whole_entry[-9:], bytes(9)), b"", whole_entry[:20]):
        entry.write_bytes(broken)
        assert judged(rules, policy) == plain
    if os.name != "nt":
        entry.parent.chmod(0o777)
        entry.write_bytes(whole_entry)
        assert remembered.cache.get(str(entry.parent), entry.name, "") is None
        assert judged(rules, policy) == plain


def test_no_more_is_kept_than_there_is_room_for(tmp_path: Path, shelf: Path, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(MET * (number + 1))
        judged(rules, tmp_path / f"{number}.txt")
        os.utime(max(entries(shelf), key=lambda path: path.stat().st_mtime_ns), (number, number))
    total = sum(path.stat().st_size for path in entries(shelf))
    monkeypatch.setattr(remembered, "MOST", total // 2)
    asked = min(entries(shelf), key=lambda path: path.stat().st_mtime)
    judged(rules, tmp_path / "0.txt")  # asked for again: the oldest no longer
    left = entries(shelf)
    assert 0 < sum(path.stat().st_size for path in left) <= total // 2 and asked in left


def test_nothing_is_kept_of_what_could_come_out_otherwise(tmp_path: Path, shelf: Path, rules: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "german.txt").write_text("Wir speichern die Daten der Kunden und geben sie nicht weiter. " * 40)
    for name in ("empty.txt", "german.txt", "none.txt"):
        judged(rules, tmp_path / name)
    assert entries(shelf) == []


def test_without_a_place_to_keep_things_all_is_judged(tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE", "")
    (tmp_path / "policy.txt").write_text(MET)
    assert judged(rules, tmp_path / "policy.txt").out


# --- nothing that makes it faster changes a finding ---

PACKS = load_together(RULES, ("all",))
SENTENCES = [
    sentence
    for path in sorted((ROOT / "fixtures").glob("*/policy.*"))
    for sentence in re.split(r"(?<=[.:])\s+", path.read_text())
    if 3 < len(sentence.split()) < 60
]
WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()})


@st.composite
def policies(draw: st.DrawFn) -> str:
    """Return a text of sentences of policies, some of them with words exchanged, in any order, as paragraphs and items."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    parts = []
    for _ in range(chance.randint(1, 40)):
        words = chance.choice(SENTENCES).split()
        for _ in range(chance.randint(0, 2)):
            words[chance.randrange(len(words))] = chance.choice(WORDS)
        parts.append(chance.choice(("", "", "- ", "## ", "1. ")) + " ".join(words) + chance.choice((" ", "\n", "\n\n")))
    return "".join(parts)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policies())
def test_findings_come_back_as_they_were(text: str) -> None:
    rules = rules_of(PACKS)
    checked = check_read("policy.md", Run(PACKS, "2026-11-22", Shown(), None), text.encode, lambda: None)
    assert not checked.error and checked.document
    back = whole(marshal.loads(marshal.dumps(flat(checked, places_of(rules)))), rules)
    assert back == checked._replace(document=lean(checked.document))
    assert [type(one) for one in back.findings] == [type(one) for one in checked.findings]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policies())
def test_one_program_for_all_packs_changes_no_finding(text: str) -> None:
    read = read_text(text, "policy.md", "markdown")
    alone = (*load_packs(RULES, ("all",)), *load_checks(RULES))
    assert [found[1:] for found in check(read, alone, "2026-11-22")] == [found[1:] for found in check(read, PACKS, "2026-11-22")]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policies())
def test_the_first_pass_changes_no_finding(text: str) -> None:
    read = read_text(text, "policy.md", "markdown")
    with_it = check(read, PACKS, "2026-11-22")
    first_pass = Matcher._first_pass

    def without(self: Matcher, plan: object) -> list[int]:
        meet = first_pass(self, plan)  # type: ignore[arg-type]
        leaves = len(plan.words) + len(plan.prefixes)  # type: ignore[attr-defined]
        return meet[:leaves] + [(1 << len(self.view.base)) - 1] * (len(meet) - leaves)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Matcher, "_first_pass", without)
        assert check(read, PACKS, "2026-11-22") == with_it


def test_rules_from_the_cache_of_compiled_rules_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = PACKS
    monkeypatch.setenv("GAPCHECK_CACHE", "")
    compiled = load_together(RULES, ("all",))
    assert compiled == kept
    runs = [Run(packs, "2026-11-22", Shown(), None) for packs in (kept, compiled)]
    assert remembered.run_key(runs[0]) == remembered.run_key(runs[1])


def test_a_lean_document_is_all_that_reports_read() -> None:
    read = document("We keep your toys.")
    assert lean(read).statements == () and lean(read)._replace(statements=read.statements) == read
    assert whole(flat(Checked("p", read, ()), {}), ()).document == lean(read)
    assert Lines(read.text).place(3).column == 4


def test_all_that_a_document_says_of_itself_comes_back() -> None:
    """The links of a Word file, say: each field in its own place."""
    one = Document("p", "a b", "docx", "utf-8", "0f", (Section(Span(0, 1), 1, (0,)),), (), ("a note",), "a b", (0,), (), (2,))
    both = one._replace(parts=(Part(0, one), Part(2, one._replace(links=()))))
    for read in (one, both):
        assert whole(marshal.loads(marshal.dumps(flat(Checked("p", read, ()), {}))), ()).document == read
    assert not [name for name in Document._fields if name != "statements" and not getattr(both, name)]
