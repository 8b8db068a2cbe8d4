"""Whether a text ends in the middle: its last words, if they do."""

from __future__ import annotations

import re

from gapcheck.document import Document, Span, Statement

_MARKS = " \t\r\n\u00a0*_\"'\u201d\u2019>`|~\u200b\ufeff"
# Words that no sentence ends with.
_OPEN = frozenset(
    """
    the a an of and or our your their its his her my these which who whose if because although while whether unless until
    into onto from than nor including e.g i.e each every are is was were been will shall may might can could would should must
    not to with by for at as between among through during upon via regarding concerning we they
    """.split()
)
# Of these, the ones that an unpunctuated but whole line may still end with: "whom we share it with".
_LOOSE = frozenset("to with by for at as through upon is are was were can will may not via we they from into".split())
_FOOTER = re.compile(
    r"copyright|\u00a9|\(c\)|all rights|reserved|powered by|cookie|sitemap|site map|follow us|subscribe|sign up|menu|log ?in|terms|privacy policy$|back to top"
    r"|newsletter|tags|share this|like this|related|comments?|posted|published|last (?:updated|modified|revised)|updated|effective|version|page \d|designed by"
    r"|read more|learn more|home|faq|contact us$|download|skip to|accept|search|language|english|careers|help",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:below|following|follows|include|includes|including|such as|these|listed|namely|for example|right to|rights|may|we|you|are|is|to)\b",
    re.IGNORECASE,
)
_TERMINAL = ".!?\u2026\u3002"
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_LAST = 90


def truncated(document: Document) -> Span | None:
    """Return the last words of a text that ends in the middle of a sentence or a list; None if it does not seem to."""
    if not document.statements:
        return None
    last = document.statements[-1]
    own = [piece for piece in last.pieces if piece.start >= last.span.start] or [last.span]
    text = document.text[own[0].start : own[-1].end]
    bare = text.rstrip(_MARKS)
    if last.kind in ("heading", "row") or not bare or any(map(str.isalnum, document.text[last.span.end :])):
        return None
    if bare[-1] in _TERMINAL or not _open(document, last, bare):
        return None
    end = own[0].start + len(bare)
    start = document.text.rfind(" ", max(own[0].start, end - _LAST), max(own[0].start, end - _LAST // 2)) + 1
    return Span(start if end - own[0].start > _LAST and start else max(own[0].start, end - _LAST), end)


def _open(document: Document, last: Statement, bare: str) -> bool:
    """Return whether the words, which no full stop ends, leave something open."""
    words = bare.split()
    if bare[-1] in ":\uff1a":
        return len(words) > 4 and _ANNOUNCES.search(bare) is not None and _FOOTER.search(bare[-40:]) is None
    if len(words) < 4 or _FOOTER.search(bare[:200] if len(bare) < 200 else bare[-60:]):
        return False
    final = words[-1].lower().strip("(\u201c\"'")
    if bare[-1] in ",-\u2013\u2014(&/" or (bare[-1] == ";" and last.kind == "item" and len(words) > 2):
        return len(words) > 5 or last.kind == "item"
    if final in ("and", "or", "and/or") and last.kind == "item":
        return True
    if len(words) < 6 or not final.isalpha() or not words[-1].islower():
        return False
    if final in _OPEN:
        return final not in _LOOSE or _punctuates(document)
    return _breaks_word(document, final) or (len(words) > 9 and _prose(document, last, bare) and _punctuates(document))


def _breaks_word(document: Document, final: str) -> bool:
    """Return whether the last word stands nowhere else and begins longer ones that do: "informat" for "information"."""
    if len(final) < 4:
        return False
    body = document.text[: document.statements[-1].span.end].lower()
    whole = len(re.findall(rf"\b{re.escape(final)}\b", body))
    longer = len(re.findall(rf"\b{re.escape(final)}[a-z]{{2,}}", body))
    return whole <= 1 and longer > 2 and not final.endswith(("s", "ed", "ing", "y", "er", "ment", "ion"))


def _prose(document: Document, last: Statement, bare: str) -> bool:
    """Return whether the last statement goes on a paragraph of whole sentences."""
    before = [one for one in document.statements[-4:-1] if one.paragraph == last.paragraph and one.kind == "sentence"]
    return last.kind == "sentence" and len(before) > 1 and len(_WORD.findall(bare)) > 8


def _punctuates(document: Document) -> bool:
    """Return whether the text puts a mark at the end of its paragraphs, all but the last."""
    ends: dict[int, Statement] = {}
    for statement in document.statements[:-1]:
        if statement.kind == "sentence" and statement.span.end - statement.span.start > 60:
            ends[statement.paragraph] = statement
    ends.pop(document.statements[-1].paragraph, None)
    marked = sum(
        document.text[max(one.span.start, one.span.end - 12) : one.span.end].rstrip(_MARKS + ")")[-1:] in (*_TERMINAL, ":", ";")
        for one in ends.values()
    )
    return len(ends) > 3 and marked >= 0.95 * len(ends)
