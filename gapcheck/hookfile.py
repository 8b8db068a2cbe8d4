"""The entry of a commit hook that runs gapcheck, and whether a repository has one."""

from __future__ import annotations

import json
import os
import re
import subprocess
from urllib.parse import unquote, urlsplit

from gapcheck import __version__
from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = ".pre-commit-config.yaml"
# The files that the hook takes where nothing else is said, as .pre-commit-hooks.yaml has it.
USUAL = r"(?i)(^|/)[^/]*privacy[^/]*\.(md|markdown|txt|html?|docx|pdf)$"
_PUBLIC = re.compile(r"(https?|ssh|git)://|[\w.-]+@[\w.-]+:")


class Source(Record):
    """Where pre-commit gets gapcheck from: an address and a revision, both "" where only the installed program is known."""

    address: str = ""
    revision: str = ""

    @property
    def is_local(self) -> bool:
        """Whether the address is a folder, which only this machine has."""
        return bool(self.address) and not _PUBLIC.match(self.address)


def source() -> Source:
    """Return where this gapcheck came from: the checkout it runs from, or what it was installed from."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if os.path.isfile(os.path.join(here, ".pre-commit-hooks.yaml")):
        return _checkout(here)
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        said = json.loads(distribution("gapcheck").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError, OSError):
        return Source()
    if "vcs_info" in said:
        return Source(_without_password(str(said.get("url", ""))), str(said["vcs_info"].get("commit_id", "")))
    if "dir_info" in said:
        return _checkout(unquote(urlsplit(str(said.get("url", ""))).path))
    return Source()


def _checkout(folder: str) -> Source:
    """Return the address that a checkout was cloned from, or else the folder itself, at the revision it has."""
    revision = _git(folder, "rev-parse", "HEAD")
    if not revision or not os.path.exists(os.path.join(folder, ".git")):
        return Source()
    origin = _git(folder, "config", "--get", "remote.origin.url")
    return Source(_without_password(origin) if _PUBLIC.match(origin) else folder, revision)


def _git(folder: str, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", folder, *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return ""
    return os.fsdecode(done.stdout).strip() if not done.returncode else ""


def _without_password(address: str) -> str:
    return re.sub(r"^(https?://)[^/@]*@", r"\1", address)


def pattern(paths: Sequence[str], others: Sequence[str]) -> str:
    """Return the expression for `files:`, "" where the usual one takes just `paths` and none of `others`."""
    usual = re.compile(USUAL)
    if paths and all(map(usual.search, paths)) and not any(map(usual.search, others)):
        return ""
    escaped = sorted(re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", path) for path in paths)
    return f"^({'|'.join(escaped)})$" if len(escaped) > 1 else f"^{escaped[0]}$" if escaped else ""


def entry(origin: Source, files: str) -> str:
    """Return the entry of the list `repos`, as YAML; `files` is the expression for the files to check, "" for the usual one."""
    if origin.address:
        lines = [
            f"- repo: {quoted(origin.address)}",
            f"  rev: {origin.revision}  # gapcheck {__version__}",
            "  hooks:",
            "    - id: gapcheck",
        ]
    else:
        lines = ["- repo: local", "  hooks:", "    - id: gapcheck", "      name: privacy policy disclosures (gapcheck)"]
        lines += [
            "      entry: gapcheck --format hook",
            "      language: system  # the gapcheck that is installed",
            "      require_serial: true",
        ]
        files = files or USUAL
    lines += [f"      files: {quoted(files)}"] if files else []
    return "".join(f"  {line}\n" for line in lines)


def whole(written: str) -> str:
    """Return the file that holds this entry alone."""
    return f"repos:\n{written}"


def has_hook(path: str) -> bool:
    """Return whether the file has a hook of ours; one that is no YAML has none that can be seen."""
    return any(map(has_ours, _repos(_loaded(read(path)))))


def with_entry(text: str, written: str) -> str:
    """Return `text`, the file there is, with the entry behind its last one; "" where it is written so that this is not safe."""
    if "\r" in text:
        plain = text.replace("\r\n", "\n")
        one_kind = "\r" not in plain and text.count("\r\n") == plain.count("\n")
        return with_entry(plain, written).replace("\n", "\r\n") if one_kind else ""
    before = _loaded(text)
    found = re.search(r"^repos:[ \t]*(?:#.*)?\n", text, re.M)
    first = re.compile(r"(?:[ \t]*(?:#.*)?\n)*([ \t]*)- ").match(text, found.end()) if found else None
    if not found or not first:
        return ""
    indent = first[1]
    rest = re.compile(rf"^(?!{indent}[- ]|[ \t]*#|[ \t]*$)", re.M).search(text, found.end())
    end = rest.start() if rest else len(text)
    head = text[:end].rstrip("\n") + "\n"
    shifted = "".join(indent + line[2:] + "\n" for line in written.splitlines())
    after = head + shifted + ("\n" + text[end:] if text[end:].strip() else "")
    known, now = _repos(before), _repos(_loaded(after))
    return after if now[:-1] == known and known and has_ours(now[-1]) and _others(before) == _others(_loaded(after)) else ""


def has_ours(repo: object) -> bool:
    """Return whether an entry of `repos` has a hook of ours."""
    return any(one.get("id") == "gapcheck" for one in _hooks(repo))


def _others(loaded: object) -> dict[object, object]:
    return {key: value for key, value in loaded.items() if key != "repos"} if isinstance(loaded, dict) else {}


def _repos(loaded: object) -> list[object]:
    repos = loaded.get("repos") if isinstance(loaded, dict) else None
    return repos if isinstance(repos, list) else []


def _hooks(repo: object) -> list[dict[str, object]]:
    hooks = repo.get("hooks") if isinstance(repo, dict) else None
    return [one for one in hooks if isinstance(one, dict)] if isinstance(hooks, list) else []


def _loaded(text: str) -> object:
    import yaml

    try:
        loaded: object = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return loaded


def read(path: str) -> str:
    """Return what the file holds, "" where it cannot be read."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read(2_000_000)
    except (OSError, UnicodeDecodeError):
        return ""


def quoted(text: str) -> str:
    """Return `text` as a scalar of YAML, on one line."""
    import yaml

    written: str = yaml.safe_dump(text, allow_unicode=True, width=float("inf"))
    return written.removesuffix("...\n").rstrip("\n")
