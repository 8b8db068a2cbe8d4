"""What the HTML report holds: every finding, the policy's text with its passages, and nothing that runs or loads."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT, document, gapcheck, pack
from hypothesis import given
from hypothesis import strategies as st
from test_formats import against_itself, failed, hostile
from test_report import TEXT, everything, evidence, finding, order, report, two_laws

from gapcheck.document import Section, Span
from gapcheck.finding import Evidence, Report
from gapcheck.report import Style, write
from gapcheck.report.htmltext import pieces

INLINE = {"a", "span", "b", "code"}
VOID = {"meta", "input", "br", "col"}
TAGS = {
    "html", "head", "meta", "title", "style", "body", "script", "a", "header", "main", "section", "div", "span", "p", "b", "code", "h1", "h2", "h3", "h4",
    "ul", "ol", "li", "form", "fieldset", "legend", "label", "input", "select", "option", "button", "output", "details", "summary", "blockquote",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "rect",
}  # fmt: skip


class Node(NamedTuple):
    tag: str
    attributes: dict[str, str | None]
    text: list[str]

    def said(self) -> str:
        return " ".join("".join(self.text).split())


class Page(HTMLParser):
    """A page as read; well-formed, or it is an error. `text` of an element holds that of all in it."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self.open: list[Node] = []
        self.feed(shown)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), "an attribute twice"
        node = Node(tag, dict(attrs), [])
        self.nodes.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag
        if tag not in INLINE:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for node in self.open:
            node.text.append(data)

    def all(self, tag: str = "", cls: str = "") -> list[Node]:
        return [node for node in self.nodes if tag in ("", node.tag) and (not cls or cls in (node.attributes.get("class") or "").split())]

    def by_id(self, id: str) -> Node:
        (found,) = [node for node in self.nodes if node.attributes.get("id") == id]
        return found


def page(given: Report) -> Page:
    return Page(str(write(given, "html", Style())))


