"""What lowers the confidence of a contradiction."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_conflicts import CHECK, checks_in, found

from gapcheck.errors import RuleError
from gapcheck.loader import load_checks

HEDGED = CHECK + "lowers: where the law asks\ndoubt: The law may ask for it.\n"


def test_a_pair_with_a_hedge_is_reported_at_low_confidence(tmp_path: Path) -> None:
    (finding,) = found(checks_in(tmp_path, HEDGED), "We keep toys where the law asks.\n\nWe throw toys away.")
    assert finding.confidence == "low"


def test_a_pair_without_a_hedge_goes_first(tmp_path: Path) -> None:
    (finding,) = found(checks_in(tmp_path, HEDGED), "We keep toys where the law asks.\n\nWe keep toys.\n\nWe throw toys away.")
    assert finding.confidence == "high" and len(finding.evidence) == 2


def test_a_hedge_in_another_statement_lowers_nothing(tmp_path: Path) -> None:
    (finding,) = found(checks_in(tmp_path, HEDGED), "We keep toys.\n\nWe throw toys away.\n\nWe act where the law asks.")
    assert finding.confidence == "high"


def test_a_check_that_can_be_lowered_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="doubt"):
        load_checks(checks_in(tmp_path, CHECK + "lowers: where the law asks\n"))
