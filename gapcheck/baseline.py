"""The gaps that a project already had: kept in a file, so that only new ones count."""

from __future__ import annotations

import json
import os
from collections import Counter

from gapcheck.config import ConfigError
from gapcheck.errors import Problem
from gapcheck.finding import GAPS, Checked, Excuse
from gapcheck.fingerprint import fingerprint
from gapcheck.outcome import packs_of
from gapcheck.paths import STDIN
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.unmerged import SAID, unmerged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gapcheck.finding import Report

VERSION = 1
KIND = "baseline"
_AND = " + "  # between the files of one policy
_KEYS = ("path", "id", "status", "fingerprint")


class Entry(Record):
    """One known gap; `path` is relative to the baseline, with slashes."""

    path: str
    id: str
    status: str
    fingerprint: str


def read(path: str) -> list[Entry]:
    """Return the known gaps that the file holds; raises ConfigError."""
    try:
        if os.path.exists(path) and not os.path.isfile(path):  # to open a pipe would wait for its writer
            raise _error(path, f"the baseline cannot be read: {'Is a directory' if os.path.isdir(path) else 'it is no ordinary file'}")
        with open(path, "rb") as file:
            text = file.read().decode("utf-8-sig", "surrogateescape")
        data = json.loads(text)
    except FileNotFoundError:
        raise _error(path, f"no such baseline; write one with: gapcheck ... --write-baseline {path}") from None
    except OSError as error:
        raise _error(path, f"the baseline cannot be read: {error.strerror}") from None
    except json.JSONDecodeError as error:
        line = unmerged(text)
        place = (line, 1) if line else (error.lineno, error.colno)
        raise ConfigError(Problem(path, *place, SAID if line else f"is no baseline: it is not JSON ({error.msg})")) from None
    except (ValueError, RecursionError):
        raise _error(path, "is no baseline: it is not JSON") from None
    if not isinstance(data, dict) or "gapcheck-baseline" not in data:
        raise _error(path, "is no baseline: it has no 'gapcheck-baseline'; write one with --write-baseline")
    if data["gapcheck-baseline"] != VERSION:
        raise _error(path, f"is a baseline of version {data['gapcheck-baseline']!r}, and this gapcheck reads {VERSION}; write it again")
    gaps = data.get("gaps")
    if not isinstance(gaps, list):
        raise _error(path, "is no baseline: 'gaps' must be a list")
    found = []
    for number, gap in enumerate(gaps, 1):
        if not isinstance(gap, dict) or not all(isinstance(gap.get(key), str) for key in _KEYS):
            raise _error(path, f"gap {number} needs {', '.join(_KEYS)}, each a text")
        found.append(Entry(*(gap[key] for key in _KEYS)))
    return found


def apply(report: Report, paths: Sequence[str]) -> Report:
    """Return the report with known gaps marked, and a note on each policy about them; `paths` has the baseline of each, "" for none."""
    held = {path: read(path) for path in dict.fromkeys(paths) if path}
    documents = (_known(one, path, held[path], report) if path else one for one, path in zip(report.documents, paths, strict=True))
    return report._replace(documents=tuple(documents))


def _known(checked: Checked, path: str, entries: Sequence[Entry], report: Report) -> Checked:
    """Return what was found in one policy, with the gaps marked that the baseline `path` holds."""
    inside = _inside(checked, path)
    own = [entry for entry in entries if entry.path == inside]
    known, gone = _match(checked, own, _judged(checked, report))
    findings = tuple(
        finding._replace(excuse=Excuse(KIND, f"in {path}")) if number in known and not finding.excuse else finding
        for number, finding in enumerate(checked.findings)
    )
    moved = () if own or checked.error else sorted({entry.path for entry in entries if not _is_there(entry, path)})
    return checked._replace(findings=findings, notes=(*checked.notes, *_notes(path, len(known), gone, moved)))


def _notes(path: str, known: int, gone: Sequence[Entry], moved: Sequence[str]) -> Iterable[str]:
    if moved:
        yield (
            f"baseline {path}: knows no gap of this policy, but such of {', '.join(moved)}, which {'is' if len(moved) == 1 else 'are'} "
            f"not there any more; if this is it under a new name: --write-baseline {path}"
        )
    if known:
        yield f"baseline {path}: {known} known {'gap' if known == 1 else 'gaps'} of this policy not shown and not counted"
    if gone:
        ids = ", ".join(dict.fromkeys(entry.id for entry in gone))
        yield f"baseline {path}: no gap any more: {ids}; take it out with --write-baseline {path}"


