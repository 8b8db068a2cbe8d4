"""Rules of one's own: added to those built in, installed as packages, begun from a template, pinned."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, TOY_RULES, Result, gapcheck
from jsonschema import Draft202012Validator
from rules_for_tests import PACK, RULE

from gapcheck import cli, installed, loader, newrule, selftest
from gapcheck.ruleplaces import over
from gapcheck.selftest import plain
from gapcheck.strictyaml import read

EXAMPLES = ROOT / "docs" / "examples"
CHECK = """
id: XC-ACME-1
title: Two names of the company
severity: low
summary: The names that the company has.
believes: Either.
remedy: Use one.
feeds: [PIPA-5-3]
sides:
  holding:
    says: that it is the holding
    any: [Acme Holding]
  trading:
    says: that it is the trading company
    any: [Acme Trading]
examples:
  conflict: [We are Acme Holding. We are Acme Trading.]
  silent: [We are Acme Holding.]
"""
GAPS = "We keep toys for 7 years.\n"


@pytest.fixture
def built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with the toy law as the only one built in."""
    place = tmp_path / "built-in"
    shutil.copytree(TOY_RULES, place)
    for schema in (ROOT / "rules").glob("*.json"):
        shutil.copy(schema, place)
    find = loader.find_rules

    def toy(given: str | None = None) -> str:
        return over(find_given(given), str(place)) if given else str(place)

    def find_given(given: str) -> str:
        return given if os.path.isdir(given) else find(given)

    for module in (cli, installed, loader, newrule, selftest):
        monkeypatch.setattr(module, "find_rules", toy)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    Path("policy.txt").write_text(GAPS)
    return place


def put(**files: str) -> None:
    """Write files into the folder `own`; `__` in a name stands for a slash."""
    for name, text in files.items():
        path = Path("own") / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def own_law(law: str = "own", rule: str = RULE) -> None:
    put(**{f"{law}__pack": PACK.replace("law: toy", f"law: {law}").replace("toy-act", f"{law}-act"), f"{law}__1-retention": rule})


def found(*words: object) -> dict[str, str]:
    """Return the status of each requirement."""
    data = json.loads(gapcheck("--rules", "own", "--format", "json", "policy.txt", *words).out)
    return {one["id"]: one["status"] for one in data["documents"][0]["findings"]}


def versions(*words: object) -> dict[str, str]:
    data = json.loads(gapcheck("--rules", "own", "--format", "json", "policy.txt", *words).out)
    return {one["law"]: one["pack"] for one in data["packs"]}


# --- own rules over those built in ---


def test_a_law_is_added_and_may_use_the_lists_built_in(built_in: Path) -> None:
    own_law(rule=RULE.replace("TOY-1", "OWN-1").replace("{number} (day|days)", "{number} {period-unit}"))
    terms = built_in / "common" / "terms.yaml"
    terms.write_text(terms.read_text() + "\nperiod-unit: [(day|days|year|years)]\n")
    assert found("--law", "own") == {"OWN-1": "met"}
    assert set(found("--law", "all")) > {"OWN-1", "TOY-1-contact"} and "OWN-1" not in found("--law", "toy")
    assert versions("--law", "all") == {"own": "1", "toy": "1.2"}
    assert (
        gapcheck("selftest", "--rules", "own").out
        == "gapcheck selftest: 1 requirements and checks, 2 examples in own: all as they should be\n"
    )
    shown = gapcheck("rules", "--rules", "own").out
    assert "OWN-1" in shown and "TOY-1-contact" in shown
    assert "OWN-1" in gapcheck("explain", "own-1", "--rules", "own").out


