"""Word policies: what of the file is text, what structures it, and archives that are meant to do harm."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from hypothesis import given, settings
from hypothesis import strategies as st

from gapcheck.document import Document, Lines
from gapcheck.errors import ReadError
from gapcheck.joined import join
from gapcheck.links import link_starts
from gapcheck.reading import read_bytes, read_path, read_text
from gapcheck.reading.docxparts import MAX_DEPTH, MAX_ELEMENTS, MAX_PART

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
NUMBERS = (
    f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
SELL = "<w:p><w:r><w:t>We sell toys.</w:t></w:r></w:p>"


def part(inner: str, root: str = "document") -> str:
    body = f"<w:body>{inner}</w:body>" if root == "document" else inner
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {SPACES}>{body}</w:{root}>'


def packed(body: str, **parts: str) -> bytes:
    """Return a Word file with the given body, and the given parts by their names in the folder word/."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", part(body))
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def saved(word: Word) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def shown(data: bytes) -> list[tuple[str, str]]:
    """Return each statement as it is read: its kind, and its pieces joined."""
    document = read_bytes(data, "policy.docx")
    return [(one.kind, " ".join(document.read[start:end] for start, end in one.pieces)) for one in document.statements]


def refused(data: bytes, path: str = "policy.docx") -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, path)
    (problem,) = caught.value.problems
    assert problem.message and "\n" not in problem.message and not problem.message.endswith(".")
    return problem.message


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def test_headings_lists_and_tables() -> None:
    word = docx.Document()
    word.add_heading("Privacy Policy", 0)
    word.add_heading("Your rights", 1)
    word.add_paragraph("You have the right to:")
    word.add_paragraph("access your data", "List Bullet")
    word.add_paragraph("object", "List Bullet")
    word.add_heading("Retention", 2)
    table = word.add_table(0, 2)
    for row in (("Data", "Kept for"), ("Orders", "ten years")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    assert shown(saved(word)) == [
        ("heading", "Privacy Policy"),
        ("heading", "Your rights"),
        ("sentence", "You have the right to:"),
        ("item", "You have the right to: access your data"),
        ("item", "You have the right to: object"),
        ("heading", "Retention"),
        ("row", "Data Kept for"),
        ("row", "Data Orders Kept for ten years"),
    ]
    document = read_bytes(saved(word), "policy.docx")
    assert [(section.level, len(section.path)) for section in document.sections] == [(0, 1), (1, 1), (1, 1), (2, 2)]


def test_the_text_is_one_line_a_paragraph_and_the_report_says_so() -> None:
    document = read_bytes(packed(paragraph(run("We  keep"), run(" data.")) + paragraph() + paragraph(run("We sell toys."))), "policy.docx")
    assert document.text == "We keep data.\nWe sell toys.\n"
    assert document.format == "docx" and document.words == ""
    assert Lines(document.text).place(document.statements[1].span.start).line == 2
    assert "one line a paragraph" in document.notes[0]


def test_cells_are_quoted_between_bars() -> None:
    word = docx.Document()
    table = word.add_table(0, 3)
    for name in ("Orders", "Photos"):
        for cell, text in zip(table.add_row().cells, (name, "tax law", "ten years"), strict=True):
            cell.text = text
    assert read_bytes(saved(word), "policy.docx").text == "Orders | tax law | ten years\nPhotos | tax law | ten years\n"


@pytest.mark.parametrize("name", ["policy.docx", "policy", "-", "POLICY.DOCX", "policy.txt"])
def test_a_word_file_is_known_by_its_bytes(name: str) -> None:
    assert read_bytes(packed(SELL), name).format == "docx"


def test_from_a_path(tmp_path: Path) -> None:
    (tmp_path / "policy.docx").write_bytes(packed(SELL))
    assert read_path(str(tmp_path / "policy.docx")).text == "We sell toys.\n"


def test_insertions_count_and_deletions_do_not() -> None:
    body = paragraph(
        run("We "),
        f'<w:ins w:id="1">{run("never ")}</w:ins>',
        '<w:del w:id="2"><w:r><w:delText>always </w:delText></w:r></w:del>',
        f'<w:moveFrom w:id="3">{run("gladly ")}</w:moveFrom>',
        run("sell "),
        f'<w:moveTo w:id="4">{run("your ")}</w:moveTo>',
        run("data."),
    )
    gone = paragraph('<w:del w:id="5"><w:r><w:delText>We keep data.</w:delText></w:r></w:del>', properties="<w:rPr><w:del/></w:rPr>")
    assert shown(packed(body + gone)) == [("sentence", "We never sell your data.")]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_and_a_deleted_row_is_gone() -> None:
    body = paragraph(run("We never "), properties="<w:rPr><w:del/></w:rPr>") + paragraph(run("sell data."))
    rows = "".join(
        f"<w:tr><w:trPr>{deleted}</w:trPr><w:tc>{paragraph(run(text))}</w:tc><w:tc>{paragraph(run('ten years'))}</w:tc></w:tr>"
        for text, deleted in (("Orders", ""), ("Photos", '<w:del w:id="1"/>'), ("Names", ""))
    )
    assert shown(packed(f"{body}<w:tbl>{rows}</w:tbl>")) == [
        ("sentence", "We never sell data."),
        ("row", "Orders ten years"),
        ("row", "Orders Names ten years ten years"),
    ]


def test_comments_fields_and_hidden_words_are_no_text() -> None:
    body = paragraph(
        '<w:commentRangeStart w:id="0"/>',
        run("We sell "),
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        run("secret ", "<w:vanish/>"),
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF shop</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run("toys"),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        run("."),
    )
    comments = part(f'<w:comment w:id="0">{paragraph(run("Do we?"))}</w:comment>', "comments")
    assert shown(packed(body, comments=comments)) == [("sentence", "We sell toys.")]


def test_content_controls_links_and_simple_fields_are_text() -> None:
    inside = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Acme')}</w:sdtContent></w:sdt>"
    line = paragraph(run("We are "), inside, run(" at "), f'<w:hyperlink r:id="rId9">{run("acme.example")}</w:hyperlink>', run("."))
    field = f"<w:fldSimple>{run('toys')}</w:fldSimple>"
    around = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(run('We sell '), field, run('.'))}</w:sdtContent></w:sdt>"
    assert shown(packed(line + around)) == [("sentence", "We are Acme at acme.example."), ("sentence", "We sell toys.")]


