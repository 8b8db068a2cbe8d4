"""`--together`: several files judged as one policy, each place in the file it is in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import Result, gapcheck, toy
from hypothesis import given
from hypothesis import strategies as st

from gapcheck.blocks import blocks_of
from gapcheck.document import Lines, where
from gapcheck.facts import facts_in
from gapcheck.joined import join
from gapcheck.reading import read_text
from gapcheck.report import FORMATS
from gapcheck.structure import broken_off, defects

NOTICE = """# Privacy notice

Last updated: 3 March 2024

We keep your data for 30 days. See section 4 of this notice, and Appendix A.

Write to us about this policy at Example Toys Ltd, 310 Alder Mill Road, Suite 4, Spokane, WA 99299.

## California

We keep all of it.
"""
COOKIES = """<html><body><h1>Cookie policy</h1>
<p>Last updated: 12 June 2025</p>
<p>We use cookies for analytics. You have the right to object at any time.</p>
<p>Write to us about this policy at Example Toys Ltd, 7785 Ferncroft Lane, Unit 120, Cheney, WA 99298.</p>
<h2>Appendix A</h2><p>This is the list of our toys.</p></body></html>
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("notice.md").write_text(NOTICE, encoding="utf-8")
    Path("cookies.html").write_text(COOKIES, encoding="utf-8")
    return tmp_path


def together(*argv: object, stdin: bytes = b"") -> Result:
    return gapcheck("--law", "gdpr", "--together", "notice.md", "cookies.html", *argv, stdin=stdin)


def statuses(result: Result) -> dict[str, str]:
    return {finding["id"]: finding["status"] for finding in json.loads(result.out)["documents"][0]["findings"]}


def test_what_one_file_says_counts_for_the_policy(files: Path) -> None:
    alone = statuses(gapcheck("--law", "gdpr", "notice.md", "-f", "json"))
    both = statuses(together("-f", "json"))
    assert (alone["GDPR-13-2-b-5"], both["GDPR-13-2-b-5"]) == ("missing", "met")


def test_the_report_has_one_policy_named_after_its_files(files: Path) -> None:
    report = json.loads(together("-f", "json").out)
    (document,) = report["documents"]
    assert document["path"] == "notice.md + cookies.html"
    assert [(part["path"], part["format"]) for part in document["parts"]] == [("notice.md", "markdown"), ("cookies.html", "html")]


def test_every_quote_stands_where_the_report_says_in_its_own_file(files: Path) -> None:
    (document,) = json.loads(together("-f", "json").out)["documents"]
    passages = [evidence for finding in document["findings"] for evidence in finding["evidence"]] + document["suggested_laws"]
    seen = set()
    for passage in passages:
        source = Path(passage["path"]).read_text(encoding="utf-8")
        assert source[passage["start"] : passage["end"]] == passage["quote"]
        line = source.split("\n")[passage["line"] - 1]
        assert line[passage["column"] - 1 :].startswith(passage["quote"].split("\n")[0])
        seen.add(passage["path"])
    assert seen == {"notice.md", "cookies.html"}


def test_addresses_are_compared_across_the_files_and_dates_are_not(files: Path) -> None:
    lines = [line for line in together("-f", "concise").out.splitlines() if " XC-" in line]
    assert [line.split(" ")[2] for line in lines] == ["XC-01"]
    # In one file, the same two dates are two dates for one version.
    Path("one.md").write_text(
        NOTICE.replace("## California", "This policy was last updated on 12 June 2025.\n\n## California"), encoding="utf-8"
    )
    assert " XC-07 " in gapcheck("--law", "gdpr", "--together", "one.md", "cookies.html", "-f", "concise").out


def test_what_one_file_lacks_another_may_have(files: Path) -> None:
    assert defects("dangling-reference", read_text(NOTICE, "notice.md", "markdown"))
    assert " XC-43 " not in together("-f", "concise").out
    Path("cookies.html").write_text(COOKIES.replace("Appendix A", "Appendix B"), encoding="utf-8")
    assert " XC-43 " in together("-f", "concise", "-v").out


