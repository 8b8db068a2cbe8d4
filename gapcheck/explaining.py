"""`gapcheck explain`: the requirements named, each as text with its own examples."""

from __future__ import annotations

import os

from gapcheck.arguments import Arguments, UsageError
from gapcheck.checkreader import compile_checks
from gapcheck.config import Configurations
from gapcheck.explain import explain, find
from gapcheck.jobs import own_rules
from gapcheck.loader import installed_laws, load_checks, load_sound
from gapcheck.outcome import Exit
from gapcheck.packreader import compile_pack
from gapcheck.record import TYPE_CHECKING

if TYPE_CHECKING:
    from gapcheck.report import Style


def explained(arguments: Arguments, rules: str, style: Style) -> tuple[str, int, list[str]]:
    """Return what to print, the exit code, and what is wrong with rules."""
    if not arguments.names:
        raise UsageError("name a requirement: gapcheck explain ID; see: gapcheck rules")
    rules = rules if arguments.rules else _configured(rules)
    packs, broken = load_sound(rules, arguments.laws or ("all", *installed_laws(rules)))
    found = find(arguments.names, (*packs, *load_checks(rules)), broken)
    texts = []
    for pack, rule in found:
        source = compile_checks(rules) if pack.checks else compile_pack(rules, pack.law)
        texts.append(explain(pack, rule, source.examples, style))
    return "\n".join(texts), Exit.CLEAN, [str(problem) for problem in broken]


def _configured(rules: str) -> str:
    """Return `rules` with those that the configuration of the current folder adds: the reports made there name them."""
    settings = Configurations().of(os.getcwd())
    if settings is None or not settings.rules:
        return rules
    return own_rules(os.path.join(os.path.dirname(settings.path), settings.rules), rules, [settings])
