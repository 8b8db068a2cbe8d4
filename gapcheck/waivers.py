"""Gaps that somebody has accepted, in a comment in the policy or in the configuration, and what is wrong with such waivers."""

from __future__ import annotations

import os
import re

from gapcheck.document import Document, Lines
from gapcheck.errors import Problem, did_you_mean
from gapcheck.finding import GAPS, Excuse
from gapcheck.jobs import all_ids
from gapcheck.reading.directives import MARK, directives, is_mdx
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.rule import ids_of
from gapcheck.settings import Waiver

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gapcheck.finding import Checked
    from gapcheck.jobs import Job

KIND = "waiver"
_SHAPE = "<!-- gapcheck: allow ID -- reason -->"
_MDX = "{/* gapcheck: allow ID -- reason */}"
# A dash with space around it; word processors make one of two hyphens.
_DASH = re.compile(r"(?:^|\s)(?:--|\u2013|\u2014)(?:\s|$)")


class Waived(Record):
    """What waivers come to: `stale` are those that no longer say anything, `wrong` those that cannot be understood."""

    documents: tuple[Checked, ...]
    stale: tuple[Problem, ...]
    wrong: tuple[Problem, ...]


def waive(documents: Sequence[Checked], todo: Sequence[Job], names: Sequence[str], as_of: str, rules: str) -> Waived:
    """Return the documents with their waived gaps marked; `names` are what the run was asked to look at."""
    return _Waivers(todo, names, as_of, rules).run(documents)


class _Waivers:
    """The waivers of one run: which were used, and which could have been."""

    def __init__(self, todo: Sequence[Job], names: Sequence[str], as_of: str, rules: str) -> None:
        self.todo = todo
        self.folders = [os.path.abspath(name) for name in names if os.path.isdir(name)]
        self.as_of = as_of
        self.rules = rules
        self.every: dict[str, str] = {}
        self.used: set[Waiver] = set()
        self.unused: dict[Waiver, str] = {}
        self.stale: dict[Problem, None] = {}
        self.wrong: dict[Problem, None] = {}

    def run(self, documents: Sequence[Checked]) -> Waived:
        done = tuple(self._policy(checked, job) for checked, job in zip(documents, self.todo, strict=True))
        for waiver, message in self.unused.items():
            if waiver not in self.used:
                self._say(self.stale, waiver, message)
        return Waived(done, tuple(self.stale), tuple(self.wrong))

    def _policy(self, checked: Checked, job: Job) -> Checked:
        if checked.document is None or checked.error:
            return checked
        found = list(checked.findings)
        judged = {id.lower(): id for id in ids_of(job.packs)}
        for waiver, whole in self._waivers(checked, job):
            id = judged.get(waiver.id.lower())
            if id is None:
                self._unknown(waiver, judged)
                continue
            numbers = [number for number, finding in enumerate(found) if finding.requirement.id == id]
            gaps = [number for number in numbers if found[number].status in GAPS]
            if waiver.expires and waiver.expires < self.as_of:
                self._say(self.stale, waiver, f"the waiver of {id} expired on {waiver.expires}: fix the gap, or have it renewed")
                continue
            for number in gaps:
                found[number] = found[number]._replace(excuse=Excuse(KIND, _said(waiver)))
            if gaps:
                self.used.add(waiver)
            elif whole and not any(found[number].status == "undecided" for number in numbers):
                status = f"it is {found[numbers[0]].status}" if numbers else "nothing was found"
                self.unused[waiver] = f"there is no gap in {id} to waive ({status.replace('-', ' ')}): take this waiver out"
        return checked._replace(findings=tuple(found))

    def _waivers(self, checked: Checked, job: Job) -> Iterable[tuple[Waiver, bool]]:
        """Yield the waivers that hold for a policy, and whether this run looks at all that each is for."""
        yield from ((waiver, True) for waiver in self._inline(checked))
        if job.settings and job.settings.waivers:
            from gapcheck.globs import is_plain, matches

            root = os.path.dirname(os.path.abspath(job.settings.path))
            everything = any(os.path.commonpath([root, folder]) == folder for folder in self.folders)
            for waiver in job.settings.waivers:
                if not waiver.paths or any(matches(waiver.paths, path) for path in (job.inside, *job.others)):
                    yield waiver, everything or (len(waiver.paths) == 1 and is_plain(waiver.paths[0]))

    def _inline(self, checked: Checked) -> Iterable[Waiver]:
        """Yield what the comments of a policy waive, and note those that cannot be understood."""
        if checked.document is None or MARK not in checked.document.text:
            return
        for part in checked.document.files:
            yield from self._in_file(part.document)

    def _in_file(self, document: Document) -> Iterable[Waiver]:
        lines = Lines(document.text)
        mdx = is_mdx(document.path)
        shape, end = (_MDX, "*/}") if mdx else (_SHAPE, "-->")
        for said, start, _, closed in directives(document.text, "mdx" if mdx else document.format):
            place = lines.place(start)
            word, _, rest = " ".join(said.split()).partition(" ")
            ids, dash, reason = _parted(rest)
            if not closed:
                problem = f"this comment has no end: close it with {end}"
            elif word != "allow":
                problem = f"gapcheck does not know {word!r} here{did_you_mean(word, ['allow'])}; write: {shape}"
            elif not ids:
                problem = f"this waiver names no requirement; write: {shape}"
            elif not dash or not reason:
                problem = f"the waiver of {', '.join(ids)} gives no reason; write: {shape}"
            else:
                yield from (Waiver(id, (), reason, "", "", document.path, *place) for id in ids)
                continue
            self.wrong[Problem(document.path, *place, problem)] = None

    def _unknown(self, waiver: Waiver, judged: dict[str, str]) -> None:
        """Note a waiver of what is no requirement at all; one of another law is none of this run's business."""
        self.every = self.every or {id.lower(): id for id in all_ids(self.rules)}
        if waiver.id.lower() not in self.every:
            from gapcheck.installed import with_installed  # brings importlib.metadata

            self.every |= {id.lower(): id for id in all_ids(with_installed(self.rules))}
        if waiver.id.lower() not in self.every:
            known = (*judged.values(), *self.every.values())
            hint = did_you_mean(waiver.id, known) or did_you_mean(waiver.id.upper(), known)
            self._say(self.wrong, waiver, f"no requirement has the id {waiver.id!r}{hint}; see: gapcheck rules")

    def _say(self, where: dict[Problem, None], waiver: Waiver, message: str) -> None:
        where[Problem(waiver.path, waiver.line, waiver.column, message)] = None


def _parted(rest: str) -> tuple[list[str], bool, str]:
    """Return the ids, whether a dash follows them, and the reason."""
    parts = _DASH.split(rest, maxsplit=1)
    return [id for id in re.split(r"[,\s]+", parts[0]) if id], len(parts) > 1, parts[-1].strip() if len(parts) > 1 else ""


def _said(waiver: Waiver) -> str:
    """Return the reason, with who approved it and until when."""
    more = [f"approved by {waiver.approver}"] if waiver.approver else []
    more += [f"until {waiver.expires}"] if waiver.expires else []
    return waiver.reason + (f" ({', '.join(more)})" if more else "")
