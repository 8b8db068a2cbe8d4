"""Whether a text is English, by its commonest words: the rules are, and would find nothing in any other."""

from __future__ import annotations

from gapcheck.finding import Finding
from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapcheck.rule import Pack
    from gapcheck.view import View

_ENGLISH = "the of and to you we your our or in for is that with this by are may".split()
# Every third word of a policy is one of these; other texts, and lists of firms, have fewer, and the rest is looked at only then.
_RARE = 0.25
# Without those that are English words too ("do", "as").
_OTHERS = {
    "German": "der die und das den dem des von mit sie wir ihre ihrer ist nicht auf eine einer werden wird f\u00fcr im zu bei oder auch",
    "French": "de la le les et des du vos nous vous pour une est dans sur par que qui avec sont votre au aux ou nos",
    "Spanish": "de la el los las y que en del por para una con su sus se datos como usted nuestra al o sobre este",
    "Italian": "di il che e per dei del della un una con sono dati nel le si da al gli alla delle o come suo",
    "Portuguese": "de o os e que da das em para uma dados por n\u00e3o se seus sua ou ao voc\u00ea na",
    "Dutch": "de het een van en wij uw voor met dat die op zijn niet ook te worden bij onze gegevens deze om aan",
    "Swedish": "och att det som en p\u00e5 f\u00f6r av vi med f\u00e5r den \u00e4r dina din eller kan inte har om",
    "Danish or Norwegian": "og det som en p\u00e5 af av vi med til er dine din eller kan ikke har om de du",
    "Finnish": "ja tai ei ett\u00e4 se jotka sek\u00e4 voi ovat mukaan tietoja my\u00f6s kun joka",
    "Polish": "w z na nie jest oraz lub si\u0119 \u017ce przez od danych dla kt\u00f3re po ich przy mo\u017ce",
    "Czech": "v na se je o k nebo s jsou \u017ee z jako va\u0161e kter\u00e9 podle od m\u016f\u017ee",
    "Turkish": "ve bir bu ile i\u00e7in veya olarak ki\u015fisel da de olan verilerin size sizin gibi",
    "Hungarian": "az \u00e9s hogy vagy nem egy ha adatok meg szem\u00e9lyes \u00d6n illetve",
    "Romanian": "de \u0219i \u015fi \u00een la cu sau care pentru prin s\u0103 din este ale privind nu pe",
}
_LEAST = 3  # so many different common words must be there for a language to be named
_USEFUL = 150  # words of English sentences that are worth judging
_LATIN = "\u024f"


class Foreign(Record):
    """Another language that a text is written in, as a report names it, and how many of its words stand in English sentences."""

    name: str
    english: int
    words: int

    @property
    def judged(self) -> bool:
        """Whether there is enough English beside it."""
        return self.english >= _USEFUL


def foreign(view: View) -> Foreign | None:
    """Return the language that the text, or a good part of it, is written in if that is not English; None where none shows."""
    positions, size = view.positions, view.size - len(view.base)
    english = sum(len(positions[word]) for word in _ENGLISH if word in positions)
    if english >= _RARE * size or not size:
        return None
    name, number = _script(view)
    for language, words in _OTHERS.items():
        found = [len(positions[word]) for word in set(words.split()) if word in positions]
        if len(found) >= _LEAST and sum(found) > number:
            name, number = language, sum(found)
    if number < _LEAST or number * 2 < english or (number < english and number < size // 10):
        return None
    return Foreign(name, _english_words(view, name), size)


def _script(view: View) -> tuple[str, int]:
    """Return what letters the text is written in if they are not Latin, and a sixth of how many there are."""
    letters = [char for word in view.words for char in word if char > _LATIN and char.isalpha()]
    if len(letters) * 2 < sum(map(len, view.words)):
        return "", 0
    from collections import Counter
    from unicodedata import name

    scripts = Counter(name(char, "").split(" ")[0] for char in letters[:2000])
    script = "CJK" if "CJK" in scripts else scripts.most_common(1)[0][0]
    known = {"CJK": "Chinese or Japanese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}
    return known.get(script, f"in {script.capitalize()} letters"), len(letters) // 6


def _english_words(view: View, name: str) -> int:
    """Return how many words stand in sentences that are English rather than of that language."""
    common, others = frozenset(_ENGLISH), frozenset(_OTHERS.get(name, "").split()) - frozenset(_ENGLISH)
    found = 0
    for start, stop in zip(view.base, [*view.base[1:], view.size], strict=True):
        words = [word.lower() for word in view.words[start : stop - 1]]
        here = sum(word in common for word in words)
        there = sum(word in others or word[:1] > _LATIN for word in words)
        if here > 1 and here > there:
            found += len(words)
    return found


def not_judged(packs: Sequence[Pack], language: Foreign) -> Iterator[Finding]:
    """Yield an undecided finding for every requirement."""
    reason = _reason(language)
    for pack in packs:
        for requirement in pack.requirements:
            yield Finding(requirement, "undecided", "low", (), (), reason)


def _reason(language: Foreign) -> str:
    sign = "commonest words" if language.name in _OTHERS else "letters"
    return f"the text is mostly {language.name} (by its {sign}), and the rules are English"


def note(language: Foreign) -> str:
    """Return what a report says of a text that is only in part in English."""
    if not language.judged:
        return f"{_reason(language)}: nothing was judged"
    share = max(1, round(100 * language.english / max(1, language.words)))
    return f"part of the text is {language.name}: only its English sentences, about {share} % of its words, were judged"
