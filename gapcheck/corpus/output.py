"""The folder that a corpus run writes: shards of rows, each written whole or not at all, and what says that it is finished."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from gapcheck.corpus.judging import COLUMNS
from gapcheck.corpus.records import pyarrow_parquet
from gapcheck.errors import GapcheckError, Problem
from gapcheck.finding import STATUSES
from gapcheck.paths import DONE, FINDINGS, LOCK, MANIFEST
from gapcheck.rule import COMMON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapcheck.corpus.judging import Answer

SCHEMA = 1
SUMMARY = "summary.html"
_UNDECIDED = STATUSES.index("undecided") + 1
# So many policies make a row group of a Parquet file.
_GROUP = 64


class Output:
    """The folder of one run, held as long as the run lasts; `done` is what is known of the finished shards."""

    def __init__(self, folder: str, run: dict[str, Any], fresh: bool) -> None:
        self.folder = folder
        self.run = run
        self.done: dict[int, dict[str, Any]] = {}
        if run["rows"] == "parquet":
            pyarrow_parquet()
        manifest(folder)  # nothing is written where other things are
        for name in ("", FINDINGS, DONE):
            _made(os.path.join(folder, name), folder)
        self.writing = ExitStack()  # of the shard that is being written
        with self.writes(), ExitStack() as stack:
            _lock(stack.enter_context(open(os.path.join(folder, LOCK), "wb")), folder)
            if fresh:
                self._empty()
            self._go_on()
            self.held = stack.pop_all()

    def __enter__(self) -> Output:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # what cannot be written to its end has been said
            self.writing.close()
        self.held.close()

    @contextmanager
    def writes(self) -> Iterator[None]:
        """Raise a GapcheckError where something cannot be written, as on a full disk."""
        try:
            yield
        except OSError as error:
            said = f"cannot be written to: {error.strerror or error}; what is finished is kept, and the same command goes on from there"
            raise _error(self.folder, said) from None

    def path(self, *names: str) -> str:
        return os.path.join(self.folder, *names)

    def shard_name(self, number: int) -> str:
        return f"part-{number:05}.{self.run['rows']}"

    def write(self, name: str, text: str) -> None:
        """Write a file of the folder, whole or not at all."""
        with self.writes():
            with open(self.path(name + ".tmp"), "w", encoding="utf-8") as file:
                file.write(text)
                _settle(file)
            os.replace(self.path(name + ".tmp"), self.path(name))

    def finish(self, number: int, facts: dict[str, Any]) -> None:
        """Note that a shard is finished."""
        self.done[number] = facts
        self.write(os.path.join(DONE, f"part-{number:05}.json"), json.dumps(facts) + "\n")

    def _empty(self) -> None:
        """Delete what runs have written here, and nothing else."""
        for name in (MANIFEST, SUMMARY, *self._parts(FINDINGS), *self._parts(DONE)):
            if os.path.lexists(self.path(name)):
                os.unlink(self.path(name))

    def _parts(self, folder: str) -> list[str]:
        return [os.path.join(folder, name) for name in sorted(os.listdir(self.path(folder))) if name.startswith("part-")]

    def _go_on(self) -> None:
        """Find the shards that are finished, and delete those that were begun; raise GapcheckError where they are of another run."""
        before = (manifest(self.folder) or {"run": self.run})["run"]
        if before != self.run:
            raise _error(self.folder, f"holds findings of another run ({_differs(before, self.run)}); name a new folder, or add --fresh")
        for name in self._parts(DONE):
            if name.endswith(".json"):
                self._known(int(os.path.basename(name)[5:-5]), self.path(name))
        finished = {os.path.join(FINDINGS, self.shard_name(number)) for number in self.done}
        for name in self._parts(FINDINGS):
            if name not in finished:
                os.unlink(self.path(name))

    def _known(self, number: int, path: str) -> None:
        with suppress(OSError, ValueError):  # what is lost or damaged is made anew
            with open(path, encoding="utf-8") as file:
                facts = json.load(file)
            if os.path.getsize(self.path(FINDINGS, self.shard_name(number))) == facts["bytes"]:
                self.done[number] = facts


class Shard:
    """A shard that is being written, to a file beside the one that it becomes."""

    def __init__(self, output: Output, number: int, rules: int) -> None:
        self.output = output
        self.number = number
        self.target = output.path(FINDINGS, output.shard_name(number))
        output.writing = ExitStack()
        with output.writes():
            self.file = output.writing.enter_context(open(self.target + ".tmp", "wb"))  # noqa: SIM115 - the stack closes it
            self.table = _Table(self.file) if output.run["rows"] == "parquet" else None
            if self.table:
                output.writing.enter_context(self.table.writer)
        self.documents = self.failed = self.undecided = 0
        self.found = [[0] * len(STATUSES) for _ in range(rules)]

    def add(self, answer: Answer) -> None:
        """Write the rows on one policy."""
        self.documents += 1
        self.failed += bool(answer.error)
        self.undecided += set(answer.found) - {0} == {_UNDECIDED}
        for counts, code in zip(self.found, answer.found, strict=False):
            if code:
                counts[code - 1] += 1
        with self.output.writes():
            if self.table:
                self.table.add(answer.rows)
            elif isinstance(answer.rows, bytes):
                self.file.write(answer.rows)

    def finish(self, digest: str) -> None:
        """Give the shard its name, now that all of it is written; `digest` tells which policies it is of."""
        with self.output.writes():
            if self.table:
                self.table.close()
            _settle(self.file)
            size = self.file.tell()
            self.output.writing.close()
            os.replace(self.target + ".tmp", self.target)
        facts = {"documents": self.documents, "failed": self.failed, "undecided": self.undecided, "input": digest}
        facts |= {"bytes": size, "found": self.found}
        self.output.finish(self.number, facts)


class _Table:
    """Rows to Parquet."""

    def __init__(self, file: Any) -> None:
        parquet = pyarrow_parquet()
        import pyarrow

        numbers = {"number": pyarrow.int64(), "line": pyarrow.int32()}
        self.schema = pyarrow.schema([(name, numbers.get(name, pyarrow.string())) for name in COLUMNS])
        self.writer = parquet.ParquetWriter(file, self.schema, compression="zstd")
        self.rows: list[tuple[Any, ...]] = []
        self.policies = 0

    def add(self, rows: Any) -> None:
        self.rows += rows
        self.policies += 1
        if self.policies % _GROUP == 0:
            self._flush()

    def _flush(self) -> None:
        import pyarrow

        if self.rows:
            columns = zip(*self.rows, strict=True)
            arrays = [pyarrow.array(map(_sound, column), field.type) for column, field in zip(columns, self.schema, strict=True)]
            self.writer.write_table(pyarrow.Table.from_arrays(arrays, schema=self.schema))
            self.rows = []

    def close(self) -> None:
        self._flush()
        self.writer.close()


def _sound(value: Any) -> Any:
    """Return a text that UTF-8 can hold, as JSON does not promise."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode()
    return value


