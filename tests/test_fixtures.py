"""Whole policies of our own: the full verdict on each, requirement by requirement."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from gapcheck.engine import check
from gapcheck.loader import find_rules, load_checks, load_packs
from gapcheck.reading import read_path
from gapcheck.rule import COMMON

FIXTURES = Path(__file__).parent.parent / "fixtures"
RULES = Path(find_rules())
# These verdicts rest on two passages that contradict each other, which no check compares yet.
LATER = "needs cross-clause checks"


def expected(folder: Path, law: str) -> tuple[str, dict[str, str], set[str]]:
    """Return the policy's file name, the verdict that the program must give on every requirement, and the ids exempt."""
    text = (folder / "expected.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    lines = [line for line in text.splitlines() if line.startswith("  ")]
    later = {line.split(":")[0].strip() for line in lines if LATER in line}
    return data["policy"], data[law], later


def folders() -> list[Path]:
    """Return the folders of all fixtures."""
    return sorted(path.parent for path in FIXTURES.glob("*/expected.yaml"))


def cases() -> list[tuple[Path, str]]:
    """Return each fixture with each law that it has verdicts for, as far as there is a pack for it."""
    blocks = [(folder, yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))) for folder in folders()]
    return [
        (folder, key) for folder, data in blocks for key in data if isinstance(data[key], dict) and (RULES / key / "pack.yaml").exists()
    ]


@pytest.mark.parametrize(("folder", "law"), cases(), ids=lambda value: value if isinstance(value, str) else value.name)
def test_the_full_verdict(folder: Path, law: str) -> None:
    name, wanted, later = expected(folder, law)
    found = check(read_path(str(folder / name)), (*load_packs(str(RULES), [law]), *load_checks(str(RULES))))
    got = {finding.requirement.id: finding.status for finding in found if finding.requirement.law != COMMON}
    wrong = {id: f"{status}, but judged {got.get(id)}" for id, status in wanted.items() if got.get(id) != status and id not in later}
    assert wrong == {}
    assert set(got) == set(wanted)


def test_there_are_fixtures_for_every_kind() -> None:
    laws = {law for _, law in cases()}
    assert len(folders()) >= 11
    assert {path.parent.name for path in RULES.glob("*/pack.yaml")} == laws
