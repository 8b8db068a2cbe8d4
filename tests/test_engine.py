"""What patterns find in policies: each operator, unit and guard, by the verdict a user would see."""

from __future__ import annotations

from pathlib import Path

import pytest
from rules_for_tests import rule_of, rules_with

from gapcheck.engine import check
from gapcheck.finding import Finding
from gapcheck.loader import load_packs
from gapcheck.reading import read_text
from gapcheck.rule import Pack


def load_of(tmp_path: Path, rule: str) -> Pack:
    """Return a pack of one rule."""
    (pack,) = load_packs(rules_with(tmp_path, rule), ["toy"])
    return pack


def judge(tmp_path: Path, rule: str, policy: str) -> Finding:
    """Return the finding of one rule on one policy."""
    (finding,) = check(read_text(policy, "policy.md", "markdown"), (load_of(tmp_path, rule),))
    return finding


@pytest.mark.parametrize(
    ("pattern", "policy", "status"),
    [
        ("any: [right to object]", "You have the right to object.", "met"),
        ("any: [right to object]", "You have the right. To object is human.", "missing"),
        ("any: ['object ... profiling']", "You may object to any kind of profiling.", "met"),
        ("any: ['object ...2 profiling']", "You may object to any kind of profiling.", "missing"),
        ("any: ['portab*']", "Portability matters.", "met"),
        ("any: ['organis*']", "An organization keeps it.", "met"),
        ("any: [US]", "Contact us now.", "missing"),
        ("any: [US]", "Stored in the U.S. for now.", "met"),
        ("any: ['kept until {date}']", "Data are kept until 25 May 2018.", "met"),
        ("any: ['{email}']", "Write to privacy@example.org, please.", "met"),
        ("any: ['{phone}']", "Call +44 20 7946 0000 today.", "met"),
        ("any: ['{phone}']", "See Regulation (EU) 2016/679 of 27 April 2016.", "missing"),
        ("any: ['{phone}']", "A line of our log: 123.45.67.89, 25 March, 10:15.", "missing"),
        ("any: ['{address}']", "Write to _12 High Street, Leeds LS1 4AP_.", "met"),
        ("any: ['use {link}']", "To ask, use [our form](https://example.org/ask).", "met"),
        ("any: ['use {link}']", "To ask, use [**our** form](</ask> 'Ask us').", "met"),
        ("any: ['use {link}']", "To ask, use our [form](https://example.org/ask).", "missing"),
        ("any: ['use {link}']", "To ask, use [the part below](#ask), or [that one](https://example.org/privacy#ask).", "missing"),
        ("any: ['use {link}']", "To ask, use [our mailbox](mailto:ask@example.org) or use ![a picture](/ask.png).", "missing"),
        ("any: ['{entity}']", "We are eExample Inc, a shop.", "met"),
        ("any: ['{entity}']", "The shop belongs to Fjordlys AS in Bergen.", "met"),
        ("any: ['{entity}']", "ALL OF IT IS OFFERED AS IS AND AS IT MAY BE FOUND.", "missing"),
        ("any: ['{entity}']", "willow UG (limited liability)", "met"),
        ("any: ['{entity}']", "The offer of our LLC, or of an LLC.", "missing"),
        ("any: ['{entity}']", "willow Company day is in May.", "missing"),
        ("all: [keep, days]", "We keep it for some days.", "met"),
        ("all: [keep, days]", "We keep it. For some days.", "missing"),
        ("all: [keep, days], within: paragraph", "We keep it. For some days.", "met"),
        ("all: [keep, days], within: paragraph", "We keep it.\n\nFor some days.", "missing"),
        # A page that lost its line ends is one paragraph of many sentences, which do not all belong together; a list does to the last ones.
        ("all: [keep, days], within: paragraph", "We keep it." + " We sell chairs." * 10 + " For some days.", "met"),
        ("all: [keep, days], within: paragraph", "We keep it." + " We sell chairs." * 11 + " For some days.", "missing"),
        ("all: [keep, days], within: paragraph", "We sell chairs. " * 30 + "We keep it:\n\n- an hour\n- days", "met"),
        ("all: [keep, days], within: section", "# One\n\nWe keep it.\n\nFor some days.", "met"),
        ("all: [keep, days], within: section", "# One\n\nWe keep it.\n\n# Two\n\nFor some days.", "missing"),
        ("all: [keep, days], within: document", "# One\n\nWe keep it.\n\n# Two\n\nFor some days.", "met"),
        ("any: [keep], not: [secret]", "We keep it secret.", "missing"),
        ("any: [keep], not: [secret]", "We keep it. It is secret.", "met"),
        ("near: [keep, days], words: 4", "Some days we keep it.", "met"),
        ("near: [keep, days], words: 4", "Some days there is nobody here who can keep it.", "missing"),
        ("at_least: 2, of: [tax, orders, mail]", "For tax and orders.", "met"),
        ("at_least: 2, of: [tax, orders, mail]", "For tax and more tax.", "missing"),
        ("asserts: [sell data]", "We sell data.", "met"),
        ("asserts: [sell data]", "We do not sell data.", "missing"),
        ("asserts: [sell ... data]", "We sell but never give away data.", "missing"),
        ("asserts: [share data]", "We do not only share data.", "met"),
        ("asserts: [share data]", "We keep nothing, but you may share data.", "met"),
        ("denies: [sell data]", "We do not sell data.", "met"),
        ("denies: [sell data]", "We sell data.", "missing"),
        # a row that says no to whether a thing is collected tells of nothing that is
        ("any: [fingerprints]", "| Category | Collected? |\n|---|---|\n| Fingerprints | No |", "missing"),
        ("any: [fingerprints]", "| Category | Do we collect it? |\n|---|---|\n| Fingerprints | No |", "missing"),
        ("any: [fingerprints]", "| Category | Collected from others |\n|---|---|\n| Fingerprints | No |", "met"),
        ("any: [fingerprints]", "| Category | Collected? |\n|---|---|\n| Fingerprints | Yes |", "met"),
        ("any: [fingerprints]", "| Category | Sold |\n|---|---|\n| Fingerprints | No |", "met"),
        # a heading that is a whole sentence says what it says
        ("any: [right to see]", "# You have the right to see it all\n\nWrite.", "met"),
        ("any: [right to see]", "# Do you have the right to see it all?\n\nWrite.", "missing"),
        ("any: [right to see]", "# Your right to see it all\n\nWrite.", "missing"),
        ("heading: [your rights]", "# Your rights\n\nThere are some.", "met"),
        ("heading: [your rights]", "# Your choices\n\nThere are some.", "missing"),
        ("all: [{heading: [how long]}, until]", "## How long we keep it\n\nUntil you leave.", "met"),
        (
            "all: [{heading: [how long]}, until]",
            "## How long we keep it\n\nWe wait.\n\n## Else\n\nUntil you leave.",
            "missing",
        ),
        ("any: [your rights]", "# Your rights\n\nThere are some.", "missing"),
        ("regex: 'kept \\d+ days', anchor: [kept]", "It is kept 30 days.", "met"),
        ("regex: 'kept \\d+ days', anchor: [held]", "It is kept 30 days.", "missing"),
        ("measure: words, at_least: 3", "One two three four.", "met"),
        ("measure: words, at_least: 30", "One two three four.", "missing"),
        ("measure: longest-paragraph, at_most: 5", "One two three four.\n\nFive six seven.", "met"),
        ("measure: longest-paragraph, at_most: 5", "One two three four. Five six seven.", "missing"),
        ("measure: longest-paragraph, at_most: 5", "One two three:\n\n- four five\n- six seven", "met"),
        ("measure: repeats, at_least: 1", "A b c d e f g h i j k l m. A b c d e f g h i j k l n.", "met"),
        ("measure: repeats, at_least: 1", "A b c d e f g h i j k l m. A b c d e f g h i j k x n.", "missing"),
        ("density: [may], at_least: 200", "It may. It may not.", "met"),
        ("any: [right to erase it]", "You have the right to:\n\n- see it\n- erase it\n", "met"),
        ("any: [retention 30 days]", "| Data | Retention |\n|---|---|\n| Log | 30 days |\n", "met"),
    ],
)
def test_a_pattern_on_a_policy(tmp_path: Path, pattern: str, policy: str, status: str) -> None:
    assert judge(tmp_path, rule_of(pattern), policy).status == status


