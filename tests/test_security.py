"""The limits that SECURITY.md states are those that the program keeps."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from gapcheck import probes, strictyaml
from gapcheck.reading import MAX_BYTES, MAX_PICTURED, docxparts, pdf, pdfpages, source

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", PAGE.split("## Limits")[1], re.MULTILINE))
MEGA = 1_000_000


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("size of a text", f"{MAX_BYTES // MEGA} MB"),
        ("size of a Word or PDF file", f"{MAX_PICTURED // MEGA} MB"),
        ("Word: members", f"{docxparts.MAX_MEMBERS:,}"),
        ("Word: unpacked size", f"{docxparts.MAX_UNPACKED // MEGA} MB / {docxparts.MAX_PART // MEGA} MB"),
        ("Word: how tightly", f"{docxparts.MAX_RATIO} to 1"),
        ("Word: elements", f"{docxparts.MAX_ELEMENTS:,}"),
        ("Word: depth", str(docxparts.MAX_DEPTH)),
        ("PDF: pages", str(pdfpages.MAX_PAGES)),
        ("PDF: characters", f"{pdfpages.MAX_CHARACTERS:,}"),
        ("PDF: lines", f"{pdfpages.MAX_LINES:,}"),
        ("PDF: time", f"{pdfpages.MAX_SECONDS} seconds of processor time; it is ended after {pdf.ENDED_AFTER}"),
        ("PDF: memory", f"{pdfpages.MAX_MEMORY // 1_000_000_000} GB"),
        ("Markdown: depth", str(source._DEEPEST)),
        ("rules: size", f"{strictyaml.MAX_BYTES // MEGA} MB, {strictyaml.MAX_DEPTH}"),
        ("rules: time", f"{probes.REGEX_SECONDS} seconds"),
    ],
)
def test_stated_limits(row: str, value: str) -> None:
    assert [stated for name, stated in ROWS.items() if name.startswith(row)] == [value]
