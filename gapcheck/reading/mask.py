"""What of a Markdown source is no text: link destinations, tags, comments, entities."""

from __future__ import annotations

import re

from gapcheck.reading.blocks import listed

_HIDDEN = re.compile(
    r"(?P<code>`[^`\n]+`)"
    r"|\]\(\s*(?P<dest><[^<>\n]*>|(?!<)[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)"
    r"(?:\s+(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|\([^()\n]{0,500}\)))?\s*\)"
    r"|(?P<comment><!--)"
    r"|(?P<raw><(?:script|style)\b)"
    r"|<(?P<tag>/?[A-Za-z][\w-]*)(?:\s[^<>]{0,3000})?/?>"
    r"|(?P<entity>&(?:\w{2,30}|#\d{1,7}|#[xX][\da-fA-F]{1,6});)",
    re.IGNORECASE,
)
_BREAKING = listed(
    """
    p div br hr ul ol table tr section article header footer aside details summary blockquote dl dt dd h1 h2 h3 h4 h5 h6
    li td th thead tbody nav main figure form address pre
    """
)
_MAIL = re.compile(r"mailto:([^\s?\"'<>)]+)", re.IGNORECASE)


class Masked:
    """A Markdown source with blanks for what is no text, as long as the source, and the spans that are blank."""

    def __init__(self, text: str) -> None:
        self.hidden: list[tuple[int, int]] = []
        self.text = self._mask(text) if any(mark in text for mark in ("](", "<", "&")) else text

    def _mask(self, text: str) -> str:
        made: list[str] = []
        kept, at = 0, 0
        while match := _HIDDEN.search(text, at):
            start, at = match.span()
            kind = match.lastgroup
            if kind == "code":
                continue
            fill = " " * (at - start)
            if kind == "comment":
                close = text.find("-->", at)
                at = close + 3 if close >= 0 else len(text)
                fill = _blank(text, start, at)
            elif kind == "raw":
                close = text.find("</" + match["raw"][1:], at)
                at = text.find(">", close) + 1 or len(text) if close >= 0 else len(text)
                fill = _blank(text, start, at)
            elif kind == "tag":
                fill = _tag_fill(match["tag"].lower(), text[start:at])
            elif kind == "dest":
                start += 1
                fill = _blank(text, start, at)
            made += (text[kept:start], self._keep_mail(text, start, at, fill))
            kept = at
        made.append(text[kept:])
        return "".join(made)

    def _keep_mail(self, text: str, start: int, end: int, fill: str) -> str:
        """Hide the span, but for an e-mail address that the words before the link do not show."""
        mail = _MAIL.search(text, start, end) if text.find(":", start, end) > 0 else None
        if mail and mail[1].lower() not in text[max(0, start - 200) : start].lower():
            s, e = mail.span(1)
            self.hidden += [(start, s), (e, end)]
            return fill[: s - start] + mail[1] + fill[e - start :]
        self.hidden.append((start, end))
        return fill


def _blank(text: str, start: int, end: int) -> str:
    """Return as many spaces, with the line ends of the original in place."""
    piece = text[start:end]
    if "\n" not in piece and "\r" not in piece:
        return " " * len(piece)
    return "".join(char if char in "\r\n" else " " for char in piece)


def _tag_fill(name: str, raw: str) -> str:
    """Return what plain text would have in place of the tag: a line end, a bullet, a heading mark, or blanks."""
    size = len(raw)
    if name == "li" and size > 3:
        return "\n- ".ljust(size)
    if name in ("h1", "h2", "h3", "h4", "h5", "h6") and size > 3 and raw[1] != "/":
        return "\n## ".ljust(size)
    if name.lstrip("/") in _BREAKING:
        return ("\n" + " " * (size - 1)) if "\n" not in raw else _blank(raw, 0, size)
    return _blank(raw, 0, size)
