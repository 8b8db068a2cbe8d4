"""The packs of the laws asked for: where the rules are, which there are, compiled once and kept."""

from __future__ import annotations

import os

from gapcheck.cache import kept
from gapcheck.errors import Problem, RuleError, UnknownError, did_you_mean
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.rule import CHECKS, COMMON, ELEMENT_FIELDS, NO_PLAN, Check, Element, Names, Pack, Plan, Requirement

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Any, TypeVar

    from gapcheck.closest import Weights
    from gapcheck.rule import Node

    T = TypeVar("T")
    R = TypeVar("R", Requirement, Check)


class LawName(Record):
    """A law there are rules for."""

    law: str
    title: str
    aliases: tuple[str, ...]


def find_rules(given: str | None = None) -> str:
    """Return the rules: those of an installed wheel, or of a checkout, and over them those of the folder given; raises RuleError."""
    here = os.path.dirname(os.path.abspath(__file__))
    candidates = [given] if given else [os.path.join(here, "_rules"), os.path.join(os.path.dirname(here), "rules")]
    for candidate in candidates:
        if os.path.isdir(candidate):
            if not given:
                return candidate
            from gapcheck.ruleplaces import over  # the built-in rules do without

            return over(candidate, find_rules())
    message = (
        "no rules directory here: give one with --rules"
        if given
        else "the rules that belong to gapcheck are not installed: install it again"
    )
    raise RuleError(Problem(candidates[0], 0, 0, message))


def pack_directories(rules: str) -> list[str]:
    """Return the names of the packs below `rules`, in order; raises RuleError where there are none."""
    if type(rules) is not str:
        from gapcheck.ruleplaces import directories

        return directories(rules)
    try:
        names = sorted(name for name in os.listdir(rules) if os.path.isfile(os.path.join(rules, name, "pack.yaml")))
    except OSError as error:
        raise RuleError(Problem(rules, 0, 0, f"cannot be read: {error.strerror}")) from None
    if not names:
        raise RuleError(Problem(rules, 0, 0, "holds no rules: a pack is a folder with a pack.yaml"))
    return names


def laws(rules: str, broken: list[Problem] | None = None) -> tuple[LawName, ...]:
    """Return the laws there are rules for; a wrong pack.yaml adds to `broken`, or else raises RuleError."""
    directories = [*pack_directories(rules), *installed_laws(rules)]
    try:
        plain = kept("laws", _packs(rules, directories), _read_laws, rules, directories)
    except RuleError as error:
        if broken is None:
            raise
        broken += error.problems
        wrong = {problem.path for problem in error.problems}
        plain = _read_laws(rules, [one for one in directories if _packs(rules, [one])[0] not in wrong])
    return tuple(LawName(*name) for name in plain)


def _packs(rules: str, directories: Sequence[str]) -> list[str]:
    if type(rules) is not str:
        from gapcheck.ruleplaces import pack_file

        return [pack_file(rules, directory) for directory in directories]
    return [os.path.join(rules, directory, "pack.yaml") for directory in directories]


def installed_laws(rules: str) -> tuple[str, ...]:
    """Return the laws that only installed Python packages have rules for, where those were looked for; `all` does not mean them."""
    return tuple(getattr(rules, "installed", ()))


def _read_laws(rules: str, directories: Sequence[str]) -> tuple[tuple[object, ...], ...]:
    from gapcheck.packreader import check_names, law_name  # brings the compiler, which compiled rules do without

    problems: list[Problem] = []
    found = [law_name(rules, directory, problems) for directory in directories]
    check_names(rules, [name for name in found if name], problems)
    if problems:
        raise RuleError(*problems)
    return tuple(name for name in found if name)


def law_names(rules: str, asked: Collection[str]) -> Names | None:
    """Return by which phrases policies name the laws that were not asked for, or None where there are no such."""
    directories = pack_directories(rules)
    if all(directory in asked for directory in directories):
        return None
    plain = kept("names", _packs(rules, directories), _read_names, rules, directories)
    others = tuple(one for one in plain[0] if one[0] not in asked)
    return Names(others, Plan._make(plain[1])) if others else None


