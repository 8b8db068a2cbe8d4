"""The SARIF report against the schema of SARIF 2.1.0, as a package ships it; run with `make programs`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft4Validator, Draft7Validator, FormatChecker
from test_formats import against_itself, failed, hostile
from test_report import everything, report, two_laws

from gapcheck.report import Style, write


@pytest.mark.parametrize(
    "given", [everything(), failed(everything()), against_itself(), hostile(), report(), two_laws(("missing", "conflict", "met"))]
)
def test_sarif_keeps_to_its_schema(given: object) -> None:
    schema = json.loads((Path(os.environ.get("SARIF", "")) / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    validator = (Draft4Validator if "draft-04" in schema["$schema"] else Draft7Validator)(schema, format_checker=FormatChecker())
    shown = json.loads(str(write(given, "sarif", Style())))  # type: ignore[arg-type]
    assert [error.message for error in validator.iter_errors(shown)] == []
