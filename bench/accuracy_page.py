"""The accuracy page: what was measured, as Markdown. It holds ids and counts, and no words of any policy."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from accuracy_parts import COLUMNS, Measured, figure, joined, kept_by_hand, read_by_hand, summary, table
from accuracy_tables import Tripped, check_table, requirement_tables
from figures import GOALS, Cell, Share, balanced, by, calibration, confusions, halves, missing, policies, right, too_sure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gapcheck.rule import Pack

RARE = 0.05
LABELS = {
    "gt200": "98 app policies, 19 GDPR disclosures (Cory et al., PoPETs 2026); lenient",
    "goppc150": "74 website policies, 19 GDPR concepts (Tang et al., TDSC 2026); lenient",
    "c3pa": "196 policies, 11 CCPA disclosures, by up to three experts (EMNLP 2024); absent often means: not framed for California",
}
JUDGED = "read whole and judged twice, by a language model under a lawyer's brief; only where both judgements agree"
BEGAN = "the policies that the project began from, judged by an auditor; without what is unsure or debatable"


class ByHand(NamedTuple):
    """What is kept by hand: the text of each file, and what was read of each check: how many findings were true."""

    unseen: str
    causes: str
    checks: str


def page(measured: Sequence[Measured], packs: Sequence[Pack], tripped: Tripped, hand: ByHand, day: str) -> str:
    """Return the whole page."""
    versions = ", ".join(f"{pack.law} {pack.version}" for pack in packs)
    lines = [
        "<!-- Written by `make accuracy`: change bench/accuracy_page.py, or what is kept by hand in docs/accuracy/, not this page. -->",
        "",
        "# How often the verdicts are right",
        "",
        f"Measured on {day}.",
        "",
        f"Rules: {versions}. `make accuracy` writes this page, wherever the labelled policies lie beside the project (in `../shared`);"
        " they belong to their publishers and are no part of it. `make accuracy SETS=gdpr-dev` prints the figures of one set. Verdicts"
        " are those of the program as it is installed, as of the date of each pack of rules, and the figures those of the scoring script"
        " that comes with the labels (compared requirement by requirement for gdpr-dev, ccpa-dev, seeds-pipa and gt200: no difference).",
        *_meaning(),
        *_unseen(hand.unseen),
        *_corpora(measured),
        *_confidence(measured, packs),
        *_halves(measured),
        *_causes(measured, hand.causes),
        *check_table(packs, tripped, read_by_hand(hand.checks)),
        *requirement_tables(measured, packs),
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip("\n") + "\n"


def _meaning() -> Iterator[str]:
    yield from (
        "",
        "## What the figures mean",
        "",
        "- **Missing is the positive class.** P: of the disclosures called missing, how many are. R: of those missing, how many are called"
        " so. F1 is made of both. Met, partial and conflict count as found; missing, not applicable and undecided as not found.",
        "- **Undecided** is never the label, so it counts as wrong in exact and kappa. It is given where a text breaks off, and what is"
        " missing may stand in its lost end: one of the policies that the project began from does.",
        "- **Exact**: the share of verdicts that are the very status of the label; **kappa** is what is left of it when chance agreement is"
        " taken out. Only labels that are full verdicts have them.",
        "- **Balanced**: the mean, over requirements with at least five policies on either side, of the F1 of missing and the F1 of found."
        " To give always one answer scores less than .500 on it.",
        "- **These are fits, not forecasts.** The rules were tuned on every set that is measured here. What to expect of a policy that they"
        " have never met says [the next section](#policies-that-nobody-had-tuned-on), and nothing else on this page.",
        "- **Lenient corpora.** gt200 and goppc150 accept more than the law does: a way out of newsletters as withdrawal of consent, a"
        " choice about cookies as the right to object, a mailbox for privacy as the data protection officer, a complaint to the company as"
        " one to an authority. c3pa often calls absent what is there but not framed for California. Where a label is only more lenient than"
        " the law, the rule stays as it is, and the figure low.",
        "",
    )


def _unseen(text: str) -> Iterator[str]:
    rows, shown = kept_by_hand(text)
    yield from (
        "",
        "## Policies that nobody had tuned on",
        "",
        "Kept by hand in [accuracy/unseen.md](accuracy/unseen.md). All sets of a law together:",
    )
    laws: defaultdict[str, list[tuple[float, int, int]]] = defaultdict(list)
    for law, _, size, verdicts, exact, _ in rows:
        laws[law].append((float(exact), int(verdicts), int(size)))
    totals = []
    for law, own in laws.items():
        total = sum(one[1] for one in own)
        mean = sum(one[0] * one[1] for one in own) / total
        totals.append([law, len(own), sum(one[2] for one in own), total, *map(figure, (mean, min(own)[0], max(own)[0]))])
    yield from table(["law", "sets", "policies", "verdicts", "exact", "worst set", "best set"], totals)
    yield from ("Set by set, in the order in which they were met:", "", *shown, "")


def _corpora(measured: Sequence[Measured]) -> Iterator[str]:
    yield from ("", "## Set by set", "", "What the rules were tuned on. P, R and F1 are those of missing, over all labels of the set.")
    yield from table([*COLUMNS, "reproduce with"], ([*summary(one), f"`make accuracy SETS={one.name}`"] for one in measured))
    said = {one.name: LABELS.get(one.name) or (BEGAN if one.seeds else JUDGED if one.whole else "labels of presence") for one in measured}
    yield from (f"- {name}: {what}." for name, what in said.items())
    yield ""


def _confidence(measured: Sequence[Measured], packs: Sequence[Pack]) -> Iterator[str]:
    yield from (
        "",
        "## Confidence",
        "",
        "Every verdict has a confidence. How many of the full verdicts are right, beside the goal; without those that are undecided, which"
        " claim nothing:",
    )
    rows, listed, certain = [], [], 0
    for pack in packs:
        own = [one for one in measured if one.law == pack.law and one.whole]
        parts = [joined(one for one in own if one.seeds == seeds) for seeds in (False, True)]
        both = parts[0] + parts[1]
        shares = [calibration(cells) for cells in (*parts, both)]
        for confidence in ("high", "medium", "low"):
            if share := shares[2].get(confidence):
                goal = GOALS.get(confidence)
                told = [_percent(one.get(confidence, Share(0, 0))) for one in shares]
                left = sum(cell.confidence == confidence for cell in both) - share.whole
                rows.append([pack.law, confidence, *told, left, f"{goal:.0%}" if goal else "-", _reached(share, goal)])
        public = by(joined(one for one in measured if one.law == pack.law and not one.whole), lambda cell: cell.id)
        for one in too_sure(both):
            agree = right(public.get(one.id, []))
            certain += one.chance < RARE
            listed.append([f"[{one.id}](#{one.id.lower()})", one.confidence, one.right, f"{one.chance:.2f}", agree])
    yield from table(["law", "confidence", "dev", "seeds", "both", "undecided", "goal", "reached"], rows)
    yield from (
        "Requirements that are right less often than their confidence says, over dev and seeds. With few labels a single error is enough"
        " to be on this list: `chance` is that of so many errors, or more, in a requirement that is as good as its goal. Where it is below"
        f" {RARE}, the confidence is too high by the evidence; elsewhere it may be.",
    )
    yield from table(["requirement", "confidence", "right", "chance", "agrees with public labels"], listed)
    yield f"{len(listed)} requirements, of which {certain} have a confidence that is too high by the evidence."


def _percent(share: Share) -> str:
    return f"{share} = {share.value:.1%}" if share.whole else "-"


def _reached(share: Share, goal: float | None) -> str:
    return "-" if goal is None else "yes" if share.value >= goal else "no"


def _halves(measured: Sequence[Measured]) -> Iterator[str]:
    yield from (
        "",
        "## Two halves of a set",
        "",
        "Each set cut in two by the digests of its policies' names, the same way in every run. Both halves were tuned on, so the difference"
        " says how much a figure hangs on which policies happen to be in a set, not how the rules do on others. Exact where labels are full"
        " verdicts, else F1 of missing and balanced"
        " (over the requirements that have five policies on either side in that half).",
    )
    rows = []
    for one in measured:
        if one.seeds:
            continue
        parts = halves(one.cells)
        for what, value in (("exact", _exactness), ("F1", _missing_f1), ("balanced", _balance)):
            if (what == "exact") != one.whole and what != "F1":
                continue
            first, second = map(value, parts)
            rows.append([one.name, what, *map(policies, parts), figure(first), figure(second), f"{abs(first - second) * 100:.1f}"])
    yield from table(["set", "figure", "policies", "policies", "first half", "second half", "points apart"], rows)


def _exactness(cells: Sequence[Cell]) -> float:
    return right(cells).value


def _missing_f1(cells: Sequence[Cell]) -> float:
    return missing(cells).f1


def _balance(cells: Sequence[Cell]) -> float:
    return balanced(cells)[0]


def _causes(measured: Sequence[Measured], text: str) -> Iterator[str]:
    yield from ("", "## Wrong verdicts", "", "What was given for what, over dev and seeds, and over the public corpora:")
    laws = dict.fromkeys(one.law for one in measured)
    for whole in (True, False):
        rows = []
        for law in laws:
            cells = joined(one for one in measured if one.law == law and one.whole == whole)
            told = ", ".join(f"{gold} as {given} {times}" for gold, given, times in confusions(cells))
            if cells:
                rows.append([law, f"{len(cells) - right(cells).part} of {len(cells)}", told or "-"])
        yield from table(["law", "wrong", "label, as what was given, how often"], rows)
    yield from ("The causes, kept by hand in [accuracy/causes.md](accuracy/causes.md):", "", *kept_by_hand(text)[1], "")