def manifest(folder: str) -> dict[str, Any] | None:
    """Return the manifest of an earlier run, None where there is none; raises GapcheckError where the folder is used for other things."""
    path = os.path.join(folder, MANIFEST)
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
        if not isinstance(found, dict) or not isinstance(found.get("run"), dict):
            raise ValueError("it is not of a gapcheck run")
        return found
    except (FileNotFoundError, NotADirectoryError):
        pass
    except (OSError, ValueError) as error:
        raise _error(path, f"cannot be used: {error}; name a new folder for the findings") from None
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise _error(folder, "is no folder; name one for the findings")
    ours = {FINDINGS, DONE, LOCK, MANIFEST + ".tmp"}
    strange = sorted(set(os.listdir(folder) if os.path.isdir(folder) else ()) - ours)
    if strange:
        raise _error(folder, f"holds other files ({strange[0]}); name a new folder for the findings")
    return None


def _made(path: str, folder: str) -> None:
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise _error(folder, f"no folder can be made here: {error.strerror}") from None


def _lock(file: Any, folder: str) -> None:
    """Hold the folder until the file is closed, or the process ends; raises GapcheckError where another run has it."""
    try:
        import fcntl
    except ImportError:
        return  # there is no such lock here
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise _error(folder, "another run is writing here; wait for it, or name a new folder") from None


def _settle(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def _differs(before: dict[str, Any], now: dict[str, Any]) -> str:
    """Return in which options two runs differ, as one would give them."""
    was, now = _options(before), _options(now)
    said = [f"{name} {was.get(name)}, now {now[name]}" for name in now if was.get(name) != now[name]]
    return "; ".join(said) or "other rules, or others of them: --rules, --select, --ignore"


def _options(run: dict[str, Any]) -> dict[str, str]:
    fields = dict(zip(("--id-field", "--text-field", "--text-format"), run.get("fields", ()), strict=False))
    laws = ",".join(law for law in run.get("laws", ()) if law != COMMON)
    said = {"gapcheck": run.get("gapcheck"), "--law": laws, "--as-of": run.get("as_of"), "--rows": run.get("rows")}
    return {name: str(value) for name, value in {**said, "--shard-size": run.get("shard_size"), **fields}.items()}


def _error(path: str, message: str) -> GapcheckError:
    return GapcheckError(Problem(path, 0, 0, message))
