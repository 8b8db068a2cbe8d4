"""Plain text cut into units: bullets, titles, table rows, and paragraphs with their wrapped lines joined."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.reading.addresses import is_country
from gapcheck.reading.drawn import drawn
from gapcheck.reading.listedcells import listed_cells
from gapcheck.reading.mended import CARRYING, ends_item, hangs, mended
from gapcheck.reading.tabbed import tabbed
from gapcheck.reading.tables import begun, is_bar, is_row, parted, same_row, stacked
from gapcheck.reading.titles import is_numbering, numbering, rank
from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from gapcheck.reading.folded import Cell

BULLETS = (
    "-*\u2022\u00b7\u2023\u25e6\u25aa\u25ab\u25cf\u25cb\u25a0\u25a1"
    "\u2043\u2013\u2014\u2212\uf0b7\uf0a7\u27a2\u2714\u2713\u00bb\u25ba\u25b8+"
)
_UNSEEN = frozenset("\u200b\ufeff\u200e\u200f\u00ad\u2060")
_BLANK = " \t\r\n\u00a0\u3000" + "".join(_UNSEEN)
_BULLET = expression(
    rf"[{BULLETS}]+(?:[\s\u200b]+(?=\S)|(?<=[\u2022\u00b7\u25aa\u25cf\uf0b7])(?=\w))"
    r"|o[ \t\u00a0]+(?=[A-Z][a-z])|o\t\s*"
)
_LONE = frozenset(BULLETS) | {"o"}
_WIDEST = 130
_ENDS = frozenset(".!?:;")
_FEW = 20  # lines that say nothing of the width of a text that has wider ones


class Line(Record):
    """A line without the space around it; `gap` counts the empty lines before it, `indent` the spaces."""

    start: int
    end: int
    indent: int
    gap: int


class Unit(Record):
    """A bullet ("b"), explicit heading ("h"), row ("row"), or paragraph or possible title ("p").

    `rank` is how much it looks like a title; `inner` is where the words begin; `style` tells bullets apart. `cells` are
    those of a row of a drawn table, each line by line; its `rank` is 1 where it is the first.
    """

    kind: str
    start: int
    end: int
    inner: int
    rank: int
    indent: int
    gap: int
    style: str = ""
    cells: tuple[Cell, ...] = ()


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """Return the lines that are not empty."""
    found: list[Line] = []
    gap, at = 0, start
    for raw in _with_newlines(text[start:end]).split("\n"):
        bare = raw.strip()
        if (bare and bare[0] in _UNSEEN) or bare[-1:] in _UNSEEN:
            bare = bare.strip(_BLANK)
        if bare:
            offset = raw.find(bare)
            begin = at + offset
            found.append(Line(begin, begin + len(bare), len(raw[:offset].expandtabs(4)) if offset else 0, gap))
            gap = 0
        else:
            gap += 1
        at += len(raw) + 1
    return found


def _with_newlines(text: str) -> str:
    """Return the text, as long as it is, with newlines for all that ends a line."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for mark in "\f\v\u2028\u2029\x85":
        if mark in text:
            text = text.replace(mark, "\n")
    return text


