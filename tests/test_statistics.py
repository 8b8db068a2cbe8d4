"""--statistics: counts per law, and which requirements the most policies miss, as a user sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, gapcheck, toy

MET = "You may write to us at any time. We keep your toys for two years. In short, they are safe.\n"
GAPS = "You may write to us at any time.\nWe keep your toys forever.\n"


@pytest.fixture(autouse=True)
def _policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the current folder one with policies: of three, one has no gap and two keep toys forever."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"a.txt": GAPS, "b.txt": MET, "c.md": f"<!-- gapcheck: allow TOY-3-summary -- later -->\n\n{GAPS}"}.items():
        Path(name).write_text(text)


def rows(shown: str) -> list[list[str]]:
    return [line.split() for line in shown[shown.index("Statistics of") :].splitlines() if line.strip() and "---" not in line]


def test_laws_and_requirements_are_counted_after_the_report() -> None:
    plain, result = toy("."), toy(".", "--statistics")
    assert result.code == plain.code == 1 and result.out.startswith(plain.out.rstrip("\n"))
    said = rows(result.out)
    assert said[0] == ["Statistics", "of", "3", "policies"]
    # policies, with gaps, missing, conflict, partial, undecided, met, not applicable, excused
    assert ["toy", "3", "2", "1", "2", ".", ".", "8", "3", "1"] in said
    assert [line[:6] for line in said if "/" in line[0]] == [
        ["2/3", ".", "2", ".", "high", "TOY-1-keeping"],
        ["1/3", "1", ".", ".", "advice", "TOY-3-summary"],
    ]
    assert "waived or known from a baseline" in " ".join(result.out.split())


@pytest.mark.parametrize("format", ["matrix", "concise", "hook"])
def test_other_formats_have_them_too(format: str) -> None:
    result = toy(".", "--statistics", "--format", format)
    assert result.out.startswith(toy(".", "--format", format).out) and "2/3" in result.out
    assert toy("b.txt", "--statistics", "--format", "concise").out.endswith("No policy has a gap.\n")


def test_json_has_them_under_a_key_of_their_own() -> None:
    Path("broken.txt").write_bytes(b"")
    data = json.loads(toy(".", "--statistics", "--format", "json").out)
    assert "statistics" not in json.loads(toy(".", "--format", "json").out)
    found = data["statistics"]
    assert (found["policies"], found["not_checked"]) == (4, 1)
    (law,) = found["laws"]
    assert (law["law"], law["policies"], law["with_gaps"], law["excused"]) == ("toy", 3, 2, 1)
    assert law["findings"]["conflict"] == 2 and sum(law["findings"].values()) + law["excused"] == 15
    assert [(one["id"], one["policies"], one["checked"], one["conflict"]) for one in found["requirements"]] == [
        ("TOY-1-keeping", 2, 3, 2),
        ("TOY-3-summary", 1, 3, 0),
    ]


def test_files_have_them_and_quiet_prints_nothing() -> None:
    assert toy(".", "--statistics", "--quiet", "-o", "r.txt", "-o", "r.json") == (1, "", "")
    assert "2/3" in Path("r.txt").read_text() and "statistics" in json.loads(Path("r.json").read_text())


def test_a_format_without_a_place_for_them_says_so() -> None:
    result = toy(".", "--statistics", "--format", "sarif")
    assert result.code == 2 and "--statistics has no place in sarif; it goes with concise, hook, json, matrix, table" in result.err
    assert "does not go with 'diff'" in gapcheck("diff", "--statistics", "a.txt", "b.txt").err


@pytest.mark.parametrize("width", [60, 100])
def test_they_fit_the_width(width: int) -> None:
    shown = gapcheck("--law", "all", ROOT / "fixtures", "-f", "matrix", "--statistics", "--width", width).out
    said = shown[shown.index("Statistics of") :]
    assert max(map(len, said.splitlines())) <= max(width, 80)
    shares = [int(line.split("/")[0]) for line in said.splitlines() if "/" in line[:8]]
    assert shares == sorted(shares, reverse=True) and len(shares) > 50
