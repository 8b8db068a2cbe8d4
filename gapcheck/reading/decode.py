"""What the bytes of a file say as text: which encoding it is, and what had to be guessed."""

from __future__ import annotations

from gapcheck.record import Record

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 4096


class Decoded(Record):
    """Text without its byte order mark, the name of its encoding, and remarks for the report."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Return the text of `data`; every byte sequence has one, if need be with replacement characters."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    wide = _wide(data)
    if wide:
        decoded = _strictly(data, wide)
        return decoded._replace(notes=(f"encoding guessed: {wide}", *decoded.notes))
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _mixed(data)


def _strictly(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, (f"bytes that are not valid {encoding} were replaced",))


def _wide(data: bytes) -> str:
    """Return the UTF-16 that `data` is without saying so: every other byte of Latin text is zero there."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or len(sample) < 4 or b"\0" not in sample:
        return ""
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _mixed(data: bytes) -> Decoded:
    """Return text that is UTF-8 in the main, or Windows-1252, whichever fits more of the bytes above 127."""
    text = data.decode("utf-8", "surrogateescape")
    high = len(data.translate(None, bytes(range(128))))
    bad = sum(text.count(chr(0xDC00 + byte)) for byte in range(128, 256))
    if bad * 4 > high:
        whole = data.decode("latin-1").translate(_cp1252())
        return Decoded(whole, "windows-1252", ("encoding guessed: windows-1252",))
    cp1252 = _cp1252()
    table = {0xDC00 + byte: cp1252.get(byte, chr(byte)) for byte in range(128, 256)}
    note = f"{bad} byte{'s' if bad > 1 else ''} not valid UTF-8 read as windows-1252"
    return Decoded(text.translate(table), "utf-8", (note,))


def _cp1252() -> dict[int, str]:
    """Return what bytes 128 to 159 are in Windows-1252; the five it leaves undefined become U+FFFD."""
    return {byte: bytes((byte,)).decode("cp1252", "replace") for byte in range(128, 160)}
