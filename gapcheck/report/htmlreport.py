"""One HTML file for people who decide: a summary, every finding with its evidence, and the policy's text beside them.

It needs no network and no script; a script of its own adds filters, and nothing else may run in it.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256

from gapcheck.document import Lines
from gapcheck.finding import GAPS, STATUSES, Checked, Finding, Report
from gapcheck.outcome import findings_of, packs_of
from gapcheck.report import Style
from gapcheck.report.flat import barred
from gapcheck.report.htmlfindings import Shelf, contradictions, law_findings
from gapcheck.report.htmlpictures import bar, counted, coverage, gaps_said, legend, matrix, number_of_gaps, overview
from gapcheck.report.htmltext import policy_text
from gapcheck.report.markup import Markup, join, tag, text
from gapcheck.report.names import METHOD, NAMES
from gapcheck.report.notes import notes
from gapcheck.rule import SEVERITIES, Check, Pack, Requirement

# With more policies than this, each is closed at first, and what to add is said once a requirement, at the end.
_FEW = 3


def write(report: Report, style: Style) -> str:
    """Return the report as one page; `style` changes nothing."""
    css, script = _asset("report.css"), _asset("report.js")
    policy = f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    several = len(report.documents) > 1
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", "Disclosure audit" + ("" if several else f": {report.documents[0].path}" if report.documents else "")),
        tag("style", Markup(css)),
    )
    body = tag(
        "body",
        tag("a", "Skip to the findings", href="#findings", cls="skip"),
        _banner(report),
        _toolbar(report),
        tag("main", join(_main(report), "\n"), id="findings", tabindex=-1),
        tag("script", Markup(script)),
    )
    return "<!doctype html>\n" + tag("html", head, "\n", body, lang="en") + "\n"


def _asset(name: str) -> str:
    with open(os.path.join(os.path.dirname(__file__), "assets", name), encoding="utf-8") as file:
        return file.read()


def _hash(asset: str) -> str:
    return "sha256-" + b64encode(sha256(asset.encode()).digest()).decode()


def _laws(report: Report, checked: Checked | None = None) -> list[Pack]:
    return [pack for pack in (packs_of(checked, report) if checked else report.packs) if pack.requirements]


def _banner(report: Report) -> Markup:
    documents = report.documents
    what = documents[0].path if len(documents) == 1 else f"{len(documents)} privacy policies"
    laws = join((tag("li", f"{pack.title} ", tag("span", f"{pack.law} {pack.version}", cls="id")) for pack in _laws(report)), "\n")
    facts = tag("p", f"Judged as of {report.as_of} by gapcheck {report.version}, against:", cls="facts")
    return tag("header", tag("p", "Disclosure audit", cls="kicker"), tag("h1", what), facts, tag("ul", laws, cls="laws"))


def _toolbar(report: Report) -> Markup:
    """Return the filters, hidden until there is a script to run them."""
    held = {finding.requirement.law for checked in report.documents for finding in checked.findings}
    statuses = {finding.status for checked in report.documents for finding in checked.findings}
    boxes = [_box("s", status, NAMES[status], status) for status in STATUSES if status in statuses]
    laws = [_box("l", pack.law, pack.law) for pack in report.packs if pack.law in held]
    choices = [tag("option", "Any severity", value=""), *(tag("option", f"{one} and above", value=one) for one in SEVERITIES[1:4])]
    choices.insert(1, tag("option", "critical only", value="critical"))
    return tag(
        "form",
        tag("fieldset", tag("legend", "Status", cls="unseen"), *boxes),
        tag("fieldset", tag("legend", "Law", cls="unseen"), *laws) if len(laws) > 1 else "",
        tag("label", tag("span", "Severity", cls="unseen"), tag("select", *choices, id="severity")),
        tag("label", tag("span", "Search the findings", cls="unseen"), _search()),
        tag("button", "Open all", type="button", id="open"),
        tag("button", "Print", type="button", id="print"),
        tag("button", "Reset", type="reset"),
        tag("output", "", id="count", role="status"),
        id="filters",
        hidden=True,
        aria_label="Filter the findings",
        role="search",
    )


def _box(group: str, value: str, name: str, status: str = "") -> Markup:
    box = tag("input", type="checkbox", name=group, value=value, checked=True)
    return tag("label", box, tag("span", name), cls=f"pill {status}".strip())


def _search() -> Markup:
    return tag("input", type="search", id="search", placeholder="Search the findings", autocomplete="off", spellcheck="false")


def _main(report: Report) -> Iterator[Markup]:
    laws = _laws(report)
    if len(report.documents) != 1:
        yield _section("Summary", "summary", *_totals(report), overview(report, [*laws, *_with_checks(report)]))
        tables = [tag("h3", pack.title) + matrix(report, pack) for pack in laws]
        yield _section("Requirements by policies", "matrix", legend("small letter"), *map(Markup, tables))
    brief = len(report.documents) > _FEW
    for number, checked in enumerate(report.documents, 1):
        yield _policy(report, number, checked, brief)
    if brief:
        yield _section("What to add or change", "remedies", *_remedies(report))
    yield _section("Method", "method", *(tag("p", paragraph) for paragraph in METHOD), _rules(report), _sources(report))


def _section(title: str, id: str, *parts: str) -> Markup:
    return tag("section", tag("h2", title, id=f"{id}-title"), *parts, id=id, aria_labelledby=f"{id}-title")


def _with_checks(report: Report) -> list[Pack]:
    return [pack for pack in report.packs if pack.checks]


def _totals(report: Report) -> Iterator[Markup]:
    cards = []
    for pack in _laws(report):
        findings = [finding for checked in report.documents for finding in findings_of(checked, pack)]
        cards.append(_law_card(pack, findings))
    yield tag("div", *cards, cls="cards")


def _law_card(pack: Pack, findings: list[Finding], *more: str) -> Markup:
    version = tag("span", f"{pack.law} {pack.version}, as of {pack.as_of}", cls="id")
    said = tag("p", gaps_said(findings))
    return tag("div", tag("h3", pack.title, " ", version), bar(findings), counted(findings), said, *more, cls="card")


def _policy(report: Report, number: int, checked: Checked, brief: bool) -> Markup:
    """Return one policy: its summary by law, then its findings and contradictions beside its text."""
    several = len(report.documents) > 1
    title = tag("h2", *(tag("span", f"{number} ", cls="no"), checked.path) if several else ("Summary",), id=f"p{number}-title")
    document = checked.document
    if checked.error or document is None:
        return tag("section", title, tag("p", f"Could not be checked: {checked.error}", cls="error"), cls="policy", id=f"p{number}")
    shelf = Shelf(number, checked, document, barred(document, document.read), Lines(document.text, document.parts), report.as_of, brief)
    end = f"p{number}-end"
    inside = (
        *(tag("p", note, cls="note") for note in notes(checked, packs_of(checked, report))),
        tag("div", *_cards(report, shelf), cls="cards"),
        "" if several else legend("dashed"),
        tag("div", tag("div", *_findings(report, shelf), cls="left"), _paper(shelf, end), cls="beside"),
        tag("span", "", id=end, tabindex=-1),
    )
    if brief:
        heading = tag("summary", title, tag("span", f"{number_of_gaps(checked.findings)}, advice included", cls="n"))
        return tag("details", heading, *inside, cls="policy", id=f"p{number}")
    return tag("section", title, *inside, cls="policy", id=f"p{number}", aria_labelledby=f"p{number}-title")


def _cards(report: Report, shelf: Shelf) -> Iterator[Markup]:
    for pack in _laws(report, shelf.checked):
        table = coverage(shelf.policy, shelf.checked, pack, shelf.brief)
        picture = tag("details", tag("summary", "Coverage by topic"), table, cls="picture", open=not shelf.brief)
        yield _law_card(pack, list(findings_of(shelf.checked, pack)), picture)


def _findings(report: Report, shelf: Shelf) -> Iterator[Markup]:
    """Yield the contradictions, and then each law's findings."""
    if any(pack.checks for pack in report.packs):
        found = [(at, finding) for at, finding in enumerate(shelf.checked.findings) if isinstance(finding.requirement, Check)]
        said = contradictions(shelf, found) if found else tag("p", "None was found.")
        where = "Contradictions and defects"
        yield tag("section", tag("h3", f"{where} ", tag("span", str(len(found)), cls="n")), said, cls="law", aria_label=where)
    for pack in _laws(report, shelf.checked):
        yield tag("section", tag("h3", pack.title), *law_findings(shelf, pack), cls="law", aria_label=pack.title)


