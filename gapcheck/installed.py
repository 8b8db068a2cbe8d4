"""Laws that installed Python packages bring rules for, by the entry points of one group; nothing of such a package is run."""

from __future__ import annotations

import os

from gapcheck.errors import GapcheckError, Problem
from gapcheck.loader import find_rules, laws, pack_directories
from gapcheck.ruleplaces import Layers, layers, over, places

GROUP = "gapcheck.packs"


def with_installed(rules: str) -> Layers:
    """Return `rules` and, beside them, the laws that they have no rules for and an installed package has."""
    from importlib.metadata import entry_points  # takes longer to import than a short policy to check

    built_in = find_rules()
    if places(rules)[-1] != built_in:  # they stand alone
        return layers(rules)
    known = {name.lower() for law in laws(rules, []) for name in (law.law, *law.aliases)} | set(pack_directories(rules))
    found: dict[str, tuple[str, str]] = {}
    amiss: list[Problem] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        who = f"{GROUP}: {point.name} = {point.value}"
        try:
            place = over(_folder(point.value, who), built_in)
            names = pack_directories(str(place))
        except GapcheckError as error:
            amiss += error.problems
            continue
        for name in names:
            if name in known:
                amiss.append(Problem(who, 0, 0, f"there are other rules for {name}, so these are not used; to use them: --rules {place}"))
            elif name in found and found[name][0] != place:
                amiss.append(Problem(who, 0, 0, f"{found[name][1]} has rules for {name} too: uninstall one, or name a folder with --rules"))
            else:
                found[name] = (place, who)
    return layers(rules, places(rules)[1:], {name: place for name, (place, _) in found.items()}, amiss)


def _folder(value: str, who: str) -> str:
    """Return the folder of a package, which is not imported; raises GapcheckError."""
    from importlib.util import find_spec

    top, *rest = value.partition(":")[0].strip().split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        spec = None
    for location in (spec.submodule_search_locations or ()) if spec else ():
        folder = os.path.join(location, *rest)
        if os.path.isdir(folder):
            return folder
    raise GapcheckError(Problem(who, 0, 0, "no such folder: the value names a package, whose folder holds packs"))
