"""Which laws a policy names: by phrases that no other law goes by."""

from __future__ import annotations

import pytest

from gapcheck.loader import find_rules, law_names
from gapcheck.naming import named
from gapcheck.reading import read_text
from gapcheck.view import View


@pytest.mark.parametrize(
    ("policy", "laws"),
    [
        ("We follow the *Personal Information Protection Act* of Alberta.", ["pipa-ab"]),
        ("Alberta's Personal Information Protection Act applies.", ["pipa-ab"]),
        ("This is required by Alberta PIPA.", ["pipa-ab"]),
        ("The Personal Information Protection Act (Alberta) applies.", ["pipa-ab"]),
        ("The Personal Information Protection Act (PIPA) of the Province of Alberta applies.", ["pipa-ab"]),
        ("Under the Personal Information Protection Act, SA 2003, c. P-6.5, you may ask.", ["pipa-ab"]),
        ("Under the Personal Information Protection Act, S.A. 2003 c P-6.5, you may ask.", ["pipa-ab"]),
        ("Write to the Office of the Information and Privacy Commissioner of Alberta.", ["pipa-ab"]),
        ("We report to Alberta's Information and Privacy Commissioner.", ["pipa-ab"]),
        ("The Alberta and British Columbia Personal Information Protection Acts apply.", ["pipa-ab"]),
        ("The Personal Information Protection Act applies.", []),
        ("British Columbia's Personal Information Protection Act (PIPA) applies.", []),
        ("The Personal Information Protection Act (PIPA) of Korea applies.", []),
        ("Japan has an Act on the Protection of Personal Information.", []),
        ("The Personal Information Protection Act (BC) applies. Our office is in Alberta.", []),
        ("Write to the Information and Privacy Commissioner for British Columbia.", []),
        ("We are a firm in Edmonton, Alberta.", []),
        ("# Your rights under the GDPR\n\nThere are some.", ["gdpr"]),
        ("The General Data Protection Regulation applies.", ["gdpr"]),
        ("See Regulation (EU) 2016/679.", ["gdpr"]),
        ("See Regulation (EU) No 2018/1725.", []),
        ("The CCPA, as amended by the CPRA, and the GDPR apply.", ["ccpa", "gdpr"]),
        ("See Cal. Civ. Code § 1798.83.", ["ccpa"]),
        ("We are a firm in Sacramento, California.", []),
    ],
)
def test_a_law_is_named_by_what_no_other_law_is_called(policy: str, laws: list[str]) -> None:
    names = law_names(find_rules(), [])
    assert names
    found = named(View(read_text(policy, "policy.md", "markdown")), names)
    assert [one.law for one in found] == laws


def test_where_a_law_is_named_is_the_first_place_and_only_laws_not_asked_for_count() -> None:
    policy = "We obey.\n\nThe CCPA and the GDPR apply.\n\nThe GDPR does.\n"
    names = law_names(find_rules(), ["ccpa", "pipa-ab"])
    assert names
    (one,) = named(View(read_text(policy, "policy.md", "markdown")), names)
    assert one.law == "gdpr" and one.span.start == policy.index("GDPR") and policy[slice(*one.span)] == "GDPR"
