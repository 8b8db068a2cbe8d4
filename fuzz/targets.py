"""What is fuzzed: functions that take any bytes, and raise an error where the program breaks a promise."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest import mock
from xml.etree import ElementTree as ET

from gapcheck.checkreader import compile_checks
from gapcheck.document import Document, Lines
from gapcheck.engine import check
from gapcheck.errors import GapcheckError, ReadError
from gapcheck.facts import KINDS, facts_in
from gapcheck.finding import STATUSES, Checked, Evidence, Excuse, Finding, Looked, Named, Report
from gapcheck.joined import join
from gapcheck.merging import laid_out
from gapcheck.packreader import Loaded, compile_pack
from gapcheck.reading import pdf, read_bytes, read_text
from gapcheck.reading.pdfpages import extract
from gapcheck.report import FORMATS, Style, write
from gapcheck.rule import CONFIDENCES, SEVERITIES, Pack, Requirement
from gapcheck.structure import STRUCTURES, broken_off, defects
from gapcheck.view import View

TOY = Path(__file__).resolve().parent.parent / "tests" / "rules"


def whole(document: Document) -> None:
    """Check that every place of a document is in its text."""
    size = len(document.text)
    assert len(document.read) == size
    for section in document.sections:
        assert section.heading is None or 0 <= section.heading.start <= section.heading.end <= size
        assert section.path and all(0 <= number < len(document.sections) for number in section.path)
    paragraph = 0
    for statement in document.statements:
        assert statement.pieces and 0 <= statement.section < len(document.sections) and statement.paragraph >= paragraph
        assert all(0 <= start <= end <= size for start, end in (statement.span, *statement.pieces))
        paragraph = statement.paragraph
    View(document)


def _looked_at(document: Document) -> None:
    """Check what looks for values and defects in a text."""
    size, lines = len(document.text), Lines(document.text)
    spans = [span for kind in STRUCTURES for defect in defects(kind, document) for _, span in defect.parts]
    spans += [fact.span for fact in facts_in(document, KINDS)]
    for start, end in spans:
        assert 0 <= start <= end <= size and lines.place(start).line > 0
    broken_off(document)


def _policy(data: bytes, path: str) -> None:
    try:
        document = read_bytes(data, path)
    except ReadError as error:
        assert error.problems and all(problem.message and "\n" not in problem.message for problem in error.problems)
        return
    whole(document)
    if len(data) % 4 == 0:
        whole(join([document, document]))


def text(data: bytes) -> None:
    _policy(data, "policy.txt")


def markdown(data: bytes) -> None:
    _policy(data, "policy.md")


def html(data: bytes) -> None:
    _policy(data, "policy.html")


_PARTS = ("document", "styles", "numbering", "footnotes", "endnotes")


def values(data: bytes) -> None:
    """Markdown or plain text, by its first byte, in which values and defects are looked for; two files of it now and then."""
    try:
        document = read_bytes(data[1:], "policy.md" if data[:1] < b"M" else "policy.txt")
    except ReadError:
        return
    _looked_at(document if len(data) % 4 else join([document, document]))


_TAGS = (
    "p", "r", "t", "tbl", "tr", "tc", "ins", "del", "sdt", "sdtContent", "txbxContent", "hyperlink", "footnoteReference", "pPr", "rPr",
    "pStyle", "numPr", "numId", "ilvl", "gridSpan", "vMerge", "fldChar", "instrText", "br", "tab", "sectPr", "style", "name", "abstractNum",
    "num", "lvl", "numFmt", "footnote", "body", "tcPr", "outlineLvl",
)  # fmt: skip
_WML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _grown(data: bytes, root: str) -> bytes:
    """Return a part of a Word file whose elements, one in another, the bytes choose."""
    made = [f'<w:{root} xmlns:w="{_WML}"><w:body>' if root == "document" else f'<w:{root} xmlns:w="{_WML}">']
    open_ones = ["body"] if root == "document" else []
    for byte in data:
        if byte < 64 and open_ones[1:]:
            made.append(f"</w:{open_ones.pop()}>")
        elif byte >= 192:
            made.append(chr(byte - 96) + " ")
        else:
            open_ones.append(_TAGS[byte % len(_TAGS)])
            made.append(f'<w:{open_ones[-1]} w:val="{byte % 7}" w:styleId="{byte % 5}" w:id="{byte % 3}" w:numId="{byte % 4}">')
    return "".join([*made, *(f"</w:{name}>" for name in reversed(open_ones)), f"</w:{root}>"]).encode()


def docx(data: bytes) -> None:
    """A Word file: the bytes of one, or the parts of one, NUL bytes apart; behind an M, those are made from the bytes."""
    if data.startswith(b"M"):
        parts = data[1:].split(b"\0")
        data = b"\0".join(_grown(part, name) for part, name in zip(parts, ("document", "styles", "numbering", "footnotes"), strict=False))
    if not data.startswith(b"PK"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, part in zip(_PARTS, data.split(b"\0"), strict=False):
                archive.writestr(f"word/{name}.xml", part)
        data = packed.getvalue()
    _policy(data, "policy.docx")


def pdf_file(data: bytes) -> None:
    """A PDF file; bytes that are none are the lines of one: where each stands, how large it is, its text, a line each."""
    there = b"%PDF-" in data[:1024]
    # In a run of the program, another program takes the file apart; here its start would take most of the time.
    with mock.patch.object(pdf, "_extracted", _taken_apart if there else lambda data, path: _laid_out(data)):
        _policy(data if there else b"%PDF-" + data, "policy.pdf")


def _taken_apart(data: bytes, path: str) -> list[dict[str, Any]]:
    found = extract(data)
    if "error" in found:
        raise pdf.refused(path, pdf._REASONS[found["error"]])
    pages: list[dict[str, Any]] = json.loads(json.dumps(found["pages"]))
    return pages


def _laid_out(data: bytes) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = [{"size": (612.0, 792.0), "lines": [], "state": ""}]
    for piece in data.removeprefix(b"%PDF-").split(b"\n"):
        if len(piece) < 6:
            continue
        left, bottom, width, height, flags = piece[0] * 3, piece[1] * 4, piece[2] * 3, piece[3], piece[4]
        if flags & 128:
            pages.append({"size": (612.0, 792.0), "lines": [], "state": ""})
        said = piece[5:].decode("utf-8", "replace").strip() or "x"
        pages[-1]["lines"].append([said, left, left + width, bottom, bottom + height, bool(flags & 1)])
    return pages


_FOLDER = tempfile.TemporaryDirectory(prefix="gapcheck-fuzz-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
_RULES = Path(_FOLDER.name)
_TEXT = """# Privacy policy

