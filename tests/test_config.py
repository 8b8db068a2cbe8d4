"""Configuration as a user meets it: which file holds, what it settles, and what is said about mistakes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import TOY_RULES, Result, gapcheck

GAPS = "You may write to us at any time.\nWe keep your toys forever.\n"
MET = "You may write to us at any time. We keep your toys for two years. In short, they are safe.\n"


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder: the root of a repository with policies in it."""
    root = tmp_path / "repository"
    for name, text in {"gaps.txt": GAPS, "met.txt": MET, "legal/gaps.txt": GAPS, "legal/eu/gaps.txt": GAPS}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / ".git").mkdir()
    monkeypatch.chdir(root)
    return root


def check(*words: object) -> Result:
    return gapcheck("--rules", TOY_RULES, *words)


def ids(*words: object) -> list[list[str]]:
    """Return the ids that were judged in each policy."""
    result = check("--format", "json", *words)
    assert result.out, result.err
    return [[found["id"] for found in one["findings"]] for one in json.loads(result.out)["documents"]]


def test_a_configuration_names_the_law(repository: Path) -> None:
    assert "say which law" in check("gaps.txt").err
    Path("gapcheck.yaml").write_text("law: toy\n")
    assert check("gaps.txt").code == 1 and check("met.txt").code == 0
    Path("gapcheck.yaml").unlink()
    Path("pyproject.toml").write_text('[tool.gapcheck]\nlaw = ["toy"]\n')
    assert check("gaps.txt").code == 1 and check("-", "--quiet").code == 2


@pytest.mark.parametrize(
    "text",
    [
        '[tool.gapcheck]\nlaw = ["toy"]\n', '[ tool . gapcheck ]\nlaw = ["toy"]\n', "['tool'.gapcheck]\nlaw = ['toy']\n",
        '[tool]\ngapcheck.law = ["toy"]\n', '["tool"] # ours\ngapcheck = {law = ["toy"]}\n', "[ 'tool' ]\r\ngapcheck.law = ['toy']\r\n",
        'tool.gapcheck.law = ["toy"]\n', 'tool = {gapcheck = {law = ["toy"]}}\n',
    ],
)  # fmt: skip
def test_the_table_is_found_however_toml_writes_it(text: str) -> None:
    Path("pyproject.toml").write_text(text)
    assert check("gaps.txt").code == 1


def test_the_nearest_file_wins_whole_and_the_root_of_the_repository_ends_the_search(repository: Path) -> None:
    Path("gapcheck.yaml").write_text("law: toy\nignore: [TOY-1-keeping]\n")
    Path("legal/gapcheck.yaml").write_text("law: toy\nselect: [TOY-1]\n")
    Path("legal/eu/pyproject.toml").write_text('[project]\nname = "gapcheck-user"\n')  # has no settings: the search goes on
    all_but_keeping = ["TOY-1-contact", "TOY-2-lending", "TOY-3-summary", "TOY-4-no-smashing"]
    first = ["TOY-1-contact", "TOY-1-keeping"]
    assert ids("gaps.txt", "legal") == [all_but_keeping, first, first]
    (repository.parent / "gapcheck.yaml").write_text("law: nowhere\n")
    Path("gapcheck.yaml").unlink()
    assert "say which law" in check("gaps.txt").err


def test_the_command_line_wins(repository: Path) -> None:
    Path("gapcheck.yaml").write_text("law: toy\nselect: [TOY-1]\nfail-on: never\nas-of: 2026-01-02\n")
    assert check("gaps.txt").code == 0 and check("--fail-on", "high", "gaps.txt").code == 1
    assert ids("--select", "TOY-2", "gaps.txt") == [["TOY-2-lending"]]
    assert json.loads(check("-f", "json", "gaps.txt").out)["as_of"] == "2026-01-02"
    assert json.loads(check("-f", "json", "--as-of", "2026-05-06", "gaps.txt").out)["as_of"] == "2026-05-06"
    assert "(--fail-on never)" in " ".join(check("gaps.txt").out.split())
    assert "say which law" in check("--isolated", "gaps.txt").err
    assert check("--isolated", "--law", "toy", "gaps.txt").code == 1


def test_config_names_one_file_for_all(repository: Path) -> None:
    Path("legal/gapcheck.yaml").write_text("law: toy\nselect: [TOY-1]\n")
    Path("other.yaml").write_text("law: toy\nselect: [TOY-2]\n")
    assert ids("--config", "other.yaml", "gaps.txt", "legal/gaps.txt") == [["TOY-2-lending"]] * 2
    for name, said in {"nowhere.yaml": "no such configuration", "pyproject.toml": "no such configuration"}.items():
        result = check("--config", name, "gaps.txt")
        assert (result.code, result.out) == (2, "") and said in result.err
    Path("pyproject.toml").write_text("[project]\n")
    assert "holds no settings for gapcheck" in check("--config", "pyproject.toml", "gaps.txt").err


