"""Writes small PDF files, for tests alone: lines of text at given places, and objects of any kind."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Helvetica-Oblique"}


class At(NamedTuple):
    """A stretch of text, where it begins on its page, and how it is set."""

    x: float
    y: float
    text: str
    size: float = 11
    font: str = "F1"


def stretch(at: At) -> str:
    text = at.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{at.font} {at.size} Tf {at.x} {at.y} Td ({text}) Tj ET"


def lines(*texts: str, x: float = 72, y: float = 720, step: float = 14, size: float = 11, font: str = "F1") -> list[At]:
    """Return one line under the other; an empty one leaves room."""
    return [At(x, y - number * step, text, size, font) for number, text in enumerate(texts) if text]


def pdf(*pages: Sequence[At], extra: Iterable[bytes] = (), trailer: bytes = b"", entries: bytes = b"") -> bytes:
    """Return a PDF file with these pages; `extra` are further objects, numbered from 100, `entries` more of what each page says of itself."""
    streams = ["\n".join(map(stretch, page)).encode("cp1252") for page in pages]
    return assembled([(page, b"") for page in streams], extra, trailer, entries=entries)


def linked(*links: tuple[str, tuple[float, float, float, float]]) -> dict[str, Any]:
    """Return what gives the pages of `pdf` links: the action of each, and its box (left, bottom, right, top)."""
    boxes = [(action, " ".join(map(str, box))) for action, box in links]
    extra = [f"<< /Type /Annot /Subtype /Link /Rect [{box}] /A << {action} >> >>".encode() for action, box in boxes]
    return {"extra": extra, "entries": b"/Annots [%s]" % b" ".join(b"%d 0 R" % (100 + at) for at in range(len(extra)))}


def assembled(
    streams: Sequence[tuple[bytes, bytes]],
    extra: Iterable[bytes] = (),
    trailer: bytes = b"",
    resources: bytes = b"",
    fonts: bytes = b"",
    entries: bytes = b"",
) -> bytes:
    """Return a PDF file whose pages have these contents, each with more entries for the dictionary of its stream."""
    kids = b" ".join(b"%d 0 R" % (10 + 2 * number) for number in range(len(streams)))
    fonts += b" ".join(
        b"/%s << /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % (k.encode(), v.encode())
        for k, v in FONTS.items()
    )
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(streams))}
    for number, (stream, own) in enumerate(streams):
        objects[10 + 2 * number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << %s >> %s >> %s >>"
            % (11 + 2 * number, fonts, resources, entries)
        )
        objects[11 + 2 * number] = b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), own, stream)
    objects |= {100 + number: one for number, one in enumerate(extra)}
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Size 1000 /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)
    return bytes(out)


def deflated(stream: bytes) -> tuple[bytes, bytes]:
    return zlib.compress(stream, 9), b"/Filter /FlateDecode"
