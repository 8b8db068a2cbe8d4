"""The lines of a PDF in reading order: columns one after the other, no running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from gapcheck.reading.titles import is_numbering

_EDGE = 0.2  # share of the page, at its top and at its bottom, that running heads stand in
_SAME = 6.0  # how far a running head may move from page to page
_FEWEST = 8  # lines that a column has at least
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"[\W_]*(?:page|p\.|seite)?[\W_]*\d{1,3}[\W_]*(?:(?:of|/|von|out of)[\W_]*\d{1,3}[\W_]*)?", re.IGNORECASE)

_COPYRIGHT = re.compile(r"(?:\u00a9|\(c\)|copyright\b).*\d{4}", re.IGNORECASE)


class Line(NamedTuple):
    """A stretch of text on one line of a page, with its box, y counted upwards, and at which of its letters links begin;
    `label` marks a running head."""

    page: int
    text: str
    left: float
    right: float
    bottom: float
    top: float
    bold: bool
    links: Sequence[int] = ()
    label: bool = False

    @property
    def size(self) -> float:
        return self.top - self.bottom


class Page(NamedTuple):
    """A page: its number from 0, its size, its lines, and whether it is set in two columns."""

    number: int
    width: float
    height: float
    lines: list[Line]
    columns: bool = False


def in_order(pages: Sequence[Page]) -> list[Page]:
    """Return the pages with their lines as they are read; running heads stand once, as labels, and page numbers nowhere."""
    found = []
    for page in _without_running(pages):
        gutter = _gutter([line for line in page.lines if not line.label], page.width)
        found.append(page._replace(lines=_with_bullets(_read(page, gutter)), columns=gutter > 0))
    return found


def _without_running(pages: Sequence[Page]) -> list[Page]:
    """Return the pages with the running heads on the first one, and the running feet on the last one that has them."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        keys = [key for line in page.lines if (key := _key(line, page))]
        seen.update({*keys, *((words, place + 1) for words, place in keys)})
    least = max(2, (len(pages) + 1) // 2)

    def runs(line: Line, page: Page) -> bool:
        key = _key(line, page)
        if key is None:
            return False
        return max(seen[key], seen[key[0], key[1] + 1]) >= least or _COPYRIGHT.match(line.text) is not None

    stays: dict[str, int] = {}  # for each text that runs: the page it stays on
    for page in pages:
        for line in page.lines:
            if runs(line, page):
                stays[_bare(line)] = page.number if _is_foot(line, page) else stays.get(_bare(line), page.number)
    found = []
    for page in pages:
        body = [line for line in page.lines if not runs(line, page) and not _is_number(line, page)]
        kept = [
            line._replace(label=True)
            for line in page.lines
            if runs(line, page) and stays[_bare(line)] == page.number and not _NUMBER.fullmatch(line.text)
        ]
        heads, feet = [line for line in kept if not _is_foot(line, page)], [line for line in kept if _is_foot(line, page)]
        found.append(page._replace(lines=[*heads, *body, *feet]))
    return found


def _bare(line: Line) -> str:
    return _DIGITS.sub("#", " ".join(line.text.lower().split()))


def _is_foot(line: Line, page: Page) -> bool:
    return line.bottom < page.height / 2


def _is_number(line: Line, page: Page) -> bool:
    """Return whether a line is the number of its page."""
    outermost = not 0.1 * page.height < line.bottom < 0.9 * page.height
    return outermost and _NUMBER.fullmatch(line.text) is not None


def _key(line: Line, page: Page) -> tuple[str, int] | None:
    """Return what makes a line the same running head as one on another page, None where no running head stands."""
    if page.height * _EDGE < line.bottom < page.height * (1 - _EDGE):
        return None
    words = _bare(line)
    return (words, round(line.bottom / _SAME)) if len(words) < 200 else None


def _read(page: Page, gutter: float) -> list[Line]:
    """Return the lines in reading order: that of the file, unless it leaps between two columns or up and down the page."""
    body = [line for line in page.lines if not line.label]
    if gutter:
        body = _by_columns(body, gutter)
    else:
        leaps = sum(two.bottom > one.top for one, two in pairwise(body))
        if leaps > 3 and leaps > 0.4 * len(body):
            body = sorted(body, key=lambda line: (-round(line.bottom / 3), line.left))
    heads = [line for line in page.lines if line.label and not _is_foot(line, page)]
    feet = [line for line in page.lines if line.label and _is_foot(line, page)]
    return [*heads, *body, *feet]


def _gutter(lines: Sequence[Line], width: float) -> float:
    """Return the x that no line crosses but a few, between two columns of prose; 0 where there is none."""
    best, least = 0.0, len(lines)
    for step in range(35, 66):
        x = width * step / 100
        left = [line for line in lines if line.right <= x]
        right = [line for line in lines if line.left >= x]
        crossing = len(lines) - len(left) - len(right)
        if crossing < least and min(len(left), len(right)) >= _FEWEST and all(map(_is_prose, (left, right))):
            best, least = x, crossing
    return best if best and least <= 0.2 * len(lines) else 0.0


def _is_prose(lines: Sequence[Line]) -> bool:
    """Return whether lines run on, as in a column, rather than stand each for itself, as in a table."""
    long = sorted(len(line.text) for line in lines)
    low = sum(line.text[:1].islower() for line in lines)
    return long[len(long) // 2] >= 22 and low >= 0.25 * len(lines)


def _by_columns(lines: Sequence[Line], x: float) -> list[Line]:
    """Return the lines column by column, between those that go over both."""
    crossing = sorted((line for line in lines if line.left < x < line.right), key=lambda line: -line.bottom)
    rest = [line for line in lines if not line.left < x < line.right]
    found: list[Line] = []
    above = float("inf")
    for floor, bar in [*((line.bottom, line) for line in crossing), (float("-inf"), None)]:
        band = sorted((line for line in rest if floor <= line.bottom < above), key=lambda line: (-round(line.bottom), line.left))
        found += [line for line in band if line.right <= x] + [line for line in band if line.right > x]
        found += [bar] if bar else []
        above = floor
    return found


def _with_bullets(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with bullets and numbers that stand apart from their words joined to them."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last and _is_mark(last.text) and not last.label and line.left > last.right and is_beside(last, line):
            mark = f"{last.text} "
            found[-1] = line._replace(text=mark + line.text, left=last.left, links=[len(mark) + at for at in line.links])
        else:
            found.append(line)
    return found


def _is_mark(text: str) -> bool:
    """Return whether the text is nothing but a bullet or the number of an item."""
    return len(text) < 8 and (not any(map(str.isalnum, text)) or text == "o" or is_numbering(text))


def is_beside(one: Line, two: Line) -> bool:
    """Return whether two stretches of text stand on the same line of a page."""
    return one.page == two.page and abs(one.bottom - two.bottom) < 0.4 * max(one.size, two.size, 1)