@pytest.mark.parametrize(
    ("paths", "touched"),
    [
        ("legal/", [False, True, True]),
        ("legal/eu", [False, False, True]),
        ("legal/*.txt", [False, True, False]),
        ("legal/**/*.txt", [False, True, True]),
        ("gaps.txt", [True, True, True]),
        ("./gaps.txt", [True, False, False]),
        ("eu", [False, False, True]),
        ("leg", [False, False, False]),
        ("*.md", [False, False, False]),
    ],
)
def test_overrides_hold_for_the_paths_they_name(repository: Path, paths: str, touched: list[bool]) -> None:
    Path("gapcheck.yaml").write_text(f"law: toy\nselect: [TOY-1]\noverrides:\n  - paths: '{paths}'\n    select: [TOY-2]\n")
    assert [one == ["TOY-2-lending"] for one in ids("./gaps.txt", "legal/gaps.txt", "legal/eu/gaps.txt")] == touched


def test_overrides_in_toml_add_to_what_is_ignored(repository: Path) -> None:
    Path("pyproject.toml").write_text(
        '[tool.gapcheck]\nlaw = "toy"\nignore = ["TOY-2", "TOY-3"]\n[[tool.gapcheck.overrides]]\npaths = "legal/"\nignore = ["TOY-1"]\n'
    )
    assert ids("gaps.txt", "legal/gaps.txt") == [["TOY-1-contact", "TOY-1-keeping", "TOY-4-no-smashing"], ["TOY-4-no-smashing"]]


