"""What a law requires a policy to disclose: packs of requirements, checked and frozen."""

from __future__ import annotations

import os

from gapcheck.record import TYPE_CHECKING, Record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Literal

    Level = Literal["mandatory", "conditional", "recommended", "prohibited"]
    Severity = Literal["critical", "high", "medium", "low", "info"]
    Confidence = Literal["high", "medium", "low"]
    # Whom two passages must address to contradict each other: the very same people, some of the same, or anybody.
    Scoping = Literal["same", "overlap", "any"]
    # One node of a compiled program; `program` says which there are.
    Node = tuple[Any, ...]

LEVELS: tuple[Level, ...] = ("mandatory", "conditional", "recommended", "prohibited")
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low", "info")
CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")
SCOPINGS: tuple[Scoping, ...] = ("same", "overlap", "any")
# The law that checks of every policy are reported under, which is also the folder of what packs share; and where those checks are.
COMMON = "common"
CHECKS = os.path.join(COMMON, "conflicts")
# Where a law wants something said: not every duty is one of the public policy.
PLACE_NAMES = {
    "policy": "the policy",
    "notice-at-collection": "a notice at collection",
    "response-to-request": "a response to a request",
    "public-page": "a public page",
}
PLACES = tuple(PLACE_NAMES)
# The fields of a requirement that hold elements.
ELEMENT_FIELDS = ("require", "partial", "weakens", "conflict", "sides", "values", "passage", "about")
# Those that hold the number of a pattern, or -1; and the fields of a pack that hold the number of a phrase, or -1.
NODE_FIELDS = ("applies", "unless", "lowers")
ROOT_FIELDS = ("own", "foreign", "foreign_headings", "negators", "not_negators", "resets")
# The kinds of phrase nodes, as a plan numbers them.
PHRASE_KINDS = ("word", "prefix", "set", "seq", "or", "opt", "gap")


class Plan(Record):
    """A program as it is run (see `program` for its nodes): `words` and `prefixes` are its first nodes, then come all others.

    Numbers are packed, for `unpacked`. `kinds` has the kind of each phrase node, by its place in PHRASE_KINDS, and `gapped`
    whether it has a gap. Its parts (for a gap, its words) stand in `parts`, from where `first` says to where it says for the next
    node. `steps` are those of the first pass, in the order of the nodes: how so many of them are settled, and from which others,
    a column for the first part of each, one for the second, and so on. `patterns` are the nodes that are no phrases.
    """

    code: str
    words: dict[str, int]
    prefixes: tuple[str, ...]
    kinds: bytes
    gapped: bytes
    first: bytes
    parts: bytes
    steps: tuple[tuple[str, int, tuple[bytes, ...]], ...]
    patterns: dict[int, Node]

    def unpacked(self, numbers: bytes) -> memoryview[int]:
        """Return the numbers packed in one of the fields, without copying them."""
        return memoryview(numbers).cast(self.code)  # type: ignore[call-overload, no-any-return]


# That of a pack that is not laid out: its numbers are those of the nodes as they were compiled.
NO_PLAN = Plan("", {}, (), b"", b"", b"", b"", (), {})


class Element(Record):
    """One named part of a disclosure: `says` is what it proves, `node` its pattern in the pack's program."""

    name: str
    says: str
    node: int


class Requirement(Record):
    """One duty to disclose. `applies` is a pattern in the pack's program, or -1 where the duty always applies.

    `place` is the document that the law puts the duty in, "" for the policy itself; `effective` the ISO date from which it
    is due, "" for now.
    """

    id: str
    law: str
    title: str
    cite: str
    level: Level
    severity: Severity
    topic: str
    confidence: Confidence
    doubt: str
    summary: str
    remedy: str
    model_clause: str
    any_scope: bool
    applies: int
    require: tuple[Element, ...]
    partial: tuple[Element, ...]
    weakens: tuple[Element, ...]
    conflict: tuple[Element, ...]
    path: str
    place: str = ""
    effective: str = ""


class Check(Record):
    """One way in which a policy can contradict itself, or be defective whatever the law.

    Exactly one of these says what is compared: `sides` (two claims that cannot both be true), `values` (one thing that has one
    value), `passage` (claims that stand together), or `structure` (the name of a defect in how the text is put together).
    `about` are topics of which both sides must share one, where there are any; `unless` is a pattern that settles the matter
    wherever it is found, or -1; `lowers` one that leaves a finding at low confidence where it holds in a quoted statement, or -1.
    `laws` are those under which it matters, none for all. `believes` says what a reader would wrongly believe; `feeds` names
    the requirements it bears on.
    """

    id: str
    law: str
    title: str
    cite: str
    level: Level
    severity: Severity
    topic: str
    confidence: Confidence
    doubt: str
    summary: str
    believes: str
    remedy: str
    feeds: tuple[str, ...]
    sides: tuple[Element, ...]
    values: tuple[Element, ...]
    passage: tuple[Element, ...]
    structure: str
    fact: str
    within: str
    scope: Scoping
    about: tuple[Element, ...]
    unless: int
    laws: tuple[str, ...]
    lowers: int
    path: str
    model_clause: str = ""
    place: str = ""
    effective: str = ""


class Pack(Record):
    """The requirements of one law, with the program that all their patterns are compiled into, as it is run.

    `own`, `foreign` and the others are phrase nodes of it, or -1. The pack of law-independent checks has `checks`
    instead of requirements, and `audiences`: the people whom a passage may be addressed to, by the phrases that say so.
    `fingerprint` stands for what the files hold that it was compiled from.
    """

    law: str
    title: str
    jurisdiction: str
    version: str
    as_of: str
    source: str
    aliases: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    plan: Plan
    own: int
    foreign: int
    foreign_headings: int
    negators: int
    not_negators: int
    resets: int
    checks: tuple[Check, ...] = ()
    audiences: tuple[Element, ...] = ()
    fingerprint: str = ""


class Names(Record):
    """The phrases by which policies name laws, in one small program; `laws` holds (law, title, phrase node)."""

    laws: tuple[tuple[str, str, int], ...]
    plan: Plan


class Example(Record):
    """One of a requirement's own tests: `text` must be judged `status`; `line` is where it stands in the rule file."""

    requirement: str
    status: str
    text: str
    path: str
    line: int


def ids_of(packs: Sequence[Pack]) -> list[str]:
    """Return the ids of all requirements and checks in `packs`."""
    return [rule.id for pack in packs for rule in pack.requirements] + [check.id for pack in packs for check in pack.checks]
