"""From the lines of a PDF to its text: which of them one paragraph goes over, which are headings, where words were divided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from gapcheck.reading.blocks import LABEL, Block
from gapcheck.reading.lines import BULLETS
from gapcheck.reading.pdflayout import Line, Page, is_beside
from gapcheck.reading.text import text_blocks
from gapcheck.reading.titles import numbering, rank

_LARGER = 1.08  # times the size of the body, from which on a line is set apart
_LONGEST = 160  # characters of a heading
_INNER = 70  # level of headings that only their words make, below those that their type makes
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}$|\u2026{2,}\s*\d{1,3}$")
_ENDS = ".!?:;"
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st", 0xA0: " ", 0x2011: "-"}
_DIVIDED = re.compile(r"([A-Za-z\u00c0-\u024f]+)([-\u00ad\u2010])$")
_COMPOUND = frozenset("non third first second opt self co cross pre up sign log long short e so high low well user real two on off".split())
_ASKING = ("How ", "What ", "Who ", "Where ", "When ", "Why ", "Which ", "Do ", "Does ", "Is ", "Are ", "Can ", "Will ")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*[/@._=&?-]$")


class Group(NamedTuple):
    """Lines of one paragraph, item, row or heading, and what they are: "text", "heading" or "label".

    `cells` are the lines of a row cell by cell; `level` ranks a heading.
    """

    lines: list[Line]
    kind: str = "text"
    level: int = 0
    cells: tuple[list[Line], ...] = ()

    @property
    def words(self) -> str:
        return " ".join(line.text for line in self.lines)


class Shape(NamedTuple):
    """How the body is set: the size of its type, the distance of its lines, its edges, and whether it is bold."""

    size: float
    leading: float
    left: float
    right: float
    bold: bool


def shape(pages: Sequence[Page]) -> Shape:
    """Return how the body of the policy is set: what most of its letters say."""
    lines = [line for page in pages for line in page.lines if not line.label]
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
        bold += len(line.text) * line.bold
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    body = [line for line in lines if abs(line.size - size) < 1]
    gaps = [one.bottom - two.bottom for one, two in zip(body, body[1:], strict=False) if 0 < one.bottom - two.bottom < 2.5 * size]
    rights, lefts = sorted(line.right for line in body), sorted(line.left for line in body)
    most = sum(sizes.values())
    return Shape(
        size,
        median(gaps) if gaps else 1.2 * size,
        lefts[len(lefts) // 20] if lefts else 0.0,
        rights[len(rights) * 19 // 20] if rights else 0.0,
        bold > 0.6 * most,
    )


def groups_of(pages: Sequence[Page]) -> list[Group]:
    """Return the lines of all pages put together, in order."""
    body = shape(pages)
    found: list[list[Line]] = []
    last_edge = body.right
    for page in pages:
        edges = _edges(page, body)
        for line, edge in zip(page.lines, edges, strict=True):
            labels = 0
            while labels < len(found) and found[-1 - labels][0].label:
                labels += 1
            last = found[-1 - labels] if labels < len(found) else []
            if last and _goes_on(last[-1], line, last[0], last_edge, body):
                # What stands at the foot of a page does not part a paragraph that goes over to the next one.
                found.append(found.pop(-1 - labels))
                last.append(line)
            else:
                found.append([line])
            last_edge = last_edge if line.label else edge
    return _headed(_rows(found), body)


def _rows(found: Sequence[list[Line]]) -> list[Group]:
    """Return the groups, those that begin beside each other as cells of one row."""
    made: list[Group] = []
    for lines in found:
        last = made[-1] if made else Group([])
        cells = last.cells or (last.lines,)
        if last.lines and not lines[0].label and is_beside(cells[-1][0], lines[0]) and max(x.right for x in cells[-1]) < lines[0].left:
            made[-1] = Group([*last.lines, *lines], cells=(*cells, lines))
        else:
            made.append(Group(lines))
    return made


def _edges(page: Page, body: Shape) -> list[float]:
    """Return for each line how far to the right it could have gone: that of its cell or column, or that of the body."""
    found = []
    for line in page.lines:
        beside = any(
            min(line.top, other.top) - max(line.bottom, other.bottom) > 0.3 * line.size
            and (other.left > line.right or other.right < line.left)
            for other in page.lines
        )
        own = [other.right for other in page.lines if abs(other.left - line.left) < 3 and abs(other.bottom - line.bottom) < 12 * line.size]
        found.append(max(own) if beside else max(body.right, line.right))
    return found


def _goes_on(one: Line, two: Line, first: Line, edge: float, body: Shape) -> bool:
    """Return whether the text of line `one` goes on in line `two`; `first` is the first line of its group."""
    if one.label or two.label or is_beside(first, two) or _LEADERS.search(one.text) or _is_bullet(two.text):
        return False
    start, last = two.text[0], one.text[-1]
    low = start.islower() and last not in _ENDS
    alike = abs(one.size - two.size) < 0.08 * max(one.size, 1)
    if not alike or (one.bold != two.bold and not low):
        return False
    if _DIVIDED.search(one.text) and start.islower():
        return True
    gap = one.bottom - two.bottom
    onward = two.page != one.page or gap < -8 * one.size  # to the next page or column
    if gap < 0 and not onward:
        return False
    if not onward and gap > 1.35 * max(body.leading * one.size / body.size, one.size):
        return False
    word = two.text.split(" ", 1)[0]
    full = one.right + (two.right - two.left) / max(len(two.text), 1) * (len(word) + 1) > edge - 0.5 * one.size
    if numbering(two.text[:24]) and not low and (not full or last in ".!?:;," or one.text.endswith((" and", " or"))):
        return False
    if onward:
        return low or (full and last not in _ENDS and start.isalnum())
    marked = _is_bullet(first.text) or numbering(first.text[:24]) is not None
    if two.left > one.left + 1.2 * one.size and not (marked and one is first) and not low:
        return False
    if two.left < one.left - 0.8 * one.size and not (full and (start.islower() or last not in _ENDS)):
        return False
    return low or (full and not (last == ":" and start.isupper()))


def _is_bullet(text: str) -> bool:
    return text[0] in BULLETS and (len(text) == 1 or not text[1].isalnum() or text[0] in "\u2022\uf0b7\u25cf\u25aa") or text[:2] == "o "


def _headed(groups: list[Group], body: Shape) -> list[Group]:
    """Return the groups with headings and labels marked; headings are ranked by the type they are set in."""
    found = []
    for at, group in enumerate(groups):
        following = groups[at + 1] if at + 1 < len(groups) else None
        if group.lines[0].label or (len(group.words) < _LONGEST and _LEADERS.search(group.words)):
            found.append(group._replace(kind="label"))
        elif following and _is_heading(group, body):
            last = found[-1] if found else Group([])
            if last.kind == "heading" and _is_question(last.words + " " + group.words) and not _is_question(group.words):
                found[-1] = last._replace(lines=[*last.lines, *group.lines])
            else:
                found.append(group._replace(kind="heading"))
        else:
            found.append(group)
    titles = {_bare(group.words) for group in found if group.kind == "heading"}
    found = [group._replace(kind="label") if group.kind == "text" and _bare(group.words) in titles else group for group in found]
    faces = sorted({_face(group) for group in found if group.kind == "heading"}, reverse=True)
    return [group._replace(level=_level(group, faces)) if group.kind == "heading" else group for group in found]


def _bare(words: str) -> str:
    return re.sub(r"\W+", " ", words.lower()).strip()


def _is_question(words: str) -> bool:
    number = numbering(words[:24])
    return words[-1] == "?" and words.count("?") == 1 and words[number.size if number else 0 :].startswith(_ASKING)


def _face(group: Group) -> tuple[int, bool, bool]:
    line = group.lines[0]
    return round(line.size), line.bold, group.words.isupper()


def _level(group: Group, faces: list[tuple[int, bool, bool]]) -> int:
    number = numbering(group.words[:24])
    depth = number.depth if number and number.style == "dec" else 1
    return 10 * min(faces.index(_face(group)) + 1, 6) + min(depth, 5)


def _is_heading(group: Group, body: Shape) -> bool:
    """Return whether type and words say that a group heads what follows it."""
    words, line = group.words, group.lines[0]
    if len(words) > _LONGEST or len(group.lines) > 3 or _is_bullet(words) or group.cells or not any(map(str.isalpha, words)):
        return False
    number = numbering(words[:24])
    bare = words[number.size :] if number else words
    larger = all(one.size > _LARGER * body.size for one in group.lines)
    bold = not body.bold and all(one.bold for one in group.lines)
    if not (larger or bold) or words[-1] in ",;" or not bare[:1].strip() or bare[0].islower():
        return False
    if words[-1] == "." and not (number and len(bare.split()) < 9):
        return False
    return rank(words) > 0 or words[-1] == "?" or (line.size > 1.25 * body.size and len(words) < 100) or (bold and words[-1] == ":" and len(bare.split()) < 9)


class Text:
    """The text of a PDF, where its pages begin in it, and its blocks; `shadow` is the text with one line a paragraph."""

    def __init__(self, pages: Sequence[Page]) -> None:
        groups = groups_of(pages)
        self._left = shape(pages).left
        self._known = Counter(word for group in groups for word in re.findall(r"[a-z]+(?:-[a-z]+)*", group.words.lower()))
        self._made: list[str] = []
        self._shadow: list[str] = []
        self._at = 0
        self.pages: list[int] = []
        spans = [self._group(group, before) for group, before in zip(groups, [None, *groups], strict=False)]
        self.pages += [self._at] * (len(pages) - len(self.pages))
        self.text, self.shadow = "".join(self._made), "".join(self._shadow)
        self.blocks = self._blocks(groups, spans)

    def _put(self, words: str, shadow: str) -> None:
        self._made.append(words)
        self._shadow.append(shadow)
        self._at += len(words)

    def _group(self, group: Group, before: Group | None) -> tuple[int, int]:
        """Write one group, and return where its words begin and end."""
        if before and self._is_apart(before.lines[-1], group.lines[0]):
            self._put("\n", "\n")
        indent = " " * max(0, min(20, round((group.lines[0].left - self._left) / 6)))
        while len(self.pages) <= group.lines[0].page:
            self.pages.append(self._at)
        self._put(indent, indent)
        start = end = self._at
        cells = group.cells or (group.lines,)
        longest = max(range(len(cells)), key=lambda cell: len(cells[cell]))
        for number, cell in enumerate(cells):
            if number:
                self._put("\t", "\t")
            end = self._cell(cell, number == longest)
        self._put("\n", "\n")
        return start, end

    def _cell(self, lines: list[Line], broken: bool) -> int:
        """Write the lines of a cell or paragraph, each on its own line if they are to be `broken`; return where the words end."""
        texts = self._joined([line.text.translate(_LIGATURES) for line in lines])
        end = self._at
        for at, (line, text) in enumerate(zip(lines, texts, strict=True)):
            if at:
                self._put("\n" if broken else " ", " ")
            while len(self.pages) <= line.page:
                self.pages.append(self._at)
            if text:
                self._put(text, text)
                end = self._at
        return end

    def _is_apart(self, one: Line, two: Line) -> bool:
        return one.page == two.page and not 0 < one.bottom - two.bottom < 1.6 * max(one.size, two.size)

    def _joined(self, texts: list[str]) -> list[str]:
        """Return the lines with words and addresses whole that were divided at their ends, each on the line it begins on."""
        made = list(texts)
        for at in range(len(made) - 1):
            divided = _DIVIDED.search(made[at])
            if not divided and not (_ADDRESS.search(made[at].rsplit(" ", 1)[-1]) and not made[at + 1][:1].isupper()):
                made[at] = made[at].replace("\u00ad", "")
                continue
            head, _, rest = made[at + 1].partition(" ")
            if not divided:
                made[at], made[at + 1] = made[at] + head, rest
            elif head[:1].isalpha():
                stem = made[at][: divided.start(2)]
                made[at], made[at + 1] = stem + ("-" if self._is_compound(divided[1], head) else "") + head, rest
        return [text.replace("\u00ad", "") for text in made]

    def _is_compound(self, one: str, two: str) -> bool:
        """Return whether a word that was divided is written with a hyphen anyway: "third-party", but not "infor-mation"."""
        tail = re.match(r"[A-Za-z\u00c0-\u024f]*", two)
        left, right = one.lower(), tail[0].lower() if tail else ""
        if two[:1].isupper():
            return True
        whole, apart = self._known[left + right], self._known[f"{left}-{right}"]
        if whole or apart:
            return apart > whole
        if left in _COMPOUND or two[len(right) : len(right) + 1] == "-":
            return True
        return self._known[left] > 0 and self._known[right] > 0 and len(left) > 2 < len(right)

    def _blocks(self, groups: Sequence[Group], spans: Sequence[tuple[int, int]]) -> list[Block]:
        found: list[Block] = []
        typed = any(group.kind == "heading" for group in groups)
        begin = 0
        for group, (start, end) in zip(groups, spans, strict=True):
            if group.kind == "text" or start == end:
                continue
            found += self._plain(begin, start, typed)
            level = LABEL if group.kind == "label" else group.level
            found.append(Block("heading", start, end, level, lead=self.shadow[end - 1] == ":"))
            begin = end
        return found + self._plain(begin, len(self.shadow), typed)

    def _plain(self, start: int, end: int, typed: bool) -> list[Block]:
        """Return the blocks of a stretch that its words alone structure."""
        if not self.shadow[start:end].strip():
            return []
        blocks = text_blocks(self.shadow, start, end)
        if not typed:
            return blocks
        titles = [block.kind == "heading" and block.level < LABEL for block in blocks]
        found = []
        for block, before, title, after in zip(blocks, [False, *titles], titles, [*titles[1:], False], strict=False):
            if title and (before or after):
                found.append(Block("paragraph", block.start, block.end))  # lines of an address: where titles are set apart, these are none
            else:
                found.append(block._replace(level=min(_INNER + block.level // 4, LABEL - 1)) if title else block)
        return found
