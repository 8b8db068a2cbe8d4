"""`gapcheck corpus`: every policy of a corpus judged exactly once, however often the run is broken off and begun again."""

from __future__ import annotations

import json
import os
from collections import deque
from typing import TYPE_CHECKING, Any

from gapcheck import __version__
from gapcheck.arguments import Arguments, UsageError
from gapcheck.checking import Run, chosen
from gapcheck.corpus.judging import COLUMNS, Given, failed, make
from gapcheck.corpus.output import SCHEMA, SUMMARY, Output, Shard, manifest
from gapcheck.corpus.records import Fields, Source, source
from gapcheck.corpus.summary import page, summary, table
from gapcheck.crew import Lost, spread
from gapcheck.digest import blake2b
from gapcheck.errors import GapcheckError, Problem
from gapcheck.finding import STATUSES, Shown
from gapcheck.loader import load_together
from gapcheck.outcome import Exit
from gapcheck.parallel import time_limit, workers
from gapcheck.paths import FINDINGS, MANIFEST
from gapcheck.plain import rules_of
from gapcheck.progress import seen, watched
from gapcheck.remembered import run_key, trim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from gapcheck.corpus.judging import Answer
    from gapcheck.corpus.records import Item
    from gapcheck.plain import Rule
    from gapcheck.report import Style

SHARD = 1000


def corpus(
    arguments: Arguments, rules: str, style: Style, as_of: Callable[[str | None], str], stderr: TextIO
) -> tuple[str, int, list[str]]:
    """Judge a corpus, and return what to print, the exit code, and what to say about errors."""
    folder = _must_be_sensible(arguments)
    policies = source(arguments.names[0], Fields(arguments.id_field, arguments.text_field, arguments.text_format))
    before = None if arguments.fresh else manifest(folder)
    # A run that is gone on with after midnight is still that of the day before.
    day = as_of(arguments.as_of or (before or {}).get("run", {}).get("as_of"))
    packs = chosen(load_together(rules, arguments.laws), arguments.select, arguments.ignore)
    run = Run(packs, day, Shown(1), None)
    rows = arguments.rows or ("parquet" if folder.rstrip(os.sep).endswith(".parquet") else "jsonl")
    known = {
        "gapcheck": __version__,
        "rules": run_key(run),
        "as_of": day,
        "laws": [pack.law for pack in packs],
        "rows": rows,
        "shard_size": _shard_size(arguments.shard_size),
        "fields": [arguments.id_field or "id", arguments.text_field or "text", arguments.text_format],
    }
    with Output(folder, known, arguments.fresh) as output:
        written = _Written(output, policies, run)
        if before is None:
            written.begin()
        judge(written, arguments, Given(run, rows, arguments.cache), stderr)
        text = written.manifest(True)
        found = summary(json.loads(text))
        output.write(SUMMARY, page(found))
        output.write(MANIFEST, text)
    errors = []
    if found.failed:
        errors = [f"{folder}: {found.failed} of {found.documents} policies could not be checked; their rows say why (column error)"]
    return "" if arguments.quiet else table(found, style), Exit.NOT_CHECKED if found.failed else Exit.CLEAN, errors


def judge(written: _Written, arguments: Arguments, given: Given, stderr: TextIO) -> None:
    """Judge all policies that are in no finished shard."""
    items = written.left()
    number = workers(arguments.jobs)
    answers: Iterator[Answer | Lost]
    if arguments.scheduler:
        from gapcheck.corpus.cluster import on_cluster  # brings Dask

        answers = on_cluster(arguments.scheduler, items, given)
    else:  # even one process is another one: it can be ended where it hangs
        answers = spread(items, make, given, number, time_limit(arguments.time_limit))
    if seen(stderr, arguments.quiet):
        answers = watched(answers, lambda: written.policies.total, stderr, written.before)
    for answer in answers:
        written.add(answer)
    written.end()
    if given.cache:
        trim()


