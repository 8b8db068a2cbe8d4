"""Which statements stand together, however a page broke them up: as one block, like the lines of a letter's head, or as one paragraph."""

from __future__ import annotations

from gapcheck.document import Document
from gapcheck.expression import expression

# So many sentences a paragraph has; a page that lost its line ends is one of many more.
SENTENCES = 12
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


def paragraphs_of(document: Document) -> list[int]:
    """Return the number of the paragraph of every statement, one of too many sentences cut into as few even parts as it takes."""
    numbers = [statement.paragraph for statement in document.statements]
    sentences: dict[int, int] = {}
    for statement in document.statements:
        if statement.kind == "sentence":
            sentences[statement.paragraph] = sentences.get(statement.paragraph, 0) + 1
    if max(sentences.values(), default=0) <= SENTENCES:
        return numbers
    before, paragraph, read = 0, -1, 0
    for at, statement in enumerate(document.statements):
        if statement.paragraph != paragraph:
            paragraph, read = statement.paragraph, 0
            before = numbers[at - 1] + 1 if at else 0
        count = sentences.get(paragraph, 0)
        parts = -(-count // SENTENCES)
        read += statement.kind == "sentence"
        numbers[at] = before + max(0, read - 1) * parts // max(1, count)
    return numbers
