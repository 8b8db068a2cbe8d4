"""The XLSX and CSV reports in LibreOffice; run with `make programs`."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from test_formats import failed, hostile
from test_report import everything

from gapcheck.report import Style, write

OPENED = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def convert(source: Path, to: str) -> None:
    program = shutil.which("soffice")
    if not program:
        pytest.fail("there is no LibreOffice: apt-get install libreoffice-calc-nogui")
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(source.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def test_libreoffice_reads_every_sheet(tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_bytes(bytes(write(failed(everything()), "xlsx", Style())))  # type: ignore[arg-type]
    convert(tmp_path / "r.xlsx", OPENED)
    convert(tmp_path / "r.xlsx", "pdf")
    assert {path.name for path in tmp_path.glob("*.csv")} == {
        f"r-{name}.csv" for name in ("Summary", "Matrix", "Findings", "Conflicts", "Method")
    }
    found = list(csv.DictReader((tmp_path / "r-Findings.csv").read_text().splitlines()))
    assert len(found) == 9 and found[0]["Requirement"] == "TOY-critical" and found[0]["Status"] == "Missing"
    assert (tmp_path / "r.pdf").stat().st_size > 10_000


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_libreoffice_computes_nothing(tmp_path: Path, format: str) -> None:
    text = "=40+2"
    report = write(hostile(text, text), format, Style())
    source = tmp_path / f"r.{format}"
    source.write_bytes(report if isinstance(report, bytes) else report.encode())
    convert(source, "fods")
    shown = (tmp_path / "r.fods").read_text()
    assert "table:formula" not in shown and "=40+2" in shown