def test_a_policy_is_never_reported_under_a_law_it_was_not_checked_against(repository: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(TOY_RULES, rules)
    shutil.copytree(rules / "toy", rules / "act")
    for path in (rules / "act").glob("*.yaml"):
        text = path.read_text().replace("id: TOY-", "id: ACT-").replace("law: toy", "law: act").replace("[toyland, tpa]", "[dolls]")
        path.write_text(text)
    Path("gapcheck.yaml").write_text("law: toy\noverrides:\n  - {paths: legal/, law: act}\n")
    for format in ("table", "markdown", "json", "junit", "matrix"):
        result = gapcheck("--rules", rules, "--format", format, "gaps.txt", "legal/gaps.txt")
        assert result.code == 1, result.err
        if format == "table":
            assert "gaps.txt: act 1.2: 1 missing" in result.out and "legal/gaps.txt: toy" not in result.out
            assert "\ngaps.txt: act" not in result.out
        if format == "markdown":
            assert result.out.count("| toy | ") == 1 and result.out.count("| act | ") == 1
        if format == "json":
            assert [list(one["summary"]) for one in json.loads(result.out)["documents"]] == [["toy"], ["act"]]
        if format == "matrix":
            assert result.out.count("not asked for  ") >= 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lwa: toy\n", "gapcheck.yaml:1:1: unknown setting 'lwa', did you mean 'law'?"),
        ("law: toy\nfail_on: high\n", "gapcheck.yaml:2:1: unknown setting 'fail_on', did you mean 'fail-on'?"),
        ("law: toy\nfail-on: hihg\n", "gapcheck.yaml:2:10: fail-on does not know 'hihg', did you mean 'high'?"),
        ("law: toy\nfail-on: 3\n", "there are: mandatory, recommended"),
        ("law: [toy, toi]\n", "gapcheck.yaml:1:12: no rules for the law 'toi', did you mean 'toy'?"),
        ("law: []\n", "gapcheck.yaml:1:6: law is an empty list"),
        ("law: {a: b}\n", "gapcheck.yaml:1:6: law needs a text or a list of texts"),
        ("law: toy\nas-of: tomorrow\n", "gapcheck.yaml:2:8: as-of needs a date such as 2026-11-22, not 'tomorrow'"),
        ("law: toy\nselect: [TOY-1, TOY-1-contcat]\n", "gapcheck.yaml:2:17: no requirement has the id 'TOY-1-contcat', did you mean 'TOY-1-contact'?"),
        ("law: toy\nselect: [TOY-1]\nignore: [TOY-1]\n", "gapcheck.yaml: select and ignore leave no requirement to check"),
        ("law: toy\noverrides: legal\n", "gapcheck.yaml:2:12: overrides needs a list, each entry with paths, law, select, ignore"),
        ("law: toy\noverrides: [{paths: legal/}]\n", "gapcheck.yaml:2:13: this override changes nothing"),
        ("law: toy\noverrides: [{law: toy}]\n", "gapcheck.yaml:2:13: paths is missing"),
        ("law: toy\ndocuments: [{name: whole}]\n", "gapcheck.yaml:2:13: files is missing"),
        ("law: toy\ndocuments: [{name: a, files: [gaps.txt]}, {name: a, files: [met.txt]}]\n", "gapcheck.yaml:2:43: two documents are called 'a': give each a name"),
        ("law: toy\ndocuments: [{name: a, files: [met.txt]}, {name: b, files: [./met.txt]}]\n", "gapcheck.yaml:2:60: ./met.txt is in the document 'a' already"),
        ("law: toy\ndocuments: [{name: a, files: [legal/*.txt]}]\n", "gapcheck.yaml:2:31: files takes files by their names, not 'legal/*.txt'"),
        ("law: toy\noverrides: [{paths: legal\\gaps.txt, law: toy}]\n", "gapcheck.yaml:2:21: write legal/gaps.txt: folders are parted by / here"),
        ("law: toy, gdpr\n", "gapcheck.yaml:1:6: several are a list: law: [toy, gdpr]"),
        ("law: toy\nwaivers: [{id: TOY-1-keeping}]\n", "gapcheck.yaml:2:11: reason is missing"),
        ("law: toy\nlaw: toy\n", "gapcheck.yaml:2:1: the key 'law' stands twice (first in line 1)"),
        ("law: &a toy\nignore: *a\n", "anchors and aliases are not allowed"),
        ("law: [toy\n", "is not YAML"),
        ("", "gapcheck.yaml: is empty"),
        ("- toy\n", "a mapping of keys is expected"),
    ],
)  # fmt: skip
def test_mistakes_have_a_place_and_a_suggestion(repository: Path, text: str, said: str) -> None:
    Path("gapcheck.yaml").write_text(text)
    result = check("gaps.txt")
    assert (result.code, result.out) == (2, "") and said in result.err and "Traceback" not in result.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[tool.gapcheck]\nlaw = "toy"\nfail-on = "hihg"\n', "pyproject.toml:3:11: fail-on does not know 'hihg', did you mean 'high'?"),
        ('[tool.gapcheck]\nlaw = [\n  "toy",\n  "toi",\n]\n', "pyproject.toml:4:3: no rules for the law 'toi'"),
        ('[tool.gapcheck]\nlwa = "toy"\n', "pyproject.toml:2:1: unknown setting 'lwa'"),
        ('[tool.gapcheck]\nlaw = "toy"\n\n[[tool.gapcheck.overrides]]\npaths = "a"\nlaw = "toy"\n\n[[tool.gapcheck.overrides]]\npaths = "b"\nlwa = "toy"\n', "pyproject.toml:10:1: unknown setting 'lwa'"),
        ('[tool.gapcheck]\nlaw = "toy"\nwaivers = [\n  {id = "TOY-1-keeping", resaon = "x"},\n]\n', "pyproject.toml:4:26: unknown setting 'resaon', did you mean 'reason'?"),
        ('[tool.gapcheck]\nlaw = "toy\n', "pyproject.toml:2:11: is not TOML"),
        ("[tool.gapcheck]\nlaw = " + "[" * 5000 + "]" * 5000, "pyproject.toml: is not TOML that can be read: nested too deep"),
        ('[tool]\ngapcheck = "toy"\n', "pyproject.toml:2:12: a table of settings is expected"),
        ('[tool.gapcheck]\nlaw = "toy"\nas-of = 2026-11-22\nselect = [1, true]\n', "no requirement has the id '1'"),
    ],
)  # fmt: skip
def test_mistakes_in_toml_have_a_place_too(repository: Path, text: str, said: str) -> None:
    Path("pyproject.toml").write_text(text)
    result = check("gaps.txt")
    assert (result.code, result.out) == (2, "") and said in result.err, result.err


def test_all_mistakes_are_told_at_once(repository: Path) -> None:
    Path("gapcheck.yaml").write_text("lwa: toy\nfail-on: hihg\nwaivers: [{}]\n")
    assert check("gaps.txt").err.count("gapcheck.yaml:") == 4


def test_a_huge_file_is_not_read(repository: Path) -> None:
    Path("pyproject.toml").write_text("# gapcheck\n" + "#" * 2_000_000)
    assert "pyproject.toml: larger than 2,000,000 bytes" in check("gaps.txt").err


def test_two_configurations_in_one_folder_are_a_mistake(repository: Path) -> None:
    Path("gapcheck.yaml").write_text("law: toy\n")
    Path("pyproject.toml").write_text('[tool.gapcheck]\nlaw = "toy"\n')
    assert "gapcheck.yaml and pyproject.toml both hold settings for gapcheck: keep one" in check("gaps.txt").err


