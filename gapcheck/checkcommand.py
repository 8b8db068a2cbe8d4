"""`gapcheck` itself: policies checked, what is accepted taken out, and the report written."""

from __future__ import annotations

import gc
import os

from gapcheck import __version__
from gapcheck.arguments import CHECK, COMMANDS, Arguments, UsageError, no_law
from gapcheck.checking import check_input
from gapcheck.config import lost
from gapcheck.errors import Problem, did_you_mean
from gapcheck.finding import Report, Shown
from gapcheck.jobs import gathered, jobs, packs_together, pieces_of
from gapcheck.loader import laws, load_weights
from gapcheck.outcome import Exit, exit_code, undecided_in
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.report import COUNTED, POINTING, READ_BY_PEOPLE, Style, write
from gapcheck.report.outputs import Outputs, outputs, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from gapcheck.finding import Checked
    from gapcheck.jobs import Jobs

# The formats that have a place for notes on a policy.
NOTED = ("table", "matrix", "hook", "markdown")
# Those that show one place of a gap, and for no other status.
BRIEF = frozenset({"concise", "hook", "matrix"})
_USAGE = f"policies are checked by {COMMANDS[0].usage}"


class Means(Record):
    """What the command is given from outside: standard input, where progress is shown, how dates are read, what is done about a bug."""

    stdin: Callable[[], bytes]
    stderr: TextIO
    date: Callable[[str | None], str]
    bug: Callable[[], None]


def check(arguments: Arguments, rules: str, style: Style, means: Means) -> tuple[str, int, list[str]]:
    """Return what to print, the exit code, and what to say about errors."""
    _must_be_sensible(arguments, rules)
    wanted = _wanted(arguments)
    todo = jobs(arguments, rules)
    style = style._replace(fail_on=todo.fail_on)
    as_of = means.date(todo.as_of)
    documents, amiss, waived = _waived(_checked(arguments, todo, as_of, wanted, means), todo, arguments, as_of)
    errors = list(map(str, (*amiss, *_lost(todo))))
    report = Report(__version__, as_of, packs_together(todo.jobs), documents)
    if arguments.write_baseline or any(todo.baselines):
        from gapcheck import baseline  # brings json

        if arguments.write_baseline:
            written = baseline.write(report, arguments.write_baseline)
            return "" if arguments.quiet else written, waived, errors
        report = baseline.apply(report, todo.baselines)
    code = exit_code(report, todo.fail_on)
    code = waived if waived == Exit.NOT_CHECKED or not code else code
    text, said, failed = _written(report, wanted, style, arguments.color == "always")
    return text, Exit.NOT_CHECKED if failed else code, errors + said + failed


def _wanted(arguments: Arguments) -> Outputs:
    """Return what is to be written; raises UsageError where something asked for has no place in it."""
    wanted = outputs(arguments.output, arguments.format, arguments.quiet)
    for option, asked, fit in (("--statistics", arguments.statistics, COUNTED), ("--closest", arguments.closest, POINTING)):
        if asked and not wanted.formats & fit and not arguments.quiet:
            raise UsageError(f"{option} has no place in {', '.join(sorted(wanted.formats))}; it goes with {', '.join(sorted(fit))}")
    return wanted


