"""Sentences put together again where every link and every bold word of a page has a line of its own."""

from __future__ import annotations

from gapcheck.reading.blocks import listed
from gapcheck.reading.titles import is_data, numbering, rank, run_in
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from gapcheck.reading.lines import Line

# Words that no line ends with, and words that no line begins with, unless the sentence goes over both.
HANGING = listed("to of or and the a an your our their with for from by in on at any this")
CARRYING = listed("of from with about that which and or your our by for in on under")
_JOINING = listed("and or and/or")
_GOING_ON = CARRYING | listed("to as at is are was were will may can if when where who the a an including such through via we you it here")
_OPENING = listed("your our the a an we you it to if when where")  # words that items of a list begin with too
_CLOSING = frozenset('.,:!?)]"\u201d\u2019')
_ENDS = frozenset(".!?:;\u2026")
_BROKEN = 3  # so many lines begin with what ends a sentence or a part of one
_SHORT = 120


def mended(text: str, lines: list[Line]) -> list[Line]:
    """Return the lines; those that a sentence was broken into are one, if the text has lines that begin with a full stop or a comma."""
    if sum(_closes(text, line) for line in lines) < _BROKEN:
        return lines
    found: list[Line] = []
    grown = False  # whether the last one was put together
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if found and _goes_on(text, found[-1], line, following, grown):
            found[-1] = found[-1]._replace(end=line.end)
            grown = True
        else:
            found.append(line)
            grown = False
    return found


def _closes(text: str, line: Line) -> bool:
    """Return whether the line begins with a mark that belongs to the line before it."""
    if text[line.start] not in _CLOSING:
        return False
    after = text[line.start + 1 : min(line.end, line.start + 2)]
    return not after or after.isspace() or after in _CLOSING


def _goes_on(text: str, before: Line, line: Line, following: Line | None, grown: bool) -> bool:
    """Return whether the line goes on with the sentence of the one before it; `grown`: that one was put together already."""
    if line.gap > 1 or (not grown and _apart(text, before)) or _apart(text, line):
        return False
    title = not grown and before.end - before.start <= _SHORT and rank(text[before.start : before.end]) > 0
    if _closes(text, line):
        # A bold title and its words are one paragraph, unless the title would then be none.
        heads = title and text[line.start] in ".:" and text[line.start + 1 : line.end].lstrip()[:1].isupper()
        return not heads or run_in(text, before.start, line.end) > 0
    if line.gap:
        return False
    if not _is_word(text, line):
        return line.end - line.start < 4 and text[line.start : line.end].isdigit() and hangs(text, before)
    last, first = text[before.end - 1], text[line.start]
    if hangs(text, before) or (last not in _ENDS and text[line.start : line.end] in _JOINING):
        return True
    if last in "\u2013\u2014" and title:
        return run_in(text, before.start, line.end) > 0
    word = text[line.start : min(line.end, line.start + 16)].split(None, 1)[0]
    begun = not text[before.start].islower()
    if (first.islower() or first == "(") and last not in _ENDS and begun:
        return grown or word in _GOING_ON or not title or (following is not None and _closes(text, following))
    if grown and first.islower() and last not in _ENDS and word in _GOING_ON and word not in _OPENING:
        return True
    if title or following is None or last in ".!?;" or ends_item(text, before):
        return False
    return _is_piece(text, line, following, last == ":") and (begun or _closes(text, following))


def _apart(text: str, line: Line) -> bool:
    """Return whether the line is no running text: a row of a table, a heading with its mark."""
    return text[line.start] in "#|" or text.find("\t", line.start, line.end) >= 0 or text.find(" | ", line.start, line.end) >= 0


def _is_word(text: str, line: Line) -> bool:
    """Return whether the line begins with a word, rather than with a bullet or a number."""
    head = text[line.start : min(line.end, line.start + 24)].lstrip("([\u201c\"'")
    return head[:1].isalpha() and not numbering(head)


def hangs(text: str, line: Line) -> bool:
    """Return whether the line ends as no sentence does: with "to" or "our", or an opening mark; "; and" ends an item of a list."""
    tail = text[max(line.start, line.end - 12) : line.end]
    if tail[-1] in "(\u201c" or (tail[-1] == '"' and tail[-2:-1] in " ("):
        return True
    return tail.rsplit(None, 1)[-1] in HANGING and not ends_item(text, line)


def ends_item(text: str, line: Line) -> bool:
    """Return whether the line ends with "; and", as an item of a list does."""
    words = text[max(line.start, line.end - 8) : line.end].rsplit(None, 1)
    return len(words) > 1 and words[1] in _JOINING and words[0][-1] in ",;"


def _is_piece(text: str, line: Line, following: Line, told: bool) -> bool:
    """Return whether the line stands in the midst of a sentence: the one after it goes on; `told`: a colon leads to it."""
    if following.gap or line.end - line.start > _SHORT or text[line.end - 1] in _ENDS:
        return False
    words = text[line.start : line.end].split()
    if told:
        return len(words) == 1 and _closes(text, following) and is_data(words[0], words)
    word = text[following.start : min(following.end, following.start + 16)].split(None, 1)[0]
    return _closes(text, following) or word in _GOING_ON or word[0] == "("
