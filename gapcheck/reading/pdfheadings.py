"""Which groups of lines of a PDF are headings, by the type they are set in and by their words, and how they rank."""

from __future__ import annotations

import re

from gapcheck.reading.pdfshape import LEADERS, Group, Shape, is_bullet
from gapcheck.reading.titles import numbering, rank

_LARGER = 1.08  # times the size of the body, from which on a line is set apart
_SAME = 0.94  # times a size, down to which another is the same
_ACRONYM = 7  # characters up to which a heading in capitals may be the name of a law, among headings that are not
_LONGEST = 160  # characters of a heading
_ASKING = ("How ", "What ", "Who ", "Where ", "When ", "Why ", "Which ", "Do ", "Does ", "Is ", "Are ", "Can ", "Will ")


def headed(groups: list[Group], body: Shape) -> list[Group]:
    """Return the groups with headings and labels marked; headings are ranked by the type they are set in."""
    found = []
    for at, group in enumerate(groups):
        following = groups[at + 1] if at + 1 < len(groups) else None
        if group.lines[0].label or (len(group.words) < _LONGEST and LEADERS.search(group.words)):
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
    levels = iter(_levels([group for group in found if group.kind == "heading"]))
    return [group._replace(level=next(levels)) if group.kind == "heading" else group for group in found]


def _bare(words: str) -> str:
    return re.sub(r"\W+", " ", words.lower()).strip()


def _is_question(words: str) -> bool:
    number = numbering(words[:24])
    return words[-1] == "?" and words.count("?") == 1 and words[number.size if number else 0 :].startswith(_ASKING)


def _levels(headings: list[Group]) -> list[int]:
    """Return how high each heading ranks: by its size, then whether it is bold, then whether it is in capitals."""
    sizes = _sizes(headings)
    faces = [(sizes[heading.lines[0].size], heading.lines[0].bold) for heading in headings]
    in_capitals = {face for face, heading in zip(faces, headings, strict=True) if heading.words.isupper() and len(heading.words) > _ACRONYM}
    full = [(*face, heading.words.isupper() and face in in_capitals) for face, heading in zip(faces, headings, strict=True)]
    ranked = sorted(set(full), reverse=True)
    return [10 * min(ranked.index(face) + 1, 6) + _depth(heading.words) for face, heading in zip(full, headings, strict=True)]


def _sizes(headings: list[Group]) -> dict[float, int]:
    """Return how every size that headings are set in ranks, the largest highest; it is measured, and so a little different each time."""
    found: dict[float, int] = {}
    largest, rank = 0.0, 0
    for size in sorted({heading.lines[0].size for heading in headings}, reverse=True):
        if size < _SAME * largest or not found:
            largest, rank = size, rank - 1
        found[size] = rank
    return found


def _depth(words: str) -> int:
    number = numbering(words[:24])
    return min(number.depth, 5) if number and number.style == "dec" else 1


def _is_heading(group: Group, body: Shape) -> bool:
    """Return whether type and words say that a group heads what follows it."""
    words, line = group.words, group.lines[0]
    if len(words) > _LONGEST or len(group.lines) > 3 or is_bullet(words) or group.cells or not any(map(str.isalpha, words)):
        return False
    number = numbering(words[:24])
    bare = words[number.size :] if number else words
    larger = all(one.size > _LARGER * body.size for one in group.lines)
    bold = not body.bold and all(one.bold for one in group.lines)
    if not (larger or bold) or words[-1] in ",;" or not bare[:1].strip() or bare[0].islower():
        return False
    if words[-1] == "." and not (number and len(bare.split()) < 9):
        return False
    return (
        rank(words) > 0
        or words[-1] == "?"
        or (line.size > 1.25 * body.size and len(words) < 100)
        or (bold and words[-1] == ":" and len(bare.split()) < 9)
    )
