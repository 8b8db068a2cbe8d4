"""Where the words of links begin that lead out of the page: what a reader can click is as good as an address that is written out."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from re import Pattern

    from gapcheck.document import Document

# A place in a page, most often this one, is no other page; and `mailto:` is an e-mail address.
_AWAY = r"(?:https?:|www\.|\.{0,2}/)[^\s()<>\"'#]{0,2000}"
_MARKDOWN = expression(rf"(?<![!\\])\[(?=[^\[\]]{{1,300}}\]\(\s{{0,3}}<?{_AWAY}[\s>)])", "i")
_HTML = expression(rf"<a\s[^<>]{{0,2000}}?href\s{{0,3}}=\s{{0,3}}[\"']?{_AWAY}(?:[\s\"'][^<>]{{0,2000}})?>", "i")
_WORD = expression(r"[^\W_]")


def link_starts(document: Document) -> list[int]:
    """Return the offsets in the document's text of the first letters of such links, in order; none in formats that keep no addresses."""
    found = []
    for start, file in document.files:
        marks = {"markdown": _MARKDOWN, "html": _HTML}.get(file.format)
        own = _after(marks, file.text, file.read) if marks else file.links
        found += [start + offset for offset in own]
    return found


def in_html(source: str, words: str) -> list[int]:
    """Return the offsets of the first letters of such links in an HTML source; `words` are its words, each at its place."""
    return _after(_HTML, source, words)


def _after(marks: Pattern[str], source: str, words: str) -> list[int]:
    first = (_WORD.search(words, mark.end()) for mark in marks.finditer(source))
    return [word.start() for word in first if word]
