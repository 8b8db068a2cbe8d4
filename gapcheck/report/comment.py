"""Markdown no longer than GitHub takes in one comment, cut where a row ends, with a sentence that says so."""

from __future__ import annotations

from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# GitHub refuses a longer comment, whole.
LIMIT = 65_536
_OPEN, _CLOSE = "<details>", "</details>"
_RULE = "|---"


def fitted(blocks: Sequence[str], foot: str, elsewhere: str) -> str:
    """Return the blocks with an empty line between, and `foot`; where that is too long, as many whole rows as there is room for.

    `elsewhere` is a sentence on where the others are.
    """
    whole = "\n\n".join(filter(None, [*blocks, foot])) + "\n"
    if len(whole) <= LIMIT:
        return whole
    lines = "\n\n".join(blocks).split("\n")
    room = LIMIT - len(foot) - len(_sentence(lines, elsewhere)) - len(_CLOSE) - 6  # the line ends between these
    kept, size = 0, 0
    while kept < len(lines) and size + len(lines[kept]) < room:
        size += len(lines[kept]) + 1
        kept += 1
    while kept and _belongs_with_next(lines, kept):
        kept -= 1
    shown = "\n".join(lines[:kept]).rstrip("\n")
    is_open = sum(line.startswith(_OPEN) for line in lines[:kept]) > sum(line == _CLOSE for line in lines[:kept])
    folded = [_CLOSE] if is_open else []
    return "\n\n".join(filter(None, [shown, *folded, _sentence(lines[kept:], elsewhere), foot])) + "\n"


def _belongs_with_next(lines: Sequence[str], kept: int) -> bool:
    """Return whether a cut after `kept` lines would part an item, or leave a heading of any kind with nothing under it."""
    last, following = lines[kept - 1], lines[kept] if kept < len(lines) else ""
    within = following.startswith("  - ")
    return within or not last or following.startswith(_RULE) or last.startswith((_RULE, "#", "**", _OPEN))


def _sentence(left: Sequence[str], elsewhere: str) -> str:
    """Return what there is to say about the lines left out."""
    rows = sum(
        line.startswith(("| ", "- ")) and not (number + 1 < len(left) and left[number + 1].startswith(_RULE))
        for number, line in enumerate(left)
    )
    policies = sum(line.startswith("### ") for line in left)
    more = f", among them all of {policies} {'policy' if policies == 1 else 'policies'}" if policies else ""
    what = "row is" if rows == 1 else "rows are"
    return f"**{rows} {what} left out here{more}:** a comment on GitHub takes {LIMIT:,} characters. {elsewhere}"
