"""References by title to a section of the policy that no heading names."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from gapcheck.document import Document, Span
from gapcheck.rule import Confidence
from gapcheck.structure.defect import MOST, Defect, repeated, shown
from gapcheck.structure.ending import truncated
from gapcheck.structure.sheet import Sheet, matches

_QUOTED = r"[\"\u201c](?P<title>[^\"\u201c\u201d\n]{3,100})[\"\u201d]"
_LEAD = r"\b(?:see|refer to|in|under|read|review)"
_OF_THIS = r"of this (?:privacy )?(?:policy|notice|statement)"
_CALLED = r"(?:entitled|titled|called|headed|named|labell?ed|marked)"
_CAPITAL = (
    r"(?P<title>[A-Z][\w'\u2019-]{1,30}"
    r"(?: (?:[A-Z][\w'\u2019-]{0,30}|of|and|to|the|for|with|we|your|our|in|on|&|or|a)){1,9})"
)
_PATTERNS = (
    # the section entitled "X"; in section "X"
    re.compile(rf"\b(?:section|paragraph|part|heading)s?(?: (?:below|above|{_OF_THIS}))?,? {_CALLED}:? {_QUOTED}", re.IGNORECASE),
    re.compile(rf"{_LEAD}(?: the| our)? (?:section|paragraph|heading):? {_QUOTED}", re.IGNORECASE),
    # see "X" below; the "X" section below
    re.compile(rf"{_LEAD}(?: the| our)? {_QUOTED},? (?:below|above|section (?:below|above|{_OF_THIS}))\b", re.IGNORECASE),
    # the section entitled How We Share Information; see the Your Rights section below
    re.compile(rf"\b[Ss]ections? (?:entitled|titled|called|headed) {_CAPITAL}(?= (?:below|above)|[.,;)]|$)"),
    re.compile(
        rf"\b(?:[Ss]ee|[Rr]efer to|[Ii]n|[Uu]nder) the {_CAPITAL} section (?:below|above|of this (?:[Pp]rivacy )?(?:[Pp]olicy|[Nn]otice|[Ss]tatement))\b"
    ),
    # the "X" section, which may be one of another page
    re.compile(rf"{_LEAD}(?: the| our)? {_QUOTED},? section\b", re.IGNORECASE),
)
_QUOTES, _SECTION = ('"', "\u201c"), ("section",)
_MARKS = (_QUOTES, _QUOTES, _QUOTES, _SECTION, _SECTION, _QUOTES)
_SURE: tuple[Confidence, ...] = ("high", "high", "medium", "medium", "medium", "low")
_CLICKS = re.compile(r"\b(?:page|settings|account|menu|scroll|click|tap|app|dashboard)\b[^.]{0,50}$", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\s*(?:section |page |tab |area |part |link )?,? ?(?:of|on|in|within|at|under) (?:your|our|the|its|their|each|any|that) "
    r"(?!(?:privacy )?(?:policy|notice|statement)\b|section|above|below)|\s*(?:page|tab|menu|link|button|settings?|screen|webpage|website|app)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\b(?:policy|policies|notice|notices|statement|terms|agreement|addendum|conditions|guidelines|faqs?|page|cent(?:er|re)|settings|preferences|contract|code"
    r"|disclosures?|act|profile|account|form|menu|list|help|appendix|annex|exhibit|schedule|rules)\b\W*$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:section|part|article|paragraph|appendix|annex)\s\w{1,4}\W*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_LINE = re.compile(r"(?:^|[\n\r])[ \t#*_>\d.()-]{0,12}")
_OPENING = 30
_LIKE = 0.8
_FEWEST, _MOST_TITLES = 3, 300
_SMALL = frozenset("the a an of to and or for with we our your you us in on is are do does this that it be as by".split())
_COMMON = _SMALL | frozenset("how what why section about may rights".split())


def unknown_titles(document: Document) -> tuple[Defect, ...]:
    """Return one defect for each title that a reference gives and no section of the policy has."""
    sheet = Sheet(document)
    titles = [title for title in sheet.titles if title.words]
    if len(titles) < _FEWEST:
        return ()
    known = [_key(title.words) for title in titles]
    opened: frozenset[str] = frozenset()
    cut = truncated(document) is not None
    around = {marks: sheet.near(marks, 160, 190) for marks in set(_MARKS)}
    groups: dict[str, list[tuple[Span, Confidence]]] = {}
    for number, pattern in enumerate(_PATTERNS):
        for match in matches(pattern, sheet.clean, around[_MARKS[number]]):
            title = match["title"].strip(" .,:;*_")
            if not _concerns(sheet, title, match) or _known(_key(title), known):
                continue
            opened = opened or _openings(sheet)
            if any(one.startswith(_key(title)[:_OPENING]) for one in opened):
                continue
            sure = _SURE[number]
            if cut and "above" not in sheet.clean[max(0, match.start() - 60) : match.end() + 10]:
                sure = "low"
            groups.setdefault(_key(title), []).append((Span(*match.span()), sure))
    found = []
    for key, hits in list(groups.items())[:MOST]:
        quote = sheet.clean[hits[0][0].start : hits[0][0].end]
        near = max(range(min(len(known), _MOST_TITLES)), key=lambda at: _likeness(key, known[at]))
        title = next(filter(None, (_title_of(pattern, quote) for pattern in _PATTERNS)), quote)
        reason = (
            f'refers to a section called "{shown(title)}", and no heading is called that; the nearest is "{shown(titles[near].words, 60)}"'
        )
        spans = [span for span, _ in hits]
        found.append(Defect((*repeated("reference", spans), ("nearest heading", titles[near].span)), reason, hits[0][1]))
    return tuple(sorted(found, key=lambda one: one.parts[0][1]))


def _likeness(key: str, other: str) -> float:
    """Return how much two titles have in common, in words and in letters."""
    own, words = set(key.split()) - _SMALL, set(other.split()) - _SMALL
    return len(own & words) / max(1, len(own | words)) + SequenceMatcher(None, key[:100], other[:100]).ratio() / 2


def _title_of(pattern: re.Pattern[str], quote: str) -> str:
    match = pattern.search(quote)
    return match["title"].strip(" .,:;*_") if match else ""


def _key(words: str) -> str:
    return " ".join(_WORD.findall(words.lower().replace("\u2019", "'")))


def _openings(sheet: Sheet) -> frozenset[str]:
    """Return how statements and lines begin: a title that the outline did not see as one stands there."""
    lines = [match.end() for match in _LINE.finditer(sheet.clean)]
    places = {*lines, *(statement.span.start for statement in sheet.document.statements)}
    return frozenset(_key(sheet.text[at : at + 80])[:_OPENING] for at in places)


def _concerns(sheet: Sheet, title: str, match: re.Match[str]) -> bool:
    """Return whether the reference is to a section of this text, as far as can be seen; a link says itself where it leads."""
    start, end = match.span()
    if _DOCUMENT.search(title) or _LABEL.match(title) or len(title) < 4 or _ELSEWHERE.match(sheet.clean, end) or _defined(sheet, title):
        return False
    return _CLICKS.search(sheet.clean, max(0, start - 70), start) is None and "](" not in sheet.text[start : end + 3]


def _defined(sheet: Sheet, title: str) -> bool:
    """Return whether the text defines the words as a term, in brackets and quotes."""
    return any(f"({opening}{title}{closing}" in sheet.clean for opening, closing in (('"', '"'), ("\u201c", "\u201d")))


def _stems(key: str) -> set[str]:
    """Return the words that make a title, without their plural endings."""
    return {word.rstrip("s") for word in key.split() if word not in _COMMON and word + "s" not in _COMMON}


def _known(key: str, known: list[str]) -> bool:
    """Return whether a heading has the title or nearly so."""
    if not key or any(key in other or (other in key and len(other) > 8) for other in known):
        return True
    own = _stems(key)
    for other in known:
        words = _stems(other)
        if own and words and (len(own & words) / len(own | words) >= 0.6 or (len(own) > 1 and own <= words)):
            return True
        if abs(len(other) - len(key)) < max(len(key), len(other)) // 2 and len(other) < 200:
            matcher = SequenceMatcher(None, key, other)
            if matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE and matcher.ratio() >= _LIKE:
                return True
    return False
