"""What a spreadsheet program reads from the XLSX report."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from test_formats import against_itself, failed, hostile
from test_report import everything, two_laws

from gapcheck.finding import Report
from gapcheck.report import Style, write

SHEETS = ["Summary", "Matrix", "Findings", "Conflicts", "Method"]


def book(given: Report, style: Style = Style()) -> Any:  # noqa: B008 - frozen
    content = write(given, "xlsx", style)
    assert isinstance(content, bytes)
    return load_workbook(io.BytesIO(content))


def rows(sheet: Any) -> list[dict[str, Any]]:
    heads, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rest]


def test_the_sheets_can_be_worked_with() -> None:
    shown = book(everything())
    assert shown.sheetnames == SHEETS
    for name in SHEETS[:-1]:
        sheet = shown[name]
        assert sheet.freeze_panes in ("A2", "E2") and sheet.auto_filter.ref.startswith("A1:")
        assert sheet["A2"].alignment.wrap_text and sheet["A2"].alignment.vertical == "top"
        assert sheet.print_title_rows == "$1:$1"


def test_the_summary_counts() -> None:
    (toy, bad) = rows(book(failed(everything()), Style(fail_on="critical"))["Summary"])
    counted = [toy[name] for name in ("Missing", "Conflict", "Partial", "Undecided", "Met", "Not applicable")]
    assert counted == [3, 1, 1, 1, 1, 1]
    assert (toy["Gaps in what the law requires"], toy["Gaps in advice"], toy["Count for the exit code"]) == (4, 1, 2)
    assert bad["Policy"] == "b.txt" and bad["Notes"] == "Could not be checked: there is no such file"


def test_the_matrix_has_a_column_a_policy_and_colours() -> None:
    sheet = book(failed(two_laws(("missing", "met", "partial"), ("met", "conflict", "undecided"))))["Matrix"]
    found = {row["Requirement"]: row for row in rows(sheet)}
    assert [found["TOY-1"][name] for name in ("policies/1.txt", "policies/2.txt", "b.txt")] == ["Missing", "Met", "Could not check"]
    assert (found["ACT-1"]["policies/2.txt"], found["ACT-2"]["policies/2.txt"]) == ("Conflict", "Undecided")
    colors = {cell.value: cell.fill.fgColor.rgb for row in sheet.iter_rows(min_row=2, min_col=7) for cell in row}
    assert len({colors[name] for name in ("Missing", "Met", "Conflict", "Undecided", "Partial")}) == 5


def test_every_finding_has_a_row_the_worst_first() -> None:
    found = rows(book(failed(everything()))["Findings"])
    assert [row["Requirement"] for row in found][:3] == ["TOY-critical", "TOY-low", "TOY-conflict"] and len(found) == 9
    assert [row["Requirement"] for row in found][5:8] == ["TOY-advice", "TOY-met", "TOY-na"]
    by_id = {row["Requirement"]: row for row in found}
    low = by_id["TOY-low"]
    assert (low["Status"], low["What the policy says"], low["Not found"], low["What to add or change"], low["A clause to start from"]) == (
        "Missing", "no statement found: a thing", "a thing", "Remedy of TOY-low.", "Clause.",
    )  # fmt: skip
    assert by_id["TOY-partial"]["Evidence"] == "line 2: “We keep your toys for as long as we like.”"
    assert by_id["TOY-advice"]["Level"] == "advice" and by_id["TOY-met"]["What to add or change"] is None
    assert found[-1]["Policy"] == "b.txt" and found[-1]["Status"] == "Could not check"


def test_both_sides_of_a_conflict_have_cells_of_their_own() -> None:
    (row,) = rows(book(against_itself())["Conflicts"])
    assert row["Id"] == "XC-01" and row["Bears on"] == "TOY-met, TOY-none"
    assert row["One passage"] == "“We keep your toys for as long as we like.” (one thing)"
    assert row["The other passage"] == "“We keep your toys forever.” (another)"
    lines = [cell.value for cell in book(against_itself())["Conflicts"][2]][8:11:2]
    assert lines == [2, 3]
    assert [row["Id"] for row in rows(book(everything())["Conflicts"])] == ["TOY-conflict"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "{=A1}", "http://x.example", "12", "\x1b[31m \udcff \u202e \ufffe x"]
)
def test_text_is_text(text: str) -> None:
    shown = book(hostile(text, text))
    cells = [cell for name in SHEETS for row in shown[name].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"} and not any(cell.hyperlink for cell in cells)
    assert not any(isinstance(cell.value, str) and not cell.value.isprintable() for cell in cells)


def test_a_long_quote_fits_a_cell() -> None:
    shown = book(hostile("p.txt", "toys " * 20_000))
    assert max(len(str(cell.value)) for name in SHEETS for row in shown[name].iter_rows() for cell in row) < 32_767


def test_two_runs_write_the_same_bytes() -> None:
    assert write(everything(), "xlsx", Style()) == write(everything(), "xlsx", Style(200, True, True))
