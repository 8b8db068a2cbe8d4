"""A table for spreadsheets and scripts: one row a finding, nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from gapcheck.finding import Checked, Report
from gapcheck.outcome import excused
from gapcheck.report import Style
from gapcheck.report.flat import placed
from gapcheck.report.terminal import one_line

HEADS = (
    "policy", "law", "pack", "id", "title", "citation", "level", "severity", "topic", "status", "confidence",
    "line", "column", "quote", "absent", "message", "remedy", "file", "place",
)  # fmt: skip
# What a spreadsheet takes for a formula when a cell begins with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Where a spreadsheet splits at semicolons instead of commas, a cell may begin inside another.
_HIDDEN = re.compile(r"([;\t|][\"']*)(?=[=+\-@%|\uff1d\uff0b\uff0d\uff20])")
# What a cell may hold is 32,767 characters.
_LONGEST = 32_000


def write(report: Report, style: Style) -> str:
    """Return one row a finding, met ones too, and one for each policy that could not be checked; `style` changes nothing."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(HEADS)
    versions = {pack.law: pack.version for pack in report.packs}
    for checked in report.documents:
        rows.writerows([safe(cell) for cell in row] for row in _rows(checked, versions))
    return out.getvalue()


def _rows(checked: Checked, versions: dict[str, str]) -> Iterator[list[str]]:
    if checked.error:
        yield [checked.path, *[""] * 8, "could not check", *[""] * 5, checked.error, "", "", ""]
    for finding, place, passages in placed(checked):
        rule = finding.requirement
        line, column, there = (str(place.line), str(place.column), place.said) if passages and finding.status != "missing" else ("", "", "")
        absent = "; ".join(looked.says for looked in finding.absent)
        quote = " | ".join(quote for _, _, quote in passages)
        yield [
            checked.path, rule.law, versions.get(rule.law, ""), rule.id, rule.title, rule.cite, rule.level, rule.severity, rule.topic,
            finding.status, finding.confidence, line, column, quote, absent, excused(finding.reason, finding), rule.remedy, place.path,
            there,
        ]  # fmt: skip


def safe(cell: str) -> str:
    """Return the cell on one line, without control characters; one that a spreadsheet would compute is made plain text."""
    text = _HIDDEN.sub(r"\1 ", one_line(cell))
    text = text if len(text) <= _LONGEST else text[:_LONGEST] + " ..."
    return "'" + text if text.startswith(_FORMULA) else text
