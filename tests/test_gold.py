"""Verdicts on real policies that lawyers' readings exist for: run where the labelled policies lie beside the project."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT
from figures import Cell, kappa, missing, right

from gapcheck.engine import check
from gapcheck.loader import find_rules, load_checks, load_packs
from gapcheck.reading import read_path, read_text
from gapcheck.rule import COMMON

SHARED = ROOT.parent / "shared"
present = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared not present")


def verdicts(name: str) -> list[Cell]:
    """Return every labelled requirement of every policy in a gold file, with the verdict on it."""
    cells = []
    checks = load_checks(find_rules())
    for line in (SHARED / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        findings = check(read_text(row["text"], row["doc_id"], "text"), (*load_packs(find_rules(), row["laws"]), *checks))
        given = {finding.requirement.id: finding for finding in findings}
        cells += [Cell(row["doc_id"], id, status, given[id].status, given[id].confidence) for id, status in row["status"].items()]
    return cells


@present
@pytest.mark.parametrize("law", ["gdpr", "ccpa", "pipa"])
def test_the_policies_the_project_began_from(law: str) -> None:
    assert right(verdicts(f"seeds-{law}")).value >= 0.85


@present
@pytest.mark.parametrize(("law", "least_kappa", "least_f1"), [("gdpr", 0.70, 0.88), ("ccpa", 0.65, 0.85), ("pipa", 0.65, 0.85)])
def test_policies_judged_by_two_readers(law: str, least_kappa: float, least_f1: float) -> None:
    cells = verdicts(f"{law}-dev")
    assert kappa(cells) >= least_kappa
    assert missing(cells).f1 >= least_f1


@present
def test_every_real_policy_is_read_and_quoted_exactly() -> None:
    packs = load_packs(find_rules(), ["gdpr"])
    files = sorted([*(SHARED / "corpora/raw/md").iterdir(), *(SHARED / "corpora/raw/txt").iterdir()])[::4]
    assert len(files) > 30
    for file in files:
        document = read_path(str(file))
        for finding in check(document, packs):
            for proof in finding.evidence:
                assert 0 <= proof.span.start <= proof.match.start < proof.match.end <= proof.span.end <= len(document.text), file


# What a lawyer who read them whole found, with confidence; besides, only what is unsure may be reported.
CONTRADICTIONS = {
    "plexus": {"XC-01", "XC-09", "XC-12", "XC-45"},
    "plumstack": {"XC-06", "XC-11", "XC-21", "XC-23", "XC-36", "XC-41", "XC-43", "XC-44", "XC-45"},
    "pluto-micro": {"XC-08", "XC-19", "XC-21"},
    "plutoport": set(),
    "plutro": set(),
}


@present
@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_contradictions_of_the_policies_the_project_began_from(name: str) -> None:
    packs = (*load_packs(find_rules(), ["all"]), *load_checks(find_rules()))
    found = [one for one in check(read_path(str(SHARED / "seeds" / f"{name}.txt")), packs, "2026-11-22") if one.requirement.law == COMMON]
    assert {one.requirement.id for one in found if one.confidence != "low"} == CONTRADICTIONS[name]


@present
def test_pairs_that_people_judged_to_be_no_contradiction_are_not_reported() -> None:
    """At most one in ten of them, and a pair counts as reported where one finding quotes from both passages."""
    checks = load_checks(find_rules())
    judged = reported = 0
    for line in (SHARED / "corpora" / "contradictions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        document = read_text(row["text"], row["doc_id"], "text")
        quotes = [
            [" ".join(document.text[proof.span.start : proof.span.end].split()) for proof in one.evidence]
            for one in check(document, checks)
        ]
        for pair in row["pairs"]:
            if not pair["label"] and pair["a"] != pair["b"]:
                sides = [" ".join(pair[side].split()) for side in ("a", "b")]
                judged += 1
                reported += any(all(any(quote in side or side in quote for quote in one) for side in sides) for one in quotes)
    assert judged > 100 and reported * 10 <= judged
