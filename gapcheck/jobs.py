"""What each policy is checked against: the command line decides, then the configuration nearest to the policy."""

from __future__ import annotations

import os

from gapcheck.arguments import UsageError, no_law
from gapcheck.checking import Run, chosen, stands_for
from gapcheck.config import ConfigError, Configurations
from gapcheck.errors import GapcheckError, Problem, UnknownError, did_you_mean
from gapcheck.loader import installed_laws, law_names, laws, load_checks, load_sound, load_together
from gapcheck.paths import STDIN, Input, inputs, normal
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.rule import ids_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gapcheck.arguments import Arguments
    from gapcheck.closest import Weights
    from gapcheck.finding import Checked, Shown
    from gapcheck.rule import Pack
    from gapcheck.settings import Settings
    from gapcheck.strictyaml import Text


# Where there are more policies than this, what no report reads of them is not kept.
MANY = 50


class Job(Record):
    """One policy, the laws and packs to check it against, and its configuration; `inside` is its path from there, with slashes,
    and `others` are those of its other files where it is several.
    """

    item: Input
    laws: tuple[str, ...]
    packs: tuple[Pack, ...]
    settings: Settings | None
    inside: str
    others: tuple[str, ...] = ()


class Jobs(Record):
    """A run: a job for each policy, and what holds for all of them; `rules` are those of the command line or of the configuration,
    and `baselines` has that of each job, "" for none.
    """

    jobs: tuple[Job, ...]
    fail_on: str
    as_of: str | None
    baselines: tuple[str, ...]
    rules: str


def jobs(arguments: Arguments, rules: str) -> Jobs:
    """Return what there is to do; raises GapcheckError where that is not clear."""
    configurations = Configurations(arguments.config, arguments.isolated)
    named = list(inputs(arguments.names))
    used = [configurations.of(os.getcwd() if one.path == STDIN else os.path.dirname(os.path.abspath(one.path))) for one in named]
    own = None if arguments.rules else _one("rules", used)
    rules = own_rules(own, rules, used) if own else rules
    packs = _Packs(arguments, rules)
    found: list[Job] = []
    for item, settings in zip(named, used, strict=True):
        path = inside(item.path, settings)
        found.append(Job(item, *packs.of(settings, path), settings, path))
    found = [_together(found)] if arguments.together else list(_grouped(found, packs))
    baselines = tuple(arguments.baseline or _baseline(job.settings) for job in found)
    fail_on = arguments.fail_on or _one("fail-on", used) or "mandatory"
    return Jobs(tuple(found), fail_on, arguments.as_of or _one("as-of", used), baselines, rules)


def own_rules(own: str, rules: str, used: Sequence[Settings | None]) -> str:
    """Return the folder `own`, which a configuration names, over `rules`."""
    from gapcheck.ruleplaces import over

    if not os.path.isdir(own):
        said = next(settings for settings in used if settings)
        raise ConfigError(Problem(said.path, *said.places["rules"], f"no folder of rules is there: {own}"))
    return over(own, rules)


def _together(found: Sequence[Job]) -> Job:
    """Return the one job that several are where their files are one policy."""
    first, *others = found
    if not others:
        return first
    apart = [job.item.path for job in others if job.packs != first.packs]
    if apart:
        raise UsageError(
            f"{first.item.path} and {apart[0]} are configured with different laws or requirements, so they are not one policy; "
            "give --law, --select and --ignore, or check them apart"
        )
    whole = Input(" + ".join(job.item.path for job in found), "", tuple(job.item for job in found))
    return first._replace(item=whole, others=tuple(job.inside for job in others))


def _grouped(found: Sequence[Job], packs: _Packs) -> Iterator[Job]:
    """Yield the jobs, those of files that a configuration says make up one policy as one, with its files that were not named."""
    named = {(job.settings.path, job.inside): job for job in found if job.settings}
    done: set[tuple[str, str]] = set()
    for job in found:
        settings = job.settings
        group = next((one for one in settings.documents if job.inside in map(normal, one.files)), None) if settings else None
        if settings is None or group is None:
            yield job
        elif (settings.path, group.name) not in done:
            done.add((settings.path, group.name))
            members = []
            for path in map(normal, group.files):
                item = Input(os.path.join(os.path.dirname(settings.path), path))
                members.append(named.get((settings.path, path)) or Job(item, *packs.of(settings, path), settings, path))
            yield _together(members)


