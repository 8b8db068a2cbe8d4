"""`gapcheck init`: a first configuration from what a folder holds, and the hook that uses it; nothing there is overwritten."""

from __future__ import annotations

import os
import shlex

from gapcheck import hookfile
from gapcheck.arguments import CHECK, Arguments, UsageError
from gapcheck.config import YAML, ConfigError, Configurations
from gapcheck.errors import GapcheckError, Problem
from gapcheck.hookfile import quoted
from gapcheck.loader import law_names, laws, resolve
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.report.terminal import printable
from gapcheck.survey import Group, Policy, groups, survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gapcheck.settings import Settings
    from gapcheck.survey import Survey

BASELINE = "gapcheck-baseline.json"


class Plan(Record):
    """What the configuration will say: for each set of laws the paths it is for, the most usual first."""

    laws: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    groups: tuple[Group, ...]


def init(arguments: Arguments, rules: str, check: Callable[[Arguments], tuple[str, int, list[str]]]) -> tuple[str, int, list[str]]:
    """Write what is not there yet, and return what was done, an exit code, and what went wrong; `check` runs a check."""
    if len(arguments.names) > 1:
        raise UsageError("init looks at one folder: gapcheck init [FOLDER]")
    folder = arguments.names[0] if arguments.names else os.curdir
    if not os.path.isdir(folder):
        raise UsageError(f"there is no folder {folder!r} to look at")
    settings = Configurations().of(os.path.abspath(folder))
    found = survey(folder, law_names(rules, ()))
    sound = [policy for policy in found.policies if not policy.error]
    said = list(_seen(found, folder))
    if settings:
        said.append(f"{settings.path} holds settings for this folder already: left as it is.")
    else:
        said += _configure(arguments, rules, folder, found)
    code, errors = 0, list[str]()
    names = tuple(_from_here(folder, policy.path) for policy in sound)
    if arguments.write_baseline and names:
        try:
            text, code, errors = check(arguments._replace(command=CHECK, names=names, laws=()))
            said.append(f"Known gaps: {text.strip()}")
        except GapcheckError as error:  # what is written already is to be told all the same
            code, errors = 2, [str(problem) for problem in error.problems]
        if settings and not settings.baseline:
            said.append(f"To have them known, put this in {settings.path}: baseline: {_inside(arguments.write_baseline, _home(settings))}")
    said += _hook(arguments, folder, found)
    said += _next(names, settings, arguments)
    return "\n".join(map(printable, "\n".join(said).split("\n"))) + "\n", code, errors


def _seen(found: Survey, folder: str) -> Iterator[str]:
    """Yield what there is, and which laws it names."""
    sound = [policy for policy in found.policies if not policy.error]
    yield f"{len(sound)} {'policy' if len(sound) == 1 else 'policies'} found" + (
        ":" if sound else " here." if folder == os.curdir else f" in {folder}."
    )
    for policy in sound:
        named = "; ".join(f"{one.law} ({one.place}: {one.words!r})" for one in policy.mentions)
        yield f"  {_from_here(folder, policy.path)}: " + (f"names {named}" if named else "names no law there are rules for")
    for policy in found.policies:
        if policy.error:
            yield f"  left out: {_from_here(folder, policy.path)}: {policy.error}"
    if found.unread:
        yield f"  not looked into: {found.unread} more Word and PDF files"


def _configure(arguments: Arguments, rules: str, folder: str, found: Survey) -> Iterator[str]:
    """Write the configuration, and yield what was done."""
    plan = _plan(resolve(rules, arguments.laws) if arguments.laws else (), found.policies)
    if not plan.laws:
        known = ", ".join(f"{law.law} ({law.title})" for law in laws(rules, []))
        what = "no policy found here" if not found.policies else "no policy here names a law that there are rules for"
        raise UsageError(f"{what}, so say which law to check against: gapcheck init --law LAW; there are rules for {known}")
    path = os.path.join(folder, YAML[0])
    baseline = _inside(arguments.write_baseline, folder) if arguments.write_baseline else ""
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(configuration(plan, found.policies, baseline))
    except OSError as error:
        raise ConfigError(Problem(path, 0, 0, f"cannot be written: {error.strerror}")) from None
    yield ""
    yield f"{_from_here(folder, YAML[0])} is written: law {', '.join(plan.laws[0][0])}; a run fails on any gap in what the law requires."
    for others, paths in plan.laws[1:]:
        yield f"  for {', '.join(paths)}: law {', '.join(others)}"
    for group in plan.groups:
        said = "judged as one policy" if group.sure else "perhaps one policy (see documents: in it)"
        yield f"  {' + '.join(group.files)}: {said}"


def _plan(given: Sequence[str], policies: Sequence[Policy]) -> Plan:
    """Return what to write: the laws given, else those that each policy names, the same for all files of one."""
    together = groups(policies)
    if given:
        return Plan(((tuple(given), ()),), tuple(together))
    first = {path: group.files[0] for group in together if group.alone for path in group.files}
    named: dict[str, set[str]] = {}
    for policy in policies:
        if not policy.error:
            named.setdefault(first.get(policy.path, policy.path), set()).update(one.law for one in policy.mentions)
    sets: dict[tuple[str, ...], list[str]] = {}
    for path, found in named.items():
        if found:
            sets.setdefault(tuple(sorted(found)), []).extend([path, *(one for one in first if first[one] == path != one)])
    ranked = sorted(sets.items(), key=lambda one: -len(one[1]))
    return Plan(tuple((found, tuple(paths)) for found, paths in ranked), tuple(together))