def test_a_list_or_claim_of_a_law_goes_before_the_shared_ones(built_in: Path) -> None:
    own_law(rule=RULE.replace("TOY-1", "OWN-1").replace("{number} (day|days)", "{period-unit}"))
    terms = built_in / "common" / "terms.yaml"
    terms.write_text(terms.read_text() + "\nperiod-unit: [(day|days)]\n")
    assert found("--law", "own") == {"OWN-1": "missing"}
    put(own__terms="period-unit: [(year|years)]")
    assert found("--law", "own") == {"OWN-1": "met"}
    put(common__terms="period-unit: [(month|months)]")  # in one place, a name stands once
    result = gapcheck("--rules", "own", "--law", "own", "policy.txt")
    assert result.code == 2 and "own/own/terms.yaml:1:1: 'period-unit' stands in own/common/terms.yaml already" in result.err


def test_a_requirement_of_the_same_id_takes_the_place_of_the_one_built_in(built_in: Path) -> None:
    before = found_built_in()
    rule = next(built_in.glob("toy/1-keeping.yaml")).read_text()
    put(toy__1_keeping=rule.replace("severity: ", "severity: low #"), toy__9_tone=RULE.replace("TOY-1", "TOY-9"))
    Path("own/toy/1_keeping.yaml").rename("own/toy/1-keeping.yaml")
    Path("own/toy/9_tone.yaml").rename("own/toy/9-tone.yaml")
    data = json.loads(gapcheck("--rules", "own", "--law", "toy", "--format", "json", "policy.txt").out)
    findings = {one["id"]: one for one in data["documents"][0]["findings"]}
    assert set(findings) == before | {"TOY-9"} and findings["TOY-1-keeping"]["severity"] == "low"
    assert list(findings)[-1] == "TOY-9"  # in the order of the file names, wherever they are
    assert data["documents"][0]["laws"] == [{"law": "toy", "pack": "1.2+own"}]
    assert gapcheck("selftest", "--rules", "own").out.startswith("gapcheck selftest: 2 requirements and checks, ")
    assert gapcheck("selftest", "--rules", "own", "--law", "toy").out.startswith("gapcheck selftest: 6 requirements and checks, ")


def found_built_in() -> set[str]:
    data = json.loads(gapcheck("--law", "toy", "--format", "json", "policy.txt").out)
    return {one["id"] for one in data["documents"][0]["findings"]}


def test_a_pack_file_replaces_the_pack_whole(built_in: Path) -> None:
    own_law("toy")
    assert found("--law", "toy") == {"TOY-1": "missing"} and versions("--law", "toy") == {"toy": "1"}


def test_a_shared_list_of_ones_own_holds_for_the_rules_built_in_too_and_they_are_tested(built_in: Path) -> None:
    terms = built_in / "common" / "terms.yaml"
    terms.write_text(terms.read_text() + "\nto-keep: [(keep|store)]\n")
    rule = built_in / "toy" / "9-keeping.yaml"
    rule.write_text(RULE.replace("TOY-1", "TOY-9").replace("(keep|kept)", "{to-keep}"))
    put(common__terms="to-keep: [(keep|retain)]")
    tried = gapcheck("selftest", "--rules", "own")
    assert tried.code == 0 and " in own, and what uses the lists and claims it replaces: all as they should be" in tried.out
    assert versions("--law", "toy") == {"toy": "1.2+own"}
    put(common__terms="to-keep: [retain]")
    tried = gapcheck("selftest", "--rules", "own")
    assert tried.code == 2 and f"{rule}:" in tried.err and "this example should be met but is missing" in tried.err
    put(common__terms="to-keep: [(keep|retain)]\nspare: [x]")
    assert "own/common/terms.yaml:2:1: the list 'spare' is used nowhere" in gapcheck("selftest", "--rules", "own").err


def test_a_claim_of_one_law_is_tested_with_the_rules_that_use_it(built_in: Path) -> None:
    (built_in / "toy" / "claims.yaml").write_text("keeps: {any: [we keep data]}\n")
    rule = built_in / "toy" / "9-keeping.yaml"
    rule.write_text(
        RULE.replace("TOY-1", "TOY-9")
        .replace("any: ['(keep|kept) ... {number} (day|days)']", "use: keeps")
        .replace("We keep your data for 30 days", "We keep data")
    )
    assert gapcheck("selftest", "--law", "toy").code == 0
    put(toy__claims="keeps: {any: [we store data]}")
    tried = gapcheck("selftest", "--rules", "own")
    assert tried.code == 2 and f"{rule}:16:1: TOY-9: this example should be met but is missing" in tried.err
    assert versions("--law", "toy") == {"toy": "1.2+own"}


