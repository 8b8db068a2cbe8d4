"""Markdown fit for a comment on a pull request: the counts, a table of gaps, and what to add, folded away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gapcheck.finding import GAPS, Checked, Report
from gapcheck.outcome import counts, findings_of, is_advice, matters, packs_of
from gapcheck.report import Style
from gapcheck.report.comment import fitted
from gapcheck.report.flat import Placed, lead, open_ones, placed, said
from gapcheck.report.notes import notes
from gapcheck.report.terminal import one_line
from gapcheck.rule import Check, Pack

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$!])")
# GitHub makes links of these in finished text too, where a backslash no longer helps: mentions, issues, addresses, emoji.
_LINKED = re.compile(r"@|#(?=\d)|:(?=//|[\w+-]+:)|(?<=www)(?=\.)|(?<=GH)-(?=\d)", re.IGNORECASE)
_NOTHING = "&#8203;"
_QUOTE = 220
_HEADS = "| law | missing | conflict | partial | undecided | met | not applicable | counts for the exit code |"


def write(report: Report, style: Style) -> str:
    """Return the report as GitHub-flavoured Markdown; nothing of a policy's text is markup in it."""
    blocks = ["## gapcheck"]
    for checked in report.documents:
        blocks += _document(checked, report, style)
    laws = ", ".join(f"{pack.law} {pack.version} ({pack.as_of}, {pack.fingerprint})" for pack in report.packs)
    foot = f"<sub>gapcheck {report.version}, {inert(laws)}, as of {report.as_of}. It says what stands in the text.</sub>"
    return fitted(blocks, foot, "`--output report.html` has everything.")


def _document(checked: Checked, report: Report, style: Style) -> Iterator[str]:
    yield f"### {inert(checked.path)}"
    if checked.error:
        yield f"**Could not check:** {inert(checked.error)}"
        return
    yield "\n".join([_HEADS, "|---" * 8 + "|", *(_counted(checked, pack, style) for pack in packs_of(checked, report))])
    found = open_ones(checked, _QUOTE)
    against = [one for one in found if isinstance(one.finding.requirement, Check)]
    found = [one for one in found if not isinstance(one.finding.requirement, Check)]
    duties = [one for one in found if not is_advice(one.finding)]
    advice = [one for one in found if is_advice(one.finding)]
    if duties:
        yield _table(duties)
    else:
        yield "No gaps in what the law requires."
    if advice:
        yield f"<details><summary>{len(advice)} in what is only advised</summary>\n\n{_table(advice)}\n\n</details>"
    if against:
        yield "**Contradictions and defects**"
        yield "\n".join(map(_contradiction, against))
    met = [one for one in placed(checked, _QUOTE) if one.finding.status == "met"] if style.verbose else []
    if met:
        yield f"<details><summary>{len(met)} met</summary>\n\n{_table(met)}\n\n</details>"
    remedies = [one for one in (*duties, *against) if one.finding.status in GAPS]
    if remedies:
        lines = "\n".join(f"- **{inert(one.finding.requirement.id)}**: {inert(one.finding.requirement.remedy)}" for one in remedies)
        yield f"<details><summary>What to add or change</summary>\n\n{lines}\n\n</details>"
    yield from (f"> {inert(note)}" for note in notes(checked, packs_of(checked, report)))


def _counted(checked: Checked, pack: Pack, style: Style) -> str:
    findings = findings_of(checked, pack)
    found = counts(findings)
    failing = sum(finding.status in GAPS and matters(finding, style.fail_on) for finding in findings)
    shown = [str(found[status]) for status in ("missing", "conflict", "partial", "undecided", "met", "not-applicable")]
    return f"| {inert(pack.law)} | {' | '.join(shown)} | {failing} |"


def _table(found: list[Placed]) -> str:
    rows = ["| status | severity | requirement | line | what the policy says |", "|---|---|---|---|---|"]
    for finding, _, passages in found:
        rule = finding.requirement
        where = ", ".join(dict.fromkeys(inert(place.short) for _, place, _ in passages)) or "-"
        shown = passages[:2] if finding.status == "conflict" else passages[:1]
        quotes = "".join(f"<br>{lead(finding)}\u201c{inert(quote)}\u201d" for _, _, quote in shown)
        doubt = f"<br>({finding.confidence} confidence)" if finding.confidence != "high" else ""
        name = f"**{inert(rule.id)}** {inert(rule.title)}" + (f"<br>{inert(rule.cite)}" if rule.cite else "") + doubt
        rows.append(f"| {finding.status} | {rule.severity} | {name} | {where} | {inert(said(finding))}{quotes} |")
    return "\n".join(rows)


def _contradiction(one: Placed) -> str:
    """Return a list item with all sides of a contradiction, each with its line."""
    rule, severity = one.finding.requirement, "advice" if is_advice(one.finding) else one.finding.requirement.severity
    doubt = f", {one.finding.confidence} confidence" if one.finding.confidence != "high" else ""
    sides = "".join(f"\n  - {inert(place.said)}: \u201c{inert(quote)}\u201d" for _, place, quote in dict.fromkeys(one.passages))
    return f"- **{inert(rule.id)}** {inert(rule.title)} ({severity}{doubt}): {inert(one.finding.reason)}{sides}"


def inert(text: str) -> str:
    """Return `text` on one line, with nothing in it that Markdown would read as markup, a mention or a link."""
    escaped = _SPECIAL.sub(r"\\\1", one_line(text))
    return _LINKED.sub(lambda found: ("\\#" if found[0] == "#" else found[0]) + _NOTHING, escaped)
