"""What makes a line a title: its numbering, its capitals, its length, and the want of a verb."""

from __future__ import annotations

from gapcheck.dates import DATE
from gapcheck.expression import expression
from gapcheck.reading.blocks import listed
from gapcheck.record import Record
from gapcheck.values import ADDRESS

NUMBER = expression(
    r"(?:(?i:section|article|part|chapter|clause)\s{1,3})?"
    r"(?:(?P<dec>\d{1,2}(?:\.\d{1,2}){1,4})(?:\\?[.):/]{0,2})\s*(?=[^\s\d])"
    r"|(?P<num>\d{1,2})(?:\s?\\?[.):/]+\s*(?=[^\s\d])|\s+(?=[A-Z]))"
    r"|(?P<roman>[IVX]{1,5})[.):]\s+"
    r"|(?P<alpha>[A-Z])[.)]\s+"
    r"|\((?P<paren>[a-zA-Z]|[ivx]{1,5}|\d{1,2})\)\s*"
    r"|(?P<low>[a-z]|[ivx]{1,5})[.)]\s+)"
)
_ROMAN = {"I": 1, "V": 5, "X": 10}
SKIPPED = 3  # so far the number of a title may be from the one before it in its row
_OPENERS = frozenset("(IVXivxSsAaPpCc")
_CLOSERS = frozenset(".):")
# A Canadian, British, Irish or American postal code at the end of a line.
_POSTAL = expression(r"\b(?:[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[\dW] ?[A-Z\d]{4}|[A-Z]{2} \d{5}(?:-\d{4})?)$")
_BOX = expression(r"P\.? ?O\.? Box \d", "i")
# The full stop of "U.S." ends nothing.
_MARK = expression(r":|(?<!\W[A-Z])[.?] | [\u2013\u2014-]\s")
# Abbreviations in titles, whose dot ends no sentence.
_SHORTENED = expression(r"\b(?:(?!P\.O\.)(?:[A-Z]\.){1,4}|(?:Inc|Ltd|Co|Corp|No|Art|Sec|vs|St)\.)")
_VERB = expression(
    r"\b(?:is|are|was|were|will|may|can|could|would|must|shall|should|has|have|does|do|did|use|uses|collects?|provides?"
    r"|shares?|keeps?|stores?|sells?|discloses?|needs?|wants?|allows?|helps?|includes?|applies|remains?|cannot)\b"
)
_CLAUSE = expression(
    r"(?i)(?:the |all )?(?:types? of |kinds? of |categories of |sources of )?(?:the )?(?:other |personal |sensitive )*"
    r"(?:information|data|cookies|purposes|third parties|parties|companies|people|rights|choices)"
    r"(?: that| which)? (?:we|you|others|third parties)\b"
)
# The verb of such a clause is not that of the title: "Service providers we use".
_OUR = expression(
    r"(?i)\b (?:(?:that|which) )?(?:we|you)(?: may| do| do not| don't)?"
    r" (?:use|collect|share|process|store|keep|hold|sell|disclose|provide|receive|need|rely on|work with|share with)$"
)
_WH = ("how", "what", "who", "why", "when", "where", "which", "whom", "whose", "with", "do", "does", "can", "is", "are", "will")
_SUBJECT = listed("we you they it he she i this these those that there if please by to in for as all any")
_SMALL = listed(
    """
    a an and as at by for from in into of on or the to with your our you we via vs is are be per not
    """
)
_EDGE = "*_#\"'\u201c\u201d\u2018\u2019\u00a0 \t\\`~"
_ENTITY = listed(
    """
    ltd limited inc incorporated llc llp gmbh plc corp corporation company co ag sa oy ab bv srl pty
    """
)
_NOTICE = listed("policy notice statement addendum supplement")
_ADDED = ("addendum", "supplement")
_NO_NOTICE = listed(
    """
    about changes change updates update amendments modification modifications to of in on this these regarding with under by what
    how why when where see view read click contact questions scope purpose acceptance
    """
)
_ABOUT_WHOM = frozenset(("", "for", "to", "under", "in"))
_ANSWERS = listed("yes no")
_PARTS = listed("part section chapter article annex appendix schedule principle step")
_DATED = ("update", "effective", "revised", "modified", "version", "date", "review", "amended")


