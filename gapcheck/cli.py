"""The command `gapcheck`: the one place that reads arguments and the clock, prints, and exits."""

from __future__ import annotations

import gc
import os
import sys
import time

from gapcheck import __version__
from gapcheck.arguments import Arguments, UsageError, help_text, read_arguments
from gapcheck.errors import GapcheckError, UnknownError
from gapcheck.loader import find_rules, load_checks, load_sound
from gapcheck.outcome import Exit
from gapcheck.record import TYPE_CHECKING
from gapcheck.report import Style
from gapcheck.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn, TextIO


NARROWEST, WIDEST = 40, 200
# Problems of one configuration or set of rules that are printed: nobody reads more.
MOST_PROBLEMS = 200


def main(argv: list[str], stdin: TextIO | None, stdout: TextIO, stderr: TextIO) -> int:
    """Do what `argv` asks for, and return the exit code."""
    verbose = "--verbose" in argv or "-v" in argv

    def bug() -> None:
        if verbose:
            import traceback  # costs start-up time, and is wanted only when something is already wrong

            traceback.print_exc(file=stderr)

    try:
        arguments = read_arguments(argv)
        text, code, errors = _answer(arguments, stdin, stdout, stderr, bug)
    except GapcheckError as error:
        text, code, errors = "", Exit.NOT_CHECKED, [str(problem) for problem in error.problems[:MOST_PROBLEMS]]
        if len(error.problems) > MOST_PROBLEMS:
            errors.append(f"gapcheck: and {len(error.problems) - MOST_PROBLEMS} more")
    except Exception as error:
        bug()
        text, code, errors = "", Exit.NOT_CHECKED, [f"gapcheck: internal error (please report): {error!r}"]
    stdout.write(text)
    stdout.flush()
    stderr.writelines(printable(error) + "\n" for error in errors)
    return code


def _answer(
    arguments: Arguments, stdin: TextIO | None, stdout: TextIO, stderr: TextIO, bug: Callable[[], None]
) -> tuple[str, int, list[str]]:
    """Return what to print, the exit code, and what to say about errors."""
    if arguments.help:
        return help_text(), Exit.CLEAN, []
    if arguments.version:
        return f"gapcheck {__version__}\n", Exit.CLEAN, []
    if arguments.command == "new-rule":
        from gapcheck.newrule import new_rule

        return new_rule(arguments, _as_of(None)), Exit.CLEAN, []
    rules = find_rules(arguments.rules)
    try:
        return _done(arguments, rules, stdin, stdout, stderr, bug)
    except UnknownError:
        from gapcheck.installed import with_installed  # brings importlib.metadata, which takes long to import

        wider = with_installed(rules)
    try:
        return _done(arguments, wider, stdin, stdout, stderr, bug)
    except UnknownError as error:
        raise UnknownError(*error.problems, *wider.amiss) from None


def _done(
    arguments: Arguments, rules: str, stdin: TextIO | None, stdout: TextIO, stderr: TextIO, bug: Callable[[], None]
) -> tuple[str, int, list[str]]:
    """Return what one command prints, by these rules; raises UnknownError before anything is read where they lack a name."""
    match arguments.command:
        case "explain":
            from gapcheck.explaining import explained

            return explained(arguments, rules, _style(arguments, stdout))
        case "rules":
            from gapcheck.explain import list_rules  # brings tabulate, slow to import
            from gapcheck.installed import with_installed

            every = with_installed(rules)
            packs, broken = load_sound(every, arguments.laws or ("all", *every.installed))
            checks = () if arguments.laws else load_checks(every)
            amiss = () if arguments.laws else every.amiss
            return list_rules((*packs, *checks), _style(arguments, stdout)), Exit.CLEAN, [str(problem) for problem in (*broken, *amiss)]
        case "selftest":
            return _selftest(arguments, rules)
        case "diff":
            from gapcheck.diffing import diff

            return diff(arguments, rules, _style(arguments, stdout), _as_of, _standard_input(stdin), bug)
        case "corpus":
            from gapcheck.corpus.run import corpus

            gc.enable()  # on a long run, cycles do add up
            return corpus(arguments, rules, _style(arguments, stdout), _as_of, stderr)
        case "config":
            from gapcheck.configshow import show_config

            shown, lost = show_config(arguments, rules)
            return shown, Exit.CLEAN, lost
        case "init":
            from gapcheck.starting import init

            return init(arguments, rules, lambda wanted: _check(wanted, rules, stdin, stdout, stderr, bug))
        case "completion":
            from gapcheck.completion import completion

            return completion(arguments, rules), Exit.CLEAN, []
        case _:
            return _check(arguments, rules, stdin, stdout, stderr, bug)