def test_a_folder_that_stands_alone_has_nothing_built_in(built_in: Path) -> None:
    shutil.copytree(TOY_RULES, "own")
    shutil.move("own/toy", "own/alone")
    pack = Path("own/alone/pack.yaml")
    pack.write_text(pack.read_text().replace("law: toy", "law: alone"))
    assert versions("--law", "all") == {"alone": "1.2"}
    assert "no rules for this law" in gapcheck("--rules", "own", "--law", "toy", "policy.txt").err
    os.unlink("own/standalone")
    pack.write_text(pack.read_text().replace("[toyland, tpa]", "[]"))
    assert versions("--law", "all") == {"alone": "1.2", "toy": "1.2+own"}  # its own shared lists hold for both


def test_a_check_of_ones_own_is_made_beside_those_built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(common__conflicts__check=CHECK)
    Path("own/common/conflicts/check.yaml").rename("own/common/conflicts/xc-acme-1-names.yaml")
    Path("policy.txt").write_text("We are Acme Holding. We are Acme Trading.\n")
    data = json.loads(gapcheck("--rules", "own", "--law", "pipa-ab", "--format", "json", "policy.txt").out)
    assert "XC-ACME-1" in [one["id"] for one in data["documents"][0]["findings"]]
    assert [one["pack"] for one in data["packs"]] == ["2026.11", "2026.11+own"]
    assert gapcheck("selftest", "--rules", "own").out.startswith("gapcheck selftest: 1 requirements and checks, 2 examples in own")
    put(common__conflicts__check=CHECK.replace("PIPA-5-3", "PIPA-5-33"))
    Path("own/common/conflicts/check.yaml").rename("own/common/conflicts/xc-acme-1-names.yaml")
    assert "feeds: no requirement has the id 'PIPA-5-33', did you mean 'PIPA-5-3'?" in gapcheck("selftest", "--rules", "own").err


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"tyo__1-retention": RULE}, "own/tyo: has no pack.yaml, which the rules of a new law need, and no other rules are for a law of this name, did you mean 'toy'?"),
        ({"pack": PACK}, "own: is a pack: name the folder it is in"),
        ({"own__pack": PACK.replace("law: toy", "law: own"), "own__1-retention": RULE.replace("TOY-1", "OWN-1")}, ""),
        ({"toy__1-retention": RULE.replace("{number}", "{nmber}")}, "own/toy/1-retention.yaml:14:28: no list is called {nmber}, did you mean 'number'?"),
        ({"own__pack": PACK.replace("law: toy", "law: own").replace("toy-act", "tpa"), "own__1-retention": RULE}, "own/own/pack.yaml:1:1: the name 'tpa' is taken: toy is called so too"),
        ({"README": "x: y"}, "own: holds no rules"),
        ({"toy__9-a": RULE.replace("TOY-1", "TOY-9-a"), "9-b": RULE}, "own/9-b.yaml: is a rule where none are looked for: put it in the folder of its law"),
        ({"toy__9-a": RULE.replace("TOY-1", "TOY-9-a"), "toy__more__9-b": RULE}, "own/toy/more/9-b.yaml: is a rule where none are looked for"),
        ({"toy__9-a": RULE.replace("TOY-1", "TOY-9-a"), "common__xc-acme-1-a": CHECK}, "own/common/xc-acme-1-a.yaml: is a rule where none are looked for"),
        ({"toy__9-a": RULE.replace("TOY-1", "TOY-9-a"), "openapi": "id: x\n", "toy__.9-a": "x", "common__.terms": "x"}, ""),
        ({"toy__1-keeping": RULE.replace("TOY-1", "TOY-1-Keeping")}, "own/toy/1-keeping.yaml:1:1: the id TOY-1-Keeping is taken: "),
        ({"toy__01-a": RULE.replace("TOY-1", "XC-01")}, "own/toy/01-a.yaml:2:5: 'XC-01': ids that begin with XC- are those of checks"),
        ({"toy__terms": "number: [a]\n"}, "own/toy/terms.yaml:1:1: {number} is a value that is built in, never this list"),
        ({"own__pack": PACK.replace("law: toy", "law: own").replace("toy-act", "all"), "own__1-retention": RULE}, "the name 'all' is taken: every law together"),
    ],
)  # fmt: skip
def test_mistakes_have_their_place(built_in: Path, files: dict[str, str], said: str) -> None:
    put(**files)
    result = gapcheck("--rules", "own", "--law", "all", "policy.txt")
    assert (result.code == 2) is bool(said) and said in result.err, result.err
    assert said in gapcheck("selftest", "--rules", "own").err


