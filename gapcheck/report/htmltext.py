"""A policy's own text for the HTML report: numbered lines, with a link from every passage to what it shows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gapcheck.document import Document, Part, Span, file_name, page_place
from gapcheck.finding import Checked, Finding
from gapcheck.report.flat import urgency
from gapcheck.report.markup import Markup, join, tag, text

_LINE_END = re.compile(r"\r\n|\r|\n")


class Piece(NamedTuple):
    """A stretch of text that the same findings point at, the most urgent first."""

    start: int
    end: int
    findings: tuple[int, ...]


def pieces(findings: Sequence[Finding]) -> list[Piece]:
    """Return the stretches that evidence covers, in order and apart: where passages overlap, each stretch has them all."""
    edges: dict[int, list[tuple[bool, int]]] = {}
    for number, finding in enumerate(findings):
        for start, end in {span for span in _passages(finding) if span.start < span.end}:
            edges.setdefault(start, []).append((True, number))
            edges.setdefault(end, []).append((False, number))
    found = []
    open_ones: dict[int, int] = {}
    for here, after in pairwise([*sorted(edges), -1]):
        for opens, number in edges[here]:
            open_ones[number] = open_ones.get(number, 0) + (1 if opens else -1)
        covering = [number for number, depth in open_ones.items() if depth > 0]
        if covering and after > here:
            found.append(Piece(here, after, tuple(sorted(covering, key=lambda number: (urgency(findings[number]), number)))))
    return found


def _passages(finding: Finding) -> list[Span]:
    return [*(evidence.span for evidence in finding.evidence), *([finding.closest] if finding.closest else [])]


def anchor(policy: int, document: Document, span: Span) -> str:
    """Return the id of the passage `span`, or of the whole policy where the passage has no words."""
    start = _words_at(document, span)
    return f"p{policy}-t{start}" if start < span.end else f"p{policy}"


def _words_at(document: Document, span: Span) -> int:
    """Return where the words of a passage begin."""
    passage = document.read[span.start : span.end]
    return span.end - len(passage.lstrip())


def policy_text(policy: int, checked: Checked, brief: bool) -> Markup:
    """Return the text as a list of lines, numbered as editors do; lines with no words are left out."""
    document = checked.document
    if document is None:
        return Markup()
    marks = pieces(checked.findings)
    starts = [piece.start for piece in marks]
    headings = {_start_of_words(document, section.heading.start): section.heading.end for section in document.sections if section.heading}
    passages = {span for finding in checked.findings for span in _passages(finding)}
    anchors = sorted({start for span in passages if (start := _words_at(document, span)) < span.end})
    sheets = []
    for title, sheet in ((title, sheet) for part in document.files for title, sheet in _sheets(document, part)):
        sheets += [tag("h4", title)] if title else []
        lines, before = [], 0
        for number, start, end in sheet:
            first = max(bisect_right(starts, start) - 1, 0)
            words = _start_of_words(document, start)
            heading = words in headings and not document.read[headings[words] : end].strip()
            inner = join(_marked(policy, checked, document, words if heading else start, end, marks[first:], anchors, brief))
            lines.append(tag("li", inner, value=None if number == before + 1 else number, cls="h" if heading else None))
            before = number
        sheets += [tag("ol", join(lines, "\n"))]
    return join(sheets, "\n")


def _start_of_words(document: Document, offset: int) -> int:
    """Return where the words begin at or after `offset`: signs of a heading in Markdown are none."""
    read = document.read
    while offset < len(read) and read[offset] in " \t#":
        offset += 1
    return offset


def _sheets(document: Document, part: Part) -> Iterator[tuple[str, list[tuple[int, int, int]]]]:
    """Yield what is numbered anew, a file or a page of one, each with its title and its lines."""
    name = file_name(document, part.start)
    pages: dict[str, list[tuple[int, int, int]]] = {}
    for number, start, end in _lines(part):
        place = page_place(document, start)
        title = ", ".join(filter(None, (name, f"page {place.page}" if place else "")))
        pages.setdefault(title, []).append((place.line if place else number, start, end))
    yield from pages.items()


def _lines(part: Part) -> Iterator[tuple[int, int, int]]:
    """Yield number, start and end of every line of a file that has words: numbered in the file, offsets in the policy."""
    document, start, number = part.document, 0, 1
    for found in _LINE_END.finditer(document.text):
        if document.read[start : found.start()].strip():
            yield number, part.start + start, part.start + found.start()
        start, number = found.end(), number + 1
    if document.read[start:].strip():
        yield number, part.start + start, part.start + len(document.text)


def _marked(
    policy: int, checked: Checked, document: Document, start: int, end: int, marks: list[Piece], anchors: list[int], brief: bool
) -> Iterator[Markup]:
    """Yield the line from `start` to `end`: plain stretches, and links where there is evidence; `anchors` are where passages begin."""
    read, at = document.read, start
    for piece in marks:
        if piece.start >= end:
            break
        first, last = max(piece.start, start), min(piece.end, end)
        if not read[first:last].strip():
            continue
        if at < first:
            yield text(read[at:first])
        worst = checked.findings[piece.findings[0]]
        shows = ", ".join(f"{checked.findings[number].requirement.id} {checked.findings[number].status}" for number in piece.findings)
        ids = [f"p{policy}-t{offset}" for offset in anchors[bisect_left(anchors, first) : bisect_left(anchors, last)]]
        yield from (tag("span", "", id=other) for other in ids[1:])
        yield tag(
            "a",
            read[first:last],
            cls=f"m {worst.status}",
            id=ids[0] if ids else None,
            href=f"#p{policy}-f{piece.findings[0]}",
            title=None if brief else shows,
            data_f=" ".join(map(str, piece.findings)),
        )
        at = last
    if at < end:
        yield text(read[at:end])
