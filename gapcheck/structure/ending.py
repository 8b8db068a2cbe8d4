"""Whether a text ends in the middle: its last words, if they do."""

from __future__ import annotations

from gapcheck.document import Document, Span, Statement
from gapcheck.expression import expression

_MARKS = " \t\r\n\u00a0*_\"'\u201d\u2019>`|~\u200b\ufeff"
# Words that no sentence ends with, and those that end one seldom: "whom we share it with".
_NEVER = frozenset(
    """
    the a an and or our your their its his my whose if because although while whether unless until into onto than nor e.g i.e every was
    were been shall might could would should must during upon regarding concerning when whenever where any such can cannot have has had
    about including via per pursuant both either several between among against through within without being be
    """.split()
)
_SELDOM = frozenset(
    """
    of to with by for at as from on in under over is are will may not do does did we they that this these those which who it also only so
    then who you i other each her
    """.split()
)
_LEGAL = expression(r"copyright|\u00a9|\(c\)|all rights|reserved|powered by|designed by", "i")
_FOOTER = expression(
    r"cookie|site ?map|follow us|subscribe|sign up|menu|log ?in|terms|policy|back to top|newsletter|tags|share this|like this"
    r"|related|comment|posted"
    r"|published|updated|effective|version|modified|revised|page \d|read more|learn more|home|faq|contact|download|skip to"
    r"|accept|search|language"
    r"|english|careers|help",
    "i",
)
_ANNOUNCES = expression(
    r"\b(?:below|following|follows|include|includes|including|such as|these|listed|namely|for example|right to|rights|may|we"
    r"|you|are|is|to)\b",
    "i",
)
_TERMINAL = ".!?\u2026\u3002"
_LAST = 90


def truncated(document: Document) -> Span | None:
    """Return the last words of a text that ends in the middle of a sentence or a list; None if it does not seem to."""
    if not document.statements:
        return None
    last = document.statements[-1]
    own = [piece for piece in last.pieces if piece.start >= last.span.start] or [last.span]
    text = document.read[own[0].start : own[-1].end]
    bare = text.rstrip(_MARKS)
    if last.kind in ("heading", "row") or not bare or any(map(str.isalnum, document.read[last.span.end :])):
        return None
    if bare[-1] in _TERMINAL or not _open(document, last, bare):
        return None
    end = own[0].start + len(bare)
    start = document.read.rfind(" ", max(own[0].start, end - _LAST), max(own[0].start, end - _LAST // 2)) + 1
    return Span(start if end - own[0].start > _LAST and start else max(own[0].start, end - _LAST), end)


def _open(document: Document, last: Statement, bare: str) -> bool:
    """Return whether the words, which no full stop ends, leave something open."""
    words = bare.split()
    if bare[-1] in ":\uff1a":
        return len(words) > 4 and _ANNOUNCES.search(bare) is not None and _FOOTER.search(bare[-40:]) is None
    final = words[-1].lower().strip("(\u201c\"'")
    if last.kind == "item" and len(words) > 2 and (bare[-1] in ",;" or final in ("and", "or", "and/or")):
        return True
    goes_on = len(document.statements) > 1 and document.statements[-2].paragraph == last.paragraph and last.kind == "sentence"
    if (len(words) < 6 and not goes_on) or _LEGAL.search(bare) or (len(words) < 12 and not goes_on and _FOOTER.search(bare)):
        return False
    if bare[-1] in ",-\u2013\u2014(" or final in _NEVER:
        return True
    if not final.isalpha() or not words[-1].islower():
        return False
    if final in _SELDOM:
        return _punctuates(document, 0.8)
    if len(words) < 12 and _FOOTER.search(bare):
        return False
    return _breaks_word(document, final) or (len(words) > (2 if goes_on else 7) and last.kind == "sentence" and _punctuates(document, 0.95))


def _breaks_word(document: Document, final: str) -> bool:
    """Return whether the last word stands nowhere else and begins longer ones that do: "informat" for "information"."""
    if len(final) < 3:
        return len(final) == 1 and final not in "aio"
    body = document.read[: document.statements[-1].span.end].lower()
    whole = longer = 0
    at = body.find(final)
    while at >= 0:
        ahead, behind = body[at - 1 : at], body[at + len(final) : at + len(final) + 2]
        if not _in_word(ahead):
            whole += not _in_word(behind[:1])
            longer += len(behind) == 2 and behind.isascii() and behind.isalpha()
        at = body.find(final, at + 1)
    return whole == 1 and longer > 0 and not final.endswith(("s", "ed", "ing", "er", "ment", "ion"))


def _in_word(mark: str) -> bool:
    return mark.isalnum() or mark == "_"


def _punctuates(document: Document, share: float) -> bool:
    """Return whether the text puts a mark at the end of as large a share of its paragraphs, the last left out."""
    ends: dict[int, Statement] = {}
    for statement in document.statements[:-1]:
        if statement.kind == "sentence" and statement.span.end - statement.span.start > 20:
            ends[statement.paragraph] = statement
    ends.pop(document.statements[-1].paragraph, None)
    marked = sum(
        document.read[max(one.span.start, one.span.end - 12) : one.span.end].rstrip(_MARKS + ")")[-1:] in (*_TERMINAL, ":", ";")
        for one in ends.values()
    )
    return len(ends) > 3 and marked >= share * len(ends)
