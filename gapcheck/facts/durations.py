"""Lengths of time, and ages."""

from __future__ import annotations

from bisect import bisect_left

from gapcheck.expression import expression
from gapcheck.facts.fact import Found
from gapcheck.facts.plain import Plain
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS = {word: number for number, word in enumerate(_SMALL, 1)} | _TENS
_WORD = f"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_SMALL[:9])}))?|{'|'.join(reversed(_SMALL))})"
_FIGURE = r"\d{1,4}(?:,\d{3})?(?:\.\d{1,2})?"
_NUMBER = rf"(?:{_WORD}(?:\s{{1,3}}hundred)?(?:\s{{0,3}}\(\s?{_FIGURE}\s?\))?|{_FIGURE}(?:\s{{0,3}}\(\s?[a-z -]{{3,24}}\s?\))?)"
_UNIT = r"(?P<unit>minutes?|hours?|hrs?|days?|weeks?|months?|years?|yrs?)"
_SORT = r"(?:(?P<sort>business|working|week)|calendar|consecutive|full|whole|complete|further|additional|more|successive|solar)"
_SPACE = r"[\s-]{1,8}"
_FIGURES = expression(r"\d+")
_DURATION = expression(
    rf"(?<![\w.,$/:-])(?=[\dotfsen])(?:(?P<from>{_NUMBER})(?:\s{{1,2}}to\s{{1,2}}|(?<=[\d)])\s?-\s?(?=\d)))?"
    rf"(?P<n>{_NUMBER}){_SPACE}(?:\(\s?)?(?:{_SORT}{_SPACE}){{0,2}}{_UNIT}\b"
    r"|\b(?:within|for|after|than|to|of|least|every|up to|over|past|last|previous|preceding)\s{1,3}(?P<a>an?|one)\s{1,3}"
    r"(?:calendar |full |whole )?(?P<only>hour|day|week|month|year)\b(?!-)",
    "i",
)
_UNIT_CUE = expression(r"minute|hour|hrs?\b|day|week|month|year|yrs?\b", "i")
_UNITS = {"mi": "min", "ho": "h", "hr": "h", "da": "d", "we": "w", "mo": "m", "ye": "y", "yr": "y"}
_NO_DURATION = expression(r"\s?(?:a|per|each)\s(?:day|week)\b|[\s-]{1,3}(?:old|olds|of age)\b|\s?/\s?(?:7|365)", "i")
_AGED = r"(?:\s{1,3}(?:years?|yrs?)(?:[\s-]{1,3}(?:old|of\sage)|(?='\s)|')?(?:\sage)?)"
_YOUNG_WORD = "(?:nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty(?:-one)?)"
_N = rf"(?:\d{{1,2}}|{_YOUNG_WORD})(?:\s?\(\s?(?:\d{{1,2}}|[a-z-]{{3,10}})\s?\))?"
_A, _B = rf"(?P<a>{_N})", rf"(?P<b>{_N})"
_THE_AGE = r"(?:the\s{1,3})?(?:minimum\s)?ages?\s{1,3}(?:of\s{1,3})?"
_END = r"(?![\w%]|-\d)"
_ALONE = r"(?<![\w.,-])"
_YOUNGER = r"(?:less\sthan|under|younger\sthan|below)"
# What may follow a bare number that is an age: "under 13 without", never "under 13 employees".
_NO_NOUN = (
    r"(?=\s{0,3}(?:[.,;:()\"'?!]|$|(?:and|or|who|whose|to|are|is|in|from|may|should|must|on|as|at|we|by|unless|for|without|that|can|"
    r"cannot|do|does|has|have|will|with|please|you)\b))"
)
# Where two of these meet, the first counts.
_AGES = tuple(
    (form, expression(pattern, "i"))
    for form, pattern in (
        ("{}-{}", rf"\b(?:ages?|aged)\s(?:of\s)?(?:from\s|between\s)?{_A}\s?(?:-|to|and)\s?{_B}{_END}{_AGED}?"),
        ("{}-{}", rf"{_ALONE}{_A}\s?(?:-|to|and)\s?{_B}\s?(?:years?[\s-](?:of\sage|old)|year[\s-]olds?)"),
        ("{}-{}", rf"\bat\sleast\s{_A}\s(?:years?\s(?:of\sage|old)\s)?(?:and|but)\s{_YOUNGER}\s{_B}{_END}{_AGED}?"),
        ("<{}", rf"\b(?:{_YOUNGER}|not\s(?:yet\s)?(?:reached|attained)|before)\s{{1,3}}{_THE_AGE}{_A}{_END}"),
        ("<{}", rf"\b(?:{_YOUNGER}|not\syet)\s{{1,3}}{_A}\b(?:{_AGED}|{_NO_NOUN})"),
        ("<={}", rf"{_ALONE}{_A}{_AGED}?\s(?:and|or)\s(?:under|younger|below)\b(?!\sthe)"),
        (">={}", rf"\b(?:over|above|older\sthan|at\sleast|reach(?:es|ed)?|attain(?:s|ed)?|is)\s{{1,3}}{_THE_AGE}{_A}{_END}"),
        (">={}", rf"\b(?:over|above|older\sthan|at\sleast|minimum\sof)\s{{1,3}}{_A}\b{_AGED}(?<!years)(?<!year)"),
        (">={}", rf"{_ALONE}{_A}{_AGED}?\s?,?\s(?:and|or)\s(?:older|over|above|up|more)\b(?!\sthe)"),
        (">={}", rf"\b(?:must\sbe|aged)\s(?:at\sleast\s|over\s)?{_A}(?:\+|\b(?:{_AGED}))"),
        (">={}", rf"{_ALONE}(?P<a>1[3-9]|2[01])\+(?=[\s.,;)]|$)"),
        ("{}", rf"\b(?:{_THE_AGE}|aged\s){_A}{_END}"),
        ("{}", rf"{_ALONE}{_A}(?:\s|-)years?(?:\s|-)(?:olds?|of(?:\s|-)age)\b"),
    )
)
_YOUNG = expression(r"(?<![\d.])(?:[3-9]|1\d|2[0-5])(?![\d%])|[Tt]een|[Tt]wel|[Tt]wenty|[Ee]leven|TEEN|TWEL")
_AGE_CUE = expression(
    r"\bage[sd]?\b|\bunder\b|\byounger|\bolder|\bbelow\b|years?[\s-](?:of|old)|less than|\bover\b|\d\+|\bnot yet\b|\babove\b", "i"
)
_DAYS = {"min": (1 / 1440, 1 / 1440), "h": (1 / 24, 1 / 24), "d": (1, 1), "w": (7, 7), "m": (28, 31), "y": (365, 366)}
_VALUE = expression(r"(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?(min|bd|h|d|w|m|y)$")


