"""References by title to a section of the policy that no heading names."""

from __future__ import annotations

from gapcheck.document import Document, Span
from gapcheck.expression import expression
from gapcheck.fast import cached_property
from gapcheck.record import TYPE_CHECKING
from gapcheck.structure.defect import MOST, Defect, repeated, shown
from gapcheck.structure.ending import truncated
from gapcheck.structure.sheet import Sheet, Title, matches, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

    from gapcheck.rule import Confidence

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
    expression(rf"\b(?:section|paragraph|part|heading)s?(?: (?:below|above|{_OF_THIS}))?,? {_CALLED}:? {_QUOTED}", "i"),
    expression(rf"{_LEAD}(?: the| our)? (?:section|paragraph|heading):? {_QUOTED}", "i"),
    # see "X" below; the "X" section below
    expression(rf"{_LEAD}(?: the| our)? {_QUOTED},? (?:below|above|section (?:below|above|{_OF_THIS}))\b", "i"),
    # the section entitled How We Share Information; see the Your Rights section below
    expression(rf"\b[Ss]ections? (?:entitled|titled|called|headed) {_CAPITAL}(?= (?:below|above)|[.,;)]|$)"),
    expression(
        rf"\b(?:[Ss]ee|[Rr]efer to|[Ii]n|[Uu]nder) the {_CAPITAL} section (?:below|above|of this (?:[Pp]rivacy )?(?:[Pp]olicy"
        rf"|[Nn]otice|[Ss]tatement))\b"
    ),
    # the "X" section, which may be one of another page
    expression(rf"{_LEAD}(?: the| our)? {_QUOTED},? section\b", "i"),
)
# For each form what stands somewhere in it, of every tuple one.
_NAMES = ("section", "paragraph", "heading")
_NEEDS: tuple[tuple[tuple[str, ...], ...], ...] = (
    ((*_NAMES, "part"), ("titled", "called", "headed", "named", "labeled", "labelled", "marked")),
    (_NAMES,),
    (("below", "above", "section"),),
    (("section",), ("titled", "called", "headed")),
    (("section",), ("below", "above", "of this")),
    (("section",),),
)
_QUOTES, _SECTION = ('"', "\u201c"), ("section",)
_MARKS = (_QUOTES, _QUOTES, _QUOTES, _SECTION, _SECTION, _QUOTES)
_SURE: tuple[Confidence, ...] = ("high", "high", "medium", "medium", "medium", "low")
_CLICKS = expression(r"\b(?:page|settings|account|menu|scroll|click|tap|app|dashboard)\b[^.]{0,50}$", "i")
_ELSEWHERE = expression(
    r"\s*(?:section |page |tab |area |part |link )?,? ?(?:of|on|in|within|at|under) (?:your|our|the|its|their|each|any|that) "
    r"(?!(?:privacy )?(?:policy|notice|statement)\b|section|above|below)|\s*(?:page|tab|menu|link|button|settings?|screen"
    r"|webpage|website|app)\b",
    "i",
)
_DOCUMENT = expression(
    r"\b(?:policy|policies|notice|notices|statement|terms|agreement|addendum|conditions|guidelines|faqs?|page|cent(?:er|re)"
    r"|settings|preferences|contract|code"
    r"|disclosures?|act|profile|account|form|menu|list|help|appendix|annex|exhibit|schedule|rules)\b\W*$",
    "i",
)
_LABEL = expression(r"(?:section|part|article|paragraph|appendix|annex)\s\w{1,4}\W*$", "i")
_WORD = expression(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_LINE = expression(r"(?:^|[\n\r])[ \t#*_>\d.()-]{0,12}")
_OPENING = 30
_LIKE, _SHARED = 0.8, 0.6  # in letters, in words
_FEWEST, _MOST_TITLES, _MOST_LOOKED_UP = 3, 400, 200
_SMALL = frozenset("the a an of to and or for with we our your you us in on is are do does this that it be as by".split())
_COMMON = _SMALL | frozenset("how what why section about may rights".split())


def unknown_titles(document: Document) -> tuple[Defect, ...]:
    """Return one defect for each title that a reference gives and no section of the policy has."""
    sheet = sheet_of(document)
    titles = [title for title in sheet.titles if title.words]
    references = list(_references(sheet)) if len(titles) >= _FEWEST else []
    if not references:
        return ()
    headings = _Headings(sheet, titles)
    cut = truncated(document) is not None
    groups: dict[str, list[tuple[Span, Confidence, str]]] = {}
    for match, sure in references:
        title = match["title"].strip(" .,:;*_")
        if headings.know(title):
            continue
        # What a text that breaks off refers to may stand in the part that is missing, unless it is said to stand above.
        lost = cut and "above" not in sheet.clean[max(0, match.start() - 60) : match.end() + 10]
        groups.setdefault(_key(title), []).append((Span(*match.span()), "low" if lost else sure, title))
    found = []
    for hits in list(groups.values())[:MOST]:
        near = headings.nearest(hits[0][2])
        reason = (
            f'refers to a section called "{shown(hits[0][2])}", and no heading is called that; the nearest is "{shown(near.words, 60)}"'
        )
        parts = (*repeated("reference", [span for span, _, _ in hits]), ("nearest heading", near.span))
        found.append(Defect(parts, reason, hits[0][1]))
    return tuple(sorted(found, key=lambda one: one.parts[0][1]))


def _references(sheet: Sheet) -> Iterator[tuple[Match[str], Confidence]]:
    """Yield the references to sections of this text by their titles, each once, by its surest form."""
    taken: set[int] = set()
    around = {marks: sheet.near(marks, 160, 190) for marks in set(_MARKS)}
    for pattern, marks, needs, sure in zip(_PATTERNS, _MARKS, _NEEDS, _SURE, strict=True):
        stretches = [span for span in around[marks] if all(any(sheet.lower.find(word, *span) >= 0 for word in words) for words in needs)]
        for match in matches(pattern, sheet.clean, stretches):
            if match.start("title") not in taken and _concerns(sheet, match):
                taken.add(match.start("title"))
                yield match, sure


def _concerns(sheet: Sheet, match: Match[str]) -> bool:
    """Return whether the reference is to a section of this text, as far as can be seen; a link says itself where it leads."""
    start, end = match.span()
    title = match["title"].strip(" .,:;*_")
    if len(title) < 4 or _DOCUMENT.search(title) or _LABEL.match(title) or _ELSEWHERE.match(sheet.clean, end):
        return False
    return _CLICKS.search(sheet.clean, max(0, start - 70), start) is None and "](" not in sheet.text[start : end + 3]


def _key(words: str) -> str:
    return " ".join(_WORD.findall(words.lower().replace("\u2019", "'")))


def _stems(key: str) -> frozenset[str]:
    """Return the words that make a title, without their plural endings."""
    return frozenset(word.rstrip("s") for word in key.split() if word not in _COMMON and word + "s" not in _COMMON)


class _Headings:
    """The headings of a text, by which titles are known; titles once looked up are remembered."""

    def __init__(self, sheet: Sheet, titles: list[Title]) -> None:
        self._sheet = sheet
        self._titles = titles
        self._keys = [_key(title.words) for title in titles[:_MOST_TITLES]]
        self._all = frozenset(_key(title.words) for title in titles)
        self._verdicts: dict[str, bool] = {}

    @cached_property
    def _stems(self) -> list[frozenset[str]]:
        return [_stems(key) for key in self._keys]

    @cached_property
    def _lines(self) -> frozenset[str]:
        """How statements and lines begin: a title that the outline did not see as one stands there."""
        text = self._sheet.clean
        places = {*(match.end() for match in _LINE.finditer(text)), *(one.span.start for one in self._sheet.document.statements)}
        return frozenset(text[at : at + 80].lower() for at in places)

    def know(self, title: str) -> bool:
        """Return whether a heading, or a line that may be one, has the title or nearly so."""
        key = _key(title)
        if key not in self._verdicts:
            if len(self._verdicts) >= _MOST_LOOKED_UP:
                return True
            self._verdicts[key] = not key or key in self._all or self._alike(key) or self._opens(key) or self._defined(title)
        return self._verdicts[key]

    def _opens(self, key: str) -> bool:
        opening = key[:_OPENING]
        word = max(opening.split()[0].split("'"), key=len)  # as it stands in the text, whatever its apostrophes
        return any(_key(line)[:_OPENING].startswith(opening) for line in self._lines if word in line)

    def _defined(self, title: str) -> bool:
        """Return whether the text defines the words as a term, in brackets and quotes."""
        return f'("{title}"' in self._sheet.clean or f"(\u201c{title}\u201d" in self._sheet.clean

    def _alike(self, key: str) -> bool:
        if any(key in other or (other in key and len(other) > 8) for other in self._keys):
            return True
        from gapcheck.structure.likeness import alike  # most titles are known at once

        own = _stems(key)
        for other, words in zip(self._keys, self._stems, strict=True):
            if own and words and (len(own & words) / len(own | words) >= _SHARED or (len(own) > 1 and own <= words)):
                return True
            if alike(key, other[:200], _LIKE):
                return True
        return False

    def nearest(self, title: str) -> Title:
        """Return the heading that has most in common with the title, in words and in letters."""
        from gapcheck.structure.likeness import likeness, most

        key = _key(title)
        own = set(key.split()) - _SMALL

        candidates = []
        for at, other in enumerate(self._keys):
            words = set(other.split()) - _SMALL
            shared = len(own & words) / max(1, len(own | words))
            candidates.append((shared + most(key, other[:100]) / 2, -at, shared))
        best = (-1.0, 0)
        for bound, place, shared in sorted(candidates, reverse=True):
            if bound < best[0]:
                break  # no other can have more in common
            best = max(best, (shared + likeness(key, self._keys[-place][:100]) / 2, place))
        return self._titles[-best[1]]
