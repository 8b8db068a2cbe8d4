"""References to a part of the policy that it does not have: a section, an appendix, a list, a link."""

from __future__ import annotations

from gapcheck.document import Document, Span, Statement
from gapcheck.expression import expression
from gapcheck.record import TYPE_CHECKING
from gapcheck.structure.defect import MOST, Defect, repeated, shown
from gapcheck.structure.sheet import Sheet, Title, matches, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SECTION = expression(
    r"\b(?P<what>[Ss]ections?|[Pp]aragraphs?|[Cc]lauses?|[Pp]oints?|SECTION) (?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?![\d%:/-]"
    r"|\.\d|\([a-z\d])"
    r"(?P<after>[^.\n]{0,60})"
)
_POINTS = expression(
    r"\b(?:see|refer to|in|under|per|set out in|described in|explained in|detailed in|outlined in|listed in|pursuant to|by|to"
    r"|with|and|or|of)\s*"
    r"(?:also |our |the |this |[\"\u201c(]){0,2}$",
    "i",
)
_OTHER = expression(
    r"\b(?:act|law|code|gdpr|regulations?|directive|statute|ccpa|cpra|pipa|pipeda|coppa|hipaa|dpa|agreement|addendum|terms"
    r"|bdsg|tmg|ttdsg|lgpd"
    r"|constitution|usc|u\.s\.c|clauses|contract|ordinance|charter|convention|rules?|guidelines?|appi|popia|conditions|eula"
    r"|tos|principles|frameworks?|dpf|shield|sccs?|edpb|decision|treaty)\b",
    "i",
)
_LAW_BEFORE = expression(
    r"(?:act|law|code|gdpr|regulation|directive|ccpa|cpra|coppa|usc|\u00a7|art\.?|article[s]? [\d()a-z., ]*|terms(?: of (?:use"
    r"|service))?|agreement|dpa|clauses),?"
    r"[^.]{0,30}$",
    "i",
)
_NUMBERED = expression(r"(?<![\w,/])(?<!\d\.)(\d{1,2}(?:\.\d{1,2}){0,4})(?:\\?[.):]?\s*(?=[A-Z\u201c\"(*_#]|\[)|[.)])")
_REFERENCE = expression(r"\b(?:sections?|paragraphs?|clauses?|points?|and|or|to|articles?)\s$", "i")
_ATTACHED = expression(
    r"\b(?P<what>Appendix|Annex|Schedule|Exhibit|APPENDIX|ANNEX|EXHIBIT) (?P<name>[A-Z]|\d{1,2}|[IVX]{1,4})\b(?P<after>[^.\n]{0,60})"
)
_NEEDS_MORE = expression(
    r"\b(?:below|following|follows|these|listed|such as|includ\w+|as follows|namely|ways|rights|reasons|purposes|situations"
    r"|circumstances|categories|types)\b",
    "i",
)
_INVITES = expression(r"\b(?:more|read|learn|this (?:privacy )?(?:policy|notice|statement))\b.*\bbelow\W*$", "i")
_MARKS = " \t\r\n\u00a0*_\"'\u201d)"
_HERE = expression(
    r"\b(?:click(?:ing)?|found|available|opt(?:ing)?[ -]?out|learn more|read more|visit(?:ing)?|accessed|viewed?|downloaded"
    r"|see) (?:it )?here\b(?! to be\b)"
    r"|\b(?:follow|click|click on|use) th(?:is|e following) link\b",
    "i",
)
_TARGET = expression(r"https?:|www\.|@|\]\(|\]\[|<a\b|<https|<Link|\.(?:com|org|net|io|eu)\b", "i")


def dangling_references(document: Document) -> tuple[Defect, ...]:
    """Return one defect for each reference that leads nowhere."""
    sheet = sheet_of(document)
    found = [*_sections(sheet), *_attachments(sheet), *_lead_ins(sheet)]
    if document.format not in ("html", "docx", "pdf"):  # there, links are not among the words
        found += _links(sheet)
    return tuple(sorted(found, key=lambda one: one.parts[0][1]))[:MOST]


