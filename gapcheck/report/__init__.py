"""The ways a report can be written: each is `write(report, style) -> str | bytes`, in a module imported when asked for."""

from __future__ import annotations

from gapcheck.finding import Report
from gapcheck.record import Record


class Style(Record):
    """How a reader wants it: columns, colour, how much, and which gaps they fail on."""

    width: int = 80
    color: bool = False
    verbose: bool = False
    fail_on: str = "mandatory"
    statistics: bool = False


# Each format, and the module that writes it.
FORMATS = {
    "table": "table",
    "matrix": "matrix",
    "concise": "concise",
    "hook": "hook",
    "json": "jsonreport",
    "markdown": "markdown",
    "html": "htmlreport",
    "csv": "csvreport",
    "xlsx": "xlsxreport",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
}
# What is no text, and so cannot go to a terminal.
BINARY = frozenset({"xlsx"})
# Where a reader sees for themselves which policies could not be checked.
READ_BY_PEOPLE = frozenset({"table", "matrix", "concise", "hook", "markdown", "github"})
# What has a place for statistics: JSON a key of its own, the others below.
COUNTED = frozenset({"table", "matrix", "concise", "hook", "json"})
# Those that have a place for the passage that comes closest to what is missing.
POINTING = frozenset({"table", "json", "html"})


def write(report: Report, format: str, style: Style) -> str | bytes:
    """Return `report` in the named format."""
    # Each brings what only it needs, some of it slow to import.
    written: str | bytes = __import__(f"gapcheck.report.{FORMATS[format]}", fromlist=["write"]).write(report, style)
    if style.statistics and format in COUNTED and format != "json":
        from gapcheck.report.statistics import text  # few runs ask for it

        return "\n".join(filter(None, [str(written), text(report, style)]))
    return written