def _paper(shelf: Shelf, end: str) -> Markup:
    """Return the policy's text; `end` is the id of what comes after it."""
    named = f"Text of {shelf.checked.path}"
    return tag(
        "section",
        tag("h3", "The policy’s own text"),
        tag("a", "Skip the text", href=f"#{end}", cls="skip"),
        tag("div", policy_text(shelf.policy, shelf.checked, shelf.brief), cls="text", tabindex=0, role="region", aria_label=named),
        cls="paper",
    )


def _remedies(report: Report) -> Iterator[Markup]:
    """Yield what to add for each requirement that has a gap somewhere, once."""
    wanted: dict[str, Requirement | Check] = {}
    for checked in report.documents:
        for finding in checked.findings:
            if finding.status in GAPS:
                wanted.setdefault(finding.requirement.id, finding.requirement)
    for pack in report.packs:
        rules: tuple[Requirement | Check, ...] = (*pack.requirements, *pack.checks)
        for rule in rules:
            if rule.id in wanted:
                clause = tag("p", tag("b", "A clause to start from: "), rule.model_clause) if rule.model_clause else ""
                title = tag("h3", rule.title, " ", tag("span", rule.id, cls="id"))
                doubt = tag("p", f"Doubt: {rule.doubt}", cls="doubt") if rule.doubt else ""
                yield tag("div", title, tag("p", rule.remedy), clause, doubt, id=f"r-{rule.id}", cls="remedy")


def _rules(report: Report) -> Markup:
    """Return by which rules the policies were judged."""
    rows = [
        tag("tr", tag("th", pack.title, scope="row"), *(tag("td", cell) for cell in (f"{pack.law} {pack.version}", pack.as_of)),
            tag("td", tag("code", pack.fingerprint)))
        for pack in report.packs
    ]  # fmt: skip
    return _wide("The rules", ("Law", "Rules", "Law as of", "Fingerprint of the rules"), rows)


def _wide(caption: str, heads: Sequence[str], rows: Sequence[Markup]) -> Markup:
    """Return a table that may be wider than the page."""
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads)))
    table = tag("table", tag("caption", caption), head, tag("tbody", *rows), cls="overview")
    return tag("div", table, cls="scroll", tabindex=0, role="region", aria_label=caption)


def _sources(report: Report) -> Markup:
    rows = [
        tag("tr", tag("th", document.path, scope="row"), tag("td", document.format), tag("td", tag("code", document.sha256)))
        for checked in report.documents
        if checked.document
        for _, document in checked.document.files
    ]
    return _wide("What was read", ("Policy", "Read as", "SHA-256 of what was read"), rows) if rows else text("")
