"""Compiled rules kept between runs: found by the content they were compiled from, trusted only where nobody else can write."""

from __future__ import annotations

import marshal
import os
import stat
import sys
import time

from gapcheck.digest import blake2b
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

# Raise this with every change to what the compiler or the program's nodes mean.
FORMAT = 15
_MAGIC = b"gapcheck rules\n"
# So many files are not read again in every run; and how many seconds old their last change must be for that.
MANY = 10
SETTLED = 2.0
# So many values are added to one another, if nothing else is said, before what is kept starts anew.
MOST = 2000


def directory() -> str | None:
    """Return where compiled rules are kept ($GAPCHECK_CACHE, else the user's cache directory), or None for nowhere."""
    given = os.environ.get("GAPCHECK_CACHE")
    if given is not None:
        return given or None
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    if not base or not os.path.isabs(base):
        home = os.path.expanduser("~")
        if not os.path.isabs(home) or home == os.sep:
            return None
        base = os.path.join(home, ".cache")
    return os.path.join(base, "gapcheck")


def kept(kind: str, paths: Sequence[str], build: Callable[..., Any], *given: Any) -> Any:
    """Return what `build(*given)` makes of the files at `paths`, from disk where it was kept before from the same content.

    The value must be plain data: numbers, texts, bytes, None, and tuples and dictionaries of them.
    Nothing that goes wrong with the cache is an error.
    """
    folder = directory()
    key = _known_key(folder, kind, paths, given) if folder else None
    if folder is None or key is None:
        return build(*given)
    path = os.path.join(folder, f"{kind}-{key[:40]}.rules")
    value = _read(path, key)
    if value is None:
        value = build(*given)
        _write(folder, path, key, value)
    return value


def added(
    kind: str,
    wanted: Iterable[str],
    build: Callable[[list[str]], Iterable[tuple[str, Any]]],
    code: Sequence[str] = (),
    most: int = MOST,
) -> dict[str, Any]:
    """Return at least what is wanted by name: what is on disk, and what `build` makes of the names that are not, which is added to it.

    What was built by other `code`, files of the program, does not count.
    """
    folder = directory()
    key = _key(f"{kind}\0{FORMAT}\0{sys.version}\0", code)
    path = os.path.join(folder or "", f"{kind}-{str(key)[:40]}.rules")
    found: dict[str, Any] = (_read(path, key) if folder and key else None) or {}
    lacking = [name for name in dict.fromkeys(wanted) if name not in found]
    if lacking:
        found = {**(found if len(found) < most else {}), **dict(build(lacking))}
        if folder and key:
            _write(folder, path, key, found)
    return found


def _known_key(folder: str, kind: str, paths: Sequence[str], given: tuple[Any, ...]) -> str | None:
    """Return the key of what the files hold: as it was worked out before, where none of them was touched since, or from the files.

    A file that was written a moment ago could be written again without that showing in its times.
    """
    head = f"{kind}\0{FORMAT}\0{sys.version}\0{given}\0"
    if len(paths) < MANY:
        return _key(head, paths)
    try:
        states = [os.stat(path) for path in paths]
    except OSError:
        return None
    touched = [(state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino) for state in states]
    stamp = _digest(head + f"{paths}{touched}").hexdigest()
    path = os.path.join(folder, f"{kind}-{stamp[:40]}.seen")
    key: str | None = _read(path, stamp)
    if key is None:
        key = _key(head, paths)
        newest = max(max(state.st_mtime, state.st_ctime) for state in states)
        if key is not None and newest < time.time() - SETTLED:
            _write(folder, path, stamp, key)
    return key


def _key(head: str, paths: Sequence[str]) -> str | None:
    digest = _digest(head)
    try:
        for path in paths:
            if not os.path.isfile(path):
                return None
            with open(path, "rb") as handle:
                data = handle.read()
            digest.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            digest.update(data)
    except OSError:
        return None
    return digest.hexdigest()


def _digest(text: str) -> blake2b:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=32)


def _private(status: os.stat_result) -> bool:
    """Return whether nobody but this user (or the administrator) can have written what has this status."""
    if os.name == "nt":
        return True
    return status.st_uid in (os.getuid(), 0) and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _check(payload: bytes | memoryview) -> bytes:
    return blake2b(payload, digest_size=32).digest()


def _read(path: str, key: str) -> Any:
    try:
        if not _private(os.lstat(os.path.dirname(path))):
            return None
        with open(path, "rb") as handle:
            if not _private(os.fstat(handle.fileno())):
                return None
            data = handle.read()
        head, payload = data[: len(_MAGIC) + 32], memoryview(data)[len(_MAGIC) + 32 :]
        if head != _MAGIC + _check(payload):
            return None
        found_key, value = marshal.loads(payload)
        return value if found_key == key else None
    except (OSError, EOFError, ValueError, TypeError):
        return None


def get(folder: str, name: str, key: str) -> Any:
    """Return the value that `put` kept under `name` in a folder for the same key, or None."""
    return _read(os.path.join(folder, name), key)


def put(folder: str, name: str, key: str, value: Any) -> None:
    """Keep a value of plain data in a file `name` of a folder, beside others, of which none is deleted."""
    _write(folder, os.path.join(folder, name), key, value, alone=False)


def _write(folder: str, path: str, key: str, value: Any, alone: bool = True) -> None:
    payload = marshal.dumps((key, value))
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if not _private(os.lstat(folder)):
            return
        with open(temporary, "wb") as handle:
            handle.write(_MAGIC + _check(payload) + payload)
        os.replace(temporary, path)
        if alone:
            _drop_older(folder, path)
    except OSError:
        pass


def _drop_older(folder: str, path: str, keep: int = 8) -> None:
    """Delete all but the newest few kept values of the same kind."""
    kind, ending = os.path.basename(path).rsplit("-", 1)[0] + "-", os.path.splitext(path)[1]
    names = [name for name in os.listdir(folder) if name.startswith(kind) and name.endswith(ending)]
    others = sorted((os.path.join(folder, name) for name in names), key=os.path.getmtime)
    for other in others[:-keep]:
        os.unlink(other)
