"""A text with what copying and converting did to it undone, every character at its own offset; the text itself stays as it is."""

from __future__ import annotations

from gapcheck.document import Span
from gapcheck.record import TYPE_CHECKING
from gapcheck.words import INVISIBLE

if TYPE_CHECKING:
    import re

# Spaces and hyphens that differ from the plain ones in where a line may be broken.
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_HYPHENS = "\u2010\u2011"
_BULLETS = "\u2022\u00b7\u25aa\u25cf\u25e6\u2023\uf0b7"
_ADDRESS = "email@protected.x"
_LOST = "(?P<before>[^\\W\\d_])?\ufffd+(?P<after>[^\\W\\d_])?"
_UNSEEN = "\u2060"
# What text that was decoded wrongly holds, if anything: the first signs of letters, marks and spaces of more than one byte.
_WRONG = ("\u00e2\u20ac", "\u00c3", "\u00c2", "\u201a\u00c4")
_MARKS = "\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2020\u2022\u2026\u2039\u203a\u20ac\u2122\u200b\u2010\u2011"


def cleaned(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text as long as `text`, to be read in its place, and notes on what in it had to be guessed."""
    notes: list[str] = []
    made = text
    if "]" in text and ("protected]" in text or "protected\\]" in text):  # a single character is found, or not, in a tenth of the time
        made, number = _with_addresses(text)
        if number:
            addresses = "an e-mail address was" if number == 1 else f"{number} e-mail addresses were"
            notes.append(f'{addresses} hidden when the text was captured ("[email protected]"): read as an address that is not known')
    if text.isascii():
        return made, tuple(notes)
    if any(sign[0] in made and sign in made for sign in _WRONG):
        made, number, first = _decoded(made)
        if number:
            groups = "1 group" if number == 1 else f"{number} groups"
            notes.append(f'{groups} of wrongly decoded characters, such as "{first}", read as what they stand for')
    if "\ufffd" in made:
        count = made.count("\ufffd")
        notes.append(f"{count} character{'s were' if count > 1 else ' was'} lost before (U+FFFD): read as an apostrophe, quotes or dash")
        import re

        made = re.sub(_LOST, _guessed, made)
    if any(mark in made for mark in INVISIBLE):
        import re

        # From the beginning of a stretch only: a page can hold a picture as one stretch of many thousand letters.
        made = re.sub(rf"(?<!\S)[^\s{INVISIBLE}]*[{INVISIBLE}]\S*", _gathered, made)
    for mark in _SPACES:
        made = made.replace(mark, " ")
    for mark in _HYPHENS:
        made = made.replace(mark, "-")
    if not any(map(str.isalnum, made)):
        return text, ()  # what looks like decoding gone wrong is all there is
    return made, tuple(notes)


def quoted_whole(text: str, clean: str, span: Span) -> Span:
    """Return the place of a statement with what stood at its edges before the text was cleaned: a word is quoted whole."""
    start, end = span
    while start and text[start - 1] != clean[start - 1] and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end] != clean[end] and not text[end].isspace():
        end += 1
    return Span(start, end)


def with_bullets(text: str) -> str:
    """Return the text, as long as it is, with bullets that stand alone on a line before the words that they belong to."""
    if not any(mark in text for mark in _BULLETS):
        return text
    import re

    lone = rf"^([ \t]*[{_BULLETS}])([ \t]*\r?\n(?:[ \t]*\r?\n){{0,2}})(?=[ \t]*[\w\"\u201c(*\[])"
    return re.sub(lone, lambda match: match[1] + " " * len(match[2]), text, flags=re.MULTILINE)


_FILL = "\u00ad"


def _gathered(match: re.Match[str]) -> str:
    """Return a stretch without space with its unseen marks gathered behind its letters, or before them where it may end a
    sentence, so that the sentence ends with its mark; as marks they stay part of the word, and of what is quoted.
    """
    import re

    whole = match[0]
    bare = whole.strip(INVISIBLE)
    start = whole.find(bare) if bare else 0
    if not any(char.isdigit() or char in "@/" for char in bare):
        return (" " * start + bare).ljust(len(whole))  # words are read with such marks inside them
    kept = bare.translate(dict.fromkeys(map(ord, INVISIBLE)))
    before = match.string[max(0, match.start() - 200) : match.start()]
    opens = not re.split("[\r\n]", before)[-1].strip()
    if kept[-1:].isalnum() and match.string[match.end() : match.end() + 1] not in ("", "\n", "\r"):
        bare = kept.ljust(len(bare), _FILL)
    elif not opens:  # at the edges of a line, unseen marks are dropped
        bare = kept.rjust(len(bare), _FILL)
    return (" " * start + bare).ljust(len(whole))


def _with_addresses(text: str) -> tuple[str, int]:
    """Return the text with something that has the form of an e-mail address, though nobody's, wherever a page hid one from programs."""
    import re

    hidden = r"\\?\[\s?e-?mail(?:\s|&nbsp;|&#160;)protected\s?\\?\]"
    return re.subn(hidden, lambda match: _ADDRESS.ljust(len(match[0])), text, flags=re.IGNORECASE)


def _decoded(text: str) -> tuple[str, int, str]:
    """Return the text with wrongly decoded characters as they were meant, how many there were, and the first."""
    pattern, meant = _wrong()
    found = pattern.search(text)
    if not found:
        return text, 0, ""

    def right(match: re.Match[str]) -> str:
        mark = meant[match[0]]
        room = len(match[0]) - 1
        inside = mark.isalpha() or (mark in "'\u2019" and text[match.end() : match.end() + 1].isalpha())
        return _UNSEEN * room + mark if inside else mark + " " * room

    made, number = pattern.subn(right, text)
    return made, number, found[0]


def _wrong() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds wrongly decoded characters, and what each stands for."""
    import re  # its import takes as long as the rest of a short check, and few texts need it

    meant: dict[str, str] = {}
    for mark in (*_MARKS, *map(chr, range(0xA0, 0x100))):
        once = _misread(mark, "cp1252")
        meant[once] = mark
        meant.setdefault(_misread(once, "cp1252"), mark)
        if mark in _MARKS:
            meant.setdefault(_misread(mark, "mac_roman"), mark)
    meant["\u00e2\u20ac\ufffd"] = meant["\u00e2\u20ac"] = "\u201d"  # its last byte means nothing in Windows-1252
    longest = sorted(meant, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), meant


def _misread(mark: str, encoding: str) -> str:
    """Return what becomes of UTF-8 that is taken for another encoding; bytes without meaning there stay what they are."""
    data = mark.encode()
    return "".join(_one(bytes((byte,)), encoding) for byte in data)


def _one(byte: bytes, encoding: str) -> str:
    try:
        return byte.decode(encoding)
    except UnicodeDecodeError:
        return byte.decode("latin-1")


def _guessed(match: re.Match[str]) -> str:
    """Return what most often is lost at such a place: an apostrophe in a word, a quotation mark beside one, else a dash."""
    before, after = match["before"] or "", match["after"] or ""
    size = len(match[0]) - len(before) - len(after)
    if before and after:
        return before + "\u2019" + _UNSEEN * (size - 1) + after
    return before + ('"' if before or after else "-").ljust(size) + after
