"""Every rule by its own examples, against the published schema, and the catalogues by count."""

from __future__ import annotations

from collections import Counter

import pytest

from gapcheck.loader import find_rules, load_packs
from gapcheck.packreader import compile_pack
from gapcheck.rule import COMMON
from gapcheck.selftest import run

# How many requirements each law's catalogue has: none is left out.
CATALOGUE = {"ccpa": 65, "gdpr": 50, "pipa-ab": 46}


def test_every_example_is_judged_as_it_says_and_no_list_or_claim_is_left_over() -> None:
    result = run(find_rules())
    assert [str(problem) for problem in result.problems] == []
    tested = {law: requirements for law, requirements, _ in result.packs if law != COMMON}
    assert tested == CATALOGUE


@pytest.mark.parametrize("law", sorted(CATALOGUE))
def test_rules_are_fit_to_be_shown(law: str) -> None:
    (pack,) = load_packs(find_rules(), [law])
    for rule in pack.requirements:
        said = " ".join((rule.title, rule.summary, rule.remedy, *(element.says for element in rule.require)))
        assert "you are in breach" not in said.lower(), rule.id
        assert rule.confidence == "high" or rule.doubt, rule.id


def test_gdpr_rules_have_examples_enough() -> None:
    loaded = compile_pack(find_rules(), "gdpr")
    counts = Counter((example.requirement, example.status) for example in loaded.examples)
    few = [
        rule.id
        for rule in loaded.pack.requirements
        for status in (("met", "conflict") if rule.level == "prohibited" else ("met", "missing"))
        if counts[rule.id, status] < 4
    ]
    assert few == []
