"""Postal addresses: from where a street, a building or a box begins to where the postal code, town or country ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from gapcheck.expression import expression
from gapcheck.facts.fact import Found
from gapcheck.facts.plain import BORDER, Plain
from gapcheck.facts.postcodes import FIRST_FIGURES, POSTCODE, REGION
from gapcheck.facts.streets import START, SUFFIX, UNITS
from gapcheck.record import TYPE_CHECKING
from gapcheck.values import CAPITAL, ENDING, near_digits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

REACH = 200
LONGEST = 500  # what no address exceeds
BEFORE = 1500  # so far before a statement addresses are looked for that could reach into it
_TOKEN = expression(r"[^\s,;|/]+|[,;|/]")
_SMALL = frozenset(
    (
        "of de du des la le les l' d' del della di da do dos van von der den am an im a the and & y et e und "
        "st rue avenue boulevard place quai bis suite floor unit level apt bldg building room office no # th nd rd"
    ).split()
)
_LEGAL = expression(
    r"(?:Inc|LLC|Ltd|Limited|g?GmbH|mbH|KG|SE|PLC|plc|Corp|Corporation|B\.?V|S\.?A\.?S?|S\.r\.l|L\.L\.C|Pty|AG|AB|Oy|ApS)\.?,?$"
)
_STATE = expression(rf",?\s{{1,3}}{REGION}")
_NEVER = expression(rf"[@\u00a9{BORDER}]")
_MONTH = expression(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?(?:$|\s\d)")
_NO_PLACE = frozenset(
    """
    we you our your this if please email e-mail phone tel telephone fax contact attn attention privacy policy article section gdpr ccpa act
    regulation copyright and/or in to by for or at on with is are may will effective updated law code rights reserved attn: data what how
    information when who why where as it its these those telephone: phone: tel: fax: email: e-mail: chapter page version part
    """.split()
)
_ENDS = expression(rf"(?:{ENDING})$", "i")
_STREET_AHEAD = expression(r"\b(?:rue|avenue|boulevard|quai|place)\b")
_STREET = expression(rf"(?<!\w)(?:{SUFFIX})\.?(?![\w'])")
# What makes a number another thing than that of a house.
_AHEAD = expression(
    r"(?:\b(?:[Ss]ections?|[Aa]rt(?:icle)?s?\.?|[Cc]lause|[Pp]aragraph|[Rr]egulation|[Vv]er(?:sion)?\.?|[Cc]opyright|[Pp]age|"
    r"[Cc]hapter|[Rr]ule|[Nn]umber|[Nn]o\.?)|[\u00a7\u00a9]) ?$"
)
_DIGITS_AHEAD = expression(r"\d\)? ?$")
_NAME = rf"{CAPITAL}[\w'.-]{{1,20}}"
_PLACED = expression(rf",?\s{{1,4}}({_NAME}(?:\s{{1,2}}(?:(?:of|upon|on|de|la)\s)?{_NAME}){{0,2}})(?=\s{{0,3}}(?:[,.;:|)\n]|$|[a-z]|\())")
_COUNTRY = expression(
    r"[,.]?(?:[ ]{1,4}|[ ]{0,2}\n\s{0,2}|\s?\(|\s?-\s?)"
    r"((?:The )?(?:United States(?: of America)?|U\.?S\.?A\.?|US|United Kingdom|U\.?K\.?|England|Scotland|Wales|Northern Ireland|Canada|"
    r"Ireland|Germany|Deutschland|France|Spain|Espa\u00f1a|Portugal|Italy|Italia|Netherlands|Belgium|Luxembourg|Austria|Switzerland|"
    r"Denmark|Sweden|Norway|Finland|Iceland|Poland|Czech Republic|Estonia|Latvia|Lithuania|Hungary|Romania|Bulgaria|Greece|Cyprus|"
    r"Malta|Israel|India|Singapore|Australia|New Zealand|Japan|China|Hong Kong|South Africa|Brazil|Mexico|UAE|United Arab Emirates|"
    r"Alberta|Ontario|British Columbia))(?!\w)"
)
_FIGURE = expression(r"\d")
_SIGNS = expression(r"[,;|()\"]|\.(?=\s|,|$)")
_LETTERS = expression(r"[^\W\d_]{3}")
_YEAR = expression(r"(?:19|20)\d\d\s")
_PERHAPS_LEGAL = expression(r"S\.?A$|AB$|AG$")
_NAMING = expression(r"[A-Z0-9]")


def addresses(plain: Plain) -> Iterator[Found]:
    """Yield postal addresses, over commas and line breaks, each labelled with words of the name before it.

    The value is the whole on one line without commas and dots.
    """
    stretches = [stretch for window in _windows(plain) for stretch in near_digits(plain.text, REACH, *window)]
    codes = [(match.start(), match.end(), match.lastindex or 0) for span in stretches for match in POSTCODE.finditer(plain.text, *span)]
    found = list(_by_start(plain, codes, stretches))
    starts = [one.start for one in found]
    unseen = []
    for code in codes:
        at = bisect_right(starts, code[0]) - 1
        if at < 0 or found[at].end <= code[0]:
            unseen.append((code, found[at].end if at >= 0 else 0))
    if unseen:
        from gapcheck.facts.library import by_library

        found += [Found(_written(plain.text[start:end]), start, end) for start, end in by_library(plain.text, unseen)]
    if found:
        from gapcheck.facts.addressee import addressee

        for one in sorted(found, key=lambda one: one.start):
            yield one._replace(label=addressee(plain, one.start))


def _windows(plain: Plain) -> list[tuple[int, int]]:
    """Return the stretches of text where addresses of wanted statements stand, and those before that could reach into these."""
    windows: list[tuple[int, int]] = []
    for statement in plain.wanted:
        low, high = max(0, statement.span.start - BEFORE), min(len(plain.text), statement.span.end + REACH + LONGEST)
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(high, windows[-1][1]))
        else:
            windows.append((low, high))
    return windows


def _by_start(plain: Plain, codes: list[tuple[int, int, int]], stretches: list[tuple[int, int]]) -> Iterator[Found]:
    """Yield the addresses that begin with something an address begins with."""
    text, at = plain.text, 0
    for low, high in stretches:
        at = max(at, low)
        while match := START.search(text, at, high):
            start = _begin(match)
            end = 0 if plain.holder(start) is None or _is_otherwise(text, match, start) else _end(text, match, start, codes)
            if end:
                yield Found(_written(text[start:end]), start, end)
            # What looked like the beginning can hold the true one: "Example Court 5, 12 Sample Street".
            at = end or (match.end() if match["first"] or match["box"] or match["unit"] else match.start() + 1)


def _is_otherwise(text: str, match: Match[str], start: int) -> bool:
    """Return whether what looks like the beginning of an address is a date, a section or the end of a longer number."""
    before = text[max(0, start - 16) : start]
    if _AHEAD.search(before):
        return True
    if match["first"]:
        return bool(_MONTH.search(before.rstrip()) or _DIGITS_AHEAD.search(before))
    return bool(match["after"] and _MONTH.match(match.group()))


def _end(text: str, match: Match[str], start: int, codes: list[tuple[int, int, int]]) -> int:
    """Return where the address ends that begins at `start`, country included; 0 where it is none."""
    end, first = 0, bisect_left(codes, (max(start + 1, match.end() - 24),))
    at = first
    for at in range(first, min(first + 3, len(codes))):
        if codes[at][0] - start <= REACH and (end := _coded(text, match, start, codes[at])):
            break
    if end and at + 1 < len(codes) and codes[at + 1][2] < FIRST_FIGURES:
        # "Dublin 2, D02 X285"; "Box 59039 Toronto, Ontario M6R 3B5", where the first figures are no code.
        gap = text[end : codes[at + 1][0]]
        if len(gap) <= 4 or (codes[at][2] >= FIRST_FIGURES and len(gap) <= 30 and not _FIGURE.search(gap) and _is_place(gap, 4)):
            end = codes[at + 1][1]
    if not end and not match["unit"] and not match["named"] and not match["after"]:
        end = _uncoded(text, match)
    country = _COUNTRY.match(text, end, end + 40) if end else None
    return country.end(1) if country else end


def _written(piece: str) -> str:
    return " ".join(_SIGNS.sub(" ", piece).split())


def _begin(match: Match[str]) -> int:
    """Return where the address begins: behind the legal form of the company that has it."""
    start = match.start()
    if match["after"] or match["named"]:
        for token in _TOKEN.finditer(match.group()):
            if _LEGAL.match(token.group()):
                start = match.start() + token.end()
    rest = match.group()[start - match.start() :]
    return start + len(rest) - len(rest.lstrip(" ,;\n"))


def _coded(text: str, start: Match[str], begin: int, code: tuple[int, int, int]) -> int:
    """Return where the address ends that begins at `start` and has the postal code `code`; 0 where what is between is no address."""
    between = text[begin : code[0]]
    sure = code[2] < FIRST_FIGURES
    if start["unit"] and len(between.split()) < 3 and not sure:
        return 0
    if not _is_place(between, 24) or not _LETTERS.search(between):
        return 0
    typed = start["ending"] or start["before"] or start["after"] or start["box"] or _STREET.search(between) or _STREET_AHEAD.search(between)
    if not sure and not typed:
        return 0  # "12 Customers, 2000 Users": figures need a street
    if start["first"] and _YEAR.match(between) and not _STREET.search(between):
        return 0
    return code[1]


def _is_place(piece: str, most: int) -> bool:
    """Return whether every word of `piece` is one that addresses are made of."""
    if piece.count("\n") > 9 or _NEVER.search(piece):
        return False
    tokens = _TOKEN.findall(piece)
    words = 0
    for number, token in enumerate(tokens):
        if len(token) == 1 and not token.isalnum():
            continue
        words += 1
        bare = token.strip(".,:;()'\"")
        if not bare:
            continue
        if (bare.lower() in _NO_PLACE and not (len(bare) == 2 and bare.isupper())) or (
            number and _LEGAL.match(token) and not _PERHAPS_LEGAL.match(bare)
        ):
            return False
        if bare.islower() and bare not in _SMALL and not bare[0].isdigit() and not _ends_street(bare):
            return False
        ends = token[-1] == "." and len(bare) > 9 and number < len(tokens) - 1 and not _ends_street(token)
        if token[-1] in ":?!" or ends:
            return False
    return words <= most


def _ends_street(word: str) -> bool:
    return bool(_ENDS.search(word))


def _uncoded(text: str, start: Match[str]) -> int:
    """Return where an address ends that has no postal code: a street by name, then at least a town."""
    begin, stop = start.start(), min(len(text), start.start() + REACH)
    if start["box"] or start["ending"] or start["before"]:
        at = start.end()
    else:
        street = _STREET.search(text, start.end(), min(stop, start.end() + 60))
        if street is None or street.end() == start.end() or not _is_place(text[begin : street.end()], 7):
            return 0
        if not _NAMING.search(text[start.end() : street.start()]) and not start["word"]:
            return 0
        at = street.end()
    if more := UNITS.match(text, at, stop):
        at = more.end()
    end = 0
    for _ in range(3):
        place = _PLACED.match(text, at, stop)
        gap = text[at : place.start(1)] if place else ""
        # A town stands behind a comma or on a line of its own.
        if place is None or not _is_place(place[1], 4) or gap.count("\n") > 2 or not ("," in gap or "\n" in gap):
            break
        if place[1].isupper() and len(place[1]) > 12:
            break
        at = end = place.end()
    state = _STATE.match(text, end) if end else None
    return state.end() if state else end