def _read_names(rules: str, directories: Sequence[str]) -> tuple[object, ...]:
    from gapcheck.packreader import read_names  # brings the compiler, which compiled rules do without

    return read_names(rules, directories)


def resolve(rules: str, wanted: Sequence[str]) -> list[str]:
    """Return the pack directories of the laws wanted, by name or alias, `all` for every one; raises RuleError, UnknownError."""
    broken: list[Problem] = []
    known = laws(rules, broken)
    by_name = {name.lower(): law.law for law in reversed(known) for name in (*law.aliases, law.law)}
    found: dict[str, None] = {}
    problems: list[Problem] = []
    error = RuleError
    for name in wanted:
        if name.lower() == "all" and not broken:
            found |= dict.fromkeys(law.law for law in known if law.law not in installed_laws(rules))
        elif name.lower() in by_name:
            found[by_name[name.lower()]] = None
        elif name.lower() == "all":
            problems += broken
        else:
            problems += broken  # perhaps one of them was meant
            hint = did_you_mean(name.lower(), by_name) or f"; there are rules for {', '.join(law.law for law in known)}"
            problems.append(Problem(f"--law {name}", 0, 0, f"no rules for this law{hint}"))
            error = UnknownError
    if problems:
        raise error(*dict.fromkeys(problems))
    return list(found)


def load_packs(rules: str, wanted: Sequence[str]) -> tuple[Pack, ...]:
    """Return the packs of the laws wanted, each with a program of its own; raises RuleError."""
    packs, broken = _each(resolve(rules, wanted), lambda directory: _with_one_program(rules, [directory])[0])
    if broken:
        raise _all_wrong(broken)
    return tuple(packs)


def load_checks(rules: str) -> tuple[Pack, ...]:
    """Return the pack of conflict checks, or none where `rules` has no such checks; raises RuleError."""
    return _with_one_program(rules, _checks(rules))


def load_together(rules: str, wanted: Sequence[str]) -> tuple[Pack, ...]:
    """Return the packs of the laws wanted, and behind them that of the checks, with one program for all; raises RuleError."""
    return _with_one_program(rules, [*resolve(rules, wanted), *_checks(rules)])


def _checks(rules: str) -> list[str]:
    return [CHECKS] if os.path.isfile(_packs(rules, [CHECKS])[0]) else []


def _with_one_program(rules: str, directories: Sequence[str]) -> tuple[Pack, ...]:
    """Return packs, laws or checks, with one program for all, from the cache where it has them."""
    if not directories:
        return ()
    sources = dict.fromkeys(path for directory in directories for path in _sources(rules, directory))
    kind = "_".join(("together", *directories)).replace(os.sep, "-")
    packs, made = kept(kind, list(sources), _laid_out, rules, directories)
    whole = Plan._make(made)
    return tuple(_thaw(pack, whole) for pack in packs)


def _laid_out(rules: str, directories: Sequence[str]) -> tuple[object, ...]:
    from gapcheck.merging import laid_out  # brings the compiler, which compiled rules do without

    compiled, broken = _each(directories, lambda directory: _compiled(rules, directory))
    if broken:
        raise _all_wrong(broken)
    packs = laid_out(compiled)
    return tuple(_plain(pack._replace(plan=NO_PLAN)) for pack in packs), _plain(packs[0].plan)


def _compiled(rules: str, directory: str) -> tuple[Pack, Sequence[Node]]:
    """Return a pack that is not laid out, and its nodes, from the cache where it has them."""
    kind = directory.replace(os.sep, "-")
    pack, nodes = kept(kind, _sources(rules, directory), _compile, rules, directory)
    return _thaw(pack, NO_PLAN), nodes


