"""The long tables of the accuracy page: every check, and every requirement."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from accuracy_parts import table
from figures import Cell, Share, by, missing, right

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accuracy_parts import Measured
    from corpora import Pair, Trip

    from gapcheck.rule import Check, Pack


class Tripped(NamedTuple):
    """What the checks report on real policies, of which there are `texts`, and on pairs that people have judged."""

    trips: Sequence[Trip]
    texts: int
    pairs: Sequence[Pair]


def check_table(packs: Sequence[Pack], tripped: Tripped, read: dict[str, Share]) -> Iterator[str]:
    """Yield the section on conflict checks; `read` has, by check, how many of the findings that were read were true."""
    checks = [check for pack in packs for check in pack.checks]
    sure, unsure = _texts_of(tripped, ("high", "medium")), _texts_of(tripped, ("low",))
    yield from (
        "",
        "## Contradictions and defects",
        "",
        f"The checks that hold whatever the law, over {tripped.texts} different texts: all sets, and real policies without labels. How many"
        " texts each is reported on, surely or as advice of low confidence only; and how many of its findings were read by hand, and were"
        " true ([accuracy/checks.md](accuracy/checks.md)). How many contradictions are missed nobody has counted, save for one corpus:",
        "",
        *(f"- {said}" for said in _told(tripped.pairs)),
    )
    rows = [[_link(one), one.confidence, sure[one.id] or "-", unsure[one.id] or "-", read.get(one.id, "-")] for one in checks]
    yield from table(["check", "confidence", "surely", "as advice", "true of those read"], rows)
    proven = {id for id, share in read.items() if share.part}.union(*(pair.checks for pair in tripped.pairs if pair.contradicts))
    seen = [check for check in checks if check.id in proven]
    never = [check for check in checks if not sure[check.id] and not unsure[check.id]]
    rest = [check for check in checks if check not in seen and check not in never]
    yield f"- Seen to report something true on a real policy ({len(seen)}): {_listed(seen)}."
    yield f"- Reported on real policies, but never yet read and found true ({len(rest)}): {_listed(rest)}."
    yield f"- Never reported on a real policy, so known from their own examples only ({len(never)}): {_listed(never)}."


def _told(pairs: Sequence[Pair]) -> Iterator[str]:
    """Yield how many pairs are reported, of those that people judged to contradict each other and of those that they judged not to."""
    for contradicts, judged in ((True, "contradict each other"), (False, "be no contradiction")):
        own = [pair for pair in pairs if pair.contradicts == contradicts]
        told = [pair for pair in own if pair.checks]
        by_which = f" ({', '.join(sorted(frozenset().union(*(pair.checks for pair in told))))})" if told else ""
        yield f"of {len(own)} pairs of passages that people judged to {judged}, {len(told)} are quoted together by a finding{by_which}"


def _link(check: Check) -> str:
    return f'<a id="{check.id.lower()}"></a>[{check.id}](rules/conflicts.md#{check.id.lower()})'


def _listed(checks: Sequence[Check]) -> str:
    return ", ".join(check.id for check in checks) or "none"


def _texts_of(tripped: Tripped, confidences: Sequence[str]) -> defaultdict[str, int]:
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for trip in tripped.trips:
        if trip.confidence in confidences:
            texts[trip.check].add(trip.text)
    return defaultdict(int, {id: len(found) for id, found in texts.items()})


def requirement_tables(measured: Sequence[Measured], packs: Sequence[Pack]) -> Iterator[str]:
    """Yield a table for each law."""
    yield from (
        "",
        "## Requirement by requirement",
        "",
        "For each set: how many of the verdicts missing are right (P), how many of what is missing is called so (R), and how many verdicts"
        " are right, of all policies that are labelled for it (right). The first two count not found as the text above says. In the public"
        " corpora, right is being found, or not, as the label says.",
    )
    for pack in packs:
        own = [one for one in measured if one.law == pack.law]
        if not pack.requirements or not own:
            continue
        yield from ("", f"### {pack.law}")
        cells = {one.name: by(one.cells, lambda cell: cell.id) for one in own}
        rows, without = [], []
        for rule in pack.requirements:
            if not any(rule.id in labelled for labelled in cells.values()):
                without.append(rule.id)
                continue
            row = [f'<a id="{rule.id.lower()}"></a>[{rule.id}](rules/{pack.law}.md#{rule.id.lower()})', rule.confidence]
            for one in own:
                row += _three(cells[one.name].get(rule.id, []))
            rows.append(row)
        yield from table(["requirement", "confidence", *(f"{one.name} {what}" for one in own for what in ("P", "R", "right"))], rows)
        if without:
            yield f"Nothing labelled: {', '.join(without)}."


def _three(cells: Sequence[Cell]) -> list[str]:
    side = missing(cells)
    return [str(share) for share in (side.precision, side.recall, right(cells))]
