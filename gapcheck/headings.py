"""Which statements stand under which headings, and to whom a section is addressed."""

from __future__ import annotations

from gapcheck.document import LABEL
from gapcheck.expression import expression
from gapcheck.matcher import Matcher
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import Pack
from gapcheck.view import positions_of
from gapcheck.words import cut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gapcheck.document import Statement

# So many sentences of a paragraph are still said of those whom one before them named.
CARRIES = 6

# A firm or body that has a place in its name: "Acme Canada" at the end or before "Privacy Policy", "Canadian Toy Makers Association".
_NO_NAME = (
    "Privacy|Policy|Notice|Statement|Data|Protection|Security|Online|Supplement|Supplemental|Additional|Addendum|Information|Residents?"
    "|Consumers?|Customers?|Users?|Visitors?|Laws?|Rights|Your|Our|The|For|In|Of|To|And|Cookies?|Website|Global|US|EU|EEA|UK|Canada"
    "|Australia|Brazil|Europe"
)
_BODY = (
    "Association|Society|Institute|Council|Cent(?:re|er)|College|University|Foundation|Federation|Bank|Museum|Hospital|Credit Union"
    "|Airlines|Inc|Ltd|Limited"
)
_FIRM = expression(
    rf"\b(?!(?:{_NO_NAME})\b)[A-Z][\w&'\u2019.]+ (?:Canada|Australia|Brazil|UK|Qu[e\u00e9]bec|Alberta)"
    r"(?=\s*(?:$|[|\u2013\u2014-]|Inc|Ltd|Limited|Corp|Privacy (?:Policy|Notice|Statement)\s*$))"
    r"|\b(?:Canadian|Australian|Brazilian|European|Alberta|Qu[e\u00e9]bec|California|Texas|Nevada|Colorado|Virginia|Oregon|Utah)"
    rf"(?: [A-Z]\w+){{0,4}} (?:{_BODY})\b"
)
# A heading that is a whole sentence says what it says: "You have the right to see what we hold".
_SENTENCE = expression(
    r"[\W_]*(?:\d+[.)]\W+)?(?:We|You) (?:(?:also|always|never|only|will|may|can|must|do not|don['\u2019]t|cannot|can['\u2019]t) )*"
    r"(?!and |or |as |your |our |us )[a-z]{2,} (?:[^\s?]+ ){2}[^?]*$"
)


class Headings:
    """The headings of a document; `own` has the statements that are headings and no more, as bits."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.document = matcher.view.document
        self._inside: list[int] = []  # the statements in each section and those below it, once asked for
        self.own = self._titles = 0
        for number, statement in enumerate(self.document.statements):
            if statement.kind == "heading" and not self._says_something(statement):
                self.own |= 1 << number
            if statement.kind == "heading" or statement.pieces[0] == self.document.sections[statement.section].heading:
                self._titles |= 1 << number

    def _says_something(self, heading: Statement) -> bool:
        """Return whether a heading is a sentence, and not one of a menu or a banner."""
        return self.document.sections[heading.section].level < LABEL and _SENTENCE.match(self.document.read, *heading.span) is not None

    def under(self, phrases: Iterable[int]) -> int:
        """Return the statements whose heading, or a heading above it, has one of the phrases; run-in titles count."""
        sections: set[int] = set()
        for phrase in phrases:
            sections |= self.titled(phrase)
        return self._below(sections) if sections else 0

    def titled(self, phrase: int) -> set[int]:
        """Return the sections that have the phrase in their heading."""
        view, document = self.matcher.view, self.document
        found: set[int] = set()
        if not self.matcher.meet[phrase] & self._titles:
            return found
        for place in positions_of(self.matcher.places(phrase)):
            number = view.owner[place - 1]
            statement = document.statements[number]
            if statement.kind == "heading":
                found.add(statement.section)
            elif self._titles >> number & 1:
                title = statement.pieces[0]
                if place - view.base[number] <= len(cut(document.read, *title)):
                    found.add(statement.section)
        return found

    def _below(self, sections: set[int]) -> int:
        if not self._inside:
            self._inside = [0] * len(self.document.sections)
            for number, statement in enumerate(self.document.statements):
                for section in self.document.sections[statement.section].path:
                    self._inside[section] |= 1 << number
        found = 0
        for section in sections:
            found |= self._inside[section]
        return found

    def foreign(self, pack: Pack) -> int:
        """Return the statements addressed to the people of another jurisdiction."""
        matcher, document = self.matcher, self.document
        if pack.foreign < 0 and pack.foreign_headings < 0:
            return 0
        own = matcher.hits(pack.own) if pack.own >= 0 else 0
        marked = matcher.hits(pack.foreign) if pack.foreign >= 0 else 0
        foreign_sections = self.titled(pack.foreign) if pack.foreign >= 0 else set()
        foreign_sections |= self.titled(pack.foreign_headings) if pack.foreign_headings >= 0 else set()
        foreign_sections = {section for section in foreign_sections if not self._names_firm(section)}
        if not marked and not foreign_sections:
            return 0
        own_sections = self.titled(pack.own) if pack.own >= 0 else set()
        paths = [section.path for section in document.sections] if foreign_sections else []
        abroad = [not foreign_sections.isdisjoint(path) and own_sections.isdisjoint(path) for path in paths]
        found, speaking, since, by = 0, -1, 0, 0
        for number, statement in enumerate(document.statements):
            bit = 1 << number
            if own & bit:
                speaking = -1
                continue
            since += statement.kind == "sentence"
            if marked & bit:
                if speaking != statement.paragraph or document.statements[by].kind != "sentence":
                    by = number
                speaking, since = statement.paragraph, 0
            elif speaking == statement.paragraph and self._begins_anew(number, by):
                speaking = -1
            # Within one paragraph, what follows a sentence on California is said of California: for a while, as a page that lost its
            # line ends is one paragraph.
            if (abroad and abroad[statement.section]) or (speaking == statement.paragraph and since <= CARRIES):
                found |= bit
        return found

    def _names_firm(self, number: int) -> bool:
        """Return whether the title of a text has a place in the name of whose text it is."""
        section = self.document.sections[number]
        if section.heading is None or not _FIRM.search(self.document.read, *section.heading):
            return False
        return section.level == 1 or all(one.heading is None or one.level >= LABEL for one in self.document.sections[:number])

    def _begins_anew(self, number: int, before: int) -> bool:
        """Return whether a statement is another item of the same list, with a title of its own, or another row of the same table."""
        statement, other = self.document.statements[number], self.document.statements[before]
        borrowed = [piece for piece in statement.pieces if piece.start < statement.span.start]
        if not borrowed or borrowed[0] != other.pieces[0] or len(statement.pieces) - len(borrowed) < 2:
            return False
        return not any(other.span.start <= piece.start < other.span.end for piece in borrowed)
