"""Which statements stand together as one block, as the lines of a letter's head do, however a reader broke them up."""

from __future__ import annotations

from gapcheck.document import Document
from gapcheck.expression import expression

# A line longer than this is prose.
LINE = 70
_STOPS = (".", ";", "?", "!")
_SHORT_FORM = expression(r"(?:\b(?:Inc|Ltd|Co|Corp|St|Ave|Rd|Blvd|Dr|Ste|Bldg|No|Fl|B\.V|S\.A|L\.L\.C|U\.S|U\.K|U\.S\.A|N\.W|P\.C)\.)$")


def blocks_of(document: Document) -> list[int]:
    """Return the number of the block of every statement.

    What a colon, a heading or a short line without a full stop leads to is in one block with it, and so are the sentences of
    a paragraph; words that end with a colon themselves begin a new one behind such lines.
    """
    text, numbers, block = document.read, list[int](), -1
    paragraph, leads, introduces, prose = -1, False, False, False
    edges = [part.start for part in document.parts[:0:-1]]
    for statement in document.statements:
        if edges and statement.span.start >= edges[-1]:
            edges.pop()
            leads = prose = False
        words = text[statement.span.start : statement.span.end].strip(" \n\t*_>|")
        colon, sentence = words.endswith(":"), statement.kind == "sentence"
        opens = colon and leads and not introduces and len(words) > LINE // 3
        if not ((leads and not opens) or (sentence and prose and statement.paragraph == paragraph)):
            block += 1
        numbers.append(block)
        leads = colon or (
            len(words) <= LINE
            and (not words.rstrip("\"')").endswith(_STOPS) or (words[-1] == "." and _SHORT_FORM.search(words) is not None))
        )
        introduces = colon or statement.kind == "heading"
        paragraph, prose = statement.paragraph, sentence
    return numbers
