"""Several files as one policy: a notice, its cookie policy and its supplement are judged together."""

from __future__ import annotations

from gapcheck.digest import sha256
from gapcheck.document import Document, Part, Section, Span, Statement
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Nothing is read across it: no address has so many line ends in it, and the bar is a border to whatever looks for values.
BETWEEN = "\n" * 6 + "|" + "\n" * 6


def join(documents: Sequence[Document]) -> Document:
    """Return the policy that the documents make up together, their texts one behind the other.

    Each keeps a section of its own for what stands above its first heading, so no heading reaches into the next file.
    """
    if len(documents) == 1:
        return documents[0]
    parts: list[Part] = []
    sections: list[Section] = []
    statements: list[Statement] = []
    start = paragraphs = 0
    for document in documents:
        parts.append(Part(start, document))
        above = len(sections)
        sections += [_section(section, start, above) for section in document.sections]
        statements += [_statement(statement, start, above, paragraphs) for statement in document.statements]
        paragraphs = 1 + max((statement.paragraph for statement in statements), default=0)
        start += len(document.text) + len(BETWEEN)
    return Document(
        path=" + ".join(document.path for document in documents),
        text=BETWEEN.join(document.text for document in documents),
        format=_each(document.format for document in documents),
        encoding=_each(document.encoding for document in documents),
        sha256=sha256("".join(f"{document.sha256}\n" for document in documents).encode()).hexdigest(),
        sections=tuple(sections),
        statements=tuple(statements),
        notes=tuple(f"{document.path}: {note}" for document in documents for note in document.notes),
        words=BETWEEN.join(document.read for document in documents) if any(document.words for document in documents) else "",
        parts=tuple(parts),
    )


def _each(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _moved(span: Span, start: int) -> Span:
    return Span(span.start + start, span.end + start)


def _section(section: Section, start: int, above: int) -> Section:
    heading = _moved(section.heading, start) if section.heading else None
    return Section(heading, section.level, tuple(number + above for number in section.path))


def _statement(statement: Statement, start: int, above: int, paragraphs: int) -> Statement:
    pieces = tuple(_moved(piece, start) for piece in statement.pieces)
    own = _moved(statement.span, start)
    return Statement(statement.kind, own, pieces, statement.section + above, statement.paragraph + paragraphs)