def test_a_heading_addresses_only_its_own_file() -> None:
    """The California section of the first file does not make the second one Californian."""
    notice, more = read_text(NOTICE, "a.md", "markdown"), read_text("You have the right to object.", "b.txt", "text")
    document = join([notice, more])
    last = document.statements[-1]
    assert [document.sections[number].heading for number in document.sections[last.section].path] == [None]
    assert last.paragraph not in {statement.paragraph for statement in document.statements[:-1]}
    assert blocks_of(document)[-1] != blocks_of(document)[-2]


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"xlsx", "matrix", "json"}))
def test_every_format_names_the_file_of_a_place(files: Path, format: str) -> None:
    out = together("-f", format, *(("--select", "XC") if format == "github" else ())).out  # which shows ten
    match format:
        case "table":
            assert "cookies.html:" in out and "notice.md: 7," in out
        case "concise":
            assert "\ncookies.html:3:4: partial GDPR-EP-1 " in out and "\nnotice.md:7:1: conflict XC-01 " in out
        case "csv":
            rows = {row["id"]: row for row in csv.DictReader(io.StringIO(out))}
            assert (rows["GDPR-EP-1"]["file"], rows["GDPR-EP-1"]["line"]) == ("cookies.html", "3")
            assert rows["GDPR-13-1-e"]["file"] == "notice.md"
        case "markdown":
            assert "| cookies.html: 3 |" in out and "- cookies.html, line 4: " in out
        case "github":
            assert "file=notice.md,line=7,col=1,title=XC-01" in out
        case "junit":
            assert 'cookies.html, line 3: "We use cookies' in "".join(ET.fromstring(out.encode()).itertext())
        case "sarif":
            results = {one["ruleId"]: one for one in json.loads(out)["runs"][0]["results"]}
            conflict = results["XC-01"]
            places = [place["physicalLocation"] for place in (*conflict["locations"], *conflict["relatedLocations"])]
            assert [(place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in places] == [
                ("notice.md", 7),
                ("cookies.html", 4),
            ]
            assert results["GDPR-13-1-e"]["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "notice.md"}
        case "hook":
            assert "\ncookies.html:3:4: partial GDPR-EP-1 " in out and '\n    cookies.html, line 4: "Write to us' in out
        case "html":
            assert ">cookies.html, line 3</a>" in out and "<h4>cookies.html</h4>" in out
        case _:
            pytest.fail(f"{format}: say what it shows")


def test_the_workbook_and_the_matrix_have_one_policy(files: Path) -> None:
    assert together("-q", "-o", "report.xlsx").code == 1
    assert "notice.md + cookies.html" in together("-f", "matrix").out


def test_one_unreadable_file_is_named_and_nothing_is_judged(files: Path) -> None:
    Path("cookies.html").write_bytes(b"")
    result = together("-f", "concise")
    assert result.code == 2
    assert (
        result.out
        == "notice.md + cookies.html:1:1: error could not check: cookies.html: the file is empty; give a file that holds the policy\n"
    )
    both = gapcheck("--law", "gdpr", "--together", "cookies.html", "none.md", "-f", "concise").out
    assert "cookies.html: the file is empty" in both and "none.md: no such file" in both


def test_standard_input_and_folders_are_parts_too(files: Path) -> None:
    result = gapcheck("--law", "gdpr", "--together", ".", "-", "-f", "json", stdin=b"We keep nothing.")
    assert json.loads(result.out)["documents"][0]["path"] == "./cookies.html + ./notice.md + -"


def test_one_file_is_what_it_is_without_the_option(files: Path) -> None:
    for format in ("json", "table", "concise"):
        assert gapcheck("--law", "gdpr", "--together", "notice.md", "-f", format) == gapcheck("--law", "gdpr", "notice.md", "-f", format)


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    documents = [read_text("We keep it.\n\nAnd this.", f"{name}/policy.txt", "text") for name in "ab"]
    document = join(documents)
    assert where(document, Lines(document.text, document.parts), document.statements[-1].span.start) == "b/policy.txt, line 3"


def test_a_strange_file_name_moves_no_cursor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a\x1b[2J<b>|`.txt", "b\n\x07]].txt"):
        Path(name).write_text("We keep orders for 30 days.", encoding="utf-8")
    for format in sorted(set(FORMATS) - {"xlsx"}):
        out = toy("--together", *sorted(path.name for path in Path().iterdir()), "-f", format, "-v").out
        assert "\x1b" not in out and "\x07" not in out
        if format == "junit":
            ET.fromstring(out.encode())


def test_a_file_that_breaks_off_leaves_open_what_is_missing() -> None:
    whole = read_text("We keep data. " * 6, "a.txt", "text")
    cut = read_text("We keep your data.\n\nYou have the following rights under the law, which are these:", "b.txt", "text")
    assert broken_off(join([cut, whole])) == [len(cut.statements) - 1]
    assert broken_off(join([whole, cut])) == [len(whole.statements) + len(cut.statements) - 1]
    assert broken_off(join([whole, whole])) == []


def test_no_address_is_made_of_two_files() -> None:
    first = read_text("Write to Example Toys Ltd, 310 Alder Mill Road", "a.txt", "text")
    second = read_text("Spokane, WA 99299", "b.txt", "text")
    assert facts_in(join([first, second]), ("address",)) == ()


@given(st.lists(st.text(alphabet="ab \n\r#*-|:.1", min_size=1, max_size=60).filter(lambda text: "a" in text), min_size=2, max_size=4))
def test_every_statement_stays_what_and_where_it_is(texts: list[str]) -> None:
    documents = [read_text(text, f"{number}.md", "markdown") for number, text in enumerate(texts)]
    whole = join(documents)
    lines = Lines(whole.text, whole.parts)
    own = [(document, statement) for document in documents for statement in document.statements]
    for (document, alone), joined in zip(own, whole.statements, strict=True):
        part = whole.part(joined.span.start)
        assert part.document is document
        assert whole.text[slice(*joined.span)] == document.text[slice(*alone.span)]
        assert lines.place(joined.span.start) == Lines(document.text).place(alone.span.start)


def test_a_waiver_in_one_file_holds_for_the_policy(files: Path) -> None:
    comment = "<!-- gapcheck: allow XC-01 -- one is the warehouse -->"
    Path("cookies.html").write_text(COOKIES.replace("<h2>", comment + "<h2>"), encoding="utf-8")
    (finding,) = (one for one in json.loads(together("-f", "json").out)["documents"][0]["findings"] if one["id"] == "XC-01")
    assert "one is the warehouse" in json.dumps(finding)
    Path("cookies.html").write_text(COOKIES.replace("<h2>", comment.replace("XC-01", "XC-98") + "<h2>"), encoding="utf-8")
    assert together("-q").err.startswith("cookies.html:5:1: no requirement has the id 'XC-98'")


def test_a_waiver_for_one_file_in_the_configuration_holds_too(files: Path) -> None:
    waiver = "{id: XC-01, paths: cookies.html, reason: one is the warehouse}"
    Path("gapcheck.yaml").write_text(f"law: gdpr\nwaivers: [{waiver}]\n", encoding="utf-8")
    result = gapcheck("--together", "notice.md", "cookies.html", "-f", "json")
    assert "one is the warehouse" in result.out and result.err == ""


def test_files_that_are_configured_apart_are_not_one_policy(files: Path) -> None:
    Path("gapcheck.yaml").write_text("law: gdpr\noverrides: [{paths: cookies.html, ignore: XC-01}]\n", encoding="utf-8")
    result = gapcheck("--together", "notice.md", "cookies.html")
    assert result.code == 2
    assert result.err.startswith("gapcheck: notice.md and cookies.html are configured with different laws or requirements")
    assert together("--ignore", "XC-01", "-f", "concise").code == 1


def test_a_baseline_knows_the_policy_again(files: Path) -> None:
    assert together("--write-baseline", "known.json").code == 0
    result = together("--baseline", "known.json", "-f", "concise")
    assert (result.code, result.out) == (0, "")


def test_the_configuration_says_which_files_are_one_policy(files: Path) -> None:
    Path("gapcheck.yaml").write_text("law: gdpr\ndocuments: [{name: shop, files: [notice.md, ./cookies.html]}]\n", encoding="utf-8")
    Path("other.txt").write_text("We keep nothing.", encoding="utf-8")
    wanted = json.loads(together("-f", "json").out)["documents"][0]["findings"]
    for names in (["notice.md"], ["cookies.html"], ["notice.md", "cookies.html"]):
        (document,) = json.loads(gapcheck(*names, "-f", "json").out)["documents"]
        assert (document["path"], document["findings"]) == ("notice.md + cookies.html", wanted)
    assert [one["path"] for one in json.loads(gapcheck(".", "-f", "json").out)["documents"]] == [
        "./notice.md + ./cookies.html",
        "./other.txt",
    ]
    Path("cookies.html").unlink()
    result = gapcheck("notice.md", "-f", "concise")
    assert result.code == 2 and "cookies.html: no such file; check the name" in result.out
    assert [one["path"] for one in json.loads(gapcheck("--law", "gdpr", "--isolated", "notice.md", "-f", "json").out)["documents"]] == [
        "notice.md"
    ]
