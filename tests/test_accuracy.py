"""How accuracy is measured, on tables small enough to reckon by hand, and what `explain` says of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import accuracy
import accuracy_page
import pytest
from accuracy_page import ByHand, page
from accuracy_parts import Measured, figure, kept_by_hand, read_by_hand, summary
from accuracy_tables import Tripped
from conftest import ROOT, TOY_RULES, check, gapcheck, pack, requirement
from corpora import Corpus, Judge, Pair, Trip, gold, load
from figures import Cell, Share, at_most, balanced, by, calibration, confusions, found, halves, kappa, missing, policies, right, too_sure

from gapcheck.loader import find_rules, load_checks, load_packs


def cells(*rows: str) -> list[Cell]:
    """Return cells of "policy id gold given [confidence]"."""
    words = [row.split() for row in rows]
    return [Cell(*row, *["high"][len(row) - 4 :]) for row in words]


def labels(there: int, absent: int, missed: int, invented: int, id: str = "A") -> list[Cell]:
    """Return labels of presence with so many verdicts: right ones of both kinds, disclosures not found, and found where none is."""
    kinds = [("present", "met", there), ("absent", "missing", absent), ("present", "missing", missed), ("absent", "partial", invented)]
    return [Cell(f"{gold}{given}{n}", id, gold, given, "high") for gold, given, times in kinds for n in range(times)]


FOUR = cells("p A met met", "p B missing missing low", "q A partial met", "q B not-applicable missing medium")


# --- measuring ---


def test_missing_is_the_positive_class_and_a_conflict_is_found() -> None:
    side = missing(labels(there=6, absent=3, missed=1, invented=2))
    assert (side.precision, side.recall) == (Share(3, 4), Share(3, 5))
    assert side.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)
    assert found(labels(6, 3, 1, 2)).precision == Share(6, 8)
    assert missing(cells("p A conflict conflict", "p B missing conflict", "p C undecided not-applicable")).recall == Share(1, 2)
    assert missing([]).f1 == 0 and missing(labels(3, 0, 0, 0)).f1 == 0


def test_right_is_the_very_status_or_what_the_label_says() -> None:
    assert right(FOUR) == Share(2, 4)
    assert right(labels(there=6, absent=3, missed=1, invented=2)) == Share(9, 12)
    assert confusions(FOUR) == [("not-applicable", "missing", 1), ("partial", "met", 1)]
    assert policies(FOUR) == 2


def test_kappa_takes_out_chance() -> None:
    # agreement 3/4; chance (2 of 4 * 3 of 4) + (2 of 4 * 1 of 4) = 1/2
    assert kappa(cells("p A met met", "q A met met", "r A missing met", "s A missing missing")) == pytest.approx(0.5)
    assert kappa(cells("p A met met")) == 1.0
    assert kappa([]) == 0.0


def test_balanced_leaves_out_requirements_that_nearly_all_policies_answer_alike() -> None:
    one = labels(5, 5, 0, 0, "A")
    assert balanced(one + labels(50, 4, 0, 0, "B")) == (1.0, 1)
    always = labels(there=5, absent=0, missed=0, invented=5, id="C")  # F1 of missing 0, of found 2/3
    assert balanced(always) == (pytest.approx(1 / 3), 1)
    assert balanced(one + always) == (pytest.approx(2 / 3), 2)
    assert balanced(labels(4, 4, 0, 0)) == (0.0, 0)


def test_halves_are_the_same_whatever_the_order_and_share_no_policy() -> None:
    rows = [Cell(f"p{n}", id, "met", "met", "high") for n in range(9) for id in "AB"]
    first, second = halves(rows)
    assert (policies(first), policies(second)) == (5, 4)
    assert sorted(first + second) == sorted(rows)
    assert not {cell.policy for cell in first} & {cell.policy for cell in second}
    assert sorted(halves(rows[::-1])[0]) == sorted(first)


def test_calibration_and_what_is_too_sure() -> None:
    assert calibration(FOUR) == {"high": Share(1, 2), "low": Share(1, 1), "medium": Share(0, 1)}
    assert calibration(FOUR + cells("r A met undecided")) == calibration(FOUR)
    listed = too_sure(FOUR + cells("r C met undecided"))
    assert [(one.id, one.confidence, one.right) for one in listed] == [("A", "high", Share(1, 2)), ("B", "medium", Share(0, 1))]
    assert listed[1].chance == pytest.approx(0.15)
    assert listed[0].chance == pytest.approx(1 - 0.97**2)
    assert at_most(Share(3, 3), 0.97) == pytest.approx(1)
    assert too_sure([Cell(str(n), "A", "met", "met", "high") for n in range(33)] + cells("x A met partial")) == []  # 33 of 34 is 97.06 %


def test_labels_are_read_as_they_are_scored() -> None:
    row = {"present": ["A"], "absent": ["B"], "status": {"C": "N/A", "D": "Met", "E": "na"}}
    assert gold(row) == {"A": "present", "B": "absent", "C": "not-applicable", "D": "met", "E": "not-applicable"}


def test_a_labelled_file_is_measured_with_the_program_itself(tmp_path: Path) -> None:
    rows = [
        {"doc_id": "one", "laws": ["gdpr"], "text": "We keep your data for two years.", "status": {"GDPR-13-2-a": "met", "GDPR-99": "met"}},
        {"doc_id": "two", "laws": ["gdpr"], "text": "We like people.", "present": [], "absent": ["GDPR-13-2-a"]},
        {"doc_id": "three", "laws": ["gdpr"], "text": "No labels here.", "pairs": []},
    ]
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (corpus,) = load(path)
    assert (corpus.name, corpus.law, corpus.whole, corpus.seeds, len(corpus.rows)) == ("mine", "gdpr", True, False, 2)
    got, _ = Judge().cells(corpus)
    assert [(cell.id, cell.given) for cell in got][1:] == [("GDPR-99", "not implemented"), ("GDPR-13-2-a", "missing")]
    assert got[0].said and not got[1].said


def test_what_a_text_trips_is_told_by_its_check() -> None:
    text = "We never share your personal information with anyone.\n\nWe share your personal information with our affiliates."
    _, trips = Judge().cells(Corpus("x", "gdpr", [{"doc_id": "a", "text": text, "laws": ["gdpr"], "status": {}}]))
    assert "XC-10" in {trip.check for trip in trips}


# --- the page ---


def test_figures_as_they_are_printed() -> None:
    assert (figure(0.9754), figure(1), figure(0)) == (".975", "1.000", ".000")
    assert (str(Share(3, 4)), str(Share(0, 0)), Share(0, 0).value) == ("3/4", "-", 0.0)


def test_a_file_kept_by_hand_gives_its_table_and_goes_into_the_page_without_its_title() -> None:
    text = "# Title\n\nIntroduction.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- said\n\n## More\n\n| c |\n|---|\n| 3 |\n"
    rows, shown = kept_by_hand(text)
    assert rows == [["1", "2"]]
    assert shown[0] == "| a | b |" and "### More" in shown and "- said" in shown and "# Title" not in shown
    assert read_by_hand("# T\n\n| check | read | true |\n|---|---|---|\n| XC-01 | 6 | 5 |\n") == {"XC-01": Share(5, 6)}
    assert kept_by_hand("# Only a title\n") == ([], [])


UNSEEN = "# U\n\n| law | set | policies | verdicts | exact | kappa |\n|---|---|---|---|---|---|\n| toy | 1 | 3 | 100 | .900 | .8 |\n| toy | 2 | 1 | 300 | .800 | .7 |\n"
CHECKS = "# C\n\n| check | read | true | others |\n|---|---|---|---|\n| XC-01 | 6 | 5 | |\n| XC-02 | 2 | 0 | |\n"


def small_page() -> str:
    toy = pack(requirement("A"), requirement("B", confidence="medium"), requirement("C"))
    checks = pack(law="common")._replace(checks=(check("XC-01"), check("XC-02"), check("XC-03"), check("XC-04")))
    measured = [Measured("toy-dev", "toy", 2, True, False, FOUR), Measured("public", "toy", 12, False, False, labels(6, 3, 1, 2))]
    trips = [Trip("XC-01", "high", "t1"), Trip("XC-01", "high", "t1"), Trip("XC-02", "low", "t2")]
    pairs = [Pair(True, frozenset({"XC-04"})), Pair(False, frozenset())]
    return page(
        measured,
        (toy, checks),
        Tripped([*trips, Trip("XC-04", "high", "t1")], 9, pairs),
        ByHand(UNSEEN, "# T\n\n## Causes\n", CHECKS),
        "2026-01-31",
    )


def test_the_page_holds_the_figures() -> None:
    text = small_page()
    for line in (
        "Measured on 2026-01-31.",
        "| toy | 2 | 4 | 400 | .825 | .800 | .900 |",  # by hand: (90 + 240) / 400
        "| toy-dev | toy | 2 | 4 | 2 | .500 | .333 | 1.000 | 1.000 | 1.000 | - | `make accuracy SETS=toy-dev` |",
        "| toy | high | 1/2 = 50.0% | - | 1/2 = 50.0% | 0 | 97% | no |",
        "| [A](#a) | high | 1/2 | 0.06 | 9/12 |",
        "| [B](#b) | medium | 0/1 | 0.15 | - |",
        "2 requirements, of which 0 have a confidence that is too high by the evidence.",
        "| toy | 2 of 4 | not-applicable as missing 1, partial as met 1 |",
        "| toy | 3 of 12 | absent as partial 2, present as missing 1 |",
        "### Causes",
        '| <a id="a"></a>[A](rules/toy.md#a) | high | - | - | 1/2 | 3/4 | 3/5 | 9/12 |',
        "Nothing labelled: C.",
        '| <a id="xc-01"></a>[XC-01](rules/conflicts.md#xc-01) | medium | 1 | - | 5/6 |',
        "- of 1 pairs of passages that people judged to contradict each other, 1 are quoted together by a finding (XC-04)",
        "- of 1 pairs of passages that people judged to be no contradiction, 0 are quoted together by a finding",
        "- Seen to report something true on a real policy (2): XC-01, XC-04.",
        "- Reported on real policies, but never yet read and found true (1): XC-02.",
        "- Never reported on a real policy, so known from their own examples only (1): XC-03.",
    ):
        assert line in text, line


def test_the_page_is_the_same_every_time_but_for_the_day() -> None:
    assert small_page() == small_page()
    assert small_page().count("2026-01-31") == 1


def test_what_explain_reads_is_written_in_one_line_for_each_id() -> None:
    measured = [Measured("toy-dev", "toy", 2, True, False, FOUR), Measured("public", "toy", 12, False, False, labels(6, 3, 1, 2))]
    text = accuracy.figures_file(measured, {"XC-01": Share(5, 6)}, "2026-01-31")
    assert json.loads(text) == {"measured": "2026-01-31", "counts": {"A": [1, 2, 9, 12], "B": [1, 2, 0, 0], "XC-01": [5, 6]}}
    assert text.count("\n") == 8


def test_without_labelled_policies_it_says_that_there_is_nothing_to_measure(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "bench", tmp_path / "project" / "bench")
    command = [sys.executable, str(tmp_path / "project" / "bench" / "accuracy.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)})
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing to measure" in done.stdout
    done = subprocess.run([*command, "gdpr-dev"], cwd=ROOT, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == 1 and "no labelled policies of this name: gdpr-dev" in done.stderr


# --- what is published ---


def test_the_published_figures_are_of_rules_that_there_are_and_each_has_its_place_on_the_page() -> None:
    rules = find_rules()
    known = {rule.id for one in (*load_packs(rules, ["all"]), *load_checks(rules)) for rule in (*one.requirements, *one.checks)}
    counts = json.loads((ROOT / "rules" / "accuracy.json").read_text(encoding="utf-8"))["counts"]
    text = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert len(counts) > 100
    for id, row in counts.items():
        assert id in known, id
        assert f'<a id="{id.lower()}"></a>' in text, id
        assert all(part <= whole for part, whole in zip(row[::2], row[1::2], strict=True)), id


def test_the_published_page_has_what_is_kept_by_hand() -> None:
    text = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    for name in ByHand._fields[:2]:
        for line in kept_by_hand((ROOT / "docs" / "accuracy" / f"{name}.md").read_text(encoding="utf-8"))[1]:
            assert line in text, f"docs/accuracy.md is older than docs/accuracy/{name}.md: make accuracy"


def test_summary_has_a_figure_for_every_column() -> None:
    assert len(summary(Measured("x", "toy", 2, True, False, FOUR))) == len(accuracy_page.COLUMNS)
    assert list(by(FOUR, lambda cell: cell.policy)) == ["p", "q"]


# --- explain ---


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    shutil.copytree(TOY_RULES, tmp_path / "rules")
    return tmp_path / "rules"


def test_explain_says_how_often_a_requirement_was_right(rules: Path) -> None:
    assert "accuracy:" not in gapcheck("explain", "TOY-1-keeping", "--rules", rules).out
    counts = {"TOY-1-keeping": [14, 15, 160, 172], "TOY-1-contact": [3, 4, 0, 0], "TOY-2-lending": [0, 0, 5, 6]}
    (rules / "accuracy.json").write_text(json.dumps({"measured": "2026-01-31", "counts": counts}))
    for id, said in {
        "TOY-1-keeping": "right on 14 of 15 policies judged for it; agrees with 160 of 172 public labels (2026-01-31; "
        "rules were tuned on these: docs/accuracy.md#toy-1-keeping)",
        "TOY-1-contact": "accuracy: right on 3 of 4 policies judged for it (2026-01-31;",
        "TOY-2-lending": "accuracy: agrees with 5 of 6 public labels (2026-01-31;",
    }.items():
        result = gapcheck("explain", id, "--rules", rules)
        assert (result.code, result.err) == (0, "")
        assert said in " ".join(result.out.split())
    assert "accuracy:" not in gapcheck("explain", "TOY-4-no-smashing", "--rules", rules).out


def test_explain_says_how_many_findings_of_a_check_were_true() -> None:
    said = " ".join(gapcheck("explain", "XC-01").out.split())
    assert "findings that were read on real policies are true (2" in said and "docs/accuracy.md#xc-01)" in said


@pytest.mark.parametrize("text", ["{", "[]", '{"counts": {"TOY-1-keeping": 3}, "measured": ""}', '{"counts": {"TOY-1-keeping": [1]}}'])
def test_figures_that_are_damaged_are_a_sentence(rules: Path, text: str) -> None:
    (rules / "accuracy.json").write_text(text)
    result = gapcheck("explain", "TOY-1-keeping", "--rules", rules)
    assert (result.code, result.out) == (2, "")
    assert "accuracy.json" in result.err and "internal" not in result.err
