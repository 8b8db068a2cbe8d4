"""Reads a policy: bytes or text in, a `Document` out, or a `ReadError` that says why not."""

from __future__ import annotations

import os
import stat

from gapcheck.digest import sha256
from gapcheck.document import Document
from gapcheck.errors import ReadError
from gapcheck.reading.decode import decode
from gapcheck.reading.noise import cleaned, quoted_whole, with_bullets
from gapcheck.reading.outline import outline
from gapcheck.reading.published import TEMPLATES, published
from gapcheck.reading.refusal import refused
from gapcheck.reading.text import text_blocks

MAX_BYTES = 10_000_000
MAX_PICTURED = 40_000_000  # Word and PDF files hold pictures too
_MARKDOWN = (".md", ".markdown", ".mdx", ".mkd")
_HTML = (".html", ".htm", ".xhtml")
_LATER = {
    ".doc": "an old Word file",
    ".odt": "an OpenDocument file",
    ".rtf": "an RTF file",
}
_BINARY = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
)
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b")


def read_path(path: str) -> Document:
    """Return the policy in the file `path`."""
    try:
        # Look before opening: to open a named pipe waits for its writer.
        status = os.stat(path)
        mode = status.st_mode
        if stat.S_ISDIR(mode):
            raise refused(path, "this is a folder; give the files in it")
        if not stat.S_ISREG(mode):
            raise refused(path, "this is no ordinary file; save what it gives to a file, or pipe it to standard input")
        if status.st_size > MAX_PICTURED:
            raise _too_large(path, MAX_PICTURED)
        with open(path, "rb") as file:
            data = file.read(MAX_PICTURED + 1)
    except FileNotFoundError:
        raise refused(path, "no such file; check the name") from None
    except PermissionError:
        raise refused(path, "the file may not be read; check its permissions") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refused(path, f"the file could not be read: {reason}; check the name and the disk") from None
    return read_bytes(data, path)


def read_bytes(data: bytes, path: str) -> Document:
    """Return the policy that the bytes of `path` hold: they show whether it is Word or PDF, else the name's ending says the format."""
    ending = os.path.splitext(path)[1].lower()
    if len(data) > MAX_PICTURED:
        raise _too_large(path, MAX_PICTURED)
    if data.startswith(b"PK\x03\x04") and ending not in _LATER:
        from gapcheck.reading.docxparts import is_word  # only for the files that are one

        if ending == ".docx" or is_word(data):
            return _word(data, path)
    if b"%PDF-" in data[:1024] or (ending == ".pdf" and data.strip()):
        return _pdf(data, path)
    if len(data) > MAX_BYTES:
        raise _too_large(path, MAX_BYTES)
    _refuse_binary(data, path, ending)
    if not data.strip():
        raise refused(path, "the file is empty; give a file that holds the policy")
    decoded = decode(data)
    if decoded.encoding[:5] in ("utf-8", "windo") and _binary(data):
        raise refused(path, "this is no text (it holds binary data); save the policy as plain text or Markdown")
    return _document(decoded.text, path, _format(path, decoded.text), decoded.encoding, sha256(data).hexdigest(), decoded.notes)


def _format(path: str, text: str) -> str:
    """Return what the name's ending says of a text; that of a template says nothing, but the one before it does, else the tags."""
    stem, ending = os.path.splitext(path.lower())
    if ending in TEMPLATES:
        inner = os.path.splitext(stem)[1]
        ending = inner if inner in _MARKDOWN + _HTML + (".txt",) else ".html" if "</p>" in text or "</div>" in text else ".md"
    return "markdown" if ending in _MARKDOWN else "html" if ending in _HTML else "text"


def _word(data: bytes, path: str) -> Document:
    from gapcheck.reading.docx import NOTE, read_docx

    text, outlined, links = read_docx(data, path)
    return _made(Document(path, text, "docx", "utf-8", sha256(data).hexdigest(), *outlined, (NOTE,), links=links))


def _pdf(data: bytes, path: str) -> Document:
    from gapcheck.reading.pdf import read_pdf  # only for the files that are one

    if b"%PDF-" not in data[:1024]:
        raise refused(path, "this is no PDF file, though its name ends in .pdf; check it, or give it the ending of what it is")
    written, outlined, notes = read_pdf(data, path)
    pages, links = tuple(written.pages), tuple(written.links)
    return _made(Document(path, written.text, "pdf", "utf-8", sha256(data).hexdigest(), *outlined, notes, pages=pages, links=links))


def _refuse_binary(data: bytes, path: str, ending: str) -> None:
    """Raise the error that says what the bytes are, if they are no text."""
    if data.startswith(_OLD_WORD):
        if _ENCRYPTED in data:
            raise refused(path, "the file is protected by a password; save it without one")
        raise refused(path, "this is an old Word file, which cannot be read; save it as .docx, plain text or Markdown")
    if ending in _LATER:
        raise refused(path, f"this is {_LATER[ending]}, which cannot be read yet; save it as plain text or Markdown")
    for start, what in _BINARY:
        if data.startswith(start):
            raise refused(path, f"this is {what}, which cannot be read yet; save it as plain text or Markdown")
    if ending == ".docx" and data.strip():
        raise refused(path, "this is no Word file, though its name ends in .docx; check it, or give it the ending of what it is")


def read_text(text: str, path: str, format: str) -> Document:
    """Return the policy that `text` is, in `format` "text", "markdown" or "html"."""
    if format not in ("text", "markdown", "html"):
        raise ValueError(f"no such format: {format!r}")
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return _document(text, path, format, "utf-8", digest, ())


def _document(text: str, path: str, format: str, encoding: str, digest: str, notes: tuple[str, ...]) -> Document:
    clean, more = cleaned(text)
    words, notes = clean, notes + more
    if "<<<<<<< " in text:
        from gapcheck.unmerged import unmerged  # few policies have its mark

        if line := unmerged(text):
            notes = (*notes, f"a merge was not finished (<<<<<<< in line {line}): both versions were read as parts of the policy")
    if format == "html":
        from gapcheck.reading.html import html_outline  # its parser takes longer to import than all the rest

        (sections, statements), words, more = html_outline(words, path)
    elif format == "markdown":
        from gapcheck.reading.markdown import markdown_outline  # its parser takes longer to import than all the rest

        words, more = published(with_bullets(words), path, format)
        sections, statements = markdown_outline(words)
    else:
        if "gapcheck:" in words:
            from gapcheck.reading.directives import without_directives  # few policies have any

            words = without_directives(words)
        words, more = published(words, path, format)
        sections, statements = outline(words, text_blocks(words))
    if clean is not text and format != "html":
        statements = tuple(one._replace(span=quoted_whole(text, clean, one.span)) for one in statements)
    words = "" if words == text else words
    return _made(Document(path, text, format, encoding, digest, sections, statements, notes + more, words))


def _made(document: Document) -> Document:
    """Return the document, if it says anything."""
    read = document.read
    if not any(any(map(str.isalnum, read[span.start : span.end])) for statement in document.statements for span in statement.pieces):
        raise refused(document.path, "the file holds nothing that can be read; give a file that holds the policy")
    return document


def _binary(data: bytes) -> bool:
    sample = data[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return b"\0" in sample or controls > len(sample) // 50


def _too_large(path: str, most: int) -> ReadError:
    return refused(path, f"the file is larger than {most // 1_000_000} MB, which no policy is; give the policy alone")