class Number(Record):
    """The numbering at the start of a line: its style, its depth, and how many characters it takes."""

    style: str
    depth: int
    size: int


def numbering(line: str) -> Number | None:
    """Return the numbering that `line` begins with: "2.1 ", "IV. ", "A. ", "(a) ", "i) "."""
    first = line[:1]
    match = NUMBER.match(line) if first.isdigit() or first in _OPENERS or line[1:2] in _CLOSERS else None
    if not match:
        return None
    style = match.lastgroup or ""
    value = match[style]
    if style == "num" and line[match.end("num")].isspace() and (ADDRESS.match(line) or DATE.match(line)):
        return None  # the number of a house, the day of a month
    return Number(style, value.count(".") + (not value.endswith(".0")), match.end())


def is_numbering(text: str) -> bool:
    """Return whether the text is nothing but the number of what follows it."""
    number = numbering(text + " X")
    return number is not None and number.size > len(text)


def place_in_row(line: str) -> tuple[str, int] | None:
    """Return the style of a title's whole number, Arabic or Roman, and its value: "XI: " is the eleventh."""
    line = line.lstrip(_EDGE)
    number = numbering(line)
    match = NUMBER.match(line) if number and number.style in ("num", "roman") else None
    if not number or not match:
        return None
    value = match[number.style]
    if number.style == "num":
        return "num", int(value)
    figures = [_ROMAN[letter] for letter in value]
    return "roman", sum(-one if one < after else one for one, after in zip(figures, [*figures[1:], 0], strict=True))


def rank(line: str, longest: int = 12) -> int:
    """Return how much `line` looks like a title: 0 not at all, 1 it may be one, 2 it does, 3 in capitals.

    `longest` is how many words one may have that is written as a sentence is, and no question.
    """
    size = len(line)
    if not 2 <= size <= 120:
        return 0
    number = numbering(line)
    bare = (line[number.size :] if number else line).strip(_EDGE)
    last = bare[-1:]
    if not bare or last in ",;\u2026" or bare.endswith((" and", " or")):
        return 0
    if last == ".":
        bare = bare[:-1]
        if not number or bare.count(" ") > 7 or bare.split(" ", 1)[0].lower() in _SUBJECT:
            return 0
    question = last == "?"
    bare = bare.rstrip(":.?! ").strip(_EDGE)
    words = bare.split()
    if not words or len(words) > (20 if number and bare.isupper() else 16) or not (bare[0].isupper() or (bare[0].isdigit() and number)):
        return 0
    if is_data(bare, words) or (words[-1].lower() in _ENTITY and len(words) < 7):
        return 0
    if bare.isupper() and len(bare) > 2:
        return 3
    if ": " in bare and not number and words[0].lower() not in _PARTS:
        return 0
    if question:
        return 2
    if ". " in bare and not number and ". " in _SHORTENED.sub("", bare):
        return 0
    if _in_capitals(words):
        return 2
    return _as_sentence(line, bare, words, number is not None, longest)


def says_data(line: str) -> bool:
    """Return whether the line is a date or an address rather than a title."""
    bare = line.strip(_EDGE)
    number = numbering(bare)
    if number and number.style == "dec":
        bare = bare[number.size :]
    return is_data(bare, bare.split())


def is_data(bare: str, words: list[str]) -> bool:
    """Return whether the line is a date, an address, a number to ring: such lines say something, they head nothing."""
    if "@" in bare or "://" in bare or "www." in bare or "{{" in bare:
        return True
    if bare[-1:].isalnum() and (_POSTAL.search(bare) or DATE.fullmatch(bare) or _BOX.match(bare)):
        return True
    digits = sum(map(bare.count, "0123456789"))
    lower = bare.lower()
    return digits > 5 or (digits > 0 and any(word in lower for word in _DATED)) or (digits >= 4 and len(words) > 3)


def _in_capitals(words: list[str]) -> bool:
    """Return whether the words begin with capitals, but for those that do not in titles either."""
    weighty = [word for word in words if word.lower() not in _SMALL and word[0].isalpha()]
    return len(weighty) > 1 and sum(word[0].isupper() for word in weighty) >= 0.75 * len(weighty)


