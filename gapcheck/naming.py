"""Which laws a policy names: a hint at what else to check it against, never a choice."""

from __future__ import annotations

from gapcheck.finding import Named
from gapcheck.matcher import Matcher
from gapcheck.rule import Names
from gapcheck.view import View


def named(view: View, names: Names) -> tuple[Named, ...]:
    """Return those of the laws that the document names, each with the first place where it does."""
    matcher = Matcher(view, names.plan)
    found = []
    for law, title, phrase in names.laws:
        statements = matcher.hits(phrase)
        if statements:
            first = (statements & -statements).bit_length() - 1
            found.append(
                Named(law, title, view.match_span(first, *matcher.first_match(phrase, first)) or view.document.statements[first].span)
            )
    return tuple(found)
