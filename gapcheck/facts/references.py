"""Where a policy sends its reader: sections by number or title, and what is said to stand above or below."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.facts.fact import Found
from gapcheck.facts.plain import Plain
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2}){0,3}(?:\.?[a-z](?![\w.]))?(?:\([a-z\d]{1,4}\)){0,3}|[IVX]{1,5}|[A-Z](?:\.\d{1,2}){0,2})(?![\w%$])"
_SECTION = expression(
    rf"\b(?P<what>(?:[Ss]ub-?)?[Ss]ections?|SECTIONS?|[Cc]lauses?|[Pp]aragraphs?|[Pp]arts?|"
    rf"[Aa]rticles?|[Ss]chedules?|[Aa]nnex(?:es)?|[Aa]ppendix|[Aa]ppendices|[Ee]xhibit)"
    rf"\s{{1,3}}(?P<numbers>{_NUMBER}(?:(?:,|\s(?:and|or|to|through)|,\s(?:and|or)|\s?-)\s?{_NUMBER}){{0,5}})"
)
_ONE = expression(_NUMBER)
_OF_LAW = expression(
    r"[\s,]{0,3}(?:\(\w+\) ?)?(?:of|under|in|from|to)?\s{0,2}(?:the\s)?(?:[A-Z][\w.'-]*\s){0,6}"
    r"(?:Act|Code|Regulations?|GDPR|CCPA|CPRA|PIPA|PIPEDA|Directive|Law|Treaty|Charter|Constitution|Standard|DPA|Data Protection|"
    r"Statute|Rules|Decision|C\.?F\.?R|U\.?S\.?C|BDSG|DSG|TTDSG|Clauses|Terms|TMG|applicable law)\b"
)
_OF_OTHER = expression(
    r"(?:GDPR|Act|Code|CCPA|Regulation|Law|DPA|Cal\.|Civ\.|Directive|"
    r"\d\d/\d+(?:/EC)?|U\.S\.C\.?|C\.F\.R\.?)[\s,(\"']{0,3}(?:at |in |under )?$"
)
_KIND = {**dict.fromkeys(("subsection", "sub-section", "clause", "paragraph"), "section"), "appendices": "appendix", "annexe": "annex"}
_CALLED = r"(?:titled|entitled|called|headed|named|labell?ed|captioned)"
_QUOTED = expression(
    rf"(?<![\w-])(?:[Ss]ee|[Ss]ections?|SECTIONS?|[Hh]eadings?|[Cc]lauses?|[Pp]aragraphs?|[Pp]arts?|[Dd]escribed|[Ee]xplained|[Dd]etailed|"
    rf"outlined|listed|provided|discussed|identified|set (?:out|forth)|[Rr]efer to|under|review|read|{_CALLED})\s{{1,3}}"
    rf"(?:(?:also|above|below|more|further|on|in|under|at|to|our|the|this|that|with|section|heading|sections|following|headings|"
    rf"paragraph|part|is|it|please|see|and|{_CALLED})[\s:,]{{1,3}}){{0,6}}"
    r"(?:\"(?P<double>[A-Z\d](?:[^\"\n]|\n(?!\s*\n)){2,120}?)\"|'(?P<single>[A-Z\d][^\"\n]{2,100}?)'(?!\w))"
)
_TITLED = expression(
    r"(?:\"(?P<double>[A-Z\d](?:[^\"\n]|\n(?!\s*\n)){2,120}?)[.,]?\"|'(?P<single>[A-Z\d][^'\"\n]{2,100}?)')"
    r"\s{1,3}(?:sections?|paragraphs?|headings?|clauses?)\b"
)
# "the How We Share Your Information section": small words only between capitals.
_CAPITALS = expression(
    r"\b(?:[Ss]ee|in|under|to|[Rr]eview|[Rr]ead|refer to|consult|[Tt]he|our)\s{1,3}(?:(?:our|the|also)\s{1,3})?"
    r"(?P<title>[A-Z][\w'/-]*(?:,?\s{1,3}(?:[A-Z][\w'/-]*|&|and|or|of|we|you|your|our|the|for|to|in|with|"
    r"how|use|share|collect|do|is|about|on|from|by)){0,11})"
    r"\s{1,3}(?:sections?|paragraph|heading)\b(?!\s{0,2}\d)"
)
_NO_SECTION = expression(
    r"\s{0,2}(?:\w+\s)?(?:link|button|page|menu|tab|checkbox|box|icon|form|setting|"
    r"website|dashboard|feature|folder|of (?:your|the) (?:account|app|website|browser))\b",
    "i",
)
_OF_LINK = expression(r"\b(?:link|button|page|form|tab|menu|box|fall|falls|falling)\s{1,3}$", "i")
_SIDE = expression(r"\b(?P<side>below|above)\b", "i")
_NO_SIDE = expression(
    r"\s{0,2}(?:the\s(?:age|minimum|legal|threshold|fold)|ages?\b|and\sbeyond|all\b|a\s(?:specified|certain|given)\b|"
    r"\d|average|that\sage|market|cost|\$)",
    "i",
)
_NO_SIDE_BEFORE = expression(
    r"(?:\d|\bage|years?(?: old| of age)?|over|up|\bor|teen)\s{1,2}(?:and|or)\s{1,2}$|\b(?:is|are|was|were|well|far|just|at or)\s{1,2}$",
    "i",
)


def references(plain: Plain) -> Iterator[Found]:
    """Yield "section 4.2", "title:information use", "below" and "above"; the label is the number or title as written."""
    found = [*_by_number(plain), *_by_title(plain)]
    taken = {one.end for one in found}
    text = plain.text
    for match in _SIDE.finditer(text):
        if _NO_SIDE.match(text, match.end()) or _NO_SIDE_BEFORE.search(text, max(0, match.start() - 24), match.start()):
            continue
        if taken and any(match.start() - gap in taken for gap in range(1, 12)):
            continue  # "Section 4 below", "'Cookies' below" are said already
        found.append(Found(match["side"].lower(), *match.span(), match.group()))
    yield from sorted(found, key=lambda one: (one.start, one.end, one.value))


def _by_number(plain: Plain) -> Iterator[Found]:
    text = plain.text
    for match in _SECTION.finditer(text):
        start, end = match.span()
        number = plain.holder(start)
        if number is None or _OF_LAW.match(text, end, end + 90) or _OF_OTHER.search(plain.before(start, 40)):
            continue
        own = plain.document.statements[number]
        if own.kind == "heading" and not text[own.span.start : start].strip(" #*_>\n(\"'"):
            continue  # "Section 4. Cookies" is the section, and refers to none
        what = match["what"].lower()
        what = what if what in ("appendix", "annex") else what.rstrip("s") if what != "appendices" else what
        if what == "article" or (what in ("part", "exhibit", "paragraph", "section", "clause") and match["numbers"] in ("A", "I")):
            continue
        for one in _ONE.finditer(match["numbers"]):
            written = one.group().rstrip(".")
            yield Found(f"{_KIND.get(what, what)} {written.lower()}", start, end, written)


def _by_title(plain: Plain) -> Iterator[Found]:
    text, seen = plain.text, set()
    for pattern in (_QUOTED, _TITLED, _CAPITALS):
        for match in pattern.finditer(text):
            group = next(name for name, value in match.groupdict().items() if value)
            start, end = match.span(group)
            if start in seen or (pattern is not _CAPITALS and _NO_SECTION.match(text, end + 1, end + 40)):
                continue
            if _OF_LINK.search(text, max(0, match.start() - 12), match.start()):
                continue
            title = " ".join(text[start:end].strip(" .,:;").split())
            if (
                len(title) < 3
                or not any(map(str.isalpha, title))
                or title.lower() in ("this", "the", "that", "these", "above", "following")
            ):
                continue
            if group != "title":
                start, end = start - 1, end + 1
            seen.add(match.start(group))
            yield Found(f"title:{title.lower()}", start, end, title)


def same_reference(a: str, b: str) -> bool:
    """Return whether two references name the same place, apart from case and dots."""
    return a.rstrip(".").casefold() == b.rstrip(".").casefold()
