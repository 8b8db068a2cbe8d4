"""The pages of docs/rules: whole, inert, and what the rules say now; `make docs` writes them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import ROOT, TOY_RULES
from markdown_it import MarkdownIt
from rules_for_tests import PACK, RULE, rules_with

from gapcheck.loader import load_checks, load_packs, pack_directories
from gapcheck.packreader import compile_pack
from gapcheck.ruledocs import INDEX, checks_page, explanation, index_page, law_page

ACCEPT = os.environ.get("GAPCHECK_GOLDEN") == "accept"
RULES = str(ROOT / "rules")
DOCS = ROOT / "docs" / "rules"
MARKDOWN = MarkdownIt("commonmark").enable("table")


def compare(name: str, page: str) -> None:
    """Assert that the page in the repository is this one; or write it."""
    path = DOCS / name
    if ACCEPT:
        path.parent.mkdir(exist_ok=True)
        path.write_text(page, encoding="utf-8")
    assert path.is_file() and path.read_text(encoding="utf-8") == page, f"docs/rules/{name} is out of date: make docs"


@pytest.mark.parametrize("law", pack_directories(RULES))
def test_golden_page_of_a_law(law: str) -> None:
    compare(f"{law}.md", law_page(RULES, law))


def test_golden_page_of_all_laws() -> None:
    compare(INDEX, index_page(load_packs(RULES, ["all"]), load_checks(RULES)))
    assert sorted(path.name for path in DOCS.iterdir()) == sorted(
        [INDEX, "conflicts.md", *(f"{law}.md" for law in pack_directories(RULES))]
    )


def test_golden_page_of_the_checks() -> None:
    compare("conflicts.md", checks_page(RULES))


def test_a_page_says_everything_about_each_requirement() -> None:
    page = law_page(str(TOY_RULES), "toy")
    for said in (
        "# Toy Privacy Act\n", "`toy` 1.2, the law as of 2026-01-31. Toyland. Toy Gazette 7. Also called: toyland, tpa.",
        "5 requirements: 2 mandatory, 1 conditional, 1 recommended, 1 prohibited.",
        "| [TOY-3-summary](#toy-3-summary) | A short version for children | Guidance 3 | recommended | advice |",
        '<a id="toy-1-keeping"></a>\n\n### TOY-1-keeping: How long toys are kept, or what decides it\n',
        "- citation: s. 1(2), Sch. 2\n", "- level: mandatory: always required\n", "- topic: retention\n", "- belongs in: the policy\n",
        "- rule: [toy/1-keeping.yaml](../../rules/toy/1-keeping.yaml)\n",
        "**What it asks**\n\nThe policy must say that toys are kept, and for how long.\n",
        "**Looked for**\n\n- that toys are kept (kept)\n- a period (period)\n",
        "**Looked for, and speaks against it**\n\n- keeps toys with no end (forever)\n",
        "**Doubt**\n\nKeeping may be described in words this rule does not know.\n",
        "**Does not satisfy it (missing)**\n\n```text\nWe like toys.\n```\n",
        "**Satisfies it (met)**\n\n```text\nWe keep your toys for two years.\n```\n",
        "**Satisfies it in part (partial)**\n\n```text\nWe keep your toys.\n```\n",
        "**Speaks against it (conflict)**\n\n```text\nWe keep your toys forever.\n```\n",
        "**What triggers it**\n\n```text\napplies:\n  any: [lend]\n```\n",
        "**Does not trigger it (not applicable)**\n\n```text\nWe sing.\n```\n",
        "**What to add or change**\n\nState a period.\n", "**A clause to start from**\n\n> We keep your toys for two years.\n",
    ):  # fmt: skip
        assert said in page, said


def test_place_and_date_are_said(tmp_path: Path) -> None:
    rules = rules_with(tmp_path, RULE.replace("topic:", "place: response-to-request\neffective: 2027-01-01\ntopic:"))
    page = law_page(rules, "toy")
    assert "- belongs in: a response to a request\n- due from: 2027-01-01\n" in page


def test_examples_of_a_duty_that_is_not_due_yet_say_so(tmp_path: Path) -> None:
    rule = RULE.replace("topic:", "effective: 2027-01-01\ntopic:") + "  not-applicable: [We keep your data.]\n"
    assert "**Not due yet (not applicable)**\n\n```text\nWe keep your data.\n```\n" in law_page(rules_with(tmp_path, rule), "toy")


HOSTILE = "# Not a heading\n\n```\nnot the end\n````\n\n- *item* <b> | [x](y)\n\n| a | b |\n|---|---|\n| how long kept | 3 days |"


def test_markdown_in_rules_is_inert(tmp_path: Path) -> None:
    marks = "- a *b* _c_ `d` [e](f) <g> | h & i $j$ ~~k~~"
    rule = RULE.replace("Say how long.", f"'{marks}'").replace("We keep orders for a year.", f"'{marks}'")
    rule = rule.replace("How long data are kept.", f"'{marks}'").replace("says: how long data are kept", f"says: '{marks}'")
    rule = rule.replace("title: Retention period", f"title: '{marks}'").replace("cite: s. 1", f"cite: '{marks}'")
    rule = rule.replace(
        "  missing: ['We keep your data.']", "  missing:\n    - |\n" + "".join(f"      {line}\n" for line in HOSTILE.split("\n"))
    )
    rules = rules_with(tmp_path, rule, toy__pack=PACK.replace("title: Toy Act", f"title: '{marks}'"))
    tokens = MARKDOWN.parse(law_page(rules, "toy"))
    assert next(token.content for token in tokens if token.type == "fence") == HOSTILE + "\n"
    assert [tokens[at + 1].content[:3] for at, token in enumerate(tokens) if token.type == "heading_open"] == ["\\- ", "Con", "Req", "TOY"]
    inline = [child for token in tokens if token.type == "inline" for child in token.children or ()]
    assert {child.type for child in inline} <= {
        "text",
        "text_special",
        "strong_open",
        "strong_close",
        "link_open",
        "link_close",
        "code_inline",
        "html_inline",
    }
    said = ["".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"]
    assert said.count(marks) >= 5 and f"citation: {marks}" in said and f"TOY-1: {marks}" in said


@pytest.mark.parametrize("law", [str(TOY_RULES / "toy")])
def test_every_example_is_on_the_page_as_it_is(law: str) -> None:
    rules, directory = os.path.split(law)
    fences = [token.content for token in MARKDOWN.parse(law_page(rules, directory)) if token.type == "fence"]
    for example in compile_pack(rules, directory).examples:
        assert example.text.strip("\n") + "\n" in fences


def test_links_lead_to_headings_that_there_are() -> None:
    packs = load_packs(str(TOY_RULES), ["all"])
    page, index = law_page(str(TOY_RULES), "toy"), index_page(packs)
    for rule in packs[0].requirements:
        assert page.count(f'<a id="{rule.id.lower()}"></a>') == 1 and f"(#{rule.id.lower()})" in page
        assert f"[{rule.id}](toy.md#{rule.id.lower()})" in index
    assert "| retention | [TOY-1-keeping](toy.md#toy-1-keeping) |" in index


def test_explanations_hold_only_what_has_a_text() -> None:
    pack, examples, *_ = compile_pack(str(TOY_RULES), "toy")
    for rule in pack.requirements:
        facts, parts = explanation(pack, rule, examples)
        assert all(facts.values()) and all(part.texts and all(part.texts) for part in parts)
