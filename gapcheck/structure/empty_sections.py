"""Sections headed with the name of a law, and nothing of that law under the heading."""

from __future__ import annotations

from itertools import pairwise

from gapcheck.document import Document, Span, Statement
from gapcheck.expression import expression
from gapcheck.record import TYPE_CHECKING
from gapcheck.structure.defect import MOST, Defect, shown
from gapcheck.structure.sheet import Sheet, Title, sheet_of

if TYPE_CHECKING:
    from gapcheck.rule import Confidence

_LAW = expression(
    r"\b(?:gdpr|general data protection regulation|ccpa|cpra|california|pipa|pipeda|personal information protection act|lgpd"
    r"|data protection act|european economic area|eea|eu residents|alberta|vcdpa|cpa|virginia|colorado|connecticut|utah|nevada|uk gdpr)\b",
    "i",
)
_NEUTRAL = frozenset(
    """
    privacy rights right notice notices for to of the your our and in under residents resident users user customers visitors
    individuals people consumers consumer information data protection personal act regulation general compliance compliant
    additional supplemental specific disclosures disclosure section statement policy addendum provisions with european economic
    area union eu eea uk gdpr ccpa cpra pipa pipeda lgpd california californian californians alberta virginia colorado connecticut
    utah nevada canada canadian state laws law regarding about as applicable important vcdpa cpa only if you are a an who located
    we comply how on special 2018 2016 2020 679 united kingdom states us usa
    """.split()
)
_SUBSTANCE = expression(
    r"\bright|\baccess|\bdelet|\beras|\bcorrect|\brectif|\bobject|\bportab|\bopt[ -]?(?:out|in)|\bwithdraw|\bcomplain"
    r"|\brequest|\bcontact|@|https?:|www\.|\bsee\b"
    r"|\bclick|\bplease\b|\bvisit|\bread\b|\brefer|\bsection\b|\bpolicy|\bnotice\b|\bbelow|\babove|\bhere\b|\bcall\b|\bwrite\b"
    r"|\bphone|\blegal bas|\bconsent"
    r"|\bsell|\bsold|\bshare|\bcategor|\bcollect|\bdo not\b|\brepresentative|\bcontroller|\bofficer|\bauthority|\bdisclos"
    r"|\btransfer|\bretain|\blink",
    "i",
)
_WORD = expression(r"[^\W_]+")
_LONG = 60  # words; a longer text under a law's heading says something


def empty_sections(document: Document) -> tuple[Defect, ...]:
    """Return one defect for each section that names a law and discloses nothing for it."""
    sheet = sheet_of(document)
    titles = sheet.titles
    about = [at for at, title in enumerate(titles) if _LAW.search(title.words) and _about_the_law(title.words)]
    if len(titles) < 3 or not about:
        return ()
    by_section: dict[int, list[Statement]] = {}
    for statement in document.statements:
        for place in document.sections[statement.section].path:
            by_section.setdefault(place, []).append(statement)
    every = sorted(title.words.lower() for title in titles)
    again = {one for one, following in pairwise(every) if one == following}
    found = []
    for at in about:
        title = titles[at]
        own = [one for one in by_section.get(title.section, []) if one.span.start != title.span.start]
        said = " ".join(sheet.own(one) for one in own[:40])
        if _SUBSTANCE.search(said) or len(said.split()) > _LONG or _has_parts(titles, at):
            continue
        if title.words.lower() in again:
            continue  # one that comes again stands in a table of contents or a menu
        defect = _defect(sheet, title, titles[at + 1] if at + 1 < len(titles) else None, said)
        if defect:
            found.append(defect)
    return tuple(found[:MOST])


def _about_the_law(words: str) -> bool:
    """Return whether the heading names the law and no matter of its own."""
    return set(_WORD.findall(words.lower().replace("\u2019s", "").replace("'s", ""))) <= _NEUTRAL


def _has_parts(titles: tuple[Title, ...], at: int) -> bool:
    """Return whether the next heading is numbered as a part of this one, whatever its rank."""
    own = titles[at].number
    return bool(own) and at + 1 < len(titles) and len(titles[at + 1].number) > len(own) and titles[at + 1].number[: len(own)] == own


def _whole_line(sheet: Sheet, title: Title) -> bool:
    """Return whether nothing stands behind the heading in its line."""
    return not sheet.text[title.span.end :].partition("\n")[0].strip()


def _defect(sheet: Sheet, title: Title, following: Title | None, said: str) -> Defect | None:
    parts: list[tuple[str, Span]] = [("section", title.span)]
    if following:
        parts.append(("next heading", following.span))
    marked = sheet.markdown and sheet.text[title.span.start - 2 : title.span.start] in ("# ", "**")
    counted = (
        following is not None
        and len(title.number) > 0
        and following.number[:-1] == (*title.number[:-1],)
        and following.number > title.number
    )
    sure: Confidence = "high" if following and (marked or counted) else "low"
    quote = shown(title.words, 60)
    # Plain text does not say which line is a heading of which rank: there the next one may well be part of this section, unless it
    # names another law, and this one a member of a list, or the title of what is folded up.
    if sure == "low" and not (following and _LAW.search(following.words) and _whole_line(sheet, title)):
        return None
    if len(said.split()) > 7:
        reason = f'the section "{quote}" names a law and gives no right and no contact: "{shown(said)}"'
        return Defect(tuple(parts), reason, "medium" if sure == "high" else "low")
    if said or sure == "low":
        return None
    return Defect(tuple(parts), f'the section "{quote}" names a law, and nothing stands under it', "high")
