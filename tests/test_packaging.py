"""The rules are found from a wheel, from an editable install and from a checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from conftest import ROOT

POLICY = "We keep your personal data for two years.\n"
WHERE = "import gapcheck, gapcheck.loader as loader; print(gapcheck.__file__); print(loader.find_rules(None))"


def run(*command: object, cwd: Path, **env: str) -> str:
    """Return what a command prints; it must succeed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env={**clean, **env}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def works(program: list[object], cwd: Path, **env: str) -> None:
    """Assert that `program` checks a policy against the GDPR, which it must have found the rules for."""
    (cwd / "policy.txt").write_text(POLICY)
    shown = run(*program, "--law", "gdpr", "--fail-on", "never", "policy.txt", cwd=cwd, **env)
    assert "policy.txt: gdpr " in shown and "missing" in shown
    assert "GDPR-" in run(*program, "rules", "--law", "gdpr", cwd=cwd, **env)
    assert "docs/accuracy.md#gdpr-13-2-a" in "".join(run(*program, "explain", "GDPR-13-2-a", cwd=cwd, **env).split())


@pytest.fixture
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty virtual environment that borrows the dependencies of this one, but not gapcheck."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(folder, with_pip=False)
    site = next(folder.glob("lib/python*/site-packages"), folder / "Lib" / "site-packages")
    # Folders added by a .pth file have their own .pth files left unread: an editable gapcheck does not come along.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def pip_install(environment: Path, *what: object) -> Path:
    """Install into `environment` without the network, and return its folder of programs."""
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    options = ["--no-deps", "--no-build-isolation", "--ignore-installed", "--quiet", "--disable-pip-version-check"]
    run(sys.executable, "-m", "pip", "--python", programs / "python", "install", *options, *what, cwd=environment)
    return programs


def test_wheel(environment: Path, tmp_path: Path) -> None:
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check", "--wheel-dir", tmp_path]
    run(sys.executable, "-m", "pip", "wheel", ROOT, *options, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    programs = pip_install(environment, wheel)
    place, rules = map(Path, run(programs / "python", "-c", WHERE, cwd=tmp_path).split())
    assert environment in place.parents and rules == place.parent / "_rules"
    works([programs / "gapcheck"], tmp_path)
    works([programs / "python", "-m", "gapcheck"], tmp_path)
    run(programs / "gapcheck", "--law", "gdpr", "--fail-on", "never", "-q", "-o", "r.html", "-o", "r.xlsx", "policy.txt", cwd=tmp_path)
    assert "sha256-" in (tmp_path / "r.html").read_text() and (tmp_path / "r.xlsx").read_bytes().startswith(b"PK")


def test_editable(environment: Path, tmp_path: Path) -> None:
    programs = pip_install(environment, "--editable", ROOT)
    place, rules = map(Path, run(programs / "python", "-c", WHERE, cwd=tmp_path).split())
    assert place.parent == ROOT / "gapcheck" and rules == ROOT / "rules"
    works([programs / "gapcheck"], tmp_path)


def test_checkout(tmp_path: Path) -> None:
    for folder in ("gapcheck", "rules"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    place, rules = map(Path, run(sys.executable, "-c", WHERE, cwd=tmp_path).split())
    assert place.parent == tmp_path / "gapcheck" and rules == tmp_path / "rules"
    works([sys.executable, "-m", "gapcheck"], tmp_path)


def test_rules_that_are_not_there_are_a_sentence(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "gapcheck", tmp_path / "gapcheck", ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run([sys.executable, "-m", "gapcheck", "rules"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stdout == "" and "install" in done.stderr and "Traceback" not in done.stderr
