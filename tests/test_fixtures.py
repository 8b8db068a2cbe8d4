"""Whole policies of our own: the full verdict on each, requirement by requirement."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gapcheck.engine import check
from gapcheck.loader import find_rules, load_checks, load_packs
from gapcheck.reading import read_path
from gapcheck.rule import COMMON, Check

FIXTURES = Path(__file__).parent.parent / "fixtures"
RULES = Path(find_rules())
AS_OF = "2026-11-22"


def expected(folder: Path) -> dict[str, Any]:
    """Return what must be found in a fixture: its file, the verdicts on each law, and the contradictions."""
    data: dict[str, Any] = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    return data


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
    wanted = expected(folder)
    found = check(read_path(str(folder / wanted["policy"])), (*load_packs(str(RULES), [law]), *load_checks(str(RULES))))
    got = {finding.requirement.id: finding.status for finding in found if finding.requirement.law != COMMON}
    wrong = {id: f"{status}, but judged {got.get(id)}" for id, status in wanted[law].items() if got.get(id) != status}
    assert wrong == {}
    assert set(got) == set(wanted[law])


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_the_contradictions(folder: Path) -> None:
    wanted = expected(folder)
    packs = (*load_packs(str(RULES), ["all"]), *load_checks(str(RULES)))
    found = check(read_path(str(folder / wanted["policy"])), packs, AS_OF)
    got = [f"{finding.requirement.id} {finding.confidence}" for finding in found if finding.requirement.law == COMMON]
    assert sorted(got) == wanted["contradictions"]
    # Both sides are quoted, wherever there are two.
    assert all(
        len({proof.span for proof in one.evidence}) > 1 for one in found if isinstance(one.requirement, Check) and one.requirement.sides
    )


def test_there_are_fixtures_for_every_kind() -> None:
    laws = {law for _, law in cases()}
    assert len(folders()) >= 11
    assert {path.parent.name for path in RULES.glob("*/pack.yaml")} == laws
