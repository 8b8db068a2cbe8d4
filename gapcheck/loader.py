"""The packs of the laws asked for: where the rules are, which there are, compiled once and kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from gapcheck.cache import kept
from gapcheck.errors import Problem, RuleError, did_you_mean
from gapcheck.rule import Element, Pack, Plan, Requirement

ELEMENT_FIELDS = ("require", "partial", "weakens", "conflict")


class LawName(NamedTuple):
    """A law there are rules for."""

    law: str
    title: str
    aliases: tuple[str, ...]


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
    from gapcheck.packreader import law_name  # brings the compiler, which compiled rules do without

    problems: list[Problem] = []
    found = [law_name(rules, directory, problems) for directory in pack_directories(rules)]
    if problems:
        raise RuleError(*problems)
    return [LawName(*name) for name in found if name]


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
    from gapcheck.packreader import read_pack  # brings the compiler, which compiled rules do without

    return _freeze(read_pack(rules, directory).pack)


def _freeze(pack: Pack) -> tuple[object, ...]:
    """Return a pack as plain tuples."""
    rules = tuple(
        tuple(tuple(tuple(element) for element in value) if name in ELEMENT_FIELDS else value for name, value in rule._asdict().items())
        for rule in pack.requirements
    )
    return tuple(pack._replace(requirements=rules, plan=tuple(pack.plan)))  # type: ignore[arg-type]


def _thaw(plain: tuple[Any, ...]) -> Pack:
    """Return the pack that `_freeze` made plain."""
    pack = Pack._make(plain)
    thawed = []
    for rule in pack.requirements:
        fields: dict[str, Any] = dict(zip(Requirement._fields, rule, strict=True))
        for name in ELEMENT_FIELDS:
            fields[name] = tuple(Element._make(element) for element in fields[name])
        thawed.append(Requirement(**fields))
    return pack._replace(requirements=tuple(thawed), plan=Plan._make(pack.plan))
