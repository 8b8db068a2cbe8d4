"""What a policy's text says to gapcheck itself, which is no part of the policy."""

from __future__ import annotations

import re

from gapcheck.record import Record

MARK = "gapcheck:"
# A comment in backquotes is an example of one.
_COMMENT = re.compile(r"(?<!`)<!--\s*gapcheck:(?P<said>.*?)(?P<end>-->|\Z)", re.DOTALL)
_LINE = re.compile(r"^[ \t]*gapcheck:(?P<said>[^\r\n]*)", re.MULTILINE)


class Directive(Record):
    """What stands after `gapcheck:`, and where that begins; `closed` is false for a comment without an end."""

    said: str
    start: int
    end: int
    closed: bool


def directives(text: str, format: str) -> list[Directive]:
    """Return what `text` says to gapcheck: in comments and, in plain text, on lines of their own.

    In formats whose text has no comments, such as Word, it says nothing.
    """
    if format not in ("text", "markdown", "html"):
        return []
    found = [Directive(one["said"].strip(), *one.span(), bool(one["end"])) for one in _COMMENT.finditer(text)]
    if format == "text":
        taken = [(one.start, one.end) for one in found]
        found += [
            Directive(line["said"].strip(), line.end() - len(line[0].lstrip()), line.end(), True)
            for line in _LINE.finditer(text)
            if not any(start <= line.start() < end for start, end in taken)
        ]
    return sorted(found, key=lambda one: one.start)


def without_directives(text: str) -> str:
    """Return plain text with blanks for what it says to gapcheck, as long as before."""
    for one in directives(text, "text"):
        blank = "".join(char if char in "\r\n" else " " for char in text[one.start : one.end])
        text = text[: one.start] + blank + text[one.end :]
    return text
