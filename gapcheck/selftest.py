"""Whether rules keep their own promises: every example judged, every shared list and claim used, the schema obeyed."""

from __future__ import annotations

import json
import os

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from gapcheck.checkreader import compile_checks
from gapcheck.engine import check
from gapcheck.errors import Problem, RuleError, did_you_mean
from gapcheck.loader import find_rules, pack_directories
from gapcheck.merging import laid_out
from gapcheck.packreader import Loaded, compile_pack
from gapcheck.reading import read_text
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.rule import CHECKS, COMMON, Example, Pack
from gapcheck.ruleplaces import CLAIMS, LISTS
from gapcheck.strictyaml import Items, Table, Text, Value, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from gapcheck.finding import Finding

SCHEMAS = ("requirement.schema.json", "check.schema.json")


class SelftestResult(Record):
    """How many requirements and checks, and examples of them, were tested, and what is wrong; `packs` has the numbers of each pack,
    `what` says which they are where not all are meant."""

    requirements: int
    examples: int
    problems: tuple[Problem, ...]
    packs: tuple[tuple[str, int, int], ...] = ()
    what: str = ""


def run(rules: str, wanted: Sequence[str] = ()) -> SelftestResult:
    """Return the result of testing the packs of `wanted` (directories; none given: all) in `rules`."""
    directories = list(wanted) or pack_directories(rules)
    problems: list[Problem] = []
    loaded = read_packs(rules, directories, problems)
    for one in loaded:
        problems += check_examples(one)
        problems += against_schema(rules, one.pack)
    if len(loaded) == len(pack_directories(rules)):
        if os.path.isdir(os.path.join(rules, CHECKS)):
            try:
                checks = compile_checks(rules)
            except RuleError as error:
                return SelftestResult(0, 0, (*problems, *error.problems))
            problems += check_conflicts(checks)
            problems += against_schema(rules, checks.pack)
            problems += unknown_feeds(checks.pack, [one.pack for one in loaded])
            loaded.append(checks)
        problems += unused(rules, loaded)
    return result_of(loaded, problems)


def read_packs(rules: str, directories: Sequence[str], problems: list[Problem]) -> list[Loaded]:
    """Return those of the packs that can be read."""
    loaded: list[Loaded] = []
    for directory in directories:
        try:
            loaded.append(compile_pack(rules, directory))
        except RuleError as error:
            problems += error.problems
    return loaded


def result_of(loaded: Sequence[Loaded], problems: Sequence[Problem], what: str = "") -> SelftestResult:
    """Return the result of a test of packs, with their numbers."""
    packs = tuple((one.pack.law, len(one.pack.requirements) + len(one.pack.checks), len(one.examples)) for one in loaded)
    return SelftestResult(sum(rules for _, rules, _ in packs), sum(examples for *_, examples in packs), tuple(problems), packs, what)


def check_examples(loaded: Loaded) -> list[Problem]:
    """Return a problem for every example that is not judged as it says."""
    problems = []
    for rule in loaded.pack.requirements:
        alone = loaded.pack._replace(requirements=(rule,))
        # A duty that is not due yet is tested as of the day from which it is.
        as_of = max(alone.as_of, rule.effective)
        for example, (finding,) in _judged(loaded, alone, rule.id, as_of):
            if finding.status != example.status:
                said = f"should be {example.status} but is {finding.status} ({finding.reason})"
                problems.append(_problem(example, said))
    return problems


def _judged(loaded: Loaded, alone: Pack, id: str, as_of: str = "") -> Iterator[tuple[Example, tuple[Finding, ...]]]:
    """Yield the examples of one rule with what a pack of nothing else finds in them: that takes a fraction of what the whole pack does."""
    examples = [example for example in loaded.examples if example.requirement == id]
    packs = laid_out([(alone, loaded.nodes)]) if examples else ()
    for example in examples:
        yield example, check(read_text(example.text, example.path, "markdown"), packs, as_of)


def _problem(example: Example, said: str) -> Problem:
    words = " ".join(example.text.split())
    short = words if len(words) <= 90 else words[:87] + "..."
    return Problem(example.path, example.line, 1, f"{example.requirement}: this example {said}: {short!r}")


def check_conflicts(checks: Loaded) -> list[Problem]:
    """Return a problem for every example that a check should report and does not, or reports and should not."""
    problems = []
    for one in checks.pack.checks:
        for example, found in _judged(checks, checks.pack._replace(checks=(one,)), one.id):
            if bool(found) == (example.status == "silent"):
                said = f"should not be reported but is reported: {found[0].reason}" if found else "should be reported but is not"
                problems.append(_problem(example, said))
    return problems


def unknown_feeds(checks: Pack, packs: Sequence[Pack]) -> list[Problem]:
    """Return a problem for every requirement that a check bears on and that there is not."""
    known = [rule.id for pack in packs for rule in pack.requirements]
    laws = [pack.law for pack in packs]
    return [
        Problem(check.path, 1, 1, f"laws: there are no rules for {law!r}{did_you_mean(law, laws)}")
        for check in checks.checks
        for law in check.laws
        if law not in laws
    ] + [
        Problem(check.path, 1, 1, f"feeds: no requirement has the id {id!r}{did_you_mean(id, known)}")
        for check in checks.checks
        for id in check.feeds
        if id not in known
    ]


def against_schema(rules: str, pack: Pack) -> list[Problem]:
    """Return a problem for every rule file that the published JSON Schemas refuse."""
    schemas = [_schema(rules, name) for name in SCHEMAS]
    registry: Registry[Any] = Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in schemas)
    paths = [rule.path for rule in pack.requirements], [check.path for check in pack.checks]
    problems: list[Problem] = []
    for schema, name, files in zip(schemas, SCHEMAS, paths, strict=True):
        validator = Draft202012Validator(schema, registry=registry)
        for path in files:
            table = read(path, problems)
            for error in validator.iter_errors(plain(table)) if table else ():
                where = ".".join(str(part) for part in error.absolute_path) or "the file"
                problems.append(Problem(path, 1, 1, f"against {name}, at {where}: {error.message[:200]}"))
    return problems


def _schema(rules: str, name: str) -> dict[str, Any]:
    """Return a schema that stands beside the rules, or else the one that belongs to gapcheck."""
    path = os.path.join(rules, name)
    with open(path if os.path.isfile(path) else os.path.join(find_rules(), name), encoding="utf-8") as handle:
        schema: dict[str, Any] = json.load(handle)
    return schema


def plain(value: Value) -> object:
    """Return a strictly read value as texts, lists and dicts."""
    match value:
        case Text():
            return value.value
        case Items(values):
            return [plain(item) for item in values]
        case Table(entries):
            return {key: plain(entry.value) for key, entry in entries.items()}


def unused(rules: str, loaded: Sequence[Loaded]) -> list[Problem]:
    """Return a problem for every list and claim in the folder `rules` that no pack uses."""
    used = {
        LISTS: frozenset().union(*(one.terms for one in loaded)),
        CLAIMS: frozenset().union(*(one.claims for one in loaded)),
    }
    used[LISTS] |= {"negators", "not-negators", "negation-resets", "month"}
    problems: list[Problem] = []
    for directory in (COMMON, *(one.pack.law for one in loaded)):
        for name, names in used.items():
            path = os.path.join(rules, directory, name)
            table = read(path, problems) if os.path.isfile(path) else None
            for key, entry in table.entries.items() if table else ():
                if key not in names:
                    what = "list" if name == LISTS else "claim"
                    problems.append(Problem(path, entry.key.line, entry.key.column, f"the {what} {key!r} is used nowhere: delete it"))
    return problems
