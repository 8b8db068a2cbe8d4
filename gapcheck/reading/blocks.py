"""What every reader hands to the outline: the blocks of a policy, in order, as offsets into its text."""

from __future__ import annotations

from gapcheck.document import LABEL as LABEL
from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    BlockKind = Literal["heading", "paragraph", "item", "more", "row"]


class Block(Record):
    """A heading, paragraph, list item, further paragraph of a list item ("more"), or table row.

    `level` is the rank of a heading (1 is highest), also of the title of a paragraph where that is known, or the depth of an item (1 is
    outermost).
    `inner` is where the words of an item begin, behind its bullet or number. `title` is where a bold run-in title ends,
    0 if there is none. `lead` says that a heading also introduces the list right below it. `cells` are header and cell,
    in turn, of a row; where their lines stand apart, `folds` says how many spans each of them has.
    `fresh` marks the first item of a list or row of a table. `closes` is the rank down from which titles end before the block.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    inner: int = 0
    lead: bool = False
    cells: tuple[tuple[int, int], ...] = ()
    fresh: bool = False
    title: int = 0
    folds: tuple[int, ...] = ()
    closes: int = 0

    def moved(self, place: Callable[[int], int]) -> Block:
        """Return the block at other offsets: `place` gives the new one for each."""
        return self._replace(
            start=place(self.start),
            end=place(self.end),
            inner=place(self.inner) if self.inner else 0,
            title=place(self.title) if self.title else 0,
            cells=tuple((place(start), place(end)) if start < end else (0, 0) for start, end in self.cells),
        )


def listed(words: str) -> frozenset[str]:
    """Return the words as a set, so that a list of them can be read as a sentence."""
    return frozenset(words.split())
