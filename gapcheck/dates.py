"""Dates as policies write them, and how many months ago they were."""

from __future__ import annotations

from datetime import date

from dateutil import parser

from gapcheck.expression import expression

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = expression(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|{_MONTH},? \d{{4}}"
    r"|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}/\d{1,2}/\d{2})\b",
    "i",
)


def dates_in(text: str, before: date) -> list[date]:
    """Return the dates in `text`, in its order; 03/04/2025 is read the way that is later, yet not after `before`."""
    found = []
    for match in _DATE.finditer(text):
        readings = []
        for day_first in (True, False):
            try:
                moment = parser.parse(match.group(), dayfirst=day_first, default=parser.parse("2000-01-28"))
            except (ValueError, OverflowError):
                continue
            readings.append(moment.date())
        if readings:
            found.append(max([reading for reading in readings if reading <= before] or [min(readings)]))
    return found


def months_between(earlier: date, later: date) -> int:
    """Return the whole months from one date to a later one; negative where it is not later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)
