"""Text made fit for a terminal: nothing in a policy or a file name may move the cursor, colour or hide anything."""

from __future__ import annotations

# Soft hyphens, zero-width characters and byte order marks show nothing and are common in copied text.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_COLORS = {
    "missing": "1;31",
    "conflict": "1;35",
    "partial": "33",
    "undecided": "36",
    "met": "32",
    "critical": "31",
    "bold": "1",
}


def printable(text: str) -> str:
    """Return `text` with every control, formatting and undecodable character written as an escape."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def one_line(text: str) -> str:
    """Return a passage on one line, fit to print."""
    return printable(" ".join(text.translate(INVISIBLE).split()))


def paint(text: str, color: str, on: bool) -> str:
    """Return `text` in the colour that stands for `color`, if colours are on and there is one."""
    code = _COLORS.get(color)
    return f"\x1b[{code}m{text}\x1b[0m" if on and code and text else text
