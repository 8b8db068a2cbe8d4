"""The phrase notation: from a string that a lawyer can read to a tree, with the column of every mistake."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from gapcheck.record import Record
from gapcheck.words import cut, fold

MAX_GAP = 30
DEFAULT_GAP = 6
MAX_DEPTH = 30

# Values that a phrase can ask for by kind; those given as phrases are made of the others.
BUILT_IN = {
    "email": "#email",
    "url": "#url",
    "link": "#link",
    "phone": "#phone",
    "number": "#number",
    "year": "#year",
    "address": "#address",
    "entity": "#entity",
    "money": "#money",
    "placeholder": "#placeholder",
    "date": "",
}
DATE_PHRASE = "({#date}|{month} {number} {year}|{number} [of] {month} {year}|{month} {year}|{year} {month} {number})"


class Word(Record):
    """One word, compared folded; `^word` must stand in capitals, `#kind` is a value of that kind."""

    symbol: str


class Prefix(Record):
    """Any word that begins so."""

    text: str


class Named(Record):
    """A list of phrases by name; `column` counts from 1 in the phrase."""

    name: str
    column: int


class Sequence(Record):
    """Parts next to each other."""

    parts: tuple[Phrase, ...]


class Either(Record):
    """One of several."""

    options: tuple[Phrase, ...]


class Maybe(Record):
    """With or without."""

    part: Phrase


class Gap(Record):
    """Up to `words` words of any kind."""

    words: int


Phrase = Word | Prefix | Named | Sequence | Either | Maybe | Gap


# A phrase as plain data: its parts one behind the other, each behind those that it is made of, which it names by number.
# ("set", words, prefixes), ("named", name, column), ("gap", words), ("opt", part), ("seq", parts), ("either", parts)
Steps = tuple[tuple[Any, ...], ...]


class PhraseError(ValueError):
    """A phrase that cannot be read; `column` counts from 1 in the phrase."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


_LEXEME = re.compile(
    r"\s+|\.\.\.(?P<gap>\d*)|(?P<mark>[()\[\]|])|\{(?P<name>[^{}|()\[\]]*)\}?"
    r"|(?P<word>[^\s()\[\]{}|*]+?(?=\.\.\.|[\s()\[\]{}|*]|$))(?P<star>\*)?|(?P<bad>.)"
)
_SUSPECT = re.compile(r"[\\^$+?<>=]|\.\*")


class _Parser:
    """One phrase being read from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lexemes = [match for match in _LEXEME.finditer(text) if not match.group().isspace()]
        self.at = 0
        self.depth = 0

    def mark(self) -> str | None:
        """Return the bracket or bar at hand, or None."""
        return self.lexemes[self.at]["mark"] if self.at < len(self.lexemes) else None

    def column(self) -> int:
        """Return the column at hand."""
        return self.lexemes[self.at].start() + 1 if self.at < len(self.lexemes) else len(self.text) + 1

    def either(self, close: str) -> Phrase:
        """Read alternatives up to `close` (which is left unread)."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise PhraseError(f"brackets nested more than {MAX_DEPTH} deep", self.column())
        options = [self.sequence()]
        while self.mark() == "|":
            if not close:
                raise PhraseError("'|' belongs in brackets: (one|other)", self.column())
            self.at += 1
            options.append(self.sequence())
        self.depth -= 1
        return options[0] if len(options) == 1 else Either(tuple(options))

    def sequence(self) -> Phrase:
        """Read parts up to a bar, a closing bracket, or the end."""
        begin = self.column()
        parts: list[Phrase] = []
        while self.at < len(self.lexemes) and self.mark() not in ("|", ")", "]"):
            self.part(parts)
        if not parts:
            raise PhraseError("nothing here: a word is missing", begin)
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def part(self, parts: list[Phrase]) -> None:
        """Read one part and append it."""
        lexeme, column = self.lexemes[self.at], self.column()
        self.at += 1
        if lexeme["mark"]:
            close = ")" if lexeme["mark"] == "(" else "]"
            inner = self.either(close)
            if self.mark() != close:
                raise PhraseError(f"'{lexeme['mark']}' is not closed by '{close}'", column)
            self.at += 1
            parts.append(inner if close == ")" else Maybe(inner))
        elif lexeme["gap"] is not None:
            parts.append(_gap(lexeme["gap"], column))
        elif lexeme["name"] is not None:
            parts.append(_named(lexeme, column))
        elif lexeme["word"]:
            try:
                parts.extend(_words(lexeme["word"], bool(lexeme["star"])))
            except ValueError as error:
                raise PhraseError(str(error), column) from None
        else:
            raise PhraseError(f"{lexeme.group()!r} has no meaning in a phrase", column)


