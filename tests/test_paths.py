"""Which files the names on the command line stand for."""

from __future__ import annotations

from pathlib import Path

from gapcheck.paths import Input, inputs


def test_a_link_to_a_folder_is_searched_when_named(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.md").write_text("x")
    (tmp_path / "link").symlink_to("real", target_is_directory=True)
    assert list(inputs([str(tmp_path / "link")])) == [Input(str(tmp_path / "link" / "a.md"))]


def test_a_file_named_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "POLICY").write_text("x")
    assert list(inputs([str(tmp_path / "POLICY")])) == [Input(str(tmp_path / "POLICY"))]


def test_a_hidden_folder_is_searched_only_when_named(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "privacy.md").write_text("x")
    assert list(inputs([str(tmp_path / ".github")])) == [Input(str(tmp_path / ".github" / "privacy.md"))]
    assert [found.error[:9] for found in inputs([str(tmp_path)])] == ["no policy"]


def test_word_and_pdf_files_are_found_and_the_locks_of_word_are_not(tmp_path: Path) -> None:
    for name in ("a.docx", "b.PDF", "~$a.docx", "c.doc"):
        (tmp_path / name).write_bytes(b"x")
    assert [Path(found.path).name for found in inputs([str(tmp_path)])] == ["a.docx", "b.PDF"]
