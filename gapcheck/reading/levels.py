"""How high the titles of a plain text rank, which says what lies under what."""

from __future__ import annotations

from gapcheck.reading.lines import Unit
from gapcheck.reading.titles import names_policy, numbering
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CAPS, _NUMBERED, _PLAIN, LOWEST = 10, 20, 40, 80


class Levels:
    """What one text does with numbers and capitals."""

    def __init__(self, text: str, units: Sequence[Unit]) -> None:
        self._text = text
        self._entitled = False  # whether the title of the whole text was read
        numbered = [unit for unit in units if unit.rank and unit.style in ("num", "dec", "roman")]
        self._numbered = len(numbered) > 2
        self._numbered_caps = sum(unit.rank == 3 for unit in numbered) * 2 > len(numbered)
        self._caps = sum(unit.rank == 3 and not unit.style and unit.end - unit.start > 4 for unit in units) > 1

    def of(self, unit: Unit, body_seen: bool) -> int:
        """Return the rank of a title: by its numbering, else capitals above the rest, below numbered ones."""
        title = self._text[unit.start : unit.end]
        number = numbering(title[:40]) if unit.style else None
        if number and number.style in ("dec", "num", "roman"):
            return _NUMBERED + number.depth
        if number:
            return _PLAIN + 5 if self._numbered else _NUMBERED + 1
        if unit.rank == 3 and self._caps and len(title) > 4:
            return _PLAIN if self._numbered and self._numbered_caps else _CAPS
        if not self._entitled and unit.rank > 1 and not body_seen and names_policy(title):
            self._entitled = True
            return 1
        return _PLAIN + 1 if self._numbered else _NUMBERED + 5
