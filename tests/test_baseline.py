"""Known gaps: written to a file, and then only new ones count."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from conftest import Result, gapcheck, toy

GAPS = "You may write to us at any time.\nWe keep your toys forever.\n"
MET = "You may write to us at any time. We keep your toys for two years. In short, they are safe.\n"
BASELINE = "known/base.json"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with policies in it and a folder for the baseline."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"gaps.txt": GAPS, "met.txt": MET, "other.txt": GAPS}.items():
        Path(name).write_text(text)
    Path("known").mkdir()
    return tmp_path


def write(*names: str) -> Result:
    return toy("--write-baseline", BASELINE, *names)


def held() -> list[tuple[str, str, str]]:
    return [(gap["path"], gap["id"], gap["status"]) for gap in json.loads(Path(BASELINE).read_text())["gaps"]]


def test_what_is_written_is_sorted_and_has_no_place_or_time() -> None:
    result = write("other.txt", "gaps.txt", "met.txt")
    assert result == (0, f"{BASELINE}: 4 known gaps, 4 of them new; 0 taken out\n", "")
    assert held() == [
        (f"../{name}.txt", id, status)
        for name in ("gaps", "other")
        for id, status in (("TOY-1-keeping", "conflict"), ("TOY-3-summary", "missing"))
    ]
    first = Path(BASELINE).read_bytes()
    assert write("other.txt", "gaps.txt", "met.txt").out.endswith("4 known gaps, 0 of them new; 0 taken out\n")
    assert Path(BASELINE).read_bytes() == first
    assert set(json.loads(first)["gaps"][0]) == {"path", "id", "status", "fingerprint"}


@pytest.mark.parametrize("format", ["table", "matrix", "concise", "json", "markdown", "csv", "sarif", "junit", "github"])
def test_known_gaps_do_not_count_whatever_the_format(format: str) -> None:
    write("gaps.txt")
    result = toy("--baseline", BASELINE, "--fail-on", "recommended", "--format", format, "gaps.txt")
    assert result.code == 0
    said = " ".join((result.out + result.err).split()).replace("\\", "")
    assert f"baseline {BASELINE}: 2 known gaps of this policy not shown and not counted" in said


def test_known_gaps_are_not_shown_and_new_ones_are() -> None:
    write("gaps.txt")
    shown = toy("--baseline", BASELINE, "gaps.txt").out
    assert "TOY-1-keeping" not in shown and "2 known from the baseline" in " ".join(shown.split())
    Path("gaps.txt").write_text("Hello.\n" + GAPS.replace("You may write to us at any time.", "You may not."))
    result = toy("--baseline", BASELINE, "--format", "concise", "gaps.txt")
    assert result.code == 1 and [line.split()[1:3] for line in result.out.splitlines()] == [["missing", "TOY-1-contact"]]
    assert result.err == f"gaps.txt: baseline {BASELINE}: 2 known gaps of this policy not shown and not counted\n"
    assert toy("--baseline", BASELINE, "--quiet", "gaps.txt") == (1, "", "")


def test_a_known_gap_survives_edits_elsewhere_and_a_move_of_the_line() -> None:
    write("gaps.txt")
    Path("gaps.txt").write_text("# Our policy\n\nWelcome. " + GAPS.replace("\n", "\n\n") + "\nGoodbye.\n")
    assert toy("--baseline", BASELINE, "gaps.txt").code == 0


def test_the_same_contradiction_in_other_words_is_new() -> None:
    write("gaps.txt")
    Path("gaps.txt").write_text(GAPS.replace("keep your toys forever", "keep your toys forever and a day"))
    assert toy("--baseline", BASELINE, "gaps.txt").code == 1


def test_what_got_better_is_known_and_what_got_worse_is_new() -> None:
    Path("gaps.txt").write_text("You may write to us at any time.\n")
    write("gaps.txt")
    assert ("../gaps.txt", "TOY-1-keeping", "missing") in held()
    Path("gaps.txt").write_text("You may write to us at any time. We keep your toys.\n")
    assert toy("--baseline", BASELINE, "gaps.txt").code == 0
    assert "1 of them new; 1 taken out: TOY-1-keeping (../gaps.txt)" in write("gaps.txt").out
    assert ("../gaps.txt", "TOY-1-keeping", "partial") in held()
    Path("gaps.txt").write_text("You may write to us at any time. And yes, we keep your toys!\n")
    assert toy("--baseline", BASELINE, "gaps.txt").code == 0
    Path("gaps.txt").write_text("You may write to us at any time.\n")
    assert toy("--baseline", BASELINE, "gaps.txt").code == 1


def test_what_is_fixed_is_named_and_taken_out() -> None:
    write("gaps.txt")
    Path("gaps.txt").write_text(GAPS.replace("forever", "for two years"))
    said = " ".join(toy("--baseline", BASELINE, "gaps.txt").out.split())
    assert f"note: baseline {BASELINE}: no gap any more: TOY-1-keeping; take it out with --write-baseline {BASELINE}" in said
    assert write("gaps.txt").out == f"{BASELINE}: 1 known gap, 0 of them new; 1 taken out: TOY-1-keeping (../gaps.txt)\n"


def test_what_a_run_did_not_look_at_stays() -> None:
    write("gaps.txt", "other.txt")
    toy("--write-baseline", BASELINE, "--select", "TOY-3", "gaps.txt")
    assert len(held()) == 4
    assert "no gap any more" not in toy("--baseline", BASELINE, "--select", "TOY-2", "gaps.txt").out
    Path("other.txt").unlink()
    assert "2 taken out" in write("gaps.txt").out and len(held()) == 2


def test_a_configuration_may_name_the_baseline(folder: Path) -> None:
    Path("gapcheck.yaml").write_text(f"law: toy\nbaseline: {BASELINE}\n")
    assert toy("gaps.txt").code == 2
    write("gaps.txt")
    assert toy("gaps.txt").code == 0 and toy("--isolated", "gaps.txt").code == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "known/base.json:1:1: is no baseline: it is not JSON (Expecting value)"),
        ('{"gaps": [}', "known/base.json:1:11: is no baseline"),
        ("[]", "it has no 'gapcheck-baseline'"),
        ('{"gapcheck-baseline": 9, "gaps": []}', "is a baseline of version 9, and this gapcheck reads 1"),
        ('{"gapcheck-baseline": 1}', "'gaps' must be a list"),
        ('{"gapcheck-baseline": 1, "gaps": [{"path": "x"}]}', "gap 1 needs path, id, status, fingerprint, each a text"),
    ],
)
def test_a_wrong_baseline_is_a_sentence_and_is_not_written_over(text: str, said: str) -> None:
    Path(BASELINE).write_text(text)
    for option in ("--baseline", "--write-baseline"):
        result = toy(option, BASELINE, "gaps.txt")
        assert (result.code, result.out) == (2, "") and said in result.err and "Traceback" not in result.err
    assert Path(BASELINE).read_text() == text


def test_nothing_is_written_where_something_could_not_be_checked() -> None:
    result = write("gaps.txt", "nowhere.txt")
    assert result.code == 2 and "nowhere.txt: could not check" in result.err and "the baseline was not written" in result.err
    assert not Path(BASELINE).exists()
    assert "no such baseline; write one with" in toy("--baseline", BASELINE, "gaps.txt").err
    result = toy("--write-baseline", "nowhere/base.json", "gaps.txt")
    assert result.code == 2 and "nowhere/base.json: the baseline cannot be written: No such file" in result.err


def test_each_policy_has_the_baseline_of_its_own_configuration() -> None:
    for name in ("one", "two"):
        Path(name).mkdir()
        Path(name, "gaps.txt").write_text(GAPS)
        toy("--write-baseline", f"{name}/base.json", f"{name}/gaps.txt")
        Path(name, "gapcheck.yaml").write_text("law: toy\nbaseline: base.json\n")
    result = toy("--format", "concise", "one/gaps.txt", "two/gaps.txt", "gaps.txt")
    assert result.code == 1 and {line.split(":")[0] for line in result.out.splitlines()} == {"gaps.txt"}
    assert "two/gaps.txt: baseline two/base.json: 2 known gaps" in result.err
    assert toy("one", "two").code == 0
    Path("one/gaps.txt").write_text("We keep your toys forever.\n")
    shown = toy("--format", "hook", "one", "two").out
    assert "to accept all that are there: --write-baseline one/base.json\n" in shown


def test_a_policy_under_a_new_name_is_told_where_its_gaps_are_known() -> None:
    write("gaps.txt", "met.txt")
    Path("gaps.txt").rename("moved.txt")
    result = toy("--baseline", BASELINE, "moved.txt", "met.txt")
    said = f"note: baseline {BASELINE}: knows no gap of this policy, but such of ../gaps.txt, which is not there any more; if this is it"
    assert result.code == 1 and said in " ".join(result.out.split())
    write("moved.txt")
    assert toy("--baseline", BASELINE, "moved.txt").code == 0


def test_the_order_of_the_files_of_one_policy_does_not_matter() -> None:
    toy("--together", "--write-baseline", BASELINE, "gaps.txt", "met.txt")
    assert toy("--together", "--baseline", BASELINE, "met.txt", "gaps.txt").code == 0


def test_a_check_for_one_law_only_stays_known_in_runs_against_another() -> None:
    Path("policy.md").write_text("# Privacy\n\nFor transfers of your personal data we rely on the EU-US Privacy Shield.\n")
    gapcheck("--law", "gdpr", "--write-baseline", BASELINE, "policy.md")
    assert any(id == "XC-35" for _, id, _ in held())
    gapcheck("--law", "pipa-ab", "--write-baseline", BASELINE, "policy.md")
    assert gapcheck("--law", "gdpr", "--baseline", BASELINE, "policy.md").code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text there")
def test_a_file_name_that_is_not_utf_8_is_known_too() -> None:
    name = os.fsdecode(b"bad\xff.txt")
    Path(name).write_text(GAPS)
    write(name)
    assert held() and toy("--baseline", BASELINE, name).code == 0


def test_a_merge_that_was_not_finished_is_told_as_one() -> None:
    write("gaps.txt")
    lines = Path(BASELINE).read_text().splitlines()
    Path(BASELINE).write_text("\n".join([*lines[:3], "<<<<<<< HEAD", lines[3], "=======", ">>>>>>> other", *lines[4:]]))
    assert "known/base.json:4:1: begins a merge that was not finished (<<<<<<<)" in toy("--baseline", BASELINE, "gaps.txt").err
    Path("gapcheck.yaml").write_text("law: toy\n<<<<<<< HEAD\nfail-on: high\n=======\nfail-on: low\n>>>>>>> other\n")
    assert "gapcheck.yaml:2:1: begins a merge that was not finished" in toy("gaps.txt").err
    Path("gapcheck.yaml").unlink()
    Path("pyproject.toml").write_text("<<<<<<< HEAD\n[tool.gapcheck]\nlaw = 'toy'\n=======\n>>>>>>> other\n")
    assert "pyproject.toml:1:1: begins a merge that was not finished" in toy("gaps.txt").err
    Path("pyproject.toml").unlink()
    Path("gaps.txt").write_text("Hello.\n<<<<<<< HEAD\nWe keep your toys.\n=======\nWe keep your toys forever.\n>>>>>>> other\n")
    assert "note: a merge was not finished (<<<<<<< in line 2): both versions were read" in " ".join(toy("gaps.txt").out.split())
    Path("gaps.txt").write_text(GAPS + "\n<<<<<<< is how merges are marked.\n")
    assert "a merge" not in toy("gaps.txt").out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_is_no_baseline_and_is_not_waited_for() -> None:
    os.mkfifo("pipe")
    for option in ("--baseline", "--write-baseline"):
        assert toy(option, "pipe", "gaps.txt") == (2, "", "pipe: the baseline cannot be read: it is no ordinary file\n")
    assert "known: the baseline cannot be read: Is a directory" in toy("--baseline", "known", "gaps.txt").err
