"""YAML read strictly: every scalar stays text, every value knows its line and column, every mistake is collected."""

from __future__ import annotations

from gapcheck.errors import Problem
from gapcheck.record import Record

MAX_BYTES = 2_000_000
MAX_DEPTH = 60
# How the tags begin that YAML itself gives to what has none.
_PLAIN = "tag:yaml.org,2002:"


class Text(Record):
    """A scalar as written; `inner` is the column of its first character, 0 where it spans lines."""

    value: str
    line: int
    column: int
    inner: int


class Items(Record):
    """A sequence."""

    values: tuple[Value, ...]
    line: int
    column: int


class Entry(Record):
    """One key with its value."""

    key: Text
    value: Value


class Table(Record):
    """A mapping, in the order written."""

    entries: dict[str, Entry]
    line: int
    column: int

    def get(self, key: str) -> Value | None:
        """Return the value of `key`, or None."""
        entry = self.entries.get(key)
        return entry.value if entry else None


Value = Text | Items | Table


def read(path: str, problems: list[Problem]) -> Table | None:
    """Return the mapping that the file holds, or None after adding to `problems` why it cannot be read."""
    try:
        with open(path, "rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except OSError as error:
        problems.append(Problem(path, 0, 0, f"cannot be read: {error.strerror}"))
        return None
    if len(data) > MAX_BYTES:
        problems.append(Problem(path, 0, 0, f"larger than {MAX_BYTES:,} bytes: split it"))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(Problem(path, line, 1, "is not UTF-8: save it as UTF-8"))
        return None
    return parse(text, path, problems)


def parse(text: str, path: str, problems: list[Problem]) -> Table | None:
    """Return the mapping that `text` holds, or None after adding to `problems` why it cannot be read."""
    import yaml  # slow to import; compiled packs do not need it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problems.append(_merge(text, path) or Problem(path, *place, f"is not YAML: {error.problem or error.context}"))
        return None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        problems.append(Problem(path, 0, 0, f"is not YAML: {str(error).splitlines()[0] if str(error) else 'nested too deep'}"))
        return None
    if root is None:
        problems.append(Problem(path, 0, 0, "is empty: a mapping of keys is expected"))
        return None
    value = _Converter(path, problems).convert(root, 0)
    if isinstance(value, Table):
        return value
    if value is not None:
        problems.append(Problem(path, value.line, value.column, "a mapping of keys is expected"))
    return None


def _merge(text: str, path: str) -> Problem | None:
    """Return where a merge that was not finished is the reason, for what a parser says of its marks helps nobody."""
    from gapcheck.unmerged import SAID, unmerged  # only when something is already wrong

    line = unmerged(text)
    return Problem(path, line, 1, SAID) if line else None


class _Converter:
    """Turns composed YAML nodes into values and notes what strict YAML does not allow."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.seen: set[int] = set()

    def problem(self, node: object, message: str) -> None:
        mark = node.start_mark  # type: ignore[attr-defined]
        self.problems.append(Problem(self.path, mark.line + 1, mark.column + 1, message))

    def convert(self, node: object, depth: int) -> Value | None:
        """Return the value of a node; aliases (which can explode) and tags are mistakes."""
        import yaml

        if id(node) in self.seen:
            self.problem(node, "anchors and aliases are not allowed: write it out (rules share lists in terms.yaml, and claims)")
            return None
        self.seen.add(id(node))
        if not node.tag.startswith(_PLAIN) or "/" in node.tag[len(_PLAIN) :]:  # type: ignore[attr-defined]
            self.problem(node, f"tags such as {node.tag} are not allowed: everything here is text")  # type: ignore[attr-defined]
        if depth > MAX_DEPTH:
            self.problem(node, f"nested more than {MAX_DEPTH} deep")
            return None
        line, column = node.start_mark.line + 1, node.start_mark.column + 1  # type: ignore[attr-defined]
        if isinstance(node, yaml.ScalarNode):
            one_line = node.start_mark.line == node.end_mark.line
            inner = (column + (node.style in ("'", '"'))) if one_line and node.style not in ("|", ">") else 0
            return Text(node.value, line, column, inner)
        if isinstance(node, yaml.SequenceNode):
            values = [self.convert(child, depth + 1) for child in node.value]
            return Items(tuple(value for value in values if value is not None), line, column)
        if isinstance(node, yaml.MappingNode):
            return Table(self._entries(node, depth), line, column)
        return None

    def _entries(self, node: object, depth: int) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for key_node, value_node in node.value:  # type: ignore[attr-defined]
            key = self.convert(key_node, depth + 1)
            value = self.convert(value_node, depth + 1)
            if not isinstance(key, Text):
                self.problem(key_node, "a key must be plain text")
            elif key.value in entries:
                first = entries[key.value].key
                self.problem(key_node, f"the key {key.value!r} stands twice (first in line {first.line})")
            elif value is not None:
                entries[key.value] = Entry(key, value)
        return entries
