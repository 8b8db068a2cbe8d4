"""A table for people at a terminal: what is missing first, worst first, then what there is to say about the rest."""

from __future__ import annotations

from textwrap import wrap

from tabulate import tabulate

from gapcheck.document import Document, Lines, file_name, where
from gapcheck.finding import GAPS, STATUSES, Checked, Evidence, Finding, Report
from gapcheck.outcome import counts, findings_of, is_advice, is_known, is_upcoming, matters, packs_of
from gapcheck.record import TYPE_CHECKING, Record
from gapcheck.report import Style
from gapcheck.report.flat import barred, excerpt, lead, urgency
from gapcheck.report.notes import notes
from gapcheck.report.terminal import paint, printable
from gapcheck.rule import PLACE_NAMES, Pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WIDE = 110
QUOTE = 150
_PLACES = 3
_LINE, _FILE, _NAMES = 6, 14, 20  # columns for a line, and for a file and a line, at least and at most
_BLANK = "\0"  # tabulate drops empty rows; printable text never holds this
_SETTLED = ("met", "not-applicable")


class _Paper(Record):
    """A policy being reported: `text` is quoted from."""

    document: Document
    lines: Lines
    text: str


def write(report: Report, style: Style) -> str:
    """Return the report as tables with a summary of each policy."""
    blocks = [block for checked in report.documents for block in _document(checked, report, style)]
    if len(report.documents) > 1:
        blocks.append(_together(report, style))
    return "\n\n".join(blocks) + "\n"


def _document(checked: Checked, report: Report, style: Style) -> Iterator[str]:
    """Yield the blocks of text about one policy."""
    path = printable(checked.path)
    if checked.error or checked.document is None:
        yield _prose(f"{path}: could not check: {printable(checked.error)}", style)
        return
    document = checked.document
    paper = _Paper(document, Lines(document.text, document.parts), barred(document, document.quoted))
    packs = packs_of(checked, report)
    for pack in packs:
        findings = sorted(findings_of(checked, pack), key=urgency)
        if pack.checks and all(map(is_known, findings)):
            continue
        law = printable(f"{pack.law} {pack.version}: {pack.title}") + ("" if pack.checks else f", as of {pack.as_of}")
        yield "\n".join([paint(path, "bold", style.color), *wrap(law, style.width)])
        open_ones = [finding for finding in findings if finding.status not in _SETTLED and not is_known(finding)]
        if open_ones:
            yield _table(open_ones, paper, style)
        if style.verbose:
            yield from _details(findings, paper, style)
    summary = [line for pack in packs for line in _summary(path, pack, findings_of(checked, pack), report.as_of, style)]
    if not style.verbose:
        hint = "--verbose shows remedies, what is met, and where; gapcheck explain ID says more about one line."
        summary.append(_prose(hint, style))
    yield "\n".join(summary)
    said = notes(checked, packs)
    if said:
        yield "\n".join(_prose(f"note: {note}", style) for note in said)


def _details(findings: list[Finding], paper: _Paper, style: Style) -> Iterator[str]:
    """Yield what only a verbose report has: remedies, and what is met, with its evidence."""
    remedies = [
        _prose(f"{finding.requirement.id}: {printable(finding.requirement.remedy)}", style, "  ")
        for finding in findings
        if finding.status in GAPS and finding.requirement.remedy and not is_known(finding)
    ]
    if remedies:
        yield "\n".join([paint("What to add or change:", "bold", style.color), *remedies])
    met = [finding for finding in findings if finding.status == "met"]
    if met:
        yield _table(met, paper, style)
    others: dict[str, list[str]] = {}
    for finding in findings:
        if finding.status == "not-applicable":
            name = f"{finding.requirement.id} {printable(finding.requirement.title)}"
            others.setdefault(finding.reason, []).append(_prose(name, style, "  "))
    for reason, names in others.items():
        yield "\n".join([_prose(f"Not applicable: {printable(reason)}", style), *names])


def _summary(path: str, pack: Pack, findings: Sequence[Finding], as_of: str, style: Style) -> Iterator[str]:
    """Yield the closing lines on one law: the counts, what they mean for the exit code, and what is due later."""
    if pack.checks:
        what = "contradiction or defect" if len(findings) == 1 else "contradictions or defects"
        checks = "check" if len(pack.checks) == 1 else "checks"
        yield _prose(f"{path}: {pack.law} {printable(pack.version)}: {len(findings)} {what} found by {len(pack.checks)} {checks}", style)
        return
    found = counts(findings)
    said = [f"{found[status]} {status.replace('-', ' ')}" for status in STATUSES if found[status] or status != "undecided"]
    yield _prose(f"{path}: {pack.law} {printable(pack.version)}: {', '.join(said)}", style)
    gaps = [finding for finding in findings if finding.status in GAPS]
    advice = sum(map(is_advice, gaps))
    duties = len(gaps) - advice
    failing = sum(matters(finding, style.fail_on) for finding in gaps)
    if gaps:
        yield _prose(
            f"{duties} of these gaps {'is' if duties == 1 else 'are'} in what the law requires, {advice} in what is only advised. "
            f"{failing} {'counts' if failing == 1 else 'count'} for the exit code (--fail-on {style.fail_on}{_excused(gaps)}).",
            style,
        )
    later = [finding.requirement for finding in findings if is_upcoming(finding, as_of)]
    if later:
        named = "; ".join(f"{rule.id} {printable(rule.title)} (due from {rule.effective})" for rule in later)
        yield _prose(f"upcoming: {named}", style)


