"""PDF policies: reading order, what lines belong together, places by page and line, and files meant to do harm."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_for_tests import At, assembled, deflated, lines, linked, pdf, stretch

import gapcheck.reading.pdf as reader
from gapcheck.document import Document, Lines, page_place, where
from gapcheck.errors import ReadError
from gapcheck.links import link_starts
from gapcheck.reading import read_bytes, read_path
from gapcheck.reading.outline import outline
from gapcheck.reading.pdflayout import Line, Page, in_order
from gapcheck.reading.pdfpages import MAX_PAGES, extract
from gapcheck.reading.pdftext import Text

BODY = (
    "We keep the data of your orders for ten years, since tax law asks us to do so, and",
    "then we delete them. We never sell your data to anybody, whatever they may offer us.",
)


def read(data: bytes) -> Document:
    return read_bytes(data, "policy.pdf")


def shown(data: bytes) -> list[tuple[str, str]]:
    """Return each statement as it is read: its kind, and its pieces joined."""
    document = read(data)
    return [(one.kind, " ".join(" ".join(document.read[start:end] for start, end in one.pieces).split())) for one in document.statements]


def refused(data: bytes, path: str = "policy.pdf") -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, path)
    (problem,) = caught.value.problems
    assert problem.message and "\n" not in problem.message and not problem.message.endswith(".")
    return problem.message


def test_bullets_that_are_drawn_part_the_items_of_a_list() -> None:
    items = (
        "to keep the bills of your orders for ten years, since tax law asks us to do so, and then",
        "to delete them",
        "to send you the catalogue of the year that comes, where you have asked us for it in time",
        "to ask you what you think",
    )
    # before the items; and, which are no bullets: one too far from a line, one too large, one too wide
    shapes = [(58, 706, 4, 4), (58, 678, 4, 4), (58, 664, 4, 4), (20, 694, 4, 4), (30, 712, 30, 30), (58, 694, 9, 2)]
    stream = [*map(stretch, lines("We use your address:", *items)), *(" ".join(map(str, shape)) + " re f" for shape in shapes)]
    data = assembled([("\n".join(stream).encode("cp1252"), b"")])
    lead = "We use your address: "
    assert shown(data) == [
        ("sentence", lead.strip()),
        ("item", f"{lead}{items[0]} {items[1]}"),
        ("item", lead + items[2]),
        ("item", lead + items[3]),
    ]


def test_headings_whose_measured_sizes_differ_a_little_have_one_rank() -> None:
    page = [At(72, 760, "Privacy Notice", 18, "F2")]
    for at, (title, size) in enumerate(
        [("What we keep", 13.7), ("Notice for Canada", 14.2), ("Your rights", 13.7), ("The right of access", 11.9)]
    ):
        page += [At(72, 720 - 80 * at, title, size, "F2"), *[At(72, 700 - 80 * at - 14 * down, line) for down, line in enumerate(BODY)]]
    document = read(pdf(page))
    assert [len(section.path) for section in document.sections if section.heading] == [1, 2, 2, 2, 3]


def test_lines_are_joined_to_sentences_and_kept_as_lines() -> None:
    document = read(pdf(lines(*BODY)))
    assert document.text == "\n".join(BODY) + "\n"
    assert document.format == "pdf" and document.pages == (0,)
    assert [words for _, words in shown(pdf(lines(*BODY)))] == [
        "We keep the data of your orders for ten years, since tax law asks us to do so, and then we delete them.",
        "We never sell your data to anybody, whatever they may offer us.",
    ]


@pytest.mark.parametrize("name", ["policy.pdf", "policy", "-", "POLICY.PDF", "policy.txt"])
def test_a_pdf_is_known_by_its_bytes(name: str) -> None:
    assert read_bytes(pdf(lines(*BODY)), name).format == "pdf"


def test_from_a_path_and_from_standard_input(tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(pdf(lines(*BODY)))
    assert read_path(str(tmp_path / "policy.pdf")).format == "pdf"
    command = [sys.executable, "-m", "gapcheck", "--law", "gdpr", "-f", "json", "-"]
    done = subprocess.run(command, input=pdf(lines(*BODY)), capture_output=True, cwd=ROOT, check=False)
    (written,) = json.loads(done.stdout)["documents"]
    assert written["format"] == "pdf" and "pages of the file" in written["notes"][0]


def test_titles_by_size_and_by_bold_type_lists_and_paragraphs() -> None:
    page = [
        At(72, 720, "Privacy Notice", 18, "F2"),
        At(72, 690, "Your rights", 11, "F2"),
        *lines("You have the right to:", "\u2022 have a copy of your data, which we send you within one month of the day on", x=72, y=674),
        At(80, 646, "which you ask us for it;"),
        At(72, 632, "\u2022 object."),
        At(72, 610, "How long we keep data", 11, "F2"),
        *lines(*BODY, x=72, y=594),
    ]
    assert shown(pdf(page)) == [
        ("heading", "Privacy Notice"),
        ("heading", "Your rights"),
        ("sentence", "You have the right to:"),
        (
            "item",
            "You have the right to: have a copy of your data, which we send you within one month of the day on which you ask us for it;",
        ),
        ("item", "You have the right to: object."),
        ("heading", "How long we keep data"),
        ("sentence", "We keep the data of your orders for ten years, since tax law asks us to do so, and then we delete them."),
        ("sentence", "We never sell your data to anybody, whatever they may offer us."),
    ]
    assert [(section.level, len(section.path)) for section in read(pdf(page)).sections[1:]] == [(11, 1), (21, 2), (21, 2)]


def test_words_divided_at_the_end_of_a_line_are_whole_and_compounds_keep_their_hyphen() -> None:
    page = lines(
        "We keep the personal infor-",
        "mation that you give us, and we never give it to a third-",
        "party company or to anybody else who would like to have it, whoever they are.",
    )
    assert "personal information\nthat you" in read(pdf(page)).text and "third-party\ncompany" in read(pdf(page)).text


def test_addresses_that_are_broken_at_the_end_of_a_line_are_whole() -> None:
    page = lines(
        "You can always read more about the ways in which we use your data at https://shop.example/",
        "privacy/more and you can write to us, too, whenever you would like to know more about all this.",
    )
    assert "https://shop.example/privacy/more" in read(pdf(page)).text


def test_ligatures_are_letters() -> None:
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange "
        b"1 beginbfchar <41> <FB01> endbfchar endcmap end end"
    )
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(to_unicode), to_unicode)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 100 0 R >>"
    text = b"BT /F1 11 Tf 72 720 Td (We keep the ) Tj /F9 11 Tf (A) Tj /F1 11 Tf (les of our patients for ten years.) Tj ET"
    assert shown(assembled([(text, b"")], [stream, font], fonts=b"/F9 101 0 R")) == [
        ("sentence", "We keep the files of our patients for ten years.")
    ]


def running(number: int) -> list[At]:
    return [At(72, 770, "Acme Ltd privacy notice"), At(300, 30, f"Page {number} of 3"), At(72, 45, "Version 4 of 1 May 2024", 8)]


def test_links_to_other_pages_are_known_by_the_place_of_their_words() -> None:
    def away(address: str) -> str:
        return f"/S /URI /URI ({address})"

    stands = [
        At(72, 720, "We keep the data of your orders for as long as tax law asks us to, and then we delete infor-"),
        At(72, 706, "mation about you."),
        At(162, 706, "Use our form"),
        At(230, 706, "or see the part on rights, or write to us."),
        At(60, 692, "\u2022"),
        At(72, 692, "Our shop has fine toys and a list of partners."),
    ]
    links = linked(
        (away("https://example.com/form"), (180, 704, 226, 716)),
        (away("https://example.com/notice#rights"), (243, 704, 320, 716)),
        (away("mailto:dpo@example.com"), (360, 704, 420, 716)),
        ("/S /GoTo /D [10 0 R /Fit]", (72, 718, 110, 730)),
        (away("HTTPS://example.com/partners"), (204, 690, 260, 702)),
        (away("HTTPS://example.com/partners"), (204, 690, 260, 702)),
        (away("https://example.com/" + 3000 * "a"), (72, 690, 90, 702)),
        (away("https://example.com/nowhere"), (72, 100, 90, 112)),
    )
    document = read(pdf(stands, **links))
    assert [document.text[at : at + 8] for at in link_starts(document)] == ["our form", "a list o"]


def test_running_heads_stand_once_and_page_numbers_nowhere() -> None:
    first = [*running(1), *lines(BODY[0])]
    second = [*running(2), *lines(BODY[1], "", "We set no cookies.")]
    found = shown(pdf(first, second, [*running(3), *lines("We have no app.")]))
    assert found == [
        ("heading", "Acme Ltd privacy notice"),
        ("sentence", "We keep the data of your orders for ten years, since tax law asks us to do so, and then we delete them."),
        ("sentence", "We never sell your data to anybody, whatever they may offer us."),
        ("sentence", "We set no cookies."),
        ("sentence", "We have no app."),
        ("heading", "Version 4 of 1 May 2024"),
    ]


def test_a_place_is_a_page_and_a_line() -> None:
    document = read(pdf(lines("We sell toys.", "", "", "We ship them."), lines("We set no cookies.", "", "", "We have no app.")))
    places = [page_place(document, one.span.start) for one in document.statements]
    assert places == [(1, 1), (1, 2), (2, 1), (2, 2)]
    last = document.statements[-1].span.start
    assert where(document, Lines(document.text), last) == "page 2, line 2"
    assert where(document, Lines(document.text), last, short=True) == "p. 2, l. 2"


def test_reports_say_page_and_line(tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(
        pdf(lines("We sell toys."), lines("You have the right to lodge a complaint with a supervisory authority."))
    )

    def report(format: str) -> str:
        command = [
            sys.executable,
            "-m",
            "gapcheck",
            "--law",
            "gdpr",
            "--select",
            "GDPR-13-2-d",
            "-v",
            "-f",
            format,
            str(tmp_path / "policy.pdf"),
        ]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False).stdout

    assert "p. 2, l. 1" in " ".join(report("table").split()) or "p. 2," in report("table")
    (finding,) = json.loads(report("json"))["documents"][0]["findings"]
    assert (finding["evidence"][0]["page"], finding["evidence"][0]["page_line"]) == (2, 1)
    assert "page 2, line 1" in report("html") and "<h4>page 2</h4>" in report("html") and "line 3" not in report("html")
    assert report("csv").rstrip().endswith(',"page 2, line 1"')
    assert "policy.pdf:3:1: met" in report("concise") or "policy.pdf:2:1: met" in report("concise")


def test_contradictions_changes_and_workbooks_say_page_and_line_too(tmp_path: Path) -> None:
    from conftest import toy
    from openpyxl import load_workbook

    old, new, book = tmp_path / "old.pdf", tmp_path / "new.pdf", tmp_path / "book.xlsx"
    old.write_bytes(pdf(lines("You may write to us at any time."), lines("We keep your toys for two years.")))
    new.write_bytes(pdf(lines("You may write to us at any time."), lines("We are old.", "We keep your toys forever.")))
    assert 'page 2, line 2: "We keep your toys forever."' in toy("-f", "hook", new).out
    changed = " ".join(toy("diff", "--width", "200", old, new).out.split())
    assert 'page 2, line 1: "We keep' in changed and 'page 2, line 2: "We keep' in changed
    (change,) = json.loads(toy("diff", "-f", "json", old, new).out)["changes"]
    assert {one["page"] for one in change["new"]["evidence"]} == {2}
    toy("--output", book, new)
    sheets = load_workbook(book)
    cells = {str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "p. 2, l. 2" in cells and "page 2, line 2: “We keep your toys forever.”" in cells


def test_titles_listed_ahead_of_the_text_are_labels_and_a_title_of_two_lines_is_one() -> None:
    page = [
        *lines("What we collect", "What you can do if you would like to have a copy of all this?", y=740),
        At(72, 700, "What we collect", 11, "F2"),
        *lines(*BODY, y=684),
        At(72, 640, "What you can do if you would like", 11, "F2"),
        At(72, 626, "to have a copy of all this?", 11, "F2"),
        *lines("Write to us."),
    ]
    page[-1] = page[-1]._replace(y=610)
    assert [words for kind, words in shown(pdf(page)) if kind == "heading"] == [
        "What we collect",
        "What you can do if you would like to have a copy of all this?",
        "What we collect",
        "What you can do if you would like to have a copy of all this?",
    ]
    assert [section.level == 98 for section in read(pdf(page)).sections[1:]] == [True, True, False, False]


def test_lines_of_an_address_are_no_titles_where_titles_are_set_apart() -> None:
    page = [
        At(72, 740, "Contact", 14, "F2"),
        *lines("Acme Toys Limited", "12 Main Street, London", "Mary Smith", "Write to us as you like, on whatever you like."),
    ]
    assert [words for kind, words in shown(pdf(page)) if kind == "heading"] == ["Contact"]


def test_italics_set_a_title_apart() -> None:
    page = [At(72, 740, "Retention of orders", 11, "F3"), *lines(*BODY)]
    assert shown(pdf(page))[0] == ("heading", "Retention of orders")


def test_a_line_of_copyright_does_not_part_a_paragraph() -> None:
    first = [*lines(BODY[0]), At(72, 40, "\u00a9 2024 Acme Ltd. All rights reserved.", 8)]
    found = shown(pdf(first, lines(BODY[1])))
    assert found[1] == (
        "sentence",
        "We keep the data of your orders for ten years, since tax law asks us to do so, and then we delete them.",
    )


def test_a_number_inside_a_sentence_begins_no_item() -> None:
    page = lines(
        "We delete your data once we no longer need them for what we told you in paragraph",
        "8.1(c) above, and in any case when you ask us to.",
    )
    assert [kind for kind, _ in shown(pdf(page))] == ["sentence"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = ["We keep the data of your orders", "for ten years, since tax law asks", "us to do so, and then we delete", "them all."] * 3
    right = ["You may ask us for a copy of", "your data at any time, and we", "send it to you within a month", "of that day."] * 3
    left[-1], right = "them all. We also think that", ["you may ask for more than that.", *right, "Ask us."]
    left.append("you should know this and that")
    left.append("and that we hope that we and")
    rows = [at for pair in zip(lines(*left, x=60), lines(*right, x=330), strict=True) for at in pair]
    words = [
        text
        for _, text in shown(
            pdf([At(60, 750, "How we keep your data and what you may ask us about it, in short and in two columns"), *rows])
        )
    ]
    assert words[1] == "We keep the data of your orders for ten years, since tax law asks us to do so, and then we delete them all."
    assert words[4] == "We also think that you should know this and that and that we hope that we and you may ask for more than that."
    assert words[5] == "You may ask us for a copy of your data at any time, and we send it to you within a month of that day."


def test_cells_that_stand_beside_each_other_are_a_row() -> None:
    table = [
        At(72, 700, "Data"),
        At(250, 700, "Kept for"),
        At(72, 680, "Orders"),
        At(250, 680, "ten years, since"),
        At(250, 666, "tax law says so"),
    ]
    assert shown(pdf([*table, *lines(*BODY, y=600)]))[:2] == [
        ("row", "Data Kept for"),
        ("row", "Data Orders Kept for ten years, since tax law says so"),
    ]


def test_bullets_in_a_cell_belong_to_its_row() -> None:
    table = [
        At(72, 700, "Data"),
        At(250, 700, "Recipients"),
        At(72, 680, "Orders"),
        *lines("\u2022 carriers", "\u2022 banks", x=250, y=680),
    ]
    assert shown(pdf([*table, *lines(*BODY, y=600)]))[1] == ("row", "Data Orders Recipients \u2022 carriers \u2022 banks")


def test_spaces_that_are_only_gaps_are_spaces() -> None:
    page = [At(72, 720, "We"), At(92, 720, "sell"), At(114, 720, "toys.")]
    assert shown(pdf(page)) == [("sentence", "We sell toys.")]


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert "pip install 'gapcheck[pdf]'" in refused(pdf(lines(*BODY)))


# Files that hold no text, are damaged, or are meant to do harm.

PICTURE = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n\x00\nendstream"
DRAWN = (b"q 600 0 0 700 0 0 cm /I1 Do Q", b"")
PICTURED = b"/XObject << /I1 100 0 R >>"


def test_a_scanned_file_could_not_be_checked() -> None:
    assert "text recognition (OCR)" in refused(assembled([DRAWN] * 2, [PICTURE], resources=PICTURED))


def test_a_file_that_is_mostly_pictures_could_not_be_checked_and_one_page_of_them_is_noted() -> None:
    text = (b"BT /F1 11 Tf 72 720 Td (We sell toys.) Tj ET", b"")
    assert "2 of 3 pages" in refused(assembled([text, DRAWN, DRAWN], [PICTURE], resources=PICTURED))
    document = read(assembled([text, text, DRAWN], [PICTURE], resources=PICTURED))
    assert document.notes[1] == "no text on page 3 (pictures?): what stands there was not checked"


def test_a_file_without_anything_could_not_be_checked() -> None:
    assert "holds nothing that can be read" in refused(pdf([]))


def test_signs_that_stand_for_no_letters_could_not_be_checked() -> None:
    assert "which letters" in refused(pdf(lines("#$% &*+ ,-./ :;<=> ?@ ~~ {|} ^_`", "#$% &*+ ,-./ :;<=> ?@ ~~ {|} ^_`")))


def test_a_password() -> None:
    secret = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32)
    assert "protected by a password" in refused(pdf(lines(*BODY), extra=[secret], trailer=b"/Encrypt 100 0 R /ID [<41> <41>]"))


@pytest.mark.parametrize("seed", range(6))
def test_random_bytes(seed: int) -> None:
    assert "damaged" in refused(b"%PDF-" + random.Random(seed).randbytes(3000))


def test_what_is_no_pdf() -> None:
    assert "damaged" in refused(b"%PDF-1.7\n")
    assert "damaged" in refused(b"%PDF-1.7\n", "-")
    assert "no PDF file" in refused(b"We sell toys.")
    assert "empty" in refused(b"")


@pytest.mark.parametrize("seed", range(12))
def test_any_damage_is_read_or_refused_in_a_sentence(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(pdf(lines(*BODY), lines(*BODY)))
    for _ in range(seed + 1):
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(40)] = chance.randbytes(chance.randrange(40))
    try:
        assert read(bytes(data)).text
    except ReadError as error:
        assert "\n" not in str(error)


def test_pages_and_forms_that_hold_themselves() -> None:
    assert "damaged" in refused(pdf(lines(*BODY)).replace(b"/Kids [10 0 R]", b"/Kids [ 2 0 R]"))
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /I1 100 0 R >> >> /Length 6 >>\nstream\n/I1 Do\nendstream"
    page = (b"BT /F1 11 Tf 72 720 Td (We sell toys.) Tj ET /I1 Do", b"")
    assert shown(assembled([page], [form], resources=PICTURED)) == [("sentence", "We sell toys.")]


def test_too_many_pages_and_characters() -> None:
    assert f"more than {MAX_PAGES} pages" in refused(pdf(*[lines("We sell toys.")] * (MAX_PAGES + 1)))
    page = b"".join(b"BT /F1 .1 Tf 2 %d Td (%s) Tj ET\n" % (number, b"we sell toys " * 80) for number in range(1000))
    assert "characters, which no policy does" in refused(assembled([deflated(page)]))


def test_a_stream_that_unpacks_to_very_much_is_stopped() -> None:
    assert refused(assembled([deflated(b" " * 200_000_000)]))


def test_a_program_that_hangs_or_dies_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*args: object, **options: object) -> None:
        raise subprocess.TimeoutExpired("x", 1)

    monkeypatch.setattr(reader.subprocess, "run", hangs)
    assert "takes longer than" in refused(pdf(lines(*BODY)))
    for code, out, err, said in (
        (-11, b"", b"", "cannot be taken apart"),
        (1, b"", b"MemoryError", "memory"),
        (0, b"{", b"", "cannot be taken apart"),
        (0, b'{"error": "seconds"}', b"", "longer"),
    ):
        done = subprocess.CompletedProcess("x", code, out, err)
        monkeypatch.setattr(reader.subprocess, "run", lambda *args, done=done, **options: done)
        assert said in refused(pdf(lines(*BODY)))


def test_a_folder_of_the_policy_is_not_where_programs_come_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json.py", "pypdfium2.py", "ctypes.py"):
        (tmp_path / name).write_text("raise SystemExit('run')")
    monkeypatch.chdir(tmp_path)
    assert read(pdf(lines(*BODY))).format == "pdf"


STRETCHES = st.builds(
    Line,
    page=st.just(0),
    text=st.sampled_from([
        "We sell toys.", "Rights", "\u2022 access", "\u2022", "1. Scope", "infor-", "mation", "a\u00adb-", "(a)", "you and", "?", "12", "https://a.b/",
        "Retention ...... 4", "\u00e9\U0001f600 \ufb01n", "HOW WE", "o item", "\u00ad",
    ]),
    left=st.integers(0, 600).map(float),
    right=st.integers(0, 600).map(float),
    bottom=st.integers(0, 80).map(lambda line: 9.0 * line),
    top=st.integers(1, 800).map(float),
    bold=st.booleans(),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(STRETCHES, max_size=25), min_size=1, max_size=3))
def test_every_place_is_one_of_the_text_and_no_word_is_lost(pages: list[list[Line]]) -> None:
    made = Text(in_order([Page(at, 612, 792, [line._replace(page=at) for line in page]) for at, page in enumerate(pages)]))
    assert len(made.text) == len(made.shadow) and len(made.pages) == len(pages) and made.pages == sorted(made.pages)
    _, statements = outline(made.shadow, made.blocks)
    for statement in statements:
        for start, end in (statement.span, *statement.pieces):
            assert 0 <= start <= end <= len(made.text)
    kept = [block for block in made.blocks if made.text[block.start : block.end].strip()]
    assert all(one.end <= two.start for one, two in pairwise(kept))


def test_only_the_time_of_the_processor_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(lines("We keep your data for 30 days."))
    monkeypatch.setattr("time.monotonic", None)
    assert extract(data)["pages"]
    monkeypatch.setattr("time.process_time", iter([0.0, 31.0]).__next__)
    assert extract(data) == {"error": "seconds"}