def _check(
    arguments: Arguments, rules: str, stdin: TextIO | None, stdout: TextIO, stderr: TextIO, bug: Callable[[], None]
) -> tuple[str, int, list[str]]:
    from gapcheck.checkcommand import Means, check  # brings the engine, which help and the like do without

    return check(arguments, rules, _style(arguments, stdout), Means(_standard_input(stdin), stderr, _as_of, bug))


def _standard_input(stdin: TextIO | None) -> Callable[[], bytes]:
    from gapcheck.reading import MAX_PICTURED

    return lambda: stdin.buffer.read(MAX_PICTURED + 1) if stdin else b""


def _as_of(given: str | None) -> str:
    """Return the date to judge by: the one given, or today."""
    if given is None:
        return time.strftime("%Y-%m-%d")
    from datetime import date  # costs start-up time

    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise UsageError(f"--as-of needs a date such as 2026-11-22, not {given!r}") from None


def _selftest(arguments: Arguments, rules: str) -> tuple[str, int, list[str]]:
    from gapcheck import selftest  # brings yaml and jsonschema, slow to import
    from gapcheck.loader import resolve

    if type(rules) is not str and not arguments.laws:
        from gapcheck.ownrules import test_own

        result = test_own(rules)
    else:
        result = selftest.run(rules, resolve(rules, arguments.laws or ("all",)))
    tried = f"{result.requirements} requirements and checks, {result.examples} examples{result.what}"
    if result.problems:
        problems = [str(problem) for problem in result.problems]
        return "", Exit.NOT_CHECKED, [*problems, f"gapcheck selftest: {tried}: {len(problems)} problem{'s'[: len(problems) != 1]}"]
    each = "".join(f"{law}: {rules} rules, {examples} examples\n" for law, rules, examples in result.packs if arguments.verbose)
    return "" if arguments.quiet else f"{each}gapcheck selftest: {tried}: all as they should be\n", Exit.CLEAN, []


def _style(arguments: Arguments, stdout: TextIO) -> Style:
    """Return how to write: what was asked for, else what the terminal offers."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    color = arguments.color == "always" or (arguments.color == "auto" and not plain and stdout.isatty())
    return Style(_width(arguments.width, stdout), color, arguments.verbose, statistics=arguments.statistics)


def _width(given: str | None, stdout: TextIO) -> int:
    if given is not None:
        if not given.isdecimal() or not NARROWEST <= int(given) <= WIDEST:
            raise UsageError(f"--width needs a number of columns from {NARROWEST} to {WIDEST}, not {given!r}")
        return int(given)
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() else 0
    if not width:
        try:
            width = os.get_terminal_size(stdout.fileno()).columns
        except (OSError, ValueError):
            width = 0
    return max(NARROWEST, min(width or 80, WIDEST))


def run() -> NoReturn:
    """Run as a program: standard streams, exit code, and a quiet end when a pipe closes or the user interrupts."""
    stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 - closed by the exit
    stderr = sys.stderr or stdout
    for stream in (stdout, stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    code = Exit.NOT_CHECKED
    try:
        code = main(sys.argv[1:], sys.stdin, stdout, stderr)
        stderr.flush()
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except BrokenPipeError:
        code = Exit.CLOSED_PIPE
    except Exception as error:
        reason = getattr(error, "strerror", None) or repr(error)
        stderr.write(f"gapcheck: the report cannot be written: {reason}\n")
        stderr.flush()
    finally:
        # Everything is written: to take the interpreter down object by object would cost another 5 %, and would
        # complain about a closed pipe once more.
        os._exit(code)
