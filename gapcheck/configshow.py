"""The settings that hold for a policy, each with where it comes from, as text."""

from __future__ import annotations

import os

from gapcheck.arguments import Arguments, UsageError
from gapcheck.config import Configurations, lost
from gapcheck.errors import UnknownError
from gapcheck.jobs import inside, law_texts, own_rules, unknown_ids, unknown_laws
from gapcheck.record import TYPE_CHECKING
from gapcheck.report.terminal import printable
from gapcheck.strictyaml import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapcheck.errors import Problem
    from gapcheck.settings import Override, Settings

_DEFAULTS = {
    "law": "none: to be named",
    "fail-on": "mandatory",
    "as-of": "today",
    "baseline": "none",
    "select": "everything",
    "ignore": "nothing",
    "rules": "those built in",
}


def show_config(arguments: Arguments, rules: str) -> tuple[str, list[str]]:
    """Return what holds for each policy named, or for any in the current folder, and which files are not there; raises GapcheckError
    where a configuration names no law or requirement that there is, be it for another policy.
    """
    if arguments.names[:1] != ("show",):
        raise UsageError("there is one thing to do with the configuration: gapcheck config show [FILE...]")
    configurations = Configurations(arguments.config, arguments.isolated)
    blocks = []
    used: dict[str, Settings] = {}
    for name in arguments.names[1:] or (os.curdir,):
        folder = name if os.path.isdir(name) else os.path.dirname(os.path.abspath(name))
        settings = configurations.of(os.path.abspath(folder))
        path = "" if os.path.isdir(name) else inside(name, settings)
        if settings:
            used[settings.path] = settings
        blocks.append("\n".join(_lines(name, settings, path, arguments)) + "\n")
    problems = [problem for settings in used.values() for problem in _unknown(settings, bool(arguments.rules), rules)]
    if problems:
        raise UnknownError(*problems)
    return "\n".join(blocks), [str(problem) for settings in used.values() for problem in lost(settings)]


def _unknown(settings: Settings, given: bool, rules: str) -> list[Problem]:
    """Return what in a configuration is the name of no law, or the id of no requirement."""
    if settings.rules and not given:
        rules = own_rules(os.path.join(os.path.dirname(settings.path), settings.rules), rules, [settings])
    parts: tuple[Settings | Override, ...] = (settings, *settings.overrides)
    wrong = unknown_laws([law for part in parts for law in part.laws or ()], rules, settings.path)
    ids = [id for part in parts for id in (*(part.select or ()), *(part.ignore or ()))]
    ids += [Text(waiver.id, waiver.line, waiver.column, 0) for waiver in settings.waivers]
    return wrong + (unknown_ids(ids, rules, settings.path) if ids else [])


def _lines(name: str, settings: Settings | None, path: str, arguments: Arguments) -> Iterator[str]:
    where = (
        f"configured in {settings.path}"
        if settings
        else "no configuration (--isolated)"
        if arguments.isolated
        else "no configuration found"
    )
    yield printable(f"{name}: {where}")
    said = law_texts(settings, path)
    given = {"law": arguments.laws, "rules": (arguments.rules,) if arguments.rules else ()}
    for key, default in _DEFAULTS.items():
        value, origin = default, "default"
        texts = said.get(key)
        single = getattr(settings, key.replace("-", "_"), None) if settings and key not in said else None
        if given.get(key):
            value, origin = ", ".join(given[key]), "command line"
        elif settings and texts:
            value = ", ".join(text.value for text in texts)
            origin = f"{settings.path}:{texts[-1].line}:{texts[-1].column}"
        elif settings and single:
            value, origin = single, f"{settings.path}:{settings.places[key][0]}:{settings.places[key][1]}"
        yield printable(f"  {key:10}{value}  ({origin})")
    for waiver in settings.waivers if settings else ():
        paths = ", ".join(waiver.paths) or "every policy"
        until = f", until {waiver.expires}" if waiver.expires else ""
        yield printable(f"  {'waiver':10}{waiver.id} in {paths}{until}: {waiver.reason}  ({waiver.path}:{waiver.line}:{waiver.column})")
    for pin in settings.packs if settings else ():
        yield printable(f"  {'pack':10}{pin.law} {pin.version}  ({settings.path if settings else ''}:{pin.line}:{pin.column})")
    for group in settings.documents if settings else ():
        yield printable(f"  {'document':10}{group.name}: {', '.join(group.files)}  ({settings.path if settings else ''})")