def _checked(arguments: Arguments, todo: Jobs, as_of: str, wanted: Outputs, means: Means) -> tuple[Checked, ...]:
    """Return what is found in each policy."""
    shown = Shown()
    whole = any(todo.baselines) or arguments.write_baseline  # what a baseline holds must not hang on the format
    if wanted.formats <= BRIEF and not arguments.verbose and not whole:
        shown = Shown(1, frozenset({"partial", "conflict"}))
    if len(arguments.names) > 50 or any(map(os.path.isdir, arguments.names)):
        gc.enable()  # on a long run, cycles do add up
    names = None if wanted.formats <= {"concise", "hook"} else todo.rules  # a line for each gap has no place for the names of other laws
    weights = load_weights(todo.rules, [pack.law for pack in packs_together(todo.jobs) if pack.requirements]) if arguments.closest else None
    pieces = pieces_of(todo.jobs, as_of, shown, names, weights)
    found: Iterator[Checked] = (check_input(item, run, means.stdin, means.bug) for item, run in pieces)
    if arguments.jobs or arguments.cache or arguments.time_limit:
        from gapcheck.parallel import check_all  # multiprocessing costs start-up time

        found = check_all(pieces, arguments, means.stdin, means.bug)
    if len(pieces) > 1:
        from gapcheck.progress import seen, watched  # nothing for a single policy

        found = watched(found, len(pieces), means.stderr) if seen(means.stderr, arguments.quiet) else found
    return gathered(todo.jobs, found)


def _written(report: Report, wanted: Outputs, style: Style, color: bool) -> tuple[str, list[str], list[str]]:
    """Write the report to files; return it for the terminal, what that has no place for, and what could not be written."""
    said: list[str] = []
    if wanted.terminal not in READ_BY_PEOPLE:
        said += [f"{checked.path}: could not check: {checked.error}" for checked in report.documents if checked.error]
    if not wanted.terminal:
        said += [f"{checked.path}: {undecided}" for checked in report.documents if (undecided := undecided_in(checked, style.fail_on))]
    if wanted.terminal and wanted.terminal not in NOTED:
        said += [f"{checked.path}: {note}" for checked in report.documents for note in checked.notes]
    in_file = style._replace(color=color)
    failed = [problem for path, format in wanted.files for problem in save(write(report, format, in_file), path)]
    return str(write(report, wanted.terminal, style)) if wanted.terminal else "", said, failed


def _waived(
    documents: tuple[Checked, ...], todo: Jobs, arguments: Arguments, as_of: str
) -> tuple[tuple[Checked, ...], tuple[Problem, ...], int]:
    """Return the documents with their waived gaps marked, what is amiss with waivers, and the exit code for that."""
    if arguments.isolated:
        return documents, (), Exit.CLEAN
    inline = any(checked.document and "gapcheck:" in checked.document.text for checked in documents)
    if not inline and not any(job.settings and job.settings.waivers for job in todo.jobs):
        return documents, (), Exit.CLEAN
    from gapcheck.waivers import waive  # few policies have any

    found = waive(documents, todo.jobs, arguments.names, as_of, todo.rules)
    stale = found.stale and todo.fail_on != "never"
    return found.documents, (*found.wrong, *found.stale), Exit.NOT_CHECKED if found.wrong else Exit.GAPS if stale else Exit.CLEAN


def _lost(todo: Jobs) -> Iterator[Problem]:
    """Yield what the configurations say of files that are not there, which changes no verdict but may explain one."""
    for settings in {job.settings.path: job.settings for job in todo.jobs if job.settings}.values():
        yield from lost(settings)


def _must_be_sensible(arguments: Arguments, rules: str) -> None:
    """Raise UsageError where it is not clear what to check, or against what."""
    if arguments.write_baseline and arguments.output:
        raise UsageError("--write-baseline writes no report: leave --output out, or run gapcheck twice")
    if arguments.names and arguments.names[0] in (CHECK, "help") and not os.path.exists(arguments.names[0]):
        raise UsageError(f"there is no command {arguments.names[0]!r}: {_USAGE}; see: gapcheck --help")
    if arguments.names and not os.path.exists(arguments.names[0]):
        hint = did_you_mean(arguments.names[0], [command.name for command in COMMANDS if command.name != CHECK])
        if hint:
            raise UsageError(f"there is no file and no command {arguments.names[0]!r}{hint}")
    if not arguments.names and not arguments.laws:
        raise UsageError(no_law(laws(rules, [])))
    if not arguments.names:
        raise UsageError("name a policy to check: a file, a folder, or - for standard input; see: gapcheck --help")