def test_an_address_that_only_a_link_holds_is_read_and_a_list_of_links_is_a_menu() -> None:
    def link(number: int, words: str) -> str:
        return f'<w:hyperlink r:id="a{number}">{run(words)}</w:hyperlink>'

    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    menu = "".join(paragraph(link(number, words), properties=listed) for number, words in enumerate(("Erasure", "Complaints", "Cookies")))
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a0" Type="link" Target="https://example.com"/><Relationship Id="a9" Type="link" Target="mailto:dpo@example.com"/>'
        "</Relationships>"
    )
    made = io.BytesIO(packed(menu + paragraph(run("You can "), link(9, "write to us"), run(".")), numbering=NUMBERS))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("word/_rels/document.xml.rels", relations)
    assert shown(made.getvalue()) == [
        ("heading", "Erasure"),
        ("heading", "Complaints"),
        ("heading", "Cookies"),
        ("sentence", "You can dpo@example.com write to us."),
    ]


def test_links_to_other_pages_are_known_by_the_place_of_their_words() -> None:
    def link(name: str, words: str) -> str:
        return f'<w:hyperlink r:id="{name}">{run(words)}</w:hyperlink>'

    targets = {"a": "https://example.com/form?a=1&amp;b=2", "b": "mailto:dpo@example.com", "c": "https://example.com/notice#rights"}
    relations = "".join(f'<Relationship Id="{name}" Type="link" Target="{target}"/>' for name, target in targets.items())
    line = paragraph(
        run("To ask, use "), link("a", "our form"), run(", "), link("c", "this part"), run(" or "), link("b", "our mail"), run(".")
    )
    made = io.BytesIO(packed(paragraph(run("We sell  toys.")) + line))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
        )
    document = read_bytes(made.getvalue(), "policy.docx")
    assert [document.text[at : at + 8] for at in document.links] == ["our form"]
    both = join([read_text("# Toys\n\nSee [the shop](https://example.com/shop).", "shop.md", "markdown"), document])
    assert [both.read[at : at + 8] for at in link_starts(both)] == ["the shop", "our form"]


