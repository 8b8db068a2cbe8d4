"""What rules say, for people: one requirement in full, and the list of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from tabulate import tabulate

from gapcheck.errors import GapcheckError, Problem, did_you_mean
from gapcheck.report import Style
from gapcheck.report.terminal import paint, printable
from gapcheck.rule import Element, Example, Level, Pack, Requirement

_LEVELS: dict[Level, str] = {
    "mandatory": "always required",
    "conditional": "required where the text shows that it applies",
    "recommended": "advice: good practice that the law does not require",
    "prohibited": "must not be said",
}
_EXAMPLES = 2


def find(ids: Sequence[str], packs: Sequence[Pack]) -> list[tuple[Pack, Requirement]]:
    """Return the requirements with these ids, any case; raise GapcheckError for those there are not."""
    known = {rule.id.lower(): (pack, rule) for pack in packs for rule in pack.requirements}
    names = [rule.id for _, rule in known.values()]
    problems = []
    for id in ids:
        if id.lower() not in known:
            hint = did_you_mean(id, names) or did_you_mean(id.upper(), names)
            problems.append(Problem("gapcheck", 0, 0, f"no requirement has the id {id!r}{hint}; see: gapcheck rules"))
    if problems:
        raise GapcheckError(*problems)
    return [known[id.lower()] for id in ids]


def explain(pack: Pack, rule: Requirement, examples: Iterable[Example], style: Style) -> str:
    """Return everything that is known about one requirement."""
    title = "\n".join(wrap(printable(f"{rule.id}  {rule.title}"), style.width))
    blocks = [paint(title, "bold", style.color), "\n".join(_facts(pack, rule, style))]
    blocks += _part("What must be disclosed", [rule.summary], style)
    for heading, elements in (
        ("Looked for", rule.require),
        ("Makes it partial at most", (*rule.partial, *rule.weakens)),
        ("Speaks against it", rule.conflict),
    ):
        blocks += _part(heading, [f"- {_says(element)}" for element in elements], style)
    blocks += _part("What to add or change", [rule.remedy], style)
    blocks += _part("A clause to start from", [rule.model_clause], style)
    blocks += _part("Doubt", [rule.doubt], style)
    kept = list(examples)
    for status in dict.fromkeys(example.status for example in kept):
        texts = [f'- "{" ".join(example.text.split())}"' for example in kept if example.status == status]
        shown = texts if style.verbose else texts[:_EXAMPLES]
        blocks += _part(f"Examples: {status}", shown, style)
    return "\n\n".join(blocks) + "\n"


def _facts(pack: Pack, rule: Requirement, style: Style) -> Iterator[str]:
    facts = {
        "law": f"{pack.title}, as of {pack.as_of} ({pack.law} {pack.version})",
        "citation": rule.cite,
        "level": f"{rule.level}: {_LEVELS[rule.level]}",
        "severity": rule.severity,
        "confidence": rule.confidence,
        "topic": rule.topic,
        "belongs in": rule.place.replace("-", " "),
        "due from": rule.effective,
        "rule": rule.path,
    }
    for name, value in facts.items():
        if not value:
            continue
        yield from wrap(f"{name}:".ljust(12) + printable(value), style.width, subsequent_indent=" " * 12)


def _says(element: Element) -> str:
    return f"{element.says} ({element.name})"


def _part(heading: str, paragraphs: Iterable[str], style: Style) -> list[str]:
    """Return a headed block, or nothing where there is no text."""
    lines = [
        line
        for paragraph in paragraphs
        for line in wrap(
            printable(" ".join(paragraph.split())),
            style.width,
            initial_indent="  ",
            subsequent_indent="    " if paragraph.startswith("- ") else "  ",
        )
    ]
    return ["\n".join([paint(f"{heading}:", "bold", style.color), *lines])] if lines else []


def list_rules(packs: Sequence[Pack], style: Style) -> str:
    """Return the laws there are rules for, each with its requirements."""
    return "\n".join(_pack(pack, style) for pack in packs)


def _pack(pack: Pack, style: Style) -> str:
    also = f", also called {', '.join(pack.aliases)}" if pack.aliases else ""
    head = f"{pack.law} {pack.version}: {pack.title}; {pack.source}; {pack.jurisdiction}; law as of {pack.as_of}{also}"
    lines = [paint(line, "bold", style.color) for line in wrap(printable(head), style.width)]
    room = max(style.width - max((len(rule.id) for rule in pack.requirements), default=0) - 11 - 10 - 6, 20)
    rows = [
        [
            rule.id,
            rule.level,
            "advice" if rule.level == "recommended" else rule.severity,
            "\n".join(line for text in (rule.title, rule.cite) for line in wrap(printable(text), room)),
        ]
        for rule in pack.requirements
    ]
    table = tabulate(rows, ["id", "level", "severity", "title, citation"], tablefmt="simple", disable_numparse=True)
    tail = f"{len(rows)} requirements; gapcheck explain ID says more about one."
    return "\n".join([*lines, "", *(line.rstrip() for line in table.split("\n")), "", tail, ""])
