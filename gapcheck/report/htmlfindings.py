"""Findings for the HTML report: one that opens for each, contradictions with both their sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gapcheck.document import Document, Lines, where
from gapcheck.finding import GAPS, Checked, Evidence, Finding
from gapcheck.outcome import excused, is_advice, is_upcoming
from gapcheck.report.flat import excerpt, meanings, said, urgency
from gapcheck.report.htmltext import anchor
from gapcheck.report.markup import Markup, join, tag, text
from gapcheck.report.names import NAMES
from gapcheck.rule import PLACE_NAMES, Check, Pack

_QUOTE = 700
_BRIEF_QUOTE = 160


class Shelf(NamedTuple):
    """One policy's findings being written: `words` is quoted from; `brief` where there are so many policies that clauses stand at
    the end, once."""

    policy: int
    checked: Checked
    document: Document
    words: str
    lines: Lines
    as_of: str
    brief: bool


def law_findings(shelf: Shelf, pack: Pack) -> Iterator[Markup]:
    """Yield one law's findings in groups: gaps in duties, advice, what is undecided, met or does not apply."""
    numbered = [(number, finding) for number, finding in enumerate(shelf.checked.findings) if finding.requirement.law == pack.law]
    numbered.sort(key=lambda pair: urgency(pair[1]))
    groups: dict[str, list[tuple[int, Finding]]] = {}
    for number, finding in numbered:
        groups.setdefault(_group(finding), []).append((number, finding))
    for name in _GROUPS:
        if name in groups:
            inside = groups[name]
            cards = _asleep(shelf, inside) if name == _GROUPS[4] else join((card(shelf, *one) for one in inside), "\n")
            heading = tag("summary", f"{name} ", tag("span", str(len(inside)), cls="n"))
            yield tag("details", heading, cards, cls="group", open=name in _OPEN)


_GROUPS = ("Gaps in what the law requires", "Undecided", "Gaps in what is only advised", "Met", "Not applicable")
_OPEN = _GROUPS[:3]


def _group(finding: Finding) -> str:
    if finding.status in GAPS:
        return _GROUPS[2] if is_advice(finding) else _GROUPS[0]
    return {"undecided": _GROUPS[1], "met": _GROUPS[3]}.get(finding.status, _GROUPS[4])


def _asleep(shelf: Shelf, inside: Iterable[tuple[int, Finding]]) -> Markup:
    """Return what does not apply, by the reason, a line each."""
    reasons: dict[str, list[Markup]] = {}
    for number, finding in inside:
        rule = finding.requirement
        named = (rule.title, " ", tag("span", _named(finding), cls="id"))
        row = tag("li", *named, cls="f", id=f"p{shelf.policy}-f{number}", data_s=finding.status, data_l=rule.law, data_v=_severity(finding))
        reasons.setdefault(finding.reason, []).append(row)
    return join(text(tag("p", f"{reason[:1].upper()}{reason[1:]}:"), tag("ul", *rows, cls="asleep")) for reason, rows in reasons.items())


def _severity(finding: Finding) -> str:
    return "advice" if is_advice(finding) else finding.requirement.severity


def card(shelf: Shelf, number: int, finding: Finding) -> Markup:
    """Return one finding: a line that says which and what, and under it the evidence, what is absent, and what to do."""
    rule = finding.requirement
    severity = _severity(finding)
    line = said(finding) if finding.status in GAPS or finding.status == "undecided" else ""
    head = tag(
        "summary",
        tag("span", NAMES[finding.status], cls=f"badge {finding.status}"),
        tag("span", tag("b", rule.title), tag("span", _named(finding), cls="id"), cls="what"),
        tag("span", severity, cls=f"severity {severity}") if finding.status in GAPS else "",
    )
    return tag(
        "details",
        head,
        tag("div", *_body(shelf, finding, line), cls="body"),
        cls="f",
        id=f"p{shelf.policy}-f{number}",
        data_s=finding.status,
        data_l=rule.law,
        data_v=severity,
        open=finding.status in GAPS and not is_advice(finding) and not shelf.brief,
    )


def _named(finding: Finding) -> str:
    return " · ".join(filter(None, (finding.requirement.id, finding.requirement.cite)))


