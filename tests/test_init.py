"""gapcheck init: what it finds in a repository, what it writes, and that gapcheck then runs with it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest
import yaml
from conftest import ROOT, Result, gapcheck
from pdf_for_tests import lines, pdf

from gapcheck import hookfile
from gapcheck.hookfile import USUAL, Source

NOTICE = """\
# {title}

We run a shop. We collect your personal data under the {law}: your name and your address.
We keep your personal data for two years. See our cookie policy for the cookies that we set.
"""
COOKIES = "# Cookie policy\n\nWe set cookies, and we keep personal data in them for a year.\n"
GERMAN = (
    "# Datenschutzerkl\u00e4rung\n\nWir verarbeiten personenbezogene Daten, die Sie uns geben, und das ist nicht alles. Die Daten der Kunden "
    "werden von uns auf einem Server gespeichert, der in einer anderen Stadt steht, und werden nach einem Jahr wieder gel\u00f6scht.\n"
)
LAWS = {"gdpr": "GDPR", "ccpa": "CCPA", "pipa-ab": "Personal Information Protection Act of Alberta"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, the root of a Git repository."""
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q", "."], check=True)
    return tmp_path


def policy(path: str, law: str = "", title: str = "Privacy policy") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(NOTICE.format(law=LAWS.get(law, "law"), title=title))


def settings(path: str = "gapcheck.yaml") -> dict[str, object]:
    loaded = yaml.safe_load(Path(path).read_text())
    assert isinstance(loaded, dict)
    return loaded


def said(result: Result) -> str:
    return " ".join(result.out.split())


def test_a_policy_that_names_a_law_is_checked_against_it() -> None:
    policy("legal/privacy.md", "gdpr")
    assert "say which law" in gapcheck("legal/privacy.md").err
    result = gapcheck("init")
    assert (result.code, result.err) == (0, "")
    assert "1 policy found: legal/privacy.md: names gdpr (line 3: 'GDPR')" in said(result)
    assert "gapcheck.yaml is written: law gdpr" in said(result) and "Next: gapcheck legal/privacy.md" in said(result)
    assert settings() == {"law": ["gdpr"], "fail-on": "mandatory"}
    assert gapcheck("legal/privacy.md").code == 1 and "gdpr 20" in gapcheck("legal/privacy.md").out
    shown = gapcheck("config", "show", "legal/privacy.md")
    assert shown.code == 0 and "law       gdpr  (gapcheck.yaml:" in shown.out


def test_every_line_that_is_commented_out_is_a_setting_that_holds() -> None:
    policy("privacy.md", "gdpr")
    gapcheck("init")
    keys = "baseline|ignore|overrides|documents|waivers"
    text = re.sub(rf"(?m)^# (?=(?:{keys}):|  - |    )", "", Path("gapcheck.yaml").read_text())
    Path("gapcheck.yaml").write_text(text)
    shown = gapcheck("config", "show", "privacy.md")
    assert shown.code == 0 and all("there is no legal/" in line for line in shown.err.splitlines())
    assert "GDPR-27" in shown.out and "waiver" in shown.out and "document" in shown.out and "gapcheck-baseline.json" in shown.out


def test_nothing_is_overwritten() -> None:
    policy("privacy.md", "gdpr")
    for name, text in (("gapcheck.yaml", "law: ccpa\n"), (".pre-commit-config.yaml", "repos:\n- repo: local\n  hooks: [{id: gapcheck}]\n")):
        Path(name).write_text(text)
    result = gapcheck("init", "--write-hook", "--law", "gdpr")
    assert result.code == 0
    assert "gapcheck.yaml holds settings for this folder already: left as it is" in said(result)
    assert ".pre-commit-config.yaml has a hook of gapcheck already: left as it is" in said(result)
    assert Path("gapcheck.yaml").read_text() == "law: ccpa\n" and "gdpr" not in Path(".pre-commit-config.yaml").read_text()
    Path("gapcheck.yaml").unlink()
    Path("pyproject.toml").write_text('[tool.gapcheck]\nlaw = ["ccpa"]\n')
    assert "pyproject.toml holds settings for this folder already" in said(gapcheck("init"))
    assert not Path("gapcheck.yaml").exists()
    Path("pyproject.toml").write_text("[tool.gapcheck]\nlav = 1\n")
    assert gapcheck("init").code == 2 and not Path("gapcheck.yaml").exists()


