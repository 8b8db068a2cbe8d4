"""Which files the names on the command line stand for."""

from __future__ import annotations

import os

from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SUFFIXES = (".txt", ".md", ".markdown", ".mdx", ".html", ".htm", ".docx", ".pdf")
_NONE = (".", "~$")  # how the names of hidden files begin, and of those that Word keeps while one is open
STDIN = "-"
# What `gapcheck corpus` writes to a folder, in which there are no policies.
FINDINGS, DONE, LOCK, MANIFEST = "findings", "done", ".lock", "manifest.json"


class Input(Record):
    """One policy to check; `error` is one sentence where there is nothing to read, `parts` are its files where it is several."""

    path: str
    error: str = ""
    parts: tuple[Input, ...] = ()


def normal(path: str) -> str:
    """Return a path in the one way in which paths are compared, with slashes."""
    return os.path.normpath(path).replace(os.sep, "/")


def inputs(names: Sequence[str]) -> Iterator[Input]:
    """Yield what `names` stand for, in their order, each file once; folders are searched for policies."""
    seen = set()
    for name in names:
        for found in _in_folder(name) if name != STDIN and os.path.isdir(name) else (Input(name),):
            key = found.path if found.path == STDIN else os.path.normcase(os.path.abspath(found.path))
            if key not in seen:
                seen.add(key)
                yield found


def _in_folder(folder: str) -> Iterator[Input]:
    """Yield the policies in and below `folder`, and then what could not be looked at."""
    found = list(policies(folder))
    if not found:
        found.append(Input(folder, f"no policy in this folder (looked for {', '.join(SUFFIXES)})"))
    yield from found


def policies(folder: str) -> Iterator[Input]:
    """Yield the policies in and below `folder`, but not in what `gapcheck corpus` wrote; links to folders are not followed, so that
    loops cannot hurt."""
    failed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=failed.append):
        if {FINDINGS, DONE} <= set(folders) and {LOCK, MANIFEST} <= set(files):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(place, name)
            if not name.startswith(_NONE) and name.lower().endswith(SUFFIXES) and os.path.isfile(path):
                yield Input(path)
    for error in failed:
        yield Input(str(error.filename), f"the folder cannot be listed: {error.strerror}")
