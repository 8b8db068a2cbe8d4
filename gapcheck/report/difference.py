"""What a new version of a policy lost and gained, as a table, as Markdown, and as JSON."""

from __future__ import annotations

from collections import Counter
from textwrap import wrap
from typing import Any

from tabulate import tabulate

from gapcheck.changes import KINDS, Change, gone, shown_evidence
from gapcheck.document import Lines, where
from gapcheck.finding import Checked, Finding
from gapcheck.outcome import excused, is_advice
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.report import Style
from gapcheck.report.comment import fitted
from gapcheck.report.flat import barred, excerpt, meanings
from gapcheck.report.markdown import inert
from gapcheck.report.terminal import paint, printable
from gapcheck.rule import Check, Pack

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = ("table", "markdown", "json")
SCHEMA = 1
_QUOTE = 160
_BLANK = "\0"


class Difference(Record):
    """Two versions of a policy, and what changed between them."""

    version: str
    as_of: str
    packs: tuple[Pack, ...]
    old: Checked
    new: Checked
    changes: tuple[Change, ...]


def write(difference: Difference, format: str, style: Style) -> str:
    """Return the difference in one of FORMATS."""
    return {"table": _table, "markdown": _markdown, "json": _json}[format](difference, style)


def _said(change: Change) -> str:
    """Return what is no longer, or newly, there."""
    finding = change.finding
    if change.new is None:
        return "this contradiction is gone"
    if change.old and change.kind in ("lost", "weakened"):
        return excused(_lost(change.old, finding) or finding.reason, finding)
    if change.kind == "no longer due" and change.old and change.old.status in ("met", "partial"):
        return f"no longer found; {finding.reason}"
    absent = "; ".join(looked.says for looked in finding.absent)
    if finding.status in ("missing", "partial") and absent:
        return excused(f"not found: {absent}", finding)
    return excused("" if finding.status == "met" else finding.reason, finding)


def _lost(old: Finding, new: Finding) -> str:
    """Return what of a disclosure is no longer found, and where all of it is missing, what was not found before either."""
    lost = gone(old, new)
    shown = [looked.says for looked in lost]
    if new.status == "missing" and not shown:  # what came near it
        says = meanings(old.requirement)
        shown = list(dict.fromkeys(says[one.element] for one in old.evidence if one.element != "applies" and one.element in says))
    never = [looked.says for looked in new.absent if looked not in lost] if new.status == "missing" else []
    said = [f"no longer found: {'; '.join(shown)}"] * bool(shown) + [f"found in neither: {'; '.join(never)}"] * bool(never)
    return "; ".join(said)


def _quotes(difference: Difference, change: Change, old: bool) -> Iterator[str]:
    document, other = difference.old.document, difference.new.document
    if document is None or other is None:
        return
    if not old:
        document, other = other, document
    lines, words = Lines(document.text), barred(document, document.read)
    lead = "due because of " if change.kind == "newly due" and change.finding.status == "missing" else ""
    for proof in shown_evidence(change, document, other, old):
        yield f'{lead}{where(document, lines, proof.span.start)}: "{excerpt(words, proof, _QUOTE)}"'


def _counted(difference: Difference, fail_on: str) -> Iterator[str]:
    """Yield what there is to count, law by law, and what counts."""
    for pack in difference.packs:
        found = Counter(change.kind for change in difference.changes if change.finding.requirement.law == pack.law)
        shown = {kind: count for kind, count in found.items() if pack.requirements or count}
        if pack.requirements or shown:
            said = ", ".join(f"{shown[kind]} {called}" for kind, called in KINDS.items() if kind in shown)
            yield f"{pack.law} {pack.version}: {said or 'nothing changed'}"
    counting = sum(change.counts for change in difference.changes)
    counts = "counts" if counting == 1 else "count"
    yield f"{counting} {counts} for the exit code: what was lost, weakened or newly contradicted (--fail-on {fail_on})."