Last updated: 3 March 2024. We keep your data for 30 days. We never sell it, and may share it with our partners:

- people in California
- a company that works for us
"""
_FILES = ("toy/1-rule.yaml", "toy/pack.yaml", "common/terms.yaml", "common/claims.yaml", "toy/claims.yaml", "common/conflicts/xc-01-a.yaml")
_SOUND = {
    "toy/pack.yaml": (TOY / "toy" / "pack.yaml").read_bytes(),
    "common/terms.yaml": (TOY / "common" / "terms.yaml").read_bytes(),
    "toy/1-rule.yaml": next((TOY / "toy").glob("1-*.yaml")).read_bytes(),
    "common/conflicts/pack.yaml": b'title: Checks\nversion: "1"\nas_of: 2026-11-22\nsource: Ours\naudiences:\n  children: [child*]\n',
}


def _lay_out(files: dict[str, bytes]) -> None:
    for name in {*_FILES, *_SOUND}:
        place = _RULES / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if name in files:
            place.write_bytes(files[name])
        else:
            place.unlink(missing_ok=True)


def _sound_problems(error: GapcheckError) -> None:
    assert error.problems
    for problem in error.problems:
        assert problem.message and problem.path and problem.line >= 0 and problem.column >= 0
        str(problem)


def rules(data: bytes) -> None:
    """A rule file among sound ones; the first byte says which."""
    name = _FILES[data[0] % len(_FILES)] if data else _FILES[0]
    _lay_out({**_SOUND, name: data[1:]})
    document = read_text(_TEXT, "policy.md", "markdown")
    packs: list[Pack] = []
    for load in (lambda: compile_pack(str(_RULES), "toy"), lambda: compile_checks(str(_RULES))):
        try:
            packs.append(_ready(load()))
        except GapcheckError as error:
            _sound_problems(error)
    _judged(document, packs)


def _ready(compiled: Loaded) -> Pack:
    (pack,) = laid_out([(compiled.pack, compiled.nodes)])
    return pack


_RULE = b"""
id: TOY-1
title: It
cite: s. 1
level: mandatory
severity: high
topic: it
summary: It must be said.
remedy: Say it.
model_clause: It is.
require:
  it:
    says: it
    any: [%s]
