"""Dates, with what they are the date of where the words around say so."""

from __future__ import annotations

from gapcheck.dates import MONTH, dates_in
from gapcheck.expression import expression
from gapcheck.facts.fact import Found
from gapcheck.facts.plain import Plain
from gapcheck.fast import date
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

_TH = r"(?:st|nd|rd|th|\.)?"
_YEAR = r"(?:19|20)\d\d"
_DATE = expression(
    rf"\b(?:(?P<day>\d{{1,2}}){_TH}(?:\s+day)?[\s,-]{{1,3}}(?:of\s{{1,3}})?(?P<month>{MONTH})[\s,-]{{1,3}}(?P<year>{_YEAR})"
    rf"|(?P<month2>{MONTH})[\s,-]{{1,3}}(?P<day2>\d{{1,2}}){_TH}[\s,-]{{1,4}}(?P<year2>{_YEAR})"
    rf"|(?P<month3>{MONTH})[\s,-]{{1,3}}(?:of\s)?(?P<year3>{_YEAR})"
    rf"|(?P<iso>{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}})"
    rf"|(?P<figures>(?<![\d./-])\d{{1,2}}(?P<sep>[./-])\d{{1,2}}(?P=sep)(?:{_YEAR}|[012]\d(?![./-]?\d))))(?![\d%]|[./-]\d)",
    "i",
)
_UPDATED = expression(
    r"(?:last|latest|most recently|recently)\s{1,3}(?:been\s)?"
    r"(?:updated?|revised|revision|modified|changed?|amended|amendment|reviewed|edited|modification|published)"
    r"|\b(?:updated|revised|amended|modified|version)\b"
    r"|\b(?:date of|of) (?:the )?(?:last |latest )?(?:update|revision|version|change)"
    r"|\b(?:revision|update|modification|publication)\s(?:date|as of)|\bdate revised"
    r"|\bmise \u00e0 jour|\b[\u00fau]ltima (?:actualizaci\u00f3n|atualiza\u00e7\u00e3o)|\baggiorna"
    r"|\bbijgewerkt|\baktualisiert|\bge\u00e4ndert|\bStand:"
    r"|\bupdates? on\b|\blast (?:up-?date|rev)\b",
    "i",
)
_EFFECTIVE = expression(
    r"\beffective|\bin (?:force|effect)\b|\b(?:takes?|came|comes?|goes?|went|enters?|entered) (?:into )?(?:effect|force)"
    r"|\b(?:applies|valid|applicable) (?:from|since|as of|as from)|\bcommenc\w+",
    "i",
)
_OF_LAW = expression(
    r"\b(?:regulation|directive|act|law|laws|decision|judge?ment|court|"
    r"shield|invalidated|ruling|ruled|CCPA|CPRA|GDPR|PIPEDA|schrems|clauses|"
    r"council|statute|amendments?|bill|copyright|founded|incorporated|"
    r"established|born|since then|before|prior to|collected|registered|accounts?)\b",
    "i",
)
_OWN = expression(r"\b(?:policy|notice|statement|document|page|version|terms|agreement)\b", "i")
# A label ends where another clause begins.
_BREAK = expression(r"[;!?\u00a6]|\.\s|,\s(?:and|but|we|which|our)\s")
_REACH = 110
_TITLE = 90
_TITLE_WORD = expression(r"\b(?:policy|notice|statement|terms|agreement|disclosures?|disclaimer|guidelines)\b")
_DIGIT = expression(r"\d")
_OLDER = expression(r"\b(?:previous|prior|earlier|older?|archived?|past|before|until|through)\b", "i")
_AFTERWARDS = expression(
    r"\s?[-,(]?\s?\(?\s?(?:the )?((?:last |most recently )?(?:updated|revised|modified)\b|(?:effective|in force)\b)", "i"
)
_LAW_AHEAD = expression(
    r",?\s{1,3}(?:if|the|residents|consumers|under|businesses|certain|[A-Z]\w+\s(?:law|residents|consumers|Civil)|California\w*)\b"
)


def dates(plain: Plain) -> Iterator[Found]:
    """Yield dates as "2026-01-31", "2026-01" where no day is named, "2025-03-04|2025-04-03" where figures can be read in two ways."""
    digits = [statement.span for statement in plain.wanted if _DIGIT.search(plain.text, *statement.span)]
    for match in (match for span in digits for match in _DATE.finditer(plain.text, *span)):
        value = _value(match)
        if value:
            label = _label(plain, *match.span())
            yield Found(value, *match.span(), label and f"{label} {_title(plain, match.start())}".strip())


def _value(match: Match[str]) -> str:
    if match["iso"]:
        try:
            return date(*map(int, match["iso"].replace("/", "-").replace(".", "-").split("-"))).isoformat()
        except ValueError:
            return ""
    if match["month3"]:
        return _read(f"{match['month3']} {match['year3']}")[:7]
    if match["figures"]:
        return _read(match["figures"].replace(".", "/").replace("-", "/"))
    return _read(f"{match['day'] or match['day2']} {match['month'] or match['month2']} {match['year'] or match['year2']}")


def _read(written: str) -> str:
    """Return the days that a date can mean, the earlier first."""
    return "|".join(sorted({day.isoformat() for limit in (date.min, date.max) for day in dates_in(written, limit)}))


def _label(plain: Plain, start: int, end: int) -> str:
    before = plain.before(start, _REACH)
    number = plain.holder(start)
    if number and len(before.strip(" :-(")) < 3:
        # The label stands on the line above: a heading, or words that end with a colon or with no mark at all.
        above = plain.span(number - 1)
        words = plain.text[max(above.start, above.end - 60) : above.end].rstrip()
        if above.end - above.start <= 60 and not words.endswith((".", ";", "?")):
            before = words + " "
    clause = _BREAK.split(before)[-1]
    if _OLDER.search(clause):
        return ""
    after = plain.after(end, 80)
    cues = [(match.end(), label) for label, cue in (("updated", _UPDATED), ("effective", _EFFECTIVE)) for match in cue.finditer(clause)]
    if not cues:
        near = _AFTERWARDS.match(after)
        return "" if near is None or _OF_LAW.search(clause) else "updated" if _UPDATED.match(near[1]) else "effective"
    at, label = max(cues)
    if _DATE.search(clause, at) or (_OF_LAW.search(before) and not _OWN.search(before)):
        return ""
    # "Effective January 1, 2020, the Act gives ...": what takes effect is named behind.
    return "" if label == "effective" and _LAW_AHEAD.match(after) and not _OWN.search(after) else label


def _title(plain: Plain, start: int) -> str:
    """Return the title of the document that the date at `start` stands below, "" where it stands below none."""
    number = plain.holder(start) or 0
    if _OWN.search(plain.before(start, _REACH)):
        return ""
    for above in range(number - 1, max(-1, number - 4), -1):
        words = " ".join(plain.text[slice(*plain.span(above))].split()).lower()
        if len(words) > _TITLE or words.endswith((".", ";")):
            break
        if _TITLE_WORD.search(words) and not words.startswith("change"):
            return words
    return ""


def same_version(first: str, second: str) -> bool:
    """Return whether two labels, in the order of the text, are those of one document: the second has no title, or the same."""
    (one, _, title), (other, _, second_title) = first.partition(" "), second.partition(" ")
    return bool(one) and one == other and second_title in ("", title)


def same_date(a: str, b: str) -> bool:
    """Return whether two dates can be the same day; a month is the same as each of its days."""
    return any(x.startswith(y) or y.startswith(x) for x in a.split("|") for y in b.split("|"))