def test_a_pyproject_without_settings_of_ours_is_no_obstacle() -> None:
    policy("privacy.md", "gdpr")
    Path("pyproject.toml").write_text('[project]\nname = "shop"\n')
    assert gapcheck("init").code == 0 and settings()["law"] == ["gdpr"]


def test_where_no_law_is_named_one_must_be_given() -> None:
    policy("privacy.md")
    result = gapcheck("init")
    assert (
        result.code == 2
        and "no policy here names a law" in result.err
        and "gapcheck init --law LAW" in result.err
        and "gdpr (" in result.err
    )
    assert not Path("gapcheck.yaml").exists()
    assert gapcheck("init", "--law", "dsgvo,ccpa").code == 0
    assert settings()["law"] == ["gdpr", "ccpa"] and gapcheck("privacy.md").code == 1
    Path("gapcheck.yaml").unlink()
    Path("privacy.md").unlink()
    assert "no policy found here" in gapcheck("init").err
    result = gapcheck("init", "--law", "gdpr")
    assert result.code == 0 and "0 policies found here." in result.out and settings()["law"] == ["gdpr"]
    Path("gapcheck.yaml").unlink()
    assert gapcheck("init", "nowhere").code == 2 and gapcheck("init", "--law", "nowhere").code == 2


def test_what_belongs_together_is_one_policy() -> None:
    policy("legal/privacy.md", "gdpr")
    Path("legal/cookies.md").write_text(COOKIES)
    policy("legal/california-supplement.md", "ccpa", "California privacy notice")
    result = gapcheck("init")
    assert "legal/privacy.md + legal/california-supplement.md + legal/cookies.md: perhaps one policy" in said(result)
    assert settings()["law"] == ["ccpa", "gdpr"] and "documents" not in settings()
    assert "#       - legal/cookies.md" in Path("gapcheck.yaml").read_text()
    Path("gapcheck.yaml").unlink()
    with Path("legal/privacy.md").open("a") as file:
        file.write("People in California find more in the notice for them.\n")
    assert "judged as one policy" in said(gapcheck("init"))
    files = ["legal/privacy.md", "legal/california-supplement.md", "legal/cookies.md"]
    assert settings()["documents"] == [{"name": "legal", "files": files}] and settings()["law"] == ["ccpa", "gdpr"]
    assert " + ".join(files) in gapcheck("legal/cookies.md", "--width", "200").out


def test_policies_for_other_places_get_their_own_laws() -> None:
    policy("web/privacy.md", "gdpr")
    policy("app/privacy.md", "gdpr")
    policy("calgary's shop/privacy #1.md", "pipa-ab")
    assert "for calgary's shop/privacy #1.md: law pipa-ab" in said(gapcheck("init"))
    assert settings()["law"] == ["gdpr"]
    assert settings()["overrides"] == [{"paths": ["./calgary's shop/privacy #1.md"], "law": ["pipa-ab"]}]
    shown = gapcheck("config", "show", "web/privacy.md", "calgary's shop/privacy #1.md").out
    assert [line.split()[1] for line in shown.splitlines() if line.startswith("  law")] == ["gdpr", "pipa-ab"]


def test_what_is_no_policy_or_cannot_be_judged() -> None:
    policy("notice/index.html", "gdpr")
    policy("docs/legal-text.md", "gdpr", "Privacy notice of the shop")  # by what it says alone
    for name in ("node_modules/x/privacy.md", "tests/privacy.md", ".hidden/privacy.md", "ignored/privacy.md", "README.md"):
        policy(name, "ccpa")
    Path(".gitignore").write_text("ignored/\n")
    Path("docs/guide.md").write_text("# Privacy\n\nThis module has a setting for personal folders.\n")
    Path("privacy.py").write_text("x = 1\n")
    Path("legal").mkdir()
    Path("legal/datenschutz.md").write_text(GERMAN)
    Path("legal/privacy.pdf").write_bytes(b"%PDF-1.7 broken")
    result = gapcheck("init")
    assert result.code == 0 and settings()["law"] == ["gdpr"]
    found = [line.strip().split(":")[0] for line in result.out.split("\n\n")[0].splitlines()[1:]]
    assert sorted(found) == ["docs/legal-text.md", "left out", "left out", "notice/index.html"]
    assert "legal/datenschutz.md: it is in German, and gapcheck reads English" in said(result)
    assert "left out: legal/privacy.pdf: " in said(result)