def _as_sentence(line: str, bare: str, words: list[str], numbered: bool, longest: int) -> int:
    """Return how much a line that is written as a sentence is looks like a title."""
    first, last = words[0].lower(), words[-1].lower()
    if len(words) > 12:
        return 0
    if first in _WH and len(words) > 2 and first in ("how", "what", "who", "why", "when", "where", "which"):
        return 2 if "," not in bare else 0
    if _CLAUSE.match(bare):
        return 1 + numbered
    if first in _SUBJECT or _VERB.search(_OUR.sub("", bare)) or len(words) > longest or ("," in bare and len(words) > 6):
        return 0
    if len(words) > 9 and (line[-1] == ":" or line[0] == "(" or "|" in bare or bare.count("(") != bare.count(")") or last in _ANSWERS):
        return 0  # so long, it leads to something, is an item or a row, or has lost its end
    return 1 + (numbered or is_notice(bare))


def run_in(text: str, start: int, end: int) -> int:
    """Return where the run-in title at the start of the paragraph ends (behind its mark), or 0 if there is none."""
    head = text[start : min(end, start + 110)]
    if head[:1].islower():
        return 0
    number = numbering(head)
    skip = number.size if number and number.style != "low" else 0
    match = _MARK.search(head, skip + 1)
    if not match:
        return 0
    at, mark = match.start(), match[0].strip()
    title = head[skip:at].strip()
    words = title.split()
    # What most paragraphs fail at comes first.
    if not 0 < len(words) < 12 or not title[0].isupper():
        return 0
    rest = text[start + match.end() : min(end, start + 400)]
    if len(rest) < 25 or (rest[0].isalnum() and match[0] == "." and mark != ":"):
        return 0
    after = rest.lstrip(_EDGE + "-:\u2013\u2014")[:1]
    if not after.isupper() and not (mark == ":" and (after.isalnum() or after in '(\u201c"') and "." in rest):
        return 0
    if mark == "." and not skip and (len(words[-1]) < 3 or any(map(str.isdigit, title)) or title.count(",") > 1):
        return 0
    if any(word in title.lower() for word in _DATED):
        return 0
    found = rank(title, 9)
    if not (found > 1 or (found == 1 and (skip or (len(words) < 5 and mark != "-" and _heads(words[0], mark))))) or is_data(title, words):
        return 0
    return start + at + len(match[0].rstrip())


def _heads(word: str, mark: str) -> bool:
    """Return whether a title of few words, begun by `word`, is one: "Note:" and "Phone:" are none."""
    return mark == "." or word.lower() not in ("note", "example", "email", "e-mail", "mail", "address", "phone", "telephone", "tel", "fax")


def names_policy(title: str) -> bool:
    """Return whether the title is that of the whole text."""
    lower = title.lower()
    return any(word in lower for word in ("policy", "notice", "statement", "privacy", "terms", "declaration"))


def is_notice(title: str) -> bool:
    """Return whether a title is that of a text of its own: "Privacy Notice for Californians", but not "About this notice"."""
    if len(title) > 160 or "|" in title:
        return False
    lower = title.lower()
    if "privacy" not in lower and not any(word in lower for word in _ADDED):
        return False
    words = [word.strip(_EDGE + ".,:[]\u2013\u2014-") for word in lower.split()]
    at = words.index("privacy") if "privacy" in words else -1
    if at > 6 or not _NO_NOTICE.isdisjoint(words[: max(at, 0)]):
        return False
    near = range(at + 3, at, -1) if at >= 0 else (0,)
    last = next((place for place in near if place < len(words) and words[place] in (_NOTICE if at >= 0 else _ADDED)), -1)
    following = "".join(words[last + 1 : last + 2])
    return last >= 0 and (following in _ABOUT_WHOM or following[0] == "(")


def is_menu(line: str) -> bool:
    """Return whether the line is a row of labels between bars, as menus and footers are."""
    mark = " | " if " | " in line else " \u00b7 "
    if mark not in line or len(line) >= 400:
        return False
    labels = [label.strip() for label in line.strip(" |").split(mark)]
    return len(labels) > 2 and all(
        label[:1].isupper() and label.count(" ") < 6 and not is_data(label, []) for label in map(str.strip, labels)
    )
