"""What rules say, for people at a terminal: one requirement in full, and the list of all."""

from __future__ import annotations

import json
import os
from textwrap import wrap

from tabulate import tabulate

from gapcheck.errors import Problem, RuleError, UnknownError, did_you_mean
from gapcheck.record import TYPE_CHECKING
from gapcheck.report import Style
from gapcheck.report.terminal import paint, printable
from gapcheck.rule import Check, Example, Pack, Requirement
from gapcheck.ruledocs import Part, explanation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SHOWN = 2
_NAMED = 8
# Beside the packs, where there are labelled policies to measure them by: `make accuracy` writes it.
_FIGURES = "accuracy.json"


def find(ids: Sequence[str], packs: Sequence[Pack], broken: Sequence[Problem] = ()) -> list[tuple[Pack, Requirement | Check]]:
    """Return the requirements and checks with these ids, any case; raise UnknownError for those there are not, and for what is
    `broken`."""
    known: dict[str, tuple[Pack, Requirement | Check]] = {}
    for pack in packs:
        known |= {rule.id.lower(): (pack, rule) for rule in pack.requirements}
        known |= {check.id.lower(): (pack, check) for check in pack.checks}
    names = [rule.id for _, rule in known.values()]
    problems = []
    for id in ids:
        if id.lower() not in known:
            below = [name for name in names if name.lower().startswith(f"{id.lower()}-")]
            hint = _begun(below) if below else did_you_mean(id, names) or did_you_mean(id.upper(), names)
            problems.append(Problem("gapcheck", 0, 0, f"no requirement has the id {id!r}{hint}; see: gapcheck rules"))
    if problems:
        raise UnknownError(*problems, *broken)
    return [known[id.lower()] for id in ids]


def _begun(names: Sequence[str]) -> str:
    """Return which ids begin with what was typed."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f", which begins {', '.join(names[:_NAMED])}{more}"


def explain(pack: Pack, rule: Requirement | Check, examples: Iterable[Example], style: Style) -> str:
    """Return everything that is known about one requirement or check."""
    title = "\n".join(wrap(printable(f"{rule.id}  {rule.title}"), style.width, break_on_hyphens=False))
    facts, parts = explanation(pack, rule, examples)
    if said := _accuracy(rule):
        facts["accuracy"] = said
    lines = [
        line
        for name, value in facts.items()
        for line in wrap(f"{name}:".ljust(12) + printable(value), style.width, subsequent_indent=" " * 12, break_on_hyphens=False)
    ]
    blocks = [paint(title, "bold", style.color), "\n".join(lines)]
    for part in parts:
        shown = part if style.verbose or part.kind != "written" else part._replace(texts=part.texts[:_SHOWN])
        heading = paint(f"{part.heading}:", "bold", style.color)
        blocks.append("\n".join([heading, *_texts(shown, style.width)]))
        left = len(part.texts) - len(shown.texts)
        if left:
            blocks[-1] += f"\n  ... and {left} more with --verbose"
    return "\n\n".join(blocks) + "\n"


def _accuracy(rule: Requirement | Check) -> str:
    """Return how often verdicts on a requirement, or findings of a check, were right on real policies; nothing where that was not
    measured.
    """
    rules = os.path.dirname(os.path.dirname(rule.path))
    path = os.path.join(os.path.dirname(rules) if isinstance(rule, Check) else rules, _FIGURES)
    try:
        with open(path, encoding="utf-8") as handle:
            measured = json.load(handle)
        counts, day = measured["counts"].get(rule.id), measured["measured"]
        if not counts:
            return ""
        right, judged, *public = counts
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise RuleError(Problem(path, 0, 0, "is not as make accuracy writes it: install gapcheck again")) from None
    if isinstance(rule, Check):
        told = [f"{right} of {judged} findings that were read on real policies are true"]
    else:
        told = [f"right on {right} of {judged} policies judged for it"] if judged else []
        told += [f"agrees with {public[0]} of {public[1]} public labels"] if any(public) else []
    return f"{'; '.join(told)} ({day}; rules were tuned on these: docs/accuracy.md#{rule.id.lower()})"


def _texts(part: Part, width: int) -> Iterator[str]:
    """Yield the lines of one part; what is shown as written keeps its lines, beside a bar."""
    for text in part.texts:
        if part.kind == "written":
            if text is not part.texts[0]:
                yield ""
            for line in text.split("\n"):
                margin = " " * (len(line) - len(line.lstrip(" ")))
                for piece in wrap(printable(line), width - 4, subsequent_indent=margin, break_on_hyphens=False) or [""]:
                    yield f"  | {piece}".rstrip()
        else:
            first, rest = ("  - ", "    ") if part.kind == "items" else ("  ", "  ")
            yield from wrap(printable(" ".join(text.split())), width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def list_rules(packs: Sequence[Pack], style: Style) -> str:
    """Return the laws there are rules for, each with its requirements, and the checks made whatever the law."""
    return "\n".join(_pack(pack, style) for pack in packs)


def _lines(room: int, *texts: str) -> Iterator[str]:
    for text in texts:
        yield from wrap(printable(" ".join(text.split())), room, break_on_hyphens=False)


def _checks(pack: Pack, style: Style) -> str:
    head = f"{pack.law} {pack.version}: {pack.title}; checked in every policy"
    lines = [paint(line, "bold", style.color) for line in wrap(printable(head), style.width, break_on_hyphens=False)]
    room = max(style.width - 7 - 10 - 4, 20)
    rows = [[check.id, check.severity, "\n".join(_lines(room, check.title, check.summary * style.verbose))] for check in pack.checks]
    table = tabulate(rows, ["id", "severity", "title"], tablefmt="simple", disable_numparse=True)
    tail = f"{len(rows)} checks; gapcheck explain ID says more about one."
    return "\n".join([*lines, "", *(line.rstrip() for line in table.split("\n")), "", tail, ""])


def _pack(pack: Pack, style: Style) -> str:
    if pack.checks:
        return _checks(pack, style)
    also = f", also called {', '.join(pack.aliases)}" if pack.aliases else ""
    head = f"{pack.law} {pack.version}: {pack.title}; {pack.source}; {pack.jurisdiction}; law as of {pack.as_of}{also}"
    lines = [paint(line, "bold", style.color) for line in wrap(printable(head), style.width, break_on_hyphens=False)]
    room = max(style.width - max((len(rule.id) for rule in pack.requirements), default=0) - 11 - 10 - 6, 20)
    rows = [
        [
            rule.id,
            rule.level,
            "advice" if rule.level == "recommended" else rule.severity,
            "\n".join(_lines(room, rule.title, rule.cite, rule.summary * style.verbose)),
        ]
        for rule in pack.requirements
    ]
    table = tabulate(rows, ["id", "level", "severity", "title, citation"], tablefmt="simple", disable_numparse=True)
    tail = f"{len(rows)} requirements; gapcheck explain ID says more about one."
    return "\n".join([*lines, "", *(line.rstrip() for line in table.split("\n")), "", tail, ""])
