"""Contradictions: what is compared, with whom in mind, and what a finding does to the requirements it bears on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import gapcheck
from rules_for_tests import rules_with

from gapcheck import selftest
from gapcheck.checkreader import compile_checks
from gapcheck.engine import check
from gapcheck.errors import RuleError
from gapcheck.finding import Finding
from gapcheck.fingerprint import fingerprint
from gapcheck.loader import find_rules, load_checks, load_packs
from gapcheck.reading import read_text
from gapcheck.rule import Pack

PACK = """
title: Checks
version: "1"
as_of: 2026-01-31
source: ours
audiences:
  moon: [(moon|lunar)]
  mars: [(mars|martian)]
"""
CHECK = """
id: XC-90
title: Kept and thrown away
severity: high
summary: Toys are kept in one place and thrown away in another.
believes: A child would believe that the toys are there.
remedy: Say one of them.
feeds: [TOY-1]
sides:
  kept: {says: that toys are kept, any: [we keep toys]}
  thrown: {says: that toys are thrown away, any: [we throw toys away]}
examples:
  conflict: ['We keep toys. We throw toys away.']
  silent: ['We keep toys.']
"""


def checks_in(tmp_path: Path, text: str = CHECK, pack: str = PACK) -> str:
    """Return a rules directory with the toy pack and one check."""
    rules = rules_with(tmp_path)
    folder = Path(rules) / "common" / "conflicts"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(pack)
    (folder / "xc-90-toys.yaml").write_text(text)
    return rules


def found(rules: str, text: str) -> list[Finding]:
    return list(check(read_text(text, "policy.md", "markdown"), load_checks(rules)))


def test_both_sides_are_quoted_and_the_reader_is_told_what_is_wrong(tmp_path: Path) -> None:
    text = "We keep toys in a box.\n\nOn Fridays we throw toys away.\n"
    (finding,) = found(checks_in(tmp_path), text)
    assert (finding.requirement.id, finding.requirement.law, finding.status) == ("XC-90", "common", "conflict")
    assert [(e.element, text[e.span.start : e.span.end]) for e in finding.evidence] == [
        ("kept", "We keep toys in a box."),
        ("thrown", "On Fridays we throw toys away."),
    ]
    assert finding.reason == (
        "says that toys are kept, and elsewhere that toys are thrown away. A child would believe that the toys are there."
    )


def test_what_is_said_in_several_places_is_shown_in_three_and_known_by_the_first() -> None:
    uses = [f"By using the {name}, you consent to the use of your data." for name in ("site", "shop", "app", "club")]

    def consents(*lines: str) -> tuple[list[str], str]:
        text = "\n\n".join(["We sell toys.", *lines])
        read = read_text(text, "policy.md", "markdown")
        (one,) = (one for one in check(read, load_checks(find_rules(None))) if one.requirement.id == "XC-21")
        return [text[proof.span.start : proof.span.end] for proof in one.evidence], fingerprint(one, read)

    assert consents(*uses)[0] == uses[:3]
    assert consents(*uses)[1] == consents(uses[0])[1] != consents(uses[1])[1]


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("We keep toys.\n\nWe throw toys away.", True),
        ("We keep toys and we throw toys away.", False),  # one sentence can qualify itself
        ("# On the moon\n\nWe keep toys.\n\n# On Mars\n\nWe throw toys away.", False),
        ("# On the moon\n\nWe keep toys.\n\n# Elsewhere\n\nWe throw toys away.", True),
        ("# On the moon\n\nWe keep toys. We throw toys away.", True),
        ("We keep toys.\n\nFor Martian children: we throw toys away.", True),
        ("For lunar children we keep toys.\n\nFor Martian children we throw toys away.", False),
    ],
)
def test_passages_for_different_people_do_not_contradict_each_other(tmp_path: Path, text: str, reported: bool) -> None:
    assert bool(found(checks_in(tmp_path), text)) is reported


def test_scope_same_asks_for_the_very_same_people(tmp_path: Path) -> None:
    rules = checks_in(tmp_path, CHECK + "scope: same\n")
    assert not found(rules, "# On the moon\n\nWe keep toys.\n\n# Elsewhere\n\nWe throw toys away.")
    assert found(rules, "# On the moon\n\nWe keep toys. We throw toys away.")


def test_about_asks_for_one_topic_that_both_share(tmp_path: Path) -> None:
    rules = checks_in(
        tmp_path, CHECK.replace("['We keep toys. We", "['Red: we keep toys. Red: we") + "about:\n  red: [red]\n  blue: [blue]\n"
    )
    assert not found(rules, "Red: we keep toys. Blue: we throw toys away.")
    assert found(rules, "Blue: we keep toys. Blue: we throw toys away.")


def test_unless_settles_the_matter_anywhere(tmp_path: Path) -> None:
    rules = checks_in(tmp_path, CHECK + "unless: only broken ones\n")
    assert not found(rules, "We keep toys. We throw toys away.\n\n# Remarks\n\nBut only broken ones.")


def test_a_check_can_be_for_some_laws_only(tmp_path: Path) -> None:
    for laws, reported in (("[toy]", True), ("[act]", False)):
        rules = checks_in(tmp_path / laws, CHECK + f"laws: {laws}\n")
        packs = (*load_packs(rules, ["toy"]), *load_checks(rules))
        found = check(read_text("We keep toys. We throw toys away.", "policy.md", "markdown"), packs)
        assert any(finding.requirement.id == "XC-90" for finding in found) is reported


def test_passage_wants_all_claims_in_one_unit(tmp_path: Path) -> None:
    rules = checks_in(tmp_path, CHECK.replace("sides:", "within: paragraph\npassage:"))
    assert found(rules, "We keep toys. We throw toys away.")
    assert not found(rules, "We keep toys.\n\nWe throw toys away.")


def test_two_values_for_one_thing(tmp_path: Path) -> None:
    text = CHECK.split("sides:")[0] + (
        "fact: duration\nvalues:\n  kept: {says: how long toys are kept, any: [keep toys]}\n"
        "examples:\n  conflict: ['We keep toys for 2 years. We keep toys for 3 months.']\n  silent: ['We keep toys for 2 years.']\n"
    )
    rules = checks_in(tmp_path, text)
    (finding,) = found(rules, "We keep toys for 2 years.\n\nWe keep toys for 3 months.")
    assert finding.reason.startswith('gives "2 years" and "3 months" as how long toys are kept. ')
    assert not found(rules, "We keep toys for 2 years.\n\nWe keep toys for two years.")
    assert not found(rules, "We keep toys for 2 years.\n\nWe keep toys for 3 months, or 2 years on request.")


def contradiction_in(packs: tuple[Pack, ...], text: str) -> Finding:
    return check(read_text(text, "policy.md", "markdown"), packs)[-1]


def test_a_contradiction_reaches_the_requirement_it_bears_on(tmp_path: Path) -> None:
    rules = checks_in(tmp_path)
    packs = (*load_packs(rules, ["toy"]), *load_checks(rules))
    text = "We keep your data for 30 days. We keep toys. We throw toys away."
    toy, *_, contradiction = check(read_text(text, "policy.md", "markdown"), packs)
    assert (toy.requirement.id, toy.status, contradiction.status) == ("TOY-1", "conflict", "conflict")
    assert toy.reason == f"XC-90: {contradiction.reason}"
    assert toy.evidence[:2] == contradiction.evidence
    other, *_ = check(read_text("We keep toys. We throw toys away.", "policy.md", "markdown"), packs)
    assert (other.status, other.evidence) == ("conflict", contradiction_in(packs, "We keep toys. We throw toys away.").evidence)


def test_a_contradiction_of_low_confidence_bears_on_nothing(tmp_path: Path) -> None:
    rules = checks_in(tmp_path, CHECK + "confidence: low\ndoubt: it is only toys\n")
    packs = (*load_packs(rules, ["toy"]), *load_checks(rules))
    toy, *_, contradiction = check(read_text("We keep your data for 30 days. We keep toys. We throw toys away.", "p", "markdown"), packs)
    assert (toy.status, contradiction.confidence) == ("met", "low")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("id: XC-90", "id: TOY-1"), "'TOY-1' is no id of a check: XC- and two digits"),
        (("id: XC-90", "id: XC-91"), "the file name must start with 'xc-91', and go on in words"),
        (("believes:", "topic: Two Words\nbelieves:"), "topic is lower case words joined by '-', such as retention, not 'Two Words'"),
        (("believes:", "believe:"), "unknown key 'believe', did you mean 'believes'?"),
        (("  thrown: {says: that toys are thrown away, any: [we throw toys away]}\n", ""), "sides takes two named elements"),
        (
            ("sides:", "structure: numbering\nsides:"),
            "a check has exactly one of sides, values, passage, structure; here: sides and structure",
        ),
        (("sides:", "values:"), "the key 'fact' is missing"),
        (("sides:", "scope: some\nsides:"), "scope is one of same, overlap, any, not 'some', did you mean 'same'?"),
        (("  silent: ['We keep toys.']\n", ""), "examples need silent: with one text at least"),
    ],
)
def test_mistakes_in_a_check_are_said_with_their_place(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(RuleError) as caught:
        compile_checks(checks_in(tmp_path, CHECK.replace(*change)))
    assert any(problem.message.startswith(said) and problem.line for problem in caught.value.problems), caught.value.problems


def test_selftest_tries_the_examples_and_the_ids(tmp_path: Path) -> None:
    wrong = CHECK.replace("silent: ['We keep toys.']", "silent: ['We keep toys. We throw toys away.']").replace("TOY-1", "TOY-7")
    messages = [problem.message for problem in selftest.run(checks_in(tmp_path, wrong)).problems]
    assert any(message.startswith("XC-90: this example should not be reported but is reported: says that toys") for message in messages)
    assert any(message.startswith("feeds: no requirement has the id 'TOY-7'") for message in messages)
    assert not [p for p in selftest.run(checks_in(tmp_path / "sound")).problems if "XC-90" in p.message]


def test_the_command_reports_explains_and_ignores_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = checks_in(tmp_path)
    monkeypatch.chdir(tmp_path)  # so that no line is longer than the report is wide
    policy = Path("policy.md")
    policy.write_text("We keep toys.\n\nWe throw toys away.\n")
    data = json.loads(gapcheck("--rules", rules, "--law", "toy", "--format", "json", str(policy)).out)
    (document,) = data["documents"]
    finding = document["findings"][-1]
    assert (finding["id"], finding["law"], finding["feeds"], len(finding["evidence"])) == ("XC-90", "common", ["TOY-1"], 2)
    assert document["summary"]["common"]["conflict"] == 1
    concise = gapcheck("--rules", rules, "--law", "toy", "--format", "concise", str(policy))
    assert f"{policy}:1:1: conflict XC-90 Kept and thrown away\n" in concise.out and concise.code == 1
    table = gapcheck("--rules", rules, "--law", "toy", str(policy)).out
    assert "policy.md: common 1: 1 contradiction or defect found by 1 check\n" in " ".join(table.split("\n  ")) + "\n"
    assert "XC-90" not in gapcheck("--rules", rules, "--law", "toy", "--ignore", "XC-90", str(policy)).out
    assert "Cannot both be true:" in gapcheck("explain", "xc-90", "--rules", rules).out
    assert "XC-90  high        Kept and thrown away" in gapcheck("rules", "--rules", rules).out


OPEN_END = """# Policy

We collect your name and your e-mail address when you order toys, and we use them to send you the toys.

We share them with the courier who brings the toys, and with nobody else, as far as we know.

## {heading}

You may ask which data we hold. The kinds of data that we hold, and how long each is held, can be found in this list:
"""


@pytest.mark.parametrize(
    ("heading", "status"),
    [("What we hold", "undecided"), ("For Californian children", "missing")],  # what is said to others is not what toyland asks for
)
def test_what_may_stand_in_a_lost_end_is_undecided(tmp_path: Path, heading: str, status: str) -> None:
    rules = checks_in(tmp_path)
    (finding,) = check(read_text(OPEN_END.format(heading=heading), "policy.md", "markdown"), load_packs(rules, ["toy"]))
    assert finding.status == status
    if status == "undecided":
        assert finding.reason == (
            "not found: how long data are kept; the text breaks off in mid-structure, and this may stand in the part that is lost"
        )
    policy = tmp_path / "policy.md"
    policy.write_text(OPEN_END.format(heading=heading))
    assert gapcheck("--rules", rules, "--law", "toy", "--quiet", str(policy)).code == (2 if status == "undecided" else 1)


# --- what lowers the confidence ---

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