def _compile(rules: str, directory: str) -> tuple[object, ...]:
    from gapcheck.checkreader import compile_checks  # brings the compiler, which compiled rules do without
    from gapcheck.packreader import compile_pack

    made = compile_checks(rules) if directory == CHECKS else compile_pack(rules, directory)
    return _plain(made.pack), made.nodes


def load_weights(rules: str, laws: Sequence[str]) -> dict[tuple[str, str], Weights]:
    """Return what tells how close a passage comes to each requirement of the laws, by law and id; raises RuleError."""
    from gapcheck.closest import Weights

    return {
        (law, id): Weights(*plain)
        for law in laws
        for id, plain in kept(f"closest_{law}", _sources(rules, law), _learned, rules, law).items()
    }


def _learned(rules: str, law: str) -> dict[str, Any]:
    from gapcheck.closest import learned
    from gapcheck.packreader import compile_pack  # brings the compiler, which compiled rules do without

    loaded = compile_pack(rules, law)
    return {id: tuple(weights) for id, weights in learned(loaded.pack.requirements, loaded.examples).items()}


def load_sound(rules: str, wanted: Sequence[str]) -> tuple[tuple[Pack, ...], list[Problem]]:
    """Return those of the packs wanted that can be loaded, without programs, and one problem for each other.

    Raises RuleError where none can, and UnknownError.
    """
    every = any(name.lower() == "all" for name in wanted)
    rest = [name for name in wanted if name.lower() != "all"]
    named = resolve(rules, rest) if rest or not every else []
    directories = list(dict.fromkeys((*(pack_directories(rules) if every else ()), *named)))
    packs, broken = _each(directories, lambda directory: _compiled(rules, directory)[0])
    if not packs:
        raise _all_wrong(broken)
    said = []
    for directory, problems in broken:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        message = f"these rules cannot be used; see: gapcheck selftest --law {directory}: {problems[0]}{more}"
        said.append(Problem(os.path.dirname(_packs(rules, [directory])[0]), 0, 0, message))
    return tuple(packs), said


def _each(directories: Sequence[str], load: Callable[[str], T]) -> tuple[list[T], list[tuple[str, tuple[Problem, ...]]]]:
    """Return what can be loaded, and what is wrong with the others."""
    found: list[T] = []
    broken: list[tuple[str, tuple[Problem, ...]]] = []
    for directory in directories:
        try:
            found.append(load(directory))
        except RuleError as error:
            broken.append((directory, error.problems))
    return found, broken


def _all_wrong(broken: Sequence[tuple[str, tuple[Problem, ...]]]) -> RuleError:
    return RuleError(*dict.fromkeys(problem for _, problems in broken for problem in problems))  # a shared list is wrong for every law


def _sources(rules: str, directory: str) -> list[str]:
    """Return the files that a pack is compiled from."""
    if type(rules) is not str:
        from gapcheck.ruleplaces import sources

        return sources(rules, directory)
    found = []
    for folder in (os.path.join(rules, COMMON), os.path.join(rules, directory)):
        if os.path.isdir(folder):
            found += [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith((".yaml", ".yml"))]
    return found


def _plain(value: Any) -> Any:
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _thaw(plain: tuple[Any, ...], plan: Plan) -> Pack:
    """Return the pack that `_plain` made plain, with a plan."""
    pack = Pack._make(plain)
    return pack._replace(
        requirements=tuple(_thawed(Requirement, one) for one in pack.requirements),
        plan=plan,
        checks=tuple(_thawed(Check, one) for one in pack.checks),
        audiences=_elements(pack.audiences),
    )


def _thawed(kind: type[R], plain: tuple[Any, ...]) -> R:
    fields: list[Any] = list(plain)
    for place, name in enumerate(kind._fields):
        if name in ELEMENT_FIELDS:
            fields[place] = _elements(fields[place])
    return kind(*fields)


def _elements(plain: tuple[Any, ...]) -> tuple[Element, ...]:
    return tuple([Element(*element) for element in plain])
