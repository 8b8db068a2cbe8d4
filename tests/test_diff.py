"""What a new version of a policy lost and gained, from files and from Git."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Result, document, gapcheck, requirement, toy

from gapcheck.changes import changes
from gapcheck.finding import Checked, Finding, Looked

GOOD = "You may write to us at any time.\n\nWe keep your toys for two years.\n"
WHOLE = GOOD + "\nIn short, they are safe.\n"
# Name of a change, the old text, the new one, the requirement it is about, and the exit code.
CHANGES = {
    "lost": (GOOD, "We keep your toys for two years.\n", "TOY-1-contact", 1),
    "weakened": (GOOD, "You may write to us at any time.\n\nWe keep your toys.\n", "TOY-1-keeping", 1),
    "contradicted": (GOOD, GOOD.replace("for two years", "forever"), "TOY-1-keeping", 1),
    "gained": ("We keep your toys for two years.\n", GOOD, "TOY-1-contact", 0),
    "strengthened": ("You may write to us at any time. We keep your toys.\n", GOOD, "TOY-1-keeping", 0),
    "resolved": (GOOD.replace("for two years", "forever"), GOOD, "TOY-1-keeping", 0),
    "newly due": (GOOD, GOOD + "\nWe lend.\n", "TOY-2-lending", 0),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def diff(old: str, new: str, *words: object) -> Result:
    Path("old.txt").write_text(old)
    Path("new.txt").write_text(new)
    return toy("diff", "--as-of", "2026-11-22", *words, "old.txt", "new.txt")


def changed(result: Result) -> list[tuple[str, str, bool]]:
    return [(one["change"], one["id"], one["counts"]) for one in json.loads(result.out)["changes"]]


@pytest.mark.parametrize("kind", CHANGES)
def test_each_kind_of_change(kind: str) -> None:
    old, new, id, code = CHANGES[kind]
    result = diff(old, new, "--format", "json")
    assert (result.code, changed(result), result.err) == (code, [(kind, id, code == 1)], "")
    assert json.loads(result.out)["summary"][kind] == 1
    for format in ("table", "markdown"):
        shown = diff(old, new, "--format", format)
        assert shown.code == code and kind in shown.out and id in shown.out.replace("\\", "")


def test_the_same_policy_in_other_words_has_no_changes() -> None:
    result = diff(GOOD, "# Policy\n\n" + GOOD.replace("\n\n", " And: "))
    assert result.code == 0 and "toy 1.2: nothing changed" in result.out and "0 count for the exit code" in result.out


def test_the_table_shows_what_was_said_and_what_to_put_back() -> None:
    said = " ".join(diff(GOOD, "Hello.\n\nWe keep your toys.\n", "--width", "160").out.split())
    for part in (
        "old.txt -> new.txt",
        "lost TOY-1-contact (met) (missing)",
        'line 1: "You may write to us at any time."',
        "no longer found: ",
        'line 3: "We keep your toys for two years."',
        "no longer found: a period",
        "What to put back or change: TOY-1-contact:",
        "TOY-1-keeping: State a period.",
        "toy 1.2: 1 lost, 1 weakened",
        "2 count for the exit code: what was lost, weakened or newly contradicted (--fail-on mandatory).",
    ):
        assert part in said, said


def test_what_was_not_there_before_either_is_not_called_lost() -> None:
    said = " ".join(diff("We keep your toys.\n", "Hello.\n", "--width", "200").out.split())
    assert "no longer found: that toys are kept; found in neither: a period" in said
    forever, without = requirement("TOY-9"), (Looked("kept", "that toys are kept"),)
    old, new = (
        Checked("p", document(""), (Finding(forever, status, "high", (), without, ""),)) for status in ("conflict", "missing")
    )  # the policy said "forever" of something, and now nothing
    (change,) = changes(old, new, "mandatory")
    assert (change.kind, change.counts) == ("resolved", False)


def test_what_is_no_longer_due_because_it_was_taken_out_says_so() -> None:
    lent = GOOD + "\nWe lend toys to neighbours.\n"
    assert "no longer found; nothing in the text triggers this duty" in " ".join(diff(lent, GOOD, "--width", "200").out.split())
    assert "no longer found" not in diff(GOOD + "\nWe lend.\n", GOOD, "--width", "200").out


def test_one_counts_and_two_count() -> None:
    one, two = diff(GOOD, "We keep your toys for two years.\n"), diff(GOOD, "Hello.\n")
    assert "1 counts for the exit code" in one.out and "2 count for the exit code" in two.out
    Path("one.txt").write_text("You may write to us at any time.\n")
    checked = " ".join(toy("--select", "TOY-1", "one.txt").out.split())
    assert "1 of these gaps is in what the law requires, 0 in" in checked and "1 counts for the exit code" in checked


def test_what_is_newly_due_says_why() -> None:
    for format in ("table", "markdown"):
        shown = " ".join(diff(GOOD, GOOD + "\nWe lend.\n", "--width", "200", "--format", format).out.split())
        assert "not found: to whom toys are lent" in shown and 'due because of line 5: "We lend."' in shown


def test_json_quotes_both_versions() -> None:
    data = json.loads(diff(GOOD, "We keep your toys.\n", "--format", "json").out)
    assert (data["schema"], data["as_of"], data["old"]["path"], data["laws"]) == (
        1,
        "2026-11-22",
        "old.txt",
        [{"law": "toy", "pack": "1.2"}],
    )
    (keeping,) = (one for one in data["changes"] if one["id"] == "TOY-1-keeping")
    for side, text in (("old", GOOD), ("new", "We keep your toys.\n")):
        for one in keeping[side]["evidence"]:
            assert text[one["start"] : one["end"]] == one["quote"]
    assert (keeping["old"]["status"], keeping["new"]["status"], keeping["new"]["absent"]) == ("met", "partial", ["period"])


def test_advice_and_the_threshold() -> None:
    assert diff(WHOLE, GOOD).code == 0
    assert diff(WHOLE, GOOD, "--fail-on", "recommended").code == 1
    assert diff(GOOD, "Hello.\n", "--fail-on", "critical", "--quiet") == (1, "", "")
    assert diff(GOOD, GOOD.replace("two years", "long"), "--fail-on", "critical").code == 0
    assert diff(GOOD, "Hello.\n", "--fail-on", "never").code == 0
    assert diff(GOOD, "Hello.\n", "--ignore", "TOY-1").code == 0


def test_a_contradiction_that_came_and_one_that_went() -> None:
    old = "If you have questions, write to us: Example Corp, 12 Harbor Street, Suite 4, Springfield, CA 90210.\n"
    new = old + "\nWe will tell you of changes. If you do not want them, contact us at 900 Meadow Road, Springfield, CA 90333.\n"
    Path("old.md").write_text(old)
    Path("new.md").write_text(new)
    came = [one for one in json.loads(gapcheck("diff", "--law", "gdpr", "-f", "json", "old.md", "new.md").out)["changes"] if one["check"]]
    assert came and {one["change"] for one in came} == {"contradicted"} and all(one["old"] is None for one in came)
    went = [one for one in json.loads(gapcheck("diff", "--law", "gdpr", "-f", "json", "new.md", "old.md").out)["changes"] if one["check"]]
    assert [one["change"] for one in went] == ["resolved"] * len(came) and not any(one["counts"] for one in went)


def test_nothing_of_a_policy_is_markup() -> None:
    shown = diff("You may write to us at any time <b>| @all</b>.\n", "Hello.\n", "--format", "markdown").out
    assert "<b>" not in shown and "\\|" in shown


def test_a_waived_loss_does_not_count() -> None:
    new = GOOD.replace("You may write to us at any time.", "gapcheck: allow TOY-1-contact -- the shop is closed")
    result = diff(GOOD, new, "--format", "json")
    assert result.code == 0 and changed(result) == [("lost", "TOY-1-contact", False)]


def test_a_configuration_names_the_law() -> None:
    Path("gapcheck.yaml").write_text("law: toy\nfail-on: never\n")
    Path("old.txt").write_text(GOOD)
    Path("new.txt").write_text("Hello.\n")
    rules = Path(__file__).parent / "rules"
    assert gapcheck("--rules", rules, "diff", "old.txt", "new.txt").code == 0
    assert gapcheck("--rules", rules, "diff", "--fail-on", "high", "old.txt", "new.txt").code == 1
    assert "say which law" in gapcheck("--rules", rules, "diff", "--isolated", "old.txt", "new.txt").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["old.txt"], "name two versions: gapcheck diff OLD NEW"),
        (["old.txt", "new.txt", "x.txt"], "name two versions"),
        (["old.txt", "nowhere.txt"], "nowhere.txt: could not check: no such file"),
        (["nowhere.txt", "new.txt"], "nowhere.txt: could not check: no such file"),
        (["old.txt", "."], ".: is a folder; name two files"),
        (["--format", "sarif", "old.txt", "new.txt"], "diff is written as table, markdown, json, not as sarif"),
        (["--baseline", "b.json", "old.txt", "new.txt"], "--baseline does not go with 'diff'"),
    ],
)
def test_mistakes(words: list[str], said: str) -> None:
    Path("old.txt").write_text(GOOD)
    Path("new.txt").write_text(GOOD)
    result = toy("diff", *words)
    assert (result.code, result.out) == (2, "") and said in result.err and "Traceback" not in result.err


# --- from Git ---


def git(*words: str) -> None:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *words], check=True, capture_output=True)


@pytest.fixture
def history(folder: Path) -> None:
    """Make a repository in which the newest version of a policy lost a clause."""
    if not shutil.which("git"):
        pytest.skip("no git")
    git("init", "-q")
    Path("legal").mkdir()
    for text in (GOOD, "We keep your toys for two years.\n"):
        Path("legal/privacy.txt").write_text(text)
        git("add", ".")
        git("commit", "-q", "-m", "policy")


@pytest.mark.usefixtures("history")
def test_revisions(monkeypatch: pytest.MonkeyPatch) -> None:
    for new in ("HEAD:legal/privacy.txt", "legal/privacy.txt", ":legal/privacy.txt"):
        result = toy("diff", "-f", "json", "HEAD~1:legal/privacy.txt", new)
        assert result.code == 1 and changed(result) == [("lost", "TOY-1-contact", True)]
    monkeypatch.chdir("legal")
    assert toy("diff", "HEAD~1:./privacy.txt", "privacy.txt").code == 1
    assert toy("diff", "HEAD:./privacy.txt", "privacy.txt").code == 0


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("HEAD~9:legal/privacy.txt", "HEAD~9:legal/privacy.txt: could not check: "),
        ("HEAD:privacy.txt", "HEAD:./privacy.txt is from here"),
        ("HEAD:legal", "could not check: "),
        ("HEAD:", "is written REVISION:PATH"),
        ("HEAD:$(touch hacked)", "could not check: "),
        ("nowhere:privacy.txt", "could not check: invalid object name 'nowhere'.\n"),
        ("nowhere:./privacy.txt", "could not check: invalid object name 'nowhere'.\n"),
    ],
)
def test_revisions_that_are_not_there(name: str, said: str) -> None:
    result = toy("diff", name, "legal/privacy.txt")
    assert (result.code, result.out) == (2, "") and said in result.err and "Traceback" not in result.err
    assert not Path("hacked").exists()
    assert toy("diff", "--", "-x:privacy.txt", "legal/privacy.txt").code == 2


def test_outside_a_repository(folder: Path) -> None:
    Path("new.txt").write_text(GOOD)
    result = toy("diff", "HEAD:new.txt", "new.txt")
    assert result.code == 2 and "HEAD:new.txt: could not check: " in result.err


@pytest.mark.usefixtures("history")
def test_a_revision_has_the_configuration_of_its_place() -> None:
    Path("legal/gapcheck.yaml").write_text("law: toy\nfail-on: never\n")
    assert toy("diff", "HEAD~1:legal/privacy.txt", "HEAD:legal/privacy.txt").code == 0