def test_an_id_is_one_law_s_alone(built_in: Path) -> None:
    own_law(rule=RULE.replace("TOY-1", "TOY-1-contact"))
    Path("own/own/1-retention.yaml").rename("own/own/1-contact.yaml")
    assert "own/own/1-contact.yaml:1:1: the id TOY-1-contact is taken: toy has it too" in gapcheck("selftest", "--rules", "own").err


def test_the_fingerprint_is_that_of_the_content_wherever_it_is(built_in: Path) -> None:
    def fingerprint(folder: str) -> str:
        data = json.loads(gapcheck("--rules", folder, "--law", "own", "--format", "json", "policy.txt").out)
        return str(data["packs"][0]["fingerprint"])

    own_law()
    first = fingerprint("own")
    shutil.copytree("own", "elsewhere/own")
    path = Path("elsewhere/own/own/1-retention.yaml")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert fingerprint("elsewhere/own") == first and len(first) == 16
    path.write_text(path.read_text() + "# seen\n")
    assert fingerprint("elsewhere/own") != first


@pytest.mark.parametrize("format", ["json", "html", "markdown", "sarif", "junit"])
def test_reports_state_by_which_rules_they_judge(built_in: Path, format: str) -> None:
    own_law()
    data = json.loads(gapcheck("--rules", "own", "--law", "own", "--format", "json", "policy.txt").out)
    (pack,) = data["packs"]
    shown = gapcheck("--rules", "own", "--law", "own", "--format", format, "policy.txt").out
    assert pack["fingerprint"] in shown and "2026-11-22" in shown


# --- configuration ---


def test_a_configuration_names_the_folder(built_in: Path) -> None:
    own_law(rule=RULE.replace("TOY-1", "OWN-1"))
    Path("gapcheck.yaml").write_text("law: own\nrules: own\n")
    Path("sub").mkdir()
    Path("sub/policy.txt").write_text(GAPS)
    assert gapcheck("explain", "OWN-1").out.startswith("OWN-1  Retention period")
    assert gapcheck("explain", "TOY-1-contact").code == 0
    for name in ("policy.txt", "sub/policy.txt"):
        assert "missing OWN-1" in gapcheck(name, "-f", "concise").out
    shown = gapcheck("config", "show", "policy.txt").out
    assert "rules     own  (gapcheck.yaml:2:1)" in shown
    assert "no rules for the law 'own'" in gapcheck("policy.txt", "--rules", TOY_RULES).err
    Path("gapcheck.yaml").write_text("law: own\nrules: onw\n")
    assert gapcheck("policy.txt").err == "gapcheck.yaml:2:1: no folder of rules is there: onw\n"


