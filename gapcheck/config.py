"""Which configuration a policy has: the nearest file at or above its folder, up to the root of its repository."""

from __future__ import annotations

import os

from gapcheck.arguments import FAIL_ON
from gapcheck.errors import GapcheckError, Problem
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from gapcheck.settings import Settings

YAML = ("gapcheck.yaml", "gapcheck.yml")
TOML = "pyproject.toml"
MAX_BYTES = 2_000_000


class ConfigError(GapcheckError):
    """A configuration cannot be used."""


class Configurations:
    """The configurations of one run, each read once; `given` is the one file to use, `isolated` asks for none."""

    def __init__(self, given: str | None = None, isolated: bool = False) -> None:
        self._isolated = isolated
        self._given = _load_given(given) if given else None
        self._nearest: dict[str, Settings | None] = {}

    def of(self, folder: str) -> Settings | None:
        """Return the configuration for a policy in `folder`, which is absolute; raises ConfigError for a wrong one."""
        if self._isolated or self._given:
            return self._given
        passed, found = [], None
        while folder not in self._nearest:
            passed.append(folder)
            found = _in_folder(folder)
            above = os.path.dirname(folder)
            if found or above == folder or os.path.exists(os.path.join(folder, ".git")):
                break
            folder = above
        else:
            found = self._nearest[folder]
        self._nearest.update(dict.fromkeys(passed, found))
        return found


def lost(settings: Settings) -> list[Problem]:
    """Return what a configuration says of files and folders that are not there: they were moved, or never written so."""
    root = os.path.dirname(os.path.abspath(settings.path))
    return [
        Problem(settings.path, one.line, one.column, f"there is no {one.value}, so this stands for nothing: say where it is now")
        for one in settings.named
        if not os.path.lexists(os.path.join(root, one.value.lstrip("/")))
    ]


def _in_folder(folder: str) -> Settings | None:
    """Return what the files in `folder` settle; two that do are a mistake, for one of them would say nothing."""
    found = [path for path in (os.path.join(folder, name) for name in YAML) if os.path.isfile(path)]
    toml = os.path.join(folder, TOML)
    settled = _toml(toml) if os.path.isfile(toml) else None
    if len(found) + bool(settled) > 1:
        others = " and ".join(map(os.path.basename, [*found, *([toml] if settled else [])]))
        raise ConfigError(Problem(folder, 0, 0, f"{others} both hold settings for gapcheck: keep one"))
    return _yaml(found[0]) if found else settled


def _load_given(path: str) -> Settings:
    if not os.path.isfile(path):
        raise ConfigError(Problem(path, 0, 0, "no such configuration; check the name given with --config"))
    found = _toml(path) if path.endswith(".toml") else _yaml(path)
    if found is None:
        raise ConfigError(Problem(path, 0, 0, "holds no settings for gapcheck: add a table [tool.gapcheck]"))
    return found


def _yaml(path: str) -> Settings:
    from gapcheck.strictyaml import read

    problems: list[Problem] = []
    table = read(_shown(path), problems)
    return _checked(table, path, problems)


def _toml(path: str) -> Settings | None:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(Problem(_shown(path), 0, 0, f"cannot be read: {error.strerror}")) from None
    if len(data) > MAX_BYTES:
        raise ConfigError(Problem(_shown(path), 0, 0, f"larger than {MAX_BYTES:,} bytes: keep gapcheck's settings in gapcheck.yaml"))
    if not _names_us(data):  # to parse it would take longer than the check of a short policy
        return None
    from gapcheck.tomlfile import read

    problems: list[Problem] = []
    table = read(_shown(path), data, problems)
    return _checked(table, path, problems) if table or problems else None


def _names_us(data: bytes) -> bool:
    """Return whether a table `tool.gapcheck` may stand in a pyproject.toml, in any of the ways TOML can write it."""
    if b"gapcheck" not in data:
        return False
    lines = [line.split(b"#")[0].strip(b" \t\r") for line in data.splitlines() if b"tool" in line]
    return any(
        b"gapcheck" in line or line.lstrip(b"[ \t\"'").startswith((b"tool]", b'tool"', b"tool'", b"tool ", b"tool=")) for line in lines
    )


def _checked(table: object, path: str, problems: list[Problem]) -> Settings:
    from gapcheck.settings import settings
    from gapcheck.strictyaml import Table

    found = settings(table, _shown(path), FAIL_ON, problems) if isinstance(table, Table) else None
    if problems or found is None:
        raise ConfigError(*problems)
    return found


def _shown(path: str) -> str:
    """Return the path as messages have it: relative to where the user is, where that is shorter."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # on another drive
        return path
    return relative if len(relative) < len(path) else path
