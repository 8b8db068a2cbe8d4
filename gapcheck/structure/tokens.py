"""E-mail addresses, web addresses and telephone numbers that cannot be used as they are written."""

from __future__ import annotations

from gapcheck.document import Document, Span
from gapcheck.expression import expression
from gapcheck.record import TYPE_CHECKING
from gapcheck.structure.defect import MOST, Defect, repeated, shown
from gapcheck.structure.sheet import Sheet, matches, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Pattern

    from gapcheck.rule import Confidence

_MAIL = expression(r"(?<![\w.+@/-])([A-Za-z0-9][\w.+-]{0,63})@((?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24})(?![\w@])")
_GLUE = expression(r"(?:at|to|via|or|and|email|e-mail|contact)(?=[a-z])", "i")
# Behind these words an address needs no "at" of its own, so one that begins with "at" is whole.
_LEADS = expression(r"(?:\b(?:at|to|via|by|is|from|or|and|through|with|using)|[:(<,;|/\[])\s*$", "i")
_MAILBOXES = frozenset(
    """
    team info privacy support contact legal hello help dpo admin sales office gdpr data compliance security customerservice service
    feedback enquiries inquiries care customercare dataprotection dataprivacy mail webmaster ccpa privacyofficer
    """.split()
)
_ASKS = expression(
    r"(?:reach out|contact us|e-?mail us|e-?mail|write us|reach us|contacted|contacting us|emailing us|request|touch|questions)\s*$",
    "i",
)
_TLDS = r"com|org|net|edu|gov|io|co\.uk|ca|eu|de|info|biz"
_TAIL = expression(
    rf"[\w.+-]{{1,64}}@[A-Za-z0-9-]{{1,63}}\.(?:{_TLDS})(?P<tail>[A-Z][a-z]{{2,20}}|(?:or|and|to|if|with|for|by|we|you|the"
    rf"|please|phone|tel)\b)(?![.@])"
)
_PROTECTED = expression(r"\[\s?e-?mail[\s\u00a0]protected\s?\]|\bemail\s*\[?protected\]", "i")
_SCHEME = r"https?:/(?=[A-Za-z0-9])|https?:\\{1,2}(?=\w)|https?[;,]?//|https?:///(?=\w)|hhttps?://|htps?://|ttps?://|https?://https?:?//"
_WEB = (
    rf"(?<![\w/=:])(?:{_SCHEME})[^\s<>)\]\"']{{2,200}}"
    r"|(?<![\w/@.])www(?:[,;]\s?|\.{2,3})[a-z0-9-]{2,40}[.,][a-z]{2,6}\b"
    r"|(?<![\w/@.])www\.[a-z0-9-]{2,40},(?:com|org|net|ca|eu|co\.uk)\b"
)
_MAIL_BAD = rf"(?<![\w.])[\w.+-]{{1,64}}@(?:[\w-]{{1,63}},(?:{_TLDS})\b|[\w-]{{1,63}}\.\.[a-z]{{2,6}}\b|@[\w-]{{1,63}}\.[a-z]{{2,6}}\b)"
_MAIL_SPACED = rf"(?<![\w.])[a-z][\w.+-]{{1,64}}(?:@ {{1,2}}| @ ?)[\w-]{{2,63}}\.(?:{_TLDS})\b"
_PHONE = (
    r"(?<![\d(+-])(?:\+?1[ .-])?\([2-9]\d\d\) ?\d{3}-(?:\d{1,3}|\d{5,6})(?![\d-])"
    r"|(?<![\d-])1-8\d\d-\d{3}-(?:\d{1,3}|\d{5,7})(?![\d-])"
)
_FORMS: tuple[tuple[str, Pattern[str], Confidence], ...] = (
    ("web address", expression(_WEB, "i"), "high"),
    ("e-mail address", expression(_MAIL_BAD, "i"), "high"),
    ("e-mail address", expression(_MAIL_SPACED), "medium"),
    ("telephone number", expression(_PHONE), "medium"),
)

_AROUND = {
    "web address": (("tp", "www"), 12, 220),
    "e-mail address": (("@",), 70, 80),
    "telephone number": (("(", "1-8"), 8, 24),
}


def broken_tokens(document: Document) -> tuple[Defect, ...]:
    """Return one defect for each address or number that is glued to a word, malformed, or only the residue of one."""
    sheet = sheet_of(document)
    found = [*_glued(sheet), *_malformed(sheet), *_residue(sheet)]
    return tuple(sorted(found, key=lambda one: one.parts[0][1]))[:MOST]


def _glued(sheet: Sheet) -> Iterator[Defect]:
    text = sheet.source
    if "@" not in text:
        return
    places: dict[str, list[Span]] = {}
    around = sheet.near(("@",), 66, 330)
    for match in matches(_MAIL, text, around):
        places.setdefault(match[0].lower(), []).append(Span(*match.span()))
    for address, spans in places.items():
        glue = _GLUE.match(address)
        before = text[max(0, spans[0].start - 40) : spans[0].start]
        if not glue or _LEADS.search(before):
            continue
        word, rest = glue[0], address[glue.end() :]
        parts = repeated("token", spans)
        if rest in places:
            reason = f'"{shown(address)}" has the word "{word}" glued to it; elsewhere the address is "{shown(rest)}"'
            yield Defect((*parts, ("correct", places[rest][0])), reason, "high")
        elif rest.split("@")[0] in _MAILBOXES and glue[0].lower() in ("at", "to", "via") and _ASKS.search(before):
            yield Defect(parts, f'"{shown(address)}" seems to have the word "{word}" glued to it', "medium")
    for match in matches(_TAIL, text, around):
        reason = f'"{shown(match[0])}" runs into the next word, "{match["tail"]}"; that may come from how the text was captured'
        yield Defect((("token", Span(*match.span())),), reason, "medium" if sheet.markdown else "low")


def _malformed(sheet: Sheet) -> Iterator[Defect]:
    taken: set[int] = set()
    for what, pattern, confidence in _FORMS:
        groups: dict[str, list[Span]] = {}
        for match in matches(pattern, sheet.source, sheet.near(*_AROUND[what])):
            if match.start() not in taken:
                taken.add(match.start())
                groups.setdefault(match[0], []).append(Span(*match.span()))
        for written, spans in groups.items():
            # A page's links are often captured with spaces around them.
            sure: Confidence = "low" if " @" in written and not sheet.markdown else confidence
            yield Defect(repeated("token", spans), f'"{shown(written)}" is no {what} that works as written', sure)


def _residue(sheet: Sheet) -> Iterator[Defect]:
    spans = [Span(*match.span()) for match in matches(_PROTECTED, sheet.source, sheet.near(("protected",), 12, 12))]
    if spans:
        reason = (
            f'"{shown(sheet.source[spans[0].start : spans[0].end])}" stands where an e-mail address was hidden when the page was captured'
        )
        yield Defect(repeated("token", spans), reason, "low")