def test_text_boxes_are_read_once_behind_their_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph(run('Write to us.'))}</w:txbxContent>"
    picture = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    older = f"<w:r><w:pict><v:textbox>{box.replace('us', 'them')}</v:textbox></w:pict></w:r>"
    assert shown(packed(paragraph(run("We sell "), picture, run("toys.")) + paragraph(older))) == [
        ("sentence", "We sell toys."),
        ("sentence", "Write to us."),
        ("sentence", "Write to them."),
    ]


def test_notes_are_read_at_the_end_of_the_section_that_cites_them() -> None:
    notes = part(
        f'<w:footnote w:id="0" w:type="separator">{paragraph(run("----"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", run(" Under tax law."))}</w:footnote>',
        "footnotes",
    )
    styles = part('<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>', "styles")
    heading = '<w:pStyle w:val="H"/>'
    body = (
        paragraph(run("Retention"), properties=heading)
        + paragraph(run("We keep orders"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run(" for ten years."))
        + paragraph(run("Then they go."))
        + paragraph(run("Cookies"), properties=heading)
        + SELL
    )
    assert [words for _, words in shown(packed(body, footnotes=notes, styles=styles))] == [
        "Retention",
        "We keep orders for ten years.",
        "Then they go.",
        "Under tax law.",
        "Cookies",
        "We sell toys.",
    ]


def test_headers_footers_and_contents_surround_the_policy() -> None:
    header = part(paragraph(run("Acme privacy policy")), "hdr")
    footer = part(paragraph(run("Right to erasure")) + paragraph(run("12")), "ftr")
    styles = part('<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>', "styles")
    contents = paragraph(run("Right to object"), properties='<w:pStyle w:val="T"/>')
    data = packed(contents + SELL * 60, header1=header, header2=header, footer1=footer, styles=styles)
    assert [one for one in shown(data) if one[1] != "We sell toys."] == [
        ("heading", "Acme privacy policy"),
        ("heading", "Right to object"),
        ("heading", "Right to erasure"),
    ]


def test_titles_by_outline_by_inheritance_by_bold_and_by_number() -> None:
    styles = part(
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Clause"/><w:basedOn w:val="H"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="Strong line"/><w:rPr><w:b/></w:rPr></w:style>',
        "styles",
    )
    body = (
        paragraph(run("Cookies"), properties='<w:pStyle w:val="Own"/>')
        + SELL
        + paragraph(run("Contact"), properties='<w:outlineLvl w:val="1"/>')
        + SELL
        + paragraph(run("Your Rights"), properties='<w:pStyle w:val="B"/>')
        + SELL
        + paragraph(run("Retention", "<w:b/>"), properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        + SELL
    )
    assert [words for kind, words in shown(packed(body, styles=styles)) if kind == "heading"] == [
        "Cookies",
        "Contact",
        "Your Rights",
        "Retention",
    ]


def test_numbered_titles_lie_below_those_that_have_a_style() -> None:
    word = docx.Document()
    word.add_heading("Visits", 3)
    word.add_paragraph("Counts of the day", "List Number").runs[0].bold = True
    word.add_paragraph("We count visits.")
    assert read_bytes(saved(word), "policy.docx").sections[-1].path == (1, 2)


def test_a_paragraph_of_a_list_without_a_bullet_goes_on_with_the_item() -> None:
    def listed(number: int, depth: int, words: str) -> str:
        return paragraph(run(words), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')

    blank = "".join(f'<w:lvl w:ilvl="{depth}"><w:numFmt w:val="bullet"/><w:lvlText w:val=" "/></w:lvl>' for depth in range(2))
    marked = blank.replace('" "', '"-"')
    kinds = f'<w:abstractNum w:abstractNumId="0">{marked}</w:abstractNum><w:abstractNum w:abstractNumId="1">{blank}</w:abstractNum>'
    numbers = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(2))
    body = listed(1, 0, "orders:") + listed(1, 1, "toys") + listed(2, 0, "We are careful.") + listed(1, 0, "visits")
    document = read_bytes(
        packed(paragraph(run("We keep:")) + body, numbering=f"<w:numbering {SPACES}>{kinds}{numbers}</w:numbering>"), "policy.docx"
    )
    assert [[document.read[slice(*piece)] for piece in one.pieces] for one in document.statements] == [
        ["We keep:"],
        ["We keep:", "orders:"],
        ["We keep:", "orders:", "toys"],
        ["We are careful."],
        ["We keep:", "visits"],
    ]


def test_titles_in_italics_lie_below_bold_ones() -> None:
    title = paragraph(run("Orders", "<w:b/>")) + paragraph(run("Toys that you want", "<w:i/>"))
    document = read_bytes(packed(title + SELL), "policy.docx")
    assert document.sections[-1].path == (1, 2)


def test_the_strict_format_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        text = part(SELL).replace("schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main")
        archive.writestr("word/document.xml", text)
    assert shown(out.getvalue()) == [("sentence", "We sell toys.")]


def test_a_body_that_is_called_otherwise_is_found() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "_rels/.rels", '<Relationships><Relationship Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>'
        )
        archive.writestr("word/document2.xml", part(SELL))
    assert shown(out.getvalue()) == [("sentence", "We sell toys.")]


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mammoth", None)
    assert "pip install 'gapcheck[docx]'" in refused(packed(SELL))


def test_nothing_of_it_is_imported_for_other_files(tmp_path: Path) -> None:
    (tmp_path / "policy.txt").write_text("We sell toys.")
    code = "import sys; from gapcheck.reading import read_path; read_path(sys.argv[1]); print(sorted({'mammoth', 'zipfile', 'pypdfium2', 'xml'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "policy.txt")], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# Files that are damaged, or meant to do harm.


def test_a_word_file_without_words_could_not_be_checked() -> None:
    assert "holds nothing that can be read" in refused(packed("<w:p/>"))


def test_members_that_unpack_to_too_much() -> None:
    assert "unpacks to far more" in refused(packed(SELL, styles=part(" " * (MAX_PART // 2), "styles")))
    out = io.BytesIO(packed(SELL))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(2500):
            archive.writestr(f"word/media/{number}", b"")
    assert "unpacks to far more" in refused(out.getvalue())


def test_a_member_that_says_it_is_small() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", part(SELL + " " * (2 * MAX_PART)))
    data = bytearray(out.getvalue())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    assert "damaged" in refused(bytes(data))


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE w [<!ENTITY a "toys"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE w SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE w [<!ENTITY % e SYSTEM "http://127.0.0.1/e"> %e;]>',
    ],
)
@pytest.mark.parametrize("name", ["document", "styles", "footnotes", "header1"])
def test_entities_are_refused_in_every_part(declared: str, name: str) -> None:
    text = part(SELL).replace("?>", "?>" + declared, 1)
    parts = {} if name == "document" else {name: text}
    data = packed(SELL, **parts)
    if name == "document":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("word/document.xml", text)
        data = out.getvalue()
    assert "declares XML entities" in refused(data)


def test_nesting_and_numbers_without_end() -> None:
    assert "nested deeper" in refused(packed("<w:sdt><w:sdtContent>" * MAX_DEPTH + SELL + "</w:sdtContent></w:sdt>" * MAX_DEPTH))
    assert "more parts than any policy" in refused(packed("".join(f"<w:p w:n='{number}'/>" for number in range(MAX_ELEMENTS))))
    tables = packed("<w:tbl><w:tr><w:tc>" * 60 + SELL + "</w:tc></w:tr></w:tbl>" * 60)  # which is deep for the converter
    assert "nested deeper" in refused(tables)
    deep = packed("<w:ins>" * (MAX_DEPTH - 10) + SELL + "</w:ins>" * (MAX_DEPTH - 10))
    assert shown(deep) == [("sentence", "We sell toys.")]


def test_styles_that_build_on_each_other_in_a_circle() -> None:
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="x"/><w:basedOn w:val="{}"/></w:style>'
    styles = part(style.format("A", "B") + style.format("B", "A"), "styles")
    assert shown(packed(paragraph(run("We sell toys."), properties='<w:pStyle w:val="A"/>'), styles=styles)) == [
        ("sentence", "We sell toys.")
    ]


def test_notes_that_cite_themselves() -> None:
    cites = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = part(f'<w:footnote w:id="2">{paragraph(run("See here."), cites)}</w:footnote>', "footnotes")
    body = paragraph(run("We sell toys."), cites)
    assert [words for _, words in shown(packed(body, footnotes=notes))] == ["We sell toys.", "See here."]


def test_damaged_encrypted_and_old_files() -> None:
    good = packed(SELL)
    assert "damaged" in refused(good[: len(good) // 2])
    assert "damaged" in refused(b"PK\x03\x04" + b"x" * 200)
    assert "ZIP archive" in refused(b"PK\x03\x04" + b"x" * 200, "-")
    assert "no Word file" in refused(b"We sell toys.")
    assert "old Word file" in refused(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "password" in refused(b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    flagged = bytearray(good)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = flagged.find(mark)
        while start >= 0:
            flagged[start + at] |= 1
            start = flagged.find(mark, start + 4)
    assert "encrypted" in refused(bytes(flagged))
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("word/document.xml", part(SELL)[:-10])
    assert "its XML cannot be read" in refused(broken.getvalue())
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("notes.txt", "We sell toys.")
    assert "no Word file" in refused(other.getvalue()) and "ZIP archive" in refused(other.getvalue(), "-")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), min_size=1, max_size=12))
def test_any_damage_is_read_or_refused_in_a_sentence(changes: list[tuple[int, int]]) -> None:
    data = bytearray(packed(SELL, styles=part("", "styles"), footnotes=part("", "footnotes")))
    for at, byte in changes:
        data[at % len(data)] = byte
    try:
        document = read_bytes(bytes(data), "policy.docx")
    except ReadError as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(document, Document)


FRAGMENTS = [
    run("We sell toys."), run("Rights", "<w:b/>"), "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", "<w:r><w:br w:type='page'/></w:r>", "<w:r><w:cr/></w:r>",
    "<w:r><w:sym w:font='Wingdings' w:char='F0B7'/></w:r>", f"<w:ins>{run('and')}</w:ins>", "<w:r><w:footnoteReference w:id='7'/></w:r>", run("&#160; \u2028 "),
]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from(FRAGMENTS), max_size=4), max_size=6), st.booleans())
def test_every_place_is_one_of_the_text(paragraphs: list[list[str]], in_table: bool) -> None:
    body = "".join(paragraph(*runs) for runs in paragraphs)
    if in_table:
        body = "<w:tbl>" + f"<w:tr><w:tc>{body}<w:p/></w:tc><w:tc>{body}{SELL}</w:tc></w:tr>" * 2 + "</w:tbl>"
    try:
        document = read_bytes(packed(body), "policy.docx")
    except ReadError:
        return
    for statement in document.statements:
        for start, end in (statement.span, *statement.pieces):
            assert 0 <= start < end <= len(document.text)
            assert not document.text[start].isspace() and not document.text[end - 1].isspace()
