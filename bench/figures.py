"""How verdicts are measured against labels: plain counts, and the figures made of them. Nothing here reads a file."""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import sha256
from math import comb
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FOUND = frozenset({"met", "partial", "conflict"})
PRESENT, ABSENT = "present", "absent"
# A requirement with fewer policies than this on either side says nothing about both.
FEW = 5
# How often a verdict of each confidence must be right.
GOALS = {"high": 0.97, "medium": 0.85}


class Cell(NamedTuple):
    """One label and the verdict beside it: `gold` is a status, or "present" or "absent" where a corpus says no more."""

    policy: str
    id: str
    gold: str
    given: str
    confidence: str

    @property
    def there(self) -> bool:
        """Whether the disclosure is there, by the label."""
        return self.gold in FOUND or self.gold == PRESENT

    @property
    def said(self) -> bool:
        """Whether the disclosure is there, by the verdict."""
        return self.given in FOUND

    @property
    def right(self) -> bool:
        """Whether the verdict is the label, as far as the label goes."""
        return self.there == self.said if self.gold in (PRESENT, ABSENT) else self.gold == self.given


class Share(NamedTuple):
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """Return the share as a number, 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    def __str__(self) -> str:
        return f"{self.part}/{self.whole}" if self.whole else "-"


class Side(NamedTuple):
    """How well one answer is given: of those given, how many were right; of those due, how many were given."""

    precision: Share
    recall: Share

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        hits = self.precision.part
        return 2 * hits / (self.precision.whole + self.recall.whole) if hits else 0.0


def missing(cells: Iterable[Cell]) -> Side:
    """Return how well "not found" is said, the positive class."""
    return _side([(not cell.there, not cell.said) for cell in cells])


def found(cells: Iterable[Cell]) -> Side:
    """Return how well "found" is said."""
    return _side([(cell.there, cell.said) for cell in cells])


def _side(pairs: Sequence[tuple[bool, bool]]) -> Side:
    hits = sum(due and given for due, given in pairs)
    return Side(Share(hits, sum(given for _, given in pairs)), Share(hits, sum(due for due, _ in pairs)))


def right(cells: Sequence[Cell]) -> Share:
    """Return how many verdicts are right."""
    return Share(sum(cell.right for cell in cells), len(cells))


def kappa(cells: Sequence[Cell]) -> float:
    """Return Cohen's kappa of labels and verdicts."""
    size = len(cells)
    if not size:
        return 0.0
    agree = sum(cell.gold == cell.given for cell in cells) / size
    left, other = Counter(cell.gold for cell in cells), Counter(cell.given for cell in cells)
    chance = sum(left[status] * other[status] for status in left) / size / size
    return (agree - chance) / (1 - chance) if chance < 1 else 1.0


def balanced(cells: Sequence[Cell]) -> tuple[float, int]:
    """Return the mean, over requirements, of the F1 of missing and that of found, and over how many requirements: those that
    have at least FEW policies on either side.
    """
    means = []
    for own in by(cells, lambda cell: cell.id).values():
        there = sum(cell.there for cell in own)
        if min(there, len(own) - there) >= FEW:
            means.append((missing(own).f1 + found(own).f1) / 2)
    return (sum(means) / len(means) if means else 0.0), len(means)


def by(cells: Iterable[Cell], key: Callable[[Cell], str]) -> dict[str, list[Cell]]:
    """Return the cells apart by `key`, in the order of the keys."""
    groups: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[key(cell)].append(cell)
    return dict(sorted(groups.items()))


def policies(cells: Iterable[Cell]) -> int:
    """Return how many policies the cells are of."""
    return len({cell.policy for cell in cells})


def halves(cells: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Return the cells of either half of the policies, as the digests of their names fall: the same in every run."""
    names = sorted({cell.policy for cell in cells}, key=lambda name: sha256(name.encode()).hexdigest())
    first = set(names[: (len(names) + 1) // 2])
    return [cell for cell in cells if cell.policy in first], [cell for cell in cells if cell.policy not in first]


def decided(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells without those that are undecided: such a verdict claims nothing, so it has no confidence to be measured."""
    return [cell for cell in cells if cell.given != "undecided"]


def calibration(cells: Iterable[Cell]) -> dict[str, Share]:
    """Return how many of the decided verdicts of each confidence are right."""
    return {confidence: right(own) for confidence, own in by(decided(cells), lambda cell: cell.confidence).items()}


class TooSure(NamedTuple):
    """A requirement that is right less often than its confidence says: `chance` is that of so many errors, or more, if it were
    as good as its goal.
    """

    id: str
    confidence: str
    right: Share
    chance: float


def too_sure(cells: Iterable[Cell]) -> list[TooSure]:
    """Return the requirements whose decided verdicts miss the goal of their confidence, by their ids."""
    listed = []
    for own in by(decided(cells), lambda cell: f"{cell.id} {cell.confidence}").values():
        share, (_, id, _, _, confidence) = right(own), own[0]
        if confidence in GOALS and share.value < GOALS[confidence]:
            listed.append(TooSure(id, confidence, share, at_most(share, GOALS[confidence])))
    return listed


def at_most(share: Share, goal: float) -> float:
    """Return the chance that no more than `share.part` of `share.whole` are right where each is with the chance `goal`."""
    return sum(comb(share.whole, hits) * goal**hits * (1 - goal) ** (share.whole - hits) for hits in range(share.part + 1))


def confusions(cells: Iterable[Cell]) -> list[tuple[str, str, int]]:
    """Return what was given for which other status, and how often, the most frequent first."""
    count = Counter((cell.gold, cell.given) for cell in cells if not cell.right)
    return sorted(((gold, given, times) for (gold, given), times in count.items()), key=lambda one: (-one[2], one[0], one[1]))
