"""What copying and converting does to a policy does not change the verdict on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT

from gapcheck.document import Document
from gapcheck.engine import check
from gapcheck.loader import find_rules, load_packs
from gapcheck.reading import read_bytes, read_text
from gapcheck.rule import Pack

POLICIES = [
    ROOT / "fixtures" / name
    for name in ("complete-gdpr-notice/policy.md", "complete-ccpa-policy/policy.md", "complete-pipa-policy/policy.md")
]
_WORD = re.compile(r"[A-Za-z]{6,}")


def _mojibake(text: str, encoding: str = "cp1252") -> str:
    curly = text.replace("'", "\u2019").replace(" - ", " \u2013 ")
    return "".join(char if char.isascii() else char.encode().decode(encoding, "replace") for char in curly)


NOISE: dict[str, Callable[[str], str]] = {
    "sentences glued": lambda text: re.sub(r"(?<=[a-z])\. (?=[A-Z][a-z])", ".", text),
    "titles glued": lambda text: re.sub(r"^(#+ .*?)(?i:your) ", lambda match: match[1] + "YOUR", text, flags=re.MULTILINE),
    "soft hyphens": lambda text: _WORD.sub(lambda match: match[0][:3] + "\u00ad" + match[0][3:], text),
    "zero width spaces in words": lambda text: _WORD.sub(lambda match: match[0][:4] + "\u200b" + match[0][4:], text),
    "zero width spaces beside words": lambda text: re.sub(r"(?<=\w) (?=\w)", " \u200b", text),
    "marks at the start of lines": lambda text: re.sub("(?<=\n)", "\ufeff", text, flags=re.MULTILINE),
    "spaces that do not break": lambda text: re.sub(r"(?<=\w) (?=\w)", "\u00a0", text),
    "hyphens that do not break": lambda text: re.sub(r"(?<=\w)-(?=\w)", "\u2011", text),
    "lost characters": lambda text: re.sub("['\u2019\u2013]", "\ufffd", text.replace(" - ", " \u2013 ")),
    "lost bytes": lambda text: re.sub("['\u2019]", "\ufffd\ufffd\ufffd", text),
    "wrongly decoded": _mojibake,
    "wrongly decoded twice": lambda text: _mojibake(_mojibake(text)),
    "wrongly decoded on a Mac": lambda text: _mojibake(text, "mac_roman"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "bullets alone": lambda text: re.sub(r"^(\s*)[-*] +", "\\1\u2022\n", text, flags=re.MULTILINE),
    "bullets alone, with a gap": lambda text: re.sub(r"^(\s*)[-*] +", "\\1\u2022\n\n", text, flags=re.MULTILINE),
    "capitals": str.upper,
    "addresses hidden": lambda text: re.sub(r"[\w.+-]+@[\w.-]+\w", "[email\u00a0protected]", text),
    "a long line": lambda text: text + "\n\n" + "The box of toys is red. " * 1300,
}


@cache
def packs() -> tuple[Pack, ...]:
    """Return the rules of all laws."""
    return tuple(load_packs(find_rules(), ["all"]))


def verdicts(document: Document) -> dict[str, str]:
    """Return the status of every requirement of every law."""
    return {finding.requirement.id: finding.status for finding in check(document, packs(), "2026-11-22")}


@cache
def judged(path: Path) -> dict[str, str]:
    """Return the verdict on a policy as it is."""
    return verdicts(read_bytes(path.read_bytes(), path.name))


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("kind", NOISE)
def test_noise_changes_no_verdict(kind: str, path: Path) -> None:
    noisy = NOISE[kind](path.read_text(encoding="utf-8"))
    document = read_bytes(noisy.encode(), path.name)
    assert document.text == noisy and len(document.read) == len(noisy)
    wanted, got = judged(path), verdicts(document)
    changed = {id: (status, got[id]) for id, status in wanted.items() if got[id] != status}
    assert len(changed) <= 0.02 * len(wanted), changed


def test_what_was_guessed_is_noted_and_the_text_stays() -> None:
    document = read_text("We don\u00e2\u20ac\u2122t sell your data. We don\ufffdt rent it. Write to [email protected].", "p.txt", "text")
    assert document.notes == (
        'an e-mail address was hidden when the text was captured ("[email protected]"): read as an address that is not known',
        '1 group of wrongly decoded characters, such as "\u00e2\u20ac\u2122", read as what they stand for',
        "1 character was lost before (U+FFFD): read as an apostrophe, quotes or dash",
    )
    assert document.quoted == document.text
    sentences = [document.text[one.span.start : one.span.end] for one in document.statements]
    assert sentences == ["We don\u00e2\u20ac\u2122t sell your data.", "We don\ufffdt rent it.", "Write to [email protected]."]


def test_a_hidden_address_is_known_behind_the_marks_of_markdown() -> None:
    document = read_text("Write to [\\[email protected\\]](/cdn-cgi/l/email-protection#1).", "p.md", "markdown")
    assert "email@protected.x" in document.read and len(document.notes) == 1


def test_ordinary_letters_are_not_wrongly_decoded() -> None:
    text = "\u00c2ngela Caf\u00e9, \u00c3 Coru\u00f1a \u2013 \u00e2ge, \u20ac 5, and \u201cquotes\u201d."
    document = read_text(text, "p.txt", "text")
    assert document.notes == () and document.read == text


def test_a_word_with_unseen_marks_is_quoted_whole() -> None:
    document = read_text("We in\u00adform\u200b you. Your rights.", "p.txt", "text")
    assert [document.text[one.span.start : one.span.end] for one in document.statements] == ["We in\u00adform\u200b you.", "Your rights."]


def test_an_unseen_mark_beside_a_stretch_without_end_costs_no_time() -> None:
    document = read_text("We in\u00adform you.\n\n" + "x" * 1_000_000, "p.txt", "text")
    assert document.text[slice(*document.statements[0].span)] == "We in\u00adform you."
