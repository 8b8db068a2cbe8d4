"""Patterns that are not phrases: regular expressions, the age of a date, figures of the whole policy."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING
from gapcheck.view import positions_of

if TYPE_CHECKING:
    from gapcheck.rule import Node
    from gapcheck.units import Units

REGEX_SECONDS = 0.25


def matching(units: Units, number: int) -> int:
    """Return the statements that a regular expression matches, among those with an anchor phrase; notes it in `slow` when out of time."""
    import regex  # slow to import, and few documents need it

    _, source, anchors = units.nodes[number]
    candidates = 0
    for anchor in anchors:
        candidates |= units.matcher.hits(anchor)
    expression, found = regex.compile(source, regex.IGNORECASE), 0
    for statement in positions_of(candidates):
        try:
            if expression.search(units.read(statement), timeout=REGEX_SECONDS):
                found |= 1 << statement
        except TimeoutError:
            units.slow.add(number)
            break
    return found


def aged(units: Units, node: Node) -> int:
    """Return the statements with one of the phrases and a date that is so many months before the day of the check."""
    from datetime import date  # these are slow to import, and few rules need them

    from gapcheck.dates import dates_in, months_between

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
    view, document = units.view, units.view.document
    if node[0] == "density":
        _, phrases, least, most = node
        count = 0
        for phrase in phrases:
            count += units.matcher.places(phrase).bit_count() if units.matcher.meet[phrase] else 0
        figure = 1000 * count / max(1, view.tokens.bit_count())
    else:
        _, name, least, most = node
        sentences = max(1, len(document.statements) - units.headings.own.bit_count())
        figures = {
            "words": view.tokens.bit_count(),
            "headings": sum(section.heading is not None for section in document.sections),
            "sentence-length": view.tokens.bit_count() / sentences,
        }
        figure = figures[name]
    return (least is None or figure >= least) and (most is None or figure <= most)
