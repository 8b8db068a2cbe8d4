"""One line a gap, `path:line:column: status id citation title`, for hooks, editors and pipes."""

from __future__ import annotations

from gapcheck.document import Lines
from gapcheck.finding import Checked, Report
from gapcheck.outcome import excused, is_known
from gapcheck.record import TYPE_CHECKING
from gapcheck.report import Style
from gapcheck.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUIET = frozenset({"met", "not-applicable"})


def write(report: Report, style: Style) -> str:
    """Return a line for each gap, or for each finding if verbose, and one for each policy that could not be checked."""
    return "".join(line + "\n" for checked in report.documents for line in _lines(checked, style.verbose))


def _lines(checked: Checked, verbose: bool) -> Iterator[str]:
    path = printable(checked.path)
    if checked.error:
        yield f"{path}:1:1: error could not check: {printable(checked.error)}"
    if checked.document is None:
        return
    document = checked.document
    lines = Lines(document.text, document.parts)
    for finding in checked.findings:
        if (finding.status in _QUIET or is_known(finding)) and not verbose:
            continue
        here = finding.evidence[0].span.start if finding.evidence and finding.status != "missing" else 0
        place = lines.place(here)
        if document.parts:
            path = printable(document.part(here).document.path)
        rule = finding.requirement
        said = printable(excused(" ".join(filter(None, (finding.status, rule.id, rule.cite, rule.title))), finding))
        yield f"{path}:{place.line}:{place.column}: {said}"
