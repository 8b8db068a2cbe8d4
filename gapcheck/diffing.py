"""`gapcheck diff`: two versions of a policy, from files or from Git, checked alike and compared."""

from __future__ import annotations

from gapcheck import __version__
from gapcheck.arguments import Arguments, UsageError
from gapcheck.changes import changes
from gapcheck.checking import Run, check_input, check_read
from gapcheck.errors import GapcheckError, Problem
from gapcheck.finding import Checked, Shown
from gapcheck.jobs import Job, jobs
from gapcheck.outcome import Exit
from gapcheck.paths import STDIN, Input
from gapcheck.record import TYPE_CHECKING
from gapcheck.report import Style
from gapcheck.report.difference import FORMATS, Difference, write
from gapcheck.revisions import is_revision, on_disk, read_revision

if TYPE_CHECKING:
    from collections.abc import Callable


def diff(
    arguments: Arguments, rules: str, style: Style, date: Callable[[str | None], str], stdin: Callable[[], bytes], bug: Callable[[], None]
) -> tuple[str, int, list[str]]:
    """Return what the new version lost and gained, the exit code, and what could not be checked; `date` reads dates."""
    if len(arguments.names) != 2:
        raise UsageError("name two versions: gapcheck diff OLD NEW, each a file or, in Git, REVISION:PATH")
    if arguments.format not in FORMATS:
        raise UsageError(f"diff is written as {', '.join(FORMATS)}, not as {arguments.format}")
    old, new = arguments.names
    home = on_disk(new) if is_revision(new) else new
    todo = jobs(arguments._replace(names=(home,)), rules)
    if len(todo.jobs) != 1 or todo.jobs[0].item.error:
        raise GapcheckError(Problem(new, 0, 0, "is a folder; name two files"))
    job, as_of = todo.jobs[0], date(todo.as_of)
    run = Run(job.packs, as_of, Shown(), None)
    before, after = (_checked(name, run, stdin, bug) for name in (old, new))
    failed = [f"{one.path}: could not check: {one.error}" for one in (before, after) if one.error]
    if failed:
        return "", Exit.NOT_CHECKED, failed
    if not arguments.isolated:
        after = _waived(after, job, as_of, todo.rules)
    found = changes(before, after, todo.fail_on)
    difference = Difference(__version__, as_of, job.packs, before, after, found)
    text = "" if arguments.quiet else write(difference, arguments.format, style._replace(fail_on=todo.fail_on))
    counting = {change.kind for change in found if change.counts}
    return text, Exit.NOT_CHECKED if "undecided" in counting else Exit.GAPS if counting else Exit.CLEAN, []


def _checked(name: str, run: Run, stdin: Callable[[], bytes], bug: Callable[[], None]) -> Checked:
    if name != STDIN and is_revision(name):
        return check_read(name, run, lambda: read_revision(name), bug)
    return check_input(Input(name), run, stdin, bug)


def _waived(checked: Checked, job: Job, as_of: str, rules: str) -> Checked:
    """Return the new version with its waived gaps marked; what is wrong with waivers is for a check to say."""
    from gapcheck.waivers import waive

    return waive((checked,), (job,), (), as_of, rules).documents[0]
