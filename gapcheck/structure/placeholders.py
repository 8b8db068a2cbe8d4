"""Places that a template left to be filled in, and notes to whoever was to do so."""

from __future__ import annotations

from gapcheck.document import Document, Span
from gapcheck.expression import expression
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.structure.defect import MOST, Defect, repeated, shown
from gapcheck.structure.sheet import Sheet, matches, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Pattern

    from gapcheck.rule import Confidence

_BRACKET = expression(r"(?<![!\]\w])\[([^\[\]\n]{1,120})\](?![(\[])")
_DEFINES = expression(r"^ {0,3}\[([^\[\]\n]{1,120})\]:", "m")
_ANGLE = expression(
    r"<\s?((?:insert|enter|add|fill in|your|name of|company|business|organi[sz]ation|effective date|date of|contact)\s[^<>=/\n]{1,80})>",
    "i",
)
_ORDER = expression(
    r"(?:please )?(?:insert|enter|add|fill in|specify|describe|replace|provide|state|list|choose|select|include|delete|remove)\s+\S"
    r"|(?:name|date|address|description|list) of (?:the |your |our )?\w|(?:if|where|as) applicable\b.{10}|note to (?:draft"
    r"|editor|client|review)"
    r"|(?:drafting|drafter'?s?|template|guidance) note|(?:tbd|tbc|todo|to be (?:determined|confirmed|completed|inserted|added|decided))\b",
    "i",
)
_BLANK = expression(r"[\u25cf\u2022]+|_{1,40}|[?]{2,6}|[Xx]{2,8}|YYYY|Y{2}|\u2026?_+")
_CORE = frozenset(
    "company name date address email url website telephone phone number entity organisation organization business domain".split()
)
_SIDE = frozenset(
    """
    legal day month year mail e site app application product service services country state province city jurisdiction dpo contact
    person title effective last updated privacy policy link our the your of and or mailing postal street zip code registered office
    registration vat web page software platform full client customer store owner controller a an in here street insert s
    """.split()
)
_WEAK = frozenset("email name address website url number phone telephone domain business".split())
_TEMPLATE = expression(
    r"(?<!=)\{\{[^{}\n]{0,120}\}\}|\{%[^{}\n]{1,200}%\}|<%[=-]?[^%\n]{1,120}%>|(?<![\w$])\$\{[\w. ]{1,60}\}"
    r"|(?<![\w$])\{[A-Z][A-Z]+(?:[_ ][A-Z]+){0,5}\}"
    r"|%%?[A-Z]{3,20}(?:_[A-Z]{2,20}){0,4}%%?|##[A-Z]{3,20}(?:_[A-Z]{2,20}){0,4}##"
)
_BUILT = expression(r"\A\ufeff?(?:---\s*$|\+\+\+\s*$)|\{%|\{\{[<%]|<%|^(?:import|export) .{3,200} from ", "m")
# Endings of files that are templates, or Markdown with components, whatever they hold.
_TEMPLATES = (".erb", ".njk", ".liquid", ".j2", ".jinja", ".jinja2", ".hbs", ".mustache", ".ejs", ".mdx")
# A value that nobody but a program can know: with a path, a filter, a call.
_COMPUTED = expression(r"[|(\[\"']|\w\.\w|^[{\s]*[.$@]|^<[%?]|^\{%")
_CAMEL = expression(r"(?<=[a-z])(?=[A-Z])|[_-]")
_ILLUSTRATES = expression(r"\b(?:for example|for instance|e\.?g\.?|such as|like|imagine|say)\b[^.]{0,60}$", "i")
_MASKS = expression(r"card|social security|\bssn|mask|redact|adult|rated|porn|last four|truncat", "i")
_REACH = expression(
    r"contact|e-?mail|write|reach|send|call|request|question|visit|found at|available at|mailto:|address|exercise|opt|website|site",
    "i",
)
_DATED = expression(r"(?:updated|effective|revised|modified|dated|reviewed|as of|version)\b[^.\n]{0,40}$", "i")
# With each expression a word that what it finds has, and what to look for where the text has that word.
_PLAIN: tuple[tuple[dict[str, str], str, Pattern[str], Confidence], ...] = (
    ({"lorem": "lorem ipsum"}, "filler text", expression(r"\blorem ipsum\b(?:[\w\s,]{0,60})", "i"), "high"),
    (
        {
            **{word: f"{word} " for word in ("delete", "strike", "omit", "insert", "enter")},
            "remove": "remove this",
            "note": "note to ",
            "drafting": "drafting note",
            "replace": "replace th",
        },
        "a note to the drafter",
        expression(
            r"\b(?:delete|remove) this (?:note|section|paragraph|sentence|line|text|comment|clause)\b(?! (?:from|at any))"
            r"|\b(?:delete|strike|omit) (?:as|if|where) (?:applicable|appropriate|not (?:applicable|needed|required|relevant))\b"
            r"|\bnote to (?:drafter|draft|editor|reviewer)\b|\bdrafting note\b|\b(?:insert|enter) (?:your |the )?(?:(?:company"
            r"|business|name|date|e-?mail|address|website|url|link|text|contact|details) ?){1,4}here\b"
            r"|\breplace (?:this|the) (?:text|placeholder|sentence)\b",
            "i",
        ),
        "high",
    ),
    (
        {word: word for word in ("tbd", "tbc", "fixme", "tktk", "todo")},
        "a mark for something still to come",
        expression(r"(?<![\w/@#.-])(?:TBD|TBC|FIXME|TKTK|TODO(?=:))(?![\w@-])"),
        "medium",
    ),
    (
        {"month": "month ", "xx": "20xx", "20": "20__"},
        "a date left open",
        expression(r"\b(?:Month|MONTH) (?:DD|XX|Day),? (?:YYYY|20XX|XXXX|Year)\b|\b20XX\b|\b20__"),
        "high",
    ),
)
_DATE_PARTS = ("dd", "mm", "yyyy")
_LATER: tuple[tuple[tuple[str, ...], str, Pattern[str]], ...] = (
    (
        ("xxx",),
        "crosses where letters or digits belong",
        expression(r"(?<![\w-])(?:\(?X{3,}\)?(?:[ -]X{3,}){0,3}|\d?[ -]?\d{3}[ -]X{3}[ -]X{4}|x{3,}(?=[@]))(?![\w-])|(?<=[@.])x{3,}(?=\.)"),
    ),
    (
        ("____", *_DATE_PARTS),
        "a date left open",
        expression(
            r"\b(?:DD|MM|YYYY|dd|mm)\s?[/.-]\s?(?:DD|MM|dd|mm|Month)\s?[/.-]\s?(?:Y{2,4}|y{2,4}|DD|dd)\b|(?<![\w_])_{4,60}(?![\w_])"
        ),
    ),
    (
        ("@", "://", "www."),
        "an address that nobody has",
        expression(
            r"(?:[\w.+-]{1,64}@|https?://(?:www\.)?|\bwww\.)(?P<domain>(?:your-?(?:domain|company|site|website|business"
            r"|organi[sz]ation|app|email"
            r"|store|shop|name|brand)(?:-?name|-?here)?|company-?name|domain-?name|mydomain|mycompany|example)\.(?:com|org|net"
            r"|co|io|eu|ca|co\.uk|tld))\b",
            "i",
        ),
    ),
)
_WORDS = expression(r"[a-z]+")