def pieces_of(
    todo: Sequence[Job], as_of: str, shown: Shown, rules: str | None, weights: dict[tuple[str, str], Weights] | None
) -> list[tuple[Input, Run]]:
    """Return each policy with what it is checked against; where the other laws it names are wanted too, `rules` is where their names are.

    `weights` tell which passage comes closest to what is missing.
    """
    runs: dict[int, Run] = {}
    for job in todo:
        if id(job.packs) not in runs:
            named = law_names(rules, job.laws) if rules else None
            runs[id(job.packs)] = Run(job.packs, as_of, shown, named, weights)
    return [(job.item, runs[id(job.packs)]) for job in todo]


def gathered(todo: Sequence[Job], found: Iterable[Checked]) -> tuple[Checked, ...]:
    """Return what is found in each policy, with the packs it was checked against where those differ."""
    checked = found
    if len(todo) > MANY:
        from gapcheck.plain import lean  # a short run ends before it would be of use

        checked = (one._replace(document=one.document and lean(one.document)) for one in checked)
    if len({id(job.packs) for job in todo}) < 2:
        return tuple(checked)
    return tuple(one._replace(packs=job.packs) for one, job in zip(checked, todo, strict=True))


def packs_together(todo: Sequence[Job]) -> tuple[Pack, ...]:
    """Return every pack of a run once, with all requirements that any policy is checked against."""
    made = {id(job.packs): job.packs for job in todo}
    if len(made) == 1:
        return next(iter(made.values()))
    whole: dict[str, Pack] = {}
    for pack in (pack for packs in made.values() for pack in packs):
        known = whole.setdefault(pack.law, pack)
        rules = dict.fromkeys((*known.requirements, *pack.requirements))
        checks = dict.fromkeys((*known.checks, *pack.checks))
        whole[pack.law] = known._replace(requirements=tuple(rules), checks=tuple(checks))
    return tuple(sorted(whole.values(), key=lambda pack: bool(pack.checks)))


def inside(path: str, settings: Settings | None) -> str:
    """Return the path from the configuration's folder, with slashes."""
    if settings is None or path == STDIN:
        return path
    return os.path.relpath(path, os.path.dirname(os.path.abspath(settings.path))).replace(os.sep, "/")


def _one(key: str, used: Sequence[Settings | None]) -> str | None:
    """Return what the configurations of a run say for a setting that a run has only one of."""
    said: dict[str | None, str] = {}
    for settings in used:
        value = getattr(settings, key.replace("-", "_")) if settings else None
        if settings and value and key == "rules":
            value = os.path.join(os.path.dirname(settings.path), value)
        said.setdefault(value, settings.path if settings else "no configuration")
    if len(said) > 1:
        shown = ", ".join(f"{value or 'nothing'} ({path})" for value, path in said.items())
        raise UsageError(f"these policies are configured with different {key}: {shown}; give --{key}, or check them apart")
    return next(iter(said), None)


def _baseline(settings: Settings | None) -> str:
    return os.path.join(os.path.dirname(settings.path), settings.baseline) if settings and settings.baseline else ""


def law_texts(settings: Settings | None, path: str) -> dict[str, tuple[Text, ...] | None]:
    """Return the laws, and what to select and ignore, that a configuration has for the policy `path`."""
    if not settings:
        return {"law": None, "select": None, "ignore": None}
    said = {"law": settings.laws, "select": settings.select, "ignore": settings.ignore}
    if settings.overrides:
        from gapcheck.globs import matches  # brings expressions

        for one in settings.overrides:
            if matches(one.paths, path):
                said["law"] = one.laws or said["law"]
                said["select"] = one.select or said["select"]
                said["ignore"] = (*(said["ignore"] or ()), *(one.ignore or ())) or None
    return said


