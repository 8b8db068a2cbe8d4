"""Which report goes where: --output, its suffixes, and what is left for the terminal."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from conftest import toy

GAPS = "You may write to us at any time.\nWe keep your toys forever.\n"
BEGINS = {
    "a.html": b"<!doctype html>",
    "a.HTM": b"<!doctype html>",
    "a.xlsx": b"PK\x03\x04",
    "a.csv": b"policy,law,",
    "a.md": b"## gapcheck",
    "a.markdown": b"## gapcheck",
    "a.sarif": b'{\n  "$schema"',
    "a.json": b'{\n  "schema": 1',
    "a.xml": b"<?xml",
    "a.txt": b"gaps.txt\ntoy 1.2: Toy Privacy Act",
}


@pytest.fixture(autouse=True)
def _policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("gaps.txt").write_text(GAPS)


def outputs(*names: str) -> list[str]:
    return [word for name in names for word in ("--output", name)]


def test_one_run_writes_every_report_and_the_table_is_still_printed() -> None:
    result = toy("gaps.txt", *outputs(*(name for name in BEGINS if name != "a.txt")))
    assert (result.code, result.out, result.err) == (1, toy("gaps.txt").out, "")
    for name, begins in BEGINS.items():
        assert name == "a.txt" or Path(name).read_bytes().startswith(begins), name


@pytest.mark.parametrize("name", BEGINS)
def test_a_file_has_what_its_suffix_says(name: str) -> None:
    assert toy("gaps.txt", "--output", name, "--quiet") == (1, "", "")
    assert Path(name).read_bytes().startswith(BEGINS[name])


@pytest.mark.parametrize(
    ("format", "name", "begins"),
    [
        ("sarif", "results.json", '{\n  "$schema"'),
        ("matrix", "matrix.txt", " "),
        ("concise", "list.txt", "gaps.txt:2:1: conflict"),
        ("json", "no-suffix", '{\n  "schema": 1'),
    ],
)
def test_the_format_says_which_where_a_suffix_leaves_it_open_and_is_not_printed_twice(format: str, name: str, begins: str) -> None:
    assert toy("gaps.txt", "--format", format, "--output", name) == (1, "", "")
    assert Path(name).read_text().startswith(begins)


def test_the_terminal_gets_the_format_that_no_file_gets() -> None:
    result = toy("gaps.txt", "--format", "concise", *outputs("a.json", "a.txt"))
    assert result.out == "" and Path("a.txt").read_text() == toy("gaps.txt", "--format", "concise").out
    result = toy("gaps.txt", "--format", "concise", *outputs("a.json", "-"))
    assert result.out == toy("gaps.txt", "--format", "concise").out
    result = toy("gaps.txt", "--format", "json", "--output", "a.html")
    assert json.loads(result.out)["schema"] == 1


@pytest.mark.parametrize("name", ["report.pdf", "a.json.bak", "x.docx"])
def test_an_unknown_suffix_is_a_sentence_with_the_known_ones(name: str) -> None:
    result = toy("gaps.txt", "--output", name, "--output", "a.html")
    assert (result.code, result.out) == (2, "") and not Path("a.html").exists()
    assert f"cannot tell the format of {name}" in result.err
    for suffix in (".html", ".xlsx", ".csv", ".md", ".sarif", ".json", ".xml", ".txt"):
        assert suffix in result.err


def test_what_is_no_text_needs_a_file() -> None:
    result = toy("gaps.txt", "--format", "xlsx")
    assert result == (2, "", "gapcheck: xlsx is no text, so it needs a file: --output report.xlsx\n")
    assert toy("gaps.txt", "--format", "xlsx", "--output", "-").code == 2
    assert toy("gaps.txt", "--format", "xlsx", "--output", "a.xlsx") == (1, "", "")
    assert toy("gaps.txt", "--format", "xlsx", "--quiet") == (1, "", "")


def test_a_missing_library_is_a_sentence_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "xlsxwriter" else find(name))
    result = toy("gaps.txt", *outputs("a.xlsx", "a.html"))
    assert (result.code, result.out) == (2, "") and not Path("a.html").exists()
    assert "XlsxWriter" in result.err and "pip install 'gapcheck[xlsx]'" in result.err and "Traceback" not in result.err


def test_the_same_file_twice_is_a_mistake() -> None:
    result = toy("gaps.txt", *outputs("a.html", "./a.html"))
    assert result.code == 2 and "--output names ./a.html twice" in result.err


def test_one_report_that_cannot_be_written_does_not_stop_the_others() -> None:
    result = toy("gaps.txt", *outputs("nowhere/a.html", "a.json"))
    assert result.code == 2 and "conflict" in result.out and Path("a.json").exists()
    assert result.err == "gapcheck: the report cannot be written to nowhere/a.html: No such file or directory\n"


def test_colour_goes_to_the_terminal_and_not_to_the_file() -> None:
    result = toy("gaps.txt", "--output", "a.md", tty=True)
    assert "\x1b[" in result.out and "\x1b" not in Path("a.md").read_text()
    toy("gaps.txt", "--output", "a.txt", tty=True)
    assert "\x1b" not in Path("a.txt").read_text()
    toy("gaps.txt", "--output", "a.txt", "--color", "always")
    assert "\x1b[" in Path("a.txt").read_text()


@pytest.mark.parametrize("format", ["json", "csv", "sarif", "junit", "html"])
def test_what_could_not_be_checked_is_said_on_standard_error_where_a_program_reads_the_report(format: str) -> None:
    result = toy("nowhere.txt", "--format", format)
    assert result.code == 2 and result.err == "nowhere.txt: could not check: no such file; check the name\n"
    assert "no such file" in result.out
