"""JUnit XML, for the test pages of build servers: a suite for each policy and law, a test case for each requirement."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from gapcheck.finding import GAPS, Checked, Report
from gapcheck.outcome import matters
from gapcheck.report import Style
from gapcheck.report.flat import Placed, lead, placed, said
from gapcheck.report.terminal import one_line
from gapcheck.rule import Pack


def write(report: Report, style: Style) -> str:
    """Return the report as JUnit XML; a gap is a failure where it counts for the exit code, and text beside a pass elsewhere."""
    root = ET.Element("testsuites", name="gapcheck")
    for checked in report.documents:
        if checked.error:
            suite = _suite(root, one_line(checked.path), 1)
            suite.set("errors", "1")
            case = ET.SubElement(suite, "testcase", name="could be checked", classname=one_line(checked.path), time="0")
            ET.SubElement(case, "error", message=one_line(checked.error), type="could not check")
            continue
        for pack in report.packs:
            _law(root, checked, pack, style)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    return "<?xml version='1.0' encoding='UTF-8'?>\n" + ET.tostring(root, encoding="unicode") + "\n"


def _law(root: ET.Element, checked: Checked, pack: Pack, style: Style) -> None:
    found = [one for one in placed(checked) if one.finding.requirement.law == pack.law]
    if not found:
        return
    suite = _suite(root, one_line(f"{checked.path}: {pack.law} {pack.version}"), len(found))
    facts = ET.SubElement(suite, "properties")
    for name, value in (("rules", f"{pack.law} {pack.version}"), ("verified", pack.as_of), ("fingerprint", pack.fingerprint)):
        ET.SubElement(facts, "property", name=name, value=one_line(value))
    counted = {"failures": 0, "errors": 0, "skipped": 0}
    for one in found:
        rule, finding = one.finding.requirement, one.finding
        name = one_line(" ".join(filter(None, (rule.id, rule.title, f"({rule.cite})" if rule.cite else ""))))
        case = ET.SubElement(suite, "testcase", name=name, classname=f"{one_line(checked.path)}.{pack.law}", time="0")
        kind = _outcome(one, style)
        if kind:
            counted[{"failure": "failures", "error": "errors", "skipped": "skipped"}[kind]] += 1
            element = ET.SubElement(case, kind, message=one_line(f"{finding.status}: {said(finding)}"))
            if kind != "skipped":
                element.set("type", finding.status)
                element.text = _details(one)
        elif finding.status in GAPS:
            ET.SubElement(case, "system-out").text = one_line(f"{finding.status}: {said(finding)}") + "\n" + _details(one)
    for name, count in counted.items():
        suite.set(name, str(count))


def _outcome(one: Placed, style: Style) -> str:
    match one.finding.status:
        case "not-applicable":
            return "skipped"
        case "undecided":
            return "error" if matters(one.finding, style.fail_on) else "skipped"
        case "met":
            return ""
        case _:
            return "failure" if matters(one.finding, style.fail_on) else ""


def _details(one: Placed) -> str:
    rule = one.finding.requirement
    quotes = [f'{lead(one.finding)}{place.said}: "{one_line(quote)}"' for _, place, quote in one.passages]
    return "\n".join([*quotes, f"What to add or change: {one_line(rule.remedy)}"])


def _suite(root: ET.Element, name: str, tests: int) -> ET.Element:
    return ET.SubElement(root, "testsuite", name=name, tests=str(tests), failures="0", errors="0", skipped="0", time="0")
