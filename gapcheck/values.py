"""Where telephone numbers, postal addresses and unfilled placeholders begin in a text: cues, not the values."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.links import link_starts
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from gapcheck.document import Document

LOOKED_FOR = ("#phone", "#address", "#placeholder", "#link")
REACH = 100
LONGEST_ADDRESS = 300  # up to the end of its postal code
# Every expression is linear: fixed counts, no quantifier inside another over the same characters.
_PHONE = expression(r"[+(\d](?<![\w.,/:-].)\(?\d{0,4}\)?(?:[ \u00a0./-]?\(?\d{1,8}\)?){1,6}(?![\w%])")
_OTHER_NUMBER = expression(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d\d[ /-](?:19|20)?\d\d(?:\d)?|(?!\d\d\.\d\d\.\d\d\.\d\d$)(?:\d{1,3}\.){3}\d{1,3}"
)
_STREET = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct|Place|Pl|Square|Sq|Parkway|Pkwy|Terrace|Close|Quay|"
    "Highway|Hwy|Suite|Floor|Row|Crescent|Circle|Plaza|Park|Loop|Trail|Gardens|Mews|Wharf|House|Building|Broadway"
)
_STREET_ENDING = "stra\u00dfe|strasse|str\\.|gasse|platz|weg|allee|straat|laan|gracht|plein|gatan|v\u00e4gen|katu|tie|vej|gade"
_STREET_BEFORE = "[Rr]ue|[Vv]ia|[Cc]alle|[Aa]venida|[Rr]ua|[Pp]iazza|[Vv]iale|[Bb]oulevard|[Aa]venue|[Pp]laza|[Cc]orso"
_STATE = "A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
_LETTER = "\\w\u00c0-\u024f"
ADDRESS = expression(
    # The first character decides most places at once.
    r"(?<![^\W_])(?=[\dA-Zabcprv])(?:P\.? ?O\.? ?Box [A-Z]{0,4} ?\d"
    rf"|\d{{1,5}}[A-Za-z]?,? (?:[A-Z0-9][\w.'\u2019-]{{0,20}},? ){{1,4}}(?:{_STREET})\b"
    rf"|[A-Z][{_LETTER}-]{{1,30}}(?:{_STREET_ENDING}) ?\d{{1,4}}"
    rf"|(?:{_STREET_BEFORE}) (?:de |del |della |du |des |d')?[A-Z][{_LETTER}' -]{{1,40}}?,? ?\d{{1,4}}\b(?!\.\d)"
    rf"|[A-Z][a-z]{{2,20}},? (?:{_STATE}),? \d{{5}}\b"
    # Canadian, British and continental postal codes
    r"|[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
    rf"|(?:[A-Z]{{1,2}}-)?\d{{4,5}} [A-Z]{{0,2}} ?[A-Z\u00c0-\u00de][{_LETTER}]{{2,20}}(?:,| [A-Z]|\n|$))",
)
# How streets end and begin where the number of the house stands behind, and numbers that are written out.
ENDING = (
    "stra\u00dfe|strasse|str\\.|gasse|platz|weg|allee|damm|ring|ufer|straat|laan|gracht|plein|kade|gatan|v\u00e4gen|katu|vej|gade|veien|"
    "gata|dijk|singel|markt|tie"
)
APART = r"Stra\u00dfe|Strasse|Str\.|Allee|Platz|Weg|Damm|Ring|Ufer|Straat|Laan"
ROAD = (
    "[Rr]ue|[Vv]ia|[Cc]alle|[Aa]venida|[Aa]v\\.|[Rr]ua|[Pp]iazza|[Vv]iale|[Bb]oulevard|[Aa]venue|[Pp]laza|[Cc]orso|[Qq]uai|"
    "[Cc]hauss\u00e9e|[Ll]argo|[Cc]arrer|[Pp]aseo|[Pp]asseig|ul\\.|al\\.|[Pp]lace|C/"
)
SPELT = "One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|ONE"
CAPITAL = "[A-Z\u00c0-\u00de]"
# What every address has that `facts.address` finds: a number that is written out, or figures with what makes them those of a postal code,
# a house or a box. Four figures are a code with a town behind them, or behind a state of Australia; else they are a year.
_SPELT = expression(rf"(?:{SPELT})[\W_]{{1,2}}{CAPITAL}")
_FIGURES = expression(
    rf"(?<=[A-Z])|\d{{5}}|\d{{4}}(?:[\W_]\d{{3}})?[\W_]{{0,5}}{CAPITAL}|\d{{3}}[\W_]\d\d|\d\d[\W_]\d{{3}}|\d+[A-Z]|\d+[\W_]\d+(?:st|nd|rd|th)"
    r"|\d+[A-Za-z]{0,2}(?:[\W_]{0,3}\d{1,5}[A-Za-z]?)?,?(?:[^\w.,;:?!()/%$-]|_){1,4}(?:-\s?)?"
    rf"(?:{CAPITAL}|\d|rue|avenue|boulevard|quai|place|chauss|bis)"
)
_AHEAD = expression(
    r"(?:NSW|VIC|Victoria|QLD|Queensland|SA|WA|TAS|ACT|NT|Wales|Dublin)[\W_]{1,5}$"
    rf"|(?:[Bb]ox|BOX|P\.O\.|Postfach|Bag)[\W_]{{1,6}}[A-Z]{{0,3}}[\W_]?$|(?:{ENDING}|{APART})[\W_]{{1,3}}$"
)
_ROAD = expression(rf"(?<!\w)(?:{ROAD})[\W_]")
_TO_FILL = "insert|enter|your|add|fill|company|business|date|name|e-?mail|address|website|dd|mm|month|day"
_MARKUP = (
    "address|article|aside|audio|body|button|canvas|caption|code|data|details|dialog|div|embed|figure|footer|form|frame|head|header|html|iframe|"
    "img|input|label|legend|link|main|map|menu|meta|nav|object|option|output|picture|pre|script|section|select|small|source|span|strong|style|"
    "sub|summary|sup|svg|table|tbody|template|textarea|thead|time|title|track|video"
)
# Names of HTML elements in angle brackets are markup, whatever the text is.
_PLACEHOLDER = expression(rf"(?:\[|<(?!(?i:{_MARKUP})>))(?:[A-Z][A-Z /_-]{{2,40}}|(?i:(?:{_TO_FILL})\b[\w /.,'-]{{0,40}}))[\]>]")
_DIGITS = expression(r"\d+")
_YEAR = expression(r"(?:19|20)\d\d ")


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _is_phone(text: str) -> bool:
    bare = text.strip()
    if not 7 <= _digits(bare) <= 15:
        return False
    # "2016/679", dates, section numbers, years and addresses of machines are none; a number of few groups needs a sign that people dial it.
    if _OTHER_NUMBER.fullmatch(bare):
        return False
    return bare[0] in "+(0" or bare.count(" ") + bare.count("-") + bare.count(".") + bare.count("\u00a0") >= 2


def value_starts(document: Document) -> dict[str, list[int]]:
    """Return, for every kind in LOOKED_FOR, the offsets in the text of `document` where one begins."""
    text = document.read
    phones: list[int] = []
    addresses: list[int] = []
    for low, high in near_digits(text, REACH):
        phones += [match.start() for match in _PHONE.finditer(text, low, high) if _is_phone(match.group())]
        addresses += [match.start() for match in ADDRESS.finditer(text, low, high) if not _YEAR.match(match.group())]
    placeholders = [match.start() for match in _PLACEHOLDER.finditer(text)] if "[" in text or "<" in text else []
    return dict(zip(LOOKED_FOR, (phones, addresses, placeholders, link_starts(document)), strict=True))


def may_hold_address(text: str, start: int, end: int) -> bool:
    """Return whether an address can begin in `text[start:end]`; it can go on behind."""
    if _SPELT.search(text, start, end):
        return True
    figures = [match.start() for match in _DIGITS.finditer(text, start, end + LONGEST_ADDRESS)]
    if any(_FIGURES.match(text, at) or _AHEAD.search(text, max(start, at - 40), at) for at in figures):
        return True
    return bool(figures) and _ROAD.search(text, start, end) is not None


def near_digits(text: str, reach: int, low: int = 0, high: int | None = None) -> list[tuple[int, int]]:
    """Return the stretches of `text[low:high]` within `reach` characters of a digit, which numbers and addresses have: most has none."""
    stretches: list[tuple[int, int]] = []
    first = last = -1
    high = len(text) if high is None else high
    for match in _DIGITS.finditer(text, low, high):
        start, end = match.span()
        if first < 0 or start - last > 2 * reach:
            if first >= 0:
                stretches.append((max(low, first - reach), min(high, last + reach)))
            first = start
        last = end
    if first >= 0:
        stretches.append((max(low, first - reach), min(high, last + reach)))
    return stretches
