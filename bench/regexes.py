"""The phrases of compiled rules as regular expressions, and the texts that these are looked for in, one line a statement.

In two ways. AS_WRITTEN: the text as it stands but for straight quotes, in any case, words with anything between them that is no word:
as somebody would write them. FOLDED: every word as the engine compares it, with one space before it and one behind, so that expressions
have no more to do than they must, and find just what the engine finds: what cuts texts into words and folds these costs them nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gapcheck.rule import PHRASE_KINDS
from gapcheck.words import symbols

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapcheck.rule import Plan
    from gapcheck.view import View

_SPECIAL = str.maketrans({character: "\\" + character for character in "\\.+*?()|[]{}^$"})
# No class: outside ASCII these have several bytes.
_SIGN = "(?:\\$|£|€)"
_DATE = "(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2}))"

_NONE = "[^\\s\\S]"  # plain text keeps no addresses of links


class Way(NamedTuple):
    """How expressions are written: what stands before the first word and behind each, any word, the rest of one, values."""

    before: str
    behind: str
    word: str
    rest: str
    values: dict[str, str]
    any_case: bool


# Of the values, those that show in one word by themselves.
FOLDED = Way(
    " ",
    " ",
    "[^ ]+",
    "[^ ]*",
    {
        "#email": "[^ ]+@[^ ]+",
        "#url": "(?:https?://|www\\.)[^ ]+",
        "#number": f"{_SIGN}?[0-9][^ ]*",
        "#year": "(?:19|20)[0-9][0-9]",
        "#money": f"{_SIGN}[^ ]*",
        "#date": _DATE,
        "#link": _NONE,
    },
    False,
)
AS_WRITTEN = Way(
    "\\b",
    "\\W+",
    "[\\w']+",
    "\\w*",
    {
        "#email": "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+",
        "#url": "(?:https?://|www\\.)[^ ]+",
        "#number": "[0-9]+(?:[.,/:-][0-9]+)*(?:st|nd|rd|th)?",
        "#year": "(?:19|20)[0-9][0-9]",
        "#money": f"{_SIGN} ?[0-9]+(?:[.,][0-9]+)*",
        "#date": _DATE,
        "#link": _NONE,
    },
    True,
)
_IZE = re.compile("iz(?=(?:e|ed|es|ing|ations?|ational|ationally|er|ers|able)$)")
_OR = ("behavior", "favor", "honor", "color", "labor", "neighbor", "endeavor", "harbor")
# Those for which the engine looks at the words around, or at the text as written: no expression over folded words finds them.
BY_SURROUNDINGS = ("#address", "#entity", "#phone", "#placeholder")


def escaped(text: str) -> str:
    """Return an expression for a text that every engine understands; not all take an escaped space or hyphen, as `re.escape` has."""
    return text.translate(_SPECIAL)


def either_spelling(word: str) -> str:
    """Return an expression for a word, American or British, with its hyphen or without."""
    if word == "email" or word == "emails":
        return "e-?" + word[1:]
    made = escaped(word)
    if len(word) > 5:
        made = _IZE.sub("i[sz]", made).replace("yz", "y[sz]")
    return made.replace("or", "ou?r", 1) if word.startswith(_OR) else made


class Regexes:
    """Expressions for the phrase nodes of a plan. Each word brings what stands behind it; `whole` adds what stands before the first."""

    def __init__(self, plan: Plan, way: Way = FOLDED) -> None:
        self.way = way
        self._kinds = plan.kinds
        self._words = tuple(plan.words)
        self._prefixes = plan.prefixes
        self._first, self._parts = plan.unpacked(plan.first), plan.unpacked(plan.parts)
        self._plan = plan
        self._made: dict[int, str] = {}
        self.shouted = frozenset(word[1:] for word in self._words if word.startswith("^"))

    def whole(self, number: int) -> str:
        """Return the expression that is found in the lines of the statements which hold the phrase."""
        return self.way.before + self.part(number)

    def part(self, number: int) -> str:
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = self._make(number)
        return made

    def _make(self, number: int) -> str:
        kind, parts = self._kind(number), self._parts[self._first[number] : self._first[number + 1]]
        match kind:
            case "word" | "prefix":
                return self._leaf(number) + self.way.behind
            case "set":
                return f"(?:{'|'.join(map(self._leaf, parts))}){self.way.behind}"
            case "seq":
                return "".join(map(self.part, parts))
            case "or":
                return f"(?:{'|'.join(map(self.part, parts))})"
            case "opt":
                return f"(?:{self.part(parts[0])})?"
            case _:
                return f"(?:{self.way.word}{self.way.behind}){{0,{parts[0]}}}"

    def _kind(self, number: int) -> str:
        return PHRASE_KINDS[self._kinds[number]]

    def _leaf(self, number: int) -> str:
        """Return the expression for one word, a kind of word, or the beginning of one."""
        if number >= len(self._words):
            prefix = self._prefixes[number - len(self._words)]
            # Such a beginning stands for words in either spelling.
            start = escaped(prefix[:-1]) + "[sz]" if prefix.endswith(("is", "iz")) else escaped(prefix)
            return start + self.way.rest
        word = self._words[number]
        if word.startswith("#"):
            return self.way.values[word]
        if self.way.any_case:
            return f"(?-i:{'[.]?'.join(word[1:].upper())}[.]?)" if word.startswith("^") else either_spelling(word)
        if word.startswith("^"):
            return escaped(word[1:].upper())
        # A word in capitals is written so where that can mean something, and is the word all the same.
        return f"(?:{escaped(word)}|{escaped(word.upper())})" if word in self.shouted else escaped(word)

    def phrases(self) -> list[int]:
        """Return the phrases that patterns ask for, without those that no expression finds, in the order of their numbers."""
        return [number for number in asked_for(self._plan) if not self._beyond(number, {})]

    def _beyond(self, number: int, known: dict[int, bool]) -> bool:
        if number not in known:
            if number < len(self._words):
                known[number] = self._words[number] in BY_SURROUNDINGS
            else:
                inside = self._parts[self._first[number] : self._first[number + 1]] if self._kind(number) not in ("prefix", "gap") else ()
                known[number] = any(self._beyond(part, known) for part in inside)
        return known[number]


def asked_for(plan: Plan) -> list[int]:
    """Return the phrases that the patterns of a plan ask for, each once."""
    found: set[int] = set()
    for node in plan.patterns.values():
        match node[0]:
            case "phrase":
                found.add(node[1])
            case "near" | "heading" | "asserts" | "denies" | "density" | "age":
                found.update(node[1])
            case "regex":
                found.update(node[2])
    return sorted(found)


def lines(view: View, expressions: Regexes) -> Iterator[str]:
    """Yield a document's statements for the expressions, each with a space at either end."""
    text = view.document.read
    ends = [*view.base[1:], view.size]
    for statement, start, end in zip(view.document.statements, view.base, ends, strict=True):
        if expressions.way.any_case:
            words = " ".join(text[piece.start : piece.end] for piece in statement.pieces).replace("’", "'").split()
        else:
            words = [_written(view, place, expressions.shouted) for place in range(start, end - 1)]
        yield f" {' '.join(words)} "


def _written(view: View, place: int, shouted: frozenset[str]) -> str:
    """Return a word as the engine compares it: in capitals where it counts as such."""
    meanings = symbols(view.words[place])
    for meaning in meanings:
        if meaning.startswith("^") and meaning[1:] in shouted and view.bits(meaning) >> place & 1:
            return meaning[1:].upper()
    return meanings[0].lstrip("^").replace(" ", "")
