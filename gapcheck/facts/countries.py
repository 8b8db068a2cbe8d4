"""Countries and unions of countries that a policy names."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.facts.fact import Found
from gapcheck.facts.plain import Plain
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Georgia, Jordan and Jersey are left out: most often they are a state, a person and a part of New Jersey.
_NAMES = """
US United States of America|United States|USA|U.S.A.|U.S.|US
GB United Kingdom|Great Britain|UK|U.K.|England|Scotland|Wales|Northern Ireland
EU European Union|EU|E.U.
EEA European Economic Area|EEA|E.E.A.
CA Canada
IE Republic of Ireland|Ireland
DE Germany|Deutschland
FR France
IT Italy|Italia
ES Spain|Espa\u00f1a
PT Portugal
NL The Netherlands|Netherlands|Holland
BE Belgium
LU Luxembourg
AT Austria
CH Switzerland
LI Liechtenstein
DK Denmark
SE Sweden
NO Norway
FI Finland
IS Iceland
PL Poland
CZ Czech Republic|Czechia
SK Slovakia
SI Slovenia
HR Croatia
HU Hungary
RO Romania
BG Bulgaria
GR Greece
CY Cyprus
MT Malta
EE Estonia
LV Latvia
LT Lithuania
RS Serbia
UA Ukraine
RU Russian Federation|Russia
BY Belarus
TR Turkey|T\u00fcrkiye
IL Israel
AE United Arab Emirates|UAE
SA Saudi Arabia
QA Qatar
KW Kuwait
EG Egypt
MA Morocco
ZA South Africa
NG Nigeria
KE Kenya
GH Ghana
IN India
PK Pakistan
BD Bangladesh
LK Sri Lanka
CN People's Republic of China|China|PRC
HK Hong Kong
TW Taiwan
JP Japan
KR Republic of Korea|South Korea|Korea
SG Singapore
MY Malaysia
TH Thailand
VN Vietnam|Viet Nam
PH Philippines
ID Indonesia
AU Australia
NZ New Zealand
MX Mexico
BR Brazil
AR Argentina
CL Chile
CO Colombia
PE Peru
UY Uruguay
CR Costa Rica
PA Panama
GI Gibraltar
IM Isle of Man
GG Guernsey
BM Bermuda
KY Cayman Islands
VG British Virgin Islands
"""
_WORD_BEFORE = expression(r"([A-Za-z]+)\W{0,2}$")
_WORD_BEHIND = expression(r"\W{0,2}([A-Za-z]+)")


def _table() -> dict[str, list[tuple[str, str]]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for line in _NAMES.strip().splitlines():
        code, _, names = line.partition(" ")
        for name in names.split("|"):
            table.setdefault(name.split()[0].strip(".").lower() if len(name) > 5 else name.split()[0], []).append((name, code))
    return {first: sorted(names, key=lambda pair: -len(pair[0])) for first, names in table.items()}


_BY_FIRST = _table()
_CAPITAL = expression(r"(?<![\w@./-])[A-Z][\w.\u00fc\u00f1']*")
_NOT_AFTER = expression(r"(?:\bNew|\bof North|\bBank of|\bLake) $")


# Names of laws and schemes, not of countries: "UK GDPR", "EU-U.S. Data Privacy Framework".
_OF_LAW = expression(
    r"\s{0,3}(?:GDPR|General Data|Data Protection Act|Information Commissioner|"
    r"Extension|Addendum|DPF|Data Privacy Framework|Privacy Shield)|\s?-\s?U\.?S"
)
_WITH = expression(r"\b(?:EU|E\.U\.|Swiss|UK)(?:[/ ]{1,3}(?:and )?Swiss)? ?- ?$")


def countries(plain: Plain) -> Iterator[Found]:
    """Yield countries as two capital letters, the European Union as "EU" and the European Economic Area as "EEA"."""
    text, floor = plain.text, 0
    for match in _CAPITAL.finditer(text):
        word, start = match.group(), match.start()
        if start < floor:
            continue
        bare = word.rstrip(".").removesuffix("'s")
        names = _BY_FIRST.get(word) or _BY_FIRST.get(bare) or _BY_FIRST.get(bare.lower()) if len(bare) > 1 else None
        for name, code in names or ():
            end = _reads(text, start, name)
            if end and not _otherwise(text, start, end, name):
                yield Found(code, start, end)
                floor = end
                break


def _reads(text: str, start: int, name: str) -> int:
    """Return where `name` ends if it stands at `start`, any white space between its words and any capitals but in initials; else 0."""
    at = start
    for number, word in enumerate(name.split()):
        if number:
            ahead = at
            while at < len(text) and at < ahead + 4 and text[at].isspace():
                at += 1
            if at == ahead:
                return 0
        written = text[at : at + len(word)]
        if written != word and (len(name) < 5 or written.lower() != word.lower()):
            return 0
        at += len(word)
    return 0 if text[at : at + 1].isalnum() or text[at : at + 1] == "_" else at


def _otherwise(text: str, start: int, end: int, name: str) -> bool:
    """Return whether the words mean something else: "New Mexico", "CONTACT US", "EU-US"."""
    if _NOT_AFTER.search(text, max(0, start - 12), start) or _OF_LAW.match(text, end) or _WITH.search(text, max(0, start - 16), start):
        return True
    if name in ("US", "PRC"):
        before, after = (
            _WORD_BEFORE.search(text[max(0, start - 24) : start]),
            _WORD_BEHIND.match(text[end : end + 24]),
        )
        around = [match[1] for match in (before, after) if match]
        return (bool(around) and all(word.isupper() and len(word) > 2 for word in around)) or bool(
            before and before[1].lower() in ("contact", "about")
        )
    return False
