"""What a build makes of a text before anybody reads it: its tags and comments are no words, its values are not seen."""

from __future__ import annotations

import re

from gapcheck.document import FILLED
from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(
    r"(?P<fence>^[ \t>]{0,8}(?P<ticks>```|~~~))"
    r"|(?P<code>`[^`\n]{1,300}`)"
    r"|(?P<comment>\{%-?\s*comment\b[^%\n]{0,80}%\}|\{\{~?!--|\{\{-?\s*/\*|\{::comment\}|<%--|<%#|\{#(?=[\s-])|\{/\*)"
    r"|(?P<value>\{\{\{?[^{}]{0,300}\}\}\}?|<%[=-](?:[^%]|%(?!>)){0,300}%>|<\?=[^<>]{0,300}\?>)"
    r"|(?P<control>\{%(?:[^%]|%(?!\})){0,400}%\}|<%(?:[^%]|%(?!>)){0,400}%>|<\?php\b[^<]{0,400}\?>)"
    r"|(?P<marks>\{:[^{}\n]{0,300}\}|(?<=[\s\])*_`])\{[#.][A-Za-z][^{}\n]{0,200}\}|^[ \t]*:{3,}[ \t]*[\w-]*|^(?:!!!|\?\?\?\+?) [\w-]+)",
    re.MULTILINE,
)
_CLOSERS = {"{%": "{%", "{{!": "--}}", "{{/": "*/", "{::": "{:/comment}", "<%--": "--%>", "<%#": "%>", "{#": "#}", "{/*": "*/}"}
_END_COMMENT = re.compile(r"\{%-?\s*endcomment\s*-?%\}")
# Tags that put something in, rather than choose between or repeat what is there.
_PUTS_IN = re.compile(r"\{%[-+]?\s*(?:data|include\w*|render|snippet|import_\w+|partial|section|trans|t|translate|asset|url_for|get)\b")
_NO_VALUE = re.compile(r"\{\{[{~-]*\s*(?:[#/^!]|(?:else|end|if|range|with|define|block|template|unless|each)\b|[<%]\s*/|[<%]?\s*[>%])")
_SHORTCODE = re.compile(r"\{\{[<%]\s*(\w[\w/-]*)")
_IMPORT = re.compile(r"^import\s[^\n]{0,300}['\"][^'\"\n]{1,200}['\"];?[ \t]*$", re.MULTILINE)
_MODULE = re.compile(r"^(?:import|export)\s.{0,4000}?(?=\n[ \t]*\r?\n|\Z)", re.MULTILINE | re.DOTALL)
_JSX = re.compile(r"<(?:/?[A-Z][\w.]*|(?=>)|/(?=>))|\{|`[^`\n]{1,300}`|^[ \t>]{0,8}```", re.MULTILINE)
_DELIMITER = re.compile(r"[\"'`{}>]")
_TEXT_IN = re.compile(r"\{\s*(?:(['\"`])[^'\"`{}]*\1)?\s*\}")
_ATTRIBUTE = re.compile(r"=\s*(?:\"[^\"<>\n]*|'[^'<>\n]*)$|[\w-]=$")
_SHOWN = 4
_MISSES = 100  # a text with so many tags that nothing closes has none


class _Part(Record):
    """A stretch that a build takes out; `value` says that it puts something there, which nobody sees here."""

    start: int
    end: int
    value: bool


def without_templates(text: str, path: str, format: str) -> tuple[str, tuple[str, ...]]:
    """Return the text, as long as it is, without what a build would take out and put in, and a note on what it would put in."""
    components = format == "markdown" and (path.lower().endswith(".mdx") or _IMPORT.search(text) is not None)
    from gapcheck.structure.placeholders import is_built  # wanted for templates alone

    parts: list[_Part] = []
    made = text
    for find in (_tags, *((_components,) if components else ())):
        found = list(find(made, format))
        made = _without(made, found)
        parts += found
    built = is_built(text, path)
    unseen = [part for part in parts if part.value and _is_filled(text, part, built)]
    return made, _notes(text, sorted(unseen))


def _tags(text: str, format: str) -> Iterator[_Part]:
    """Yield what template languages, and attribute lists of Markdown, mark off."""
    at, dead = 0, set()
    while match := _TAG.search(text, at):
        start, at = match.span()
        kind = match.lastgroup
        if kind == "ticks" or match["fence"]:
            close = text.find("\n" + match["ticks"], at) if format == "markdown" else -1
            at = close + 4 if close >= 0 else at
        elif kind == "comment":
            opener = next(one for one in _CLOSERS if match[0].replace("~", "").replace("{{-", "{{").replace("{{ ", "{{").startswith(one))
            end = -1 if opener in dead else _end_of(text, at, opener)
            if end < 0:
                dead.add(opener)
                continue
            yield _Part(start, end, False)
            at = end
        elif kind == "value":
            yield _Part(start, at, not _NO_VALUE.match(match[0]) and not _is_paired(text, match[0]))
        elif kind == "control":
            yield _Part(start, at, _PUTS_IN.match(match[0]) is not None)
        elif kind == "marks" and format == "markdown":
            yield _Part(start, at, False)


