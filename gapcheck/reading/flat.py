"""Pages that lost their line ends: the titles that stand within a paragraph, glued to the words that they head."""

from __future__ import annotations

from gapcheck.expression import expression
from gapcheck.reading.sentences import sentences
from gapcheck.reading.titles import rank

_LONG = 1000  # characters of a paragraph that is looked at
_TITLE = 100
# Words that begin a sentence, glued to the one before them as in no name but that of LinkedIn.
_ANEW = expression(
    r"(?<!Linked)(?<=[a-z?])(?=(?:We|You|Your|The|This|These|They|It|If|In|Our|For|When|Where|To|Please|All|Any|As|At|By|Some|Other)\b)"
)


def titled(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Return the paragraph in parts, each with the end of its title, 0 where it has none: "Your ChoicesYou may" begins a part."""
    if end - start < _LONG or not _ANEW.search(text, start, end):
        return [(start, end, 0)]
    begun = [(start, 0)]
    for at, stop in sentences(text, start, end):
        anew = _ANEW.search(text, at, min(stop, at + _TITLE))
        if anew and rank(text[at : anew.start()]):
            if begun[-1][0] == at:  # the first sentence
                begun.pop()
            begun.append((at, anew.start()))
    ends = (*(at for at, _ in begun[1:]), end)
    return [(at, stop, title) for (at, title), stop in zip(begun, ends, strict=True)]
