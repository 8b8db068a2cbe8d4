"""What a user sees at the command line: output, errors and exit codes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, TOY_RULES, gapcheck, toy

from gapcheck import __version__, checking, cli
from gapcheck.arguments import OPTIONS, help_text

MET = "You may write to us at any time. We keep your toys for two years. In short, they are safe.\n"
GAPS = "You may write to us at any time.\nWe keep your toys forever.\n"
ADVICE_ONLY = "You may write to us at any time. We keep your toys for two years.\n"


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder, the current one, with policies in it."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"met.txt": MET, "gaps.txt": GAPS, "advice.md": ADVICE_ONLY}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


# --- checking ---


def test_no_gaps_is_0_and_says_what_was_checked(policy: Path) -> None:
    result = toy("met.txt")
    assert result.code == 0 and result.err == ""
    assert "met.txt: toy 1.2: 0 missing, 0 conflict, 0 partial, 4 met, 1 not applicable" in result.out


def test_gaps_are_1_and_shown_with_place_and_quote(policy: Path) -> None:
    result = toy("gaps.txt")
    assert result.code == 1
    assert '"We keep your toys forever."' in result.out and "keeps toys with no end" in " ".join(result.out.split())


def test_concise_lines(policy: Path) -> None:
    result = toy("--format", "concise", "gaps.txt")
    assert result.code == 1
    assert result.out.splitlines() == [
        "gaps.txt:2:1: conflict TOY-1-keeping s. 1(2), Sch. 2 How long toys are kept, or what decides it",
        "gaps.txt:1:1: missing TOY-3-summary Guidance 3 A short version for children",
    ]
    assert toy("--format", "concise", "met.txt").out == ""


def test_json(policy: Path) -> None:
    result = toy("--format=json", "--as-of", "2026-11-22", "gaps.txt", "met.txt")
    data = json.loads(result.out)
    assert (data["schema"], data["gapcheck"], data["as_of"]) == (1, __version__, "2026-11-22")
    assert [one["path"] for one in data["documents"]] == ["gaps.txt", "met.txt"]
    for one in data["documents"]:
        text = Path(one["path"]).read_text()
        assert len(one["findings"]) == 5
        for found in one["findings"]:
            for proof in found["evidence"]:
                assert proof["quote"] == text[proof["start"] : proof["end"]]


def test_standard_input_is_a_policy(policy: Path) -> None:
    result = toy("-f", "concise", "-", "met.txt", "-", stdin=GAPS.encode())
    assert result.code == 1
    assert result.out.startswith("-:2:1: conflict") and result.out.count("conflict") == 1


def test_paths_are_reported_as_given_and_once(policy: Path) -> None:
    result = toy("--format", "json", "gaps.txt", "./met.txt", policy / "gaps.txt", "met.txt")
    assert [one["path"] for one in json.loads(result.out)["documents"]] == ["gaps.txt", "./met.txt"]


def test_folders_are_searched_for_policies(policy: Path) -> None:
    for name in ("sub/b.markdown", "sub/A.TXT", "sub/code.py", ".git/x.md", "sub/.hidden.md", "sub/deep/c.md"):
        (policy / name).parent.mkdir(parents=True, exist_ok=True)
        (policy / name).write_text(MET)
    (policy / "sub" / "loop").symlink_to(policy, target_is_directory=True)
    (policy / "sub" / "dangling.txt").symlink_to("nowhere")
    os.mkfifo(policy / "sub" / "pipe.txt")
    result = toy("--format", "json", "sub", ".")
    assert [one["path"] for one in json.loads(result.out)["documents"]] == [
        "sub/A.TXT", "sub/b.markdown", "sub/deep/c.md", "./advice.md", "./gaps.txt", "./met.txt",
    ]  # fmt: skip


def test_a_folder_without_policies_is_an_error(policy: Path) -> None:
    (policy / "empty").mkdir()
    result = toy("empty", "met.txt")
    assert result.code == 2
    assert "empty: could not check: no policy in this folder (looked for .txt, .md, .markdown, .mdx, .html, .htm, .docx, .pdf)" in " ".join(
        result.out.split()
    )
    assert "met.txt: toy 1.2: 0 missing" in result.out


def test_a_folder_that_cannot_be_listed_is_an_error(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (policy / "sub").mkdir()
    real = os.scandir

    def scandir(place: str) -> object:
        if str(place).endswith("sub"):
            raise PermissionError(13, "Permission denied", place)
        return real(place)

    monkeypatch.setattr(os, "scandir", scandir)
    result = toy("--format", "concise", ".")
    assert result.code == 2 and "./sub:1:1: error could not check: the folder cannot be listed: Permission denied" in result.out


@pytest.mark.parametrize("format", ["table", "concise", "json"])
def test_one_bad_file_does_not_stop_the_others(policy: Path, format: str) -> None:
    (policy / "empty.txt").write_bytes(b"")
    (policy / "binary.txt").write_bytes(b"\x7fELF\0\0\1\2" * 500)
    result = toy("--format", format, "nowhere.txt", "empty.txt", "binary.txt", "gaps.txt")
    assert result.code == 2 and "Traceback" not in result.out + result.err
    for name in ("nowhere.txt", "empty.txt", "binary.txt", "gaps.txt"):
        assert name in result.out
    assert "TOY-1-keeping" in result.out
    if format == "json":
        assert [bool(one.get("error")) for one in json.loads(result.out)["documents"]] == [True, True, True, False]
        assert result.err.count("could not check") == 3


def test_a_guessed_encoding_is_said(policy: Path) -> None:
    (policy / "old.txt").write_bytes("We keep your toys for two years \u2013 caf\u00e9.".encode("cp1252"))
    (policy / "utf16.txt").write_bytes(GAPS.encode("utf-16"))
    assert "note: encoding guessed: windows-1252" in toy("old.txt").out
    assert json.loads(toy("--format", "json", "old.txt").out)["documents"][0]["encoding"] == "windows-1252"
    assert toy("-f", "concise", "utf16.txt").out.startswith("utf16.txt:2:1: conflict TOY-1-keeping")


def test_an_error_of_our_own_costs_one_document(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = checking.check

    def check(document: object, *rest: object) -> object:
        if document.path == "gaps.txt":  # type: ignore[attr-defined]
            raise KeyError("boom")
        return real(document, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "check", check)
    result = toy("gaps.txt", "met.txt")
    assert result.code == 2 and "Traceback" not in result.out + result.err
    assert "gaps.txt: could not check: internal error (please report): KeyError: 'boom'" in result.out
    assert "met.txt: toy 1.2: 0 missing" in result.out
    assert "Traceback" in toy("gaps.txt", "--verbose").err


def test_memory_errors_are_a_sentence(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(checking, "check", check)
    assert "met.txt: could not check: there is not enough memory for it" in toy("met.txt").out


@pytest.mark.parametrize("format", ["table", "concise", "json"])
def test_strange_file_names(policy: Path, format: str) -> None:
    names = [os.fsdecode(b"caf\xe9.txt"), "new\nline.txt", "esc\x1b[31m.txt", "ünïcode.txt"]
    for name in names:
        (policy / name).write_text(GAPS)
    result = toy("--format", format, "--verbose", *names, ".")
    assert result.code == 1 and "\x1b" not in result.out
    assert "caf\\udce9.txt" in result.out and "new\\nline.txt" in result.out


# --- what counts ---


@pytest.mark.parametrize(
    ("fail_on", "name", "code"),
    [
        ("mandatory", "gaps.txt", 1),
        ("mandatory", "advice.md", 0),
        ("recommended", "advice.md", 1),
        ("critical", "gaps.txt", 0),
        ("high", "gaps.txt", 1),
        ("info", "gaps.txt", 1),
        ("info", "advice.md", 0),
        ("never", "gaps.txt", 0),
        ("never", "nowhere.txt", 2),
    ],
)
def test_fail_on(policy: Path, fail_on: str, name: str, code: int) -> None:
    assert toy("--fail-on", fail_on, name).code == code


def test_advice_is_labelled_as_such(policy: Path) -> None:
    result = toy("advice.md")
    assert result.code == 0
    assert "advice" in result.out.split("advice.md: toy 1.2:")[0].split("----")[-1]
    assert "0 of these gaps are in what the law requires, 1 in what is only advised." in " ".join(result.out.split())


def test_undecided_duties_are_not_fine(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = checking.check
    monkeypatch.setattr(
        checking,
        "check",
        lambda *given: tuple(one._replace(status="undecided") for one in real(*given)),
    )
    result = toy("met.txt")
    assert result.code == 2 and "5 undecided" in result.out


def test_select_and_ignore(policy: Path) -> None:
    def ids(*options: str) -> list[str]:
        data = json.loads(toy("--format", "json", *options, "gaps.txt").out)
        return [found["id"] for found in data["documents"][0]["findings"]]

    assert ids("--select", "TOY-1") == ["TOY-1-contact", "TOY-1-keeping"]
    assert ids("--select", "toy-1,TOY-2-lending", "--ignore", "TOY-1-contact") == ["TOY-1-keeping", "TOY-2-lending"]
    assert ids("--select=TOY-2", "--select=TOY-4") == ["TOY-2-lending", "TOY-4-no-smashing"]
    assert toy("--ignore", "TOY-1-keeping", "gaps.txt").code == 0


def test_a_filter_that_leaves_nothing_is_an_error(policy: Path) -> None:
    result = toy("--select", "TOY-1", "--ignore", "TOY-1", "met.txt")
    assert (result.code, result.out) == (2, "") and "leave no requirement to check" in result.err


# --- mistakes ---


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--lwa", "toy", "met.txt"], "unknown option '--lwa', did you mean '--law'?"),
        (["--law", "toi", "met.txt"], "no rules for this law, did you mean 'toy'?"),
        (["--law", "toy", "--format", "jsn", "met.txt"], "--format does not know 'jsn', did you mean 'json'?"),
        (["--law", "toy", "--format", "pdf", "met.txt"], "there are: table, matrix, concise, json"),
        (["--law", "toy", "--fail-on", "hihg", "met.txt"], "did you mean 'high'?"),
        (["--law", "toy", "--select", "TOY-1-contcat", "met.txt"], "--select TOY-1-contcat: no requirement has this id, did you mean 'TOY-1-contact'?"),
        (["--law", "toy", "--ignore", "TOY-1-con", "met.txt"], "did you mean 'TOY-1-contact'?"),
        (["met.txt"], "say which law to check against with --law; there are rules for toy (Toy Privacy Act)"),
        (["--law", "toy"], "name a policy to check"),
        (["--law", "--format", "json"], "--law needs a value: --law LAW"),
        (["--law", ",", "met.txt"], "--law needs a value"),
        (["--law", "toy", "met.txt", "--output"], "--output needs a value: --output FILE"),
        (["--law", "toy", "--verbose=1", "met.txt"], "--verbose takes no value"),
        (["--law", "toy", "--width", "wide", "met.txt"], "--width needs a number of columns from 40 to 200, not 'wide'"),
        (["--law", "toy", "--as-of", "22.11.2026", "met.txt"], "--as-of needs a date such as 2026-11-22, not '22.11.2026'"),
        (["explian", "TOY-1-contact"], "there is no file and no command 'explian', did you mean 'explain'?"),
        (["explain", "toy-1"], "no requirement has the id 'toy-1', which begins TOY-1-contact, TOY-1-keeping; see: gapcheck rules"),
        (["explain", "TOY-1-contcat"], "no requirement has the id 'TOY-1-contcat', did you mean 'TOY-1-contact'?; see: gapcheck rules"),
        (["explain"], "name a requirement: gapcheck explain ID"),
        (["explain", "--format", "json", "TOY-1-contact"], "--format does not go with 'explain'"),
        (["rules", "--law", "toyy"], "did you mean 'toy'?"),
        (["selftest", "--law", "toyy"], "did you mean 'toy'?"),
        (["selftest", "own"], "selftest takes no 'own'; it is: gapcheck selftest [--law LAW] [--rules DIR]"),
        (["rules", "toy"], "rules takes no 'toy'; it is: gapcheck rules [--law LAW]"),
        (["help"], "there is no command 'help': policies are checked by gapcheck --law LAW [options] FILE...; see: gapcheck --help"),
        (["check", "--law", "toy", "met.txt"], "there is no command 'check'"),
        (["--law", "toy", "--write-baseline", "b.json", "--output", "r.json", "met.txt"], "--write-baseline writes no report"),
        ([], "say which law"),
    ],
)  # fmt: skip
def test_mistakes_get_a_sentence_and_a_suggestion(policy: Path, words: list[str], said: str) -> None:
    result = gapcheck("--rules", TOY_RULES, *words) if "explian" not in words else gapcheck(*words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err and "Traceback" not in result.err


def test_laws_may_be_aliases_repeated_and_all(policy: Path) -> None:
    for laws in (["tpa"], ["TOY,toyland"], ["all"], ["toy", "--law", "toy"]):
        result = gapcheck("--rules", TOY_RULES, "--format", "json", "met.txt", "--law", *laws)
        assert json.loads(result.out)["documents"][0]["laws"] == [{"law": "toy", "pack": "1.2"}]


def test_wrong_rules_are_all_told(policy: Path) -> None:
    shutil.copytree(TOY_RULES, "rules")
    for name in ("1-contact", "3-summary"):
        path = Path("rules/toy") / f"{name}.yaml"
        path.write_text(path.read_text().replace("severity:", "severty:"))
    for words in (["--law", "toy", "met.txt"], ["selftest"], ["rules"], ["explain", "TOY-1-contact"]):
        result = gapcheck("--rules", "rules", *words)
        assert (result.code, result.out) == (2, "") and "Traceback" not in result.err
        for name in ("1-contact", "3-summary"):
            assert f"rules/toy/{name}.yaml:5:1: " in result.err, result.err
        assert "severity" in result.err


@pytest.fixture
def two_laws(policy: Path) -> Path:
    """Return a folder of rules with the toy law and, beside it, `act`, which policies name."""
    rules = policy / "rules"
    shutil.copytree(TOY_RULES, rules)
    shutil.copytree(rules / "toy", rules / "act")
    for path in (rules / "act").glob("[0-9]*.yaml"):
        path.write_text(path.read_text().replace("id: TOY-", "id: ACT-"))
    pack = rules / "act" / "pack.yaml"
    words = {"law: toy": "law: act", "Toy Privacy Act": "Act on Dolls", "[toyland, tpa]": "[dolls]"}
    text = pack.read_text()
    for old, new in words.items():
        text = text.replace(old, new)
    pack.write_text(text + "names: [act on dolls, DLA]\n")
    return rules


def test_several_laws_in_one_run_have_a_summary_each(two_laws: Path) -> None:
    result = gapcheck("--rules", two_laws, "--law", "all", "gaps.txt")
    said = " ".join(result.out.split())
    assert result.code == 1
    assert "gaps.txt: act 1.2: 1 missing, 1 conflict" in said and "gaps.txt: toy 1.2: 1 missing, 1 conflict" in said
    data = json.loads(gapcheck("--rules", two_laws, "--law", "toy,act", "--format", "json", "gaps.txt").out)
    assert list(data["documents"][0]["summary"]) == ["toy", "act"]
    assert [found["law"] for found in data["documents"][0]["findings"]] == ["toy"] * 5 + ["act"] * 5
    matrix = gapcheck("--rules", two_laws, "--law", "all", "--format", "matrix", "gaps.txt", "met.txt")
    assert matrix.code == 1 and matrix.out.split()[:2] == ["act", "toy"] and "retention" in matrix.out


def test_a_law_that_a_policy_names_is_suggested_unless_asked_for(two_laws: Path) -> None:
    def suggested(*laws: str) -> list[tuple[str, str, int]]:
        data = json.loads(gapcheck("--rules", two_laws, *laws, "--format", "json", "names.txt").out)
        return [(one["law"], one["quote"], one["line"]) for one in data["documents"][0]["suggested_laws"]]

    Path("names.txt").write_text(MET + "\nWe obey the Act on Dolls (DLA).\n")
    assert suggested("--law", "toy") == [("act", "Act on Dolls", 3)]
    assert suggested("--law", "all") == suggested("--law", "toy,act") == suggested("--law", "act") == []
    assert suggested("--law", "all", "--select", "TOY-1") == []
    result = gapcheck("--rules", two_laws, "--law", "toy", "names.txt")
    said = " ".join(result.out.split())
    assert result.code == 0 and "ACT-" not in result.out
    assert 'note: this policy names the Act on Dolls (line 3: "Act on Dolls"); checked: toy; to check that law too: --law toy,act' in said
    assert "this policy names" not in gapcheck("--rules", two_laws, "--law", "toy", "met.txt").out


def test_one_broken_law_does_not_hide_the_others(two_laws: Path) -> None:
    (two_laws / "act" / "claims.yaml").write_text("open: [")
    where = f"{two_laws / 'act'}: these rules cannot be used; see: gapcheck selftest --law act: "
    for words in (["rules"], ["explain", "TOY-1-contact"], ["rules", "--law", "all"]):
        result = gapcheck("--rules", two_laws, *words)
        assert result.code == 0 and "TOY-1-contact" in result.out and "ACT-" not in result.out
        assert result.err.startswith(where) and result.err.count("\n") == 1
    result = gapcheck("--rules", two_laws, "explain", "ACT-1-contact")
    assert (result.code, result.out) == (2, "") and "no requirement has the id 'ACT-1-contact'" in result.err and where in result.err
    assert gapcheck("--rules", two_laws, "rules", "--law", "act").code == 2
    assert gapcheck("--rules", two_laws, "--law", "toy", "met.txt").code == 0
    assert gapcheck("--rules", two_laws, "--law", "all", "met.txt").code == 2


def test_one_broken_pack_file_does_not_hide_the_other_laws(two_laws: Path) -> None:
    (two_laws / "act" / "pack.yaml").write_text("law: [")
    for words in (["--law", "toy", "met.txt"], ["rules"], ["explain", "TOY-1-contact"], ["rules", "--law", "tpa"]):
        assert gapcheck("--rules", two_laws, *words).code == 0
    for words in (["--law", "all", "met.txt"], ["--law", "dolls", "met.txt"], ["selftest"], ["explain", "ACT-1-contact"]):
        result = gapcheck("--rules", two_laws, *words)
        assert (result.code, result.out) == (2, "") and "act/pack.yaml:2:1: is not YAML" in result.err
    assert "there are rules for toy (Toy Privacy Act)" in gapcheck("--rules", two_laws, "met.txt").err


@pytest.mark.parametrize("rules", ["nowhere", "empty", "met.txt"])
def test_no_rules_is_an_error(policy: Path, rules: str) -> None:
    (policy / "empty").mkdir()
    for words in (["--law", "toy", "met.txt"], ["--law", "all", "met.txt"], ["selftest"], ["rules"], ["met.txt"]):
        result = gapcheck("--rules", rules, *words)
        assert (result.code, result.out) == (2, "") and rules in result.err and "Traceback" not in result.err


def test_an_error_of_our_own_anywhere_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "load_sound", lambda *_: 1 / 0)
    result = gapcheck("rules")
    assert result.code == 2 and result.err.startswith("gapcheck: internal error (please report): ZeroDivisionError")


# --- output ---


def test_output_goes_to_a_file_whole(policy: Path) -> None:
    result = toy("--format", "json", "--output", "report.json", "gaps.txt", "nowhere.txt")
    assert (result.code, result.out) == (2, "")
    assert "nowhere.txt: could not check" in result.err
    assert len(json.loads(Path("report.json").read_text())["documents"]) == 2
    assert sorted(path.name for path in policy.iterdir() if "report" in path.name) == ["report.json"]


def test_output_that_cannot_be_written_is_a_sentence(policy: Path) -> None:
    (policy / "folder").mkdir()
    for target in ("nowhere/report.txt", "folder"):
        result = toy("--output", target, "met.txt")
        assert result.code == 2 and result.err.startswith(f"gapcheck: the report cannot be written to {target}: ")
    assert list((policy / "folder").iterdir()) == []
    assert toy("--output", "/dev/null", "gaps.txt").code == 1
    assert toy("--output", "-", "gaps.txt").out == toy("gaps.txt").out


def test_output_keeps_the_old_report_until_the_new_one_is_there(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("report.txt").write_text("old")

    def replace(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", replace)
    result = toy("--output", "report.txt", "met.txt")
    assert result.code == 2 and "No space left on device" in result.err
    assert Path("report.txt").read_text() == "old" and not [p for p in policy.iterdir() if p.name.endswith(".tmp")]


def test_quiet_prints_only_errors(policy: Path) -> None:
    assert toy("--quiet", "gaps.txt") == (1, "", "")
    result = toy("-q", "gaps.txt", "nowhere.txt")
    assert (result.code, result.out) == (2, "") and result.err.startswith("nowhere.txt: could not check: ")


def test_quiet_says_what_could_not_be_decided_since_the_exit_code_alone_does_not(policy: Path) -> None:
    Path("broken.md").write_text(
        "# Policy\n\nWe sell lamps to people who like them, and nothing else.\n\n## Rights\n\nYou may ask us for:\n"
    )
    result = gapcheck("--law", "gdpr", "-q", "broken.md")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("broken.md: could not decide GDPR-") and result.err.endswith("; run without --quiet to see why\n")


def test_colour_only_on_a_terminal_or_when_asked(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" in toy("gaps.txt", tty=True).out
    assert "\x1b[" not in toy("gaps.txt").out
    assert "\x1b[" in toy("gaps.txt", "--color=always").out
    assert "\x1b[" not in toy("gaps.txt", "--color", "never", tty=True).out
    assert "\x1b[" not in toy("--format", "concise", "gaps.txt", "--color=always", tty=True).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in toy("gaps.txt", tty=True).out
    assert "\x1b[" in toy("gaps.txt", "--color=always").out


def test_width(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def widest(*options: str) -> int:
        return max(map(len, toy("gaps.txt", *options).out.splitlines()))

    assert widest("--width", "60") <= 60 < widest()
    assert widest() <= 80
    monkeypatch.setenv("COLUMNS", "120")
    assert 80 < widest() <= 120


# --- the other commands ---


def test_explain_says_everything_about_a_requirement() -> None:
    result = gapcheck("explain", "toy-1-keeping", "TOY-4-no-smashing", "--rules", TOY_RULES)
    assert (result.code, result.err) == (0, "")
    for said in (
        "TOY-1-keeping  How long toys are kept", "Toy Privacy Act, as of 2026-01-31 (toy 1.2)", "s. 1(2), Sch. 2",
        "mandatory: always required", "high", "medium", "words this rule does not know", "The policy must say that toys are kept",
        "that toys are kept (kept)", "a period (period)", "keeps toys with no end (forever)", "State a period.",
        "We keep your toys for two years.", "Satisfies it in part (partial):", "  | We like toys.", "TOY-4-no-smashing", "must not be said",
        "Does not satisfy it (missing):", "A clause to start from:", "belongs in: the policy",
    ):  # fmt: skip
        assert said in result.out, said
    assert max(map(len, result.out.splitlines())) <= 80


def test_explain_shows_examples_as_written_and_more_of_them_if_verbose(two_laws: Path) -> None:
    path = two_laws / "toy" / "1-contact.yaml"
    more = "  missing:\n    - |\n      # Who\n\n      - we write\n    - Two.\n    - Three.\n"
    path.write_text(path.read_text().replace("  missing: [We write stories.]\n", more))
    shown = gapcheck("--rules", two_laws, "explain", "TOY-1-contact").out
    assert "Does not satisfy it (missing):\n  | # Who\n  |\n  | - we write\n\n  | Two.\n  ... and 1 more with --verbose\n" in shown
    assert "  | Three." in gapcheck("--rules", two_laws, "explain", "TOY-1-contact", "--verbose").out
    lending = gapcheck("--rules", two_laws, "explain", "TOY-2-lending").out
    assert "What triggers it:\n  | applies:\n  |   any: [lend]\n" in lending


def test_rules_lists_laws_and_requirements() -> None:
    result = gapcheck("rules", "--rules", TOY_RULES)
    assert (result.code, result.err) == (0, "")
    said = " ".join(result.out.split())
    assert "toy 1.2: Toy Privacy Act; Toy Gazette 7; Toyland; law as of 2026-01-31, also called toyland, tpa" in said
    assert "TOY-2-lending conditional medium Who borrows toys s. 2" in said
    assert "TOY-3-summary recommended advice" in said and "5 requirements" in said


def test_selftest_says_what_it_tried() -> None:
    assert gapcheck("selftest", "--rules", TOY_RULES) == (
        0,
        "gapcheck selftest: 5 requirements and checks, 13 examples: all as they should be\n",
        "",
    )


def test_selftest_tells_each_example_that_is_judged_otherwise(tmp_path: Path) -> None:
    shutil.copytree(TOY_RULES, tmp_path / "rules")
    path = tmp_path / "rules/toy/1-contact.yaml"
    path.write_text(path.read_text().replace("We write stories.", "Do write to us at once."))
    result = gapcheck("selftest", "--rules", tmp_path / "rules")
    assert (result.code, result.out) == (2, "")
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "missing:" in text)
    assert f"{path}:{line}:" in result.err and "5 requirements and checks, 13 examples: 1 problem\n" in result.err


def test_help_and_version() -> None:
    assert gapcheck("--version") == (0, f"gapcheck {__version__}\n", "")
    for words in (["--help"], ["-h"], ["explain", "--help"], ["--law", "toy", "--help", "--output", "x/y"]):
        assert gapcheck(*words) == (0, help_text(), "")
    assert max(map(len, help_text().splitlines())) <= 100
    assert all(option.name in help_text() for option in OPTIONS)


# --- as a process ---


def start(*words: str, **options: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "gapcheck", "--rules", str(TOY_RULES), *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
        cwd=options.pop("cwd", ROOT), env={**os.environ, **options},  # type: ignore[dict-item]
    )  # fmt: skip


def test_as_a_process(policy: Path) -> None:
    process = start("--law", "toy", "-f", "concise", str(policy / "gaps.txt"))
    out, err = process.communicate()
    assert (process.returncode, err) == (1, b"") and out.count(b"\n") == 2


def test_a_closed_pipe_is_no_drama(policy: Path) -> None:
    process = start("--law", "toy", str(policy / "gaps.txt"))
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_full_disk_is_a_sentence(policy: Path) -> None:
    with open("/dev/full", "wb") as full:
        command = [
            sys.executable,
            "-m",
            "gapcheck",
            "--rules",
            str(TOY_RULES),
            "--law",
            "toy",
            str(policy / "gaps.txt"),
        ]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert done.stderr == b"gapcheck: the report cannot be written: No space left on device\n"


def test_an_interrupt_is_quiet() -> None:
    code = (
        "import signal, sys, os\n"
        "from gapcheck import cli\n"
        "cli.find_rules = lambda *_: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.argv[1:] = ['--law', 'toy', 'x.txt']\n"
        "cli.run()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (128 + signal.SIGINT, b"", b"")


def test_output_that_is_not_utf8_loses_nothing(policy: Path) -> None:
    (policy / "é.txt").write_text("We keep your toys forever — naïvely.\n")
    process = start("--law", "toy", str(policy / "é.txt"), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    out, err = process.communicate()
    assert (process.returncode, err) == (1, b"") and b"\\u2014\n" in out and b"na\\xefvely" in out


HEAVY = ("yaml", "jsonschema", "tabulate", "markdown_it", "mdit_py_plugins", "dataclasses", "regex", "argparse", "pathlib", "dateutil", "datetime",
         "logging", "json", "inspect", "shutil", "subprocess", "importlib.metadata", "importlib.resources", "unittest", "typing", "re", "enum",
         "collections", "functools", "operator", "contextlib", "hashlib", "difflib", "importlib", "xlsxwriter", "html", "xml", "csv",
         "multiprocessing", "pickle", "zlib", "tqdm", "gapcheck.progress", "gapcheck.completion", "gapcheck.starting", "gapcheck.report.statistics")  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "law", "text"),
    [
        (TOY_RULES, "toy", "gaps.txt"),
        # Its checks compare addresses, dates and passages.
        (ROOT / "rules", "gdpr", ROOT / "fixtures" / "social-network-numbered" / "policy.txt"),
    ],
    ids=["toy", "gdpr"],
)
def test_a_hook_imports_nothing_heavy(rules: Path, law: str, text: Path | str, policy: Path) -> None:
    code = "import sys\nfrom gapcheck.cli import main\nmain(sys.argv[1:], sys.stdin, sys.stdout, sys.stderr)\nprint(*sys.modules, file=sys.stderr)"
    command = ["-c", code, "--rules", str(rules), "--law", law, "-f", "concise", str(policy / text)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for flags in ([], ["-S"]):  # the first run compiles rules and expressions, and keeps them; the second has nothing to do that with
        done = subprocess.run([sys.executable, *flags, *command], capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    assert {"toy": "conflict TOY-1-keeping", "gdpr": "GDPR-"}[law] in done.stdout
    assert set(HEAVY) & set(done.stderr.split()) == set()