def _body(shelf: Shelf, finding: Finding, line: str) -> Iterator[Markup]:
    rule = finding.requirement
    if finding.status == "partial" and line != finding.reason:
        reason = excused(finding.reason, finding)
        yield tag("p", reason[:1].upper() + reason[1:])
        line = ""
    if line:
        yield tag("p", line[:1].upper() + line[1:], cls="said")
    proofs = finding.evidence[:1] if shelf.brief and finding.status == "met" else finding.evidence
    if proofs:
        heads = {"missing": "Why it is due", "conflict": "What speaks against it, and what was found"}
        yield tag("h4", heads.get(finding.status, "Evidence"))
        yield quotes(shelf, finding, proofs)
    if finding.closest:
        yield tag("h4", "The passage that comes closest")
        yield quotes(shelf, finding, [Evidence("closest", finding.closest, finding.closest)])
    if finding.status in GAPS:
        yield from remedy(shelf, finding)
    doubts = []
    if finding.confidence != "high":
        doubts.append(f"Confidence: {finding.confidence}." if shelf.brief else f"Confidence: {finding.confidence}. {rule.doubt}")
    if rule.place not in ("", "policy"):
        doubts.append(f"The law wants this in {PLACE_NAMES[rule.place]}.")
    if is_upcoming(finding, shelf.as_of):
        doubts.append(f"Due from {rule.effective}.")
    if doubts:
        yield tag("p", " ".join(doubts), cls="doubt")


def remedy(shelf: Shelf, finding: Finding) -> Iterator[Markup]:
    """Yield what to add or change, and a clause to start from, or where that stands."""
    rule = finding.requirement
    if shelf.brief:
        yield tag("p", tag("a", "What to add or change", href=f"#r-{rule.id}"))
        return
    yield tag("h4", "What to add or change")
    yield tag("p", rule.remedy)
    if rule.model_clause:
        yield tag("details", tag("summary", "A clause to start from"), tag("p", rule.model_clause), cls="clause")


def quotes(shelf: Shelf, finding: Finding, proofs: Iterable[Evidence]) -> Markup:
    """Return the passages, each with what it shows and a link to its place in the policy."""
    says, limit = meanings(finding.requirement), _BRIEF_QUOTE if shelf.brief else _QUOTE
    shown: dict[tuple[int, int], list[Evidence]] = {}
    for proof in proofs:
        shown.setdefault(proof.span, []).append(proof)
    items = []
    for of_span in shown.values():
        proof = of_span[0]
        what = "; ".join(dict.fromkeys(says.get(one.element, one.element) for one in of_span))
        place = where(shelf.document, shelf.lines, proof.span.start)
        link = tag("a", place, href="#" + anchor(shelf.policy, shelf.document, proof.span), cls="to")
        quote = tag("blockquote", f"“{excerpt(shelf.words, proof, limit)}”")
        items.append(tag("li", quote, tag("p", link, text(" · ", what), cls="shows")))
    return tag("ul", *items, cls="quotes")


def contradictions(shelf: Shelf, found: Iterable[tuple[int, Finding]]) -> Markup:
    """Return where the policy contradicts itself, the worst first, with all sides beside each other."""
    ordered = sorted(found, key=lambda pair: urgency(pair[1]))
    return join((_contradiction(shelf, number, finding) for number, finding in ordered), "\n")


def _contradiction(shelf: Shelf, number: int, finding: Finding) -> Markup:
    rule, severity = finding.requirement, _severity(finding)
    head = tag(
        "summary",
        tag("span", "Defect" if isinstance(rule, Check) and rule.structure else "Contradiction", cls="badge conflict"),
        tag("span", tag("b", rule.title), tag("span", _named(finding), cls="id"), cls="what"),
        tag("span", severity, cls=f"severity {severity}"),
    )
    body = [
        tag("p", finding.reason[:1].upper() + finding.reason[1:], cls="said"),
        tag("div", quotes(shelf, finding, finding.evidence), cls="sides"),
    ]
    feeds = rule.feeds if isinstance(rule, Check) else ()
    numbers = {one.requirement.id: at for at, one in enumerate(shelf.checked.findings)}
    touched = [tag("a", id, href=f"#p{shelf.policy}-f{numbers[id]}") for id in feeds if id in numbers]
    if touched:
        body.append(tag("p", "Bears on ", join(touched, ", "), "."))
    body += remedy(shelf, finding)
    if finding.confidence != "high":
        body.append(tag("p", f"Confidence: {finding.confidence}. {rule.doubt}", cls="doubt"))
    return tag(
        "details",
        head,
        tag("div", *body, cls="body"),
        cls="f",
        id=f"p{shelf.policy}-f{number}",
        data_s=finding.status,
        data_l=rule.law,
        data_v=severity,
        open=not shelf.brief,
    )
