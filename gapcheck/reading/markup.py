"""What the markup of a Markdown line says about it: bold titles, links to places in the page, tables of contents."""

from __future__ import annotations

import re

from markdown_it.token import Token

from gapcheck.reading.lists import introduces
from gapcheck.reading.titles import rank, says_data
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CONTENTS = ("contents", "table of contents", "index", "on this page", "jump to", "quick links", "in this policy", "overview")
_LINK = re.compile(r"\[[^\[\]]*\]\([^()]*\)")
_LABEL_WORDS = 11
# A number before the bold words is escaped where it would begin a list: "2\. **How we use it.** ...".
_BOLD = re.compile(r"(?:\d{1,2}\\[.)]\s{0,3})?(\*{1,3}|_{1,3})(?=[^\s*_])([^*\n]{1,150}?)\1(?:(?<!_)|(?!\w))\s*[.:]?")


def contents(tokens: Sequence[Token], at: int, before: str, is_heading: bool) -> str:
    """Return "all" if the list that opens here is a menu or table of contents, "anchors" if it begins with one.

    `before` is the heading or sentence above it.
    """
    words = before.lower()
    named = words.strip("*_#: \n") in _CONTENTS or "table of contents" in words[-60:] or "topics covered" in words[-60:]
    if not is_heading and not named and introduces(words):
        return ""
    inside = _inside(tokens, at)
    if len(inside) > 2 and all(map(is_link, inside)):
        return "all"
    anchors = 0
    for content in inside:
        label = named and len(content) < 160 and content[-1:] not in ".;,"
        anchor = is_anchor(content)
        anchors += anchor
        if not label and not anchor:
            return "anchors" if anchors > 1 and "](#" in tokens[at + 3].content else ""
    return "all" if anchors > 1 or named else ""


def _inside(tokens: Sequence[Token], at: int) -> list[str]:
    """Return what the lines say that stand in the list that opens at `at`."""
    found: list[str] = []
    depth = 0
    for number in range(at, len(tokens)):
        token = tokens[number]
        depth += token.nesting if token.type.endswith(("list_open", "list_close")) else 0
        if token.type == "inline":
            found.append(token.content)
        if not depth:
            break
    return found


def bold_title(text: str, start: int, end: int) -> int:
    """Return where the bold title that the paragraph begins with ends, or 0."""
    match = _BOLD.match(text, start, end)
    if not match:
        return 0
    title, rest = match[2].strip(), text[match.end() : end].lstrip(" \t\r\n*_:.\u2013\u2014-")
    marked = title.endswith((".", ":", "?")) or match[0].rstrip()[-1:] in ".:"
    if len(rest) < 10 or not (rank(title.rstrip(".:")) or (marked and names(title))):
        return 0
    bold = len(match[1]) > 1  # italics may go on behind a link
    return match.end() if rest[0].isupper() or marked or (bold and not rest[0].isalpha()) else 0


def pairs(header: list[tuple[int, int]], cells: list[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return each cell with that of its column in the header, empty where there is none."""
    padded = header + [(0, 0)] * (len(cells) - len(header))
    return [(head, cell) if cell[0] < cell[1] else ((0, 0), cell) for head, cell in zip(padded, cells, strict=False)]


def is_bold(bare: str) -> bool:
    """Return whether the line is bold from end to end."""
    bare = bare.strip().rstrip(":")
    mark = bare[:2]
    return mark in ("**", "__") and len(bare) > 4 and bare.endswith(mark) and len(bare) < 160 and "\n" not in bare and bare.count(mark) < 5


def is_italic(bare: str) -> bool:
    """Return whether the line is in italics from end to end."""
    bare = bare.strip().rstrip(":")
    mark = bare[:1]
    if mark not in ("*", "_") or not 4 < len(bare) < 160 or bare[-1] != mark or "\n" in bare:
        return False
    return bare.count(mark) == 2 and bare[1] != mark and not bare[1].islower()


def is_anchor(content: str) -> bool:
    """Return whether the content is nothing but a link to a place in a page."""
    return content[:1] == "[" and content[-1:] == ")" and content.count("](") == 1 and "#" in content


def is_link(content: str) -> bool:
    """Return whether the content is nothing but a link with a label of few words."""
    match = _LINK.fullmatch(content)
    return match is not None and content.partition("](")[0].count(" ") < _LABEL_WORDS


def is_links(content: str) -> bool:
    """Return whether the content is a row of links and hardly a word besides, as menus are."""
    if content.count("](") < 3:
        return False
    besides = _LINK.sub("", content)
    return len(besides) < content.count("](") * 4 + 24 and "." not in besides


def names(bare: str) -> bool:
    """Return whether a bold line, though no clear title, names a subject instead of making a statement."""
    words = bare.strip("*_: \t.").split()
    first = words[0].lower() if words else ""
    if not 0 < len(words) <= 16 or says_data(bare):
        return False
    return bare.rstrip("*_ ")[-1:] not in ".;," and first not in ("we", "you", "they", "it", "i", "please", "if")
