"""Where sentences end, and what is listed inside one."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.reading.blocks import listed

_CLOSERS = "\"'\u201d\u2019\u00bb)\\]*_"
# A mark with closers and space behind it; or glued: a small letter, the mark, a capital and a small letter.
_END = expression(
    rf"[.!?\u2026](?:[.!?\u2026{_CLOSERS}]{{0,12}}(?=\s)"
    r"|(?<=[a-z\d)\u201d\"][.!?])(?=[A-Z\u201c][a-z ,\u2019'](?!\S{0,80}[@/]))"
    r"|(?<=[a-z)]\.)(?=\d{1,2}\.\s?[A-Z][a-z]))"
)
_ABBREVIATIONS = listed(
    """
    e.g i.e eg ie cf vs viz no nos art arts sec secs para paras cl reg st mr mrs ms dr prof jr sr inc ltd co corp llc
    plc dept attn str approx max min incl etc al fig vol ed p pp ca u.s u.k u.s.a e.u a.m p.m tel ext ave blvd rd ph.d s.a b.v
    n.v g.m.b.h n nr abs lgs d.lgs jan feb mar apr jun jul aug sep sept oct nov dec
    """
)
# These can also stand at the end of a sentence: it ends if the next word likes to begin one.
_EITHER = listed("etc inc ltd co corp llc plc u.s u.k u.s.a e.u a.m p.m al s.a b.v n.v jr sr")
_NEEDS_NUMBER = listed("no nos n nr art arts sec secs para paras cl fig vol p pp reg abs lgs d.lgs")
_STARTERS = listed(
    """
    We You The This If Our In For When These They It Your To Please However Such All Any As At By Where Some
    Additionally Also That Those There Such Other Information Personal
    """
)
WORD = expression(r"\S+")
MOST_WORDS = 250


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of one paragraph, without the white space around them."""
    found = []
    start, end = trim(text, start, end)
    for match in _END.finditer(text, start, end):
        mark, stop = match.span()
        if mark > start and _ends(text, start, mark, stop, end):
            found.append((start, stop))
            while stop < end and text[stop].isspace():
                stop += 1
            start = stop
    if start < end:
        found.append((start, end))
    return found


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without white space at its ends."""
    if start < end and not text[start].isspace() and not text[end - 1].isspace():
        return start, end
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    return start + lead, start + max(lead, len(piece.rstrip()))


def _ends(text: str, at: int, mark: int, stop: int, end: int) -> bool:
    """Return whether the mark that stands in a sentence begun at `at` ends it."""
    begin = stop
    while begin < end and text[begin].isspace():  # source code can be indented far
        begin += 1
    after = text[stop : min(begin + 24, end)]
    ahead = after.lstrip()
    following = ahead.lstrip("\"'\u201c\u2018([*_#")[:1]
    if not following:
        return True
    if text[mark] != "." or "?" in text[mark:stop] or "!" in text[mark:stop]:
        return not following.islower() or (stop - mark == 1 and "\n" in after and text[mark] != "\u2026")
    if following.islower() or following in ",;:":
        return False
    floor = max(at, mark - 40)
    last = text[floor:mark].split()[-1:] or [""]
    word = last[0].lstrip("([{\"'\u201c\u2018*_").rstrip("\\").lower()
    opens = mark - at < 40 and not text[at : mark - len(last[0])].strip(" \t\n\r*_#>[(-\u2022")
    if opens and ((len(word) < 4 and (word.isdigit() or len(word) == 1 or not word.strip("ivx"))) or _dotted(word)):
        return False
    word = word.rsplit("-", 1)[-1]  # EU-U.S.
    initials = "." in word and all(len(letter) == 1 and letter.isalpha() for letter in word.split("."))
    if initials or word in _ABBREVIATIONS:
        if word in _EITHER or (initials and word not in _ABBREVIATIONS):
            return ahead.split(None, 1)[0].strip(",") in _STARTERS
        return following.isupper() and word == "no" if word in _NEEDS_NUMBER else False
    return not (len(word) == 1 and word.isalpha() and word != "i" and last[0].isupper())


def _dotted(word: str) -> bool:
    return bool(word) and len(word) < 10 and word.replace(".", "").isdigit()


def capped(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentence in parts of at most `MOST_WORDS` words, cut at a semicolon or comma where there is one."""
    if end - start < 2 * MOST_WORDS:
        return [(start, end)]
    parts, words, semi, comma = [], 0, 0, 0
    for match in WORD.finditer(text, start, end):
        words += 1
        last = text[match.end() - 1]
        if words > MOST_WORDS:
            cut = semi or comma or match.start()
            parts.append(trim(text, start, cut))
            start = cut
            words = len(text[cut : match.end()].split()) if cut < match.start() else 1
            semi = comma = 0
        if words > MOST_WORDS // 2:
            if last == ";":
                semi = match.end()
            elif last == ",":
                comma = match.end()
    parts.append(trim(text, start, end))
    return [part for part in parts if part[0] < part[1]]
