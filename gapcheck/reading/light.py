"""reStructuredText and AsciiDoc, as far as plain text would take their marks for words: titles, comments, names of values."""

from __future__ import annotations

import re

from gapcheck.document import FILLED

_TITLE = re.compile(r"^={1,6}(?=[ \t]+\S)", re.MULTILINE)
_ADOC = re.compile(
    r"(?P<value>(?<!\$)\{[a-z][\w-]{0,60}\})|^////[ \t]*\n(?:.*\n)*?////|^//.*$|^(?:include|image|toc)::.*$"
    r"|^\[[^\]\n]{0,200}\]$|^(?:-{4,}|\*{4,}|={4,})$|^:!?toc[\w-]*!?:.*$",
    re.MULTILINE,
)
_RST = re.compile(
    r"(?P<value>(?<![\w|])\|[A-Za-z][\w -]{0,60}\|(?![\w|]))|^\.\. [\w-]+::|^\.\. _[^\n]{1,200}$|^\.\. \|[^\n]{1,200}$"
    r"|:[a-z]{2,10}:(?=`)|^[ \t]+:[a-z-]{2,20}:[ \t].*$",
    re.MULTILINE,
)
_COMMENT = re.compile(r"^\.\.(?:[ \t]+(?![\w-]+::|_|\||\[)\S.*)?\n(?:[ \t]+\S.*\n|[ \t]*\n(?=[ \t]+\S))*", re.MULTILINE)
_NOT_NEWLINE = re.compile(r"[^\r\n]")


def plain_marks(text: str, rst: bool) -> str:
    """Return the text, as long as it is, with the titles of Markdown, and without what is no word to a reader."""
    if rst:
        return _RST.sub(_blank, _COMMENT.sub(_blank, text))
    return _ADOC.sub(_blank, _TITLE.sub(lambda match: "#" * len(match[0]), text))


def _blank(match: re.Match[str]) -> str:
    return _NOT_NEWLINE.sub(FILLED if match.groupdict().get("value") else " ", match[0])