def test_word_and_pdf_policies_are_found_by_name_and_by_content() -> None:
    paragraphs = NOTICE.format(law="GDPR", title="Privacy notice").split("\n\n")
    document = docx.Document()
    for line in paragraphs:
        document.add_paragraph(line)
    document.save("Shop legal 2026.docx")
    Path("privacy.pdf").write_bytes(pdf(lines(*"\n\n".join(paragraphs).split("\n"))))
    result = gapcheck("init")
    assert "Shop legal 2026.docx: names gdpr" in said(result) and "'Shop legal 2026.docx'" in result.out.split("Next:")[1]
    assert "privacy.pdf: names gdpr" in said(result)


def test_a_folder_below_the_root_has_its_own_settings() -> None:
    policy("shop/privacy.md", "gdpr")
    policy("other/privacy.md", "ccpa")
    result = gapcheck("init", "shop", "--write-hook")
    assert "shop/gapcheck.yaml is written" in said(result) and settings("shop/gapcheck.yaml")["law"] == ["gdpr"]
    assert gapcheck("shop/privacy.md").code == 1
    assert Path(".pre-commit-config.yaml").exists() and not Path("shop/.pre-commit-config.yaml").exists()


def test_gaps_that_are_there_can_be_kept_at_once() -> None:
    policy("legal/privacy.md", "gdpr")
    result = gapcheck("init", "--write-baseline", "gapcheck-baseline.json")
    assert result.code == 0 and "Known gaps: gapcheck-baseline.json: " in said(result)
    assert settings()["baseline"] == "gapcheck-baseline.json"
    assert gapcheck("--quiet", "legal/privacy.md").code == 0
    Path("legal/privacy.md").write_text(Path("legal/privacy.md").read_text().replace("We keep your personal data for two years.", ""))
    assert gapcheck("--quiet", "legal/privacy.md").code == 1


def test_known_gaps_beside_settings_that_were_there() -> None:
    policy("legal/privacy.md", "gdpr")
    Path("legal/gapcheck.yaml").write_text("law: gdpr\n")
    result = gapcheck("init", "legal", "--write-baseline", "known.json")
    assert result.code == 0 and Path("known.json").exists() and "put this in legal/gapcheck.yaml: baseline: ../known.json" in said(result)
    Path("legal/gapcheck.yaml").unlink()
    result = gapcheck("init", "--write-baseline", "nowhere/known.json")
    assert result.code == 2 and "gapcheck.yaml is written" in said(result) and "the baseline cannot be written" in result.err


# --- the hook ---


def test_the_usual_files_are_those_of_the_hook() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hooks[0]["files"] == USUAL


def hook() -> dict[str, object]:
    loaded = yaml.safe_load(Path(".pre-commit-config.yaml").read_text())
    found = [one for repo in loaded["repos"] for one in repo["hooks"] if one["id"] == "gapcheck"]
    assert len(found) == 1
    return dict(found[0])


def test_the_hook_is_shown_and_written_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hookfile, "source", lambda: Source("https://git.example/gapcheck", "a" * 40))
    policy("privacy.md", "gdpr")
    result = gapcheck("init")
    assert "- repo: https://git.example/gapcheck" in result.out and f"rev: {'a' * 40}" in result.out and "repos:" in result.out
    assert not Path(".pre-commit-config.yaml").exists() and "folder of this machine" not in result.out
    assert ".pre-commit-config.yaml is written" in said(gapcheck("init", "--write-hook")) and hook() == {"id": "gapcheck"}
    Path(".pre-commit-config.yaml").unlink()
    policy("legal/our.terms.md", "gdpr", "Privacy notice")
    gapcheck("init", "--write-hook")
    assert hook()["files"] == r"^(legal/our\.terms\.md|privacy\.md)$"


