"""The ways a report can be written: each is `write(report, style) -> str`, in a module imported when asked for."""

from __future__ import annotations

from gapcheck.finding import Report
from gapcheck.record import Record


class Style(Record):
    """How a reader wants it: columns, colour, how much, and which gaps they fail on."""

    width: int = 80
    color: bool = False
    verbose: bool = False
    fail_on: str = "mandatory"


# Each format, and the module that writes it.
FORMATS = {
    "table": "table",
    "matrix": "matrix",
    "concise": "concise",
    "json": "jsonreport",
    "markdown": "markdown",
    "csv": "csvreport",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
}


def write(report: Report, format: str, style: Style) -> str:
    """Return `report` in the named format."""
    # Each brings what only it needs, some of it slow to import.
    written: str = __import__(f"gapcheck.report.{FORMATS[format]}", fromlist=["write"]).write(report, style)
    return written
