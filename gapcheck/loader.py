"""From `rules/` to frozen packs: found, read strictly, checked whole, compiled once."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from gapcheck.cache import kept
from gapcheck.compiler import Compiler
from gapcheck.errors import Problem, RuleError, did_you_mean
from gapcheck.program import gapped
from gapcheck.rule import Element, Example, Pack, Requirement
from gapcheck.rulefile import NAME, Keys, RequirementReader
from gapcheck.strictyaml import Table, Value, read

PACK_KEYS = ("law", "title", "jurisdiction", "version", "as_of", "source", "aliases", "scope")
ELEMENT_FIELDS = ("require", "partial", "weakens", "conflict")


class LawName(NamedTuple):
    """A law there are rules for."""

    law: str
    title: str
    aliases: tuple[str, ...]


class Loaded(NamedTuple):
    """A pack with its examples, and which shared lists and claims it used."""

    pack: Pack
    examples: tuple[Example, ...]
    terms: frozenset[str]
    claims: frozenset[str]


def find_rules(given: str | None = None) -> str:
    """Return the rules directory: the one given, that of an installed wheel, or that of a checkout; raises RuleError."""
    here = os.path.dirname(os.path.abspath(__file__))
    candidates = [given] if given else [os.path.join(here, "_rules"), os.path.join(os.path.dirname(here), "rules")]
    for candidate in candidates:
        if os.path.isdir(candidate):
            return candidate
    message = (
        "no rules directory here: give one with --rules"
        if given
        else "the rules that belong to gapcheck are not installed: install it again"
    )
    raise RuleError(Problem(candidates[0], 0, 0, message))


def pack_directories(rules: str) -> list[str]:
    """Return the names of the packs below `rules`, in order; raises RuleError where there are none."""
    try:
        names = sorted(name for name in os.listdir(rules) if os.path.isfile(os.path.join(rules, name, "pack.yaml")))
    except OSError as error:
        raise RuleError(Problem(rules, 0, 0, f"cannot be read: {error.strerror}")) from None
    if not names:
        raise RuleError(Problem(rules, 0, 0, "holds no rules: a pack is a folder with a pack.yaml"))
    return names


def laws(rules: str) -> tuple[LawName, ...]:
    """Return the laws there are rules for; raises RuleError where a pack.yaml is wrong."""
    paths = [os.path.join(rules, directory, "pack.yaml") for directory in pack_directories(rules)]
    plain = kept("laws", paths, lambda: tuple(tuple(name) for name in _read_laws(rules)))
    return tuple(LawName(*name) for name in plain)


def _read_laws(rules: str) -> list[LawName]:
    problems: list[Problem] = []
    found = [_law_name(rules, directory, problems) for directory in pack_directories(rules)]
    if problems:
        raise RuleError(*problems)
    return [name for name in found if name]


def _law_name(rules: str, directory: str, problems: list[Problem]) -> LawName | None:
    path = os.path.join(rules, directory, "pack.yaml")
    table = read(path, problems)
    if table is None:
        return None
    words = Keys(path, table, problems)
    law = words.text("law")
    if law and law != directory:
        words.wrong("law", f"the folder is called {directory!r}, so the law must be too")
    return LawName(law, words.text("title"), words.texts("aliases"))


def _shared(rules: str, directory: str, problems: list[Problem]) -> tuple[dict[str, tuple[str, Value]], dict[str, tuple[str, Value]]]:
    """Return the term lists and the claims that a pack may use, by name."""
    found: list[dict[str, tuple[str, Value]]] = [{}, {}]
    for folder in ("common", directory):
        for kind, name in enumerate(("terms.yaml", "claims.yaml")):
            path = os.path.join(rules, folder, name)
            if not os.path.isfile(path):
                continue
            table = read(path, problems)
            for key, entry in table.entries.items() if table else ():
                if not NAME.match(key):
                    problems.append(Problem(path, entry.key.line, entry.key.column, f"{key!r}: names are lower case words joined by '-'"))
                if key in found[kind]:
                    problems.append(Problem(path, entry.key.line, entry.key.column, f"{key!r} stands in {found[kind][key][0]} already"))
                found[kind][key] = (path, entry.value)
    return found[0], found[1]


def load_source(rules: str, directory: str) -> Loaded:
    """Return the pack in `rules/directory`, compiled from its YAML; raises RuleError with every problem."""
    problems: list[Problem] = []
    name = _law_name(rules, directory, problems)
    terms, claims = _shared(rules, directory, problems)
    compiler = Compiler(terms, claims, problems)
    folder = os.path.join(rules, directory)
    requirements: list[Requirement] = []
    examples: list[Example] = []
    for file in sorted(os.listdir(folder), key=_natural):
        if file in ("pack.yaml", "claims.yaml", "terms.yaml") or not file.endswith((".yaml", ".yml")):
            continue
        path = os.path.join(folder, file)
        table = read(path, problems)
        if table is not None:
            reader = RequirementReader(path, table, compiler, name.law if name else directory)
            requirements.append(reader.requirement())
            examples += reader.examples()
    if not requirements:
        problems.append(Problem(folder, 0, 0, "holds no requirement"))
    _check_ids(requirements, problems)
    pack = _pack(os.path.join(folder, "pack.yaml"), compiler, tuple(requirements), problems)
    if problems or pack is None:
        raise RuleError(*sorted(set(problems)))
    return Loaded(pack, tuple(examples), frozenset(compiler.used_terms), frozenset(compiler.used_claims))


def _natural(name: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts "7-3" before "13-1-a", and numbers before letters."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", name.lower()) if part not in ("", "-")]


def _check_ids(requirements: list[Requirement], problems: list[Problem]) -> None:
    first: dict[str, str] = {}
    for requirement in requirements:
        if requirement.id in first and requirement.id:
            problems.append(Problem(requirement.path, 1, 1, f"the id {requirement.id} is taken: {first[requirement.id]}"))
        first[requirement.id] = requirement.path


def _pack(path: str, compiler: Compiler, requirements: tuple[Requirement, ...], problems: list[Problem]) -> Pack | None:
    table = read(path, [])
    if table is None:
        return None
    words = Keys(path, table, problems)
    words.known(PACK_KEYS)
    compiler.path = path
    scope = table.get("scope")
    lists: dict[str, int] = {}
    if isinstance(scope, Table):
        Keys(path, scope, problems).known(("own", "foreign", "foreign_headings"))
        for key, entry in scope.entries.items():
            lists[key] = _either(compiler, compiler.phrases(entry.value, key))
    elif scope is not None:
        words.wrong("scope", "scope takes own:, foreign: and foreign_headings:, lists of phrases")
    negation = [compiler.list_node(name) for name in ("negators", "not-negators", "negation-resets")]
    for name, node in zip(("negators", "not-negators", "negation-resets"), negation, strict=True):
        if node is None:
            problems.append(Problem(path, 1, 1, f"rules/common/terms.yaml must have the list {name!r}"))
    compiler.check_fixed("not-negators")
    negators, not_negators, resets = (node if node is not None else -1 for node in negation)
    law, title, jurisdiction, version, as_of, source = (words.text(key) for key in PACK_KEYS[:6])
    own, foreign, foreign_headings = (lists.get(key, -1) for key in ("own", "foreign", "foreign_headings"))
    return Pack(
        law,
        title,
        jurisdiction,
        version,
        as_of,
        source,
        words.texts("aliases"),
        requirements,
        tuple(compiler.program.nodes),
        gapped(compiler.program.nodes),
        own,
        foreign,
        foreign_headings,
        negators,
        not_negators,
        resets,
    )


def _either(compiler: Compiler, phrases: Sequence[int]) -> int:
    return compiler.program.either(list(phrases)) if phrases else -1


def resolve(rules: str, wanted: Sequence[str]) -> list[str]:
    """Return the pack directories of the laws wanted, by name or alias, `all` for every one; raises RuleError."""
    known = laws(rules)
    by_name = {name.lower(): law.law for law in known for name in (law.law, *law.aliases)}
    found: dict[str, None] = {}
    problems = []
    for name in wanted:
        if name.lower() == "all":
            found |= dict.fromkeys(law.law for law in known)
        elif name.lower() in by_name:
            found[by_name[name.lower()]] = None
        else:
            hint = did_you_mean(name.lower(), by_name) or f"; there are rules for {', '.join(law.law for law in known)}"
            problems.append(Problem(f"--law {name}", 0, 0, f"no rules for this law{hint}"))
    if problems:
        raise RuleError(*problems)
    return list(found)


def load_packs(rules: str, wanted: Sequence[str]) -> tuple[Pack, ...]:
    """Return the packs of the laws wanted, from the cache of compiled rules where it holds them; raises RuleError."""
    packs: list[Pack] = []
    problems: list[Problem] = []
    for directory in resolve(rules, wanted):
        try:
            packs.append(_thaw(kept(directory, _sources(rules, directory), partial(_compiled, rules, directory))))
        except RuleError as error:
            problems += error.problems
    if problems:
        raise RuleError(*problems)
    return tuple(packs)


def _sources(rules: str, directory: str) -> list[str]:
    """Return the files that a pack is compiled from."""
    found = []
    for folder in (os.path.join(rules, "common"), os.path.join(rules, directory)):
        if os.path.isdir(folder):
            found += [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith((".yaml", ".yml"))]
    return found


def _compiled(rules: str, directory: str) -> tuple[object, ...]:
    return _freeze(load_source(rules, directory).pack)


def _freeze(pack: Pack) -> tuple[object, ...]:
    """Return a pack as plain tuples."""
    rules = tuple(
        tuple(tuple(tuple(element) for element in value) if name in ELEMENT_FIELDS else value for name, value in rule._asdict().items())
        for rule in pack.requirements
    )
    return tuple(pack._replace(requirements=rules))  # type: ignore[arg-type]


def _thaw(plain: tuple[Any, ...]) -> Pack:
    """Return the pack that `_freeze` made plain."""
    pack = Pack._make(plain)
    thawed = []
    for rule in pack.requirements:
        fields: dict[str, Any] = dict(zip(Requirement._fields, rule, strict=True))
        for name in ELEMENT_FIELDS:
            fields[name] = tuple(Element._make(element) for element in fields[name])
        thawed.append(Requirement(**fields))
    return pack._replace(requirements=tuple(thawed))


def load_examples(rules: str, law: str) -> tuple[Example, ...]:
    """Return the examples of one law's requirements; raises RuleError."""
    return load_source(rules, law).examples
