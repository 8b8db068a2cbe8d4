"""Passages that stand in a policy twice, word for word or with other values."""

from __future__ import annotations

from itertools import chain as joined

from gapcheck.document import Document, Span
from gapcheck.expression import expression
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.structure.defect import MOST, MOST_PARTS, Defect, shown
from gapcheck.structure.likeness import alike, differences, likeness
from gapcheck.structure.sheet import Sheet, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapcheck.rule import Confidence

_WORD = expression(r"[\w.+-]{1,64}@[\w.-]{1,80}\w|https?://\S{1,200}|\d[\d.,/:-]*\d|[^\W_]+(?:['\u2019][^\W_]+)*")
_ENUMERATOR = expression(r"^[\W_]*(?:\d{1,2}(?:\.\d{1,2}){0,3}\W|\(?[a-z]{1,3}\))")
_FEWEST, _MOST_WORDS = 8, 120  # words of a sentence that is compared
_BLOCK, _EXACT, _LONG = 25, 40, 200  # words of a passage that is reported: with differences, without, and without in two sections
_ALIKE, _EDGE, _SAME = 0.75, 0.85, 0.9
_KEPT, _TRIES, _PAIRS = 6, 3, 400  # bounds: places kept for one shingle, candidates of one sentence, comparisons in all
_NEGATES = frozenset("not no never non without only cannot nor neither except".split())
_DEFINED = frozenset(
    """
    Site Sites Service Services Website Websites App Apps Application Platform Personal Information Data Policy Notice Privacy
    Company Customer Customers User Users Visitor Visitors Statement Product Products Terms Non
    """.split()
)
_SCOPES = frozenset(
    """
    california californian virginia colorado connecticut utah nevada cpa vcdpa ctdpa ucpa tdpsa texas oregon montana delaware iowa
    tennessee indiana florida jersey thailand turkey mexico israel russia ireland germany france zealand africa argentina eea eu
    europe european uk kingdom swiss switzerland canada canadian quebec alberta brazil australia china japan korea singapore india
    africa states us usa gdpr ccpa cpra lgpd pipeda children child minors parents students employees applicants candidates job
    recruitment customers visitors users members suppliers business businesses vendors drivers merchants sellers buyers patients
    investors guests subscribers international residents android ios google facebook apple cookies analytics advertising
    """.split()
)
_COUNTS = frozenset("one two three four five six seven eight nine ten twelve thirteen fourteen sixteen eighteen thirty sixty".split())
_REFERS = frozenset("section sections article articles art paragraph lit clause part number point appendix annex step table".split())


class _Sentence(Record):
    """A statement as it is compared: as written, and its words with every value and name replaced by one sign."""

    at: int
    written: list[str]
    masked: list[str]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(_WORD.findall(" ".join(self.written))[:_MOST_WORDS])


