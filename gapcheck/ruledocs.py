"""What there is to say about a requirement or a check, and the pages of docs/rules that say it."""

from __future__ import annotations

import os
import re
from collections import Counter

from gapcheck.checkreader import compile_checks
from gapcheck.errors import Problem
from gapcheck.packreader import compile_pack
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.rule import LEVELS, PLACE_NAMES, Check, Element, Example, Pack, Requirement
from gapcheck.strictyaml import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Literal

    from gapcheck.rule import Level

INDEX = "README.md"
CHECKS = "conflicts"
_LEVELS: dict[Level, str] = {
    "mandatory": "always required",
    "conditional": "required where the text shows that it applies",
    "recommended": "advice: worth saying, though the law does not require these texts to say it",
    "prohibited": "must not be said",
}
_EXAMPLES = {
    "missing": "Does not satisfy it (missing)",
    "met": "Satisfies it (met)",
    "partial": "Satisfies it in part (partial)",
    "conflict": "Speaks against it (conflict)",
    "not-applicable": "Does not trigger it (not applicable)",
}
_CHECK_EXAMPLES = {"conflict": "Is reported", "silent": "Is not reported"}
_GENERATED = "<!-- Written by `make docs` from the rules: change those, not this page. -->"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")
_OPENING = re.compile(r"^(\d+)?([-+#=.)])(?=[-+#= ]|$)")


class Part(Record):
    """One headed part of an explanation. `kind` is how its texts are meant: prose, items of a list, a clause, or as written."""

    heading: str
    kind: Literal["prose", "items", "clause", "written"]
    texts: tuple[str, ...]


class Explanation(Record):
    """All there is to say about one requirement: short facts by name, then the parts that have a text."""

    facts: dict[str, str]
    parts: tuple[Part, ...]


def explanation(pack: Pack, rule: Requirement | Check, examples: Iterable[Example]) -> Explanation:
    """Return what there is to say about one requirement or check; `examples` may hold those of others."""
    return _of_check(pack, rule, examples) if isinstance(rule, Check) else _of_requirement(pack, rule, examples)


def _of_requirement(pack: Pack, rule: Requirement, examples: Iterable[Example]) -> Explanation:
    facts = {
        "law": f"{pack.title}, as of {pack.as_of} ({pack.law} {pack.version})",
        "citation": rule.cite,
        "level": f"{rule.level}: {_LEVELS[rule.level]}",
        "severity": rule.severity,
        "topic": rule.topic,
        "belongs in": PLACE_NAMES[rule.place or "policy"],
        "due from": rule.effective,
        "confidence": rule.confidence,
        "rule": rule.path,
    }
    later = rule.effective > pack.as_of
    headings = _EXAMPLES | ({"not-applicable": "Not due yet (not applicable)"} if later else {})
    parts = (
        Part("What it asks", "prose", (rule.summary,)),
        Part("Doubt", "prose", (rule.doubt,)),
        Part("Looked for", "items", _says(rule.require)),
        Part("Found alone, makes it partial", "items", _says(rule.partial)),
        Part("Found beside, makes it partial", "items", _says(rule.weakens)),
        Part("Looked for, and speaks against it", "items", _says(rule.conflict)),
        Part("What triggers it", "written", (_trigger(rule.path) if rule.level == "conditional" else "",)),
        *_examples(headings, rule.id, examples),
        Part("What to add or change", "prose", (rule.remedy,)),
        Part("A clause to start from", "clause", (rule.model_clause,)),
    )
    return _explanation(facts, parts)


def _of_check(pack: Pack, check: Check, examples: Iterable[Example]) -> Explanation:
    facts = {
        "pack": f"{pack.title} ({pack.law} {pack.version})",
        "severity": check.severity,
        "topic": check.topic,
        "confidence": check.confidence,
        "bears on": ", ".join(check.feeds),
        "matters under": ", ".join(check.laws),
        "rule": check.path,
    }
    parts = (
        Part("What it compares", "prose", (check.summary,)),
        Part("Doubt", "prose", (check.doubt,)),
        Part("Cannot both be true", "items", _says(check.sides)),
        Part("Should have one value", "items", _says(check.values)),
        Part("Should not stand together", "items", _says(check.passage)),
        Part("What a reader would wrongly believe", "prose", (check.believes,)),
        *_examples(_CHECK_EXAMPLES, check.id, examples),
        Part("What to change", "prose", (check.remedy,)),
    )
    return _explanation(facts, parts)


def _examples(headings: dict[str, str], id: str, examples: Iterable[Example]) -> Iterator[Part]:
    own = [example for example in examples if example.requirement == id]
    for status, heading in headings.items():
        yield Part(heading, "written", tuple(example.text.strip("\n") for example in own if example.status == status))


def _explanation(facts: dict[str, str], parts: Iterable[Part]) -> Explanation:
    """Return facts and parts without those that are empty."""
    kept = (part._replace(texts=tuple(filter(None, part.texts))) for part in parts)
    return Explanation({name: value for name, value in facts.items() if value}, tuple(part for part in kept if part.texts))


def _says(elements: Sequence[Element]) -> tuple[str, ...]:
    return tuple(f"{element.says} ({element.name})" for element in elements)


