"""Expressions are what `re` makes of them, whether their code was kept, cannot be kept, or is not fit for this Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import gapcheck.checking  # noqa: F401 - brings the modules that have expressions
from gapcheck import expression as expressions
from gapcheck.expression import compiled, expression, ready

SOURCES = tuple(dict.fromkeys(expressions._sources))


@pytest.mark.parametrize("source", SOURCES)
def test_the_code_that_is_kept_makes_the_same_expression(source: str) -> None:
    (code,) = compiled(source)
    assert code is not None and ready(source, code) == re.compile(source)


def fresh(monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    """Forget what was kept so far."""
    monkeypatch.setenv("GAPCHECK_CACHE", folder)
    monkeypatch.setattr(expressions, "_codes", {})


def test_it_is_compiled_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = r"(?i)(?P<year>\d{4})-(\d\d)"
    for turn in range(2):
        fresh(monkeypatch, str(tmp_path))
        match = expression(source).search("on 2026-11")
        assert match and match["year"] == "2026" and match.lastindex == 2
        if not turn:
            assert list(tmp_path.glob("expressions-*.rules"))
            monkeypatch.setattr(expressions, "_sources", expressions._sources[:-1])
            monkeypatch.setattr(expressions, "compiled", lambda *_: pytest.fail("compiled again"))


@pytest.mark.parametrize("trouble", ["no place", "no code", "other code"])
def test_without_code_it_works_all_the_same(trouble: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh(monkeypatch, "" if trouble == "no place" else str(tmp_path))
    if trouble == "no code":
        monkeypatch.setattr(expressions, "compiled", lambda *sources: (None,) * len(sources))
    if trouble == "other code":
        bad = (32, b"\xff\xff\0\0" * 3, 0, ())
        monkeypatch.setattr(expressions, "compiled", lambda *sources: (bad,) * len(sources))
    assert expression(r"\bab+").findall("ab cab abbb") == ["ab", "abbb"]