class _Difference(Record):
    """Words of one sentence and those that stand for them in the other, either of which may be none, and the words around."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    before: str
    after: str


def duplicated_blocks(document: Document) -> tuple[Defect, ...]:
    """Return one defect for each passage that comes twice, saying what differs."""
    sheet = sheet_of(document)
    sentences = _sentences(sheet)
    found, same = [], []
    for chain in _chains(sentences, _pairs(sentences)):
        pairs = [(sentences[one], sentences[other]) for one, other in chain]
        if _scope(sheet, pairs[0][0].at) != _scope(sheet, pairs[0][1].at):
            continue
        differences = [difference for pair in pairs for difference in _differences(*pair)]
        same_section = _section(sheet, pairs[0][0]) == _section(sheet, pairs[0][1])
        if not differences:
            # What holds for two services, or in two states, is said of each of them.
            size = sum(len(other.words) for _, other in pairs)
            if size >= (_EXACT if same_section else _LONG):
                same.append((size, _parts(sheet, pairs)))
            continue
        rated = _rate(differences, same_section)
        if rated:
            told = "; ".join(map(_told, differences[:3]))
            found.append(Defect(_parts(sheet, pairs), f"a passage stands in the text twice, with differences: {told}", rated))
    return tuple(sorted([*found, *_word_for_word(same)], key=lambda one: one.parts[0][1]))[:MOST]


def _word_for_word(same: list[tuple[int, tuple[tuple[str, Span], ...]]]) -> Iterator[Defect]:
    """Yield one defect for all passages that are repeated as they are, the longest first."""
    same = sorted(same, reverse=True)
    if same:
        parts = tuple(part for _, pair in same for part in pair)[:MOST_PARTS]
        passages = "a passage" if len(same) == 1 else f"{len(same)} passages"
        verb = "stands" if len(same) == 1 else "stand"
        yield Defect(parts, f"{passages} of {sum(size for size, _ in same)} words in all {verb} in the text twice, word for word", "low")


def _sentences(sheet: Sheet) -> dict[int, _Sentence]:
    found = {}
    masks = _Masks()
    for at, statement in enumerate(sheet.document.statements):
        if statement.kind != "sentence":
            continue
        own = sheet.own_words(statement)
        if own and not own[0][0].isupper():
            own = _ENUMERATOR.sub("", " ".join(own)).split()
        masked = list(joined.from_iterable(map(masks.__getitem__, own)))[:_MOST_WORDS]
        if len(masked) < _FEWEST:
            continue
        if masked[0] == "#" and (opening := _WORD.search(" ".join(own))) and "@" not in opening[0] and not _has_digit(opening[0]):
            masked[0] = opening[0].lower()  # as any sentence begins
        if "# #" in " ".join(masked):
            masked = [mask for mask, before in zip(masked, ["", *masked], strict=False) if mask != "#" or before != "#"]
        found[at] = _Sentence(at, own, masked)
    return found


class _Masks(dict[str, tuple[str, ...]]):
    """For each stretch without space the words in it as they are compared: in small letters, or a sign for a value or a name."""

    def __missing__(self, stretch: str) -> tuple[str, ...]:
        plain = stretch[:-1] if stretch[-1] in ",.;:!?)" else stretch
        if plain.isalpha():
            found: tuple[str, ...] = (plain,) if plain.islower() else ("#",) if plain[0].isupper() else (plain.lower(),)
        else:
            found = tuple(map(_mask, _WORD.findall(stretch)))
        self[stretch] = found
        return found


def _mask(word: str) -> str:
    value = "@" in word or word[:1].isupper() or _has_digit(word)
    return "#" if value and not (word.islower() and word.isalpha()) else word.lower()


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _pairs(sentences: dict[int, _Sentence]) -> dict[tuple[int, int], float]:
    """Return the pairs of sentences that are alike, by their places, and how much."""
    found: dict[tuple[int, int], float] = {}
    compared = 0
    for at, others in _candidates(sentences):
        sentence = sentences[at]
        for other in others:
            if sentence.words == sentences[other].words:
                found[other, at] = 1.0
            elif compared < _PAIRS:
                compared += 1
                if alike(sentences[other].masked, sentence.masked, _ALIKE):
                    found[other, at] = likeness(sentences[other].masked, sentence.masked)
    return found


def _candidates(sentences: dict[int, _Sentence]) -> Iterator[tuple[int, list[int]]]:
    """Yield sentences with the few before them that they share most runs of three words with: half or more."""
    there: set[tuple[str, str, str]] = set()
    known: dict[int, set[tuple[str, str, str]]] = {}
    for at, sentence in sentences.items():
        before = len(there)
        there.update(_runs(sentence))
        # As many are new, and all others were there; the few sentences with a half of the latter are looked at again.
        if (len(there) - before) * 2 <= len(sentence.masked) - 2:
            known[at] = set(_runs(sentence))
    # Where each run stands is of interest for few of them.
    wanted = set[tuple[str, str, str]]().union(*known.values())
    places: dict[tuple[str, str, str], list[int]] = {run: [] for run in wanted}
    for at, sentence in sentences.items() if wanted else ():
        if at in known:
            yield at, _most_shared([places[run] for run in known[at]], len(known[at]))
        for run in wanted.intersection(_runs(sentence)):
            if len(places[run]) < _KEPT:
                places[run].append(at)


def _runs(sentence: _Sentence) -> Iterator[tuple[str, str, str]]:
    words = sentence.masked
    return zip(words, words[1:], words[2:], strict=False)


def _most_shared(places: list[list[int]], size: int) -> list[int]:
    counts: dict[int, int] = {}
    for standing in places:
        for other in standing:
            counts[other] = counts.get(other, 0) + 1
    best = sorted((-count, other) for other, count in counts.items() if count * 2 >= size)
    return sorted(other for _, other in best[:_TRIES])


def _chains(sentences: dict[int, _Sentence], pairs: dict[tuple[int, int], float]) -> Iterator[list[tuple[int, int]]]:
    """Yield runs of pairs that follow one another in both places, long enough and alike enough to be one passage twice."""
    taken: set[tuple[int, int]] = set()
    seconds: set[int] = set()
    for pair in sorted(pairs):
        if pair in taken or pair[1] in seconds:
            continue
        chain = [pair]
        while (after := (chain[-1][0] + 1, chain[-1][1] + 1)) in pairs and after[0] < pair[1] and after[1] not in seconds:
            chain.append(after)
        taken.update(chain)
        while len(chain) > 1 and pairs[chain[0]] < _EDGE:
            chain.pop(0)
        while len(chain) > 1 and pairs[chain[-1]] < _EDGE:
            chain.pop()
        sizes = [len(sentences[other].masked) for _, other in chain]
        alike = sum(pairs[one] * size for one, size in zip(chain, sizes, strict=True)) / sum(sizes)
        if alike >= _SAME and sum(len(sentences[other].words) for _, other in chain) >= _BLOCK:
            seconds.update(other for _, other in chain)
            yield chain


def _parts(sheet: Sheet, pairs: list[tuple[_Sentence, _Sentence]]) -> tuple[tuple[str, Span], ...]:
    statements = sheet.document.statements
    (first, second), (first_last, second_last) = pairs[0], pairs[-1]
    return (
        ("repeated passage", Span(statements[second.at].span.start, statements[second_last.at].span.end)),
        ("first passage", Span(statements[first.at].span.start, statements[first_last.at].span.end)),
    )


def _section(sheet: Sheet, sentence: _Sentence) -> int:
    return sheet.document.statements[sentence.at].section


def _told(one: _Difference) -> str:
    """Return the difference in words, with the words around it where one side has none of its own."""
    around = (one.before, one.after) if not one.first or not one.second else ("", "")
    first, second = (shown(" ".join(filter(None, (around[0], *words, around[1]))), 60) for words in (one.first, one.second))
    return f'"{first}" and "{second}"'


def _differences(first: _Sentence, second: _Sentence) -> Iterator[_Difference]:
    """Yield what stands in one sentence and not in the other, unless it is only spelled or spaced otherwise."""
    one, other = [word.lower() for word in first.words], [word.lower() for word in second.words]
    if one == other:
        return
    for i, j, k, m in differences(one, other):
        if "".join(one[i:j]) != "".join(other[k:m]):
            after = first.words[j] if j < len(first.words) else ""
            yield _Difference(first.words[i:j], second.words[k:m], first.words[i - 1] if i else "", after)


def _scope(sheet: Sheet, at: int) -> set[str]:
    """Return for whom the headings above the statement say that it holds."""
    document = sheet.document
    scope: set[str] = set()
    for place in document.sections[document.statements[at].section].path:
        heading = document.sections[place].heading
        if heading:
            scope.update(_SCOPES.intersection(word.lower() for word in _WORD.findall(document.read[heading.start : heading.end][:300])))
    return scope


def _rate(differences: list[_Difference], same_section: bool) -> Confidence | None:
    """Return how surely the differences are slips; None if they are what the passage is repeated for."""
    reaches = value = negation = False
    for one in differences:
        words = one.first + one.second
        lower = {word.lower() for word in words}
        if lower & _SCOPES:
            return None
        digits = [word for word in words if _has_digit(word) or "@" in word]
        if digits and one.first and one.second and one.before.lower() not in _REFERS and not lower & _COUNTS:
            value = True
            reaches = (
                reaches
                or (same_section and any("@" in word for word in digits))
                or (len(words) > 2 and any(word[0].isupper() for word in words))
            )
        elif any(word[0].isupper() and word not in _DEFINED and not word.isupper() for word in words) and not lower & _NEGATES:
            return None
        negation = negation or (bool(lower & _NEGATES) and len(words) < 4)
    # A number, a "not" or a mailbox may well be what sets two passages apart that have headings of their own, and several numbers
    # are what a passage for another product has; two postal addresses for one purpose seldom are meant. Of what else differs, it is
    # the one matter and the other ("know", "delete"), or the same said in other words.
    if reaches:
        return "high"
    if not value and not negation:
        return None
    return "medium" if same_section and (negation or (value and len(differences) == 1)) else "low"