def test_a_pinned_version_that_is_not_there_is_an_error(built_in: Path) -> None:
    def run(pins: str, law: str = "toy") -> Result:
        Path("gapcheck.yaml").write_text(f"law: {law}\n{pins}\n")
        return gapcheck("policy.txt", "-f", "concise")

    fingerprint = json.loads(gapcheck("--law", "toy", "-f", "json", "policy.txt").out)["packs"][0]["fingerprint"]
    assert run("packs: {toy: '1.2'}").code == run(f"packs: {{toy: {fingerprint}}}").code == 1
    result = run("packs: {toy: '1.1'}")
    assert result.code == 2 and result.out == ""
    assert result.err.startswith("gapcheck.yaml:2:14: the rules for toy are pinned to 1.1, but those here are 1.2 (fingerprint ")
    assert "gapcheck.yaml:2:14: no rules for the law 'tyo', did you mean 'toy'?" in run("packs: {tyo: '1.1'}").err
    assert "packs needs laws, each with the version of its rules" in run("packs: '1.2'").err
    Path("gapcheck.yaml").unlink()
    Path("pyproject.toml").write_text("[tool.gapcheck]\nlaw = 'toy'\n[tool.gapcheck.packs]\ntoy = '1.1'\n")
    assert "pinned to 1.1" in gapcheck("policy.txt").err


# --- new-rule ---


def test_a_template_fits_the_schema_and_counts_as_nothing(built_in: Path) -> None:
    made = gapcheck("new-rule", "QC-8-1", "--law", "quebec", "--rules", "own")
    assert made.code == 0 and made.out.startswith("own/quebec/8-1.yaml and own/quebec/pack.yaml: written, to be filled in")
    schema = json.loads((ROOT / "rules" / "requirement.schema.json").read_text())
    table = read("own/quebec/8-1.yaml", [])
    assert table and [error.message for error in Draft202012Validator(schema).iter_errors(plain(table))] == []
    tried = gapcheck("selftest", "--rules", "own")
    assert tried.code == 2 and tried.err.count(": still to be filled in: ") == tried.err.count("\n") - 1 > 10
    assert "own/quebec/8-1.yaml:4:8: still to be filled in: a short name for what must be disclosed" in tried.err
    assert "own/quebec/pack.yaml:3:8: still to be filled in: the name of the law" in tried.err
    for law in ("quebec", "all"):
        result = gapcheck("--rules", "own", "--law", law, "policy.txt")
        assert (result.code, result.out) == (2, "") and "still to be filled in" in result.err
    assert gapcheck("--rules", "own", "--law", "toy", "policy.txt").code == 1


def test_nothing_is_written_over(built_in: Path) -> None:
    assert gapcheck("new-rule", "QC-8-1", "--law", "quebec").out.startswith("rules/quebec/8-1.yaml and ")
    before = {path: path.read_text() for path in Path("rules").rglob("*.yaml")}
    again = gapcheck("new-rule", "QC-8-1", "--law", "quebec")
    assert again.code == 2 and "rules/quebec/8-1.yaml: QC-8-1 is there already, and is left as it is" in again.err
    Path("rules/quebec/9.yaml").write_text("id: ACT-9\n")
    Path("rules/quebec/QC-9.yaml").write_text("id: QC-10\n")
    assert "rules/quebec/QC-9.yaml: is there already" in gapcheck("new-rule", "QC-9", "--law", "quebec").err
    assert gapcheck("new-rule", "QC-8-2", "--law", "quebec").out.startswith("rules/quebec/8-2.yaml: written")
    assert before == {path: path.read_text() for path in before}


def test_two_ids_of_one_tail_have_files_of_their_own(built_in: Path) -> None:
    assert gapcheck("new-rule", "HOUSE-1", "--law", "toy", "--rules", "own").out.startswith("own/toy/1.yaml: written")
    assert gapcheck("new-rule", "ACME-1", "--law", "toy", "--rules", "own").out.startswith("own/toy/ACME-1.yaml: written")
    Path("own/toy/1.yaml").write_text(RULE.replace("TOY-1", "HOUSE-1"))
    Path("own/toy/ACME-1.yaml").unlink()
    Path("own/toy/ACME-1-group-name.yaml").write_text(RULE.replace("TOY-1", "ACME-1"))
    assert gapcheck("selftest", "--rules", "own").code == 0


