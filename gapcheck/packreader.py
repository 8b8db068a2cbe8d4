"""One pack's folder, read strictly and checked whole: from YAML to a frozen pack and its examples."""

from __future__ import annotations

import os
import re

from gapcheck.compiler import Compiler
from gapcheck.errors import Problem, RuleError
from gapcheck.pattern import BUILT_IN
from gapcheck.phrases import PhraseCompiler
from gapcheck.plan import plan
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.rule import COMMON, NO_PLAN, Example, Pack, Requirement
from gapcheck.rulefile import NAME, Keys, RequirementReader, unfilled
from gapcheck.ruleplaces import CLAIMS, LISTS, PACK, fingerprint, folders, home, installed, pack_file, place_of, yaml_files
from gapcheck.strictyaml import Table, Text, Value, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gapcheck.rule import Node

PACK_KEYS = ("law", "title", "jurisdiction", "version", "as_of", "source", "aliases", "scope", "names")
# What the version of a pack ends in where own rules or lists took the place of some of its own, or were added to them.
OWN = "+own"


class Loaded(Record):
    """A pack with its examples, and which shared lists and claims it used. The pack is not laid out: `nodes` are those that its
    numbers are of.
    """

    pack: Pack
    examples: tuple[Example, ...]
    terms: frozenset[str]
    claims: frozenset[str]
    nodes: tuple[Node, ...] = ()


def law_name(rules: str, directory: str, problems: list[Problem]) -> tuple[str, str, tuple[str, ...]] | None:
    """Return name, title and aliases of the law in `rules/directory`, or None after noting what is wrong."""
    path = pack_file(rules, directory)
    table = read(path, problems)
    if table is None:
        return None
    words = Keys(path, table, problems)
    law = words.text("law")
    if law and law != directory:
        words.wrong("law", f"the folder is called {directory!r}, so the law must be too")
    return law, words.text("title"), words.texts("aliases")


def check_names(rules: str, found: Sequence[tuple[str, str, tuple[str, ...]]], problems: list[Problem]) -> None:
    """Note every law that has a name or alias which another has too: the nearer one, for that is the user's own."""
    taken: dict[str, str] = {"all": "every law together"}
    files = {law: pack_file(rules, law) for law, _, _ in found}
    for law, _, aliases in sorted(found, key=lambda one: (one[0] in installed(rules), -place_of(files[one[0]], rules))):
        for name in (law, *aliases):
            other = taken.setdefault(name.lower(), law)
            if other != law:
                problems.append(Problem(files[law], 1, 1, f"the name {name!r} is taken: {other} is called so too"))


def read_names(rules: str, directories: Sequence[str]) -> tuple[object, ...]:
    """Return the `names` of all packs as the plain fields of a `Names`; what is wrong with a pack is for `compile_pack` to say."""
    problems: list[Problem] = []
    compiler = PhraseCompiler({}, problems)
    found = []
    for directory in directories:
        path = pack_file(rules, directory)
        table = read(path, problems)
        phrases = _names(path, table, compiler) if table else []
        if table and phrases:
            title = Keys(path, table, problems).text("title")
            found.append((directory, title, compiler.program.either(phrases)))
    made, place = plan(compiler.program.nodes, [node for _, _, node in found])
    return tuple((law, title, place[node]) for law, title, node in found), tuple(made)


def _names(path: str, table: Table, compiler: PhraseCompiler) -> list[int]:
    """Return the phrases by which policies name the law of a pack.yaml."""
    value = table.get("names")
    compiler.path = path
    nodes = [compiler.phrase(text) for text in compiler.texts(value, "names")] if value else []
    return [node for node in nodes if node is not None]


Shared = dict[str, tuple[str, Value]]


def shared(rules: str, directory: str, problems: list[Problem]) -> tuple[Shared, Shared]:
    """Return the term lists and the claims that a pack may use, by name.

    The pack's own go before those of all packs, and those of a nearer place before those of one further away. That is for places
    to differ in; within one place, a name that stands twice is a mistake.
    """
    found: tuple[Shared, Shared] = {}, {}
    for folder in reversed((*folders(rules, directory), *folders(rules, COMMON))):
        for kind, name in zip(found, (LISTS, CLAIMS), strict=True):
            path = os.path.join(folder, name)
            table = read(path, problems) if os.path.isfile(path) else None
            for key, entry in table.entries.items() if table else ():
                if key in BUILT_IN and name == LISTS:
                    said = f"{{{key}}} is a value that is built in, never this list: call the list something else"
                    problems.append(Problem(path, entry.key.line, entry.key.column, said))
                if not NAME.match(key):
                    problems.append(Problem(path, entry.key.line, entry.key.column, f"{key!r}: names are lower case words joined by '-'"))
                if key in kind and place_of(path, rules) == place_of(kind[key][0], rules):
                    problems.append(Problem(path, entry.key.line, entry.key.column, f"{key!r} stands in {kind[key][0]} already"))
                kind[key] = (path, entry.value)
    return found


