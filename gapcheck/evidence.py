"""Which passages show that a pattern holds: the statements, and the words in them."""

from __future__ import annotations

from gapcheck.document import Document, Span
from gapcheck.finding import Evidence
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import Element, Requirement
from gapcheck.units import Units
from gapcheck.view import positions_of

if TYPE_CHECKING:
    from gapcheck.rule import Node

QUOTE = 320
# Which phrase nodes show something in a statement, each with its reading.
Shows = dict[int, list[tuple[int, str]]]
# A lead-in is read again with every item of its list: look past so many of them for a passage of its own.
LOOK = 12


def evidence_of(units: Units, rule: Requirement, element: Element) -> list[Evidence]:
    """Return the passages that show `element`: those of its first few units, in the order of the text.

    An item whose words that matched all stand in the lead-in it shares is no passage, unless there is no other. What is measured over
    the whole text has none.
    """
    if _is_measured(units, element.node):
        return []
    unit, found = units.some(element.node, rule.any_scope)
    own: dict[int, Evidence] = {}
    shared: dict[int, Evidence] = {}
    most = units.shown.passages
    for which in positions_of(found)[: most + LOOK]:
        for number, phrases in shown_by(units, element.node, unit, which, rule.any_scope).items():
            if number not in own and number not in shared:
                passage, is_own = _passage(units, element.name, number, phrases)
                (own if is_own else shared)[number] = passage
        if len(own) >= most:
            break
    kept = own or dict(sorted(shared.items())[:1])
    return [kept[number] for number in sorted(kept)][: 2 * most]


def _is_measured(units: Units, number: int) -> bool:
    node = units.nodes[number]
    inside = node[-1] if node[0] == "all" else (node[2],) if node[0] == "within" else ()
    return node[0] in ("measure", "density") or any(_is_measured(units, part) for part in inside)


def passages_at(units: Units, element: Element, unit: str, which: int) -> dict[int, Evidence]:
    """Return the passages that show `element` in one unit, by the number of their statement; whatever the jurisdiction."""
    found = shown_by(units, element.node, unit, which, True)
    return {number: _passage(units, element.name, number, phrases)[0] for number, phrases in sorted(found.items())}


def around(document: Document, element: str, statement: int, match: Span) -> Evidence:
    """Return a value in a statement as evidence: the statement, cut to the surroundings where it is long."""
    span = document.statements[statement].span
    whole = Span(min(span.start, match.start), max(span.end, match.end))
    return _surroundings(document.read, element, whole, match)


def _passage(units: Units, element: str, statement: int, phrases: list[tuple[int, str]]) -> tuple[Evidence, bool]:
    """Return the statement as evidence, cut to the surroundings of the words that matched where it is long, and whether
    any of them are its own."""
    view, span = units.view, units.view.document.statements[statement].span
    matches = []
    for phrase, reading in phrases:
        if phrase >= 0:
            matches.append(view.match_span(statement, *units.matcher.first_match(phrase, statement, reading)))
    inside = [match for match in matches if match is not None]
    match = Span(min(part.start for part in inside), max(part.end for part in inside)) if inside else span
    if match.end - match.start > QUOTE:
        match = inside[0] if inside else Span(span.start, span.start + QUOTE)
    return _surroundings(view.document.read, element, span, match), bool(inside) or not matches


def _surroundings(text: str, element: str, span: Span, match: Span) -> Evidence:
    """Return a passage of whole words around what matched; what is markup is blank in `text`."""
    if span.end - span.start <= QUOTE:
        return Evidence(element, span, match)
    # From its beginning, if what matched comes soon.
    start = span.start if match.end - span.start <= QUOTE * 3 // 4 else match.start - QUOTE // 3
    start = max(start, span.start)
    end = min(span.end, max(match.end, start + QUOTE))
    if start > span.start:
        start = text.find(" ", start, match.start) + 1 or match.start
    if end < span.end:
        end = max(text.rfind(" ", match.end, end), match.end)
    start = end - len(text[start:end].lstrip())
    cut = not text[span.start : start].isspace(), not text[end : span.end].isspace()
    return Evidence(element, Span(start, end), match, (start > span.start and cut[0], end < span.end and cut[1]))


def shown_by(units: Units, number: int, unit: str, which: int, any_scope: bool) -> Shows:
    """Return the statements that show pattern `number` in unit `which`, each with the phrases that it holds for it."""
    node = units.nodes[number]
    kind = node[0]
    if kind in ("any", "count", "all"):
        wanted = 1 if kind == "any" else node[1] if kind == "count" else len(node[1])
        shown: Shows = {}
        for part in node[-1]:
            if units.holds(part, unit, any_scope) >> which & 1:
                for statement, phrases in shown_by(units, part, unit, which, any_scope).items():
                    shown.setdefault(statement, []).extend(phrases)
                wanted -= 1
                if not wanted:
                    break
        return shown
    if kind == "guard":
        return shown_by(units, node[1], unit, which, any_scope)
    if kind == "within":
        inside = units.convert(1 << which, unit, node[1]) & units.holds(node[2], node[1], any_scope)
        if not inside:
            return {}
        return shown_by(units, node[2], node[1], (inside & -inside).bit_length() - 1, any_scope)
    if kind in ("measure", "density"):
        return {}
    inside = units.statements(number, any_scope, unit)
    inside &= (1 << which) if unit == "sentence" else units.members(unit).get(which, 0)
    if not inside:
        return {}
    statement = (inside & -inside).bit_length() - 1
    return {statement: [_phrase_there(units, node, statement)]}


def _phrase_there(units: Units, node: Node, statement: int) -> tuple[int, str]:
    """Return the phrase node that stands in the statement, and how it is read; -1 where the pattern is no phrase."""
    kind = node[0]
    if kind == "phrase":
        return node[1], "any"
    if kind in ("asserts", "denies", "near", "age"):
        reading = kind if kind in ("asserts", "denies") else "any"
        for part in node[1]:
            if units.matcher.hits(part, reading) >> statement & 1:
                return part, reading
    return -1, "any"
