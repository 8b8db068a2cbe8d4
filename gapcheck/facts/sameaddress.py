"""Whether two postal addresses are the same, or may both be right: street number, street and postal code decide."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.facts.postcodes import CODE
from gapcheck.facts.streets import SUFFIX

_SPELLED = dict(
    pair.split("=")
    for pair in (
        "st=street rd=road ave=avenue av=avenue ln=lane dr=drive blvd=boulevard ct=court pl=place sq=square pkwy=parkway hwy=highway "
        "cres=crescent cir=circle ter=terrace fwy=freeway n=north s=south e=east w=west mt=mount ft=fort"
    ).split()
)
_SUFFIXES = frozenset(SUFFIX.lower().split("|"))
_BOX = expression(r"(?:p\.?\s?o\.?\s?box|post office box|postfach|gpo box|private bag)\b", "i")
_INSIDE = frozenset("suite ste floor fl unit level apt apartment room office building bldg block flat # no pmb".split())
_NUMBERS = {word: str(number) for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_SPACES = expression(r"[\s-]")
_ORDINAL = expression(r"\d+(?:st|nd|rd|th)$")


def same_address(a: str, b: str) -> bool:
    """Return whether two addresses have the same street number, street and postal code, as far as both have each.

    A box beside a street, and addresses in two countries, are not held against each other: a company can have both. Nor are
    addresses of which one has no code, and no place in common with the other.
    """
    one, other = _parts(a), _parts(b)
    if bool(_BOX.match(a)) != bool(_BOX.match(b)) or a.endswith(b) or b.endswith(a):
        return True
    if one[2] and other[2] and _shape(one[2]) != _shape(other[2]):
        return True
    if one[2] and one[2] == other[2] and not (one[0] and other[0]):
        return True
    if bool(one[2]) != bool(other[2]) and not _places(a) & _places(b):
        return True
    if any(x and y and x != y for x, y in ((one[0], other[0]), (one[2], other[2]))):
        return False
    shorter = min(len(one[1]), len(other[1]))
    return one[1][:shorter] == other[1][:shorter]


def _places(value: str) -> set[str]:
    """Return the words at the end of an address, where town, state and country stand."""
    return {word.lower() for word in value.split()[-5:] if word.isalpha() and word.lower() not in _SUFFIXES}


def _shape(code: str) -> str:
    """Return what tells the postal codes of one country from another's: how they begin, and how many figures they have."""
    return "letter" if code[:1].isalpha() else str(sum(character.isdigit() for character in code))


def _parts(value: str) -> tuple[str, list[str], str]:
    """Return street number, words of the street's name, and postal code of an address as `addresses` gives it."""
    codes = [match for match in CODE.finditer(value) if match.start()]
    code = _SPACES.sub("", codes[-1].group()[:10] if codes else "").upper()
    if code[:5].isdigit() and len(code) == 9:
        code = code[:5]
    rest = value[: codes[-1].start()] if codes else value
    words = [word.strip(".'").lower().replace(".", "").replace("stra\u00dfe", "str").replace("strasse", "str") for word in rest.split()]
    number, name = "", list[str]()
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in _INSIDE:
            if name and number:
                break
            skip = True
        elif word[:1].isdigit() and not _ORDINAL.match(word):
            if number:
                break
            number = word
            if name:
                break
        elif not number and not name and word in _NUMBERS:
            number = _NUMBERS[word]
        else:
            name.append(_SPELLED.get(word, word))
            if (word in _SUFFIXES and len(name) > 1) or len(name) > 4:
                break
    return number, name, code
