"""Annotations for GitHub Actions: as many as it shows, the worst first, and a line for the rest."""

from __future__ import annotations

from gapcheck.finding import Report
from gapcheck.outcome import is_advice, matters
from gapcheck.report import Style
from gapcheck.report.flat import Placed, lead, open_ones, said, urgency
from gapcheck.report.terminal import one_line

# GitHub shows ten errors, ten warnings and ten notices a step, and drops the others without a word.
MOST = 10
_LONGEST = 900


def write(report: Report, style: Style) -> str:
    """Return workflow commands: errors for what counts for the exit code, warnings for other gaps, notices for advice."""
    commands: dict[str, list[str]] = {"error": [], "warning": [], "notice": []}
    for checked in report.documents:
        if checked.error:
            commands["error"].append(_command("error", checked.path, 1, 1, "could not check", checked.error))
    found = [one for checked in report.documents for one in open_ones(checked)]
    for one in sorted(found, key=lambda one: urgency(one.finding)):
        kind = "notice" if is_advice(one.finding) else "error" if matters(one.finding, style.fail_on) else "warning"
        commands[kind].append(_annotation(kind, one))
    lines = [line for kind in commands for line in commands[kind][:MOST]]
    left = {kind: len(found) - MOST for kind, found in commands.items() if len(found) > MOST}
    if left:
        names = " and ".join(f"{count} more {kind}{'s' * (count > 1)}" for kind, count in left.items())
        lines.append(f"gapcheck: {names} not shown, since GitHub shows {MOST} of a kind; the other formats have them all")
    return "".join(line + "\n" for line in lines)


def _annotation(kind: str, one: Placed) -> str:
    rule = one.finding.requirement
    title = " ".join(filter(None, (rule.id, rule.cite, one.finding.status)))
    quotes = " / ".join(f'{lead(one.finding)}"{quote}" ({place.said})' for _, place, quote in one.passages[:2])
    text = f"{rule.title}: {said(one.finding)}. {quotes} {rule.remedy}"
    return _command(kind, one.place.path, one.place.line, one.place.column, title, text)


def _command(kind: str, path: str, line: int, column: int, title: str, text: str) -> str:
    short = one_line(text)
    short = short if len(short) <= _LONGEST else short[: _LONGEST - 4] + " ..."
    return f"::{kind} file={_property(path)},line={line},col={column},title={_property(title)}::{_data(short)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
