"""Many policies at once: checked in processes (`--jobs`), recalled where they were checked before (`--cache`)."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any, NamedTuple

from gapcheck.arguments import Arguments, UsageError
from gapcheck.checking import Run, check_input
from gapcheck.crew import LIMIT, Lost, processors, spread
from gapcheck.finding import Checked
from gapcheck.paths import STDIN, Input
from gapcheck.plain import flat, places_of, rules_of, whole
from gapcheck.remembered import Recalling, recalled, trim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MOST = 256
LONGEST = 1_000_000


def workers(given: str | None) -> int:
    """Return how many processes `--jobs` asks for: as many as there are processors for "auto"."""
    if given is None:
        return 1
    if given == "auto":
        return processors()
    if not given.isdecimal() or not 1 <= int(given) <= MOST:
        raise UsageError(f"--jobs needs a number of processes from 1 to {MOST}, or auto, not {given!r}")
    return int(given)


def time_limit(given: str | None) -> float:
    """Return for how many seconds a process may be at one policy."""
    if given is None:
        return LIMIT
    if not given.isdecimal() or not 1 <= int(given) <= LONGEST:
        raise UsageError(f"--time-limit needs a number of seconds from 1 to {LONGEST}, not {given!r}")
    return float(given)


def check_all(
    pieces: Sequence[tuple[Input, Run]], arguments: Arguments, stdin: Callable[[], bytes], bug: Callable[[], None]
) -> Iterator[Checked]:
    """Yield the findings on each input, in their order."""
    number, limit = min(workers(arguments.jobs), len(pieces)), time_limit(arguments.time_limit)
    if number > 1 or (number and arguments.time_limit):
        yield from _in_processes(pieces, number, limit, arguments, stdin, bug)
    elif arguments.cache:
        yield from recalled(pieces, stdin, bug)
    else:
        yield from (check_input(item, run, stdin, bug) for item, run in pieces)
    if arguments.cache:
        trim()


class _Given(NamedTuple):
    """What every worker is given once."""

    runs: tuple[Run, ...]
    cache: bool
    verbose: bool


def _in_processes(
    pieces: Sequence[tuple[Input, Run]],
    number: int,
    limit: float,
    arguments: Arguments,
    stdin: Callable[[], bytes],
    bug: Callable[[], None],
) -> Iterator[Checked]:
    runs = list({id(run): run for _, run in pieces}.values())
    places = {id(run): place for place, run in enumerate(runs)}
    rules = [rules_of(run.packs) for run in runs]
    sent = ((item, places[id(run)]) for item, run in pieces if not _asks(item))
    answers = spread(sent, _make, _Given(tuple(runs), arguments.cache, arguments.verbose), number, limit)
    try:
        for item, run in pieces:
            if _asks(item):  # there is one standard input, and it is here
                yield check_input(item, run, stdin, bug)
                continue
            answer = next(answers)
            if isinstance(answer, Lost):
                yield Checked(item.path, None, (), answer.says)
            else:
                yield whole(answer, rules[places[id(run)]])
    finally:
        answers.close()  # type: ignore[attr-defined]


def _asks(item: Input) -> bool:
    return item.path == STDIN or any(map(_asks, item.parts))


def _make(given: _Given) -> Callable[[tuple[Input, int]], tuple[Any, ...]]:
    """Return, in a worker, what checks one input in the run of a number."""
    places = [places_of(rules_of(run.packs)) for run in given.runs]
    recalling = [Recalling(run) for run in given.runs] if given.cache else []

    def bug() -> None:
        if given.verbose:
            traceback.print_exc(file=sys.stderr)

    def work(piece: tuple[Input, int]) -> tuple[Any, ...]:
        item, number = piece
        if recalling:
            return flat(recalling[number].check(item, bytes, bug), places[number])
        return flat(check_input(item, given.runs[number], bytes, bug), places[number])

    return work
