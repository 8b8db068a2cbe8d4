"""For a disclosure that was not found, the passage that comes closest to it (`--closest`): a place to read, never a verdict.

What a requirement's own examples say more often than those of the others says how close a statement comes. The weight of a word,
or of two words in a row, is the logarithm of how many times more often it stands in examples that make the disclosure than in all
others of the law (naive Bayes, with only what speaks for it); a statement is worth what it holds, for its length. Nothing is
learned from any policy.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

from gapcheck.document import Document, Span, Statement
from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gapcheck.finding import Finding
    from gapcheck.rule import Example, Requirement

# A statement is near from this share on of what half of the requirement's own examples are worth.
NEAR = 0.3
# Of a heading, the nearest two count; words of headings are marked, for they mean less in a sentence.
_HEADINGS = 2
_SHORT = 4  # so many features more than it has, so that a statement of two words is not worth most
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_COMMON = frozenset(
    "a an and any are as at be by for from have he her his if in is it its of on or our that the their them these they this to was we "
    "were which will with you your".split()
)


class Weights(Record):
    """What the words of one requirement are worth, and what is worth enough to be called near."""

    words: dict[str, float]
    near: float


def features(text: str, headings: Iterable[str] = ()) -> frozenset[str]:
    """Return the words of a passage that mean something, its pairs of words, and the words of the headings it stands under."""
    words = [word.lower() for word in _WORD.findall(text)]
    found = {word for word in words if word not in _COMMON}
    found.update(f"{one} {other}" for one, other in pairwise(words))
    for heading in headings:
        found.update(f"#{word.lower()}" for word in _WORD.findall(heading) if word.lower() not in _COMMON)
    return frozenset(found)


def learned(requirements: Sequence[Requirement], examples: Sequence[Example]) -> dict[str, Weights]:
    """Return the weights of each requirement that has examples, by its id."""
    proving: dict[str, list[frozenset[str]]] = {}
    everywhere: Counter[str] = Counter()
    number = 0
    told = [(example.requirement, example.status in ("met", "partial"), _of_example(example.text)) for example in examples]
    told += [(rule.id, True, features(text)) for rule in requirements for text in (rule.title, rule.summary, rule.model_clause) if text]
    for id, proves, found in told:
        everywhere.update(found)
        number += 1
        if proves:
            proving.setdefault(id, []).append(found)
    return {id: _weights(texts, everywhere, number) for id, texts in proving.items()}


def _of_example(text: str) -> frozenset[str]:
    lines = text.split("\n")
    headings = [line for line in lines if line.startswith("#")]
    return features(" ".join(line for line in lines if not line.startswith("#")), headings)


def _weights(texts: list[frozenset[str]], everywhere: Counter[str], number: int) -> Weights:
    own = Counter(feature for text in texts for feature in text)
    others = number - len(texts)
    words = {}
    for feature, count in own.items():
        weight = math.log((count + 0.1) / (len(texts) + 1) * (others + 1) / (everywhere[feature] - count + 0.5))
        if weight > 0:
            words[feature] = round(weight * min(1, count / 2), 4)
    usual = sorted(_worth(text, words) for text in texts)
    return Weights(words, round(NEAR * usual[len(usual) // 2], 4))


def _worth(found: frozenset[str], words: dict[str, float]) -> float:
    return sum(sorted(words[one] for one in found if one in words)) / math.sqrt(_SHORT + len(found))


def with_closest(document: Document, findings: Sequence[Finding], weights: dict[tuple[str, str], Weights]) -> tuple[Finding, ...]:
    """Return the findings, those that are missing each with the passage that comes closest to the disclosure, where one is near."""
    if not any(finding.status == "missing" for finding in findings):
        return tuple(findings)
    statements = [one for one in document.statements if one.kind != "heading"]
    found = [features(_text(document, one), _headings(document, one)) for one in statements]
    return tuple(_with_closest(finding, statements, found, weights) for finding in findings)


def _with_closest(
    finding: Finding, statements: Sequence[Statement], found: Sequence[frozenset[str]], weights: dict[tuple[str, str], Weights]
) -> Finding:
    known = weights.get((finding.requirement.law, finding.requirement.id))
    if finding.status != "missing" or known is None:
        return finding
    shown = {evidence.span for evidence in finding.evidence}  # what makes the duty due is quoted as that
    worth = ((_worth(one, known.words), -place) for place, one in enumerate(found) if statements[place].span not in shown)
    best, place = max(worth, default=(0.0, 0))
    return finding._replace(closest=statements[-place].span) if best >= known.near else finding


def _text(document: Document, statement: Statement) -> str:
    return " ".join(document.read[piece.start : piece.end] for piece in statement.pieces)


def _headings(document: Document, statement: Statement) -> list[str]:
    sections = [document.sections[place] for place in document.sections[statement.section].path]
    spans: list[Span] = [section.heading for section in sections if section.heading]
    return [document.read[span.start : span.end] for span in spans[-_HEADINGS:]]
