"""Files and bytes: what can be read, what is refused and how, and what holds for every text."""

from __future__ import annotations

import os
import re
import time
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gapcheck.document import Document
from gapcheck.errors import ReadError
from gapcheck.reading import MAX_BYTES, read_bytes, read_path, read_text
from gapcheck.reading.noise import _wrong

POLICY = "Privacy Policy\n\nWe keep the caf\u00e9\u2019s guest list \u2013 names only \u2013 for a year.\n"


def message(path: str | Path) -> str:
    with pytest.raises(ReadError) as caught:
        read_path(str(path))
    (problem,) = caught.value.problems
    assert (problem.path, problem.line, problem.column) == (str(path), 0, 0)
    return problem.message


def refused(data: bytes, name: str = "policy.txt") -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    return caught.value.problems[0].message


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_bytes(POLICY.encode())
    document = read_path(str(path))
    assert document.path == str(path)
    assert document.text == POLICY
    assert (document.format, document.encoding, document.notes) == ("text", "utf-8", ())
    assert document.sha256 == sha256(POLICY.encode()).hexdigest()
    assert read_text(POLICY, "x", "text").sha256 == document.sha256


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.md", "markdown"),
        ("a.MARKDOWN", "markdown"),
        ("a.mdx", "markdown"),
        ("a.mkd", "markdown"),
        ("a", "text"),
        ("a.rst", "text"),
        ("a.adoc", "text"),
    ],
)
def test_the_ending_says_the_format(name: str, format: str) -> None:
    assert read_bytes(POLICY.encode(), name).format == format


@pytest.mark.parametrize(
    ("data", "encoding", "notes"),
    [
        (POLICY.encode("utf-8-sig"), "utf-8", ()),
        (POLICY.encode("utf-16"), "utf-16-le", ()),
        (b"\xfe\xff" + POLICY.encode("utf-16-be"), "utf-16-be", ()),
        (POLICY.encode("utf-32"), "utf-32-le", ()),
        (POLICY.encode("utf-16-le"), "utf-16-le", ("encoding guessed: utf-16-le",)),
        (POLICY.encode("utf-16-be"), "utf-16-be", ("encoding guessed: utf-16-be",)),
        (POLICY.encode("cp1252"), "windows-1252", ("encoding guessed: windows-1252",)),
    ],
)
def test_encodings(data: bytes, encoding: str, notes: tuple[str, ...]) -> None:
    document = read_bytes(data, "policy.txt")
    assert (document.text, document.encoding, document.notes) == (POLICY, encoding, notes)


def test_stray_bytes_in_utf8_are_read_as_windows_1252() -> None:
    data = ("We keep r\u00e9sum\u00e9s \u2013 for a year. " * 5).encode() + b"It\x92s safe \x81."
    document = read_bytes(data, "policy.txt")
    assert document.text.endswith("r\u00e9sum\u00e9s \u2013 for a year. It\u2019s safe \ufffd.")
    assert document.notes == (
        "2 bytes not valid UTF-8 read as windows-1252",
        "1 character was lost before (U+FFFD): read as an apostrophe, quotes or dash",
    )


def test_newlines_stay_as_they_are() -> None:
    document = read_bytes(b"Data:\r\n- one\r\n- two\r\rEnd of it.\r", "a.txt")
    assert document.text == "Data:\r\n- one\r\n- two\r\rEnd of it.\r"
    assert [document.text[one.span.start : one.span.end] for one in document.statements] == ["Data:", "one", "two", "End of it."]


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    assert "no such file" in message(tmp_path / "none.txt")
    assert "is a folder" in message(tmp_path)
    assert "no ordinary file" in message("/dev/null")
    fifo = tmp_path / "pipe.txt"
    os.mkfifo(fifo)
    assert "no ordinary file" in message(fifo)
    with pytest.raises(ReadError):
        read_path("a\0b")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_without_permission(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(POLICY)
    secret.chmod(0)
    assert "permissions" in message(secret)


def test_files_that_are_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "larger than 10 MB" in message(path)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf  ", "\u00a0\u200b\n".encode(), b"\xff\xfe"])
def test_empty_files(data: bytes) -> None:
    assert refused(data) in (
        "the file is empty; give a file that holds the policy",
        "the file holds nothing that can be read; give a file that holds the policy",
    )


def test_nothing_to_read() -> None:
    assert "nothing that can be read" in refused(b"--- *** ...\n===\n")
    assert "nothing that can be read" in refused(b"<!-- a comment -->\n", "policy.md")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x7fELF\x02", "program"),
        (b"\xd0\xcf\x11\xe0", "Word"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"text\0with\0zeros and more text", "binary"),
        (bytes(range(1, 32)) * 40, "binary"),
    ],
)
def test_binary_files(data: bytes, what: str) -> None:
    assert what in refused(data)


@pytest.mark.parametrize(
    ("name", "what"), [("policy.doc", "an old Word file"), ("policy.odt", "an OpenDocument file"), ("policy.rtf", "an RTF file")]
)
def test_formats_that_come_later(name: str, what: str) -> None:
    assert f"this is {what}, which cannot be read yet; save it as plain text or Markdown" in refused(POLICY.encode(), name)