def test_of_a_requirement_built_in_a_copy_is_made(built_in: Path) -> None:
    made = gapcheck("new-rule", "TOY-1-keeping", "--law", "toy", "--rules", "own")
    assert made.code == 0 and "own/toy/1-keeping.yaml: written, a copy of the rule whose place it takes" in made.out
    assert Path("own/toy/1-keeping.yaml").read_text() == (built_in / "toy/1-keeping.yaml").read_text()
    assert gapcheck("selftest", "--rules", "own").code == 0 and versions("--law", "toy") == {"toy": "1.2+own"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "name one requirement and its law"),
        (["QC-1"], "name one requirement and its law"),
        (["QC-1", "--law", "a,b"], "name one requirement and its law"),
        (["qc-1", "--law", "qc"], "'qc-1' is no id"),
        (["QC", "--law", "qc"], "'QC' is no id"),
        (["QC-1", "--law", "../qc"], "no name for a law"),
        (["QC-1", "--law", "all"], "no name for a law"),
        (["XC-ACME-1", "--law", "toy"], "XC-ACME-1 would be a check, which new-rule does not write"),
        (["TOY-7", "--law", "tpa"], "these rules are those of toy: --law toy"),
        (["QC-1", "--law", "qc", "--rules", "policy.txt"], "cannot be written"),
        (["QC-1", "--law", "qc", "--format", "json"], "--format does not go with 'new-rule'"),
    ],
)  # fmt: skip
def test_what_new_rule_cannot_do_is_said(built_in: Path, words: list[str], said: str) -> None:
    result = gapcheck("new-rule", *words)
    assert (result.code, result.out) == (2, "") and said in result.err


