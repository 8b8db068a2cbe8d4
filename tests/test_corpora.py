"""Real policies of every format, where they lie beside the project: all are checked, and every quote stands where the report says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, gapcheck

RAW = ROOT.parent / "shared" / "corpora" / "raw"
present = pytest.mark.skipif(not RAW.is_dir(), reason="../shared not present")
LAWS = ("gdpr", "ccpa", "pipa-ab")  # one law for each policy, in turn: all of them for all policies take a minute


def policies(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (RAW / folder).iterdir() if path.is_file())


def reported(paths: list[Path]) -> list[dict[str, Any]]:
    """Return what the report has on each policy."""
    found = []
    for number, law in enumerate(LAWS):
        result = gapcheck("--law", law, "-f", "json", *paths[number :: len(LAWS)])
        assert result.err == ""
        found += json.loads(result.out)["documents"]
    return found


def decoded(path: str) -> str:
    """Return the policy's text, decoded by other means than the program's."""
    data = Path(path).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


@present
@pytest.mark.parametrize("folders", [("txt", "txt_cp1252"), ("md", "pairs"), ("html",)], ids=["text", "markdown", "html"])
def test_every_quote_stands_in_the_source_at_its_line_and_column(folders: tuple[str, ...]) -> None:
    paths = policies(*folders)
    documents = reported(paths)
    assert sorted(document["path"] for document in documents) == sorted(map(str, paths))
    assert [document["path"] for document in documents if not document["findings"]] == []
    for document in documents:
        source = decoded(document["path"])
        starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", source))]
        passages = [evidence for finding in document["findings"] for evidence in finding["evidence"]]
        for passage in passages:
            at = starts[passage["line"] - 1] + passage["column"] - 1
            assert source[at : at + len(passage["quote"])] == passage["quote"], document["path"]


@present
def test_every_word_and_pdf_policy_is_checked() -> None:
    pytest.importorskip("mammoth")
    pytest.importorskip("pypdfium2")
    paths = policies("docx", "pdf")
    documents = reported(paths)
    assert sorted(document["path"] for document in documents) == sorted(map(str, paths))
    assert [document["error"] for document in documents if "error" in document] == []
