"""The settings that hold for a policy, each with where it comes from, as text."""

from __future__ import annotations

import os

from gapcheck.arguments import Arguments, UsageError
from gapcheck.config import Configurations
from gapcheck.jobs import inside, law_texts
from gapcheck.record import TYPE_CHECKING
from gapcheck.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapcheck.settings import Settings

_DEFAULTS = {
    "law": "none: to be named",
    "fail-on": "mandatory",
    "as-of": "today",
    "baseline": "none",
    "select": "everything",
    "ignore": "nothing",
    "rules": "those built in",
}


def show_config(arguments: Arguments) -> str:
    """Return what holds for each policy named, or for any in the current folder."""
    if arguments.names[:1] != ("show",):
        raise UsageError("there is one thing to do with the configuration: gapcheck config show [FILE...]")
    configurations = Configurations(arguments.config, arguments.isolated)
    blocks = []
    for name in arguments.names[1:] or (os.curdir,):
        folder = name if os.path.isdir(name) else os.path.dirname(os.path.abspath(name))
        settings = configurations.of(os.path.abspath(folder))
        path = "" if os.path.isdir(name) else inside(name, settings)
        blocks.append("\n".join(_lines(name, settings, path, arguments)) + "\n")
    return "\n".join(blocks)


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