@pytest.mark.parametrize(
    ("policy", "status"),
    [
        ("You may erase it.", "met"),
        ("# California residents\n\nYou may erase it.", "missing"),
        ("# California and Toyland\n\nYou may erase it.", "met"),
        # A place in the name of whose policy it is says nothing of whom it addresses.
        ("# California Teachers Association - Privacy Policy\n\nYou may erase it.", "met"),
        ("# Acme California Privacy Rights\n\nYou may erase it.", "missing"),
        ("Under the CCPA you may erase it.", "missing"),
        ("This is for Californian readers. You may erase it.", "missing"),
        ("This is for Californian readers. In Toyland you may erase it.", "met"),
        ("This is for Californian readers.\n\nYou may erase it.", "met"),
        # A page that lost its line ends is one paragraph: not all of it is said to those whom one sentence names.
        ("This is for Californian readers." + " We sell chairs." * 5 + " You may erase it.", "missing"),
        ("This is for Californian readers." + " We sell chairs." * 6 + " You may erase it.", "met"),
        # Nor is all of a list whose items have titles said to those whom one of them names; what stands below that item is.
        ("You can ask:\n\n- Sale: Californian readers may stop it.\n- Removal: You may erase it whenever you like.", "met"),
        ("You can ask:\n\n- Sale: Californian readers may stop it. They may erase it.", "missing"),
        ("You can ask:\n\n- Californian readers may:\n  - Removal: You may erase it whenever you like.", "missing"),
        (
            "Californian readers can ask:\n\n- Sale: You may stop it whenever you like.\n- Removal: You may erase it whenever you like.",
            "missing",
        ),
    ],
)
def test_what_is_said_to_another_jurisdiction_does_not_count(tmp_path: Path, policy: str, status: str) -> None:
    assert judge(tmp_path, rule_of("any: [erase]"), policy).status == status
    anywhere = rule_of("any: [erase]", "level: mandatory\nscope: any")
    assert judge(tmp_path, anywhere, policy).status == "met"


