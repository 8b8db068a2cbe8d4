"""Runs of numbered headings with a number left out or given twice, and a text that breaks off."""

from __future__ import annotations

from gapcheck.document import Document
from gapcheck.expression import expression
from gapcheck.record import TYPE_CHECKING
from gapcheck.structure.defect import MOST, Defect, shown
from gapcheck.structure.ending import truncated
from gapcheck.structure.sheet import Sheet, Title, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_ANY_NUMBER = expression(
    r"(?<![\w,/$\u20ac-])(\d{1,2}(?:\.\d{1,2}){0,4})\\?[.):]{0,2}\s{0,4}(?:[\u2013\u2014-]\s{1,4})?(?=[A-Z\u201c\"'(*_\[]|$)"
    r"|(?<=[a-z])(\d{1,2}(?:\.\d{1,2}){0,4})\.\s{0,4}(?=[A-Z])"  # glued to the word before
    r"|^\W{0,4}(\d{1,2}(?:\.\d{1,2}){1,4})\\?\.\s",
    "m",
)


def numbering_gaps(document: Document) -> tuple[Defect, ...]:
    """Return one defect for each gap in the numbers of headings, and one for a text that ends in the middle."""
    sheet = sheet_of(document)
    found = list(_gaps(sheet))[:MOST]
    end = truncated(document)
    if end is not None:
        found.append(
            Defect((("end", end),), f'the text ends with "{shown(sheet.text[end.start : end.end])}", as if it had been cut off', "low")
        )
    return tuple(found)


def _gaps(sheet: Sheet) -> Iterator[Defect]:
    titles = [title for title in sheet.titles if title.number]
    before: dict[tuple[int, ...], tuple[Title, int]] = {}
    for title in titles:
        parent, own = title.number[:-1], title.number[-1]
        for deeper in [key for key in before if len(key) > len(parent)]:
            del before[deeper]
        last, length = before.get(parent, (None, 0))
        if last is not None and length > 1 and last.number[-1] + 1 < own <= last.number[-1] + 3:
            missing = [(*parent, number) for number in range(last.number[-1] + 1, own)]
            if not _numbers(sheet).intersection(missing):
                named = " and ".join(".".join(map(str, number)) for number in missing)
                reason = f"headings are numbered {_name(last)} and then {_name(title)}; there is no {named}"
                yield Defect((("number", title.span), ("number before", last.span)), reason, "low")
        before[parent] = (title, 1 if last is None or own < last.number[-1] else length + 1)


def _numbers(sheet: Sheet) -> set[tuple[int, ...]]:
    """Return the numbers that may be those of a heading, wherever they stand."""
    return {tuple(map(int, (match[1] or match[2] or match[3]).split("."))) for match in _ANY_NUMBER.finditer(sheet.clean)}


def _name(title: Title) -> str:
    return ".".join(map(str, title.number))