def assert_sound(document: Document, hidden: str = "") -> None:
    """Every statement lies in the text, in order, its pieces too; no word is in none."""
    text = document.text
    covered = bytearray(len(text))
    before = 0
    for one in document.statements:
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert one.span.start >= before
        before = one.span.start
        assert one.pieces
        assert all(0 <= piece.start < piece.end <= len(text) for piece in one.pieces)
        assert any(one.span.start <= piece.start < one.span.end for piece in one.pieces)
        assert 0 <= one.section < len(document.sections)
        covered[one.span.start : one.span.end] = b"\1" * (one.span.end - one.span.start)
    for number, section in enumerate(document.sections):
        assert section.path[-1] == number
        assert list(section.path) == sorted(section.path)
    for match in re.finditer(hidden, text) if hidden else ():
        covered[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    lost = [text[max(0, at - 20) : at + 20] for at, char in enumerate(text) if char.isalnum() and not covered[at]]
    assert not lost


LINES = (
    "We share data with:", "- printers;", "  * couriers", "1. Data", "2.1 Your Rights", "(a) access;", "ii) erasure", "PRIVACY",
    "Your Rights", "-", "o", "===", "a\tb", "c\td", "Security: We lock doors. Always and everywhere.", "", "", "\u2022",
    "You may: (a) go; (b) stay; (c) ask.", "to send, and", "x@y.example", "e.g. this. And that.Then more.", "# Title",
    "> quoted", "| a | b |", "|---|---|", "**Bold**", "**Lead** in text here, and more.", "I.", "\u00adsoft\u200bhyphen",
    "\x0cpage", "word\u2028sep", "Data we hold:", "names", "dates of birth", "    deep", "```", "<div>", "<li>item", "---",
    "\u25cf one \u25cf two", "for ends: to run; to pay; to ask.", "{{ name }}", "1)", "Last updated: 1 May 2024", "(1) (2) (3)",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=12)), max_size=25).map("\n".join)
# What is left of a character that was decoded wrongly, such as one for a space, is no word.
RESIDUE = _wrong()[0].pattern
UNSEEN = rf"{RESIDUE}|" r"<[^>]*>|&#?\w+;|\]\([^)]*\)|(?m:^.{0,3}\[[^\]]+\]:.*)|(?s:<!--.*?(?:-->|\Z)|\A---.*?\n---)"


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_no_word_of_a_text_is_lost(text: str) -> None:
    try:
        document = read_text(text, "p", "text")
    except ReadError:
        assert not any(map(str.isalnum, re.sub(RESIDUE, "", text)))
        return
    assert_sound(document, RESIDUE)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_no_word_of_a_markdown_source_is_lost(text: str) -> None:
    try:
        document = read_text(text, "p", "markdown")
    except ReadError:
        return
    assert_sound(document, UNSEEN)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["p.txt", "p.md"]))
@example(b"\xff\xfe\x00\xd8", "p.txt")
@example(b"\x00\x00\xfe\xff\xff", "p.txt")
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        document = read_bytes(data, name)
    except ReadError as error:
        assert str(error).startswith(f"{name}: ")
        return
    assert document.statements


ODD = {
    "no end": "We keep data, and " * 12_000,
    "no space": "word" * 50_000,
    "bullets": "- item\n" * 20_000,
    "titles": "Title Case Line\n" * 12_000,
    "marks in a line": "(a) x; (b) y; (c) z " * 10_000,
    "lead-ins": "We keep:\n" * 10_000,
    "semicolons": "a: b; c; " * 20_000,
    "quotes": "> " * 10_000 + "deep",
    "lists": "- " * 10_000 + "deep",
    "half links": "](" * 40_000,
    "half tags": "<a " * 20_000,
    "definitions": "[a]: b\n" * 5_000,
    "ticks": "`" * 20_000 + "x",
    "numbers": "1.1." * 20_000,
    "dots": "." * 100_000 + "x",
    "abbreviations": "e.g. x " * 20_000,
    "rows": "a\tb\n" * 10_000,
    "empty lines": "\n" * 100_000 + "x",
    "numbers alone": "1.\n" * 20_000,
    "spaces": " " * 100_000 + "x",
    "braces": "{{" * 40_000,
    "comments": "<!--" * 40_000,
    "pipes": "| a | b |\n" * 5_000,
    "broken sentences": ", and so\n. We do\n: this\n" * 9_000,
    "rules": "-----  -----\nab     cd\n\n" * 8_000,
    "glued titles": "We keep it as long as needed.Your RightsYou have rights.How We ShareWe share it with all. " * 6_000,
    "notices": "Privacy Notice for Californians\n\nWe do this and that, as we like.\n\n" * 3_000,
}


# Lines of a paragraph of HTML are read as those of a text are, paragraph by paragraph.
IN_HTML = ("titles", "rows", "broken sentences", "rules", "notices")


@pytest.mark.parametrize(("name", "format"), [*product(ODD, ("text", "markdown")), *product(IN_HTML, ("html",))])
def test_odd_texts_take_no_time(name: str, format: str) -> None:
    source = ODD[name] if format != "html" else "<p>" + ODD[name].replace("\n\n", "</p><p>").replace("\n", "<br>")
    began = time.process_time()
    try:
        assert read_text(source, "p", format).statements
    except ReadError as error:
        assert "nothing that can be read" in str(error)
    assert time.process_time() - began < 4


def test_a_line_of_five_megabytes() -> None:
    text = "We keep your data, as the law asks us to. " * 120_000
    began = time.process_time()
    document = read_text(text, "p", "text")
    assert len(document.statements) == 120_000
    assert time.process_time() - began < 20