def number_of(written: str) -> float | None:
    """Return the number in figures or words; in "thirty (30)" the first one counts."""
    bare = written.partition("(")[0].strip().lower().replace(",", "")
    if bare[:1].isdigit():
        return float(bare)
    words = bare.replace("-", " ").split()
    hundred = 100 if words[-1:] == ["hundred"] else 1
    known = [_WORDS[word] for word in words if word in _WORDS]
    return float(sum(known) * hundred) if known else None


def durations(plain: Plain) -> Iterator[Found]:
    """Yield lengths of time as "30d", "5bd" (business days), "12-24m"; ages are none."""
    for statement in plain.wanted:
        if not _UNIT_CUE.search(plain.text, *statement.span):
            continue
        found = [one for match in _DURATION.finditer(plain.text, *statement.span) if (one := _duration(match))]
        taken = _ages_in(plain.text, *statement.span) if any(one.value[-1] == "y" for one in found) else []
        starts = [age.start for age in taken]
        for one in found:
            at = bisect_left(starts, one.end) - 1
            if at < 0 or taken[at].end <= one.start:
                yield one


def _duration(match: Match[str]) -> Found | None:
    if _NO_DURATION.match(match.string, match.end()):
        return None
    if match["only"]:
        return Found("1" + _UNITS[match["only"][:2].lower()], match.start("a"), match.end())
    amount, unit = number_of(match["n"]), _UNITS[match["unit"][:2].lower()]
    if amount is None or (unit == "y" and 1900 <= amount <= 2100):
        return None
    least = number_of(match["from"]) if match["from"] else None
    span = f"{least:.8g}-{amount:.8g}" if least is not None and least < amount else f"{amount:.8g}"
    return Found(f"{span}{'b' if match['sort'] and unit == 'd' else ''}{unit}", *match.span())


def ages(plain: Plain) -> Iterator[Found]:
    """Yield ages: "<13", ">=18", "<=12", "13-16", or "16" where no side is named."""
    for statement in plain.wanted:
        yield from _ages_in(plain.text, *statement.span)


def _ages_in(text: str, start: int, end: int) -> list[Found]:
    if not (_YOUNG.search(text, start, end) and _AGE_CUE.search(text, start, end)):
        return []
    found: list[tuple[int, int, int, str]] = []
    for order, (form, pattern) in enumerate(_AGES):
        for match in pattern.finditer(text, start, end):
            numbers = [number_of(group) for group in match.groups() if group]
            if all(number is not None and 3 <= number <= 25 for number in numbers):
                found.append((match.start(), order, match.end(), form.format(*(f"{number:g}" for number in numbers))))
    return list(_apart(sorted(found)))


def _apart(found: list[tuple[int, int, int, str]]) -> Iterator[Found]:
    """Yield what was found once: the first form in the list where two forms meet."""
    best: list[tuple[int, int, int, str]] = []
    for one in found:
        if best and one[0] < best[-1][2]:
            if one[1] < best[-1][1]:
                best[-1] = one
        else:
            best.append(one)
    for start, _, end, value in best:
        yield Found(value, start, end)


def same_age(a: str, b: str) -> bool:
    """Return whether two ages draw the same line: under 13 and 13 or older do, and nobody means anything else by 13 or younger."""
    return a == b or not _lines(a).isdisjoint(_lines(b))


def _lines(age: str) -> set[int]:
    numbers = {int(number) for number in _FIGURES.findall(age)}
    return numbers | {number + 1 for number in numbers} if age.startswith("<=") else numbers


def same_duration(a: str, b: str) -> bool:
    """Return whether two lengths of time come to the same: 30 days and one month do, 12 months and a year."""
    one, other = _VALUE.match(a), _VALUE.match(b)
    if one is None or other is None or a == b:
        return a == b
    if "bd" in (one[3], other[3]) or one[3] == other[3]:
        return False
    if {one[3], other[3]} == {"m", "y"}:
        return _months(one) == _months(other)
    ends = [(one[1], other[1]), (one[2] or one[1], other[2] or other[1])]
    return all(_meet(float(x), one[3], float(y), other[3]) for x, y in ends)


def _months(value: Match[str]) -> list[float]:
    return [float(number) * (12 if value[3] == "y" else 1) for number in (value[1], value[2] or value[1])]


def _meet(x: float, unit: str, y: float, other: str) -> bool:
    (low, high), (least, most) = _DAYS[unit], _DAYS[other]
    return x * low <= y * most + 1e-9 and y * least <= x * high + 1e-9
