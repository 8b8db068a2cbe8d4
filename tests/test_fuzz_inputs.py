"""Inputs that once broke something, or that fuzzing began from, are read again in every run of the tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from run import MISSING, NAMES, main, seeds
from targets import TARGETS

INPUTS = Path(__file__).resolve().parent / "fuzz_inputs"
CASES = [(name, path) for name in NAMES for path in sorted((INPUTS / name).glob("*")) if (INPUTS / name).is_dir()]


def test_every_target_is_run() -> None:
    assert list(TARGETS) == list(NAMES)
    assert {path.name for path in INPUTS.iterdir()} <= set(NAMES)


@pytest.mark.parametrize(("name", "path"), CASES, ids=[f"{name}-{path.stem}" for name, path in CASES])
def test_what_broke_once_breaks_no_more(name: str, path: Path) -> None:
    TARGETS[name](path.read_bytes())


def test_without_atheris_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "atheris", None)
    assert main([]) == 0
    assert capsys.readouterr().out == MISSING + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_first_inputs_of_each_target(name: str) -> None:
    """A target that its own first inputs break would say nothing of the program."""
    for data in list(seeds(name).values())[:6]:
        TARGETS[name](data)