def _table(difference: Difference, style: Style) -> str:
    old, new = printable(difference.old.path), printable(difference.new.path)
    blocks = [paint(f"{old} -> {new}", "bold", style.color)]
    rest = max(style.width - 12 - 3 * 2, 40)
    sizes = [12, rest * 30 // 100, rest * 35 // 100, rest - rest * 30 // 100 - rest * 35 // 100]
    rows: list[list[str]] = []
    for change in difference.changes:
        rule = change.finding.requirement
        rank = "advice" if is_advice(change.finding) else rule.severity
        cells = [
            [change.kind, rank],
            [rule.id, printable(rule.title), printable(rule.cite)],
            [_status(change, True), *_quotes(difference, change, True)],
            [_status(change, False), printable(_said(change)), *_quotes(difference, change, False)],
        ]
        rows += [[_BLANK] * 4] if rows else []
        rows.append(["\n".join(_folded(cell, size)) for cell, size in zip(cells, sizes, strict=True)])
    if rows:
        text = tabulate(rows, ["change", "requirement", "old version", "new version"], tablefmt="simple", disable_numparse=True)
        blocks.append("\n".join(line.replace(_BLANK, "").rstrip() for line in text.split("\n")))
    remedies = [_prose(f"{rule.id}: {printable(rule.remedy)}", style, "  ") for rule in _to_do(difference)]
    if remedies:
        blocks.append("\n".join([paint("What to put back or change:", "bold", style.color), *remedies]))
    if style.verbose:
        blocks.append("\n".join(_prose(line, style) for line in _unchanged(difference)))
    blocks.append("\n".join(_prose(line, style) for line in _counted(difference, style.fail_on)))
    return "\n\n".join(blocks) + "\n"


def _unchanged(difference: Difference) -> Iterator[str]:
    """Yield which requirements were judged alike in both versions, by status."""
    changed = {change.finding.requirement.id for change in difference.changes}
    alike: dict[str, list[str]] = {}
    for finding in difference.new.findings:
        if finding.requirement.id not in changed:
            alike.setdefault(finding.status.replace("-", " "), []).append(finding.requirement.id)
    yield from (f"in both versions {status}: {', '.join(dict.fromkeys(ids))}" for status, ids in alike.items())


def _to_do(difference: Difference) -> Iterator[Any]:
    yield from dict.fromkeys(change.finding.requirement for change in difference.changes if change.counts)


def _status(change: Change, old: bool) -> str:
    finding = change.old if old else change.new
    return f"({finding.status.replace('-', ' ')})" if finding else "(no such contradiction)"


def _folded(paragraphs: list[str], size: int) -> Iterator[str]:
    for paragraph in filter(None, paragraphs):
        yield from wrap(paragraph, size, break_on_hyphens=False) or [""]


def _prose(text: str, style: Style, indent: str = "") -> str:
    return "\n".join(wrap(text, style.width, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False)) or text


def _markdown(difference: Difference, style: Style) -> str:
    old, new = inert(difference.old.path), inert(difference.new.path)
    blocks = [f"## gapcheck: {old} \u2192 {new}", "\n".join(f"- {inert(line)}" for line in _counted(difference, style.fail_on))]
    if difference.changes:
        rows = ["| change | requirement | old version | new version |", "|---|---|---|---|"]
        for change in difference.changes:
            rule = change.finding.requirement
            name = f"**{inert(rule.id)}** {inert(rule.title)}" + (f"<br>{inert(rule.cite)}" if rule.cite else "")
            before = "<br>".join(map(inert, [_status(change, True), *_quotes(difference, change, True)]))
            after = "<br>".join(map(inert, filter(None, [_status(change, False), _said(change), *_quotes(difference, change, False)])))
            kind = f"**{change.kind}**" if change.counts else change.kind
            rows.append(f"| {kind} | {name} | {before} | {after} |")
        blocks.append("\n".join(rows))
    if style.verbose:
        blocks.append("\n".join(f"- {inert(line)}" for line in _unchanged(difference)))
    remedies = [f"- **{inert(rule.id)}**: {inert(rule.remedy)}" for rule in _to_do(difference)]
    if remedies:
        blocks.append("**What to put back or change**\n\n" + "\n".join(remedies))
    return fitted(blocks, "", "`gapcheck diff --format table` has everything.")


def _json(difference: Difference, style: Style) -> str:
    import json

    from gapcheck.report.jsonreport import packs_said

    found = Counter(change.kind for change in difference.changes)
    written = {
        "schema": SCHEMA,
        "gapcheck": difference.version,
        "as_of": difference.as_of,
        "old": _version(difference.old),
        "new": _version(difference.new),
        "laws": [{"law": pack.law, "pack": pack.version} for pack in difference.packs],
        "packs": packs_said(difference.packs),
        "changes": [_change(difference, change) for change in difference.changes],
        "summary": {kind: found[kind] for kind in KINDS} | {"count": sum(change.counts for change in difference.changes)},
    }
    return json.dumps(written, indent=2) + "\n"


def _version(checked: Checked) -> dict[str, Any]:
    return {"path": checked.path, "sha256": checked.document.sha256 if checked.document else None}


def _change(difference: Difference, change: Change) -> dict[str, Any]:
    rule = change.finding.requirement
    return {
        "change": change.kind,
        "counts": change.counts,
        "id": rule.id,
        "law": rule.law,
        "citation": rule.cite,
        "title": rule.title,
        "level": rule.level,
        "severity": rule.severity,
        "check": isinstance(rule, Check),
        "old": _side(difference.old, change.old),
        "new": _side(difference.new, change.new),
        "message": _said(change),
        "remedy": rule.remedy,
    }


def _side(checked: Checked, finding: Any) -> dict[str, Any] | None:
    if finding is None or checked.document is None:
        return None
    from gapcheck.report.jsonreport import evidence_said

    lines = Lines(checked.document.text)
    evidence = [evidence_said(one, checked.document, lines) for one in finding.evidence]
    return {"status": finding.status, "evidence": evidence, "absent": [looked.element for looked in finding.absent]}
