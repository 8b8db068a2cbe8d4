"""Several packs with one program find what each finds with its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rules_for_tests import RULE, rules_with

from gapcheck import merging
from gapcheck.engine import check
from gapcheck.loader import find_rules, load_checks, load_packs, load_sound, load_together
from gapcheck.reading import read_path

if TYPE_CHECKING:
    from gapcheck.rule import Pack

RULES = find_rules()
POLICIES = sorted(Path(RULES).parent.glob("fixtures/*/policy.*"))


@pytest.fixture(scope="module")
def apart() -> tuple[Pack, ...]:
    return (*load_packs(RULES, ["all"]), *load_checks(RULES))


@pytest.fixture(scope="module")
def together() -> tuple[Pack, ...]:
    return load_together(RULES, ["all"])


@pytest.mark.parametrize("policy", POLICIES, ids=lambda path: path.parent.name)
def test_what_is_found_is_the_same(policy: Path, apart: tuple[Pack, ...], together: tuple[Pack, ...]) -> None:
    document = read_path(str(policy))
    said = [
        [(finding.requirement.id, *finding[1:]) for finding in check(document, packs, "2026-11-22")]  # all but the numbers in the rule
        for packs in (apart, together)
    ]
    assert said[0] == said[1]
    assert len(said[0]) >= sum(len(pack.requirements) for pack in together)


def test_one_program_serves_all_and_is_smaller_than_theirs(apart: tuple[Pack, ...], together: tuple[Pack, ...]) -> None:
    assert [pack.law for pack in together] == [pack.law for pack in apart]
    assert len({id(pack.plan) for pack in together}) == 1
    assert len(together[0].plan.kinds) < sum(len(pack.plan.kinds) for pack in apart)


def test_a_law_is_not_laid_out_for_itself_where_only_all_together_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE", str(tmp_path / "cache"))
    made = []
    real = merging.plan
    monkeypatch.setattr(merging, "plan", lambda *given: made.append(given) or real(*given))
    assert len(load_together(RULES, ["pipa-ab"])) == 2 and len(made) == 1
    load_sound(RULES, ["pipa-ab"])  # rules to list and to explain: none is run
    assert len(made) == 1
    assert load_packs(RULES, ["pipa-ab"])[0].plan.kinds and len(made) == 2


def test_it_is_kept_and_made_anew_when_a_rule_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPCHECK_CACHE", str(tmp_path / "cache"))
    rules = rules_with(tmp_path / "rules")
    first = load_together(rules, ["toy"])
    monkeypatch.setattr("gapcheck.loader._laid_out", lambda *_: pytest.fail("made again"))
    assert load_together(rules, ["toy"]) == first
    monkeypatch.undo()
    monkeypatch.setenv("GAPCHECK_CACHE", str(tmp_path / "cache"))
    rules_with(tmp_path / "rules", RULE.replace("critical", "low"))
    assert load_together(rules, ["toy"])[0].requirements[0].severity == "low"
