"""For a commit hook: only the gaps that count, each with what is not found, what to do, and a clause to start from."""

from __future__ import annotations

from gapcheck.document import Lines, where
from gapcheck.finding import GAPS, Checked, Report
from gapcheck.outcome import excused, is_known, matters, packs_of
from gapcheck.record import TYPE_CHECKING
from gapcheck.report import Style
from gapcheck.report.flat import barred, excerpt
from gapcheck.report.terminal import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapcheck.finding import Finding

# With more gaps than this, clauses would bury the lines that say which gaps there are.
_CLAUSES = 5
_QUOTE = 200


def write(report: Report, style: Style) -> str:
    """Return what makes the exit code 1, policy by policy, then what is waived, and how to go on; "" where there is nothing."""
    failing = {id(one): list(_failing(one, style)) for one in report.documents}
    count = sum(map(len, failing.values()))
    lines: list[str] = []
    for checked in report.documents:
        if checked.error:
            lines += [f"{printable(checked.path)}:1:1: error could not check: {printable(checked.error)}", ""]
        for finding in failing[id(checked)]:
            lines += [*_gap(checked, finding, count <= _CLAUSES), ""]
    for checked in report.documents:
        lines += [
            f"{printable(checked.path)}: {printable(excused(f'{one.status} {one.requirement.id} {one.requirement.title}', one))}"
            for one in checked.findings
            if one.excuse and one.status in GAPS and not is_known(one)
        ]
        lines += [f"{printable(checked.path)}: {printable(note)}" for note in checked.notes]
    if count:
        lines += _further(report, failing, style)
    return "".join(line + "\n" for line in lines)


def _failing(checked: Checked, style: Style) -> Iterator[Finding]:
    if checked.document:
        yield from (one for one in checked.findings if (one.status in GAPS or one.status == "undecided") and matters(one, style.fail_on))


def _gap(checked: Checked, finding: Finding, with_clause: bool) -> Iterator[str]:
    """Yield the lines on one gap: the first as in the concise format, the others indented."""
    assert checked.document
    rule = finding.requirement
    start = finding.evidence[0].span.start if finding.evidence and finding.status != "missing" else 0
    document = checked.document
    lines = Lines(document.text, document.parts)
    place = lines.place(start)
    named = printable(" ".join(filter(None, (finding.status, rule.id, rule.cite, rule.title))))
    yield f"{printable(document.part(start).document.path)}:{place.line}:{place.column}: {named}"
    absent = printable("; ".join(looked.says for looked in finding.absent))
    if finding.status in ("missing", "partial") and absent:
        yield f"    not found: {absent}"
    else:
        yield f"    {'' if finding.reason.startswith('found') else 'found: '}{printable(finding.reason)}"
    if finding.status == "conflict":
        words = barred(document, document.read)
        for proof in list({one.span: one for one in reversed(finding.evidence)}.values())[::-1][:2]:
            at = printable(where(document, lines, proof.span.start))
            yield f'    {at}: "{excerpt(words, proof, _QUOTE)}"'
    if rule.remedy:
        yield f"    to do: {printable(rule.remedy)}"
    if with_clause and rule.model_clause and finding.status != "conflict":
        yield f"    a clause to start from: {one_line(rule.model_clause)}"


def _further(report: Report, failing: dict[int, list[Finding]], style: Style) -> Iterator[str]:
    """Yield how many gaps there are, and what can be done about them."""
    found = [one for gaps in failing.values() for one in gaps]
    first = next(checked for checked in report.documents if failing[id(checked)])
    laws = ",".join(pack.law for pack in packs_of(first, report) if pack.requirements)
    gaps = "1 gap counts" if len(found) == 1 else f"{len(found)} gaps count"
    yield f"gapcheck: {gaps} for the exit code (--fail-on {style.fail_on})."
    yield f"  what a clause must say:   gapcheck explain {found[0].requirement.id}"
    if laws and first.path != "-" and not (first.document and first.document.parts):
        path = printable(first.path).replace("\\", "/")
        yield f"  what the commit lost:     gapcheck diff --law {laws} HEAD:{path} {path}"
    yield f"  to accept a gap:          {_waiver(first, found[0].requirement.id)}"
    held = next((one.excuse.said.removeprefix("in ") for one in first.findings if one.excuse and is_known(one)), "")
    then = "" if held else ", then --baseline gapcheck-baseline.json"
    yield f"  to accept all that are there: --write-baseline {printable(held) or 'gapcheck-baseline.json'}{then}"


def _waiver(checked: Checked, id: str) -> str:
    """Return how a gap in this policy is waived, which hangs on whether its format has comments."""
    file = checked.document.part(0).document if checked.document else None
    format = file.format if file else ""
    if file and file.path.lower().endswith(".mdx"):
        return f"{{/* gapcheck: allow {id} -- the reason */}} in the policy"
    if format in ("markdown", "html"):
        return f"<!-- gapcheck: allow {id} -- the reason --> in the policy"
    if format == "text":
        return f"a line in the policy: gapcheck: allow {id} -- the reason"
    return f"in gapcheck.yaml: waivers: [{{id: {id}, paths: {printable(file.path if file else checked.path)}, reason: ...}}]"