class _Packs:
    """The packs for policies, made once for each set of laws, --select and --ignore."""

    def __init__(self, arguments: Arguments, rules: str) -> None:
        self.arguments = arguments
        self.rules = rules
        self.made: dict[object, tuple[tuple[str, ...], tuple[Pack, ...]]] = {}
        self.loaded: dict[tuple[str, ...], tuple[Pack, ...]] = {}

    def of(self, settings: Settings | None, path: str) -> tuple[tuple[str, ...], tuple[Pack, ...]]:
        """Return the laws and the packs to check the policy `path` against."""
        said = law_texts(settings, path)
        given = self.arguments
        for name, value in (("law", given.laws), ("select", given.select), ("ignore", given.ignore)):
            if value:
                said[name] = None
        key = (*said.values(), settings.path if settings else "")
        if key not in self.made:
            self.made[key] = self._make(said, settings.path if settings else "")
            if settings and settings.packs:
                from gapcheck.pins import check_pins  # few configurations have any

                check_pins(settings, self.made[key][1], self.rules)
        return self.made[key]

    def _make(self, said: dict[str, tuple[Text, ...] | None], path: str) -> tuple[tuple[str, ...], tuple[Pack, ...]]:
        wanted = self.arguments.laws or tuple(law.value for law in self._laws(said["law"], path))
        if not wanted:
            raise UsageError(no_law(laws(self.rules, [])))
        if wanted not in self.loaded:
            self.loaded[wanted] = load_together(self.rules, wanted)
        packs = self.loaded[wanted]
        select = self.arguments.select or self._ids(said["select"], packs, path)
        ignore = self.arguments.ignore or self._ids(said["ignore"], packs, path)
        if said["select"] and not select:
            first = said["select"][0]
            raise ConfigError(Problem(path, first.line, first.column, f"select leaves no requirement of {', '.join(wanted)} to check"))
        try:
            return tuple(pack.law for pack in packs), chosen(packs, select, ignore)
        except GapcheckError as error:
            if self.arguments.select or self.arguments.ignore or not path:
                raise
            raise ConfigError(Problem(path, 0, 0, "select and ignore leave no requirement to check")) from error

    def _laws(self, wanted: tuple[Text, ...] | None, path: str) -> tuple[Text, ...]:
        """Return `wanted`, once it is sure that there are rules for each."""
        if not wanted:
            return ()
        wrong = unknown_laws(wanted, self.rules, path)
        if wrong:
            raise UnknownError(*wrong)
        return wanted

    def _ids(self, wanted: tuple[Text, ...] | None, packs: tuple[Pack, ...], path: str) -> tuple[str, ...]:
        """Return those of `wanted` that stand for something in `packs`; the others must stand for something in another law."""
        here = ids_of(packs)
        found = tuple(id.value for id in wanted or () if any(stands_for(id.value, one) for one in here))
        rest = [id for id in wanted or () if id.value not in found]
        if rest:
            wrong = unknown_ids(rest, self.rules, path)
            if wrong:
                raise UnknownError(*wrong)
        return found


def unknown_laws(wanted: Sequence[Text], rules: str, path: str) -> list[Problem]:
    """Return a problem for each of `wanted`, in the configuration `path`, that there are no rules for."""
    known = {name.lower() for law in laws(rules, []) for name in (law.law, *law.aliases)} | {"all"}
    there = f"; there are rules for {', '.join(sorted(known - {'all'}))}"
    return [
        Problem(path, law.line, law.column, f"no rules for the law {law.value!r}{did_you_mean(law.value.lower(), known) or there}")
        for law in wanted
        if law.value.lower() not in known
    ]


def unknown_ids(wanted: Sequence[Text], rules: str, path: str) -> list[Problem]:
    """Return a problem for each of `wanted`, in the configuration `path`, that stands for no requirement of any law."""
    every = all_ids(rules)
    return [
        Problem(path, id.line, id.column, f"no requirement has the id {id.value!r}{_hint(id.value, every)}")
        for id in wanted
        if not any(stands_for(id.value, one) for one in every)
    ]


def _hint(id: str, every: Sequence[str]) -> str:
    return did_you_mean(id, every) or did_you_mean(id.upper(), every)


def all_ids(rules: str) -> list[str]:
    """Return the ids of all requirements and checks there are, of whatever law."""
    return ids_of((*load_sound(rules, ("all", *installed_laws(rules)))[0], *load_checks(rules)))