def test_what_is_written_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hookfile, "source", lambda: Source("/srv/gapcheck", "b" * 40))
    policy("privacy.md", "gdpr")
    before = "default_stages: [commit]  # ours\nrepos:\n- repo: https://x.example/y\n  rev: v1\n  hooks:\n  - id: tidy  # why\n\n# the end\nexclude: ^old/\n"
    Path(".pre-commit-config.yaml").write_text(before)
    assert "Put this under repos: in .pre-commit-config.yaml" in said(gapcheck("init"))
    assert Path(".pre-commit-config.yaml").read_text() == before
    result = gapcheck("init", "--write-hook")
    assert ".pre-commit-config.yaml has the hook now" in said(result) and "folder of this machine" in result.out
    after = Path(".pre-commit-config.yaml").read_text()
    assert set(before.splitlines()) <= set(after.splitlines()) and hook() == {"id": "gapcheck"}
    loaded = yaml.safe_load(after)
    assert loaded["exclude"] == "^old/" and [repo["repo"] for repo in loaded["repos"]] == ["https://x.example/y", "/srv/gapcheck"]


@pytest.mark.parametrize(
    "text", ["repos: [{repo: local, hooks: []}]\n", "repos: *x\n", ": [", "", "repos:\n", "repos:\r\n- repo: local\n  hooks: []\r\n"]
)
def test_a_file_written_otherwise_is_left_alone_and_the_hook_shown(text: str) -> None:
    policy("privacy.md", "gdpr")
    Path(".pre-commit-config.yaml").write_bytes(text.encode())
    result = gapcheck("init", "--write-hook")
    assert "The hook is not written, for it is not clear where in the file it would go." in said(result)
    assert result.code == 0 and "Put this under repos: in .pre-commit-config.yaml:" in said(result) and "id: gapcheck" in result.out
    assert Path(".pre-commit-config.yaml").read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("indent", "tail"),
    [("", ""), ("  ", ""), ("    ", "\nci:\n  autofix_prs: false\n"), ("  ", "# end\n"), ("", "minimum_pre_commit_version: '3'\n")],
)
def test_the_entry_goes_behind_the_last_one(indent: str, tail: str) -> None:
    text = f"repos:\n{indent}- repo: local\n{indent}  hooks:\n{indent}    - id: other\n" + tail
    entry = hookfile.entry(Source("https://git.example/gapcheck", "c" * 40), "^a$")
    after = hookfile.with_entry(text, entry)
    assert hookfile.with_entry(text.replace("\n", "\r\n"), entry) == after.replace("\n", "\r\n")
    loaded = yaml.safe_load(after)
    assert [repo["hooks"][0]["id"] for repo in loaded["repos"]] == ["other", "gapcheck"]
    assert {key: value for key, value in loaded.items() if key != "repos"} == {
        key: value for key, value in yaml.safe_load(text).items() if key != "repos"
    }


def test_without_an_address_the_hook_runs_what_is_installed() -> None:
    entry = yaml.safe_load(hookfile.whole(hookfile.entry(Source(), "")))
    (one,) = entry["repos"][0]["hooks"]
    assert entry["repos"][0]["repo"] == "local" and one["language"] == "system" and one["entry"] == "gapcheck --format hook"
    assert one["files"] == USUAL


def test_the_address_is_that_of_the_checkout_and_holds_no_password(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    clone.mkdir()

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", "-C", str(clone), "-c", "user.name=x", "-c", "user.email=x@x.example", *words],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "first")
    assert hookfile._checkout(str(clone)) == Source(str(clone), git("rev-parse", "HEAD"))
    git("remote", "add", "origin", "https://me:secret@git.example/gapcheck.git")
    assert hookfile._checkout(str(clone)).address == "https://git.example/gapcheck.git"
    git("remote", "set-url", "origin", "git@git.example:gapcheck.git")
    assert hookfile._checkout(str(clone)).address == "git@git.example:gapcheck.git"
    assert hookfile._checkout(str(tmp_path / "nowhere")) == Source()


def test_without_git_files_are_found_all_the_same(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("plain")
    monkeypatch.chdir(elsewhere)
    policy("a/privacy.md", "gdpr")
    policy("node_modules/privacy.md", "ccpa")
    result = gapcheck("init", "--write-hook")
    assert result.code == 0 and "1 policy found" in result.out and "There is no Git repository here" in result.out


def test_it_works_as_a_program(folder: Path) -> None:
    policy("privacy.md", "gdpr")
    done = subprocess.run(
        [sys.executable, "-m", "gapcheck", "init"],
        env={"PYTHONPATH": str(ROOT), "PATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "") and Path("gapcheck.yaml").exists()
