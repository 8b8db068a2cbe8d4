"""What each report shows of findings that are given."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from conftest import document, gapcheck, pack, requirement, toy

from gapcheck.document import Span
from gapcheck.finding import Checked, Evidence, Finding, Looked, Named, Report
from gapcheck.report import Style, write

if TYPE_CHECKING:
    from pathlib import Path

    from gapcheck.finding import Status

TEXT = "Toys.\nWe keep your toys for as long as we like.\nWe keep your toys forever. Write to toys@x.example.\n"
FORMATS = ("table", "matrix", "concise", "json")


def evidence(text: str, passage: str, element: str = "thing") -> Evidence:
    start = text.index(passage)
    return Evidence(element, Span(start, start + len(passage)), Span(start, start + len(passage)))


def finding(id: str, status: Status, *proofs: Evidence, reason: str = "", **fields: object) -> Finding:
    absent = () if status in ("met", "conflict") else (Looked("thing", "a thing"),)
    rule = requirement(id, **fields)
    return Finding(rule, status, rule.confidence, proofs, absent, reason or f"no statement found of {id}")


def report(*findings: Finding, text: str = TEXT, path: str = "policy.txt", notes: tuple[str, ...] = ()) -> Report:
    checked = Checked(path, document(text, path, notes), findings)
    return Report("0.1.0", "2026-11-22", (pack(*(one.requirement for one in findings)),), (checked,))


def everything() -> Report:
    keeps, forever = (
        evidence(TEXT, "We keep your toys for as long as we like."),
        evidence(TEXT, "We keep your toys forever."),
    )
    return report(
        finding("TOY-met", "met", evidence(TEXT, "Write to toys@x.example.")),
        finding("TOY-na", "not-applicable"),
        finding("TOY-partial", "partial", keeps, severity="low", reason="found: x; not found: a thing"),
        finding("TOY-conflict", "conflict", forever, keeps, severity="critical", reason="the policy keeps toys with no end"),
        finding("TOY-low", "missing", severity="low"),
        finding("TOY-advice", "missing", level="recommended", severity="high"),
        finding("TOY-critical", "missing", severity="critical"),
        finding("TOY-undecided", "undecided", reason="ran out of time"),
    )


def order(text: str, *words: str) -> None:
    """Assert that `words` stand in `text` in this order."""
    places = [text.index(word) for word in words]
    assert places == sorted(places), dict(zip(words, places, strict=True))


@pytest.mark.parametrize("width", [60, 80, 109, 110, 200])
def test_table_puts_the_worst_first_advice_last_and_fits_the_width(width: int) -> None:
    shown = write(everything(), "table", Style(width))
    order(
        shown,
        "TOY-critical",
        "TOY-low",
        "TOY-conflict",
        "TOY-partial",
        "TOY-undecided",
        "TOY-advice",
        "policy.txt: toy 1.2:",
    )
    assert max(map(len, shown.splitlines())) <= width
    assert "TOY-met" not in shown and "TOY-na" not in shown and "\x1b" not in shown
    said = " ".join(shown.split())
    assert "3 missing, 1 conflict, 1 partial, 1 undecided, 1 met, 1 not applicable" in said
    assert "4 of these gaps are in what the law requires, 1 in what is only advised." in said
    assert "4 count for the exit code (--fail-on mandatory)" in said


def test_table_shows_lines_quotes_and_what_is_absent() -> None:
    shown = " ".join(write(everything(), "table", Style(200)).split())
    assert shown.startswith("policy.txt toy 1.2: Toy Privacy Act, as of 2026-01-31 ")
    assert "3, 2 the policy keeps toys with no end" in shown and '"We keep your toys forever."' in shown
    assert "not found: a thing" in shown
    assert "no statement found: a thing" in shown


def test_verbose_table_shows_remedies_of_gaps_and_evidence_of_what_is_met() -> None:
    shown = " ".join(write(everything(), "table", Style(120, verbose=True)).split())
    assert "TOY-critical: Remedy of TOY-critical." in shown and "Remedy of TOY-met" not in shown
    assert '"Write to toys@x.example."' in shown
    assert "Not applicable: no statement found of TOY-na TOY-na Title" in shown


def test_table_paints_only_when_asked() -> None:
    assert "\x1b[1;31mmissing\x1b[0m" in write(everything(), "table", Style(color=True))
    assert "\x1b" not in write(everything(), "table", Style())


def test_colour_moves_no_column() -> None:
    painted = write(everything(), "table", Style(color=True))
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) == write(everything(), "table", Style())


def test_table_says_so_where_nothing_is_missing() -> None:
    shown = write(report(finding("TOY-met", "met")), "table", Style())
    assert "0 missing, 0 conflict, 0 partial, 1 met" in shown and "exit code" not in shown


def test_long_quotes_are_cut_around_what_matched() -> None:
    text = "x " * 300 + "the needle here" + " y" * 300
    start = text.index("needle")
    proof = Evidence("thing", Span(0, len(text)), Span(start, start + 6))
    shown = " ".join(write(report(finding("T", "partial", proof), text=text), "table", Style(200)).split())
    assert '"... x' in shown and "needle here y" in shown and 'y ..."' in shown


@pytest.mark.parametrize("format", ["table", "markdown", "csv", "html", "junit", "github"])
def test_a_long_sentence_is_quoted_around_what_proves_it_with_dots_for_the_rest(format: str, tmp_path: Path) -> None:
    policy = tmp_path / "policy.txt"
    policy.write_text(
        f"Our shop, {'which is old, ' * 40}may say that we keep your toys for two years {'and then some, ' * 40}as told above.\n"
    )
    shown = " ".join(toy("--verbose", "--width", "200", "--format", format, policy).out.split())
    if format in ("github", "junit"):  # quote what is open only
        policy.write_text(policy.read_text().replace("for two years", "for long"))
        shown = toy("--format", format, policy).out
    found = shown.index("keep your toys for")
    around = shown[shown.rindex("... ", 0, found) : shown.index(" ...", found) + 4]
    assert len(around) < 400 and "Our shop" not in around and "as told above" not in around


def test_parts_that_hold_commas_stay_apart(tmp_path: Path) -> None:
    policy = tmp_path / "policy.txt"
    policy.write_text("We keep your toys.\n")
    (one,) = json.loads(toy("--select", "TOY-1-keeping", "-f", "json", policy).out)["documents"][0]["findings"]
    assert one["message"] == "found: that toys are kept. Not found: a period"
    policy.write_text("We keep your toys for two years.\n")
    (one,) = json.loads(toy("--select", "TOY-1-keeping", "-f", "json", policy).out)["documents"][0]["findings"]
    assert one["message"] == "found: that toys are kept; a period"


def test_what_is_measured_over_the_whole_text_is_shown_by_no_sentence_of_it(tmp_path: Path) -> None:
    policy = tmp_path / "policy.txt"
    policy.write_text("We use your address to ship the order.\n")
    shown = " ".join(gapcheck("--law", "gdpr", "--select", "GDPR-12-1", "-v", "--width", "160", policy).out.split())
    assert "found: sentences of a readable length" in shown and "ship" not in shown


def test_a_quote_from_markup_begins_and_ends_with_a_word(tmp_path: Path) -> None:
    policy = tmp_path / "policy.html"
    links = ' and <a class="one two three" href="/a/long/way/to/go/before/it/says/anything">so on</a>' * 12
    policy.write_text(f"<p>Our shop{links}, and we keep your toys for two years{links}, as told above.</p>")
    (found,) = json.loads(toy("--select", "TOY-1-keeping", "--format", "json", policy).out)["documents"][0]["findings"]
    for quote in (one["quote"] for one in found["evidence"]):
        assert "keep your toys for two years" in quote and quote == quote.strip()
        assert quote[0].isalpha() and quote.startswith(("so on", "and", "on"))


def test_cells_and_items_in_a_table_of_html_stand_apart(tmp_path: Path) -> None:
    policy = tmp_path / "policy.html"
    policy.write_text(
        "<table><tr><th>Data</th><th>Kept</th></tr>"
        "<tr><td><ul><li>Your name</li> <li>Your toys</li></ul></td>\n<td>We keep your toys for two years</td></tr></table>"
    )
    for format in ("table", "csv", "html"):
        shown = " ".join(toy("--verbose", "--width", "200", "--format", format, policy).out.split())
        assert "Your name • Your toys | We keep your toys for two years" in shown, format


def test_concise_is_one_line_a_gap() -> None:
    assert write(everything(), "concise", Style()).splitlines() == [
        "policy.txt:2:1: partial TOY-partial s. 1 Title of TOY-partial",
        "policy.txt:3:1: conflict TOY-conflict s. 1 Title of TOY-conflict",
        "policy.txt:1:1: missing TOY-low s. 1 Title of TOY-low",
        "policy.txt:1:1: missing TOY-advice s. 1 Title of TOY-advice",
        "policy.txt:1:1: missing TOY-critical s. 1 Title of TOY-critical",
        "policy.txt:1:1: undecided TOY-undecided s. 1 Title of TOY-undecided",
    ]
    verbose = write(everything(), "concise", Style(verbose=True))
    assert "policy.txt:3:28: met TOY-met" in verbose and "not-applicable TOY-na" in verbose


def test_json_is_schema_1() -> None:
    data = json.loads(write(everything(), "json", Style()))
    assert list(data) == ["schema", "gapcheck", "as_of", "documents", "packs"]
    assert data["packs"] == [{"law": "toy", "pack": "1.2", "verified": "2026-01-31", "fingerprint": "1f2e3d4c5b6a7988"}]
    assert (data["schema"], data["gapcheck"], data["as_of"]) == (1, "0.1.0", "2026-11-22")
    (one,) = data["documents"]
    assert one["path"] == "policy.txt" and one["sha256"] == "0" * 64 and one["laws"] == [{"law": "toy", "pack": "1.2"}]
    assert one["summary"] == {"toy": {"met": 1, "partial": 1, "missing": 3, "conflict": 1, "not-applicable": 1, "undecided": 1}}
    partial = next(found for found in one["findings"] if found["status"] == "partial")
    assert {key: partial[key] for key in ("id", "law", "citation", "title", "level", "severity", "confidence")} == {
        "id": "TOY-partial", "law": "toy", "citation": "s. 1", "title": "Title of TOY-partial", "level": "mandatory",
        "severity": "low", "confidence": "high",
    }  # fmt: skip
    assert partial["absent"] == ["thing"] and partial["looked_for"] == [{"element": "thing", "says": "a thing"}]
    assert partial["message"] == "found: x; not found: a thing" and partial["remedy"] == "Remedy of TOY-partial."
    for found in one["findings"]:
        for proof in found["evidence"]:
            assert proof["quote"] == TEXT[proof["start"] : proof["end"]]
            line = TEXT.splitlines()[proof["line"] - 1]
            assert line[proof["column"] - 1 :].startswith(proof["quote"])


def test_json_counts_code_points_and_keeps_the_quote_raw() -> None:
    text = "\U0001f9f8 \x1b[31m née\r\nWe keep \u202e toys."
    data = json.loads(write(report(finding("T", "partial", evidence(text, "We keep \u202e toys.")), text=text), "json", Style()))
    (proof,) = data["documents"][0]["findings"][0]["evidence"]
    assert (proof["line"], proof["column"], proof["quote"]) == (2, 1, "We keep \u202e toys.")


@pytest.mark.parametrize("format", FORMATS)
def test_every_document_is_in_the_report_in_order(format: str) -> None:
    good = everything()
    bad = Checked("b.txt", None, (), "there is no such file")
    shown = write(good._replace(documents=(bad, *good.documents, bad._replace(path="c.txt"))), format, Style())
    order(shown, "b.txt", "policy.txt", "c.txt")
    assert shown.count("there is no such file") == 2
    if format == "json":
        assert json.loads(shown)["documents"][0] == {
            "path": "b.txt", "sha256": None, "laws": [{"law": "toy", "pack": "1.2"}], "error": "there is no such file",
            "findings": [], "summary": {},
        }  # fmt: skip
    if format == "matrix":
        assert "1: could not check: there is no such file" in shown and shown.count("could not check") == 4
    if format == "table":
        assert "3 policies: 1 with gaps, 0 without, 2 could not be checked" in shown


def test_a_policy_of_which_nothing_was_judged_is_not_without_gaps() -> None:
    judged, open_one = report(finding("T", "met")), report(finding("T", "undecided", reason="it is German"))
    shown = write(judged._replace(documents=(*judged.documents, *open_one.documents)), "table", Style())
    assert "2 policies: 0 with gaps, 1 without, 1 undecided, 0 could not be checked" in shown


HOSTILE = "We \x1b[2J\x07 keep\x9b toys \u202egnp.exe \u2028 \x00 and \udc80 or\u00ad so"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("style", [Style(), Style(200, verbose=True)])
def test_nothing_from_a_policy_or_a_path_reaches_the_terminal_raw(format: str, style: Style) -> None:
    path = "ev\x1b[31mil\n\udcff\u202e.txt"
    findings = (
        finding("T1", "partial", evidence(HOSTILE, HOSTILE), reason="r \x1b[0m"),
        finding("T2", "missing", title="t \x1b[0m", cite="c \x07", remedy="m \x9b"),
        finding("T3", "met", evidence(HOSTILE, HOSTILE)),
    )
    given = report(*findings, text=HOSTILE, path=path, notes=("note \x1b",))
    given = given._replace(documents=(*given.documents, Checked(path, None, (), "because \x1b[31m")))
    shown = write(given, format, style)
    shown.encode("utf-8")
    assert [char for char in shown if not char.isprintable() and char != "\n"] == []
    assert shown.count("\\x1b") + shown.count("\\u001b") >= 2


def test_notes_are_shown() -> None:
    shown = write(report(finding("T", "met"), notes=("read as CP1252, which is a guess",)), "table", Style())
    assert "note: read as CP1252, which is a guess" in shown


# --- other laws, places, dates ---


def test_a_law_that_the_policy_names_is_suggested_and_never_chosen() -> None:
    given = report(finding("T", "met"))
    (checked,) = given.documents
    start = TEXT.index("Write to")
    named = Named("other", "Other \x1b Act", Span(start, start + 8))
    given = given._replace(documents=(checked._replace(suggested=(named,)),))
    said = 'this policy names the Other \\x1b Act (line 3: "Write to"); checked: toy; to check that law too: --law toy,other'
    for format, lead in (("table", "note: "), ("matrix", "1: note: ")):
        assert lead + said in " ".join(write(given, format, Style()).split())
    alone = write(given._replace(packs=(given.packs[0]._replace(requirements=()),)), "table", Style())  # --select XC
    assert 'Write to"); to check that law: --law other' in " ".join(alone.split())
    (one,) = json.loads(write(given, "json", Style()))["documents"]
    assert one["suggested_laws"] == [
        {"law": "other", "title": "Other \x1b Act", "start": start, "end": start + 8, "line": 3, "column": 28, "quote": "Write to"}
    ]
    assert [law["law"] for law in one["laws"]] == ["toy"] and list(one["summary"]) == ["toy"]
    assert write(given, "concise", Style()) == ""


@pytest.mark.parametrize("width", [80, 140])
def test_the_table_says_where_a_duty_belongs_if_not_in_the_policy(width: int) -> None:
    places = {"A": "response-to-request", "B": "public-page", "C": "notice-at-collection", "D": "policy", "E": ""}
    shown = write(report(*(finding(f"T-{id}", "missing", place=place) for id, place in places.items())), "table", Style(width))
    said = " ".join(shown.split())
    assert shown.count("(belongs in:") == 3
    for words in ("a response to", "a public page", "a notice at"):
        assert f"(belongs in: {words}" in said or f"(belongs in: {words.rsplit(' ', 1)[0]}" in said


def test_what_is_due_later_has_a_line_of_its_own_and_is_no_gap() -> None:
    later = finding("T-later", "not-applicable", effective="2027-01-01", reason="upcoming: due from 2027-01-01; nothing found yet")
    shown = " ".join(write(report(finding("T-now", "met", effective="2026-01-01"), later), "table", Style()).split())
    assert "upcoming: T-later Title of T-later (due from 2027-01-01)" in shown and "T-now" not in shown
    assert "0 missing, 0 conflict, 0 partial, 1 met, 1 not applicable" in shown
    assert "upcoming" not in write(report(finding("T-now", "missing")), "table", Style())


def two_laws(*statuses: tuple[Status, Status, Status]) -> Report:
    """Return policies checked against two laws that share a topic."""
    documents = []
    for number, (one, two, three) in enumerate(statuses, 1):
        findings = (
            finding("TOY-1", one, topic="retention"),
            finding("TOY-2", "missing", topic="retention", level="recommended"),
            finding("TOY-3", "missing", topic="clarity", level="recommended"),
            finding("ACT-1", two, topic="retention", law="act"),
            finding("ACT-2", three, topic="access", law="act"),
        )
        documents.append(Checked(f"policies/{number}.txt", document(TEXT), findings))
    rules = [one.requirement for one in findings]
    return Report("0.1.0", "2026-11-22", (pack(*rules[:3]), pack(*rules[3:], law="act")), tuple(documents))


def test_a_summary_of_every_law_ends_the_table() -> None:
    given = two_laws(("missing", "met", "partial"))
    shown = write(given, "table", Style())
    order(shown, "TOY-1", "ACT-2", "policies/1.txt: toy 1.2: 3 missing", "policies/1.txt: act 1.2: 0 missing", "--verbose shows")
    assert shown.count("--verbose shows") == 1


def test_the_matrix_counts_duties_of_policies_by_laws() -> None:
    lines = write(two_laws(("missing", "met", "partial"), ("met", "conflict", "not-applicable")), "matrix", Style(100)).splitlines()
    assert lines[0].split() == ["toy", "act"]
    assert lines[1].split() == ["policy", *(["miss", "conf", "part", "met", "n.a."] * 2)]
    assert lines[3].split() == ["1", "policies/1.txt", "1", ".", ".", ".", ".", ".", ".", "1", "1", "."]
    assert lines[4].split() == ["2", "policies/2.txt", ".", ".", ".", "1", ".", ".", "1", ".", ".", "1"]


def test_names_in_the_matrix_are_as_wide_as_its_tables_leave_room_for() -> None:
    given, name = two_laws(("missing", "met", "partial")), "policies/of-the-northern-branch.txt"
    given = given._replace(documents=tuple(checked._replace(path=name) for checked in given.documents))
    for width, tables in ((100, 1), (70, 2)):  # laws beside each other, and below
        shown = write(given, "matrix", Style(width))
        assert shown.count(name) == tables, shown
    assert "  ...thern-branch.txt  " in write(given, "matrix", Style(48))


def test_the_matrix_has_a_line_a_topic_and_a_letter_a_policy() -> None:
    given = two_laws(("missing", "met", "partial"), ("met", "conflict", "undecided"))
    failed = Checked("x.txt", None, (), "no such file")
    shown = write(given._replace(documents=(*given.documents, failed)), "matrix", Style(100))
    rows = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line and line[0].islower()}
    assert rows["topic"] == ["toy", "act"] and rows["policies"] == ["1-3", "123", "123"]
    assert (rows["retention"], rows["access"], rows["clarity"]) == (["Mmx", "+Cx"], ["P?x"], ["mmx"])
    assert "und." in shown and "3: could not check: no such file" in shown
    access = next(line for line in shown.splitlines() if line.startswith("access"))
    assert access.index("P?x") == next(line for line in shown.splitlines() if line.startswith("topic")).index("act")


def test_the_matrix_of_one_policy_has_words() -> None:
    shown = write(two_laws(("missing", "met", "not-applicable")), "matrix", Style(100))
    rows = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line and line[0].islower()}
    assert (rows["retention"], rows["access"], rows["clarity"]) == (["missing", "met"], ["not-applicable"], ["advice"])
    assert "A letter stands" not in shown


@pytest.mark.parametrize("policies", [1, 9, 10, 11, 31, 40])
@pytest.mark.parametrize("width", [80, 100, 200])
def test_the_matrix_fits_the_width_and_shows_every_policy(policies: int, width: int) -> None:
    given = two_laws(*[("missing", "conflict", "met")] * policies)
    laws = ("toy", "act", "third-law", "fourth-law-with-a-long-name")
    given = given._replace(packs=(*given.packs, *(pack(law=law) for law in laws[2:])))
    given = given._replace(documents=tuple(one._replace(path="far/" * 30 + one.path) for one in given.documents))
    shown = write(given, "matrix", Style(width))
    assert max(map(len, shown.splitlines())) <= width
    for number in range(1, policies + 1):
        assert f"/{number}.txt" in shown
    if policies > 1:
        letters = "".join(line[len("retention") :] for line in shown.splitlines() if line.startswith("retention"))
        assert (letters.count("M"), letters.count("C")) == (policies, policies)
    plain = write(given, "matrix", Style(width, color=True))
    assert re.sub("\x1b\\[[0-9;]*m", "", plain) == shown


def test_line_breaks_of_a_cell_are_no_words_of_a_quote(tmp_path: Path) -> None:
    policy = tmp_path / "policy.md"
    policy.write_text("| Data | Kept |\n|---|---|\n| Your name<br>and <br/> address | We keep your toys<br><br>forever. |\n")
    result = toy("--width", "200", policy)
    assert "<br" not in result.out and "Your name and address | We keep your toys forever." in " ".join(result.out.split())
