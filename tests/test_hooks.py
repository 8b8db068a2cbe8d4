"""What hooks and CI run: the hooks' definitions, the action's script, and the format that says how to fix a gap."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, TOY_RULES, gapcheck, toy

from gapcheck.arguments import read_arguments

GOOD = "You may write to us at any time.\n\nWe keep your toys for two years.\n"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def hook(text: str, *words: object) -> tuple[int, list[str]]:
    Path("privacy.md").write_text(text)
    result = toy("--format", "hook", *words, "privacy.md")
    assert result.err == ""
    return result.code, result.out.splitlines()


def test_a_dropped_clause_is_named_with_what_to_do() -> None:
    assert hook(GOOD) == (0, [])
    code, lines = hook("We keep your toys for two years.\n")
    assert code == 1
    assert lines[:4] == [
        "privacy.md:1:1: missing TOY-1-contact s. 1(1) Whom to write to",
        "    not found: whom to write to",
        "    to do: Add an address that questions about toys can be sent to.",
        "    a clause to start from: Write to toys@example.com with any question.",
    ]
    assert "gapcheck: 1 gap counts for the exit code (--fail-on mandatory)." in lines
    assert any(line.endswith("gapcheck diff --law toy HEAD:privacy.md privacy.md") for line in lines)
    assert any("<!-- gapcheck: allow TOY-1-contact -- the reason -->" in line for line in lines)


def test_what_is_found_is_said_to_be_found_once(tmp_path: Path) -> None:
    policy = tmp_path / "policy.txt"
    policy.write_text("We use your address to send the goods, and for other reasons as well, or for any other purposes.\n")
    shown = gapcheck("--law", "gdpr", "--select", "GDPR-12-1", "-f", "hook", policy).out
    assert "    found, but wording that leaves purposes or conditions open\n" in shown


def test_a_contradiction_is_quoted() -> None:
    code, lines = hook(GOOD.replace("for two years", "forever"))
    assert code == 1 and lines[0].startswith("privacy.md:3:1: conflict TOY-1-keeping")
    assert lines[1:3] == ["    found: the policy keeps toys with no end", '    line 3: "We keep your toys forever."']


def test_what_does_not_count_is_not_shown_but_what_is_waived_is() -> None:
    assert hook("Hello.\n", "--fail-on", "never") == (0, [])
    waiver = "<!-- gapcheck: allow TOY-1-contact -- the shop is closed -->\n\n"
    assert hook(waiver + "We keep your toys for two years.\n") == (
        0,
        ["privacy.md: missing TOY-1-contact Whom to write to (waiver: the shop is closed)"],
    )


def test_what_cannot_be_checked_is_said() -> None:
    result = toy("--format", "hook", "nowhere.md")
    assert result.code == 2 and "nowhere.md:1:1: error could not check: no such file" in result.out


def test_the_hooks_run_commands_that_there_are() -> None:
    assert set(HOOKS) == {"gapcheck", "gapcheck-selftest"}
    for one in HOOKS.values():
        program, *words = one["entry"].split()
        assert program == "gapcheck" and one["language"] == "python"
        read_arguments([*words, *one.get("args", []), *(["privacy.md"] if one.get("pass_filenames", True) else [])])


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("privacy.md", True),
        ("legal/Privacy-Policy.html", True),
        ("legal/our_privacy_notice.txt", True),
        ("legal/PRIVACY.docx", True),
        ("legal/privacy.pdf", True),
        ("privacy/README.md", False),
        ("src/privacy.py", False),
        ("README.md", False),
    ],
)
def test_which_files_the_hook_takes(path: str, taken: bool) -> None:
    assert bool(re.search(HOOKS["gapcheck"]["files"], path)) == taken


def test_the_selftest_hook(folder: Path) -> None:
    shutil.copytree(TOY_RULES, "rules")
    words = [*HOOKS["gapcheck-selftest"]["entry"].split()[1:], *HOOKS["gapcheck-selftest"]["args"]]
    assert gapcheck(*words) == (0, "", "")
    path = Path("rules/toy/1-contact.yaml")
    path.write_text(path.read_text().replace("We write stories.", "Do write to us at once."))
    result = gapcheck(*words)
    assert result.code == 2 and "rules/toy/1-contact.yaml:" in result.err


# --- the action ---


def test_inputs_of_the_action_never_become_part_of_its_scripts() -> None:
    assert set(ACTION["inputs"]) >= {"law", "paths", "fail-on", "baseline"}
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


@pytest.mark.skipif(not shutil.which("bash") or os.name == "nt", reason="no bash")
@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"LAW": "gdpr", "PATHS": "privacy.md"}, 1),
        ({"LAW": "gdpr", "PATHS": "privacy.md", "FAIL_ON": "never"}, 0),
        ({"LAW": "gdpr", "PATHS": "a folder/\nprivacy.md\n"}, 1),
        ({"LAW": "gdpr", "PATHS": "  a folder/ \r\n\n\tprivacy.md\r\n", "SARIF": "reports/out.sarif"}, 1),
        ({"LAW": "", "PATHS": "privacy.md"}, 2),
        ({"LAW": "gdpr", "PATHS": "$(touch hacked)\n--version"}, 2),
        ({"LAW": "gdpr", "PATHS": "privacy.md", "BASELINE": "base.json"}, 0),
    ],
)
def test_the_action_reports_everywhere_and_ends_as_gapcheck_does(folder: Path, given: dict[str, str], code: int) -> None:
    Path("privacy.md").write_text("We keep your personal data for two years.\n")
    Path("a folder").mkdir()
    Path("a folder/privacy.txt").write_text("We keep your personal data for two years.\n")
    gapcheck("--law", "gdpr", "--write-baseline", "base.json", "privacy.md")
    Path("bin").mkdir()
    program = Path("bin/gapcheck")
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gapcheck "$@"\n')
    program.chmod(0o755)
    (script,) = (step["run"] for step in ACTION["runs"]["steps"] if step.get("id") == "check")
    env = {**os.environ, "LAW": "", "FAIL_ON": "", "BASELINE": "", "SARIF": "out.sarif", **given}
    env |= {
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GITHUB_STEP_SUMMARY": "summary.md",
        "RUNNER_TEMP": str(folder),
        "GITHUB_OUTPUT": "output",
    }
    done = subprocess.run(["bash", "-eo", "pipefail", "-c", script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    sarif = f"sarif={env['SARIF']}\n" if given["LAW"] else ""
    assert Path("output").read_text() == f"exit-code={code}\n{sarif}"
    assert not Path("hacked").exists()
    if given["LAW"]:
        assert json.loads(Path(env["SARIF"]).read_text())["version"] == "2.1.0"
        assert Path("summary.md").read_text().startswith("## gapcheck")
    else:
        assert "say which law" in done.stderr and not Path("out.sarif").exists()
    if code == 1:
        assert "::error file=privacy.md,line=1" in done.stdout
