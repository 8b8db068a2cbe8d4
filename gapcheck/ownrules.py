"""Own rules tested: they, and what they change of the rules that they lie over."""

from __future__ import annotations

import os

from gapcheck.checkreader import compile_checks
from gapcheck.errors import Problem, RuleError
from gapcheck.loader import laws, load_sound, pack_directories
from gapcheck.packreader import Loaded
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import CHECKS, COMMON, ids_of
from gapcheck.ruleplaces import CLAIMS, LISTS, pack_file, place_of, places
from gapcheck.selftest import SelftestResult, against_schema, check_conflicts, check_examples, read_packs, result_of, unknown_feeds, unused
from gapcheck.strictyaml import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapcheck.rule import Pack


def test_own(rules: str) -> SelftestResult:
    """Return the result of testing the own rules that lie over others, and those of the others that use an own list or claim instead of
    theirs."""
    problems: list[Problem] = []
    replaced = _replaced(rules)
    every = pack_directories(rules)
    loaded = read_packs(rules, [name for name in every if replaced or os.path.isdir(os.path.join(rules, name))], problems)
    if os.path.isdir(os.path.join(rules, CHECKS)) or (replaced and os.path.isfile(pack_file(rules, CHECKS))):
        try:
            loaded.append(compile_checks(rules))
        except RuleError as error:
            problems += error.problems
    try:
        laws(rules)  # whose names may be those of others
    except RuleError as error:
        problems += error.problems
    if problems:
        return SelftestResult(0, 0, tuple(dict.fromkeys(problems)))
    packs, _ = load_sound(rules, ("all",))
    tested = [_concerned(one, rules, replaced) for one in loaded]
    for one in tested:
        problems += check_conflicts(one) if one.pack.checks else check_examples(one)
        problems += against_schema(rules, one.pack)
        problems += unknown_feeds(one.pack, packs)
    problems += _taken(tested, packs)
    problems += unused(rules, loaded)
    also = ", and what uses the lists and claims it replaces" if replaced else ""
    return result_of(tested, problems, f" in {rules}{also}")


def _replaced(rules: str) -> frozenset[str]:
    """Return the names of the shared lists and claims that own ones take the place of."""
    own, *below = (_names(os.path.join(place, COMMON)) for place in places(rules))
    return own & frozenset().union(*below)


def _names(folder: str) -> frozenset[str]:
    """Return the names of the lists and claims in a folder."""
    found: set[str] = set()
    for path in (os.path.join(folder, name) for name in (LISTS, CLAIMS)):
        table = read(path, []) if os.path.isfile(path) else None  # what is wrong with it is said where packs are read
        found |= set(table.entries if table else ())
    return frozenset(found)


def _concerned(loaded: Loaded, rules: str, replaced: frozenset[str]) -> Loaded:
    """Return a pack with its own rules only, unless it uses what was replaced in the shared lists, or has own lists itself."""
    lists = replaced | _names(os.path.join(rules, loaded.pack.law))
    if lists & (loaded.terms | loaded.claims):
        return loaded
    pack = loaded.pack._replace(
        requirements=tuple(rule for rule in loaded.pack.requirements if not place_of(rule.path, rules)),
        checks=tuple(check for check in loaded.pack.checks if not place_of(check.path, rules)),
    )
    kept = ids_of([pack])
    return loaded._replace(pack=pack, examples=tuple(example for example in loaded.examples if example.requirement in kept))


def _taken(tested: Sequence[Loaded], packs: Sequence[Pack]) -> list[Problem]:
    """Return a problem for every id of an own requirement that another law has too: waivers and settings could mean either."""
    return [
        Problem(rule.path, 1, 1, f"the id {rule.id} is taken: {other.law} has it too")
        for one in tested
        for other in packs
        if other.law != one.pack.law
        for rule in one.pack.requirements
        if rule.id.lower() in {theirs.id.lower() for theirs in other.requirements}
    ]