def test_a_run_has_one_threshold(repository: Path) -> None:
    Path("gapcheck.yaml").write_text("law: toy\nfail-on: high\n")
    Path("legal/gapcheck.yaml").write_text("law: toy\n")
    result = check("gaps.txt", "legal/gaps.txt")
    assert result.code == 2
    assert "different fail-on: high (gapcheck.yaml), nothing (legal/gapcheck.yaml); give --fail-on, or check them apart" in result.err
    assert check("--fail-on", "never", "gaps.txt", "legal/gaps.txt").code == 0


def test_ids_of_other_laws_may_stand_in_select_and_ignore() -> None:
    Path("gapcheck.yaml").write_text("law: gdpr\nignore: [CCPA-130-a5D, GDPR-13]\n")
    assert gapcheck("met.txt").code == 1
    Path("gapcheck.yaml").write_text("law: gdpr\nselect: [PIPA]\n")
    assert "gapcheck.yaml:2:10: select leaves no requirement of gdpr to check" in gapcheck("met.txt").err


def test_config_show_says_where_each_setting_comes_from(repository: Path) -> None:
    Path("gapcheck.yaml").write_text(
        "law: [toy]\nignore: [TOY-3]\noverrides:\n  - {paths: legal/, ignore: [TOY-2]}\n"
        "waivers:\n  - {id: TOY-1-keeping, paths: legal/, reason: they are heirlooms, expires: 2027-01-01}\n"
        "documents:\n  - {name: shop, files: [a.txt, b.txt]}\n"
    )
    result = check("config", "show", "legal/gaps.txt")
    there_is_no = [
        f"gapcheck.yaml:8:{column}: there is no {name}.txt, so this stands for nothing" for column, name in ((26, "a"), (33, "b"))
    ]
    assert result.code == 0 and [line.partition(": say")[0] for line in result.err.splitlines()] == there_is_no
    for said in (
        "legal/gaps.txt: configured in gapcheck.yaml",
        "law       toy  (gapcheck.yaml:1:7)",
        "ignore    TOY-3, TOY-2  (gapcheck.yaml:4:30)",
        "fail-on   mandatory  (default)",
        "waiver    TOY-1-keeping in legal/, until 2027-01-01: they are heirlooms  (gapcheck.yaml:6:10)",
        "document  shop: a.txt, b.txt",
    ):
        assert said in result.out, result.out
    assert "law       gdpr  (command line)" in check("config", "show", "--law", "gdpr").out
    assert "no configuration found" in check("config", "show", repository.parent).out
    assert check("config").code == check("config", "shwo").code == 2


def test_of_very_many_mistakes_the_first_are_told() -> None:
    Path("gapcheck.yaml").write_text("".join(f"wrong{number}: x\n" for number in range(500)))
    Path("policy.md").write_text(MET)
    said = gapcheck("policy.md").err.splitlines()
    assert len(said) == 201 and said[0].startswith("gapcheck.yaml:1:1: unknown setting") and said[-1] == "gapcheck: and 300 more"


def test_what_is_not_there_any_more_is_told_and_changes_nothing(repository: Path) -> None:
    Path("gapcheck.yaml").write_text(
        "law: toy\noverrides:\n  - {paths: [legal/, legal/old.txt, 'legal/old*.txt', old.txt], select: TOY-3}\n"
        "waivers:\n  - {id: TOY-1-keeping, paths: ./old/, reason: heirlooms}\n"
    )
    result = check("--quiet", "legal/gaps.txt", "legal/eu/gaps.txt")
    assert result == (
        0,
        "",
        "gapcheck.yaml:3:22: there is no legal/old.txt, so this stands for nothing: say where it is now\n"
        "gapcheck.yaml:5:32: there is no ./old/, so this stands for nothing: say where it is now\n",
    )


def test_config_show_finds_mistakes_that_concern_other_policies() -> None:
    Path("gapcheck.yaml").write_text(
        "law: toy\nignore: [TOY-3]\noverrides:\n  - {paths: legal/, law: toi}\n  - {paths: legal/, ignore: [TOY, TOY-9]}\n"
        "waivers:\n  - {id: TOY-1-keepin, paths: legal/, reason: heirlooms}\n"
    )
    assert check("gaps.txt").code == 1
    result = check("config", "show", "gaps.txt")
    assert (result.code, result.out) == (2, "")
    assert [line.split(": ")[0] for line in result.err.splitlines()] == ["gapcheck.yaml:4:26", "gapcheck.yaml:5:35", "gapcheck.yaml:7:10"]
    assert "did you mean 'TOY-1-keeping'?" in result.err
