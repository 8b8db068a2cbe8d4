"""What introduces a list, and the lists that hide inside one sentence or paragraph."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.reading.sentences import sentences, trim
from gapcheck.record import Record

_LEADS = (
    "following", "including", "includes", "include", "such as", "as follows", "for example", "e.g.", "namely", "that is",
    "limited to", "consist of", "consists of", "right to", "entitled to", "in order to", "may", "who", "that", "which",
)  # fmt: skip
_POINTS = expression(r"(?i)\b(?:following|follows|below|these|such as|including|includes?|right to|rights)\b")
_DOT = expression(r"\s([\u2022\u00b7\u2023\u25aa\u25cf\uf0b7])\s")
_ROMAN = {text: number for number, text in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)}


class Part(Record):
    """A stretch of a sentence or paragraph; `lead` is what introduces it, if it is an item of a list."""

    start: int
    end: int
    lead: tuple[int, int] | None
    inner: int


def introduces(line: str, strictly: bool = True) -> bool:
    """Return whether `line` opens a list; not `strictly`, if bullets follow: then the want of an end mark will do."""
    bare = line[-60:].rstrip(" \t\r\n\u00a0*_\"'\u201d")
    if not bare:
        return False
    if bare[-1] in ":\uff1a":
        return True
    lower = bare.lower()
    if lower.endswith(_LEADS) or (bare[-1] in "-\u2013\u2014" and bare[-2:-1] == " "):
        return True
    if strictly:
        return False
    if bare[-1] not in ".!?;":
        return line.count(" ") > 1
    return bool(_POINTS.search(line[-200:]))


def parts(text: str, start: int, end: int) -> list[Part]:
    """Return the paragraph sentence by sentence, with its enumerations cut into lead-in and items."""
    found: list[Part] = []
    rest = start
    if _enumerates(text, start, end):
        found, rest = _enumerated(text, start, end)
    for at, stop in sentences(text, rest, end):
        own = _semicolons(text, at, stop) if text.count(";", at, stop) > 1 else []
        found += own or [Part(at, stop, None, at)]
    return found


def _enumerates(text: str, start: int, end: int) -> bool:
    """Return whether an enumerator may stand in the paragraph."""
    if text.find(")", start, end) >= 0:
        return text.find("b)", start, end) > 0 or text.find("ii)", start, end) > 0 or text.find("2)", start, end) > 0
    return not text[start:end].isascii() and any(text.find(sign, start, end) > start for sign in "\u2022\u00b7\u25aa\u25cf\uf0b7")


def _enumerated(text: str, start: int, end: int) -> tuple[list[Part], int]:
    """Return what stands before and in the enumeration of the paragraph, and where it ends; nothing if there is none."""
    run = marks(text, start, end)
    before = sentences(text, start, run[0][0]) if run else []
    if not before:
        return [], start
    lead = before[-1]
    if len(run) < (2 if text[lead[1] - 1] == ":" else 3):
        return [], start
    found = [Part(at, stop, None, at) for at, stop in before]
    for number, (at, inner) in enumerate(run):
        last = number + 1 == len(run)
        own = sentences(text, inner, end if last else run[number + 1][0])
        if not own:
            return [], start
        found.append(Part(at if text[at : at + 1].strip() else own[0][0], own[0][1], lead, own[0][0]))
        if last:
            return found, own[0][1]
        found += (Part(s, e, None, s) for s, e in own[1:])
    return found, end


def marks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return start and end of the enumerators (a) (b) (c), (i) (ii) (iii) or 1) 2) 3) of the first clear run."""
    run: list[tuple[int, int]] = []
    expected, style = 1, ""
    close = text.find(")", start, end)
    while close >= 0:
        begin = _opening(text, start, close)
        if begin >= 0:
            value = text[begin:close].lstrip("(")
            kind, number = _order(value, style, expected)
            if number == 1 and len(run) < 2:
                style, run, expected = kind, [(begin, close + 1)], 2
            elif run and kind == style and number == expected:
                run.append((begin, close + 1))
                expected += 1
        close = text.find(")", close + 1, end)
    if not run and _DOT.search(text, start, end):
        run = [match.span() for match in _DOT.finditer(text, start, end)]
    return run


def _opening(text: str, start: int, close: int) -> int:
    """Return where the enumerator begins that the bracket at `close` ends, or -1."""
    at = close - 1
    while at > start and close - at < 5 and text[at].isalnum():
        at -= 1
    begin = at if text[at] == "(" or at == start else at + 1
    inner = begin + (text[begin] == "(")
    if not 0 < close - inner < 5 or not (begin == start or text[begin - 1] in " \t\n\r\u00a0:;,."):
        return -1
    following = text[close + 1 : close + 2]
    return begin if following.isspace() or following.isalpha() else -1


def _order(value: str, style: str, expected: int) -> tuple[str, int]:
    """Return the style of an enumerator and its number: (c) is the third letter, (iv) the fourth Roman numeral."""
    if value.isdecimal():
        return "num", int(value)
    if len(value) == 1 and "a" <= value <= "z" and not (value == "i" and expected != 9) and (style == "alpha" or value not in _ROMAN):
        return "alpha", ord(value) - 96
    return ("roman", _ROMAN[value]) if value in _ROMAN else ("", 0)


def _semicolons(text: str, start: int, end: int) -> list[Part]:
    colon = text.find(":", start, end)
    if text.find(";", start, end) < colon or text[colon + 1 : colon + 3] == "//" or text[colon - 1].isdigit():
        return []
    lead = trim(text, start, colon + 1)
    cuts = [colon + 1]
    at = text.find(";", colon, end)
    while at >= 0:
        cuts.append(at + 1)
        at = text.find(";", at + 1, end)
    spans = [trim(text, s, e) for s, e in zip(cuts, [*cuts[1:], end], strict=True)]
    spans = [span for span in spans if span[0] < span[1]]
    if len(spans) < 3:
        return []
    return [Part(*lead, None, lead[0]), *(Part(*span, lead, span[0]) for span in spans)]
