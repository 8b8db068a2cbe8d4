"""--closest: for what is missing, a place to read, as a user sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import gapcheck

# The wording of the first is no rule's; the others are about other things.
NOTICE = """# Privacy notice

Sample Ltd is glad that you are here. Our shop sells chairs and tables.

## What you can do

If you think we are handling your data unfairly, tell the authority that watches over data protection where you live: complain there at any time.

## Cookies

There are no cookies here.
"""
LETTER = "Dear all, the summer party is on the ninth of June. Bring something to eat.\n"


@pytest.fixture(autouse=True)
def _policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notice.md").write_text(NOTICE)
    Path("letter.txt").write_text(LETTER)


def finding(id: str, *argv: str) -> dict[str, object]:
    data = json.loads(gapcheck("--law", "gdpr", "--format", "json", *argv).out)
    return next(one for one in data["documents"][0]["findings"] if one["id"] == id)


def test_the_passage_is_quoted_with_its_place_and_changes_no_verdict() -> None:
    plain, asked = finding("GDPR-13-2-d", "notice.md"), finding("GDPR-13-2-d", "notice.md", "--closest")
    assert "closest" not in plain and asked["status"] == plain["status"] == "missing"
    near = asked.pop("closest")
    assert asked == plain
    assert near["line"] == 7 and near["quote"].startswith("If you think we are handling")  # type: ignore[index]


def test_the_table_and_the_page_say_that_it_is_to_be_read() -> None:
    result = gapcheck("--law", "gdpr", "--closest", "--width", "200", "notice.md", "--output", "page.html")
    assert "closest passage (line 7), to be read:" in " ".join(result.out.split())
    assert result.code == gapcheck("--law", "gdpr", "notice.md").code == 1
    page = Path("page.html").read_text()
    assert "The passage that comes closest" in page and "it was not taken for the disclosure" in page
    assert "comes closest" not in gapcheck("--law", "gdpr", "notice.md", "--format", "html").out


def test_where_nothing_is_near_nothing_is_said() -> None:
    assert "closest passage" not in gapcheck("--law", "gdpr", "--closest", "letter.txt").out


def test_what_makes_a_duty_due_is_not_called_closest_too() -> None:
    Path("ads.md").write_text("# Privacy\n\nWe use your address for direct marketing purposes.\n")
    found = finding("GDPR-21-2", "ads.md", "--closest")
    assert found["status"] == "missing" and found["evidence"] and "closest" not in found


def test_it_is_the_same_in_processes_and_when_recalled() -> None:
    asked = ("--law", "gdpr", "--closest", "--format", "json", "notice.md", "letter.txt")
    alone = gapcheck(*asked).out
    assert '"closest"' in alone
    assert gapcheck(*asked, "--cache").out == gapcheck(*asked, "--cache").out == alone
    assert "closest" not in gapcheck(*asked[:2], *asked[3:], "--cache").out
    assert gapcheck(*asked, "--jobs", "2").out == alone


def test_a_format_without_a_place_for_it_says_so() -> None:
    result = gapcheck("--law", "gdpr", "--closest", "--format", "concise", "notice.md")
    assert result.code == 2 and "--closest has no place in concise; it goes with html, json, table" in result.err
