"""A workbook whose cells are text or numbers, never a formula or a link, laid out to be read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from gapcheck.finding import STATUSES
from gapcheck.record import TYPE_CHECKING
from gapcheck.report.names import NAMES
from gapcheck.report.terminal import one_line

if TYPE_CHECKING:
    from gapcheck.finding import Status

# A cell may hold 32,767 characters, and a row be 409 points high.
_MOST = 32_000
_HIGHEST = 409
_LINE = 13.5
# Fill and ink of each status: light enough to read on paper, and never the only sign.
_COLORS: dict[Status, tuple[str, str]] = {
    "missing": ("#FBE3E4", "#8E1F26"),
    "conflict": ("#F0E2F4", "#66297A"),
    "partial": ("#FBEED2", "#74490A"),
    "undecided": ("#E0EDF6", "#1A5078"),
    "met": ("#E0F0E4", "#235635"),
    "not-applicable": ("#EDEDEB", "#4F5761"),
}
_STATUS_OF: dict[str, Status] = {NAMES[status]: status for status in STATUSES}
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Workbook:
    """A workbook being written."""

    def __init__(self, title: str, comments: str, created: datetime) -> None:
        self.out = io.BytesIO()
        self.book: Any = xlsxwriter.Workbook(self.out, _OPTIONS)
        self.book.set_properties({"title": title, "comments": comments, "created": created})
        base = {
            "align": "left",
            "valign": "top",
            "text_wrap": True,
            "font_name": "Calibri",
            "font_size": 10,
            "bottom": 1,
            "bottom_color": "#DCDAD4",
        }
        self.plain = self.book.add_format(base)
        self.bold = self.book.add_format({**base, "bold": True})
        self.head = self.book.add_format({**base, "bold": True, "bg_color": "#1D2126", "font_color": "#FFFFFF"})
        self.colors = {}
        for status, (fill, ink) in _COLORS.items():
            self.colors[status] = self.book.add_format({**base, "bg_color": fill, "font_color": ink})

    def content(self) -> bytes:
        """Return the finished workbook."""
        self.book.close()
        return self.out.getvalue()

    def table(self, name: str, heads: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str | int]], stay: int = 0) -> None:
        """Add a sheet: a head and `stay` columns that stay in view, a filter, wrapped cells, statuses in colour."""
        sheet = self._sheet(name, widths)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, cell(head), self.head)
        sheet.set_row(0, _height(heads, [0.85 * width for width in widths]))  # bold, and the button of the filter
        count = 0
        for count, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self._put(sheet, count, column, value)
            sheet.set_row(count, _height(row, widths))
        sheet.freeze_panes(1, stay)
        sheet.autofilter(0, 0, max(count, 1), len(heads) - 1)
        sheet.repeat_rows(0)

    def prose(self, name: str, rows: Iterable[tuple[str, str]]) -> None:
        """Add a sheet of two columns: what, and what there is to say."""
        widths = (34, 110)
        sheet = self._sheet(name, widths)
        for number, row in enumerate(rows):
            sheet.write_string(number, 0, cell(row[0]), self.bold)
            sheet.write_string(number, 1, cell(row[1]), self.plain)
            sheet.set_row(number, _height(row, widths))

    def _sheet(self, name: str, widths: Sequence[float]) -> Any:
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self.plain)
        sheet.set_landscape()
        sheet.set_paper(8 if sum(widths) > 250 else 9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def _put(self, sheet: Any, row: int, column: int, value: str | int) -> None:
        if isinstance(value, int):
            sheet.write_number(row, column, value, self.plain)
        elif not value:
            sheet.write_blank(row, column, None, self.plain)
        else:
            look = _STATUS_OF.get(value)
            sheet.write_string(row, column, cell(value), self.colors[look] if look else self.plain)


def cell(text: str) -> str:
    """Return `text` fit for a cell: on one line, without control characters, not too long."""
    shown = one_line(text)
    return shown if len(shown) <= _MOST else shown[:_MOST] + " ..."


def _height(row: Sequence[str | int], widths: Sequence[float]) -> float:
    """Return how high a row must be for its cells: programs differ in whether they work it out for themselves."""
    lines = max(-(-len(str(value)) // max(int(width), 1)) for value, width in zip(row, widths, strict=True))
    return float(min(max(lines, 1) * _LINE + 2, _HIGHEST))
