"""What a policy's text says to gapcheck itself, which is no part of the policy."""

from __future__ import annotations

import re

from gapcheck.record import Record

MARK = "gapcheck:"
# A comment in backquotes is an example of one.
_COMMENT = re.compile(r"(?<!`)<!--\s*gapcheck:(?P<said>.*?)(?P<end>-->|\Z)", re.DOTALL)
# In MDX, a comment of HTML is a mistake.
_MDX = re.compile(r"(?<!`)\{/\*\s*gapcheck:(?P<said>.*?)(?P<end>\*/\}|\Z)", re.DOTALL)
_LINE = re.compile(r"^[ \t]*gapcheck:(?P<said>[^\r\n]*)", re.MULTILINE)


class Directive(Record):
    """What stands after `gapcheck:`, and where that begins; `closed` is false for a comment without an end."""

    said: str
    start: int
    end: int
    closed: bool


def directives(text: str, format: str) -> list[Directive]:
    """Return what `text` says to gapcheck: in comments and, in plain text, on lines of their own.

    In formats whose text has no comments, such as Word, it says nothing. Here "mdx" is a format of its own, with two kinds of comments.
    """
    if format not in ("text", "markdown", "html", "mdx"):
        return []
    comments = [*_COMMENT.finditer(text), *(_MDX.finditer(text) if format == "mdx" else ())]
    found = [Directive(one["said"].strip(), one.start(), one.end(), bool(one["end"])) for one in comments]
    if format == "text":
        taken = [(one.start, one.end) for one in found]
        found += [
            Directive(line["said"].strip(), line.end() - len(line[0].lstrip()), line.end(), True)
            for line in _LINE.finditer(text)
            if not any(start <= line.start() < end for start, end in taken)
        ]
    return sorted(found, key=lambda one: one.start)


def is_mdx(path: str) -> bool:
    """Return whether the file is Markdown with components, which has comments of its own."""
    return path.lower().endswith(".mdx")


def without_directives(text: str) -> str:
    """Return plain text with blanks for what it says to gapcheck, as long as before."""
    for one in directives(text, "text"):
        blank = "".join(char if char in "\r\n" else " " for char in text[one.start : one.end])
        text = text[: one.start] + blank + text[one.end :]
    return text
