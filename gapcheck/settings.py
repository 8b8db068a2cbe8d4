"""One configuration file, checked whole: every mistake is collected, with its place."""

from __future__ import annotations

from gapcheck.errors import Problem, did_you_mean
from gapcheck.paths import normal
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.strictyaml import Items, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapcheck.strictyaml import Value


class Override(Record):
    """Other settings for the policies that `paths` stand for; None where one stays as it is."""

    paths: tuple[str, ...]
    laws: tuple[Text, ...] | None
    select: tuple[Text, ...] | None
    ignore: tuple[Text, ...] | None


class Waiver(Record):
    """A gap that somebody has accepted, and why; `paths` are patterns, none for every policy, `expires` is an ISO date or ""."""

    id: str
    paths: tuple[str, ...]
    reason: str
    approver: str
    expires: str
    path: str
    line: int
    column: int


class Group(Record):
    """Files that make up one policy."""

    name: str
    files: tuple[str, ...]


class Pin(Record):
    """The version, or the fingerprint, that the rules for a law must have."""

    law: str
    version: str
    line: int
    column: int


class Settings(Record):
    """What one file settles; `path` is the file, `places` says where in it each key stands, and `named` are the files and folders that
    it names by their paths.
    """

    path: str
    places: dict[str, tuple[int, int]]
    laws: tuple[Text, ...] | None
    fail_on: str | None
    as_of: str | None
    baseline: str | None
    select: tuple[Text, ...] | None
    ignore: tuple[Text, ...] | None
    overrides: tuple[Override, ...]
    waivers: tuple[Waiver, ...]
    documents: tuple[Group, ...]
    rules: str | None
    packs: tuple[Pin, ...]
    named: tuple[Text, ...]


KEYS = ("law", "fail-on", "as-of", "baseline", "select", "ignore", "overrides", "waivers", "documents", "rules", "packs")
_OVERRIDE = ("paths", "law", "select", "ignore")
_WAIVER = ("id", "paths", "reason", "approver", "expires")
_GROUP = ("name", "files")
# Keys whose texts hold no commas: one is a slip of somebody who thinks of the command line.
_WORDS = ("law", "select", "ignore")


def settings(table: Table, path: str, fail_on: Sequence[str], problems: list[Problem]) -> Settings:
    """Return what `table` settles, after adding to `problems` what is wrong with it; `fail_on` are the words allowed there."""
    reader = _Reader(path, problems)
    reader.keys(table, KEYS)
    failing = table.get("fail-on")
    if isinstance(failing, Text) and failing.value not in fail_on:
        hint = did_you_mean(failing.value, fail_on) or f"; there are: {', '.join(fail_on)}"
        reader.wrong(failing, f"fail-on does not know {failing.value!r}{hint}")
    return Settings(
        path,
        {key: (entry.key.line, entry.key.column) for key, entry in table.entries.items()},
        reader.texts(table, "law"),
        reader.text(table, "fail-on") or None,
        reader.date(table, "as-of") or None,
        reader.text(table, "baseline") or None,
        reader.texts(table, "select"),
        reader.texts(table, "ignore"),
        tuple(reader.override(one) for one in reader.tables(table, "overrides", _OVERRIDE)),
        tuple(reader.waiver(one) for one in reader.tables(table, "waivers", _WAIVER)),
        tuple(reader.groups(table)),
        reader.text(table, "rules") or None,
        tuple(reader.pins(table)),
        tuple(reader.named),
    )


