"""The conflict checks of every policy, read strictly from `rules/common/conflicts` and compiled as one pack."""

from __future__ import annotations

from itertools import pairwise

from gapcheck.checkfile import CheckReader
from gapcheck.compiler import Compiler
from gapcheck.errors import Problem, RuleError
from gapcheck.packreader import Loaded, loaded, negation, rule_files, shared
from gapcheck.rule import CHECKS, COMMON, NO_PLAN, Check, Element, Example, Pack
from gapcheck.rulefile import Keys, named_elements
from gapcheck.ruleplaces import folders, pack_file
from gapcheck.strictyaml import Table, read

PACK_KEYS = ("title", "version", "as_of", "source", "audiences")


def compile_checks(rules: str) -> Loaded:
    """Return the checks below `rules`, compiled from their YAML but not laid out; raises RuleError with every problem."""
    problems: list[Problem] = []
    compiler = Compiler(*shared(rules, CHECKS, problems), problems)
    checks: list[Check] = []
    examples: list[Example] = []
    for path, table in rule_files(folders(rules, CHECKS), problems):
        reader = CheckReader(path, table, compiler)
        checks.append(reader.check())
        examples += reader.examples()
    for first, second in pairwise(checks):
        if first.id == second.id:
            problems.append(Problem(second.path, 1, 1, f"the id {second.id} is taken: {first.path}"))
    path = pack_file(rules, CHECKS)
    head = read(path, problems)
    pack = _pack(Keys(path, head, problems), compiler, tuple(checks)) if head else None
    if problems or pack is None:
        raise RuleError(*sorted(set(problems)))
    return loaded(pack, examples, compiler, path, rules, CHECKS)


def _pack(words: Keys, compiler: Compiler, checks: tuple[Check, ...]) -> Pack:
    words.known(PACK_KEYS)
    compiler.path = words.path
    audiences = _audiences(words, compiler)
    negators, not_negators, resets = negation(compiler, words.path)
    title, version, as_of, source = (words.text(key) for key in PACK_KEYS[:4])
    return Pack(
        law=COMMON,
        title=title,
        jurisdiction="",
        version=version,
        as_of=as_of,
        source=source,
        aliases=(),
        requirements=(),
        plan=NO_PLAN,
        own=-1,
        foreign=-1,
        foreign_headings=-1,
        negators=negators,
        not_negators=not_negators,
        resets=resets,
        checks=checks,
        audiences=audiences,
    )


def _audiences(words: Keys, compiler: Compiler) -> tuple[Element, ...]:
    """Return the audiences: each a name, and the phrases that address a passage to it."""
    if not isinstance(words.table.get("audiences"), Table):
        words.wrong("audiences", "audiences takes names with lists of phrases")
        return ()
    found = named_elements(words, "audiences", compiler, plain=True)
    return tuple(element._replace(node=_phrases(compiler, element.node)) for element in found)


def _phrases(compiler: Compiler, node: int) -> int:
    """Return one phrase node for the alternatives of a pattern node; an audience is a list of phrases."""
    kind, *rest = compiler.program.nodes[node]
    numbers = rest[0] if kind == "any" else (node,)
    return compiler.program.either([compiler.program.nodes[number][1] for number in numbers])
