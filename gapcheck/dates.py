"""Dates as policies write them, and how many months ago they were."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.fast import date

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_APART = r"(?: ?, ?| )"  # "9,2022" and "December, 9 2022" are slips that a reader does not stumble over
DATE = expression(
    rf"(?<![^\W_])(?:\d{{1,2}}(?:st|nd|rd|th)? (?:day )?(?:of )?{MONTH}{_APART}\d{{4}}"
    rf"|{MONTH}{_APART}\d{{1,2}}(?:st|nd|rd|th)?{_APART}\d{{4}}|{MONTH}{_APART}\d{{4}}"
    r"|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}/\d{1,2}/\d{2})(?![^\W_])",  # Markdown may write "_May 2025_"
    "i",
)
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_NO_DAY = 28


def dates_in(text: str, before: date) -> list[date]:
    """Return the dates in `text`, in its order; 03/04/2025 is read the way that is later, yet not after `before`."""
    found = []
    for match in DATE.finditer(text):
        readings = _readings(match.group())
        if readings is None:
            readings = _read_by_library(match.group())
        if readings:
            found.append(max([reading for reading in readings if reading <= before] or [min(readings)]))
    return found


def _readings(written: str) -> list[date] | None:
    """Return the days that are meant, the day before the month first; None where the year is not plain to see."""
    first, *others = written.lower().replace(",", " ").split()
    if not others:
        one, two, three = (int(number) for number in first.replace("/", "-").replace(".", "-").split("-"))
        if one >= 1000:  # behind a year the month comes first, unless it can be none
            return _days((one, two, three) if two <= 12 else (one, three, two))
        day_first, month_first = (three, two, one), (three, one, two)
        return _days(day_first if two <= 12 or one > 12 else month_first, day_first if one > 12 else month_first) if three >= 1000 else None
    year = int(others[-1])
    day = next((int(word.rstrip("stndrh")) for word in (first, *others[:-1]) if word[0].isdigit()), _NO_DAY)
    month = next(_MONTHS[word[:3]] for word in (first, *others) if word[:3] in _MONTHS)
    return _days((year, month, day)) if year >= 1000 and day <= 31 else None


def _days(*readings: tuple[int, int, int]) -> list[date]:
    found = []
    for year, month, day in readings:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def _read_by_library(written: str) -> list[date]:
    from dateutil import parser  # takes as long to import as a whole run

    found = []
    for day_first in (True, False):
        try:
            moment = parser.parse(written, dayfirst=day_first, default=parser.parse(f"2000-01-{_NO_DAY}"))
        except (ValueError, OverflowError):
            continue
        found.append(moment.date())
    return found


def months_between(earlier: date, later: date) -> int:
    """Return the whole months from one date to a later one; negative where it is not later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)
