"""Policies as a Git repository has them: `REVISION:PATH`, as `git show` takes it."""

from __future__ import annotations

import os
import subprocess

from gapcheck.errors import Problem, ReadError

_SECONDS = 60


def is_revision(name: str) -> bool:
    """Return whether `name` is a file in a revision, not on disk."""
    return ":" in name and not os.path.exists(name)


def read_revision(name: str) -> bytes:
    """Return what the file holds there; raises ReadError."""
    revision, _, path = name.partition(":")
    if not path or revision.startswith("-"):
        raise _error(name, "a file in a revision is written REVISION:PATH, such as HEAD~1:privacy.md")
    done = _git("cat-file", "blob", name)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = said[-1].removeprefix("fatal: ") if said else "git could not read it"
        here = "" if path.startswith(".") else f" (paths are from the root of the repository; {revision}:./{path} is from here)"
        raise _error(name, why + (here if " path " in f" {why} " else ""))
    return done.stdout


def on_disk(name: str) -> str:
    """Return the path that a file in a revision has in the working copy, whether or not it is there."""
    path = name.partition(":")[2]
    if path.startswith(("./", "../")):
        return path
    done = _git("rev-parse", "--show-toplevel")
    root = os.fsdecode(done.stdout.rstrip(b"\n"))
    return os.path.relpath(os.path.join(root, path)) if root else path


def _git(*words: str) -> subprocess.CompletedProcess[bytes]:
    try:
        # In a partial clone Git would fetch what it lacks; gapcheck opens no connections.
        env = {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
        return subprocess.run(["git", *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=_SECONDS, check=False, env=env)
    except FileNotFoundError:
        raise _error("git", "is not installed; give two files instead") from None
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise _error("git", f"could not be run: {error}") from None


def _error(name: str, message: str) -> ReadError:
    return ReadError(Problem(name, 0, 0, message))
