"""Reads a policy: bytes or text in, a `Document` out, or a `ReadError` that says why not."""

from __future__ import annotations

import os
import stat

from gapcheck.digest import sha256
from gapcheck.document import Document
from gapcheck.errors import Problem, ReadError
from gapcheck.reading.decode import decode
from gapcheck.reading.outline import outline
from gapcheck.reading.text import text_blocks

MAX_BYTES = 10_000_000
_TOO_LARGE = f"the file is larger than {MAX_BYTES // 1_000_000} MB, which no policy is; give the policy alone"
_MARKDOWN = (".md", ".markdown", ".mdx", ".mkd")
_HTML = (".html", ".htm", ".xhtml")
_LATER = {
    ".docx": "Word",
    ".doc": "Word",
    ".odt": "OpenDocument",
    ".pdf": "PDF",
    ".rtf": "RTF",
}
_BINARY = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (or a Word file)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
)
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b")


def read_path(path: str) -> Document:
    """Return the policy in the file `path`."""
    try:
        # Look before opening: to open a named pipe waits for its writer.
        status = os.stat(path)
        mode = status.st_mode
        if stat.S_ISDIR(mode):
            raise _error(path, "this is a folder; give the files in it")
        if not stat.S_ISREG(mode):
            raise _error(path, "this is no ordinary file; save what it gives to a file, or pipe it to standard input")
        if status.st_size > MAX_BYTES:
            raise _error(path, _TOO_LARGE)
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _error(path, "no such file; check the name") from None
    except PermissionError:
        raise _error(path, "the file may not be read; check its permissions") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _error(path, f"the file could not be read: {reason}; check the name and the disk") from None
    return read_bytes(data, path)


def read_bytes(data: bytes, path: str) -> Document:
    """Return the policy that the bytes of `path` hold; the name's ending says the format."""
    if len(data) > MAX_BYTES:
        raise _error(path, _TOO_LARGE)
    for start, what in _BINARY:
        if data.startswith(start):
            raise _error(path, f"this is {what}, which cannot be read yet; save it as plain text or Markdown")
    ending = os.path.splitext(path)[1].lower()
    if ending in _LATER:
        raise _error(path, f"{_LATER[ending]} cannot be read yet; save it as plain text or Markdown")
    if not data.strip():
        raise _error(path, "the file is empty; give a file that holds the policy")
    decoded = decode(data)
    if decoded.encoding[:5] in ("utf-8", "windo") and _binary(data):
        raise _error(path, "this is no text (it holds binary data); save the policy as plain text or Markdown")
    format = "markdown" if ending in _MARKDOWN else "html" if ending in _HTML else "text"
    return _document(decoded.text, path, format, decoded.encoding, sha256(data).hexdigest(), decoded.notes)


def read_text(text: str, path: str, format: str) -> Document:
    """Return the policy that `text` is, in `format` "text", "markdown" or "html"."""
    if format not in ("text", "markdown", "html"):
        raise ValueError(f"no such format: {format!r}")
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return _document(text, path, format, "utf-8", digest, ())


def _document(text: str, path: str, format: str, encoding: str, digest: str, notes: tuple[str, ...]) -> Document:
    words = ""
    if format == "html":
        from gapcheck.reading.html import html_outline  # its parser takes longer to import than all the rest

        (sections, statements), words = html_outline(text)
    elif format == "markdown":
        from gapcheck.reading.markdown import markdown_outline  # its parser takes longer to import than all the rest

        sections, statements = markdown_outline(text)
    else:
        if "gapcheck:" in text:
            from gapcheck.reading.directives import without_directives  # few policies have any

            words = without_directives(text)
        sections, statements = outline(words or text, text_blocks(words or text))
    read = words or text
    if not any(any(map(str.isalnum, read[span.start : span.end])) for statement in statements for span in statement.pieces):
        raise _error(path, "the file holds nothing that can be read; give a file that holds the policy")
    return Document(path, text, format, encoding, digest, sections, statements, notes, words)


def _binary(data: bytes) -> bool:
    sample = data[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return b"\0" in sample or controls > len(sample) // 50


def _error(path: str, message: str) -> ReadError:
    return ReadError(Problem(path, 0, 0, message))