def wrap_width(text: str, lines: list[Line]) -> int:
    """Return the width that lines were broken at, or 0 if every line is a paragraph of its own."""
    if len(lines) < 3:
        return 0
    sizes = sorted(line.end - line.start + line.indent for line in lines)
    most = sizes[min(len(sizes) - 1, len(sizes) * 98 // 100)]
    full = sum(size > 0.75 * most for size in sizes)
    if 50 <= most <= _WIDEST and full * 4 >= len(sizes):
        return most
    usual = sizes[len(sizes) * 85 // 100]
    return usual if len(lines) > _FEW and 50 <= usual <= _WIDEST and _is_wrapped(text, lines, usual) else 0


def _is_wrapped(text: str, lines: list[Line], width: int) -> bool:
    """Return whether most lines are about as wide, and most of what comes right behind those begins amid a sentence."""
    full = [number for number, line in enumerate(lines) if 0.85 * width < line.end - line.start + line.indent <= width]
    if len(full) * 5 < len(lines) * 2:
        return False
    behind = [lines[number + 1] for number in full if number + 1 < len(lines) and not lines[number + 1].gap]
    return sum(text[line.start].islower() for line in behind) * 2 > len(full)


def units_of(text: str, start: int, end: int) -> list[Unit]:
    """Return the units of the text, in order."""
    lines = lines_of(text, start, end)
    tables = drawn(text, lines)
    if "\t" in text[start:end]:
        tables |= {at: table for at, table in tabbed(text, lines).items() if at not in tables}
    within = {number for begin, table in tables.items() for number in range(begin, table.behind)}
    width = wrap_width(text, [line for number, line in enumerate(lines) if number not in within] if within else lines)
    lines = lines if tables else mended(text, lines)
    tables = tables or listed_cells(text, lines)
    stacks = any(is_bar(text, line) for line in lines)
    found: list[Unit] = []
    header: Unit | None = None  # the first row of the table that the units so far end with
    at = 0
    while at < len(lines):
        if at in tables:
            for place, made in enumerate(tables[at].rows):
                found.append(Unit("row", made.start, made.end, made.start, not place, 0, lines[at].gap, cells=made.cells))
            at = tables[at].behind
            continue
        behind = stacked(text, lines, at) if stacks else 0
        row = found[-1] if found and found[-1].kind == "row" and not found[-1].cells else None
        header = header or row if row else None
        if not behind and row and header:
            behind = at + 1 if same_row(text, row, lines[at]) else parted(text, lines, at, row)
            behind = behind or begun(text, lines, at, row, header)
        if behind:
            found.append(Unit("row", lines[at].start, lines[behind - 1].end, lines[at].start, 0, lines[at].indent, lines[at].gap))
            at = behind
            continue
        unit, at = _unit(text, lines, at, width)
        if unit:
            found.append(unit)
    return found


def _unit(text: str, lines: list[Line], at: int, width: int) -> tuple[Unit | None, int]:
    line = lines[at]
    first = text[line.start : min(line.end, line.start + 200)]
    after = at + 1
    lone = len(first) == 1 and first in _LONE and after < len(lines) and lines[after].gap < 3
    if lone and any(map(str.isalnum, text[lines[after].start : lines[after].end])):
        # A bullet alone on its line: its words stand on the next one.
        stop, after = _joined(text, lines, after, width)
        return Unit("b", line.start, stop, lines[at + 1].start, 0, line.indent, line.gap, first), after
    if not any(map(str.isalnum, text[line.start : line.end])):
        return None, after
    if first[0] == "#":
        hashes = len(first) - len(first.lstrip("#"))
        if hashes < 7 and first[hashes : hashes + 1] in (" ", "\t") and line.end - line.start < 200:
            return Unit("h", line.start + hashes + 1, line.end, 0, hashes, 0, line.gap), after
    underline = _underline(text, lines, after)
    if underline and line.end - line.start < 100:
        return Unit("h", line.start, line.end, 0, underline, 0, line.gap), after
    match = _BULLET.match(text, line.start, line.end)
    if match and (first[0] not in "-\u2013\u2014+" or not match[0].isspace()):
        stop, after = _joined(text, lines, at, width)
        return Unit("b", line.start, stop, match.end(), 0, line.indent, line.gap, first[0]), after
    if is_row(text, line) and ((after < len(lines) and same_row(text, line, lines[after])) or parted(text, lines, after, line)):
        return Unit("row", line.start, line.end, line.start, 0, line.indent, line.gap), after
    found = rank(first) if line.end - line.start <= 120 else 0
    if found and at and is_country(first, text[lines[at - 1].start : lines[at - 1].end]):
        found = 0
    stop, after = (line.end, after) if found > 1 and not _runs_on(text, lines, at, width) else _joined(text, lines, at, width)
    if stop != line.end:
        found = rank(" ".join(text[line.start : stop].split())) if stop - line.start <= 120 else 0
    number = numbering(first)
    inner = line.start + number.size if number else line.start
    return Unit("p", line.start, stop, min(inner, stop), found, line.indent, line.gap, number.style if number else ""), after


def _underline(text: str, lines: list[Line], at: int) -> int:
    """Return the heading level that the line at `at` makes of the one before it, as in Markdown."""
    if at >= len(lines) or lines[at].gap or text[lines[at].start] not in "=-~":
        return 0
    mark = text[lines[at].start : lines[at].end]
    if len(mark) < 3 or mark.strip(mark[0]):
        return 0
    before = lines[at - 1]
    if not rank(text[before.start : before.end]) or (len(mark) < 10 and len(mark) * 2 < before.end - before.start):
        return 0
    return 1 if mark[0] == "=" else 2


def _runs_on(text: str, lines: list[Line], at: int, width: int, within: bool = False) -> bool:
    """Return whether the line at `at` goes on in the next one: it was broken because it was full; `within`: it goes on itself."""
    if at + 1 >= len(lines):
        return False
    line, following = lines[at], lines[at + 1]
    size = line.end - max(line.start, text.rfind("\n", line.start, line.end) + 1)  # of the last one, where it was put together
    if size < 8 and following.gap < 2 and is_numbering(text[line.start : line.end]) and not text[line.start : line.end].isdigit():
        return True
    if following.gap or _opens(text, following):
        return False
    last, first = text[line.end - 1], text[following.start]
    if first.islower() and last.isalnum() and _is_broken(text, line, following):
        return True
    size += line.indent
    if width:
        word = text[following.start : min(following.end, following.start + _WIDEST)].split(None, 1)[0]
        if within and size > width * 0.7 and last not in _ENDS:
            return True  # what was one word when the lines were broken need not look like one: "Article 6"
        if size + 1 + len(word) > width - 4 and (size >= width * 0.6 or (len(word) > width * 0.4 and last not in _ENDS)):
            return last != ":" or first.islower()
    if ends_item(text, line):
        return False
    if width and last not in ".!?:;" and first.islower() and size > width * 0.4:
        return True
    if not width and last not in ".!?:;,)" and size > 35 and first.islower() and size <= _WIDEST:
        return bool(at == 0 or text[lines[at - 1].end - 1] != ":")
    return False


def _is_broken(text: str, line: Line, following: Line) -> bool:
    """Return whether a sentence goes over two lines wherever the break is: a link or bold words had a line of their own."""
    after = text[following.start : min(following.end, following.start + 12)].split(None, 1)[0]
    return hangs(text, line) or (after in CARRYING and text[line.start].isupper())


def _opens(text: str, line: Line) -> bool:
    """Return whether the line begins something of its own: a bullet or a number."""
    head = text[line.start : min(line.end, line.start + 24)]
    if _BULLET.match(head) or (len(head) == 1 and head in _LONE) or head[0] == "#":
        return True
    number = numbering(head)
    return bool(number and (number.style in ("paren", "dec") or head[number.size :][:1].isupper()))


def _joined(text: str, lines: list[Line], at: int, width: int) -> tuple[int, int]:
    """Return where the paragraph that begins on line `at` ends, and the number of the line behind it."""
    first = at
    while _runs_on(text, lines, at, width, at > first):
        at += 1
    return lines[at].end, at + 1
