"""How text is cut into words: the one rule that policies and phrases share."""

from __future__ import annotations

from itertools import chain, islice

from gapcheck.expression import expression

# Marks that stand inside words without being seen: soft hyphen, zero-width space, joiners, word joiner, BOM.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_CURRENCY = "$\u00a3\u20ac"
_WORD = (
    r"[eE][-\u2010\u2011]?[mM]ail[^\W\d_]*"
    r"|(?:[A-Za-z]\.){2,}"
    rf"|[{_CURRENCY}]\s?\d+(?:[.,]\d+)*"
    r"|\d+(?:[.,/:-]\d+)*(?:(?:st|nd|rd|th)\b)?"
    rf"|[^\W\d_]+(?:['\u2019{INVISIBLE}]+[^\W\d_]+)*"
)
_PLAIN = expression(_WORD)
_LINKED = expression(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?:https?://|www\.)[^\s<>()\[\]\"'|]*[^\s<>()\[\]\"'|.,;:!?*_]"
    "|" + _WORD
)
_DATE = expression(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))$")
_HIDDEN = str.maketrans("", "", INVISIBLE)
_ISE = ("ise", "ised", "ises", "ising", "isation", "isations", "isational", "isationally", "iser", "isers", "isable")
_YSE = ("alyse", "alysed", "alyses", "alysing")
# Legal forms, as written after the name of a company.
_FORMS = frozenset(
    """
    Inc LLC L.L.C. LLP L.P. LP Ltd LTD Limited LIMITED PLC plc Plc GmbH gGmbH mbH AG UG KG OHG e.V. S.A. SA SAS S.A.S. SARL
    S.A.R.L. S.r.l. s.r.l. Srl SRL S.R.L. S.p.A. S.p.a. SpA S.L. SL B.V. BV N.V. NV AB Oy OY Oyj ApS AS ASA Corp Corporation
    CORPORATION INC Incorporated Pty Pte Co Company s.r.o. a.s. d.o.o. Kft Zrt Lda Ltda SE UAB SIA K.K. GP Foundation
    Stiftung University Association Partnerschaft CIC OÜ OU EOOD OOD ehf Nyrt EURL SASU
    a.s.b.l. ASBL asbl AISBL aisbl VZW vzw g.i.e. G.I.E. GIE GesmbH Ges.m.b.H. d.d. j.d.o.o. Srls SRLS
    """.split()
)
# What was worked out for chunks and words, of as many as some policies have.
_KEPT = 1 << 16
_symbols_of: dict[str, tuple[str, ...]] = {}
_OUR = ("behaviour", "favour", "honour", "colour", "labour", "neighbour", "endeavour", "harbour")


def cut(text: str, start: int, end: int) -> list[str]:
    """Return the words of `text[start:end]` as written; e-mail addresses and web addresses are one word each."""
    try:
        return list(chain.from_iterable(map(_words_in.__getitem__, text[start:end].split())))
    except _SpacedWord:
        return _LINKED.findall(text, start, end)


class _SpacedWord(Exception):
    """A word with a space in it, as only an amount of money has behind the sign of its currency."""


class _Words(dict[str, tuple[str, ...]]):
    """For stretches without space their words: most are a word, and perhaps a mark behind it."""

    def __missing__(self, stretch: str) -> tuple[str, ...]:
        if stretch.isalpha():
            found: tuple[str, ...] = (stretch,)
        elif stretch[-1] in ",.;:!?)" and stretch[:-1].isalpha():
            found = (stretch[:-1],)
        elif stretch[-1] in _CURRENCY:
            raise _SpacedWord
        else:
            found = tuple(_LINKED.findall(stretch))
        if len(self) >= _KEPT:
            self.clear()
        self[stretch] = found
        return found


_words_in = _Words()


def cut_places(text: str, start: int, end: int, most: int | None = None) -> list[tuple[int, int]]:
    """Return start and end of every word, or of the first so many, that `cut` returns, in the same order."""
    linked = text.find("@", start, end) >= 0 or text.find("://", start, end) >= 0 or text.find("www.", start, end) >= 0
    return [match.span() for match in islice((_LINKED if linked else _PLAIN).finditer(text, start, end), most)]


def plain(word: str) -> str:
    """Return `word` in lower case, without invisible marks, ligatures, dots, possessive endings."""
    if not word.isascii():
        from unicodedata import normalize

        word = normalize("NFKC", word.translate(_HIDDEN)).replace("\u2019", "'")
    word = word.lower()
    if word.endswith("'s"):
        word = word[:-2]
    if word.startswith("e") and word[1:2] in "-\u2010\u2011" and word[2:6] == "mail":
        word = "e" + word[2:]
    return word


def fold(word: str) -> str:
    """Return `word` as it is compared: `plain`, with British and American spellings made one."""
    return _respelt(plain(word))


def _respelt(word: str) -> str:
    if "is" in word and len(word) > 5:
        for ending in _ISE:
            if word.endswith(ending):
                return word[: -len(ending)] + "iz" + ending[2:]
    if "ys" in word and word.endswith(_YSE):
        return word.replace("ys", "yz")
    if "our" in word and word.startswith(_OUR):
        return word.replace("our", "or", 1)
    return word


def symbols(word: str) -> tuple[str, ...]:
    """Return what `word`, as written, can be matched as: its folded form, `^form` in capitals, and `#kind` of value."""
    found = _symbols_of.get(word)
    if found is None:
        # Most words are of small letters, and mean nothing but themselves.
        plain_word = word.isalpha() and word.islower() and word.isascii() and word not in _FORMS
        found = (_respelt(word),) if plain_word else _symbols(word)
        if len(_symbols_of) >= _KEPT:
            _symbols_of.clear()
        _symbols_of[word] = found
    return found


def _symbols(word: str) -> tuple[str, ...]:
    first = word[0]
    if first.isdigit():
        return _number_symbols(word)
    if "@" in word:
        return (word.lower(), "#email")
    if word.startswith(("http://", "https://", "www.", "HTTP://", "HTTPS://")):
        return (word.lower(), "#url")
    if first in _CURRENCY:
        return (word, "#money", "#number")
    if word in _FORMS:
        form = fold(word).replace(".", "")
        return (form, "#entity", "^" + form) if word.isupper() and len(form) > 1 else (form, "#entity")
    if word.endswith("."):  # U.S., e.g.
        bare = word.replace(".", "")
        if bare.isupper():
            # "U.S." is the country, never the pronoun.
            return ("^" + bare.lower(),) if bare == "US" else (bare.lower(), "^" + bare.lower())
        return (bare.lower(),)
    folded = fold(word)
    if len(word) > 1 and word.isupper():
        return (folded, "^" + folded)
    return (folded,)


def _number_symbols(word: str) -> tuple[str, ...]:
    if _DATE.match(word):
        return (word, "#date")
    bare = word.rstrip("stndrh")
    found = [bare, "#number"]
    if len(bare) == 4 and bare.isdigit() and bare[:2] in ("19", "20"):
        found.append("#year")
    return tuple(found)
