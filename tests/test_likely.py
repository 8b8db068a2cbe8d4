"""A text that is hardly a privacy policy is judged, and the report says what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, gapcheck

AGREEMENT = "Data Processing Agreement\n"
RECIPE = (
    "Stir the flour into the milk, add two eggs and a little salt, and let it rest. Bake it in a hot pan until it is brown on both sides. "
)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (AGREEMENT, "the text has only 3 words: it may be no privacy policy, or the wrong part of one"),
        (RECIPE, "the text speaks neither of privacy nor of personal data: it may be no privacy policy"),
    ],
)
def test_it_is_said(tmp_path: Path, text: str, note: str) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(text, encoding="utf-8")
    result = gapcheck("--law", "gdpr", path)
    assert f"note: {note}" in " ".join(result.out.split())
    assert result.code == 1, "it is judged all the same"
    assert note in json.loads(gapcheck("--law", "gdpr", "--format", "json", path).out)["documents"][0]["notes"]


def test_nothing_is_said_of_policies() -> None:
    policies = sorted(ROOT.glob("fixtures/*/policy.*"))
    read = json.loads(gapcheck("--law", "gdpr", "--format", "json", *policies).out)["documents"]
    assert len(read) == len(policies) > 9
    assert [one["path"] for one in read if any("no privacy policy" in note for note in one["notes"])] == []
