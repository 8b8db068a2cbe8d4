"""Rows of a table that say of a kind of data that it is not collected: what they name, the policy does not tell of."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from gapcheck.document import Document

# "Collected from others" asks something else.
_ASKS = expression(
    r"\W*(?:(?:is|are) (?:it|they|this) |(?:do|have|did) we )?collect(?:ed)?(?: (?:it|this|by us|yes/no))?"
    r"(?: (?:in|within|over|during) the (?:last|past|preceding) (?:12|twelve) months)?\W*$",
    "i",
)
_NO = expression(r"\W*(?:no|none|not collected)\W*$", "i")


def declined(document: Document) -> int:
    """Return such statements as bits: rows with a "no" below a header that asks whether the data are collected."""
    read, found = document.read, 0
    for number, statement in enumerate(document.statements):
        if statement.kind != "row":
            continue
        for header, cell in zip(statement.pieces, statement.pieces[1:], strict=False):
            if cell.end - cell.start < 20 and _NO.match(read[cell.start : cell.end]) and _ASKS.match(read[header.start : header.end]):
                found |= 1 << number
                break
    return found
