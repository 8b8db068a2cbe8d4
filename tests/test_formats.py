"""What the reports for other programs show of findings that are given: Markdown, CSV, SARIF, JUnit and GitHub annotations."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from conftest import check, pack
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from test_report import HOSTILE, TEXT, everything, evidence, finding, order, report

from gapcheck.finding import Checked, Finding, Report
from gapcheck.report import Style, write

PATH = "ev\x1b[31mil\n\udcff\u202e.txt"


def written(report: Report, format: str, style: Style = Style()) -> str:  # noqa: B008 - frozen
    return str(write(report, format, style))


def against_itself(text: str = TEXT) -> Report:
    """Return a report with one contradiction, which bears on a requirement."""
    given = report(finding("TOY-met", "met", evidence(TEXT, "Write to toys@x.example.")), text=text)
    rule = check("XC-01", feeds=("TOY-met", "TOY-none"))
    sides = (evidence(text, "We keep your toys for as long as we like.", "one"), evidence(text, "We keep your toys forever.", "two"))
    found = Finding(rule, "conflict", "medium", sides, (), "says one thing, and elsewhere another. A reader believes either")
    (checked,) = given.documents
    packs = (*given.packs, pack(law="common")._replace(checks=(rule,)))
    return given._replace(packs=packs, documents=(checked._replace(findings=(*checked.findings, found)),))


def failed(given: Report) -> Report:
    return given._replace(documents=(*given.documents, Checked("b.txt", None, (), "there is no such file")))


def hostile(path: str = PATH, text: str = HOSTILE) -> Report:
    """Return a report in which every text is one that tries something."""
    words = {
        "title": f"t {text}",
        "cite": f"c {text}",
        "remedy": f"m {text}",
        "model_clause": f"k {text}",
        "doubt": f"d {text}",
        "confidence": "low",
    }
    findings = (
        finding("T1", "partial", evidence(text, text), reason=f"r {text}", **words),
        finding("T2", "missing", reason=f"r {text}", **words),
        finding("T3", "met", evidence(text, text), **words),
        finding("T4", "conflict", evidence(text, text), reason=f"r {text}", **words),
        finding("T5", "undecided", reason=f"r {text}", **words),
        finding("T6", "not-applicable", reason=f"r {text}", **words),
        finding("T7", "missing", level="recommended", **words),
    )
    given = report(*findings, text=text, path=path, notes=(f"note {text}",))
    return given._replace(documents=(*given.documents, Checked(path, None, (), f"because {text}")))


@pytest.mark.parametrize("format", ["markdown", "csv", "sarif", "junit", "github", "html"])
def test_nothing_from_a_policy_or_a_path_is_written_raw(format: str) -> None:
    shown = written(hostile(), format)
    shown.encode("utf-8")
    raw = {char for char in shown if not char.isprintable() and char != "\n"}
    assert raw - ({"\r"} if format == "csv" else set()) == set()
    if format != "sarif":
        assert "\\x1b" in shown and "\\u202e" in shown


# --- Markdown ---


def test_markdown_has_counts_gaps_and_remedies() -> None:
    shown = written(failed(everything()), "markdown")
    assert "| toy | 3 | 1 | 1 | 1 | 1 | 1 | 4 |" in shown
    order(
        shown,
        "TOY-critical",
        "TOY-low",
        "TOY-conflict",
        "TOY-partial",
        "TOY-undecided",
        "1 in what is only advised",
        "TOY-advice",
        "What to add or change",
    )
    assert "“We keep your toys forever.”<br>“We keep your toys for as long as we like.”" in shown
    assert "- **TOY-critical**: Remedy of TOY-critical." in shown and "Remedy of TOY-met" not in shown
    assert "### b.txt\n\n**Could not check:** there is no such file" in shown


@pytest.mark.parametrize("format", ["table", "markdown", "junit", "github"])
def test_what_makes_a_missing_disclosure_due_is_not_shown_as_evidence_of_it(format: str) -> None:
    given = report(finding("T", "missing", evidence(TEXT, "We keep your toys forever.")))
    shown = write(given, format, Style(200))
    assert shown.index("due because of: ") < shown.index("We keep your toys forever.")


def test_a_contradiction_that_is_unsure_is_advice() -> None:
    given = against_itself()
    (checked,) = given.documents
    *others, last = checked.findings
    unsure = given._replace(documents=(checked._replace(findings=(*others, last._replace(confidence="low"))),))
    for format, sure, advice in (
        ("table", " high ", " advice "),
        ("markdown", "(high, medium confidence)", "(advice, low confidence)"),
        ("html", 'class="severity high"', 'class="severity advice"'),
    ):
        shown = [" ".join(write(one, format, Style(120)).replace("\n", " ").split()) for one in (given, unsure)]
        assert sure in shown[0] and advice not in shown[0], format
        assert advice in shown[1] and sure not in shown[1], format


def test_markdown_shows_both_sides_of_a_contradiction_with_their_lines() -> None:
    shown = written(against_itself(), "markdown")
    assert "No gaps in what the law requires." in shown
    item = shown.split("**Contradictions and defects**\n\n")[1].split("\n\n")[0]
    assert item.startswith("- **XC-01** Title of XC-01 (high, medium confidence): says one thing, and elsewhere another")
    assert "\n  - line 2: “We keep your toys for as long as we like.”\n  - line 3: “We keep your toys forever.”" in item


MARKUP = "<b onx=1>& | `a` *b* _c_ ~d~ [e](http://f.example) ![g](h) # i \\ www.j.example a@k.example @org/team #12 GH-34 :smile: $x$"


def test_nothing_in_a_policy_is_markdown() -> None:
    shown = written(hostile("*p* <i> [x](y) @org #1 | z.md", MARKUP), "markdown")
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(shown)
    tags = set(re.findall(r"<(/?\w+)", rendered))
    assert {tag.strip("/") for tag in tags} <= {
        "h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "p", "br", "strong", "details", "summary", "ul", "li", "sub", "blockquote",
    }  # fmt: skip
    said = html.unescape(rendered)
    assert not re.search(r"@\w|#\d|://|www\.|GH-\d|:smile:", said), "GitHub would make a link of it"
    assert MARKUP in said.replace("\u200b", "")


# --- CSV ---


def rows(shown: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(shown, newline=""), strict=True))


def test_csv_has_a_row_for_every_finding() -> None:
    found = {row["id"]: row for row in rows(written(failed(everything()), "csv"))}
    assert len(found) == 9 and found[""]["status"] == "could not check" and found[""]["message"] == "there is no such file"
    conflict = found["TOY-conflict"]
    assert (conflict["policy"], conflict["law"], conflict["pack"], conflict["line"], conflict["column"]) == (
        "policy.txt",
        "toy",
        "1.2",
        "3",
        "1",
    )
    assert conflict["quote"] == "We keep your toys forever. | We keep your toys for as long as we like."
    assert (found["TOY-low"]["line"], found["TOY-low"]["absent"]) == ("", "a thing")
    assert "policy,law," in written(everything(), "csv").split("\r\n")[0]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "|", "%", "\t=", "\r=", " =", "\ufeff=", "\u200b=", "＝", "＠"])
def test_no_cell_begins_as_a_formula(begins: str) -> None:
    text = f"{begins}cmd|' /C calc'!A0"
    for row in rows(written(hostile(text, text), "csv")):
        for value in row.values():
            assert value[:1] not in set("=+-@|%\t\r＝＠"), value


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_no_cell_begins_as_a_formula_where_a_spreadsheet_splits_elsewhere(delimiter: str) -> None:
    text = f"harmless{delimiter}=1+1{delimiter}\"=2+2{delimiter}'@x"
    for row in csv.reader(io.StringIO(written(hostile(text, text), "csv"), newline=""), delimiter=delimiter):
        assert not any(value.startswith(("=", "+", "@")) for value in row), row


def test_a_long_quote_fits_a_cell() -> None:
    text = "toys " * 20_000
    assert max(len(value) for row in rows(written(hostile("p.txt", text), "csv")) for value in row.values()) < 32_767


@pytest.mark.parametrize("format", ["markdown", "csv", "sarif", "junit", "github", "html"])
def test_a_passage_that_shows_several_things_is_quoted_once(format: str) -> None:
    passage = "We keep your toys forever."
    given = report(finding("T", "conflict", evidence(TEXT, passage), evidence(TEXT, passage, "other")))
    once = {"sarif": 2, "html": 2}  # the words and their snippet; the quote and the policy's text
    assert written(given, format).count(passage) == once.get(format, 1)


# --- SARIF ---


def run_of(shown: str) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(shown)["runs"][0]
    return run


def test_sarif_has_a_result_for_every_gap_with_its_place() -> None:
    run = run_of(written(failed(everything()), "sarif"))
    results = {result["ruleId"]: result for result in run["results"]}
    assert set(results) == {"TOY-critical", "TOY-low", "TOY-conflict", "TOY-partial", "TOY-undecided", "TOY-advice"}
    assert {id: result["level"] for id, result in results.items()} == {
        "TOY-critical": "error", "TOY-low": "error", "TOY-conflict": "error", "TOY-partial": "error", "TOY-undecided": "warning", "TOY-advice": "note",
    }  # fmt: skip
    place = results["TOY-conflict"]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "policy.txt"
    assert (place["region"]["startLine"], place["region"]["startColumn"], place["region"]["endColumn"]) == (3, 1, 27)
    assert place["region"]["snippet"]["text"] == "We keep your toys forever."
    assert results["TOY-conflict"]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 2
    assert results["TOY-low"]["locations"][0]["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 1}
    for result in results.values():
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    (invocation,) = run["invocations"]
    assert (
        not invocation["executionSuccessful"] and "there is no such file" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    )


def test_sarif_rules_carry_help_and_severity() -> None:
    rules = {rule["id"]: rule for rule in run_of(written(everything(), "sarif"))["tool"]["driver"]["rules"]}
    assert rules["TOY-critical"]["properties"]["security-severity"] == "9.5"
    assert "What to add or change: Remedy of TOY-critical." in rules["TOY-critical"]["help"]["text"]
    assert "> Clause." in rules["TOY-critical"]["help"]["markdown"]


def test_a_fingerprint_outlives_what_is_written_above_and_tells_findings_apart() -> None:
    def prints(given: Report) -> list[str]:
        return [result["partialFingerprints"]["gapcheck/v1"] for result in run_of(written(given, "sarif"))["results"]]

    before = finding("T", "conflict", evidence(TEXT, "We keep your toys forever."))
    moved = "New.\n\n" + TEXT
    after = finding("T", "conflict", evidence(moved, "We keep your toys forever."))
    other = finding("T", "conflict", evidence(TEXT, "Write to toys@x.example."))
    assert prints(report(before)) == prints(report(after, text=moved)) != prints(report(other))
    twice = prints(report(before, before))
    assert len(set(twice)) == 2


@pytest.mark.parametrize(
    ("path", "uri"),
    [("a b/ü.txt", "a%20b/%C3%BC.txt"), ("a:b#c?.txt", "a%3Ab%23c%3F.txt"), ("//host/x", "/host/x"), ("-", "-"), ("\udcff.md", "%FF.md")],
)
def test_a_path_is_a_uri(path: str, uri: str) -> None:
    results = run_of(written(report(finding("T", "missing"), path=path), "sarif"))["results"]
    assert results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_no_message_of_sarif_is_a_link() -> None:
    run = run_of(written(hostile("p.txt", "[click](https://x.example) [me](1)"), "sarif"))
    places = [place for result in run["results"] for place in (*result["locations"], *result.get("relatedLocations", ()))]
    messages = [
        one["message"]["text"]
        for one in (*run["results"], *places, *run["invocations"][0]["toolExecutionNotifications"])
        if "message" in one
    ]
    assert len(messages) > 5 and not any("](" in message for message in messages)


def test_sarif_counts_columns_in_code_points() -> None:
    text = "\U0001f9f8 toys.\r\n\U0001f9f8\U0001f9f8 We keep toys."
    run = run_of(written(report(finding("T", "partial", evidence(text, "We keep toys.")), text=text), "sarif"))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert run["columnKind"] == "unicodeCodePoints" and (region["startLine"], region["startColumn"]) == (2, 4)


def test_sarif_shows_both_sides_of_a_contradiction() -> None:
    (result,) = run_of(written(against_itself(), "sarif"))["results"]
    lines = [place["physicalLocation"]["region"]["startLine"] for place in (*result["locations"], *result["relatedLocations"])]
    assert result["ruleId"] == "XC-01" and lines == [2, 3]


# --- JUnit ---


def test_junit_is_read_back_as_what_it_says() -> None:
    suites = JUnitXml.fromstring(written(failed(everything()), "junit").encode())
    assert [(suite.name, suite.tests, suite.failures, suite.errors, suite.skipped) for suite in suites] == [
        ("policy.txt: toy 1.2", 8, 4, 1, 1),
        ("b.txt", 1, 0, 1, 0),
    ]
    assert (suites.tests, suites.failures, suites.errors) == (9, 4, 2)
    cases = {case.name.split()[0]: case for suite in suites for case in suite}
    assert cases["TOY-met"].is_passed and cases["TOY-na"].is_skipped
    assert cases["TOY-advice"].is_passed and "missing: no statement found: a thing" in cases["TOY-advice"].system_out
    (failure,) = cases["TOY-conflict"].result
    assert failure.type == "conflict" and 'line 3: "We keep your toys forever."\nline 2: "We keep' in failure.text
    assert "What to add or change: Remedy of TOY-conflict." in failure.text


@pytest.mark.parametrize(("fail_on", "failures", "errors"), [("never", 0, 0), ("critical", 2, 0), ("high", 2, 1), ("recommended", 5, 1)])
def test_junit_fails_on_what_counts_for_the_exit_code(fail_on: str, failures: int, errors: int) -> None:
    root = ET.fromstring(written(everything(), "junit", Style(fail_on=fail_on)))
    assert (root.get("failures"), root.get("errors")) == (str(failures), str(errors))


def test_junit_shows_both_sides_of_a_contradiction() -> None:
    root = ET.fromstring(written(against_itself(), "junit"))
    (failure,) = root.iter("failure")
    assert 'line 2: "We keep your toys for as long as we like."\nline 3: "We keep your toys forever."' in (failure.text or "")


# --- GitHub ---

COMMAND = re.compile(r"::(error|warning|notice) file=([^,:]*),line=(\d+),col=(\d+),title=([^,:]*)::([^\r\n]+)")


def annotations(shown: str) -> list[tuple[str, ...]]:
    found = []
    for line in shown.splitlines():
        match = COMMAND.fullmatch(line)
        assert match or line.startswith("gapcheck: "), line
        found += [match.groups()] if match else []
    return found


def test_github_annotates_each_gap_at_its_place() -> None:
    found = {one[4].split()[0]: one for one in annotations(written(failed(everything()), "github"))}
    assert {id: one[0] for id, one in found.items()} == {
        "could": "error", "TOY-critical": "error", "TOY-low": "error", "TOY-conflict": "error", "TOY-partial": "error", "TOY-undecided": "error",
        "TOY-advice": "notice",
    }  # fmt: skip
    assert found["TOY-conflict"][1:4] == ("policy.txt", "3", "1")
    assert '"We keep your toys forever." (line 3) / "We keep your toys for as long as we like." (line 2)' in found["TOY-conflict"][5]
    assert found["could"][1] == "b.txt" and found["could"][5] == "there is no such file"
    kinds = {one[0] for one in annotations(written(everything(), "github", Style(fail_on="critical")))}
    assert kinds == {"error", "warning", "notice"}


def test_github_shows_as_many_as_github_does_the_worst_first_and_says_what_is_left() -> None:
    low = [finding(f"L{number}", "missing", severity="low") for number in range(9)]
    high = [finding(f"H{number}", "missing", severity="critical") for number in range(9)]
    advice = [finding(f"A{number}", "missing", level="recommended") for number in range(11)]
    shown = written(report(*low, *high, *advice), "github")
    found = annotations(shown)
    assert [one[4][0] for one in found] == ["H"] * 9 + ["L"] + ["A"] * 10
    assert "8 more errors and 1 more notice not shown" in shown.splitlines()[-1]


def test_github_properties_and_messages_cannot_be_left() -> None:
    text = "100%\r\n::error file=x::y, z:%0A::stop-commands::t"
    found = annotations(written(hostile("p,line=9::q.txt", text), "github"))
    assert len(found) > 4 and {one[1] for one in found} == {"p%2Cline=9%3A%3Aq.txt"}
    assert all(len(one[5]) < 1200 for one in found)


def many(count: int) -> Report:
    """Return a report on `count` policies, each with gaps and a contradiction."""
    (one,) = against_itself().documents
    gap = finding("TOY-gap", "missing", reason="nothing about it", remedy="Say it. " * 30, title="A long title | " * 10)
    given = against_itself()
    return given._replace(documents=tuple(one._replace(path=f"{n}.txt", findings=(gap, *one.findings)) for n in range(count)))


def test_markdown_is_cut_where_a_comment_on_github_would_be_refused() -> None:
    whole, cut = written(many(3), "markdown"), written(many(300), "markdown")
    assert "left out" not in whole
    assert 60_000 < len(cut) <= 65_536
    said = re.search(
        r"\*\*(\d+) rows are left out here, among them all of (\d+) policies:\*\* a comment on GitHub takes 65,536 characters", cut
    )
    assert said and "`--output report.html` has everything." in cut
    # A policy has a row of counts, a gap, a contradiction, and what to do about both.
    rows = [line for line in cut.split("\n") if line.startswith(("| toy", "| common", "| missing", "- "))]
    per_policy = sum(line.startswith(("| toy", "| common", "| missing", "- ")) for line in written(many(1), "markdown").split("\n"))
    assert len(rows) + int(said[1]) == 300 * per_policy
    assert cut.count("### ") + int(said[2]) == 300
    assert cut.rstrip("\n").endswith("</sub>") and cut.count("<details>") == cut.count("</details>")


@pytest.mark.parametrize("size", range(900, 2600, 20))
def test_markdown_is_cut_at_a_whole_row(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gapcheck.report.comment.LIMIT", size)
    whole = written(many(9), "markdown").split("\n")
    cut = written(many(9), "markdown")
    lines = cut.split("\n")
    assert len(cut) <= size and cut.count("<details>") == cut.count("</details>")
    end = next(n for n, line in enumerate(lines) if "left out" in line)
    kept = [line for line in lines[:end] if line]
    kept = kept[:-1] if kept[-1] == "</details>" else kept
    assert kept == [line for line in whole if line][: len(kept)]
    following = [line for line in whole if line][len(kept)]
    assert not following.startswith(("  - ", "|---")) and not kept[-1].startswith(("###", "|---", "**", "<details>"))