def dangling_numbers(document: Document) -> tuple[Defect, ...]:
    """Return those that name a section or an appendix, which may stand in another file."""
    sheet = sheet_of(document)
    return (*_sections(sheet), *_attachments(sheet))


def _linked(sheet: Sheet, start: int, end: int) -> bool:
    """Return whether the words stand in a link or right before one: then what they lead to is elsewhere."""
    text = sheet.text
    opening = text.rfind("[", max(0, start - 200), end)
    inside = opening >= 0 and text.find("]", opening, start) < 0 and text.find("]", start, end + 200) >= 0
    tag = text.rfind("<", max(0, start - 300), start)
    return (
        inside
        or (tag >= 0 and text[tag + 1 : tag + 3].lower() in ("a ", "a\n", "li", "na"))
        or _TARGET.search(text, start, end + 90) is not None
    )


def _sections(sheet: Sheet) -> Iterator[Defect]:
    """Yield references to sections by a number that no section has, where sections are numbered."""
    numbered = [title for title in sheet.titles if title.number]
    tops = {title.number[0] for title in numbered}
    if len(tops) < 3 or not {1, 2, 3} <= tops:
        return
    groups: dict[str, list[Span]] = {}
    marks = tuple(word for word in ("section", "paragraph", "clause", "point") if sheet.has(word, word + "s"))
    for match in matches(_SECTION, sheet.clean, sheet.near(marks, 0, 100)):
        before = sheet.clean[max(0, match.start() - 60) : match.start()]
        if not _POINTS.search(before) or _OTHER.search(match["after"]) or _LAW_BEFORE.search(before):
            continue
        if not _linked(sheet, match.start(), match.end("number")):
            groups.setdefault(match["number"], []).append(Span(match.start(), match.end("number")))
    there = _with_wholes([".".join(map(str, title.number)) for title in numbered]) if groups else frozenset()
    if all(_is_there(number, there) for number in groups):
        return
    there |= _numbers(sheet)
    groups = {number: spans for number, spans in groups.items() if not _is_there(number, there)}
    divided = {number.split(".")[0] for number in there if "." in number}
    last = max(numbered, key=lambda title: title.number)
    for number, spans in groups.items():
        whole = number.split(".")
        if int(whole[0]) == 0 or (len(whole) > 1 and whole[0] not in divided):
            continue
        named = f'{".".join(map(str, last.number))}, "{shown(last.words, 50)}"'
        reason = f"refers to section {number}, and no section has that number; the last one is {named}"
        yield Defect((*repeated("reference", spans), ("last section", last.span)), reason, "high" if len(whole) == 1 else "medium")


def _is_there(number: str, there: frozenset[str]) -> bool:
    return number in there or number.removesuffix(".0") in there


def _numbers(sheet: Sheet) -> frozenset[str]:
    """Return the numbers that stand before words anywhere in the text, as those of sections do."""
    text = sheet.clean
    return _with_wholes(one[1] for one in _NUMBERED.finditer(text) if not _REFERENCE.search(text, max(0, one.start() - 14), one.start()))


def _with_wholes(found: Iterable[str]) -> frozenset[str]:
    """Return the numbers, and those of the sections that these are parts of."""
    return frozenset(".".join(whole[:size]) for whole in (number.split(".") for number in found) for size in range(1, len(whole) + 1))


def _attachments(sheet: Sheet) -> Iterator[Defect]:
    """Yield references to an appendix that is not in the text."""
    text = sheet.clean
    groups: dict[str, list[Span]] = {}
    there: set[str] = set()
    marks = tuple(filter(sheet.has, ("appendix", "annex", "schedule", "exhibit")))
    for match in matches(_ATTACHED, text, sheet.near(marks, 0, 90)):
        name = f"{match['what'].lower()} {match['name']}"
        before = text[max(0, match.start() - 60) : match.start()]
        if not before.rsplit("\n", 1)[-1].strip(" \t#*_\u00a0") or not _POINTS.search(before):
            there.add(name)
        elif not _OTHER.search(match["after"]) and not _LAW_BEFORE.search(before) and not _linked(sheet, match.start(), match.end("name")):
            groups.setdefault(name, []).append(Span(match.start(), match.end("name")))
    for name, spans in groups.items():
        if name not in there:
            reason = f"refers to {name[0].upper()}{name[1:]}, and the text has none; it may be a file of its own"
            yield Defect(repeated("reference", spans), reason, "medium")