def _end_of(text: str, at: int, opener: str) -> int:
    """Return where the comment ends that `opener` began; -1 where it does not."""
    if opener == "{%":
        match = _END_COMMENT.search(text, at)
        return match.end() if match else -1
    closer = _CLOSERS[opener]
    close = text.find(closer, at)
    if close >= 0 and closer == "*/":
        close = text.find("}}", close)
        closer = "}}"
    return close + len(closer) if close >= 0 else -1


def _is_paired(text: str, tag: str) -> bool:
    """Return whether the shortcode goes around words of the text, rather than to put some in."""
    match = _SHORTCODE.match(tag)
    return match is not None and re.search(r"\{\{[<%]\s*/\s*" + re.escape(match[1]) + r"\b", text) is not None


def _components(text: str, format: str) -> Iterator[_Part]:
    """Yield what MDX has beside Markdown: imports and exports, tags of components, expressions."""
    at = missed = 0
    modules = [match.span() for match in _MODULE.finditer(text)]
    for start, end in modules:
        yield _Part(start, end, False)
    while match := _JSX.search(text, at):
        start, at = match.span()
        while modules and modules[0][1] <= start:
            del modules[0]
        if modules and modules[0][0] <= start:
            at = modules[0][1]
        elif match[0].endswith("```"):
            close = text.find("\n```", at)
            at = close + 4 if close >= 0 else at
        elif match[0][0] in "<{":
            end = _balanced(text, start, "}" if match[0] == "{" else ">")
            if end:
                said = match[0] == "{" or (text[end - 2] == "/" and len(match[0]) > 2)
                yield _Part(start, end, said and not _TEXT_IN.fullmatch(text, start, end))
                at = end
            else:
                missed += 1
                if missed > _MISSES:
                    return


def _balanced(text: str, start: int, closer: str, most: int = 3000) -> int:
    """Return where the tag or expression ends that begins at `start`, 0 where it does not within reach."""
    depth, quote = 0, ""
    for match in _DELIMITER.finditer(text, start + 1, start + most):
        char = match[0]
        if quote:
            quote = "" if char == quote else quote
        elif char in '"`' or (char == "'" and (depth or closer == ">")):
            quote = char
        elif char == closer and not depth:
            return match.end()
        elif char != ">":
            depth += 1 if char == "{" else -1 if char == "}" else 0
    return 0


def _without(text: str, parts: list[_Part]) -> str:
    made: list[str] = []
    at = 0
    for part in sorted(parts):
        if part.start < at:
            continue
        made += (text[at : part.start], _stand_in(text, part))
        at = part.end
    made.append(text[at:])
    return "".join(made)


def _stand_in(text: str, part: _Part) -> str:
    """Return what is read in place of the part: blanks, or a word that means nothing, which no other is glued to."""
    if _is_quoted(text, part.start):
        return "-" * (part.end - part.start)
    inside = text[part.start : part.end]
    if not part.value:
        return re.sub(r"[^\r\n]", " ", inside)
    made = re.sub(r"[^\r\n]", FILLED, inside)
    before, after = text[part.start - 1 : part.start], text[part.end : part.end + 1]
    made = " " + made[1:] if before.isalnum() or before in tuple("@/.-_") else made
    return made[:-1] + " " if after.isalnum() or after in tuple("@/-_") else made


def _is_quoted(text: str, at: int) -> bool:
    """Return whether the offset is in the target of a link, or in an attribute: no place for words."""
    line = text[max(text.rfind("\n", max(at - 400, 0), at) + 1, at - 400) : at]
    opened = line.rfind("](")
    return (opened >= 0 and ")" not in line[opened:]) or _ATTRIBUTE.search(line) is not None


def _is_filled(text: str, part: _Part, built: bool) -> bool:
    """Return whether a build fills the part with words; if not, it is for somebody to fill in, or the target of a link."""
    from gapcheck.structure.placeholders import is_computed

    if _is_quoted(text, part.start) and not text.endswith("mailto:", 0, part.start):
        return False
    return built or is_computed(text[part.start : part.end])


def _notes(text: str, unseen: list[_Part]) -> tuple[str, ...]:
    if not unseen:
        return ()
    places: dict[str, list[int]] = {}
    for part in unseen:
        places.setdefault(" ".join(text[part.start : part.end].split())[:60], []).append(part.start)
    first = [(tag, text.count("\n", 0, at[0]) + 1, len(at) > 1) for tag, at in list(places.items())[:_SHOWN]]
    shown = [f"{tag} (line {line}{', ...' if again else ''})" for tag, line, again in first]
    more = ["..."] if len(places) > _SHOWN else []
    said = "1 value is filled in by a build and was" if len(unseen) == 1 else f"{len(unseen)} values are filled in by a build and were"
    return (f"{said} not seen: {', '.join(shown + more)}",)
