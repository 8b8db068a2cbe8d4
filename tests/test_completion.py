"""Completion in the shells themselves: what a user who presses Tab gets."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from conftest import TOY_RULES, gapcheck

from gapcheck.arguments import COMMANDS, FORMATS, OPTIONS

if os.name == "posix":
    from terminal_for_tests import InTerminal


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with a policy, a folder, and the scripts for the toy law."""
    monkeypatch.chdir(tmp_path)
    Path("privacy policy.md").write_text("x")
    Path("legal").mkdir()
    for shell in ("bash", "zsh", "fish"):
        result = gapcheck("completion", shell, "--rules", TOY_RULES)
        assert (result.code, result.err) == (0, "")
        Path(f"script.{shell}").write_text(result.out)
    return tmp_path


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(shell), reason=f"{shell} is not installed here")


def in_bash(line: str) -> list[str]:
    """Return what bash offers for the last word of `line`, cut as bash cuts words."""
    words = " ".join(f"'{word}'" for word in line.replace("=", " = ").split(" ") if word) + (" ''" if line.endswith((" ", "=")) else "")
    words = words.removesuffix(" '' ''")
    code = (
        f'source script.bash; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _gapcheck; printf "%s\\n" "${{COMPREPLY[@]}}"'
    )
    done = subprocess.run(["bash", "--norc", "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return [word for word in done.stdout.split("\n") if word]


def in_fish(line: str) -> list[str]:
    done = subprocess.run(
        ["fish", "--no-config", "-c", 'source script.fish; complete -C "$argv[1]"', line], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return [word.split("\t")[0] for word in done.stdout.split("\n") if word]


SHELLS = [pytest.param(in_bash, marks=needs("bash"), id="bash"), pytest.param(in_fish, marks=needs("fish"), id="fish")]


@pytest.mark.parametrize("offered", SHELLS)
def test_options_choices_commands_laws_ids_and_files(offered: object) -> None:
    assert callable(offered)
    commands = {command.name for command in COMMANDS[1:]}
    assert commands <= set(offered("gapcheck ")) and "privacy policy.md" in "\n".join(offered("gapcheck ")).replace("\\", "")
    assert set(offered("gapcheck dif")) >= {"diff"}
    assert offered("gapcheck --form") == ["--format"]
    assert set(offered("gapcheck --format ")) == set(FORMATS)
    assert offered("gapcheck -f mat") == ["matrix"]
    assert set(offered("gapcheck --law ")) == {"toy", "all"}
    assert set(offered("gapcheck explain TOY-1")) == {"TOY-1-contact", "TOY-1-keeping"}
    assert offered("gapcheck config sh") == ["show"]
    assert set(offered("gapcheck completion ")) == {"bash", "zsh", "fish"}
    assert {one.rstrip("/") for one in offered("gapcheck init ")} == {"legal"}
    assert {one.rstrip("/") for one in offered("gapcheck --law toy leg")} == {"legal"}
    assert {one.rstrip("/") for one in offered("gapcheck --baseline script.b")} == {"script.bash"}


@pytest.mark.parametrize("offered", SHELLS)
def test_each_command_has_its_own_options(offered: object) -> None:
    assert callable(offered)
    for command in COMMANDS:
        words = "gapcheck --law toy" if command.name == "check" else f"gapcheck {command.name}"
        assert {one for one in offered(f"{words} --") if one.startswith("--")} == {
            option.name for option in OPTIONS if command.name in option.commands
        }


@pytest.mark.parametrize("offered", SHELLS)
def test_laws_with_commas_and_values_behind_an_equals_sign(offered: object) -> None:
    assert callable(offered)
    assert "all,toy" in offered("gapcheck --law all,")
    assert [one.removeprefix("--format=") for one in offered("gapcheck --format=mat")] == ["matrix"]
    # What an option takes is no command.
    assert "--output" in offered("gapcheck --format json --out") and "--format" in offered("gapcheck -l diff --form")


@needs("zsh")
def test_zsh(folder: Path) -> None:
    env = {"PATH": os.environ["PATH"], "TERM": "vt100", "HOME": str(folder), "PS1": "> ", "COLUMNS": "200", "LINES": "50"}
    shell = InTerminal(["zsh", "-f", "-i"], env, folder, columns=200)
    try:
        shell.type("autoload -U compinit; compinit -u -D; source ./script.zsh; LISTMAX=1000; echo rea''dy\n")
        shell.wait_for("ready", 60)

        def offered(line: str, *wanted: str) -> str:
            shell.type("\x15")
            time.sleep(0.1)
            shell.seen = ""
            shell.type(f"{line}\t")
            if len(wanted) > 1:
                time.sleep(0.5)
                shell.type("\t")
            for word in wanted:
                if word not in shell.seen:
                    shell.wait_for(word)
            return shell.seen

        offered("gapcheck --form", "--format")
        shown = offered("gapcheck --format ", "matrix", "sarif", "hook")
        assert "--law" not in shown
        offered("gapcheck --law=", "toy", "all")
        offered("gapcheck explain TOY-1-c", "TOY-1-contact")
        offered("gapcheck ", "diff", "selftest", "what a new version lost", "legal")
        shown = offered("gapcheck diff --", "--fail-on", "--isolated")
        assert "--statistics" not in shown
        offered("gapcheck completion z", "zsh")
        offered("gapcheck privacy", "policy.md")
    finally:
        shell.close()


@pytest.mark.parametrize("words", [[], ["tcsh"], ["bash", "zsh"]])
def test_another_shell_is_a_sentence(words: list[str]) -> None:
    result = gapcheck("completion", *words)
    assert (result.code, result.out) == (2, "") and "gapcheck completion bash|zsh|fish" in result.err