def configuration(plan: Plan, policies: Sequence[Policy], baseline: str) -> str:
    """Return the configuration, as YAML with comments."""
    sound = [policy.path for policy in policies if not policy.error]
    example = sound[0] if sound else "privacy.md"
    said = ["# Settings of gapcheck for the policies in and below this folder. What holds for one, and why:"]
    said += [f"#   gapcheck config show {shlex.quote(example)}", ""]
    said += ["# Laws to check against; gapcheck rules lists all there are. Take out what does not apply to you."]
    said += [f"#   {one.law}: named in {policy.path}, {one.place}" for policy in policies if not policy.error for one in policy.mentions]
    said += [_items("law", plan.laws[0][0]), ""]
    said += ["# Which gaps fail a run: mandatory, recommended, critical, high, medium, low, info or never.", "fail-on: mandatory", ""]
    said += ["# Gaps that there are already, and that neither show nor count. To write the file:"]
    said += [f"#   gapcheck --write-baseline {shlex.quote(baseline or BASELINE)} {shlex.quote(example)}"]
    said += [f"baseline: {quoted(baseline)}" if baseline else f"# baseline: {BASELINE}", ""]
    said += ["# Requirements to leave out; GDPR-13 stands for all of GDPR-13-...", "# ignore: [GDPR-27]", ""]
    said += ["# Other settings for some policies; the last that matches wins."]
    said += _overrides(plan.laws[1:]) or ["# overrides:", "#   - paths: [legal/canada/]", "#     law: pipa-ab"]
    said += ["", "# Files that make up one policy: what one says counts for all, and to name one is to check them all."]
    said += _documents(plan.groups) or ["# documents:", "#   - name: shop", "#     files: [legal/shop.md, legal/cookies.md]"]
    said += ["", "# Gaps that somebody has decided to accept.", "# waivers:"]
    said += ["#   - {id: GDPR-13-1-b, paths: legal/shop.md, reason: no officer is required, approver: J. Roe, expires: 2027-06-30}"]
    return "\n".join(said) + "\n"


def _items(key: str, values: Sequence[str]) -> str:
    return f"{key}: [{', '.join(values)}]"


def _overrides(others: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]) -> list[str]:
    lines = ["overrides:"] if others else []
    for found, paths in others:
        lines += ["  - paths:", *(f"      - {quoted('./' + path)}" for path in paths), f"    {_items('law', found)}"]
    return lines


def _documents(together: Sequence[Group]) -> list[str]:
    """Return the groups: as comments where it is not sure that the files belong together."""
    lines = [] if not together else ["documents:"] if any(group.sure for group in together) else ["# documents:"]
    for group in together:
        name = os.path.dirname(group.files[0]) or "policy"
        entry = [f"  - name: {quoted(name)}", "    files:", *(f"      - {quoted(path)}" for path in group.files)]
        lines += entry if group.sure else [f"# {line}" for line in entry]
    return lines


def _hook(arguments: Arguments, folder: str, found: Survey) -> Iterator[str]:
    """Write or show the hook, and yield what was done, or what there is to do."""
    root = _root(os.path.abspath(folder))
    if root is None:
        if arguments.write_hook:
            yield "\nThere is no Git repository here, so there is no commit to hook into."
        return
    path = os.path.join(root, hookfile.NAME)
    shown = _from_here(root, hookfile.NAME)
    if hookfile.has_hook(path):
        yield f"\n{shown} has a hook of gapcheck already: left as it is."
        return
    sound, others = (
        [_inside(os.path.join(folder, one.path), root) for one in found.policies if bool(one.error) is bad] for bad in (False, True)
    )
    origin = hookfile.source()
    entry = hookfile.entry(origin, hookfile.pattern(sound, others))
    there = os.path.lexists(path)
    text = hookfile.read(path) if there else ""
    after = hookfile.with_entry(text, entry) if there else hookfile.whole(entry)
    if arguments.write_hook and after:
        _save(path, after, there)
        yield f"\n{shown} {'has the hook now' if there else 'is written'}:\n\n{entry.rstrip()}"
    else:
        how = "Put this under repos: in" if there else "To check every commit, put this in"
        if there and arguments.write_hook:
            how = "The hook is not written, for it is not clear where in the file it would go. " + how
        more = "" if arguments.write_hook else " (gapcheck init --write-hook does that)"
        yield f"\n{how} {shown}{more}:\n\n{(entry if there else hookfile.whole(entry)).rstrip()}"
    if origin.is_local:
        yield "\nIts address is a folder of this machine; before others use it, put the address of the repository there."


def _save(path: str, text: str, there: bool) -> None:
    try:
        with open(path, "w" if there else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(Problem(path, 0, 0, f"cannot be written: {error.strerror}")) from None


def _next(names: Sequence[str], settings: Settings | None, arguments: Arguments) -> Iterator[str]:
    """Yield the commands to go on with."""
    if not names:
        return
    yield "\nNext:"
    yield f"  gapcheck {' '.join(map(shlex.quote, names[:4]))}"
    if not arguments.write_baseline and not (settings and settings.baseline):
        yield f"  gapcheck --write-baseline {BASELINE} ...   keeps the gaps there are; with baseline: in the settings, only new ones count"
    if arguments.write_hook:
        yield "  pre-commit install"


def _home(settings: Settings) -> str:
    return os.path.dirname(os.path.abspath(settings.path))


def _root(folder: str) -> str | None:
    """Return the root of the repository that `folder` is in, if it is in one."""
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def _inside(path: str, folder: str) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")


def _from_here(folder: str, path: str) -> str:
    return os.path.normpath(os.path.relpath(os.path.join(folder, path)))
