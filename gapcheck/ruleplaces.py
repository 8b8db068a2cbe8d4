"""Folders of rules that lie one over the other, own ones over those built in, and which of their files make up a pack."""

from __future__ import annotations

import os

from gapcheck.digest import sha256
from gapcheck.errors import Problem, RuleError, did_you_mean
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import CHECKS, COMMON

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What a folder of rules holds beside them.
PACK, LISTS, CLAIMS = "pack.yaml", "terms.yaml", "claims.yaml"
# A folder of rules with a file of this name lies over no other.
STANDALONE = "standalone"
_OF_RULES = frozenset((b"require", b"conflict", b"sides", b"values", b"passage", b"structure"))
_NOWHERE = f"is a rule where none are looked for: put it in the folder of its law, or a check in {COMMON}/conflicts"


class Layers(str):
    """A folder of own rules, by its path: `below` are the folders that it lies over, nearest first.

    `installed` has, by name, the laws that none of these has rules for, but a Python package has: where they are, which is a place
    of its own over the built-in rules; `amiss` is what is wrong with such packages.
    """

    below: tuple[str, ...] = ()
    installed: dict[str, str]
    amiss: tuple[Problem, ...] = ()


def layers(first: str, below: Sequence[str] = (), installed: dict[str, str] | None = None, amiss: Sequence[Problem] = ()) -> Layers:
    """Return the folder `first` over others."""
    made = Layers(first)
    made.below, made.installed, made.amiss = tuple(below), installed or {}, tuple(amiss)
    return made


def over(own: str, rules: str) -> str:
    """Return the rules of the folder `own` over `rules`; alone where it stands alone, or is one of them; raises RuleError."""
    if os.path.isfile(os.path.join(own, PACK)):
        raise RuleError(Problem(own, 0, 0, f"is a pack: name the folder it is in, which is {os.path.dirname(os.path.abspath(own))}"))
    if os.path.isfile(os.path.join(own, STANDALONE)) or any(os.path.samefile(own, place) for place in places(rules)):
        return own
    if not any(_yaml(os.path.join(own, name)) for name in (*_subfolders(own), CHECKS)):
        raise RuleError(Problem(own, 0, 0, f"holds no rules: a pack is a folder with a {PACK}"))
    others = {law: place for law, place in installed(rules).items() if not os.path.isdir(os.path.join(own, law))}
    return layers(own, places(rules), others, getattr(rules, "amiss", ()))


def places(rules: str) -> tuple[str, ...]:
    """Return the folders of rules that lie one over the other, nearest first."""
    return (str(rules), *getattr(rules, "below", ()))


def installed(rules: str) -> dict[str, str]:
    """Return the laws that only Python packages have rules for, as far as those were looked for, each with its place."""
    found: dict[str, str] = getattr(rules, "installed", {})
    return found


def home(rules: str, directory: str) -> str:
    """Return the rules that a pack belongs to."""
    return installed(rules).get(directory, rules)


def directories(rules: str) -> list[str]:
    """Return the names of the packs in all places, in order; raises RuleError for a folder of own rules that belongs to none."""
    found: set[str] = set()
    problems: list[Problem] = []
    for place in reversed(places(rules)):
        for name in _subfolders(place):
            folder = os.path.join(place, name)
            if os.path.isfile(os.path.join(folder, PACK)):
                found.add(name)
            elif place != places(rules)[-1] and name not in found and name != COMMON and _yaml(folder):
                hint = did_you_mean(name, found) or f"; there are rules for {', '.join(sorted(found))}"
                message = f"has no {PACK}, which the rules of a new law need, and no other rules are for a law of this name{hint}"
                problems.append(Problem(folder, 0, 0, message))
        if place != places(rules)[-1]:
            problems += [Problem(path, 0, 0, _NOWHERE) for path in _misplaced(place, sorted(found))]
    if problems:
        raise RuleError(*problems)
    return sorted(found)


def _misplaced(place: str, packs: Sequence[str]) -> Iterator[str]:
    """Yield the rules in a folder of own rules that stand where none are looked for: beside the packs, or in folders of theirs."""
    own = [pack for pack in packs if os.path.isdir(os.path.join(place, pack))]
    for folder in ("", COMMON, *(os.path.join(pack, name) for pack in own for name in _subfolders(os.path.join(place, pack)))):
        for path in _yaml(os.path.join(place, folder)):
            with open(path, "rb") as file:
                keys = {line.partition(b":")[0] for line in file.read(100_000).splitlines()}
            if b"id" in keys and keys & _OF_RULES:
                yield path


def folders(rules: str, name: str) -> list[str]:
    """Return the folders that make up the pack `name` (or what packs share), nearest first: one with a pack.yaml is the last of them."""
    found = []
    for place in places(rules):
        folder = os.path.join(place, name)
        if os.path.isdir(folder):
            found.append(folder)
            if os.path.isfile(os.path.join(folder, PACK)):
                break
    return found


def pack_file(rules: str, directory: str) -> str:
    """Return the path of the pack.yaml of a pack."""
    found = folders(home(rules, directory), directory) or [os.path.join(rules, directory)]
    return os.path.join(found[-1], PACK)


def place_of(path: str, rules: str) -> int:
    """Return the number of the place that a file is in, the nearest being 0."""
    return max(
        ((len(place), number) for number, place in enumerate(places(rules)) if path.startswith(os.path.join(place, ""))), default=(0, 0)
    )[1]


def sources(rules: str, directory: str) -> list[str]:
    """Return the files that a pack is compiled from."""
    rules = home(rules, directory)
    return [path for name in (COMMON, directory) for folder in folders(rules, name) for path in _yaml(folder)]


def fingerprint(rules: str, directory: str) -> str:
    """Return what stands for the content of a pack's files, wherever they are and however their lines end."""
    rules, digest = home(rules, directory), sha256()
    for path in filter(os.path.isfile, sources(rules, directory)):
        with open(path, "rb") as file:
            data = file.read().replace(b"\r\n", b"\n")
        name = os.path.relpath(path, places(rules)[place_of(path, rules)]).replace(os.sep, "/")
        digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()[:16]


def _subfolders(place: str) -> Iterator[str]:
    try:
        names = sorted(os.listdir(place))
    except OSError as error:
        raise RuleError(Problem(place, 0, 0, f"cannot be read: {error.strerror}")) from None
    return (name for name in names if not name.startswith(".") and os.path.isdir(os.path.join(place, name)))


def _yaml(folder: str) -> list[str]:
    return [os.path.join(folder, name) for name in yaml_files(folder)] if os.path.isdir(folder) else []


def yaml_files(folder: str) -> list[str]:
    """Return the names of the YAML files in a folder, in order; what is hidden is an editor's or the system's."""
    return [name for name in sorted(os.listdir(folder)) if name.lower().endswith((".yaml", ".yml")) and not name.startswith(".")]
