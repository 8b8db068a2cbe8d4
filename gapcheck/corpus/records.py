"""Where the policies of a corpus come from: a folder, JSON lines or Parquet, one after the other, never all at once."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from gapcheck.digest import sha256
from gapcheck.errors import GapcheckError, Problem, ReadError, did_you_mean
from gapcheck.paths import policies
from gapcheck.reading import MAX_PICTURED, read_path
from gapcheck.remembered import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES = (".jsonl", ".ndjson")
TABLES = (".parquet", ".pq")
ENDINGS = {"text": ".txt", "markdown": ".md", "html": ".html"}
PATH = "path"
# No record is longer: one that is, is passed over.
LONGEST = 2 * MAX_PICTURED
_AT_ONCE = 32
_NAMED = 5  # fields of a record that has no text


class Item(NamedTuple):
    """One policy: `name` says how it is read, and `data` is what it holds, None where that is in the file `name`.

    `error` is one sentence where there is nothing to read.
    """

    number: int
    id: str
    name: str
    data: bytes | None
    error: str = ""

    def loaded(self) -> Item:
        """Return the same with its data, for where its file cannot be read."""
        if self.data is not None or self.error:
            return self
        data = contents(self.name)
        if data is None:
            try:
                read_path(self.name)
            except ReadError as error:
                return self._replace(error="; ".join(problem.message for problem in error.problems))
        return self._replace(data=data)

    def digest(self) -> str:
        """Return what tells whether the policy is the same as in another run."""
        data = contents(self.name) if self.data is None else self.data
        return "" if data is None else sha256(data).hexdigest()


class Fields(NamedTuple):
    """Where a record has its id and its text, and how the text is read."""

    id: str | None = None
    text: str | None = None
    format: str = "text"

    @property
    def name(self) -> str:
        """A file name that stands for how texts are read."""
        return "policy" + ENDINGS[self.format]


class Source:
    """The policies at one place, in an order that is always the same; `total` is how many there are, guessed from what was read."""

    def __init__(self, path: str, fields: Fields) -> None:
        self.path = path
        self.fields = fields
        self.total = 0

    def __iter__(self) -> Iterator[Item]:
        raise NotImplementedError

    def _item(self, number: int, record: dict[str, Any]) -> Item:
        """Return the policy that a record is, or refers to."""
        fields = self.fields
        id = record.get(fields.id or "id")
        name = str(number) if id is None or isinstance(id, dict | list) else str(id)
        text = record.get(fields.text or "text")
        if isinstance(text, str):
            return Item(number, name, fields.name, text.encode("utf-8", "replace"))
        if isinstance(text, bytes):
            return Item(number, name, fields.name, text)
        path = record.get(PATH)
        if text is None and isinstance(path, str):
            return self._file(number, name, path)
        what = "no text" if text is None else "a text that is none"
        error = f"the record has {what} in the field {fields.text or 'text'!r}"
        if record and not fields.text and "text" not in record:
            error += f", only {', '.join(map(repr, list(record)[:_NAMED]))}; --text-field names another"
        return Item(number, name, fields.name, repr(record).encode("utf-8", "replace"), error)

    def _file(self, number: int, id: str, path: str) -> Item:
        folder = os.path.dirname(os.path.realpath(self.path))
        whole = os.path.normpath(os.path.join(folder, path))
        if "\0" in path or not os.path.realpath(whole).startswith(os.path.join(folder, "")):
            return Item(number, id, path, path.encode("utf-8", "replace"), "the record names a file outside the folder of the corpus")
        if not os.path.lexists(whole):
            return Item(number, id, path, path.encode("utf-8", "replace"), f"the record names a file that is not there: {path}")
        return Item(number, id, whole, None)


class Folder(Source):
    """The policies in a folder and those below it."""

    def __iter__(self) -> Iterator[Item]:
        self.total = sum(1 for _ in policies(self.path))
        for number, found in enumerate(policies(self.path)):
            id = os.path.relpath(found.path, self.path).replace(os.sep, "/")
            yield Item(number, id, found.path, None, found.error)


class Lines(Source):
    """Records as JSON, one a line; empty lines do not count."""

    def __iter__(self) -> Iterator[Item]:
        size = os.path.getsize(self.path)
        with open(self.path, "rb") as file:
            number = 0
            while line := file.readline(LONGEST + 1):
                self.total = round((number + 1) * size / file.tell())
                if len(line) > LONGEST:
                    yield Item(number, str(number), self.fields.name, line[:1000], "the record is too long")
                    while line and not line.endswith(b"\n"):
                        line = file.readline(LONGEST)
                elif line.strip():
                    yield self._parsed(number, line.removeprefix(b"\xef\xbb\xbf") if not number else line)
                else:
                    continue
                number += 1

    def _parsed(self, number: int, line: bytes) -> Item:
        try:
            record = json.loads(line.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError) as error:
            return Item(number, str(number), self.fields.name, line, f"the record is no JSON{_why(error)}")
        if not isinstance(record, dict):
            return Item(number, str(number), self.fields.name, line, "the record is no JSON object")
        return self._item(number, record)


class Table(Source):
    """The rows of a Parquet file."""

    def __init__(self, path: str, fields: Fields) -> None:
        super().__init__(path, fields)
        parquet = pyarrow_parquet()
        try:
            self.file = parquet.ParquetFile(path, memory_map=True)
        except Exception as error:
            raise _error(path, f"this is no Parquet file that can be read: {error}") from None
        there = self.file.schema_arrow.names
        self.columns = [name for name in (fields.id or "id", fields.text or "text", PATH) if name in there]
        wanted = [name for name in (fields.id, fields.text) if name and name not in there]
        if wanted or not {fields.text or "text", PATH} & set(there):
            name = wanted[0] if wanted else "text"
            raise _error(path, f"has no column {name!r}{did_you_mean(name, there) or '; there are: ' + ', '.join(there)}")

    def __iter__(self) -> Iterator[Item]:
        number = 0
        self.total = self.file.metadata.num_rows
        batches = self.file.iter_batches(_AT_ONCE, columns=self.columns)
        while True:
            try:
                batch = next(batches, None)
                records = batch.to_pylist() if batch else []
            except Exception as error:  # pyarrow raises many, for what is damaged
                raise _error(self.path, f"is damaged; it cannot be read from policy number {number} on: {error}") from None
            if batch is None:
                return
            for record in records:
                yield self._item(number, record)
                number += 1


def source(path: str, fields: Fields) -> Source:
    """Return the policies at `path`; raises GapcheckError where there can be none."""
    ending = os.path.splitext(path)[1].lower()
    kind = Folder if os.path.isdir(path) else Lines if ending in LINES else Table if ending in TABLES else None
    if kind is None or not os.path.exists(path):
        what = f"a corpus is a folder, or a file that ends in {', '.join((*LINES, *TABLES))}"
        raise _error(path, what if os.path.exists(path) else "no such file or folder; check the name")
    try:
        if kind is not Folder:
            with open(path, "rb"):
                pass
    except OSError as error:
        raise _error(path, f"cannot be read: {error.strerror}") from None
    return kind(path, fields)


def pyarrow_parquet() -> Any:
    """Return the module that reads and writes Parquet; raises GapcheckError where it is not installed."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise _error("gapcheck", "Parquet needs pyarrow, which is not installed; install it with: pip install 'gapcheck[corpus]'") from None
    return pyarrow.parquet


def _why(error: Exception) -> str:
    """Return why a line is no JSON, and at which of its characters it stops being so."""
    if isinstance(error, json.JSONDecodeError):
        return f" from its character {error.pos + 1} on: {error.msg}"
    if isinstance(error, UnicodeDecodeError):
        return f": it is not in UTF-8 (byte {error.start + 1})"
    return ": it is nested too deeply" if isinstance(error, RecursionError) else ": it has a number of too many digits"


def _error(path: str, message: str) -> GapcheckError:
    return GapcheckError(Problem(path, 0, 0, message))