# --- rules in Python packages ---


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder like site-packages with a package that brings the example law, and must not be imported."""
    site = tmp_path / "site"
    shutil.copytree(EXAMPLES / "quebec", site / "quebec_rules" / "packs" / "quebec")
    (site / "quebec_rules" / "__init__.py").write_text("raise SystemExit('imported')\n")
    info = site / "quebec_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: quebec-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[gapcheck.packs]\nquebec = quebec_rules.packs\n")
    (tmp_path / "policy.md").write_text("You can withdraw your consent.\n")
    return site


def program(site: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(site)])}
    return subprocess.run(
        [sys.executable, "-m", "gapcheck", *words], capture_output=True, text=True, cwd=site.parent, env=environment, check=False
    )


def test_a_package_brings_a_law(site: Path) -> None:
    result = program(site, "--law", "law-25", "-f", "concise", "policy.md")
    assert result.returncode == 1 and "missing QC-3.1" in result.stdout and "QC-8-4" not in result.stdout, result.stderr
    assert "QC-3.1" in program(site, "rules").stdout
    assert "QC-3.1" in program(site, "explain", "qc-3.1").stdout
    assert program(site, "selftest", "--law", "quebec").returncode == 0
    (site.parent / "gapcheck.yaml").write_text("law: quebec\nignore: [QC-3.1]\n")
    configured = program(site, "-f", "concise", "policy.md")
    assert configured.returncode == 1 and "QC-8-3" in configured.stdout and "QC-3.1" not in configured.stdout
    waived = "You can withdraw your consent.\n\n<!-- gapcheck: allow QC-3.1 -- there is none -->\n"
    (site.parent / "policy.md").write_text(waived)
    assert "no requirement has the id" not in program(site, "--law", "pipa-ab", "-f", "concise", "policy.md").stderr


def test_all_laws_are_those_built_in_and_ones_own(site: Path) -> None:
    assert "quebec" not in program(site, "--law", "all", "-f", "json", "policy.md").stdout
    both = json.loads(program(site, "--law", "all,quebec", "-f", "json", "policy.md").stdout)
    assert [one["law"] for one in both["packs"]] == ["ccpa", "gdpr", "pipa-ab", "quebec", "common"]


def test_what_is_wrong_with_packages_is_said_where_it_matters(site: Path) -> None:
    entries = site / "quebec_rules-1.0.dist-info" / "entry_points.txt"
    entries.write_text("[gapcheck.packs]\nquebec = quebec_rules.nothing\n")
    said = "gapcheck.packs: quebec = quebec_rules.nothing: no such folder: the value names a package, whose folder holds packs"
    result = program(site, "--law", "quebec", "policy.md")
    assert result.returncode == 2 and "no rules for this law" in result.stderr and said in result.stderr
    listed = program(site, "rules")
    assert listed.returncode == 0 and said in listed.stderr
    assert program(site, "--law", "pipa-ab", "--quiet", "policy.md").stderr == ""
    entries.write_text("[gapcheck.packs]\nquebec = quebec_rules.packs\n")
    shutil.copytree(site / "quebec_rules", site / "other_rules")
    info = site / "other_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[gapcheck.packs]\nother = other_rules.packs\nmine = other_rules\n")
    assert "gapcheck.packs: other = other_rules.packs has rules for quebec too" in program(site, "rules").stderr
    (site / "other_rules" / "packs" / "quebec").rename(site / "other_rules" / "packs" / "gdpr")
    pack = site / "other_rules" / "packs" / "gdpr" / "pack.yaml"
    pack.write_text(pack.read_text().replace("law: quebec", "law: gdpr"))
    assert "there are other rules for gdpr, so these are not used" in program(site, "rules").stderr


def test_own_rules_go_before_those_of_a_package(site: Path) -> None:
    shutil.copytree(EXAMPLES / "quebec", site.parent / "own" / "quebec")
    pack = site.parent / "own" / "quebec" / "pack.yaml"
    pack.write_text(pack.read_text().replace('"2026.11"', '"mine"'))
    for words in (["--law", "quebec"], ["--law", "quebec", "--ignore", "QC-8-4"]):
        data = json.loads(program(site, "--rules", "own", *words, "-f", "json", "policy.md").stdout)
        assert data["packs"][0] | {"fingerprint": ""} == {"law": "quebec", "pack": "mine", "verified": "2026-11-28", "fingerprint": ""}


def test_a_run_with_the_rules_built_in_looks_for_no_packages(site: Path) -> None:
    code = (
        "import sys\nfrom gapcheck.cli import main\nmain(sys.argv[1:], None, sys.stdout, sys.stderr)\nprint(*sys.modules, file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(site)])}
    command = [sys.executable, "-c", code, "--law", "pipa-ab", "-f", "concise", "policy.md"]
    for _ in range(2):  # the first run compiles the rules
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=site.parent, env=environment)
    assert {"importlib.metadata", "gapcheck.installed", "gapcheck.ruleplaces", "gapcheck.pins"} & set(done.stderr.split()) == set()


# --- the example ---


def test_the_example_keeps_its_promises() -> None:
    assert gapcheck("selftest", "--rules", EXAMPLES).code == 0
    data = json.loads(gapcheck("--rules", EXAMPLES, "--law", "quebec", "--format", "json", EXAMPLES / "policy.md").out)
    assert {one["id"]: one["status"] for one in data["documents"][0]["findings"] if one["law"] == "quebec"} == {
        "QC-3.1": "met",
        "QC-8-3": "partial",
        "QC-8-4": "partial",
        "QC-8-outside": "missing",
        "QC-8.1": "partial",
    }


def test_the_guide_shows_the_files_of_the_example() -> None:
    guide = (ROOT / "docs" / "own-rules.md").read_text()
    for name in ("pack.yaml", "8-4-withdrawal-of-consent.yaml"):
        assert (EXAMPLES / "quebec" / name).read_text() in guide, name
