"""What the user sees, to the letter; `make golden` accepts what there is now."""

from __future__ import annotations

import os
import re
import shlex

import pytest
from conftest import GOLDEN, ROOT, gapcheck

ACCEPT = os.environ.get("GAPCHECK_GOLDEN") == "accept"
POLICY = "tests/golden/policy.txt"
CHECK = f"--rules tests/rules --law toy --as-of 2026-11-22 {POLICY}"
COMMANDS = {
    "table-80.txt": CHECK,
    "table-140.txt": f"{CHECK} --width 140",
    "table-color.txt": f"{CHECK} --color always",
    "table-verbose.txt": f"{CHECK} --width 100 --verbose",
    "table-several.txt": f"{CHECK} nowhere.txt tests/rules",
    "matrix.txt": f"{CHECK} fixtures/nearly-empty/policy.txt nowhere.txt --format matrix --width 100",
    "concise.txt": f"{CHECK} nowhere.txt --format concise",
    "hook.txt": f"{CHECK} nowhere.txt --format hook",
    "concise-verbose.txt": f"{CHECK} --format concise --verbose",
    "report.json": f"{CHECK} nowhere.txt --format json",
    "report.md": f"{CHECK} nowhere.txt --format markdown",
    "report.csv": f"{CHECK} nowhere.txt --format csv",
    "report.sarif": f"{CHECK} nowhere.txt --format sarif",
    "report.xml": f"{CHECK} nowhere.txt --format junit",
    "github.txt": f"{CHECK} nowhere.txt --format github",
    "report.html": f"{CHECK} --format html",
    "several.html": f"{CHECK} fixtures/nearly-empty/policy.txt nowhere.txt --format html",
    "explain.txt": "explain --rules tests/rules TOY-1-keeping",
    "rules.txt": "rules --rules tests/rules",
}
# In the README: <!-- gapcheck ... --> and then a block with what it prints, or its first lines.
SHOWN = re.compile(r"<!-- gapcheck (?P<words>[^|\n]*?)(?: \| head -(?P<lines>\d+))? -->\n```text\n(?P<block>.*?)```", re.S)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("name", COMMANDS)
def test_golden(name: str) -> None:
    shown = gapcheck(*shlex.split(COMMANDS[name])).out
    if name.endswith(".html"):
        # The stylesheet and the script are files of their own, and their hashes say nothing to a reader.
        shown = re.sub(r"(?s)(<(style|script)>).*?(</\2>)", r"\1\3", re.sub(r"sha256-[\w+/=]+", "sha256-...", shown))
    if ACCEPT:
        (GOLDEN / name).write_bytes(shown.encode())
    assert shown == (GOLDEN / name).read_bytes().decode(), "if this is better, accept it with: make golden"


def test_golden_readme() -> None:
    """The README shows what the program prints."""

    def block(found: re.Match[str]) -> str:
        result = gapcheck(*shlex.split(found["words"]))
        assert result.code in (0, 1), result.err
        shown = result.out.splitlines(keepends=True)
        kept = shown[: int(found["lines"])] if found["lines"] else shown
        return found[0][: found.start("block") - found.start()] + "".join(kept) + "```"

    path = ROOT / "README.md"
    text = path.read_text()
    assert len(SHOWN.findall(text)) == text.count("<!-- gapcheck ") >= 2
    updated = SHOWN.sub(block, text)
    if ACCEPT:
        path.write_text(updated)
    assert path.read_text() == updated, "if this is better, accept it with: make golden"
