"""`gapcheck explain`: the requirements named, each as text with its own examples."""

from __future__ import annotations

from gapcheck.arguments import Arguments, UsageError
from gapcheck.checkreader import compile_checks
from gapcheck.explain import explain, find
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
    packs, broken = load_sound(rules, arguments.laws or ("all", *installed_laws(rules)))
    found = find(arguments.names, (*packs, *load_checks(rules)), broken)
    texts = []
    for pack, rule in found:
        source = compile_checks(rules) if pack.checks else compile_pack(rules, pack.law)
        texts.append(explain(pack, rule, source.examples, style))
    return "\n".join(texts), Exit.CLEAN, [str(problem) for problem in broken]