def test_the_evidence_is_the_passage_and_the_words_that_matched(tmp_path: Path) -> None:
    policy = "# Rights\n\nWe tell you here what you can do. You have the right to **object** at any time."
    finding = judge(tmp_path, rule_of("any: [right to object]"), policy)
    (proof,) = finding.evidence
    assert policy[proof.span.start : proof.span.end] == "You have the right to **object** at any time."
    assert policy[proof.match.start : proof.match.end] == "right to **object"


def test_the_evidence_of_a_long_sentence_is_cut_to_its_surroundings(tmp_path: Path) -> None:
    policy = "We say " + "this and that " * 100 + "and you may object now " + "and so on " * 100 + "end."
    (proof,) = judge(tmp_path, rule_of("any: [may object]"), policy).evidence
    quote = policy[proof.span.start : proof.span.end]
    assert "may object" in quote
    assert len(quote) <= 330


def test_partial_weakened_conflict_and_not_applicable(tmp_path: Path) -> None:
    rule = rule_of(
        "any: [kept thirty days]",
        "level: conditional",
        applies="[data]",
        partial="{vague: {says: a promise, any: [kept a while]}}",
        weakens="{menu: {says: a choice of two, any: [or sixty]}}",
        conflict="{ever: {says: keeps it for ever, asserts: [for ever]}}",
    )
    statuses = {
        "No word.": "not-applicable",
        "We have data.": "missing",
        "The data are kept a while.": "partial",
        "The data are kept thirty days.": "met",
        "The data are kept thirty days or sixty.": "partial",
        "The data are kept thirty days. They are kept for ever.": "conflict",
    }
    assert {policy: judge(tmp_path, rule, policy).status for policy in statuses} == statuses