def several(count: int) -> Report:
    return two_laws(*[("missing", "met", "not-applicable"), ("partial", "conflict", "undecided")] * (count // 2))


GIVEN = {"one": everything(), "none": Report("1", "2026-11-22", (), ()), "failed": failed(everything()), "itself": against_itself(), "few": several(2),
         "many": failed(several(8))}  # fmt: skip


@pytest.mark.parametrize("name", GIVEN)
def test_the_page_is_sound_and_links_lead_somewhere(name: str) -> None:
    shown = page(GIVEN[name])
    ids = [node.attributes["id"] for node in shown.nodes if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    links = [str(node.attributes["href"]) for node in shown.nodes if "href" in node.attributes]
    assert [link for link in links if not link.startswith("#") or link[1:] not in ids] == []
    named = [word for node in shown.nodes for word in str(node.attributes.get("aria-labelledby") or "").split()]
    assert set(named) <= set(ids)
    assert len(shown.all("h1")) == len(shown.all("main")) == 1


@pytest.mark.parametrize("name", GIVEN)
def test_every_finding_is_there_once_and_every_policy(name: str) -> None:
    shown = page(GIVEN[name])
    documents = GIVEN[name].documents
    assert len(shown.all(cls="f")) == sum(len(checked.findings) for checked in documents)
    assert len(shown.all(cls="policy")) == len(documents)


def test_the_policy_allows_only_what_is_in_the_file() -> None:
    shown = page(everything())
    (policy,) = [node.attributes["content"] for node in shown.all("meta") if node.attributes.get("http-equiv") == "Content-Security-Policy"]
    for tag in ("style", "script"):
        (element,) = shown.all(tag)
        digest = b64encode(sha256("".join(element.text).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in str(policy)
    assert str(policy).startswith("default-src 'none'; ") and "unsafe" not in str(policy)
    text = "".join(shown.all("style")[0].text)
    assert "url(" not in text and "@import" not in text


@pytest.mark.parametrize(
    "hostile_one", [hostile(), hostile("</title><script>x</script>", "</style><script>alert(1)</script><img src=x onerror=a> ' \" `")]
)
def test_nothing_in_a_policy_is_markup(hostile_one: Report) -> None:
    shown = page(hostile_one)
    assert {node.tag for node in shown.nodes} <= TAGS
    assert len(shown.all("script")) == len(shown.all("style")) == 1
    names = {name for node in shown.nodes for name in node.attributes}
    assert not any(name.startswith("on") or name in ("src", "style", "srcdoc") for name in names)


def test_a_finding_says_what_it_is_what_is_absent_and_what_to_do() -> None:
    shown = page(everything())
    cards = {node.attributes["id"]: node for node in shown.all(cls="f")}
    low = cards["p1-f4"]
    assert (low.attributes["data-s"], low.attributes["data-l"], low.attributes["data-v"]) == ("missing", "toy", "low")
    for words in (
        "Missing",
        "Title of TOY-low",
        "TOY-low · s. 1",
        "No statement found: a thing",
        "Remedy of TOY-low.",
        "A clause to start from",
        "Clause.",
    ):
        assert words in low.said()
    assert cards["p1-f5"].attributes["data-v"] == "advice"
    conflict = cards["p1-f3"]
    order(conflict.said(), "“We keep your toys forever.” line 3 · a thing", "“We keep your toys for as long as we like.” line 2")
    assert "Remedy" not in cards["p1-f0"].said() and "“Write to toys@x.example.”" in cards["p1-f0"].said()


def test_a_passage_leads_to_its_finding_and_back() -> None:
    shown = page(everything())
    mark = shown.by_id(f"p1-t{TEXT.index('We keep your toys forever.')}")
    assert mark.said() == "We keep your toys forever." and mark.attributes["href"] == "#p1-f3" and mark.attributes["data-f"] == "3"
    both = shown.by_id(f"p1-t{TEXT.index('We keep your toys for as')}")
    assert both.attributes["data-f"] == "3 2" and "conflict" in str(both.attributes["class"])
    assert {str(node.attributes["href"]) for node in shown.all("a", "to")} >= {
        "#" + str(mark.attributes["id"]),
        "#" + str(both.attributes["id"]),
    }


def spans(*given: tuple[int, int]) -> list[tuple[int, int, tuple[int, ...]]]:
    findings = [finding(f"T{number}", "met", Evidence("thing", Span(*span), Span(*span))) for number, span in enumerate(given)]
    return [tuple(piece) for piece in pieces(findings)]


def test_passages_that_overlap_are_cut_so_that_each_stretch_has_all_its_findings() -> None:
    assert spans((0, 10), (5, 15)) == [(0, 5, (0,)), (5, 10, (0, 1)), (10, 15, (1,))]
    assert spans((0, 20), (5, 10), (10, 12)) == [(0, 5, (0,)), (5, 10, (0, 1)), (10, 12, (0, 2)), (12, 20, (0,))]
    assert spans((3, 3), (0, 4), (0, 4)) == [(0, 4, (1, 2))]
    assert spans() == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda pair: (min(pair), max(pair))), max_size=6))
def test_stretches_are_apart_and_each_has_exactly_the_findings_that_cover_it(passages: list[tuple[int, int]]) -> None:
    found = spans(*passages)
    assert all(one[1] <= two[0] for one, two in pairwise(found))
    shown = {at: set(numbers) for start, end, numbers in found for at in range(start, end)}
    for at in range(13):
        assert shown.get(at, set()) == {number for number, (start, end) in enumerate(passages) if start <= at < end}


def test_the_text_is_whole_and_has_the_line_numbers_of_an_editor() -> None:
    text = "One <b>.\r\n\r\n\r\nFour & five.\rFive.\n \t\nSeven \u00a0\u00ad s."
    passage = Evidence("thing", Span(text.index("Four"), text.index("Seven") + 5), Span(0, 1))
    shown = page(report(finding("T", "partial", passage), text=text))
    items = [node for node in shown.all("li") if "value" in node.attributes or node.said().startswith(("One", "Four", "Five", "Seven"))]
    assert [(node.attributes.get("value"), node.said()) for node in items] == [
        (None, "One <b>."),
        ("4", "Four & five."),
        (None, "Five."),
        ("7", "Seven s."),
    ]
    assert [node.said() for node in shown.all("a", "m")] == ["Four & five.", "Five.", "Seven"]


def test_a_passage_that_begins_in_empty_lines_is_found_all_the_same() -> None:
    text = "One.\n \n\n  Two. Three.\n"
    first, second = (Evidence("thing", Span(start, text.index(end)), Span(0, 1)) for start, end in ((4, " Three"), (6, " Three")))
    shown = page(report(finding("A", "partial", first), finding("B", "met", second), text=text))
    link = {str(node.attributes["href"]) for node in shown.all("a", "to")}
    assert link == {f"#p1-t{text.index('Two')}"}
    assert shown.by_id(f"p1-t{text.index('Two')}").said() == "Two."


def test_a_contradiction_has_both_sides_and_what_it_bears_on() -> None:
    shown = page(against_itself())
    (said,) = [node.said() for node in shown.all("section", "law") if node.attributes.get("aria-label") == "Contradictions and defects"]
    order(
        said,
        "Contradictions and defects 1",
        "Title of XC-01",
        "“We keep your toys for as long as we like.” line 2 · one thing",
        "“We keep your toys forever.” line 3 · another",
    )
    assert "Bears on TOY-met." in said and "TOY-none" not in said
    assert "Confidence: medium. It may be meant otherwise." in said
    none = page(against_itself()._replace(documents=(report(finding("T", "met")).documents[0],)))
    assert "None was found." in none.all("main")[0].said()


def test_the_summary_counts_by_law_and_topic() -> None:
    shown = page(everything())
    (card,) = shown.all("div", "card")
    for words in (
        "3 missing",
        "1 conflict",
        "1 partial",
        "1 undecided",
        "1 met",
        "1 not applicable",
        "4 gaps, 1 undecided in what the law requires, 1 in what is only advised.",
    ):
        assert words in card.said()
    (picture,) = shown.all("svg")
    assert picture.attributes["aria-label"] == "3 missing, 1 conflict, 1 partial, 1 undecided, 1 met"
    rects = shown.all("rect")
    assert sum(float(str(node.attributes["width"])) for node in rects) == pytest.approx(100, abs=0.1)
    assert (
        len(shown.all("a", "sq")) == 8
        and "Topic" in shown.all("table", "coverage")[0].said()
        and "1 of 7 met" in shown.all("table", "coverage")[0].said()
    )


def test_what_could_not_be_decided_is_never_said_to_have_no_gaps() -> None:
    given = report(finding("T", "undecided", reason="it is German"), finding("U", "undecided", reason="it is German"))
    shown = write(given, "html", Style())
    assert "2 undecided in what the law requires." in shown and "no gaps" not in shown.lower()
    shown = write(given._replace(documents=given.documents * 2), "html", Style())
    assert "2 undecided</span>" in shown and "no gaps" not in shown.lower()


def test_several_policies_have_an_overview_and_a_matrix() -> None:
    shown = page(failed(several(2)))
    overview = shown.all("table", "overview")[0].said()
    order(overview, "policies/1.txt", "1 gap", "no gaps", "policies/2.txt", "b.txt", "Could not be checked: there is no such file")
    toys, act = shown.all("table", "matrix")
    assert (
        "TOY-1 Title of TOY-1 M P x" in toys.said()
        and "TOY-2 Title of TOY-2 m m x" in toys.said()
        and "ACT-1 Title of ACT-1 + C x" in act.said()
    )
    assert not page(everything()).all("table", "matrix")


def test_what_to_add_stands_once_where_there_are_many_policies() -> None:
    shown = page(several(8))
    assert shown.all("main")[0].said().count("Remedy of TOY-1.") == 1
    assert "Remedy of TOY-1." in shown.by_id("r-TOY-1").said() and "Clause." in shown.by_id("r-TOY-1").said()
    few = page(several(2)).all("main")[0].said()
    assert few.count("Remedy of TOY-1.") == 2 and "What to add or change" in few


def test_forty_policies_stay_a_few_megabytes(tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    files = sorted(ROOT.glob("fixtures/*/policy.*"))
    assert gapcheck("--law", "all", "--quiet", "--fail-on", "never", "--output", target, *files).err == ""
    assert target.stat().st_size / len(files) < 250_000
    shown = Page(target.read_text())
    ids = {node.attributes.get("id") for node in shown.nodes}
    assert all(str(node.attributes["href"])[1:] in ids for node in shown.nodes if "href" in node.attributes)


def test_two_runs_write_the_same_page() -> None:
    assert write(everything(), "html", Style()) == write(everything(), "html", Style(200, True, True))
    assert not re.search(r"\d\d:\d\d:\d\d", str(write(everything(), "html", Style())))


def test_notes_and_a_low_confidence_are_said() -> None:
    given = report(
        finding("T", "missing", confidence="low", doubt="It may hide.", place="public-page"), notes=("read as CP1252, which is a guess",)
    )
    said = page(given).all("main")[0].said()
    assert (
        "read as CP1252, which is a guess" in said
        and "Confidence: low. It may hide." in said
        and "The law wants this in a public page." in said
    )
    later = report(finding("T", "not-applicable", effective="2027-01-01", reason="upcoming: due from 2027-01-01"))
    assert "Upcoming: due from 2027-01-01" in page(later).all("main")[0].said()


def test_headings_are_shown_as_such() -> None:
    text = "# Toys #1\nWe keep toys.\n"
    base = document(text)._replace(sections=(Section(Span(2, 9), 1, (0,)),))
    given = report(finding("T", "met", evidence(text, "Toys #1")), text=text)
    (checked,) = given.documents
    shown = page(given._replace(documents=(checked._replace(document=base),), packs=(pack(finding("T", "met").requirement),)))
    (heading,) = shown.all("li", "h")
    assert heading.said() == "Toys #1"
