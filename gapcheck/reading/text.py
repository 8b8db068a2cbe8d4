"""Blocks of plain text: decides which lines are headings, which are items of a list, which are paragraphs."""

from __future__ import annotations

from gapcheck.reading.blocks import LABEL, Block
from gapcheck.reading.flat import titled
from gapcheck.reading.levels import LOWEST, Levels
from gapcheck.reading.lines import Unit, units_of
from gapcheck.reading.lists import introduces
from gapcheck.reading.textrows import rows_at
from gapcheck.reading.titles import is_menu, is_notice, rank, run_in, says_data
from gapcheck.values import ADDRESS

_SHORT = 100
_LOST = ("lost", -1)
_WORDY = ("o", "num", "dec", "roman", "alpha", "paren", "low")


def text_blocks(text: str, start: int = 0, end: int | None = None, marked: bool = False) -> list[Block]:
    """Return the blocks of `text[start:end]`; `marked`: its lists have bullets, or else are indented."""
    return _Blocks(text, start, len(text) if end is None else end, marked).run()


class _Blocks:
    """One pass over the units of a text."""

    def __init__(self, text: str, start: int, end: int, marked: bool) -> None:
        self.text = text
        self.marked = marked
        self.margin = 0  # how far the last lead-in is indented
        self.units = units_of(text, start, end)
        self.found: list[Block] = []
        self.lead = ""  # "line": a lead-in was just read; "list": so was an item without a bullet of its list
        self.styles: list[tuple[str, int]] = []  # bullets of the open lists, outermost first
        self.body_seen = False
        self.lost = ""  # the first word of the last item without a bullet
        self.levels = Levels(text, self.units)

    def run(self) -> list[Block]:
        """Return the blocks of all units."""
        at = 0
        while at < len(self.units):
            at = self._take(at)
        return self.found

    def _take(self, at: int) -> int:
        """Turn the unit at `at`, or the run that begins there, into blocks; return the number of the next unit."""
        unit = self.units[at]
        if unit.kind == "b" and self._is_bulleted_title(at):
            self._heading(unit._replace(start=unit.inner), LOWEST, at)
        elif unit.kind == "b":
            self._bullet(unit)
        elif unit.kind == "h":
            if says_data(self._source(unit)):
                self._paragraph(unit)
            else:
                self._heading(unit, unit.rank, at)
        elif unit.kind == "row":
            return self._rows(at)
        elif self._is_marked_item(at):
            self._bullet(unit)
        elif self.lead and not (self.marked and unit.gap and unit.indent <= self.margin) and self._is_lost_item(at):
            self._lost(unit)
        elif not self.lead and is_menu(self._source(unit)):
            self.found.append(Block("heading", unit.start, unit.end, LABEL))
        elif unit.rank:
            return self._titles(at)
        else:
            self._paragraph(unit)
        return at + 1

    def _source(self, unit: Unit) -> str:
        return self.text[unit.start : unit.end]

    def _next(self, at: int) -> Unit | None:
        return self.units[at + 1] if at + 1 < len(self.units) else None

    def _is_bulleted_title(self, at: int) -> bool:
        """Return whether the unit, though it has a bullet, heads the text below it."""
        unit, following = self.units[at], self._next(at)
        if self.lead or following is None or following.kind != "p" or following.end - following.start < _SHORT:
            return False
        alone = not at or self.units[at - 1].kind != "b"
        return alone and unit.end - unit.inner < _SHORT and rank(self.text[unit.inner : unit.end]) > 0

    def _is_marked_item(self, at: int) -> bool:
        """Return whether the unit is an item with a number or letter, rather than a numbered title or clause."""
        unit, following = self.units[at], self._next(at)
        if not unit.style or unit.style == "dec":
            return False
        is_title = unit.rank > 1 and following is not None and following.style != unit.style and following.kind != "b"
        if unit.style in ("paren", "low"):
            return not (is_title and (self._heads_text(at) or (unit.style == "paren" and not self.lead)))
        if self.styles and self.styles[-1][0] == unit.style and unit.rank < 2:
            return True
        before = self.units[at - 1] if at else None
        chained = (following is not None and following.style == unit.style) or (before is not None and before.style == unit.style)
        if unit.rank > 1 or run_in(self.text, unit.start, unit.end):
            return bool(self.lead == "line" and unit.rank < 3 and following and following.style == unit.style)
        return chained or self.lead == "line" or unit.rank == 0

    def _heads_text(self, at: int) -> bool:
        """Return whether the unit stands alone above a text, rather than in a list."""
        unit, following = self.units[at], self._next(at)
        if following is None or following.kind != "p" or following.rank or (at and self.units[at - 1].style == unit.style):
            return False
        return self._is_body(following)

    def _bullet(self, unit: Unit) -> None:
        key = (unit.style, unit.indent // 2)
        fresh = not self.styles
        if self.styles and self.styles[-1] == _LOST:
            if self._opened():
                self.styles.append(key)
            else:
                self.styles[-1] = key
        elif key in self.styles:
            del self.styles[self.styles.index(key) + 1 :]
        elif self.styles and unit.indent < self.styles[-1][1] * 2:
            while len(self.styles) > 1 and self.styles[-1][1] * 2 > unit.indent:
                self.styles.pop()
            self.styles[-1] = key
        elif self.styles and len(self.styles) < 6 and (unit.indent // 2 > self.styles[-1][1] or self._opened()):
            self.styles.append(key)
        elif self.styles:
            self.styles[-1] = key
        else:
            self.styles.append(key)
        self._item(unit, len(self.styles), fresh)

    def _opened(self) -> bool:
        """Return whether the last block opens a list."""
        last = self.found[-1] if self.found else None
        return bool(last) and introduces(self.text[last.start : last.end])  # type: ignore[union-attr]

    def _item(self, unit: Unit, depth: int, fresh: bool) -> None:
        inner = max(unit.inner, unit.start)
        # A quote shows the number of an item, which is a word, but no bullet.
        start = unit.start if unit.style in _WORDY else inner
        self.found.append(Block("item", start, unit.end, depth, inner, fresh=fresh))
        self.lead = "line" if introduces(self._source(unit)) else "list" if _LOST in self.styles else ""
        self.body_seen = True

    def _is_lost_item(self, at: int) -> bool:
        """Return whether the unit is an item of a list that lost its bullets."""
        unit, following = self.units[at], self._next(at)
        source = self._source(unit)
        if unit.style == "dec" or unit.rank == 3 or self._is_notice(at):
            return False
        last = self.found[-1]
        before = self.text[last.inner or last.start : last.end]
        nested = self.lead == "list" and self.styles[-1] != _LOST
        title = unit.rank > 1 and not source.endswith((";", ","))
        if title and following is not None and following.kind in ("b", "row"):
            return False
        if title and following is not None and not following.rank and self._is_body(following):
            above = self.units[at - 1].rank if self.units[at - 1].kind == "p" else rank(before)
            return self.lead == "list" and above > 1 and len(source) < 40 and not source.endswith(("?", ":"))
        if self.lead == "line":
            return True
        if before.endswith((";", ",")) or before[-5:].rstrip().endswith((" and", " or")):
            return True
        if not nested and (source[0].islower() or source.endswith(";")):
            return True
        if source[:40].split(None, 1)[0] == self.lost:
            return True
        return not nested and not before.endswith(".") and len(source) < 2 * _SHORT and source[-1] not in ".?!:"

    def _is_notice(self, at: int) -> bool:
        """Return whether the unit is the title of a text of its own, and not one of several that a list names."""
        beside = (self.units[at - 1], self._next(at))
        return is_notice(self._source(self.units[at])) and not any(unit and is_notice(self._source(unit)) for unit in beside)

    def _is_body(self, unit: Unit) -> bool:
        return unit.end - unit.start >= _SHORT or self.text[unit.end - 1] in ".:"

    def _lost(self, unit: Unit) -> None:
        fresh = self.lead == "line"
        if fresh and self.found[-1].kind == "item":
            self.styles = [*self.styles[:5], _LOST]
        elif fresh:
            self.styles = [_LOST]
        else:
            del self.styles[self.styles.index(_LOST) + 1 :]
        self.lost = self.text[unit.start : min(unit.end, unit.start + 40)].split(None, 1)[0]
        self._item(unit if unit.style else unit._replace(inner=unit.start), len(self.styles), fresh)

    def _titles(self, at: int) -> int:
        """Turn a run of short lines that look like titles into headings, items or statements."""
        units = self.units
        stop = at
        while stop < len(units) and units[stop].kind == "p" and units[stop].rank:
            stop += 1
            if self.text[units[stop - 1].end - 1] == ":":
                break
        run = units[at:stop]
        has_body = stop < len(units) and units[stop].kind != "h"
        plain = [unit for unit in run if not unit.style and unit.rank < 3]
        if len(plain) < 4 or len(plain) < len(run) - 1:
            self._few_titles(at, stop, has_body)
            return stop
        for place, unit in enumerate(run):
            last = place == len(run) - 1
            if (last and has_body) or unit.rank == 3 or (place == 0 and self.body_seen and unit.rank > 1):
                self._heading(unit, self.levels.of(unit, self.body_seen), at + place)
            elif self.body_seen:
                self._item(unit._replace(inner=unit.start), 1, not self.found or self.found[-1].kind != "item")
            else:
                self.found.append(Block("paragraph", unit.start, unit.end))
                self.lead = ""
        return stop

    def _few_titles(self, at: int, stop: int, has_body: bool) -> None:
        for place in range(at, stop):
            unit = self.units[place]
            last = place + 1 == stop
            heads = (unit.rank > 1 and (has_body or not last or not self.found)) or (last and has_body and self._stands_free(place))
            if heads and not self._is_addressed(place):
                self._heading(unit, self.levels.of(unit, self.body_seen), place)
            else:
                self._paragraph(unit)

    def _is_addressed(self, at: int) -> bool:
        """Return whether the line stands in an address: above a street or a town with its code, and below a short line; or first
        behind a colon, and above a line of numbers."""
        unit, following = self.units[at], self._next(at)
        if following is None or following.gap:
            return False
        if not at:
            return says_data(self._source(following)) and self.text[max(unit.start - _SHORT, 0) : unit.start].rstrip().endswith(":")
        before = self.units[at - 1]
        if unit.gap or before.kind != "p" or len(self._source(before)) >= _SHORT // 2:
            return False
        return ADDRESS.match(self.text, following.start, following.end) is not None

    def _stands_free(self, at: int) -> bool:
        """Return whether a line that may be a title has a paragraph's end before it and a body behind it."""
        unit, following = self.units[at], self.units[at + 1]
        if self.text[unit.end - 1] == ":" and following.kind == "p" and following.end - following.start > _SHORT // 2:
            return True
        ended = at == 0 or unit.gap > 0 or self.text[self.units[at - 1].end - 1] in '.!?;:")\u201d' or self.units[at - 1].rank > 0
        ended = ended or says_data(self._source(self.units[at - 1]))
        return ended and (following.kind in ("b", "row") or self._is_body(following))

    def _heading(self, unit: Unit, level: int, at: int) -> None:
        following = self._next(at)
        colon = self.text[unit.end - 1] == ":"
        short = following is not None and following.kind == "p" and following.rank < 3 and not self._is_body(following)
        marked = following is not None and (following.kind == "b" or following.style in ("paren", "low"))
        self.found.append(Block("heading", unit.start, unit.end, level, lead=colon and (short or marked)))
        self.lead = "line" if colon and short else ""
        self.margin = unit.indent
        self.styles = []

    def _paragraph(self, unit: Unit) -> None:
        within = bool(self.styles) and self.styles[-1] != _LOST and unit.indent > self.styles[-1][1] * 2 + 1
        if within and self.found[-1].kind in ("item", "more"):
            self.found.append(Block("more", unit.start, unit.end))
            return
        self.found += (Block("paragraph", start, end, title=title) for start, end, title in titled(self.text, unit.start, unit.end))
        source = self._source(unit)
        self.lead = "line" if introduces(source) else ""
        self.margin = unit.indent
        self.styles = []
        self.body_seen = self.body_seen or (len(source) > 40 and " " in source)

    def _rows(self, at: int) -> int:
        blocks, behind = rows_at(self.text, self.units, at)
        self.found += blocks
        self.lead, self.styles = "", []
        return behind