examples: {met: [x], missing: [y]}
"""


@lru_cache(maxsize=64)
def _pack(pattern: bytes) -> Pack | None:
    _lay_out({**_SOUND, "toy/1-rule.yaml": _RULE % (b"'" + pattern.replace(b"'", b"''") + b"'")})
    try:
        return _ready(compile_pack(str(_RULES), "toy"))
    except GapcheckError as error:
        _sound_problems(error)
        return None


def engine(data: bytes) -> None:
    """A pattern, a line end, and the text to look for it in."""
    pattern, _, said = data.partition(b"\n")
    pack = _pack(pattern[:200])
    if pack is None:
        return
    try:
        document = read_bytes(said, "policy.md")
    except ReadError:
        return
    _judged(document, [pack])


def _judged(document: Document, packs: list[Pack]) -> None:
    findings = check(document, packs, "2026-11-22")
    assert [one.requirement.id for one in findings if one.requirement.law == "toy"] == [
        rule.id for pack in packs if pack.law == "toy" for rule in pack.requirements
    ]
    for finding in findings:
        assert finding.status in STATUSES
        for proof in finding.evidence:
            for start, end in (proof.span, proof.match):
                assert 0 <= start <= end <= len(document.text)


def reports(data: bytes) -> None:
    """Hostile text in every field of a report, in every format; a unit separator parts the fields."""
    report = _report(data.decode("utf-8", "surrogateescape").split("\x1f"), data[-1] if data else 0)
    for format in FORMATS:
        if format == "xlsx" and len(data) % 8:
            continue  # takes as long as all others
        for style in (Style(), Style(width=120, verbose=True, color=False)):
            written = write(report, format, style)
            if isinstance(written, str):
                _fits(format, written)
            if format not in ("table", "matrix", "concise"):
                break


def _report(fields: list[str], number: int) -> Report:
    taken = _cycle(fields)
    document = _said(fields)
    size = len(document.text)

    def proof(at: int) -> Evidence:
        span = document.statements[at % len(document.statements)].span
        return Evidence(next(taken), span, span)

    sound = _pack(b"kept")
    assert sound is not None
    findings = []
    for at, status in enumerate(STATUSES):
        rule: Requirement = sound.requirements[0]._replace(
            id=f"TOY-{at}", title=next(taken), cite=next(taken), topic=next(taken), doubt=next(taken), summary=next(taken),
            remedy=next(taken), model_clause=next(taken), severity=SEVERITIES[(at + number) % len(SEVERITIES)],
            level=("mandatory", "recommended", "conditional")[(at + number) % 3],
        )  # fmt: skip
        evidence = tuple(proof(at + place) for place in range((number + at) % 4))
        excuse = Excuse(("waiver", "baseline")[at % 2], next(taken)) if (number + at) % 5 == 0 else None
        confidence = CONFIDENCES[(at + number) % len(CONFIDENCES)]
        findings.append(Finding(rule, status, confidence, evidence, (Looked(next(taken), next(taken)),), next(taken), excuse))
    pack = sound._replace(title=next(taken), version=next(taken), requirements=tuple(one.requirement for one in findings))  # type: ignore[misc]
    named = Named(next(taken), next(taken), document.statements[0].span)
    assert size
    path = next(taken) or "x"
    documents = [Checked(path, document, tuple(findings), suggested=(named,)), Checked(path, None, (), next(taken) or "x")]
    if number & 1:
        whole = join([document._replace(path=path), document])
        documents.append(Checked(whole.path, whole, tuple(findings)))
    return Report("0.1.0", "2026-11-22", (pack,), tuple(documents))


def _cycle(fields: list[str]) -> Iterator[str]:
    while True:
        yield from fields


def _said(fields: list[str]) -> Document:
    try:
        return read_text("\n\n".join(fields), fields[0] or "x", "markdown")._replace(notes=tuple(fields[:2]))
    except ReadError:
        return read_text("We keep it.", fields[0] or "x", "text")


def _fits(format: str, written: str) -> None:
    """Check that a report is what its format says, and holds nothing that moves a cursor."""
    written.encode("utf-8", "strict" if format in ("html", "junit", "json", "sarif") else "backslashreplace")
    if format in ("json", "sarif"):
        json.loads(written)
        return
    assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 for sign in written.replace("\r\n", "\n").replace("\n", "").replace("\t", ""))
    if format == "csv":
        assert {len(row) for row in csv.reader(io.StringIO(written, newline=""))} == {19}
    if format == "junit":
        ET.fromstring(written.encode())
    if format == "html":
        assert written.count("<script") == 1 and written.count("<style") == 1
    if format == "github":
        assert all(line.startswith(("::", "gapcheck: ")) for line in written.splitlines() if line)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": text,
    "markdown": markdown,
    "html": html,
    "values": values,
    "docx": docx,
    "pdf": pdf_file,
    "rules": rules,
    "engine": engine,
    "reports": reports,
}
