"""Why a policy cannot be read, as the error that is raised for it."""

from __future__ import annotations

from gapcheck.errors import Problem, ReadError


def refused(path: str, message: str) -> ReadError:
    """Return the error that says in one sentence why the file at `path` cannot be read."""
    return ReadError(Problem(path, 0, 0, message))
