"""What can go wrong, as data: a sentence that says what, where, and what to do."""

from __future__ import annotations

from gapcheck.record import Record


class Problem(Record):
    """One mistake in a rule, a setting or an input; `line` and `column` count from 1, 0 where there is none."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.message}"


class GapcheckError(Exception):
    """Something could not be done; `problems` holds every reason known, never just the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class RuleError(GapcheckError):
    """Rules could not be loaded."""


class UnknownError(RuleError):
    """There is no law or requirement of this name among the rules that were looked into."""


class ReadError(GapcheckError):
    """A policy could not be read."""


def did_you_mean(word: str, known: object) -> str:
    """Return ", did you mean X?" for the nearest of `known` (an iterable of str), or an empty string."""
    from difflib import get_close_matches  # only when something is already wrong

    near = get_close_matches(word, list(known), n=1, cutoff=0.6)  # type: ignore[call-overload]
    return f", did you mean {near[0]!r}?" if near else ""
