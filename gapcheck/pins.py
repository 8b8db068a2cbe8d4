"""Which version of its rules a law is to be checked by, as a configuration has it."""

from __future__ import annotations

from gapcheck.config import ConfigError
from gapcheck.errors import Problem, UnknownError, did_you_mean
from gapcheck.loader import laws
from gapcheck.record import TYPE_CHECKING
from gapcheck.rule import COMMON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapcheck.rule import Pack
    from gapcheck.settings import Settings


def check_pins(settings: Settings, packs: Sequence[Pack], rules: str) -> None:
    """Raise ConfigError where one of the packs is not what is pinned, UnknownError where there are no rules for what is."""
    here = {pack.law: pack for pack in packs}
    known = [COMMON, *(law.law for law in laws(rules, []))]
    unknown: list[Problem] = []
    wrong: list[Problem] = []
    for pin in settings.packs:
        pack = here.get(pin.law)
        if pack and pin.version not in (pack.version, pack.fingerprint):
            message = (
                f"the rules for {pin.law} are pinned to {pin.version}, but those here are {pack.version} (fingerprint {pack.fingerprint}): "
                "install what has the pinned ones, or change this"
            )
            wrong.append(Problem(settings.path, pin.line, pin.column, message))
        elif not pack and pin.law not in known:
            message = f"no rules for the law {pin.law!r}{did_you_mean(pin.law, known)}"
            unknown.append(Problem(settings.path, pin.line, pin.column, message))
    if unknown:
        raise UnknownError(*unknown, *wrong)
    if wrong:
        raise ConfigError(*wrong)
