"""What statuses are called, and how findings are arrived at, for reports that people read away from a terminal."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from gapcheck.finding import Status


NAMES: dict[Status, str] = {
    "missing": "Missing",
    "conflict": "Conflict",
    "partial": "Partial",
    "undecided": "Undecided",
    "met": "Met",
    "not-applicable": "Not applicable",
}
METHOD = (
    "gapcheck reads the text of each policy and looks for the statements that a law requires. It quotes the words that it found and "
    "names those that it did not find. It states evidence, not law: that no statement was found does not mean that a duty was broken, "
    "and a statement that was found may be untrue. A lawyer should read what matters.",
    "Met: every part was found. Partial: some parts were found. Missing: none was. Conflict: something in the text speaks against it. "
    "Not applicable: nothing in the text triggers the duty. Undecided: it could not be decided, for the reason given. "
    "What is only advised is never counted among the gaps in what the law requires.",
)
