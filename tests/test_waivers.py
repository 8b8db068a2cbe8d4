"""Accepted gaps: always listed with their reason, never counted, and never a disclosure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, Result, gapcheck, toy

GAPS = "You may write to us at any time.\n\nWe keep your toys forever.\n"
REASON = "they are heirlooms"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def check(text: str, name: str = "policy.md", *words: object) -> Result:
    Path(name).write_text(text)
    return toy("--as-of", "2026-11-22", *words, name)


def comment(said: str, name: str = "policy.md") -> str:
    return f"gapcheck: {said}\n" if name.endswith(".txt") else f"<!-- gapcheck: {said} -->\n"


@pytest.mark.parametrize("name", ["policy.md", "policy.txt", "policy.html"])
@pytest.mark.parametrize("format", ["table", "concise", "json", "markdown", "csv", "sarif", "github"])
def test_a_waived_gap_is_listed_with_its_reason_and_does_not_count(name: str, format: str) -> None:
    text = GAPS if name != "policy.html" else f"<p>{GAPS}</p>"
    assert check(text, name).code == 1
    result = check(comment(f"allow TOY-1-keeping -- {REASON}", name) + text, name, "--format", format)
    assert (result.code, result.err) == (0, "")
    assert REASON in " ".join(result.out.split()) and "TOY-1-keeping" in result.out.replace("\\", "")


def test_how_each_format_says_it() -> None:
    text = comment(f"allow toy-1-keeping, TOY-3-summary -- {REASON}") + GAPS
    said = " ".join(check(text).out.split())
    assert f"waiver: {REASON}" in said and "0 count for the exit code (--fail-on mandatory; 2 waived)" in said
    assert (
        f"TOY-1-keeping s. 1(2), Sch. 2 How long toys are kept, or what decides it (waiver: {REASON})"
        in check(text, "policy.md", "-f", "concise").out
    )
    data = json.loads(check(text, "policy.md", "-f", "json").out)
    excuses = {one["id"]: one["excuse"] for one in data["documents"][0]["findings"] if "excuse" in one}
    assert excuses == {id: {"kind": "waiver", "reason": REASON} for id in ("TOY-1-keeping", "TOY-3-summary")}
    sarif = json.loads(check(text, "policy.md", "-f", "sarif").out)
    assert sarif["runs"][0]["results"][0]["suppressions"] == [{"kind": "external", "justification": REASON}]


@pytest.mark.parametrize("name", ["policy.md", "policy.txt", "policy.html"])
def test_the_comment_is_no_disclosure(name: str) -> None:
    def judged(text: str) -> list[tuple[str, str]]:
        return [(one["id"], one["status"]) for one in json.loads(check(text, name, "-f", "json").out)["documents"][0]["findings"]]

    plain = judged("Hello, dear reader.\n")
    said = "allow TOY-1-keeping -- in short, you may write to us: we keep your toys for two years"
    assert judged(comment(said, name) + "\nHello, dear reader.\n") == plain
    assert judged("Hello,\n" + comment(said, name) + "dear reader.\n") == plain
    assert judged("Hello, dear reader.\n" + comment(said, name).rstrip("\n")) == plain
    if name != "policy.html":
        assert judged(f"<!-- gapcheck: {said} -->\n\nHello, dear reader.\n") == plain


def test_a_comment_may_run_over_lines_and_use_another_dash() -> None:
    assert check(f"<!--\n  gapcheck: allow TOY-1-keeping\n  \u2014 {REASON}\n-->\n\n{GAPS}").code == 0


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("allow TOY-1-keeping", "the waiver of TOY-1-keeping gives no reason; write: <!-- gapcheck: allow ID -- reason -->"),
        ("allow TOY-1-keeping --", "gives no reason"),
        ("allow TOY-1-keeping heirlooms", "gives no reason"),
        ("allow -- heirlooms", "this waiver names no requirement"),
        ("alow TOY-1-keeping -- heirlooms", "gapcheck does not know 'alow' here, did you mean 'allow'?"),
        ("", "gapcheck does not know '' here"),
        (
            "allow TOY-1-keepign -- heirlooms",
            "no requirement has the id 'TOY-1-keepign', did you mean 'TOY-1-keeping'?; see: gapcheck rules",
        ),
        ("allow TOY-1 -- heirlooms", "no requirement has the id 'TOY-1'"),
    ],
)
@pytest.mark.parametrize("name", ["policy.md", "policy.txt"])
def test_a_wrong_waiver_is_an_error_with_its_place(name: str, said: str, problem: str) -> None:
    result = check(GAPS + "\n" + comment(said, name), name)
    assert result.code == 2 and f"{name}:5:1: " in result.err and problem in result.err
    assert "TOY-1-keeping" in result.out  # and the rest is checked all the same


def test_mdx_has_comments_of_its_own() -> None:
    assert check(f"{{/* gapcheck: allow TOY-1-keeping -- {REASON} */}}\n\n{GAPS}", "policy.mdx").code == 0
    wrong = check(f"{GAPS}\n{{/* gapcheck: allow TOY-1-keeping */}}\n", "policy.mdx")
    assert "policy.mdx:5:1: the waiver of TOY-1-keeping gives no reason; write: {/* gapcheck: allow ID -- reason */}" in wrong.err
    assert "close it with */}" in check(f"{GAPS}\n{{/* gapcheck: allow TOY-1-keeping\n", "policy.mdx").err
    assert check(f"{{/* gapcheck: allow TOY-1-keeping -- {REASON} */}}\n\n{GAPS}", "policy.md").code == 1
    assert "{/* gapcheck: allow TOY-1-keeping -- the reason */} in the policy" in check(GAPS, "policy.mdx", "-f", "hook").out


def test_a_comment_without_an_end_is_an_error() -> None:
    result = check(GAPS + "\n<!-- gapcheck: allow TOY-1-keeping -- heirlooms\n\nMore.\n")
    assert result.code == 2 and "policy.md:5:1: this comment has no end: close it with -->" in result.err


def test_an_example_of_a_waiver_is_none() -> None:
    result = check(GAPS + "\nWrite `<!-- gapcheck: allow TOY-1-keeping -- why -->`.\n")
    assert (result.code, result.err) == (1, "")


def test_a_policy_of_somebody_else_cannot_waive_its_own_gaps() -> None:
    assert check(comment("allow TOY-1-keeping -- trust me") + GAPS, "policy.md", "--isolated").code == 1


def test_an_unused_waiver_counts_as_a_gap() -> None:
    result = check(comment("allow TOY-1-contact -- no address") + GAPS.replace("forever", "for two years"))
    assert result.code == 1
    assert result.err == "policy.md:1:1: there is no gap in TOY-1-contact to waive (it is met): take this waiver out\n"
    assert check(comment("allow TOY-1-contact -- no address") + GAPS, "policy.md", "--fail-on", "never").code == 0
    assert check(comment("allow TOY-2-lending -- nobody borrows") + GAPS, "policy.md", "--select", "TOY-1-contact") == (
        0,
        *check(GAPS, "policy.md", "--select", "TOY-1-contact")[1:],
    )


def test_a_waiver_of_another_law_is_left_alone() -> None:
    Path("policy.md").write_text("<!-- gapcheck: allow CCPA-100-a1 -- not in California -->\n\nWe keep your data for two years.\n")
    assert "waive" not in gapcheck("--law", "gdpr", "policy.md").err


# --- in the configuration ---


def configured(*waivers: str) -> None:
    Path("gapcheck.yaml").write_text("law: toy\nwaivers:\n" + "".join(f"  - {{{waiver}}}\n" for waiver in waivers))


def test_a_waiver_in_the_configuration() -> None:
    configured("id: TOY-1-keeping, paths: policy.md, reason: they are heirlooms, approver: J. Roe, expires: 2027-01-31")
    result = check(GAPS, "policy.md", "--format", "concise")
    assert (result.code, result.err) == (0, "")
    assert "(waiver: they are heirlooms (approved by J. Roe, until 2027-01-31))" in " ".join(result.out.split())
    assert check(GAPS, "other.md").code == 1


def test_an_expired_waiver_waives_nothing() -> None:
    configured("id: TOY-1-keeping, reason: they are heirlooms, expires: 2026-11-21")
    result = check(GAPS)
    assert result.code == 1 and "waiver:" not in result.out
    assert result.err == "gapcheck.yaml:3:10: the waiver of TOY-1-keeping expired on 2026-11-21: fix the gap, or have it renewed\n"
    assert check(GAPS.replace("forever", "for two years")).code == 1


def test_a_waiver_in_the_configuration_is_unused_only_where_a_run_can_tell() -> None:
    met = GAPS.replace("forever", "for two years")
    configured("id: TOY-1-keeping, reason: heirlooms")
    assert check(met).code == 0  # another policy may need it
    result = toy(".")
    assert result.code == 1 and "gapcheck.yaml:3:10: there is no gap in TOY-1-keeping to waive" in result.err
    Path("other.md").write_text(GAPS)
    assert toy(".").code == 0
    configured("id: TOY-1-keeping, paths: ./policy.md, reason: heirlooms")
    assert check(met).code == 1


def test_wrong_waivers_in_the_configuration() -> None:
    configured("id: TOY-1-keepign, reason: heirlooms", "id: TOY-1-keeping, reason: heirlooms, expires: soon")
    assert "gapcheck.yaml:4:53: expires needs a date" in check(GAPS).err
    configured("id: TOY-1-keepign, reason: heirlooms")
    result = check(GAPS)
    assert result.code == 2 and "gapcheck.yaml:3:10: no requirement has the id 'TOY-1-keepign', did you mean 'TOY-1-keeping'?" in result.err


def test_waived_gaps_are_not_written_to_a_baseline() -> None:
    result = check(comment(f"allow TOY-1-keeping -- {REASON}") + GAPS, "policy.md", "--write-baseline", "base.json")
    assert result.code == 0 and [gap["id"] for gap in json.loads(Path("base.json").read_text())["gaps"]] == ["TOY-3-summary"]
    assert "no gap any more" not in check(comment(f"allow TOY-1-keeping -- {REASON}") + GAPS, "policy.md", "--baseline", "base.json").out
    assert check(comment("allow TOY-1-keeping") + GAPS, "policy.md", "--write-baseline", "base.json").code == 2


@pytest.mark.parametrize("name", ["shop-notice/policy.md", "small-saas-short/policy.txt"])
def test_the_comment_changes_no_verdict_on_a_whole_policy(name: str) -> None:
    said = "allow GDPR-99 -- you may object; we keep your personal data for two years; we never sell it; we sell it; write to a@b.example"
    text = (ROOT / "fixtures" / name).read_text()

    def judged(text: str) -> list[tuple[str, str]]:
        path = Path(name).name
        Path(path).write_text(text)
        data = json.loads(gapcheck("--law", "all", "--as-of", "2026-11-22", "-f", "json", path).out)
        return [(one["id"], one["status"]) for one in data["documents"][0]["findings"]]

    assert judged(comment(said, name) + "\n" + text) == judged(text + "\n" + comment(said, name)) == judged(text)


def test_the_matrix_counts_a_waived_gap_apart() -> None:
    Path("other.md").write_text(GAPS)
    shown = check(comment(f"allow TOY-1-keeping -- {REASON}") + GAPS, "policy.md", "-f", "matrix", "other.md").out
    counted = {line.split()[1]: line.split()[2:] for line in shown.splitlines() if line.split()[1:2] in (["policy.md"], ["other.md"])}
    assert "miss conf part met n.a. waiv." in shown
    assert counted == {"other.md": [".", "1", ".", "2", "1", "."], "policy.md": [".", ".", ".", "2", "1", "1"]}
    assert "retention Cw" in " ".join(shown.replace("toy", "").split()) and "w: waived or known" in " ".join(shown.split())
    assert "waiv." not in check(GAPS, "policy.md", "-f", "matrix").out