def _match(checked: Checked, entries: Sequence[Entry], judged: frozenset[str]) -> tuple[set[int], list[Entry]]:
    """Return the numbers of the findings that `entries` know, and the entries for which there is no gap any more.

    What was missing or wrong and is now incomplete got better: it is known.
    """
    if checked.document is None or checked.error:
        return set(), []
    left = Counter(entries)
    known: set[int] = set()
    gaps = {number: finding for number, finding in enumerate(checked.findings) if finding.status in GAPS}
    for number, finding in gaps.items():
        entry = Entry(entries[0].path if entries else "", finding.requirement.id, finding.status, fingerprint(finding, checked.document))
        if left[entry]:
            left[entry] -= 1
            known.add(number)
    for number, finding in gaps.items():
        if number not in known and finding.status == "partial":
            for entry, count in left.items():
                if count and entry.id == finding.requirement.id and entry.status != "partial":
                    left[entry] -= 1
                    known.add(number)
                    break
    undecided = {finding.requirement.id for finding in checked.findings if finding.status == "undecided"}
    return known, [entry for entry in left.elements() if entry.id in judged - undecided]


def _judged(checked: Checked, report: Report) -> frozenset[str]:
    """Return the ids of what was looked for: some checks are for some laws only."""
    packs = packs_of(checked, report)
    laws = {pack.law for pack in packs if pack.requirements}
    checks = [check.id for pack in packs for check in pack.checks if not laws or not check.laws or laws & set(check.laws)]
    return frozenset([rule.id for pack in packs for rule in pack.requirements] + checks)


def write(report: Report, path: str) -> str:
    """Write the gaps of the report to the baseline `path`, and return a sentence about it; raises ConfigError.

    Known gaps of policies and requirements that this run did not look at stay, unless the policy is no longer there.
    """
    failed = [Problem(checked.path, 0, 0, f"could not check: {checked.error}") for checked in report.documents if checked.error]
    if failed:
        raise ConfigError(*failed, Problem(path, 0, 0, "the baseline was not written, since not every policy could be checked"))
    before = read(path) if os.path.exists(path) else []
    here = {_inside(checked, path): checked for checked in report.documents}
    found = [entry for inside, checked in here.items() for entry in _entries(checked, inside)]
    kept = [entry for entry in before if _stays(entry, here, report, path)]
    after = sorted([*found, *kept])
    _save(_text(after), path)
    old, new = Counter(before), Counter(after)
    gone = old - new
    said = f"{path}: {len(after)} known gap{'s'[: len(after) != 1]}, {(new - old).total()} of them new; {gone.total()} taken out"
    named = ", ".join(dict.fromkeys(f"{entry.id} ({entry.path})" for entry in gone.elements()))
    return said + (f": {named}" if named else "") + "\n"


def _entries(checked: Checked, inside: str) -> Iterable[Entry]:
    for finding in checked.findings:
        if finding.status in GAPS and not finding.excuse and checked.document:
            yield Entry(inside, finding.requirement.id, finding.status, fingerprint(finding, checked.document))


def _stays(entry: Entry, here: dict[str, Checked], report: Report, path: str) -> bool:
    if entry.path in here:
        return entry.id not in _judged(here[entry.path], report)
    return _is_there(entry, path)


def _is_there(entry: Entry, path: str) -> bool:
    """Return whether the policy of a known gap, or each of its files, still is where it was."""
    folder = os.path.dirname(path)
    files = (entry.path,) if os.path.exists(os.path.join(folder, entry.path)) else entry.path.split(_AND)
    return all(file == STDIN or os.path.exists(os.path.join(folder, file)) for file in files)


def _text(entries: Sequence[Entry]) -> str:
    """Return the file: a line a gap, so that two branches that each touch some can be merged."""
    lines = ",\n".join("    " + json.dumps(entry._asdict(), ensure_ascii=False) for entry in entries)
    gaps = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{{\n  "gapcheck-baseline": {VERSION},\n  "gaps": {gaps}\n}}\n'


def _save(text: str, path: str) -> None:
    """Write the file, whole or not at all; of a name that is not UTF-8, the escapes are those of JSON."""
    partial = f"{path}.{os.getpid()}.tmp"
    try:
        try:
            with open(partial, "x", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.write(text)
            os.replace(partial, path)
        finally:
            if os.path.lexists(partial):
                os.unlink(partial)
    except OSError as error:
        raise _error(path, f"the baseline cannot be written: {error.strerror}") from None


def _inside(checked: Checked, path: str) -> str:
    """Return the path of a policy, or of each of its files, as the baseline `path` has it."""
    if checked.document is None or not checked.document.parts:
        return relative(checked.path, path)
    return _AND.join(sorted(relative(part.document.path, path) for part in checked.document.parts))


def relative(policy: str, path: str) -> str:
    """Return a policy's path as the baseline `path` has it."""
    if policy == STDIN:
        return STDIN
    return os.path.relpath(policy, os.path.dirname(os.path.abspath(path))).replace(os.sep, "/")


def _error(path: str, message: str) -> ConfigError:
    return ConfigError(Problem(path, 0, 0, message))