class _Hit(Record):
    span: Span
    what: str
    confidence: Confidence


def placeholders(document: Document) -> tuple[Defect, ...]:
    """Return one defect for each placeholder left in the text, with every place where it stands."""
    sheet = sheet_of(document)
    groups: dict[tuple[str, str, Confidence], list[Span]] = {}
    end = 0
    for hit in sorted({*_brackets(sheet), *_angles(sheet), *_templates(sheet), *_marks(sheet)}):
        if hit.span.start < end:
            continue
        end = hit.span.end
        words = "" if hit.what == _VARIABLES else " ".join(sheet.text[hit.span.start : hit.span.end].split()).lower()
        groups.setdefault((hit.what, words, hit.confidence), []).append(hit.span)
    found = []
    for (what, _, confidence), spans in list(groups.items())[:MOST]:
        quote = shown(sheet.text[spans[0].start : spans[0].end], 60)
        found.append(Defect(repeated("placeholder", spans), f'"{quote}" is {what}', confidence))
    return tuple(found)


_FILL = "a place to be filled in"
_VARIABLES = "a template's variable; a build may fill it, so look at the page as published"


def _brackets(sheet: Sheet) -> Iterator[_Hit]:
    """Yield what stands in square brackets and asks to be filled in, links left out."""
    text = sheet.clean
    if "[" not in text:
        return
    defined = frozenset(match[1].lower() for match in _DEFINES.finditer(sheet.text)) if sheet.markdown else frozenset()
    for match in matches(_BRACKET, text, sheet.near(("[",), 1, 123)):
        inner = match[1].strip(" *_\\\u201c\u201d\"'")
        confidence = _rates(inner)
        after = sheet.text[match.end() : match.end() + 1]
        if (
            not confidence
            or text[max(0, match.start() - 4) : match.start()].strip(" \\").endswith(">")
            or after in ("(", "[")
            or (after == ":" and sheet.text[:1] and _opens_line(text, match.start()))
        ):
            continue
        if match[1].lower() in defined:
            continue
        yield _Hit(Span(*match.span()), _FILL, confidence)