class _Written:
    """Which policies are judged (`before` of them by an earlier run), which are on their way, and the shard that is being written."""

    def __init__(self, output: Output, policies: Source, run: Run) -> None:
        self.output = output
        self.policies = policies
        self.run = run
        self.rules = rules_of(run.packs)
        self.size: int = output.run["shard_size"]
        self.before: int = sum(facts["documents"] for facts in output.done.values())
        self.sent: deque[Item] = deque()
        self.shard: Shard | None = None
        self.digest = blake2b(digest_size=16)
        self.begun = False

    def begin(self) -> None:
        """Note what run this is, and that it is not complete."""
        self.output.write(MANIFEST, self.manifest(False))
        self.begun = True

    def left(self) -> Iterator[Item]:
        """Yield the policies that are in no finished shard; raise GapcheckError where those in one are not what they were."""
        checked, digest, shard = 0, blake2b(digest_size=16), -1
        for item in self.policies:
            number = item.number // self.size
            if number != shard:
                self._same(shard, checked, digest.hexdigest())
                checked, digest, shard = 0, blake2b(digest_size=16), number
            if number in self.output.done:
                checked += 1
                digest.update(_identity(item.id, item.digest()))
                continue
            self.sent.append(item)
            yield item
        self._same(shard, checked, digest.hexdigest())
        beyond = [number for number in self.output.done if number > shard]
        if beyond:
            raise self._changed(min(beyond))

    def _same(self, shard: int, documents: int, digest: str) -> None:
        facts = self.output.done.get(shard)
        if facts and documents and (facts["documents"], facts["input"]) != (documents, digest):
            raise self._changed(shard)

    def _changed(self, shard: int) -> GapcheckError:
        first = shard * self.size
        said = (
            f"the policies from number {first} on are not those that {self.output.shard_name(shard)} was written from; "
            "name a new folder, or add --fresh"
        )
        return GapcheckError(Problem(self.policies.path, 0, 0, said))

    def add(self, answer: Answer | Lost) -> None:
        """Write the answer to the policy that was sent first."""
        if not self.begun:
            self.begin()
        item = self.sent.popleft()
        if isinstance(answer, Lost):
            answer = failed(item.number, item.id, item.digest(), answer.says, self.output.run["rows"])
        assert answer.number == item.number
        number = item.number // self.size
        if self.shard and self.shard.number != number:
            self._finish(self.shard)
        self.shard = self.shard or Shard(self.output, number, len(self.rules))
        self.shard.add(answer)
        self.digest.update(_identity(item.id, answer.digest))

    def end(self) -> None:
        """Finish the last shard; raise GapcheckError where there was nothing at all."""
        if self.shard:
            self._finish(self.shard)
        if not self.output.done:
            raise GapcheckError(Problem(self.policies.path, 0, 0, "holds no policies"))

    def _finish(self, shard: Shard) -> None:
        shard.finish(self.digest.hexdigest())
        self.shard, self.digest = None, blake2b(digest_size=16)

    def manifest(self, complete: bool) -> str:
        """Return the manifest as text."""
        done = [self.output.done[number] for number in sorted(self.output.done)] if complete else []
        shards = [
            {"file": f"{FINDINGS}/{self.output.shard_name(number)}", **{key: facts[key] for key in ("documents", "failed", "input")}}
            for number, facts in enumerate(done)
        ]
        told = [_told(rule, [facts["found"][place] for facts in done]) for place, rule in enumerate(self.rules)]
        written = {
            "schema": SCHEMA,
            "run": self.output.run,
            "packs": [{"law": pack.law, "title": pack.title, "version": pack.version} for pack in self.run.packs],
            "columns": list(COLUMNS),
            "complete": complete,
            "documents": sum(facts["documents"] for facts in done),
            "failed": sum(facts["failed"] for facts in done),
            "undecided": sum(facts["undecided"] for facts in done),
            "shards": shards,
            "requirements": told,
        }
        return json.dumps(written, indent=1) + "\n"


def _told(rule: Rule, found: list[list[int]]) -> dict[str, Any]:
    """Return what the manifest says of a rule: of how many policies each status is the worst that was found."""
    totals = [sum(counts) for counts in zip(*found, strict=True)] or [0] * len(STATUSES)
    said = {"law": rule.law, "requirement": rule.id, "title": rule.title, "citation": rule.cite}
    said |= {"level": rule.level, "severity": rule.severity, "effective": rule.effective}
    return {**said, "policies": dict(zip(STATUSES, totals, strict=True))}


def _identity(id: str, digest: str) -> bytes:
    return f"{id}\0{digest}\n".encode("utf-8", "surrogatepass")


def _must_be_sensible(arguments: Arguments) -> str:
    """Return the folder to write to; raise UsageError where it is not clear what to do."""
    if len(arguments.names) != 1:
        raise UsageError("name one corpus: a folder of policies, a .jsonl or a .parquet file; see: gapcheck --help")
    if len(arguments.output) != 1:
        raise UsageError("name the folder for the findings: --output DIR")
    if not arguments.laws:
        raise UsageError("say which laws to check the corpus against: --law all, say; see: gapcheck rules")
    if arguments.scheduler and arguments.jobs:
        raise UsageError("--jobs is for this machine, and --scheduler for a cluster: give one of them")
    if arguments.scheduler and arguments.time_limit:
        raise UsageError("--time-limit is for processes of this machine; on a cluster nothing ends a policy that takes long")
    workers(arguments.jobs)
    time_limit(arguments.time_limit)
    return arguments.output[0]


def _shard_size(given: str | None) -> int:
    if given is None:
        return SHARD
    if not given.isdecimal() or not 1 <= int(given) <= 1_000_000:
        raise UsageError(f"--shard-size needs a number of policies from 1 to 1000000, not {given!r}")
    return int(given)
