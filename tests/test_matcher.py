"""The bit engine against a plain one that tries every word: random phrases on random texts, the first pass included."""

from __future__ import annotations

import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from gapcheck.document import Document, Section, Span, Statement
from gapcheck.matcher import Matcher
from gapcheck.pattern import Either, Gap, Maybe, Phrase, Prefix, Sequence, Word, steps
from gapcheck.plan import plan
from gapcheck.program import Program
from gapcheck.view import View, bits_of, positions_of

WORDS = st.sampled_from(["ab", "abc", "abd", "not", "but", "xy"])


def document_of(sentences: list[list[str]]) -> Document:
    """Return a document with one statement for each list of words."""
    text, statements = "", []
    for words in sentences:
        start = len(text)
        text += " ".join(words)
        span = Span(start, len(text))
        statements.append(Statement("sentence", span, (span,), 0, 0))
        text += "\n"
    return Document("x", text, "text", "utf-8", "", (Section(None, 0, (0,)),), tuple(statements))


def ends(phrase: Phrase, words: list[str], start: int) -> set[int]:
    """Return where matches of `phrase` that begin at `start` end: the meaning of the notation, word by word."""
    match phrase:
        case Word(symbol):
            return {start + 1} if start < len(words) and words[start] == symbol else set()
        case Prefix(text):
            return {start + 1} if start < len(words) and words[start].startswith(text) else set()
        case Gap(count):
            return {place for place in range(start, start + count + 1) if place <= len(words)}
        case Maybe(part):
            return {start} | ends(part, words, start)
        case Either(options):
            return set().union(*(ends(option, words, start) for option in options))
        case Sequence(parts):
            places = {start}
            for part in parts:
                places = set().union(*(ends(part, words, place) for place in places))
            return places
        case _:
            raise AssertionError(phrase)


leaf = st.one_of(WORDS.map(Word), st.just(Prefix("abc")), st.integers(1, 9).map(Gap))
phrases = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: Sequence(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Either(tuple(parts))),
        inner.map(Maybe),
    ),
    max_leaves=8,
)
texts = st.lists(st.lists(WORDS, max_size=14), min_size=1, max_size=5)


def matcher_of(phrase: Phrase, sentences: list[list[str]]) -> tuple[Matcher, int]:
    """Return a matcher for one phrase on a document, and the phrase's node."""
    program = Program()
    node = program.phrase(steps(phrase))
    made, place = plan(program.nodes, [node])
    return Matcher(View(document_of(sentences)), made), place[node]


@settings(max_examples=400, deadline=None)
@given(phrases, texts)
def test_the_bit_engine_finds_exactly_what_trying_every_word_finds(phrase: Phrase, sentences: list[list[str]]) -> None:
    matcher, node = matcher_of(phrase, sentences)
    found = set(positions_of(matcher.places(node)))
    wanted = set()
    for base, words in zip(matcher.view.base, sentences, strict=True):
        for start in range(len(words)):
            wanted |= {base + end for end in ends(phrase, words, start)}
    assert found == wanted


@settings(max_examples=400, deadline=None)
@given(phrases, texts)
def test_the_first_pass_never_loses_a_statement(phrase: Phrase, sentences: list[list[str]]) -> None:
    matcher, node = matcher_of(phrase, sentences)
    for number, words in enumerate(sentences):
        # A place behind no word at all belongs to no match that a rule could ask for: phrases have a word that must be there.
        if any(end > start for start in range(len(words)) for end in ends(phrase, words, start)):
            assert matcher.meet[node] >> number & 1


@settings(max_examples=200, deadline=None)
@given(phrases, texts)
def test_the_words_reported_are_a_match(phrase: Phrase, sentences: list[list[str]]) -> None:
    matcher, node = matcher_of(phrase, sentences)
    for number, words in enumerate(sentences):
        here = [end for start in range(len(words)) for end in ends(phrase, words, start) if end > start]
        if here:
            first, last = matcher.first_match(node, number)
            assert last + 1 in ends(phrase, words, first) or last < first


@given(st.sets(st.integers(0, 700)))
def test_bits_and_positions_are_inverse(places: set[int]) -> None:
    assert positions_of(bits_of(sorted(places), 701)) == sorted(places)


@given(st.integers(1, 30), texts)
def test_a_gap_reaches_exactly_so_far_and_never_into_the_next_statement(words: int, sentences: list[list[str]]) -> None:
    matcher, _ = matcher_of(Word("ab"), sentences)
    view = matcher.view
    for number, sentence in enumerate(sentences):
        base = view.base[number]
        for start in range(len(sentence)):
            reached = positions_of(matcher.smear(1 << (base + start), words))
            assert reached == [base + place for place in range(start, min(start + words, len(sentence)) + 1)]


def test_what_a_view_takes_grows_with_its_text() -> None:
    document = document_of([[str(number)] for number in range(20_000)])
    tracemalloc.start()
    try:
        view = View(document)
        assert view.sentence_bits("#number").bit_count() == 20_000
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_words_with_one_beginning_take_no_room_of_their_own() -> None:
    view = View(document_of([[f"{'ab' * 3}{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(17_000)]] * 2))
    tracemalloc.start()
    try:
        assert view.prefix_bits("ab").bit_count() == 34_000 and view.prefix_sentence_bits("ab") == 3
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
