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


def write(report: Report, format: str, style: Style) -> str:
    """Return `report` in the named format."""
    match format:
        case "concise":
            from gapcheck.report import concise

            return concise.write(report, style)
        case "json":
            from gapcheck.report import jsonreport

            return jsonreport.write(report, style)
        case "matrix":
            from gapcheck.report import matrix

            return matrix.write(report, style)
        case _:
            from gapcheck.report import table

            return table.write(report, style)
