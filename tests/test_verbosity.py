"""--quiet prints errors only, and --verbose more, with every command that takes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TOY_RULES, gapcheck, toy

GAPS = "You may write to us at any time.\n\nWe keep your toys forever.\n"
MET = "You may write to us at any time.\n\nWe keep your toys for two years. In short, they are safe.\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("gaps.md").write_text(GAPS)
    Path("met.md").write_text(MET)


def test_quiet_writes_a_baseline_without_a_word() -> None:
    assert toy("--write-baseline", "loud.json", "gaps.md").out.startswith("loud.json: 2 known gaps")
    assert toy("--quiet", "--write-baseline", "quiet.json", "gaps.md") == (0, "", "")
    assert Path("quiet.json").read_text() == Path("loud.json").read_text()


def test_quiet_wins_over_verbose_and_leaves_errors() -> None:
    assert toy("--quiet", "--verbose", "gaps.md") == (1, "", "")
    assert toy("diff", "-qv", "met.md", "gaps.md").code == 2  # one letter at a time
    assert toy("diff", "-q", "-v", "met.md", "gaps.md") == (1, "", "")
    assert gapcheck("selftest", "-q", "-v", "--rules", TOY_RULES) == (0, "", "")
    result = toy("diff", "-q", "met.md", "nowhere.md")
    assert (result.code, result.out) == (2, "") and "nowhere.md" in result.err


@pytest.mark.parametrize("format", ["table", "concise", "markdown"])
def test_verbose_reports_say_what_is_met(format: str) -> None:
    shown, more = (toy("-f", format, *words, "met.md").out for words in ([], ["--verbose"]))
    assert "TOY-1-keeping" not in shown.replace("\\", "") and "TOY-1-keeping" in more.replace("\\", "")
    if format != "concise":
        assert "We keep your toys for two years." in more


def test_a_verbose_diff_says_what_stayed_as_it_was() -> None:
    assert "in both versions" not in toy("diff", "met.md", "gaps.md").out
    shown = " ".join(toy("diff", "-v", "met.md", "gaps.md").out.split())
    assert "in both versions met: TOY-1-contact" in shown and "in both versions met: TOY-1-contact, TOY-1-keeping" not in shown
    assert "in both versions met: TOY-1-contact" in toy("diff", "-v", "-f", "markdown", "met.md", "gaps.md").out.replace("\\", "")


def test_verbose_rules_say_what_each_asks_and_a_verbose_selftest_what_each_law_has() -> None:
    shown, more = (gapcheck("rules", "--rules", TOY_RULES, *words).out for words in ([], ["-v"]))
    assert len(more.splitlines()) > len(shown.splitlines()) and "Whom to write to" in more
    result = gapcheck("selftest", "-v", "--rules", TOY_RULES)
    assert result.out == "toy: 5 rules, 13 examples\ngapcheck selftest: 5 requirements and checks, 13 examples: all as they should be\n"


def test_verbose_shows_where_an_error_of_our_own_was_met(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("gapcheck.configshow.show_config", broken)
    assert "Traceback" not in gapcheck("config", "show").err and "internal error" in gapcheck("config", "show").err
    assert "Traceback" in gapcheck("config", "show", "--verbose").err
