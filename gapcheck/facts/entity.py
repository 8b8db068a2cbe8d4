"""Names of companies and other bodies, with their legal form."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.facts.fact import Found
from gapcheck.facts.plain import Plain
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

# Longer forms first. Single spaces stand for any white space.
_FORMS = (
    (
        "Designated Activity Company|Unlimited Company|Public Limited Company|"
        "GmbH & Co\\. ?(?:KGaA|KG|OHG)|GmbH|gGmbH|mbH|UG \\(haftungsbeschr\u00e4nkt\\)|KGaA|"
        "(?:Pty|PTY|Pte|PTE|Pvt|PVT)\\.? (?:Ltd|LTD|Limited|LIMITED)\\.?|Private Limited|Co\\.?,? (?:Ltd|LTD|Limited|LLC|KG|Inc)\\.?|"
        "Incorporated|INCORPORATED|Inc|INC|inc|L\\.L\\.C|LLC|Llc|llc|L\\.L\\.P|"
        "LLP|L\\.P|LP|Ltd|LTD|ltd|Limited|LIMITED|PLC|plc|Plc|P\\.L\\.C|DAC|CLG|"
        "Corporation|CORPORATION|Corp|CORP|P\\.C|S\\.A\\.S|S\\.A\\.R\\.L|"
        "S\\.\u00e0 ?r\\.l|Sarl|S\\.A|SAS|SARL|SA|S\\.r\\.l|s\\.r\\.l|Srl|SRL|S\\.R\\.L|"
        "S\\.p\\.A|SpA|S\\.L\\.U|S\\.L|SLU|SL|B\\.V\\.B\\.A|BVBA|B\\.V|BV|N\\.V|NV|"
        "a\\.s\\.b\\.l|A\\.S\\.B\\.L|ASBL|asbl|AISBL|aisbl|VZW|vzw|g\\.i\\.e|G\\.I\\.E|GIE|"
        "AB|Oyj|OYJ|Oy|OY|ApS|A/S|ASA|AS|AG|KG|OHG|e\\.V|s\\.r\\.o|a\\.s|d\\.o\\.o|"
        "Kft|Zrt|Nyrt|Lda|LDA|Ltda|LTDA|Sp\\. ?z ?o\\. ?o|Sp\\. ?k|SE|UAB|SIA|O\u00dc|OU|EOOD|OOD|ehf|j\\.d\\.o\\.o|A\\.\u015e|"
        "Ges\\.m\\.b\\.H|GesmbH|e\\.K|d\\.d|Srls|SRLS|EURL|SASU|P/S|K/S|I/S|K\\.K|CIC|C\\.I\\.C"
    )
    .replace(" ", r"\s{1,3}")
    .replace("\\s{1,3}?", r"\s?")
)
_ZIP = expression(r"\s{1,3}\d{5}")
_FORM = expression(
    rf"(?<=[\w.)!'\"], )(?:{_FORMS})(?![\w@/])\.?|(?<=[\w.)!,'\"] )(?:{_FORMS})(?![\w@/])\.?|(?<=[\w.)!,]\n)(?:{_FORMS})(?![\w@/])\.?"
)
# Forms that are words or initials as well: what follows them shows that they are none.
_WORDLIKE = expression(r"(?:AS|SA|SE|SL|AB|AG|LP|DAC|CIC|NV|BV|Limited|LIMITED|SIA|OU|KG|Oy|CORP|INC|INCORPORATED)\b")
_TOKEN = expression(r"\S+")
_LINKS = frozenset(("&", "de", "du", "der", "und", "et", "y", "e", "-", "+", "di", "van"))
_NO_NAME = frozenset(
    """
    the our we us a an this that these your you any each such by if in on at to of for from with and or when where contact please is are was
    as it its about dear visit email mail write via see also copyright (c) \u00a9 are: between both welcome here how what who which how's i
    under through all hosted powered provided while since however privacy policy notice terms use customers other
    including controller processor address name re attn attn: attention: c/o therefore no not but because usa until
    section article website site data information personal agreement only provider: subsidiary affiliates affiliate parent
    """.split()
)
_NOT_ALONE = frozenset("service services company companies vendor vendors partner partners provider providers group ltd inc".split())
# "Limited Use" and the like.
_LIMITED = frozenset(
    """
    to use uses access liability purpose purposes partnership information exceptions circumstances data time edition rights license licence
    warranty number disclosure retention scope basis by sharing collection processing
    """.split()
)
_YEARS = expression(r"(?:19|20)\d\d(?:-(?:19|20)?\d\d)?,?$")
_HEAD = expression(r"\b(?:Bank|University|College|Institute|Association|Society|Church|Friends)\s$")
_STREET = expression(r"^(?:Street|St|Avenue|Ave|Road|Rd|Way|Drive|Dr|Trail|Blvd|Boulevard)\.?$")
_MORE_WORDS = 6
_REACH = 90
_FOLD = str.maketrans("", "", ".,'\"()!")
_SPELLED = {"incorporated": "inc", "limited": "ltd", "corporation": "corp", "company": "co", "private": "pvt", "proprietary": "pty"}
_ENDS_SENTENCE = expression(r"[A-Z]?[a-z]{3,}\w*\.")
_SHORT_FORM = expression(r"(?i)(?:inc|ltd|corp)\.")
_INITIALS = expression(r"(?:[A-Z]\.)+")
_AHEAD = expression(r"[ \n]{1,3}([A-Za-z]+)")


def entities(plain: Plain) -> Iterator[Found]:
    """Yield names with their legal form, "Example Analytics Inc"; the form alone, or "the Company", is none."""
    text, floor = plain.text, 0
    for match in _FORM.finditer(text):
        number = plain.holder(match.start())
        if number is None or match.start() < floor:
            continue
        low = max(floor, plain.span(number).start, match.start() - _REACH)
        start = _name_start(text, low, match.start())
        if start is None or not _is_form(text, start, match):
            continue
        end = match.end()
        if text[end - 1] == "." and _ENDS_SENTENCE.fullmatch(match.group()) and not _SHORT_FORM.match(match.group()):
            end -= 1
        yield Found(_written(text[start : match.start()], text[match.start() : end]), start, end)
        floor = end


def _written(name: str, form: str) -> str:
    return " ".join(f"{' '.join(name.split()).rstrip(', ')} {form.rstrip('.')}".replace('"', "").split())


def _name_start(text: str, low: int, form: int) -> int | None:
    """Return where the name before a legal form begins, None where there is none."""
    tokens = list(_TOKEN.finditer(text, low, form))
    if tokens and low and not text[low - 1].isspace() and tokens[0].start() == low:
        tokens = tokens[1:]  # cut in two by the reach
    first: int | None = None
    taken = 0
    after = form
    for position, token in enumerate(reversed(tokens)):
        word = token.group()
        if after - token.end() > 4 or _YEARS.match(word):
            break  # another cell of a table, the years of a copyright
        after = token.start()
        bare = word.strip("\"'(),")
        if position and word[-1] in ",;:.?!" and not _abbreviated(word):
            break
        if not bare or taken > _MORE_WORDS:
            break
        named = bare[0].isupper() or bare[0].isdigit() or (position == 0 and any(c.isupper() or c == "." for c in bare[1:-1]))
        if position and bare == "of" and _HEAD.search(text, low, token.start()):
            continue
        if bare.lower() in _NO_NAME or not (named or (bare in _LINKS and position)):
            break
        taken += 1
        if named:
            glued = max(word.rfind("/", 0, -1), word[:-1].rfind("?"), word[:-1].rfind("!")) + 1
            first = token.start() + (glued or (len(word) - len(word.lstrip("\"'(")) if not word.endswith(")") else 0))
            if glued:
                break
        if word[0] in "\"'(" and not word.rstrip(",").endswith(")"):
            break
    if first is None:
        return None
    # "Google LLC or Meta Platforms": a name does not begin with a number alone or with a bracket.
    name = text[first:form].strip(" ,\n")
    telling = any(word.strip("()\"'.,").lower() not in _NOT_ALONE for word in name.split())
    return first if telling and any(c.isalpha() for c in name) and name[0] not in "(&-" else None


def _abbreviated(word: str) -> bool:
    return word in ("St.", "Dr.", "Mr.", "Jr.", "Sr.", "U.S.", "U.K.", "&.") or bool(_INITIALS.fullmatch(word))


def _is_form(text: str, start: int, form: Match[str]) -> bool:
    """Return whether the form is meant as one: "AS IS" in capitals and "Limited Use" are none."""
    if not _WORDLIKE.match(form.group()):
        return True
    ahead = _AHEAD.match(text[form.end() : form.end() + 24])
    name = text[start : form.start()].split()
    if form.group().lower().startswith("limited"):
        return not (ahead and ahead[1].lower() in _LIMITED)
    if form.group() == "NV" and _ZIP.match(text, form.end()):
        return False  # Nevada
    if form.group() == "SE" and (name[0][0].isdigit() or _STREET.search(name[-1])):
        return False  # a quarter of a town
    shouted = name[-1].strip(",").isupper() and len(name[-1]) > 3 and bool(ahead) and ahead[1].isupper()  # type: ignore[index]
    return not shouted and not (
        form.group() in ("AS", "SA", "SE", "SL", "LP", "AB", "AG", "OU", "DAC", "CIC") and ahead is not None and ahead[1].isupper()
    )


def same_entity(a: str, b: str) -> bool:
    """Return whether two names are the same apart from commas, dots, capitals and how the form is spelled."""
    return _folded(a) == _folded(b)


def _folded(name: str) -> list[str]:
    words = [_SPELLED.get(word, word) for word in name.lower().translate(_FOLD).split()]
    return words[1:] if words[:1] == ["the"] else words
