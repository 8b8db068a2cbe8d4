"""Which policies a folder holds: by what files are called, by what they say, and which of them belong together."""

from __future__ import annotations

import os
import re
import subprocess

from gapcheck.document import Document, Lines, where
from gapcheck.errors import ReadError
from gapcheck.language import foreign
from gapcheck.naming import named
from gapcheck.paths import SUFFIXES
from gapcheck.reading import read_path
from gapcheck.reading.published import TEMPLATES
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.report.terminal import one_line
from gapcheck.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gapcheck.rule import Names


class Mention(Record):
    """A law that a policy names, with the place, and the words."""

    law: str
    place: str
    words: str


class Policy(Record):
    """A file that is a policy; `path` is relative to the folder, with slashes. `error` says why it cannot be judged."""

    path: str
    beside: bool = False
    mentions: tuple[Mention, ...] = ()
    points_to: tuple[str, ...] = ()
    error: str = ""


class Group(Record):
    """Files that make up one policy, a main one first; `alone` where no other could be that, `sure` where it also speaks of the rest."""

    files: tuple[str, ...]
    alone: bool
    sure: bool


class Survey(Record):
    """What a folder holds; `unread` counts Word and PDF files that were not looked into."""

    policies: tuple[Policy, ...]
    unread: int


_READABLE = (*SUFFIXES, *TEMPLATES, ".rst", ".adoc")
_SLOW = (".docx", ".pdf")
_MOST_SLOW = 40  # so many Word and PDF files whose name says nothing are looked into
_LARGEST = 5_000_000
_NAME = re.compile(r"privacy|datenschutz|data[-_. ]?protection", re.I)
# What stands beside a policy and is part of it, each with the words by which the main text speaks of it.
_BESIDE = {
    re.compile(r"cookie", re.I): re.compile(r"cookie[s]? (policy|notice|statement|declaration|table|list)", re.I),
    re.compile(r"california|ccpa|cpra|us[-_. ]?state", re.I): re.compile(r"california|state[- ]specific", re.I),
    re.compile(r"supplement|addendum|annex", re.I): re.compile(r"supplement|addendum|annex", re.I),
    re.compile(r"child|minors", re.I): re.compile(r"child|minors", re.I),
}
_ABOUT = re.compile(r"privacy|personal (data|information)|data protection", re.I)
_WE = re.compile(r"\b(we|our|us)\b", re.I)
_TITLE = re.compile(
    r"\b(privacy|data protection|cookies?)\b.{0,24}\b(policy|notice|statement|declaration)\b|datenschutz(erkl|hinweis|information)", re.I
)
_MENTIONS = re.compile(
    r"personal(ly)? (data|information|identifiable)|your (data|information|privacy)|we (collect|process)|personenbezogen|cookies", re.I
)
_ENOUGH = 5
# In a text with no such title so many of its words are of these kinds: a firm speaks of itself, and of personal data.
_DENSE, _DENSE_WE = 0.012, 0.025
# Beside what a build leaves behind and what others wrote, texts for tests are in force nowhere.
_ELSEWHERE = frozenset(
    "node_modules bower_components vendor third_party venv env site-packages __pycache__ test tests __tests__ testdata spec specs".split()
)
_ABOUT_PROJECT = re.compile(r"(readme|changelog|changes|history|licen[cs]e|contributing|security|code_of_conduct|authors|news)\b", re.I)
_NAMELESS = re.compile(r"(index|page|content|default|main|text|policy|en)\b", re.I)


def survey(folder: str, names: Names | None) -> Survey:
    """Return the policies in and below `folder`; `names` are the laws to look for in them."""
    found, slow, unread = [], 0, 0
    for path in sorted(_files(folder), key=lambda path: (path.count("/"), path)):
        ending = os.path.splitext(path)[1].lower()
        called = _NAME.search(_told_by(path)) is not None or _kind(path) is not None
        if ending not in _READABLE or (not called and ending not in SUFFIXES) or _ABOUT_PROJECT.match(os.path.basename(path)):
            continue
        if not called and ending in _SLOW:
            slow += 1
            if slow > _MOST_SLOW:
                unread += 1
                continue
        policy = _policy(folder, path, called, names)
        if policy and (policy.mentions or not policy.error or called):
            found.append(policy)
    found.sort(key=lambda policy: (policy.path.count("/"), os.path.dirname(policy.path), policy.beside))
    return Survey(tuple(found), unread)