def test_a_missing_conditional_disclosure_shows_why_it_is_due(tmp_path: Path) -> None:
    policy = "Hello there. We have data."
    finding = judge(tmp_path, rule_of("any: [kept]", "level: conditional", applies="[data]"), policy)
    (proof,) = finding.evidence
    assert (proof.element, policy[proof.span.start : proof.span.end]) == ("applies", "We have data.")
    assert finding.reason == "not found: it"


def test_a_hostile_expression_is_stopped_and_said(tmp_path: Path) -> None:
    rule = rule_of(r"regex: '(\w+\s?)+[!?]\d', anchor: [we]")
    finding = judge(tmp_path, rule, "we " + "abcdefgh " * 400)
    assert finding.status == "undecided"
    assert "ran out of time" in finding.reason


def test_the_age_of_a_date_is_counted_from_the_day_of_the_check(tmp_path: Path) -> None:
    rule = rule_of("age: [last updated], at_most: 12")
    pack = load_of(tmp_path, rule)
    document = read_text("Last updated: 3 March 2025. Founded on 1 May 2026.", "p.md", "markdown")
    assert [check(document, (pack,), as_of)[0].status for as_of in ("2026-03-03", "2026-04-03")] == ["met", "missing"]


def test_a_duty_that_is_not_due_yet_is_upcoming_and_no_gap(tmp_path: Path) -> None:
    pack = load_of(tmp_path, rule_of("any: [keep]", "level: mandatory\neffective: 2027-01-01"))
    document = read_text("Nothing.", "p.md", "markdown")
    before, after = (check(document, (pack,), as_of)[0] for as_of in ("2026-12-31", "2027-01-01"))
    assert (before.status, before.reason) == ("not-applicable", "upcoming: due from 2027-01-01; nothing found yet")
    assert after.status == "missing"


def test_an_item_is_no_passage_for_what_only_its_lead_in_says(tmp_path: Path) -> None:
    policy = "We market our goods for these purposes:\n\n- to ship orders\n- to pay taxes\n\nWe market more."
    finding = judge(tmp_path, rule_of("any: [we market]"), policy)
    quotes = [policy[proof.span.start : proof.span.end] for proof in finding.evidence]
    assert quotes == ["We market our goods for these purposes:", "We market more."]


def test_the_match_covers_every_phrase_of_a_statement(tmp_path: Path) -> None:
    policy = "We keep:\n\n- the orders of all our customers for ten days and more\n"
    (proof,) = judge(tmp_path, rule_of("all: [keep, for ten days]"), policy).evidence
    assert policy[proof.match.start : proof.match.end] == "for ten days"


def test_a_long_item_that_matches_by_its_lead_in_only_is_cut_too(tmp_path: Path) -> None:
    policy = "# Ours\n\nWe market, for these purposes:\n\n- to ship " + "and ship " * 90 + "orders\n"
    (proof,) = judge(tmp_path, rule_of("all: [we market, {regex: 'orders', anchor: [ship]}]"), policy).evidence
    assert proof.span == proof.match and policy[slice(*proof.span)].startswith("to ship and ship") and len(range(*proof.span)) == 320


@pytest.mark.parametrize(
    ("policy", "status"),
    [
        ("Write to <company address> at any time.", "met"),
        ("Write to [address] at any time.", "met"),
        ("Write to <NAME> at any time.", "met"),
        ("Contact: <address>", "missing"),
        ("Contact: <ADDRESS> or <TABLE>", "missing"),
    ],
)
def test_the_name_of_an_html_element_is_no_placeholder(tmp_path: Path, policy: str, status: str) -> None:
    (finding,) = check(read_text(policy, "policy.txt", "text"), (load_of(tmp_path, rule_of("any: ['{placeholder}']")),))
    assert finding.status == status
