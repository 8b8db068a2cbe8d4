"""The `[tool.gapcheck]` table of a pyproject.toml, as values that know their line and column."""

from __future__ import annotations

import re
import tomllib

from gapcheck.errors import Problem
from gapcheck.record import TYPE_CHECKING
from gapcheck.strictyaml import Entry, Items, Table, Text

if TYPE_CHECKING:
    from gapcheck.strictyaml import Value

TABLE = ("tool", "gapcheck")
_AT = re.compile(r" \(at line (\d+), column (\d+)\)$")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"\s*(?P<key>[\w-]+|\"[^\"]*\"|'[^']*')\s*=\s*")


def read(path: str, data: bytes, problems: list[Problem]) -> Table | None:
    """Return the table, or None where there is none or, after adding to `problems` why, where the file is wrong."""
    try:
        text = data.decode("utf-8")
        found: object = tomllib.loads(text)
    except UnicodeDecodeError as error:
        problems.append(Problem(path, data.count(b"\n", 0, error.start) + 1, 1, "is not UTF-8: save it as UTF-8"))
        return None
    except tomllib.TOMLDecodeError as error:
        from gapcheck.unmerged import SAID, unmerged  # only when something is already wrong

        if line := unmerged(text):
            problems.append(Problem(path, line, 1, SAID))
            return None
        at = _AT.search(str(error))
        place = (int(at[1]), int(at[2])) if at else (0, 0)
        problems.append(Problem(path, *place, f"is not TOML: {_AT.sub('', str(error))}"))
        return None
    except RecursionError:
        problems.append(Problem(path, 0, 0, "is not TOML that can be read: nested too deep"))
        return None
    for name in TABLE:
        found = found.get(name) if isinstance(found, dict) else None
    if found is None:
        return None
    value, _ = _Places(text).convert(found, TABLE, 0)
    if isinstance(value, Table):
        return value
    problems.append(Problem(path, value.line, value.column, "a table of settings is expected"))
    return None


class _Places:
    """Where in the text of a TOML file its keys stand, as far as that can be told without a parser of our own."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.keys: dict[tuple[object, ...], int] = {}
        self.heads: dict[tuple[object, ...], int] = {}
        prefix: tuple[object, ...] = ()
        counted: dict[tuple[object, ...], int] = {}
        start = 0
        for line in text.splitlines(keepends=True):
            if header := _HEADER.match(line):
                names: tuple[object, ...] = tuple(part.strip(" \t\"'") for part in header[2].split("."))
                prefix = names
                if header[1] == "[[":
                    counted[names] = counted.get(names, -1) + 1
                    prefix = (*names, counted[names])
                self.heads.setdefault(prefix, start + header.start(1))
                self.heads.setdefault(names, start + header.start(1))
            elif key := _KEY.match(line):
                self.keys.setdefault((*prefix, key["key"].strip("\"'")), start + key.start("key"))
            start += len(line)

    def convert(self, value: object, path: tuple[object, ...], cursor: int) -> tuple[Value, int]:
        """Return the value with its place, looked for from `cursor` on, and where to look for the next one."""
        if isinstance(value, dict):
            start = self.heads.get(path, self.find("{", cursor))
            entries, at = {}, start
            for key, inner in value.items():
                known = self.keys.get((*path, key), self.heads.get((*path, key)))
                at = self.find(key, at) if known is None else known
                name = Text(key, *self.place(at), self.place(at)[1])
                converted, at = self.convert(inner, (*path, key), at + len(key))
                entries[key] = Entry(name, converted)
            return Table(entries, *self.place(start)), at
        if isinstance(value, list):
            start = self.heads.get(path, self.find("[", cursor))
            values, at = [], start
            for number, inner in enumerate(value):
                converted, at = self.convert(inner, (*path, number), at)
                values.append(converted)
            return Items(tuple(values), *self.place(start)), at
        said = str(value).lower() if isinstance(value, bool) else str(value)
        at = self.find(said, cursor)
        quoted = at > 0 and self.text[at - 1] in "\"'"
        line, column = self.place(at)
        return Text(said, line, column - quoted, column), at + len(said)

    def find(self, what: str, cursor: int) -> int:
        """Return where `what` stands next, or `cursor` where it is not written like that."""
        at = self.text.find(what, cursor)
        return at if at >= 0 else cursor

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1."""
        return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)
