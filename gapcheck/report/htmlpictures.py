"""The pictures of the HTML report: bars of statuses, coverage by topic, and requirements by policies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gapcheck.finding import GAPS, STATUSES, Checked, Finding, Report
from gapcheck.outcome import counts, findings_of, is_advice
from gapcheck.record import TYPE_CHECKING
from gapcheck.report.markup import Markup, join, tag, text
from gapcheck.report.names import NAMES
from gapcheck.rule import Pack

if TYPE_CHECKING:
    from gapcheck.finding import Status

LETTERS: dict[Status, str] = {"missing": "M", "conflict": "C", "partial": "P", "undecided": "?", "met": "+", "not-applicable": "–"}

# Topics whose names are more than their words.
_TOPICS = {"non-discrimination": "Non-discrimination", "sale-opt-out": "Sale opt-out", "united-kingdom": "United Kingdom"}


def bar(findings: Sequence[Finding]) -> Markup:
    """Return a bar with the share of each status; what does not apply is left out."""
    found = counts(findings)
    shown = [status for status in STATUSES if found[status] and status != "not-applicable"]
    total = sum(found[status] for status in shown)
    parts, at = [], 0.0
    for status in shown:
        width = 100 * found[status] / total
        parts.append(tag("rect", cls=f"fill {status}", x=f"{at:.2f}", y=0, width=f"{width:.2f}", height=8))
        at += width
    said = ", ".join(f"{found[status]} {NAMES[status].lower()}" for status in shown) or "nothing applies"
    return tag("svg", *parts, cls="bar", viewBox="0 0 100 8", preserveAspectRatio="none", role="img", aria_label=said)


def counted(findings: Sequence[Finding]) -> Markup:
    """Return the number of findings of each status."""
    found = counts(findings)
    items = [
        tag("li", tag("b", str(found[status]), cls=status), f" {NAMES[status].lower()}")
        for status in STATUSES
        if found[status] or status != "undecided"
    ]
    return tag("ul", *items, cls="counts")


def gaps_said(findings: Sequence[Finding]) -> str:
    """Return one sentence on the gaps: how many in duties, and how many in advice."""
    duties = [finding for finding in findings if not is_advice(finding)]
    advice = sum(is_advice(finding) and finding.status in GAPS for finding in findings)
    said = f"{number_of_gaps(duties)} in what the law requires" + (f", {advice} in what is only advised" if advice else "")
    return f"{said[0].upper()}{said[1:]}."


def number_of_gaps(findings: Iterable[Finding]) -> str:
    """Return how many gaps there are; what is undecided may be one."""
    found = counts(findings)
    gaps, undecided = sum(found[status] for status in GAPS), found["undecided"]
    said = [f"{gaps or 'no'} {'gap' if gaps == 1 else 'gaps'}"] * bool(gaps or not undecided) + [f"{undecided} undecided"] * bool(undecided)
    return ", ".join(said)


def coverage(policy: int, checked: Checked, pack: Pack, brief: bool) -> Markup:
    """Return a table of the law's topics in the law's order: a square for each requirement, and how many are met."""
    numbered = [(number, finding) for number, finding in enumerate(checked.findings) if finding.requirement.law == pack.law]
    topics: dict[str, list[tuple[int, Finding]]] = {}
    for number, finding in numbered:
        topics.setdefault(finding.requirement.topic, []).append((number, finding))
    rows = []
    for topic, of_topic in topics.items():
        due = [finding for _, finding in of_topic if finding.status != "not-applicable"]
        met = sum(finding.status == "met" for finding in due)
        squares = join(_square(policy, number, finding, brief) for number, finding in of_topic)
        said = f"{met} of {len(due)} met" if due else "not applicable"
        name = tag("th", _TOPICS.get(topic) or topic.replace("-", " ").capitalize(), scope="row")
        rows.append(tag("tr", name, tag("td", squares, cls="squares"), tag("td", said, cls="n")))
    caption = tag("caption", f"{pack.title}: coverage by topic, a square for each requirement", cls="unseen")
    heads = tag("tr", *(tag("th", head, scope="col") for head in ("Topic", "Requirements", "Met")), cls="unseen")
    return tag("table", caption, tag("thead", heads), tag("tbody", *rows), cls="coverage roving")


def _square(policy: int, number: int, finding: Finding, brief: bool) -> Markup:
    rule = finding.requirement
    status = finding.status + (" (advice)" if is_advice(finding) else "")
    said = f"{rule.id} {status}" if brief else ", ".join(filter(None, (f"{rule.id} {rule.title}", rule.cite, status)))
    kind = f"sq {finding.status}" + (" advice" if is_advice(finding) else "")
    return tag("a", LETTERS[finding.status], cls=kind, href=f"#p{policy}-f{number}", title=said, tabindex=-1)


def overview(report: Report, packs: Iterable[Pack]) -> Markup:
    """Return a table of policies by laws: a bar, and the number of gaps in duties."""
    packs = list(packs)
    heads = [tag("th", "Policy", scope="col"), *(tag("th", pack.law, scope="col", title=pack.title) for pack in packs)]
    rows = []
    for number, checked in enumerate(report.documents, 1):
        name = tag("th", tag("span", f"{number} ", cls="no"), tag("a", checked.path, href=f"#p{number}"), scope="row")
        if checked.error:
            rows.append(tag("tr", name, tag("td", f"Could not be checked: {checked.error}", colspan=len(packs), cls="error")))
            continue
        cells = []
        for pack in packs:
            findings = findings_of(checked, pack)
            duties = [finding for finding in findings if not is_advice(finding)]
            said = number_of_gaps(duties) if pack.requirements else f"{len(findings)} found"
            cells.append(tag("td", bar(findings) if pack.requirements else "", tag("span", said, cls="n")))
        rows.append(tag("tr", name, *cells))
    caption = tag("caption", "Every policy under every law; gaps are counted in what the law requires")
    table = tag("table", caption, tag("thead", tag("tr", *heads)), tag("tbody", *rows), cls="overview")
    return tag("div", table, cls="scroll", tabindex=0, role="region", aria_label="Policies by laws")


def matrix(report: Report, pack: Pack) -> Markup:
    """Return a table of one law's requirements by policies, a letter each."""
    cells: dict[str, list[Markup]] = {rule.id: [] for rule in pack.requirements}
    for number, checked in enumerate(report.documents, 1):
        found = {} if checked.error else {finding.requirement.id: (at, finding) for at, finding in enumerate(checked.findings)}
        for id, row in cells.items():
            row.append(_letter(number, *found[id]) if id in found else tag("td", "x"))
    heads = [tag("th", "Requirement", scope="col")]
    for number, checked in enumerate(report.documents, 1):
        link = tag("a", str(number), href=f"#p{number}", aria_label=f"Policy {number}: {checked.path}")
        heads.append(tag("th", link, scope="col", title=checked.path))
    rows = [
        tag("tr", tag("th", tag("span", rule.id, cls="id"), " ", rule.title, scope="row"), *cells[rule.id]) for rule in pack.requirements
    ]
    caption = tag("caption", f"{pack.title}: requirements by policies", cls="unseen")
    table = tag("table", caption, tag("thead", tag("tr", *heads)), tag("tbody", join(rows, "\n")), cls="matrix roving")
    return tag("div", table, cls="scroll", tabindex=0, role="region", aria_label=f"Requirements of {pack.law} by policies")


def _letter(policy: int, number: int, finding: Finding) -> Markup:
    letter = LETTERS[finding.status]
    link = tag("a", letter.lower() if is_advice(finding) else letter, href=f"#p{policy}-f{number}", tabindex=-1)
    return tag("td", link, cls=finding.status)


def legend(advice: str) -> Markup:
    """Return what the letters and colours stand for."""
    items = [tag("li", tag("span", LETTERS[status], cls=f"sq {status}"), f" {NAMES[status].lower()}") for status in STATUSES]
    items.append(tag("li", text(f"{advice}: only advised")))
    return tag("ul", *items, cls="legend")
