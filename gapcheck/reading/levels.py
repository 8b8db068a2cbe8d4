"""How high the titles of a plain text rank, which says what lies under what."""

from __future__ import annotations

from gapcheck.reading.lines import Unit
from gapcheck.reading.titles import SKIPPED, is_notice, names_policy, numbering, place_in_row
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CAPS, _NUMBERED, _PLAIN, LOWEST = 10, 20, 40, 80
_STYLES = ("num", "dec", "roman")
_ROWS = 6  # rows of numbers that may lie in one another
_FIRST = 2  # so many sections, an introduction or a summary, may stand before the row of the whole text


class Levels:
    """What one text does with numbers and capitals, and how far its rows of numbers are."""

    def __init__(self, text: str, units: Sequence[Unit]) -> None:
        self._text = text
        self._entitled = False  # whether the title of the whole text was read
        rows = [at for at, unit in enumerate(units) if unit.rank and unit.style in _STYLES]
        numbered = [units[at] for at in rows]
        self._leading = {units[at - 1].start for at in rows if at}  # titles of groups, and what else stands right above a number
        self._numbered = len(numbered) > 2
        self._numbered_caps = sum(unit.rank == 3 for unit in numbered) * 2 > len(numbered)
        self._caps = sum(unit.rank == 3 and not unit.style and unit.end - unit.start > 4 for unit in units) > 1
        self._lettered = _PLAIN + 5 if self._numbered else _NUMBERED + 1  # how high "A." and "(a)" rank
        self._notices = _notices(text, units)  # where titles of texts of their own begin
        self._rows: list[_Row] = []  # innermost last
        self._above, self._read = LOWEST, 0  # the highest title without a number since the last notice began, and how many there were

    def of(self, unit: Unit, body_seen: bool) -> int:
        """Return the rank of a title: by its numbering, else capitals above the rest, below numbered ones."""
        title = self._text[unit.start : unit.end]
        number = numbering(title[:40]) if unit.style else None
        if number and number.style in _STYLES:
            return self._in_row(title, _NUMBERED + number.depth)
        if number:
            if number.style != "alpha" and (self._read or self._rows):
                self._lettered = _PLAIN + 5
            return self._lettered
        level = self._plain(unit, title, body_seen)
        if unit.start not in self._leading:
            for row in self._rows:
                row.above = min(row.above, level)
            fresh = level == 1 or unit.start in self._notices
            self._above, self._read = (LOWEST, 0) if fresh else (min(self._above, level), self._read + 1)
        return level

    def _plain(self, unit: Unit, title: str, body_seen: bool) -> int:
        """Return the rank of a title without a number."""
        if not self._entitled and unit.rank > 1 and not body_seen and names_policy(title):
            self._entitled = True
            return 1
        notice = unit.start in self._notices  # other titles that look like it stand below it, and so do numbers
        caps = unit.rank == 3 and self._caps and len(title) > 4
        if caps and not (self._numbered and self._numbered_caps):
            return _CAPS - notice
        if self._numbered:
            return _NUMBERED - 1 if notice else _PLAIN if caps else _PLAIN + 1
        return _NUMBERED + 5 - notice

    def _in_row(self, title: str, level: int) -> int:
        """Return the rank of a numbered title: it ends what stands between it and the number before it."""
        own = place_in_row(title)
        if not own:
            return level
        for furthest in (1, SKIPPED):
            for at in range(len(self._rows) - 1, -1, -1):
                row = self._rows[at]
                if row.style == own[0] and 0 < own[1] - row.value <= furthest:
                    level = min(row.level, row.above)
                    self._rows[at:] = [_Row(*own, level)]
                    return level
        if not self._rows and (own[1] > 1 or self._read <= _FIRST):
            level = min(level, self._above)  # the row of the whole text: no section of it stands over the others
        self._rows = [*self._rows[-_ROWS:], _Row(*own, level)]
        return level


class _Row:
    """A row of numbered titles: its last number, how high that ranks, and the highest title since."""

    def __init__(self, style: str, value: int, level: int) -> None:
        self.style = style
        self.value = value
        self.level = level
        self.above = LOWEST


def _notices(text: str, units: Sequence[Unit]) -> set[int]:
    """Return where the titles of texts of their own begin, but not where a table of contents names one that stands further down."""
    found: set[int] = set()
    below: set[str] = set()
    for at in range(len(units) - 1, -1, -1):
        title = text[units[at].start : units[at].end] if units[at].rank else ""
        if not is_notice(title):
            continue
        words = " ".join(title.lower().split())
        beside = any(unit.rank for unit in units[max(at - 1, 0) : at + 2] if unit is not units[at])
        if words not in below or not beside:
            found.add(units[at].start)
        below.add(words)
    return found