def compile_pack(rules: str, directory: str) -> Loaded:
    """Return the pack in `rules/directory`, compiled from its YAML but not laid out; raises RuleError with every problem."""
    problems: list[Problem] = []
    name = law_name(rules, directory, problems)
    head, rules = pack_file(rules, directory), home(rules, directory)
    compiler = Compiler(*shared(rules, directory, problems), problems)
    requirements: list[Requirement] = []
    examples: list[Example] = []
    for path, table in rule_files(folders(rules, directory), problems):
        reader = RequirementReader(path, table, compiler, name[0] if name else directory)
        requirements.append(reader.requirement())
        examples += reader.examples()
    if not requirements and not problems:
        problems.append(Problem(os.path.dirname(head), 0, 0, "holds no requirement"))
    _check_ids(requirements, rules, problems)
    pack = _pack(head, compiler, tuple(requirements), problems)
    if problems or pack is None:
        raise RuleError(*sorted(set(problems)))
    return loaded(pack, examples, compiler, head, rules, directory)


def rule_files(places: Iterable[str], problems: list[Problem]) -> list[tuple[str, Table]]:
    """Return the rule files of folders, nearest first, in their order: without rules that a nearer folder has."""
    found: list[tuple[list[tuple[int, int, str]], str, Table]] = []
    known: set[str] = set()
    for folder in places:
        here = set()
        for file in yaml_files(folder):
            if file in (PACK, LISTS, CLAIMS):
                continue
            path = os.path.join(folder, file)
            if os.path.exists(path) and not os.path.isfile(path):  # a pipe or a device may have no end
                problems.append(Problem(path, 0, 0, "is no ordinary file: take it out of the rules"))
                continue
            table = read(path, problems)
            id = table.get("id") if table else None
            if table is None or (isinstance(id, Text) and id.value in known):
                continue
            found.append((natural(file), path, table))
            here.add(id.value if isinstance(id, Text) else "")
        known |= here
    return [(path, table) for _, path, table in sorted(found, key=lambda one: one[0])]


def loaded(pack: Pack, examples: Sequence[Example], compiler: Compiler, head: str, rules: str, directory: str) -> Loaded:
    """Return a compiled pack with what it is made from; its version says whether anything was put in the place of its own."""
    lists = [compiler.terms[name][0] for name in compiler.used_terms] + [compiler.claims[name][0] for name in compiler.used_claims]
    paths = [*lists, *(rule.path for rule in pack.requirements), *(check.path for check in pack.checks)]
    own = any(place_of(path, rules) < place_of(head, rules) for path in paths)
    compiler.parsed.keep()
    pack = pack._replace(version=pack.version + OWN * own, fingerprint=fingerprint(rules, directory))
    return Loaded(pack, tuple(examples), frozenset(compiler.used_terms), frozenset(compiler.used_claims), tuple(compiler.program.nodes))


def natural(name: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts "7-3" before "13-1-a", and numbers before letters."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", name.lower()) if part not in ("", "-")]


def _check_ids(requirements: list[Requirement], rules: str, problems: list[Problem]) -> None:
    """Note every id that another requirement has, in whatever letters: the nearer one, for that is the user's own."""
    first: dict[str, Requirement] = {}
    for one in sorted(requirements, key=lambda one: -place_of(one.path, rules)):
        other = first.setdefault(one.id.lower(), one)
        if other is not one and one.id:
            same = "" if other.id == one.id else f" has {other.id}, and capitals make no difference"
            problems.append(Problem(one.path, 1, 1, f"the id {one.id} is taken: {other.path}{same}"))


def _pack(path: str, compiler: Compiler, requirements: tuple[Requirement, ...], problems: list[Problem]) -> Pack | None:
    table = read(path, [])
    if table is None:
        return None
    words = Keys(path, table, problems)
    words.known(PACK_KEYS)
    unfilled(path, table, problems)
    _names(path, table, PhraseCompiler({}, problems))
    compiler.path = path
    scope = table.get("scope")
    lists: dict[str, int] = {}
    if isinstance(scope, Table):
        Keys(path, scope, problems).known(("own", "foreign", "foreign_headings"))
        for key, entry in scope.entries.items():
            lists[key] = _either(compiler, compiler.phrases(entry.value, key))
    elif scope is not None:
        words.wrong("scope", "scope takes own:, foreign: and foreign_headings:, lists of phrases")
    negators, not_negators, resets = negation(compiler, path)
    law, title, jurisdiction, version, as_of, source = (words.text(key) for key in PACK_KEYS[:6])
    words.date("as_of")
    roots = (*(lists.get(key, -1) for key in ("own", "foreign", "foreign_headings")), negators, not_negators, resets)
    return Pack(
        law,
        title,
        jurisdiction,
        version,
        as_of,
        source,
        words.texts("aliases"),
        requirements,
        NO_PLAN,
        *roots,  # type: ignore[arg-type]
    )


def negation(compiler: Compiler, path: str) -> tuple[int, int, int]:
    """Return the phrase nodes of the words that negate, of those that only seem to, and of those that end a negation."""
    names = ("negators", "not-negators", "negation-resets")
    nodes = [compiler.list_node(name) for name in names]
    for name, node in zip(names, nodes, strict=True):
        if node is None:
            compiler.problems.append(Problem(path, 1, 1, f"rules/common/terms.yaml must have the list {name!r}"))
    compiler.check_gapless("not-negators")
    negators, not_negators, resets = (-1 if node is None else node for node in nodes)
    return negators, not_negators, resets


def _either(compiler: Compiler, phrases: Sequence[int]) -> int:
    return compiler.program.either(list(phrases)) if phrases else -1
