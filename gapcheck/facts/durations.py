"""Lengths of time, and ages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gapcheck.facts.fact import Found
from gapcheck.facts.plain import Plain

_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS = {word: number for number, word in enumerate(_SMALL, 1)} | _TENS
_WORD = f"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_SMALL[:9])}))?|{'|'.join(reversed(_SMALL))})"
_FIGURE = r"\d{1,4}(?:,\d{3})?(?:\.\d{1,2})?"
_NUMBER = rf"(?:{_WORD}(?:\s{{1,3}}hundred)?(?:\s{{0,3}}\(\s?{_FIGURE}\s?\))?|{_FIGURE}(?:\s{{0,3}}\(\s?{_WORD}\s?\))?)"
_UNIT = r"(?P<unit>minutes?|hours?|hrs?|days?|weeks?|months?|years?|yrs?)"
_SORT = r"(?:(?P<sort>business|working|week)|calendar|consecutive|full|whole|complete|further|additional|more|successive|solar)"
_SPACE = r"[\s-]{1,4}"
_DURATION = re.compile(
    rf"(?<![\w.,$/:-])(?=[\dotfsen])(?:(?P<from>{_NUMBER})\s{{0,2}}(?:-|to|or|"
    rf"and)\s{{0,2}}(?=\S))?(?P<n>{_NUMBER}){_SPACE}(?:\(\s?)?(?:{_SORT}{_SPACE}){{0,2}}{_UNIT}\b"
    r"|\b(?:within|for|after|than|to|of|least|every|up to|over|past|last|previous|preceding)\s{1,3}(?P<a>an?|one)\s{1,3}"
    r"(?:calendar |full |whole )?(?P<only>hour|day|week|month|year)\b(?!-)",
    re.IGNORECASE,
)
_UNIT_CUE = re.compile(r"minute|hour|hrs?\b|day|week|month|year|yrs?\b", re.IGNORECASE)
_UNITS = {"mi": "min", "ho": "h", "hr": "h", "da": "d", "we": "w", "mo": "m", "ye": "y", "yr": "y"}
_NO_DURATION = re.compile(r"\s?(?:a|per|each)\s(?:day|week)\b|[\s-]{1,3}(?:old|olds|of age)\b|\s?/\s?(?:7|365)", re.IGNORECASE)
_AGED = r"(?:\s{1,3}(?:years?|yrs?)(?:[\s-]{1,3}(?:old|of\sage)|(?='\s)|')?(?:\sage)?)"
_N = rf"(?:(?P<{{}}>\d{{{{1,2}}}}|{_WORD})(?:\s?\(\s?(?:\d{{{{1,2}}}}|{_WORD})\s?\))?)"
_THE_AGE = r"(?:the\s{1,3})?(?:minimum\s)?ages?\s{1,3}(?:of\s{1,3})?"
# What may follow a bare number that is an age: "under 13 without", never "under 13 employees".
_NO_NOUN = (
    r"(?=\s{0,3}(?:[.,;:)\"'?!]|$|(?:and|or|who|whose|to|are|is|in|from|may|should|must|on|as|"
    r"at|we|by|unless|for|without|that|can|cannot|do|does|has|have|will|with|please|you)\b))"
)
_AGES = tuple(
    (form, re.compile(pattern, re.IGNORECASE))
    for form, pattern in (
        ("{}-{}", rf"\b(?:ages?|aged)\s(?:of\s)?(?:from\s|between\s)?{_N.format('a')}\s?(?:-|to|and)\s?{_N.format('b')}(?![\w%]){_AGED}?"),
        (
            "{}-{}",
            rf"(?:between\s(?:the\sages\sof\s)?)?(?<![\w.,-]){_N.format('a')}\s?(?:-|to|"
            rf"and)\s?{_N.format('b')}\s?(?:years?[\s-](?:of\sage|old)|year[\s-]olds?)",
        ),
        (
            "{}-{}",
            rf"\bat\sleast\s{_N.format('a')}\s(?:years?\s(?:of\sage|old)\s)?(?:and|"
            rf"but)\s(?:less\sthan|under|younger\sthan|below)\s{_N.format('b')}(?![\w%]){_AGED}?",
        ),
        (
            "<{}",
            rf"\b(?:under|below|younger\sthan|less\sthan|not\s(?:yet\s)?(?:reached|"
            rf"attained)|before)\s{{1,3}}{_THE_AGE}{_N.format('a')}(?![\w%])",
        ),
        ("<{}", rf"\b(?:under|below|younger\sthan|less\sthan|not\syet)\s{{1,3}}{_N.format('a')}\b(?:{_AGED}|{_NO_NOUN})"),
        ("<={}", rf"(?<![\w.,-]){_N.format('a')}{_AGED}?\s(?:and|or)\s(?:under|younger|below)\b(?!\sthe)"),
        (">={}", rf"\b(?:over|above|older\sthan|at\sleast|reach(?:es|ed)?|attain(?:s|ed)?|is)\s{{1,3}}{_THE_AGE}{_N.format('a')}(?![\w%])"),
        (">={}", rf"\b(?:over|above|older\sthan|at\sleast|minimum\sof)\s{{1,3}}{_N.format('a')}\b{_AGED}(?<!ears)(?<!year)"),
        (">={}", rf"(?<![\w.,-]){_N.format('a')}{_AGED}?\s?,?\s(?:and|or)\s(?:older|over|above|up|more)\b(?!\sthe)"),
        (
            ">={}",
            rf"\b(?:must\sbe|aged)\s(?:at\sleast\s|over\s)?{_N.format('a')}(?:\+|"
            rf"\b(?:{_AGED}))|(?<![\w.,-])(?P<p>1[3-9]|2[01])\+(?=[\s.,;)]|$)",
        ),
        ("{}", rf"\b(?:{_THE_AGE}|aged\s){_N.format('a')}(?![\w%])"),
        ("{}", rf"(?<![\w.,-]){_N.format('a')}(?:\s|-)years?(?:\s|-)(?:olds?|of(?:\s|-)age)\b"),
    )
)
_YOUNG = re.compile(r"(?<![\d.])(?:[3-9]|1\d|2[0-5])(?![\d%])|teen|twel|twenty|eleven", re.IGNORECASE)
_AGE_CUE = re.compile(
    r"\bage[sd]?\b|\bunder\b|\byounger|\bolder|\bbelow\b|years?[\s-](?:of|old)|less than|\bover\b|\d\+|\bnot yet\b|\babove\b", re.IGNORECASE
)
_DAYS = {"min": (1 / 1440, 1 / 1440), "h": (1 / 24, 1 / 24), "d": (1, 1), "w": (7, 7), "m": (28, 31), "y": (365, 366)}
_VALUE = re.compile(r"([\d.]+)(?:-([\d.]+))?(min|bd|h|d|w|m|y)$")


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
    text = plain.text
    taken = [(found.start, found.end) for found in ages(plain)]
    at = 0
    spans = [statement.span for statement in plain.document.statements if _UNIT_CUE.search(text, *statement.span)]
    for match in (match for span in spans for match in _DURATION.finditer(text, *span)):
        start, end = match.span()
        if match["only"]:
            start, number, unit, low = match.start("a"), "1", match["only"], None
        else:
            number, unit, low = match["n"], match["unit"], match["from"]
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        inside = at < len(taken) and taken[at][0] < end
        amount = number_of(number)
        if inside or amount is None or _NO_DURATION.match(text, end):
            continue
        if unit[:2].lower() == "ye" and 1900 <= amount <= 2100:
            continue
        sort = "b" if match["sort"] and unit[:1].lower() == "d" else ""
        least = number_of(low) if low else None
        span = f"{least:g}-{amount:g}" if least is not None and least < amount else f"{amount:g}"
        yield Found(f"{span}{sort}{_UNITS[unit[:2].lower()]}", start, end)


def ages(plain: Plain) -> Iterator[Found]:
    """Yield ages: "<13", ">=18", "<=12", "13-16", or "16" where no side is named."""
    text = plain.text
    found: list[tuple[int, int, int, str]] = []
    for statement in plain.document.statements:
        start, end = statement.span
        if not (_YOUNG.search(text, start, end) and _AGE_CUE.search(text, start, end)):
            continue
        for order, (form, pattern) in enumerate(_AGES):
            for match in pattern.finditer(text, start, end):
                numbers = [number_of(group) for group in match.groups() if group]
                if all(number is not None and 3 <= number <= 25 for number in numbers):
                    found.append((match.start(), order, match.end(), form.format(*(f"{number:g}" for number in numbers))))
    yield from _apart(sorted(found))


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


def _months(value: re.Match[str]) -> list[float]:
    return [float(number) * (12 if value[3] == "y" else 1) for number in (value[1], value[2] or value[1])]


def _meet(x: float, unit: str, y: float, other: str) -> bool:
    (low, high), (least, most) = _DAYS[unit], _DAYS[other]
    return x * low <= y * most + 1e-9 and y * least <= x * high + 1e-9