def groups(policies: Sequence[Policy]) -> list[Group]:
    """Return which of the policies that can be judged are one: in a folder, the one main text with what stands beside it."""
    found = []
    sound = [policy for policy in policies if not policy.error]
    for folder in dict.fromkeys(os.path.dirname(policy.path) for policy in sound):
        here = [policy for policy in sound if os.path.dirname(policy.path) == folder]
        main = [policy for policy in here if not policy.beside]
        others = [policy.path for policy in here if policy.beside]
        if main and others:
            sure = len(main) == 1 and set(others) <= set(main[0].points_to)
            found.append(Group((main[0].path, *others), len(main) == 1, sure))
    return found


def _files(folder: str) -> Iterable[str]:
    """Yield the files below `folder`, relative to it, without what Git ignores where Git can be asked."""
    listed = _listed_by_git(folder)
    for path in _walked(folder) if listed is None else listed:
        *above, name = path.split("/")
        if not any(part.startswith(".") or part.lower() in _ELSEWHERE for part in above) and not name.startswith((".", "~$")):
            full = os.path.join(folder, path)
            if path.isprintable() and os.path.isfile(full) and os.path.getsize(full) <= _LARGEST:
                yield path


def _listed_by_git(folder: str) -> list[str] | None:
    try:
        command = ["git", "-c", "core.fsmonitor=false", "-C", folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else list(dict.fromkeys(filter(None, os.fsdecode(done.stdout).split("\0"))))


def _walked(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name.lower() not in _ELSEWHERE)
        for name in files:
            yield os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")


def _told_by(path: str) -> str:
    """Return the part of a path that says what the file is: its name, or that of its folder where the name says nothing."""
    folder, name = os.path.split(path)
    return os.path.basename(folder) if _NAMELESS.match(name) and folder else name


def _kind(path: str) -> re.Pattern[str] | None:
    """Return how a main text would speak of this file, if it is one that stands beside such a text."""
    return next((said for kind, said in _BESIDE.items() if kind.search(_told_by(path))), None)


def _policy(folder: str, path: str, called: bool, names: Names | None) -> Policy | None:
    """Return the policy that a file is, if it is one."""
    full = os.path.join(folder, path)
    if not called and not path.lower().endswith(_SLOW) and not _may_be_one(full):
        return None
    try:
        document = read_path(full)
    except ReadError as error:
        return Policy(path, error="; ".join(problem.message for problem in error.problems)) if called else None
    text = document.read
    if not _is_one(document, called):
        return None
    view = View(document)
    language = foreign(view)
    if language and not language.judged:
        return Policy(path, error=f"it is in {language.name}, and gapcheck reads English") if called else None
    lines = Lines(document.text)
    found = tuple(
        Mention(one.law, where(document, lines, one.span.start), one_line(document.quoted[one.span.start : one.span.end]))
        for one in (named(view, names) if names else ())
    )
    return Policy(path, _kind(path) is not None, found, tuple(_pointed_at(folder, path, text)))


def _may_be_one(path: str) -> bool:
    """Return whether a text has the words that every policy has; to read it properly would take a hundred times longer."""
    try:
        with open(path, "rb") as file:
            data = file.read().lower()
    except OSError:
        return False
    return b"personal" in data and (b"privacy" in data or b"data protection" in data)


def _is_one(document: Document, called: bool) -> bool:
    """Return whether the text is a policy; of a file that is called like one, less will do."""
    mentions = len(_MENTIONS.findall(document.read))
    lines = [document.read[one.span.start : one.span.end] for one in document.statements[:8]]
    titles = [line for line in lines if len(line) <= 100]
    if called:
        return mentions > 0 or any(map(_TITLE.search, titles))
    words = len(document.read.split())
    speaks = len(_WE.findall(document.read)) >= _DENSE_WE * words
    if any(map(_TITLE.search, titles)):
        return mentions >= (1 if speaks else _ENOUGH)
    return speaks and mentions >= max(_ENOUGH, _DENSE * words) and any(map(_ABOUT.search, lines))


def _pointed_at(folder: str, path: str, text: str) -> Iterator[str]:
    """Yield the files beside this one that its text speaks of, by their names or by what they are."""
    place = os.path.dirname(path)
    try:
        beside = sorted(os.listdir(os.path.join(folder, place)))
    except OSError:
        return
    for name in beside:
        other = f"{place}/{name}" if place else name
        said = _kind(other)
        if other != path and said and (name in text or said.search(text)):
            yield other