def _excused(gaps: Sequence[Finding]) -> str:
    """Return how many gaps do not count, and why."""
    known, all_ = sum(map(is_known, gaps)), sum(gap.excuse is not None for gap in gaps)
    return (f"; {known} known from the baseline" if known else "") + (f"; {all_ - known} waived" if all_ > known else "")


def _together(report: Report, style: Style) -> str:
    """Return one line about all policies of the run."""
    failed = sum(bool(checked.error) for checked in report.documents)
    gaps = sum(any(finding.status in GAPS for finding in checked.findings) for checked in report.documents)
    undecided = sum(
        not any(finding.status in GAPS for finding in checked.findings)
        and any(finding.status == "undecided" for finding in checked.findings)
        for checked in report.documents
    )
    total = len(report.documents)
    open_ones = f" {undecided} undecided," if undecided else ""
    return _prose(
        f"{total} policies: {gaps} with gaps, {total - gaps - undecided - failed} without,{open_ones} {failed} could not be checked", style
    )


def _table(findings: Iterable[Finding], paper: _Paper, style: Style) -> str:
    """Return a table of findings that fits the width, its rows apart by an empty line."""
    names = [len(file_name(paper.document, part.start)) + 1 for part in paper.document.parts]
    wide, narrow = style.width >= WIDE, min(max(_FILE, *names), _NAMES) if names else _LINE
    if wide:
        heads = ["status", "severity", "requirement", "citation", "line", "what the policy says"]
        rest = style.width - 9 - 8 - narrow - 2 * 5
        sizes = [9, 8, rest * 28 // 100, rest * 20 // 100, narrow, rest - rest * 28 // 100 - rest * 20 // 100]
    else:
        heads = ["status", "requirement", "line", "what the policy says"]
        rest = max(style.width - 9 - narrow - 2 * 3, 24)
        sizes = [9, rest * 43 // 100, narrow, rest - rest * 43 // 100]
    rows: list[list[str]] = []
    for finding in findings:
        cells = _cells(finding, paper, wide, style)
        if rows:
            rows.append([_BLANK] * len(heads))
        rows.append(["\n".join(_folded(cell, size, style.color)) for cell, size in zip(cells, sizes, strict=True)])
    text = tabulate(rows, heads, tablefmt="simple", disable_numparse=True, maxheadercolwidths=sizes)
    return "\n".join(line.replace(_BLANK, "").rstrip() for line in text.split("\n"))


def _cells(finding: Finding, paper: _Paper, wide: bool, style: Style) -> list[list[str]]:
    """Return the cells of a row, each a list of paragraphs."""
    rule = finding.requirement
    severity = "waived" if finding.excuse else "advice" if is_advice(finding) else rule.severity
    name = [rule.id, printable(rule.title)]
    cite = printable(rule.cite)
    if finding.confidence != "high":
        name.append(f"({finding.confidence} confidence)")
    if rule.place not in ("", "policy"):
        name.append(f"(belongs in: {PLACE_NAMES[rule.place]})")
    spans = [evidence.span for evidence in finding.evidence]
    places = list(dict.fromkeys(printable(where(paper.document, paper.lines, span.start, short=True)) for span in spans))[:_PLACES]
    # A page and a line, or a file and a line, take a line of the cell each.
    place = [one + "," * (one != places[-1]) for one in places] if paper.document.pages or paper.document.parts else [", ".join(places)]
    place = place if places else ["-"]
    says = list(_says(finding, paper, style))
    if wide:
        return [[finding.status], [severity], name, [cite], place, says]
    return [[finding.status, severity], [*name, cite], place, says]


def _says(finding: Finding, paper: _Paper, style: Style) -> Iterator[str]:
    """Yield what is found and what is not, and then the passages that show it."""
    absent = printable("; ".join(looked.says for looked in finding.absent))
    match finding.status:
        case "missing" if absent:
            yield f"no statement found: {absent}"
        case "partial" if absent:
            yield f"not found: {absent}"
        case "met" if finding.evidence:
            pass
        case _:
            yield printable(finding.reason)
    if finding.closest:
        near = Evidence("closest", finding.closest, finding.closest)
        place = printable(where(paper.document, paper.lines, finding.closest.start))
        yield f'closest passage ({place}), to be read: "{excerpt(paper.text, near, QUOTE)}"'
    if finding.excuse:
        yield f"{finding.excuse.kind}: {printable(finding.excuse.said)}"
    shown = finding.evidence[:2] if finding.status == "conflict" else finding.evidence[:1]
    for span in dict.fromkeys(evidence.span for evidence in (finding.evidence if style.verbose else shown)):
        evidence = next(evidence for evidence in finding.evidence if evidence.span == span)
        yield f'{lead(finding)}"{excerpt(paper.text, evidence, 2 * QUOTE if style.verbose else QUOTE)}"'


def _folded(paragraphs: list[str], size: int, color: bool) -> Iterator[str]:
    """Yield the lines of a cell, painted where the line is a word that has a colour."""
    for paragraph in paragraphs:
        for line in wrap(paragraph, size, break_on_hyphens=False) or [""]:
            yield paint(line, line, color)


def _prose(text: str, style: Style, indent: str = "") -> str:
    return "\n".join(wrap(text, style.width, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False)) or text