class _Reader:
    """Takes values out of a table and notes what is wrong with them."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.named: list[Text] = []

    def wrong(self, value: Value, message: str) -> None:
        self.problems.append(Problem(self.path, value.line, value.column, message))

    def keys(self, table: Table, known: Sequence[str]) -> None:
        """Note every key that is not known."""
        for name, entry in table.entries.items():
            if name not in known:
                hint = did_you_mean(name.replace("_", "-"), known) or f"; there are: {', '.join(known)}"
                self.wrong(entry.key, f"unknown setting {name!r}{hint}")

    def text(self, table: Table, key: str) -> str:
        """Return the text under `key`, "" where there is none."""
        value = table.get(key)
        if value is None:
            return ""
        if isinstance(value, Text) and value.value.strip():
            return " ".join(value.value.split())
        self.wrong(value, f"{key} needs a text")
        return ""

    def needed(self, table: Table, key: str) -> str:
        """Return the text under `key`, which must be there."""
        if table.get(key) is None:
            self.wrong(table, f"{key} is missing")
        return self.text(table, key)

    def texts(self, table: Table, key: str, needed: bool = False) -> tuple[Text, ...] | None:
        """Return the list of texts under `key`; one text will do for a list of one."""
        value = table.get(key)
        if value is None:
            if needed:
                self.wrong(table, f"{key} is missing")
            return None
        values = value.values if isinstance(value, Items) else (value,)
        found = tuple(one for one in values if isinstance(one, Text) and one.value.strip())
        for one in values:
            if not isinstance(one, Text) or not one.value.strip():
                self.wrong(one, f"{key} needs a text or a list of texts")
            elif "," in one.value and key in _WORDS:
                self.wrong(one, f"several are a list: {key}: [{', '.join(one.value.replace(',', ' ').split())}]")
        if isinstance(value, Items) and not value.values:
            self.wrong(value, f"{key} is an empty list: name something, or leave {key} out")
        return found

    def date(self, table: Table, key: str) -> str:
        """Return the ISO date under `key`, "" where there is none."""
        said = self.text(table, key)
        value = table.get(key)
        if not said or value is None:
            return ""
        from datetime import date

        try:
            return date.fromisoformat(said).isoformat()
        except ValueError:
            self.wrong(value, f"{key} needs a date such as 2026-11-22, not {said!r}")
            return ""

    def tables(self, table: Table, key: str, known: Sequence[str]) -> list[Table]:
        """Return the list of tables under `key`, whose keys must be among `known`."""
        value = table.get(key)
        if value is None:
            return []
        found = [one for one in value.values if isinstance(one, Table)] if isinstance(value, Items) else []
        if not isinstance(value, Items) or len(found) < len(value.values):
            self.wrong(value, f"{key} needs a list, each entry with {', '.join(known)}")
        for one in found:
            self.keys(one, known)
        return found

    def pins(self, table: Table) -> Iterator[Pin]:
        """Yield what is pinned under `packs`."""
        value = table.get("packs")
        if isinstance(value, Table) and value.entries:
            for law, entry in value.entries.items():
                yield Pin(law, self.text(value, law), entry.value.line, entry.value.column)
        elif value is not None:
            self.wrong(value, "packs needs laws, each with the version of its rules, such as gdpr: '2026.11'")

    def groups(self, table: Table) -> Iterator[Group]:
        """Yield the policies of several files; a name or a file that two of them have would leave one of them unchecked."""
        names: set[str] = set()
        taken: dict[str, str] = {}
        for one in self.tables(table, "documents", _GROUP):
            name, files = self.needed(one, "name"), self.texts(one, "files", True) or ()
            if name and name in names:
                self.wrong(one, f"two documents are called {name!r}: give each a name of its own")
            names.add(name)
            for file in files:
                self.slashes(file)
                if any(char in file.value for char in "*?") or file.value.endswith("/"):
                    self.wrong(file, f"files takes files by their names, not {file.value!r}")
                elif taken.setdefault(normal(file.value), name) != name:
                    self.wrong(file, f"{file.value} is in the document {taken[normal(file.value)]!r} already")
            self.named += files
            yield Group(name, tuple(file.value for file in files))

    def slashes(self, path: Text) -> None:
        """Note a path as Windows writes it: it would stand for nothing."""
        if "\\" in path.value:
            self.wrong(path, f"write {path.value.replace(chr(92), '/')}: folders are parted by / here, on Windows too")

    def paths(self, table: Table, needed: bool = False) -> tuple[str, ...]:
        """Return the patterns under `paths`."""
        found = self.texts(table, "paths", needed) or ()
        for one in found:
            self.slashes(one)
        self.named += [one for one in found if "/" in one.value.rstrip("/") and not any(char in one.value for char in "*?")]
        return tuple(one.value for one in found)

    def override(self, table: Table) -> Override:
        paths = self.paths(table, True)
        law, select, ignore = (self.texts(table, key) for key in ("law", "select", "ignore"))
        if law is None and select is None and ignore is None:
            self.wrong(table, "this override changes nothing: give it law, select or ignore")
        return Override(paths, law, select, ignore)

    def waiver(self, table: Table) -> Waiver:
        id, reason = self.needed(table, "id"), self.needed(table, "reason")
        approver, expires = self.text(table, "approver"), self.date(table, "expires")
        entry = table.entries.get("id")
        place = entry.value if entry else table
        return Waiver(id, self.paths(table), reason, approver, expires, self.path, place.line, place.column)