def _gap(digits: str, column: int) -> Gap:
    words = int(digits[:9]) if digits else DEFAULT_GAP  # Python converts no number without end
    if not 1 <= words <= MAX_GAP:
        raise PhraseError(f"a gap is 1 to {MAX_GAP} words, not {words}", column)
    return Gap(words)


def _named(lexeme: re.Match[str], column: int) -> Phrase:
    if not lexeme.group().endswith("}"):
        raise PhraseError("'{' is not closed by '}'", column)
    name = lexeme["name"].strip()
    if name.startswith("#"):
        return Word(name)
    return Word(BUILT_IN[name]) if BUILT_IN.get(name) else Named(name, column)


@cache
def _words(text: str, star: bool) -> tuple[Phrase, ...]:
    """Return the words of a piece of text; raises ValueError."""
    if _SUSPECT.search(text):
        raise ValueError(f"{text!r} looks like a regular expression; a phrase has (a|b), [optional], word* and ...")
    words = cut(text, 0, len(text))
    found: list[Phrase] = [Word(_symbol(word)) for word in words]
    if star:
        if not found:
            raise ValueError("'*' needs the beginning of a word before it")
        if len(words[-1]) < 3:
            raise ValueError(f"'{words[-1]}*' is too short: give at least three letters")
        found[-1] = Prefix(words[-1].lower())
    return tuple(found)


def _symbol(word: str) -> str:
    bare = word.replace(".", "")
    if len(bare) > 1 and bare.isupper() and bare.isalpha():
        return "^" + bare.lower()
    if word.endswith("."):
        return bare.lower()
    return word if word[0].isdigit() else fold(word)


def parse(text: str) -> Phrase:
    """Return the tree of a phrase; raises PhraseError."""
    parser = _Parser(text)
    phrase = parser.either("")
    if parser.at < len(parser.lexemes):
        raise PhraseError(f"'{parser.mark()}' closes nothing", parser.column())
    if not _has_word(phrase):
        raise PhraseError("a phrase needs at least one word that must be there", 1)
    edge = phrase.parts if isinstance(phrase, Sequence) else (phrase,)
    if isinstance(edge[0], Gap) or isinstance(edge[-1], Gap):
        raise PhraseError("a phrase cannot begin or end with a gap", 1)
    return phrase


def steps(phrase: Phrase) -> Steps:
    """Return a phrase as plain data."""
    made: list[tuple[Any, ...]] = []

    def add(part: Phrase) -> int:
        match part:
            case Word(symbol):
                step: tuple[Any, ...] = ("set", (symbol,), ())
            case Prefix(text):
                step = ("set", (), (text,))
            case Named(name, column):
                step = ("named", name, column)
            case Gap(words):
                step = ("gap", words)
            case Maybe(inner):
                step = ("opt", add(inner))
            case Sequence(parts):
                step = ("seq", tuple(map(add, parts)))
            case Either(options):
                step = ("either", tuple(map(add, options)))
        made.append(step)
        return len(made) - 1

    add(phrase)
    return tuple(made)


def _has_word(phrase: Phrase) -> bool:
    match phrase:
        case Word() | Prefix() | Named():
            return True
        case Sequence(parts):
            return any(_has_word(part) for part in parts)
        case Either(options):
            return all(_has_word(option) for option in options)
        case _:
            return False