def _lead_ins(sheet: Sheet) -> Iterator[Defect]:
    """Yield sentences that announce something with a colon, where the next section or nothing at all follows."""
    statements = sheet.document.statements
    titles = {title.span.start: title for title in sheet.titles}
    found: list[tuple[Statement, Title]] = []
    for number, following in enumerate(statements):
        if following.kind != "heading" or not number or statements[number - 1].kind == "heading":
            continue
        statement, title = statements[number - 1], titles.get(following.span.start)
        if title and _announces(sheet.own(statement)):
            current = _title_above(sheet, titles, number - 1)
            if current and _takes_over(sheet, statement, current, title, following):
                found.append((statement, title))
    # Several lists lost from one plain text were most likely lost when it was captured.
    captured = len(found) > 1 and not sheet.markdown
    for statement, title in found:
        reason = f'announces something with a colon, and the next heading, "{shown(title.words, 50)}", follows at once'
        reason += "; several lists are missing, so they may have been lost when the text was captured" if captured else ""
        yield Defect((("reference", statement.span), ("next heading", title.span)), reason, "low" if captured else "medium")
    if statements and statements[-1].kind != "heading" and _announces(sheet.own(statements[-1])):
        yield _at_the_end(sheet, statements[-1])


def _title_above(sheet: Sheet, titles: dict[int, Title], number: int) -> Title | None:
    """Return the last title that statement `number`, or one before it, stands under."""
    for statement in reversed(sheet.document.statements[: number + 1]):
        heading = sheet.document.sections[statement.section].heading
        if heading and heading.start in titles:
            return titles[heading.start]
    return None


def _announces(own: str) -> bool:
    bare = own.rstrip(_MARKS)
    return (
        bare[-1:] in (":", "\uff1a")
        and not _INVITES.search(bare[-300:])
        and bare.count(" ") > 3
        and _NEEDS_MORE.search(bare[-160:]) is not None
    )


def _at_the_end(sheet: Sheet, statement: Statement) -> Defect:
    parts: list[tuple[str, Span]] = [("reference", statement.span)]
    heading = sheet.document.sections[statement.section].heading
    if heading:
        parts.append(("section", heading))
    return Defect(tuple(parts), "announces something with a colon, and the text ends there; it may have been cut off", "high")


def _takes_over(sheet: Sheet, statement: Statement, current: Title, title: Title, following: Statement) -> bool:
    """Return whether the heading opens a section of the same rank or a higher one, and so cannot be what was announced."""
    between = sheet.text[statement.span.end : following.span.start]
    if any(map(str.isalnum, between)) or "|" in between or "!" in between or "{" in between:
        return False
    if current.number and title.number:
        return len(title.number) <= len(current.number) and title.number > current.number and title.number[-1] != 1
    own, other = sheet.document.sections[current.section], sheet.document.sections[title.section]
    return (
        sheet.markdown
        and not title.number
        and 0 < other.level <= own.level < 7
        and sheet.text[title.span.start - 2 : title.span.start] == "# "
    )


def _links(sheet: Sheet) -> Iterator[Defect]:
    """Yield "click here" without a link; in plain text, where links are lost when a page is captured, all in one."""
    spans = [
        Span(*match.span())
        for match in matches(_HERE, sheet.clean, sheet.near(tuple(f" {word}" for word in ("here", "link") if sheet.has(word)), 25, 12))
        if not _linked(sheet, *match.span())
    ]
    spans = [span for span in spans if not sheet.text[span.end : span.end + 2].strip().startswith(("(", ":", "["))]
    if not spans:
        return
    quote = shown(sheet.text[spans[0].start : spans[0].end])
    if sheet.links:
        reason = f'says "{quote}" without a link, in a text that has links elsewhere'
    else:
        reason = f'says "{quote}" without saying where; the link may have been lost when the text was captured'
    yield Defect(repeated("reference", spans), reason, "medium" if sheet.links else "low")