def _opens_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _rates(inner: str) -> Confidence | None:
    """Return how surely the words in brackets are to be replaced; None if they are an abbreviation, a name, a hint."""
    if _BLANK.fullmatch(inner):
        return "high" if len(inner) > 1 else "medium" if inner in "\u25cf\u2022" else None
    if "protected" in inner.lower():
        return None
    if _ORDER.match(inner):
        return "high"
    words = _WORDS.findall(inner.lower().replace("e-mail", "email"))
    if not words or not set(words) <= _CORE | _SIDE or not set(words) & _CORE or any(map(str.isdigit, inner)):
        return None
    if len(words) == 1:
        weak = words[0] in _WEAK
        return ("medium" if weak else "high") if inner.isupper() else ("low" if weak else "medium")
    return "high"


def _angles(sheet: Sheet) -> Iterator[_Hit]:
    """Yield what stands in angle brackets and asks to be filled in; Markdown takes it for a tag, so the source counts."""
    for match in matches(_ANGLE, sheet.source, sheet.near(("<",), 0, 110)):
        yield _Hit(Span(*match.span()), _FILL, "high")


def is_built(text: str, path: str) -> bool:
    """Return whether the text is made into the published one by a program, as far as it shows."""
    return path.lower().endswith(_TEMPLATES) or _BUILT.search(text) is not None


def is_computed(tag: str) -> bool:
    """Return whether the tag of a template asks a program for a value rather than somebody for a name."""
    return _COMPUTED.search(tag) is not None or not _rates_tag(tag)


def _rates_tag(tag: str) -> Confidence | None:
    return _rates(_CAMEL.sub(" ", tag.strip("{}<>%#$=- ")))


def _templates(sheet: Sheet) -> Iterator[_Hit]:
    """Yield variables of templates, but for those that a build fills: of them a note says that they were not seen."""
    source, built = sheet.source, None
    for match in matches(_TEMPLATE, source, sheet.near(("{", "<%", "##", "%"), 2, 210)):
        start, end = match.span()
        if match[0].startswith("{%") or source[max(0, start - 12) : start].rstrip().endswith("="):
            continue
        if built is None:
            built = is_built(sheet.document.text, sheet.document.path)
        if match[0].startswith(("{{", "<%")) and (built or is_computed(match[0])):
            continue
        rated = _rates_tag(match[0])
        if built or not rated:
            yield _Hit(Span(start, end), _VARIABLES, "low")
        else:
            yield _Hit(Span(start, end), _FILL, "medium" if rated == "low" else "high")


def _marks(sheet: Sheet) -> Iterator[_Hit]:
    """Yield filler text, notes to the drafter, open dates, crosses, and addresses that only stand for one."""
    text = sheet.clean
    for cues, what, pattern, confidence in _PLAIN:
        for match in matches(pattern, text, sheet.near(tuple(mark for word, mark in cues.items() if sheet.has(word)), 30, 90)):
            yield _Hit(Span(*match.span()), what, confidence)
    for marks, what, pattern in _LATER:
        marks = tuple(mark for mark in marks if mark not in _DATE_PARTS or sheet.has(mark))
        for match in matches(pattern, sheet.source if "@" in marks else text, sheet.near(marks, 80, 80)):
            start, end = match.span()
            rated = _judge(what, match[0], sheet.source[max(0, start - 80) : start], sheet.source[end : end + 40])
            if rated:
                yield _Hit(Span(start, end), what, rated)


def _judge(what: str, found: str, before: str, after: str) -> Confidence | None:
    """Return how surely the mark is a placeholder, given what stands around it."""
    if what.startswith("a date"):
        return "high" if _DATED.search(before) else None
    if what.startswith("crosses"):
        roman = not before.rsplit("\n", 1)[-1].strip(" \t#*") and after[:1] in (".", ")")
        if (
            roman
            or (before[-1:] == "." and before[-2:-1].isdigit())
            or after[:2] == ".X"
            or before.endswith("X.")
            or _MASKS.search(before + after)
            or _ILLUSTRATES.search(before)
        ):
            return None
        return "high" if found[0].isdigit() or found.islower() else "medium"
    if _ILLUSTRATES.search(before) or "example" in before.lower()[-30:]:
        return None
    if "example." in found.lower():
        return "high" if _REACH.search(before) else None
    return "high"
