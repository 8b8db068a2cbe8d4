"""A Markdown source as its parser sees it: the blocks, the lines they stand on, and where those lines are."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from gapcheck.reading.mask import Masked
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NEWLINE = re.compile(r"\r\n?|\n")
_MARKER = re.compile(r"[ \t>]*(?:[-+*]|\d{1,9}[.)])(?=\s|$)")
_DEEPEST = 40


@cache
def _parser() -> MarkdownIt:
    """Return the parser: blocks only, for what is inside a line is read here."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table").disable("code").use(front_matter_plugin)
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


class Source:
    """The source, `text`, which is as long but blank where there are no words, and the parser's tokens."""

    def __init__(self, source: str) -> None:
        masked = Masked(source)
        self.source = source
        self.text = masked.text
        self.hidden = masked.hidden
        self.starts = [0, *(match.end() for match in _NEWLINE.finditer(source))]
        self._env: dict[str, object] = {}
        try:
            self.tokens: Sequence[Token] = _parser().parse(source, self._env)
        except RecursionError:
            self.tokens = ()

    def region(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets of lines `first` to `last`, the latter excluded."""
        end = self.starts[last] if last < len(self.starts) else len(self.source)
        return self.starts[min(first, len(self.starts) - 1)], end

    def definitions(self) -> frozenset[int]:
        """Return the numbers of the lines that define links."""
        references, more = self._env.get("references", {}), self._env.get("duplicate_refs", [])
        assert isinstance(references, dict)
        assert isinstance(more, list)
        return frozenset(line for one in (*references.values(), *more) for line in range(*one["map"]))

    def content(self, items: Iterable[tuple[int, bool]], first: int, start: int, end: int) -> tuple[int, int]:
        """Return where the bullet or number of the innermost item stands, and where the words of the block begin."""
        text, at, mark = self.text, start, -1
        for line, _ in items:
            match = _MARKER.match(text, at, end) if line == first else None
            if match:
                at = match.end()
                if mark < 0 and match[0].strip(" \t>")[0].isdigit():
                    mark = at - len(match[0].lstrip(" \t>"))
        while at < end and (text[at].isspace() or text[at] == ">"):
            at += 1
        return (at if mark < 0 else mark), at
