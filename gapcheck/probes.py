"""Patterns that are not phrases: regular expressions, the age of a date, figures of the whole policy."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.record import TYPE_CHECKING
from gapcheck.view import positions_of
from gapcheck.words import cut

if TYPE_CHECKING:
    from re import Pattern
    from typing import Any

    from gapcheck.rule import Node
    from gapcheck.units import Units

REGEX_SECONDS = 0.25
# So many characters an expression of bounded repeats goes through in a moment.
SHORT = 1000
# Two sentences that begin with so many same words repeat each other, even where they end differently.
OPENING = 12
_made: dict[str, Pattern[str]] = {}


def matching(units: Units, number: int) -> int:
    """Return the statements that a regular expression matches, among those with an anchor phrase; notes it in `slow` when out of time."""
    _, source, anchors, bounded = units.nodes[number]
    found = candidates = 0
    for anchor in anchors:
        candidates |= units.matcher.hits(anchor)
    for statement in positions_of(candidates):
        text = units.read(statement)
        try:
            if _quick(source).search(text) if bounded and len(text) <= SHORT else _timed(source).search(text, timeout=REGEX_SECONDS):
                found |= 1 << statement
        except TimeoutError:
            units.slow.add(number)
            break
    return found


def _quick(source: str) -> Pattern[str]:
    made = _made.get(source)
    if made is None:
        made = _made[source] = expression(source, "i")
    return made


def _timed(source: str) -> Any:
    import regex  # slow to import, and few documents need it

    return regex.compile(source, regex.IGNORECASE)


def aged(units: Units, node: Node) -> int:
    """Return the statements with one of the phrases and a date that is so many months before the day of the check."""
    from gapcheck.dates import dates_in, months_between  # few rules need them
    from gapcheck.fast import date

    _, phrases, least, most = node
    candidates = found = 0
    for phrase in phrases:
        candidates |= units.matcher.hits(phrase)
    today = date.fromisoformat(units.as_of)
    for statement in positions_of(candidates):
        ages = [months_between(day, today) for day in dates_in(units.read(statement), today)]
        if any((least is None or age >= least) and (most is None or age <= most) for age in ages):
            found |= 1 << statement
    return found


def figure_fits(units: Units, node: Node) -> bool:
    """Return whether a figure of the whole policy lies within its bounds."""
    least: int | None
    most: int | None
    view = units.view
    if node[0] == "density":
        _, phrases, least, most = node
        count = 0
        for phrase in phrases:
            count += units.matcher.places(phrase).bit_count() if units.matcher.meet[phrase] else 0
        figure = 1000 * count / max(1, view.tokens.bit_count())
    else:
        _, name, least, most = node
        figure = _figure(units, name)
    return (least is None or figure >= least) and (most is None or figure <= most)


def _figure(units: Units, name: str) -> float:
    """Return one figure of the whole policy, by its name in a rule."""
    view, document = units.view, units.view.document
    match name:
        case "words":
            return view.tokens.bit_count()
        case "headings":
            return sum(section.heading is not None for section in document.sections)
        case "sentence-length":
            lengths = [_own_words(units, number) for number, said in enumerate(document.statements) if said.kind in ("sentence", "item")]
            return sum(lengths) / max(1, len(lengths))
    paragraphs: dict[int, int] = {}
    openings: dict[tuple[str, ...], int] = {}
    for statement in document.statements:
        if statement.kind == "sentence":  # items of a list and rows of a table are short lines of their own
            words = cut(document.read, *statement.span)
            paragraphs[statement.paragraph] = paragraphs.get(statement.paragraph, 0) + len(words)
            if len(words) >= OPENING:
                opening = tuple(words[:OPENING])
                openings[opening] = openings.get(opening, 0) + 1
    if name == "longest-paragraph":
        return max(paragraphs.values(), default=0)
    return 1000 * sum(count - 1 for count in openings.values()) / max(1, view.tokens.bit_count())


def _own_words(units: Units, number: int) -> int:
    """Return how many words a statement has without those that it is read with, such as the lead-in of its list."""
    view, statement = units.view, units.view.document.statements[number]
    if len(statement.pieces) > 1:
        return len(cut(view.document.read, *statement.span))
    following = view.base[number + 1] if number + 1 < len(view.base) else view.size
    return following - view.base[number] - 1