def _trigger(path: str) -> str:
    """Return the trigger of a conditional requirement, as its file has it."""
    problems: list[Problem] = []
    table = read(path, problems)
    if table is None or "applies" not in table.entries:
        return ""
    starts = sorted(entry.key.line for entry in table.entries.values())
    first = table.entries["applies"].key.line
    last = next((line for line in starts if line > first), None)
    with open(path, encoding="utf-8-sig") as handle:
        lines = handle.read().split("\n")[first - 1 : last - 1 if last else None]
    while not lines[-1].strip() or lines[-1].startswith("#"):
        lines.pop()
    return "\n".join(lines)


# --- pages ---


def law_page(rules: str, directory: str) -> str:
    """Return the page of one law; raises RuleError."""
    pack, examples, *_ = compile_pack(rules, directory)
    known = f"`{pack.law}` {pack.version}, the law as of {pack.as_of}."
    also = f" Also called: {', '.join(pack.aliases)}." if pack.aliases else ""
    lines = [
        f"{_GENERATED}\n\n# {_inert(pack.title)}\n",
        f"{known} {_inert(f'{pack.jurisdiction}. {pack.source}.{also}')}\n",
        f"{len(pack.requirements)} requirements: {_levels(pack)}. Triggers are shown as [rules are written](../rule-format.md).\n",
        "## Contents\n\n| requirement | title | citation | level | severity |\n|---|---|---|---|---|",
    ]
    for rule in pack.requirements:
        severity = "advice" if rule.level == "recommended" else rule.severity
        lines.append(f"| [{rule.id}](#{rule.id.lower()}) | {_inert(rule.title)} | {_inert(rule.cite)} | {rule.level} | {severity} |")
    lines.append("\n## Requirements")
    for rule in pack.requirements:
        lines.append(f'\n<a id="{rule.id.lower()}"></a>\n\n### {rule.id}: {_inert(rule.title)}\n')
        lines += _section(pack, rule, examples, rules)
    return "\n".join(lines) + "\n"


def checks_page(rules: str) -> str:
    """Return the page of the checks that hold whatever the law; raises RuleError."""
    pack, examples, *_ = compile_checks(rules)
    lines = [
        f"{_GENERATED}\n\n# {_inert(pack.title)}\n",
        f"`{pack.law}` {pack.version}: {len(pack.checks)} checks, made on every policy. What one finds is a conflict, and so is every "
        "requirement that it bears on; a finding of low confidence bears on none.\n",
        "## Contents\n\n| check | title | severity | bears on |\n|---|---|---|---|",
    ]
    lines += [
        f"| [{check.id}](#{check.id.lower()}) | {_inert(check.title)} | {check.severity} | {', '.join(check.feeds)} |"
        for check in pack.checks
    ]
    lines.append("\n## Checks")
    for check in pack.checks:
        lines.append(f'\n<a id="{check.id.lower()}"></a>\n\n### {check.id}: {_inert(check.title)}\n')
        lines += _section(pack, check, examples, rules)
    return "\n".join(lines) + "\n"


def _section(pack: Pack, rule: Requirement | Check, examples: Sequence[Example], rules: str) -> Iterator[str]:
    facts, parts = explanation(pack, rule, examples)
    file = os.path.relpath(facts.pop("rule"), rules).replace(os.sep, "/")
    facts.pop("law", None)  # the page is about one
    facts.pop("pack", None)
    for name, value in facts.items():
        yield f"- {name}: {_inert(value)}"
    yield f"- rule: [{file}](../../rules/{file})"
    for part in parts:
        yield from ("", f"**{part.heading}**")
        match part.kind:
            case "written":
                yield from (line for text in part.texts for line in ("", *_fenced(text)))
            case "items":
                yield from ("", *(f"- {_inert(text)}" for text in part.texts))
            case "clause":
                yield from (line for text in part.texts for line in ("", f"> {_inert(text)}"))
            case _:
                yield from (line for text in part.texts for line in ("", _inert(text)))


def index_page(packs: Sequence[Pack], checks: Sequence[Pack] = ()) -> str:
    """Return the page that leads to the others: the laws, which requirements of each are on the same topic, and the checks."""
    lines = [
        f"{_GENERATED}\n\n# The rules\n",
        "What `gapcheck` looks for, law by law. [The rule format](../rule-format.md) says how rules are written.\n",
        "| law | title | jurisdiction | as of | requirements |\n|---|---|---|---|---|",
    ]
    for pack in packs:
        cells = [f"[{pack.law}]({pack.law}.md)", _inert(pack.title), _inert(pack.jurisdiction), pack.as_of, _levels(pack)]
        lines.append(f"| {' | '.join(cells)} |")
    lines += [f"\nWhatever the law: [{_inert(pack.title)}]({CHECKS}.md), {len(pack.checks)} checks." for pack in checks]
    heads = " | ".join(pack.law for pack in packs)
    lines.append(f"\n## By topic\n\n| topic | {heads} |\n{'|---' * (len(packs) + 1)}|")
    for topic in sorted({rule.topic for pack in packs for rule in pack.requirements}):
        cells = [
            ", ".join(f"[{rule.id}]({pack.law}.md#{rule.id.lower()})" for rule in pack.requirements if rule.topic == topic)
            for pack in packs
        ]
        lines.append(f"| {_inert(topic)} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _levels(pack: Pack) -> str:
    found = Counter(rule.level for rule in pack.requirements)
    return ", ".join(f"{found[level]} {level}" for level in LEVELS if found[level])


def _inert(text: str) -> str:
    """Return `text` on one line, with nothing in it that Markdown would read as markup."""
    return _OPENING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(text.split())))


def _fenced(text: str) -> list[str]:
    """Return `text` in a fence that nothing in it can close."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
    return [f"{fence}text", text, fence]
