"""Takes the lines of text, with their places, out of a PDF file; run as a program of its own, which can be stopped."""

from __future__ import annotations

import ctypes
import json
import math
import re
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from gapcheck.reading.pdflinks import Links, links_of
from gapcheck.reading.pdfmarks import marks_of, with_bullets

MAX_PAGES = 500
MAX_CHARACTERS = 1_000_000
MAX_LINES = 60_000
MAX_SECONDS = 30  # of the processor, so that other work on the machine changes no verdict
MAX_MEMORY = 2_000_000_000
_HYPHENS = {2: "\u00ad", 0xFFFE: "\u00ad"}  # how pdfium writes a hyphen at the end of a line
_BOLD = 600  # weight from which a font is bold
_BOLD_NAME = re.compile(r"bold|black|heavy|ital|oblique|cmbx|cmti", re.IGNORECASE)  # italics set a title apart as well
_APART = 1.6  # a gap this many letters high parts two columns or cells
_SPACE = 0.11  # a gap this many letters high is a space that the file does not spell out


class Character(NamedTuple):
    """A letter, or a space, and its box on the page, y counted upwards; `size` is the height of its font."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    bold: bool

    @property
    def size(self) -> float:
        return self.top - self.bottom


class Limit(Exception):
    """The file is larger than a policy; the message is one of the words that the reader knows."""


def extract(data: bytes) -> dict[str, Any]:
    """Return the pages of a PDF file as lists of lines, or what stands against it in one word."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if "assword" in str(error) else "damaged"}
    if len(pdf) > MAX_PAGES:
        return {"error": "pages"}
    pages, left, rows, until = [], MAX_CHARACTERS, MAX_LINES, time.process_time() + MAX_SECONDS
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            text = page.get_textpage()
            left -= text.count_chars()
            if left < 0:
                return {"error": "characters"}
            lines = with_bullets(_lines(_characters(text, until), links_of(pdf, page)), marks_of(page))
            rows -= len(lines)
            if rows < 0:
                return {"error": "lines"}
            state = "" if lines or not _is_pictured(page) else "pictured"
            pages.append({"size": page.get_size(), "lines": lines, "state": state})
        except pypdfium2.PdfiumError:
            pages.append({"size": (0, 0), "lines": [], "state": "damaged"})
        except Limit:
            return {"error": "seconds"}
    return {"pages": pages}


def _is_pictured(page: Any) -> bool:
    """Return whether there is anything on a page that has no text."""
    return next(iter(page.get_objects(max_depth=2)), None) is not None


def _characters(text: Any, until: float) -> Iterator[Character]:
    """Yield the letters of a page in the order of the file; what pdfium adds is left out but for its spaces."""
    import pypdfium2.raw as pdfium

    box, handle, bold = pdfium.FS_RECTF(), text.raw, False
    fresh = True  # whether a word begins
    before: Character | None = None
    for at in range(text.count_chars()):
        if not at % 4096 and time.process_time() > until:
            raise Limit
        code = pdfium.FPDFText_GetUnicode(handle, at)
        sign = _HYPHENS.get(code) or (chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd")
        if sign in "\r\n\0 ":
            fresh = True
        if sign in "\r\n\0":
            continue
        if pdfium.FPDFText_IsGenerated(handle, at) and sign != "\u00ad":
            if before and sign == " ":
                yield Character(" ", before.right, before.right, before.bottom, before.top, before.bold)
            continue
        turned = math.degrees(pdfium.FPDFText_GetCharAngle(handle, at)) % 90
        if 3 < turned < 87:
            continue  # a watermark across the page
        pdfium.FPDFText_GetLooseCharBox(handle, at, ctypes.byref(box))
        sides = (box.left, box.right, box.bottom, box.top)
        if not all(map(math.isfinite, sides)) or (sign == "\u00ad" and before and box.right <= box.left):
            sides = (before.right, before.right, before.bottom, before.top) if before else (0.0, 0.0, 0.0, 0.0)
        if fresh and sign.strip():
            bold, fresh = _is_bold(handle, at), False
        before = Character(sign, *sides, bold)
        yield before


def _is_bold(handle: Any, at: int) -> bool:
    """Return whether the word that begins at `at` is bold or in italics; some fonts say so by their names alone."""
    import pypdfium2.raw as pdfium

    if pdfium.FPDFText_GetFontWeight(handle, at) >= _BOLD:
        return True
    name = ctypes.create_string_buffer(128)
    size = pdfium.FPDFText_GetFontInfo(handle, at, name, 128, None)
    return size <= 128 and bool(_BOLD_NAME.search(name.value.decode("utf-8", "replace")))


def _lines(characters: Iterator[Character], links: Links) -> Iterator[list[Any]]:
    """Yield the stretches of text that stand on one line without a wide gap: text, left, right, bottom, top, whether bold, and at
    which letters links begin."""
    line: list[Character] = []
    for character in characters:
        if line and _breaks([one for one in line[-4:] if one.text.strip()] or line[-1:], character):
            yield from _line(line, links)
            line = []
        line.append(character)
    yield from _line(line, links)


def _breaks(before: list[Character], character: Character) -> bool:
    """Return whether a letter stands on another line than those before it, or far from them."""
    last = before[-1]
    if not character.text.strip():
        return False
    height = max(last.size, character.size, 1.0)
    overlap = min(last.top, character.top) - max(last.bottom, character.bottom)
    if overlap < 0.3 * min(last.size, character.size):
        return True
    gap = character.left - last.right
    return gap > _APART * height or gap < -2 * height


def _line(line: list[Character], links: Links) -> Iterator[list[Any]]:
    letters = [one for one in line if one.text.strip()]
    if not letters:
        return
    gaps = [two.left - one.right for one, two in pairwise(letters)]
    usual = max(0.0, median(gaps)) if gaps else 0.0
    size = median(one.size for one in letters)
    main = [one for one in letters if one.size > 0.8 * size] or letters
    bottom, top = (round(median(sides), 1) for sides in zip(*((one.bottom, one.top) for one in main), strict=True))
    ahead = links.on(bottom, top)
    text, begins = "", []
    last: Character | None = None
    for one in line:
        if not one.text.strip():
            text += " " if text[-1:].strip() else ""
            continue
        if last and text[-1:].strip() and one.left - last.right > usual + _SPACE * max(one.size, 1.0):
            text += " "
        middle = (one.left + one.right) / 2
        while ahead and ahead[0].right < middle:
            del ahead[0]
        if ahead and ahead[0].left <= middle:
            begins.append(len(text))
            del ahead[0]
        text += one.text
        last = one
    yield [
        text.strip(),
        round(min(one.left for one in letters), 1),
        round(max(one.right for one in letters), 1),
        bottom,
        top,
        sum(one.bold for one in letters) > 0.9 * len(letters),
        begins,
    ]


def _limit() -> None:
    """Have the system stop this program where it takes more than a policy could; some systems cannot."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CPU, MAX_SECONDS + 5), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue


def main() -> None:
    """Read a PDF file from standard input and write what is in it, as JSON, to standard output."""
    _limit()
    try:
        found = extract(sys.stdin.buffer.read())
    except MemoryError:
        found = {"error": "memory"}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
