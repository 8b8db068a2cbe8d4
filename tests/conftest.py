"""What several tests need: a small pack built by hand, documents, and the command run in-process."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import NamedTuple

import pytest

from gapcheck.document import Document, Section, Span, Statement
from gapcheck.rule import Check, Element, Pack, Requirement

ROOT = Path(__file__).resolve().parent.parent
TOY_RULES = Path(__file__).resolve().parent / "rules"
GOLDEN = Path(__file__).resolve().parent / "golden"


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test's outcome may depend on the terminal that it runs in."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiled rules of the tests stay out of the user's cache."""
    os.environ["GAPCHECK_CACHE"] = str(tmp_path_factory.mktemp("cache"))


class Result(NamedTuple):
    """What a user sees of one run."""

    code: int
    out: str
    err: str


class Terminal(io.TextIOWrapper):
    """A text stream over bytes that may claim to be a terminal."""

    def __init__(self, data: bytes = b"", tty: bool = False) -> None:
        self.raw_bytes = io.BytesIO(data)
        self.tty = tty
        super().__init__(self.raw_bytes, encoding="utf-8", newline="")

    def isatty(self) -> bool:
        return self.tty

    def text(self) -> str:
        self.flush()
        return self.raw_bytes.getvalue().decode()


def gapcheck(*argv: object, stdin: bytes = b"", tty: bool = False) -> Result:
    """Run the command line in-process and return what a user sees."""
    from gapcheck.cli import main

    out, err = Terminal(tty=tty), Terminal()
    code = main([str(word) for word in argv], Terminal(stdin), out, err)
    return Result(int(code), out.text(), err.text())


def toy(*argv: object, stdin: bytes = b"", tty: bool = False) -> Result:
    """Run the command line over the toy law."""
    return gapcheck("--rules", TOY_RULES, "--law", "toy", *argv, stdin=stdin, tty=tty)


def requirement(id: str, **fields: object) -> Requirement:
    """Return a requirement with `fields`, unremarkable in all others."""
    base = Requirement(
        id, "toy", f"Title of {id}", "s. 1", "mandatory", "high", "topic", "high", "", "Summary.", f"Remedy of {id}.",
        "Clause.", False, -1, (Element("thing", "a thing", 0),), (), (), (), "rules/toy/x.yaml",
    )  # fmt: skip
    return base._replace(**fields)  # type: ignore[arg-type]


def check(id: str, **fields: object) -> Check:
    """Return a conflict check with `fields`, unremarkable in all others."""
    sides = (Element("one", "one thing", 0), Element("two", "another", 0))
    base = Check(
        id, "common", f"Title of {id}", "", "prohibited", "high", "consistency", "medium", "It may be meant otherwise.", "Summary.",
        "A reader believes either.", f"Remedy of {id}.", (), sides, (), (), "", "", "sentence", "overlap", (), -1, (), -1, "rules/common/x.yaml",
    )  # fmt: skip
    return base._replace(**fields)  # type: ignore[arg-type]


def pack(*requirements: Requirement, law: str = "toy") -> Pack:
    """Return a pack of `requirements`."""
    blank = dict.fromkeys(Pack._fields, -1)
    words = {"law": law, "title": "Toy Privacy Act", "jurisdiction": "Toyland", "version": "1.2", "as_of": "2026-01-31"}
    return Pack(
        **{
            **blank,
            **words,
            "source": "",
            "aliases": (),
            "requirements": requirements,
            "checks": (),
            "audiences": (),
            "fingerprint": "1f2e3d4c5b6a7988",
        }
    )  # type: ignore[arg-type]


def document(text: str, path: str = "policy.txt", notes: tuple[str, ...] = ()) -> Document:
    """Return `text` as one statement."""
    span = Span(0, len(text))
    statement = Statement("sentence", span, (span,), 0, 0)
    return Document(path, text, "text", "utf-8", "0" * 64, (Section(None, 0, (0,)),), (statement,), notes)
