"""The words of an HTML page, in a text as long as its source, and the marks between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from turbohtml import TokenType, tokenize

_NEWLINE = re.compile(r"\r\n?|\n")
_MAIL = re.compile(r"href\s*=\s*[\"']?mailto:([^\s?\"'<>]{3,254})", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark o:p q s samp small span strike strong sub
    sup time tt u var wbr svg path use input
    """.split()
)
_UNREAD = frozenset("script style template svg math iframe object select textarea noscript head".split())
_READ_IN_HEAD = frozenset({"title"})
_ANCHORS = frozenset(("#", "\u00b6", "\u00a7", "\U0001f517"))  # how a link to the heading that it stands in is drawn


class Mark(NamedTuple):
    """A tag that structures the text: where it stands, its name, whether it opens or closes, and its attributes."""

    start: int
    end: int
    name: str
    opens: bool
    attributes: dict[str, str]


class Page:
    """`text` is the source with the words alone, everything else blank; `marks` are its tags, in order."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.marks: list[Mark] = []
        self._made: list[str] = []
        self._owed = 0  # room that tags inside a line and spelled-out characters leave, to be filled behind the word they stand in
        self._unread: dict[str, int] = {}
        self._pre = 0
        for start, end, token in _placed(source):
            self._take(token, start, end)
        self._settle()
        made = "".join(self._made)
        self.text = made[: len(source)].ljust(len(source))

    def _take(self, token: object, start: int, end: int) -> None:
        kind, size = token.type, end - start  # type: ignore[attr-defined]
        if kind == TokenType.TEXT:
            self._words(self.source[start:end], size)
        elif kind == TokenType.CHARACTER_REFERENCE:
            self._words(token.data or "", size)  # type: ignore[attr-defined]
        elif kind in (TokenType.START_TAG, TokenType.END_TAG):
            self._tag(token, start, end, kind == TokenType.START_TAG)
        else:
            self._owed += size

    def _tag(self, token: object, start: int, end: int, opens: bool) -> None:
        name = token.tag or ""  # type: ignore[attr-defined]
        if name in _UNREAD and not (opens and token.self_closing):  # type: ignore[attr-defined]
            self._unread[name] = max(0, self._unread.get(name, 0) + (1 if opens else -1))
            if name == "head" and not opens:
                self._unread.clear()
        if name == "body":
            self._unread.clear()
        if name == "pre":
            self._pre = max(0, self._pre + (1 if opens else -1))
        mail = _MAIL.search(self.source, start, end) if name == "a" and opens else None
        if mail and mail[1].lower() not in self.source[end : end + 300].lower():
            # The only place where the address stands: read it there.
            self._settle()
            self._made.append(" " * (mail.start(1) - start) + mail[1] + " " * (end - mail.end(1)))
        elif name in INLINE:
            self._owed += end - start
        else:
            self._settle()
            self._made.append("\n" + " " * (end - start - 1))
        attributes = {key: value or "" for key, value in token.attrs or ()} if opens else {}  # type: ignore[attr-defined]
        self.marks.append(Mark(start, end, name, opens, attributes))

    def _words(self, words: str, size: int) -> None:
        """Take in text that stands for `size` characters of the source."""
        if any(self._unread.values()) and not self._in_title():
            self._settle()
            self._made.append(" " * size)
            return
        if words.strip() in _ANCHORS and self.marks and self.marks[-1].name == "a" and self.marks[-1].opens:
            self._owed += size
            return
        if not self._pre:
            words = words.replace("\r", " ").replace("\n", " ")
        words = words[:size]
        if not (self._made and self._made[-1][-1:].strip()):
            self._settle()  # no word is being read
        if self._owed and (space := _SPACE.search(words)):
            self._made.append(words[: space.start()])
            self._settle()
            words = words[space.start() :]
            size -= space.start()
        self._made.append(words)
        self._owed += size - len(words)
        if words[-1:].isspace():
            self._settle()

    def _in_title(self) -> bool:
        return bool(self.marks) and self.marks[-1].name in _READ_IN_HEAD and self.marks[-1].opens

    def _settle(self) -> None:
        if self._owed:
            self._made.append(" " * self._owed)
            self._owed = 0


def _placed(source: str) -> Iterator[tuple[int, int, object]]:
    """Yield every token with its place in the source; the parser counts lines and columns, we count characters."""
    lines = [0, *(match.end() for match in _NEWLINE.finditer(source))]
    before: tuple[int, object] | None = None
    for token in tokenize(source, resolve_references=False, capture_source=False):
        start = lines[token.line - 1] + token.col
        if before:
            yield before[0], start, before[1]
        before = start, token
    if before:
        yield before[0], len(source), before[1]
