"""PDF policies: the text in reading order, with its pages; the file is taken apart in a program of its own, which can be stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from gapcheck.reading.outline import Outlined, outline
from gapcheck.reading.pdflayout import Line, Page, in_order
from gapcheck.reading.pdfpages import MAX_CHARACTERS, MAX_LINES, MAX_PAGES, MAX_SECONDS
from gapcheck.reading.pdftext import Text
from gapcheck.reading.refusal import refused

NOTE = "read from a PDF file: places are pages of the file and lines on them, without running heads"
ENDED_AFTER = 4 * MAX_SECONDS  # by the clock on the wall: on a busy machine, little of it is ours
_MISSING = "to read PDF files, gapcheck needs pypdfium2: pip install 'gapcheck[pdf]'; or save the policy as plain text or Markdown"
_STOPPED = f"the PDF file takes longer than {MAX_SECONDS} seconds to take apart; save the policy as a new PDF, or as plain text"
_REASONS = {
    "password": "the PDF file is protected by a password; save it without one",
    "damaged": "the PDF file is damaged; open it in a PDF program and save it again",
    "pages": f"the PDF file has more than {MAX_PAGES} pages, which no policy has; give the policy alone",
    "characters": f"the PDF file holds more than {MAX_CHARACTERS:,} characters, which no policy does; give the policy alone",
    "lines": f"the PDF file holds more than {MAX_LINES:,} lines, which no policy does; give the policy alone",
    "seconds": _STOPPED,
    "failed": "the PDF file cannot be taken apart; open it in a PDF program and save it as a new PDF, or as plain text",
    "memory": "the PDF file takes more memory to take apart than a policy should; save the policy as a new PDF, or as plain text",
}
_SCANNED = "the PDF file holds pictures of pages, but no text; run text recognition (OCR) on it, or save the policy as text"
_MOSTLY = "{} of {} pages of the PDF file hold pictures, but no text; run text recognition (OCR) on it, or save the policy as text"
_UNKNOWN = "the PDF file does not say which letters its signs stand for; save the policy from where it was written, as Word or text"


def read_pdf(data: bytes, path: str) -> tuple[Text, Outlined, tuple[str, ...]]:
    """Return the text of a PDF file, its sections and statements, and what to note."""
    if find_spec("pypdfium2") is None:
        raise refused(path, _MISSING)
    written = _extracted(data, path)
    pages = [_page(number, page) for number, page in enumerate(written)]
    notes = _checked(written, pages, path)
    text = Text(in_order(pages))
    return text, outline(text.shadow, text.blocks), notes


def _extracted(data: bytes, path: str) -> list[dict[str, Any]]:
    """Return the pages with their lines, as the program of its own found them."""
    places = os.pathsep.join(place for place in sys.path if place)
    command = [sys.executable, "-P", "-m", "gapcheck.reading.pdfpages"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=ENDED_AFTER, check=False, env={**os.environ, "PYTHONPATH": places}
        )
    except subprocess.TimeoutExpired:
        raise refused(path, _STOPPED) from None
    except OSError as error:
        raise refused(path, f"the program that takes PDF files apart could not be started: {error.strerror or error}") from None
    found: dict[str, Any]
    try:
        found = json.loads(done.stdout) if not done.returncode else {"error": "memory" if b"MemoryError" in done.stderr else "failed"}
    except ValueError:
        found = {"error": "failed"}
    if "error" in found:
        raise refused(path, _REASONS.get(found["error"], _REASONS["damaged"]))
    pages: list[dict[str, Any]] = found["pages"]
    return pages


def _page(number: int, written: dict[str, Any]) -> Page:
    width, height = written["size"]
    return Page(number, width, height, [Line(number, *line) for line in written["lines"]])


def _checked(written: Sequence[dict[str, Any]], pages: Sequence[Page], path: str) -> tuple[str, ...]:
    """Return the notes on how the file was read; raise ReadError where too little of it is text."""
    lost = [number for number, page in enumerate(written, 1) if page["state"]]
    damaged = any(page["state"] == "damaged" for page in written)
    signs = [sign for page in pages for line in page.lines for sign in line.text if not sign.isspace()]
    if lost and not any(map(str.isalnum, signs)):
        raise refused(path, _REASONS["damaged"] if damaged else _SCANNED)
    if 2 * len(lost) > len(pages):
        raise refused(path, _REASONS["damaged"] if damaged else _MOSTLY.format(len(lost), len(pages)))
    letters = sum(sign.isalpha() and sign != "\ufffd" for sign in signs)
    if signs and 2 * letters < len(signs):
        raise refused(path, _UNKNOWN)
    if not lost:
        return (NOTE,)
    shown = ", ".join(map(str, lost[:10])) + (", ..." if len(lost) > 10 else "")
    why = "it is damaged" if damaged else "pictures?"
    return NOTE, f"no text on page{'s' * (len(lost) > 1)} {shown} ({why}): what stands there was not checked"
