"""Facts that a policy gives twice: what a reader is shown, and what is no contradiction however it is laid out."""

from __future__ import annotations

import pytest

from gapcheck.engine import check
from gapcheck.finding import Finding
from gapcheck.loader import find_rules, load_checks
from gapcheck.reading import read_text

AS_OF = "2026-11-22"
HERE = "Example Corp, 12 Harbor Street, Suite 4, Springfield, CA 90210"
THERE = "900 Meadow Road, Springfield, CA 90333"
BLOCK = "Example Corp\nAttn: Privacy Officer\n900 Meadow Road, Suite 7\nSpringfield, CA 90333\nPhone: (217) 555-0123\n"
BETWEEN = "We use locks.\n\nWe bake cakes.\n\n"


def found(text: str, wanted: str, form: str = "markdown") -> list[Finding]:
    return [
        finding for finding in check(read_text(text, "policy", form), load_checks(find_rules()), AS_OF) if finding.requirement.id == wanted
    ]


def quotes(text: str, finding: Finding) -> list[str]:
    return [text[evidence.span.start : evidence.span.end] for evidence in finding.evidence]


@pytest.mark.parametrize("form", ["markdown", "text"])
@pytest.mark.parametrize(
    "second",
    [
        f"If you do not want a change, contact us at Example Corp, {THERE}.\n",
        f"## Contact us\n\n{BLOCK}",
        f"Contact Us\n\nYou can reach us by mail at:\n\n{BLOCK}",
        f"## Questions\n\nQuestions on this policy? Write to us:\n\n- Example Corp\n- {THERE}\n",
        f"## Contact us\n\nExample Corp, {THERE}\n",
        "You may write to our Privacy Department at Example Corp., 12-14 Harbor Street, Springfield, CA 90299.\n",
    ],
)
def test_two_postal_addresses_are_found_in_any_layout_and_both_are_quoted(second: str, form: str) -> None:
    text = f"# Privacy policy\n\nIf you have questions, write to us: {HERE}.\n\n{BETWEEN}{second}"
    (finding,) = found(text, "XC-01", form)
    assert finding.status == "conflict"
    first, other = quotes(text, finding)
    assert "12 Harbor Street" in first
    assert "900 Meadow Road" in other or "12-14 Harbor Street" in other
    assert "12 Harbor Street, Suite 4, Springfield, CA 90210" in finding.reason


@pytest.mark.parametrize(
    "second",
    [
        f"Our headquarters are at {THERE}; you can contact us there too.",
        f"Our registered office, to which you may write to us, is {THERE}.",
        "You may contact our EU representative at:\n\nPuppet House Ltd\n12 Sample Quay\nDublin 2, D02 XY45",
        f"Our data protection officer can be contacted at:\n\n{BLOCK}",
        "You may contact the Information Commissioner's Office, Wycliffe House, Water Lane, Wilmslow, Cheshire SK9 5AF.",
        "You may contact the Office of the Privacy Commissioner of Canada, 30 Victoria Street, Gatineau, Quebec K1A 1H3.",
        "You may contact the Data Protection Commission, 21 Fitzwilliam Square South, Dublin 2, D02 RD28, Ireland.",
        f"To report an infringement, contact us through our copyright agent:\n\n{BLOCK}",
        f"If you live in Canada, contact us at Example Corp, {THERE}.",
        f"To contact Puppet House Inc, which mails our catalogues, write to Puppet House Inc, {THERE}.",
        "You may contact us by post: Example Corp, PO Box 1234, Springfield, CA 90210.",
        "Contact us at Example Corp., 12 Harbor St., Ste. 4, Springfield, California 90210-1234.",
        f"Contact us at Example Corp, 12 Harbor Street, Springfield, CA 90210, or at {THERE}.",
        "We also have offices where you can contact us:\n\n- Example Corp, 900 Meadow Road, Springfield, CA 90333",
    ],
)
def test_addresses_of_others_and_with_labels_are_no_contradiction(second: str) -> None:
    assert not found(f"# Privacy policy\n\nIf you have questions, write to us: {HERE}.\n\n{BETWEEN}{second}\n", "XC-01")


@pytest.mark.parametrize(
    ("wanted", "first", "second"),
    [
        (
            "XC-02",
            "Questions about this policy go by e-mail to a@toys.example.org.",
            "Contact b@toys.example.org with questions on this notice.",
        ),
        ("XC-03", 'Example Toys Ltd ("we") bakes cakes.', "The data controller is Puppet House Ltd."),
        ("XC-07", "Last updated: 3 March 2026", "This policy was last revised on 12 June 2026."),
        ("XC-29", "Server logs are kept for 30 days.", "We store server logs for 90 days."),
        ("XC-29", "We keep your personal data for five years.", "Your personal data are kept for up to seven years."),
        ("XC-32", "We do not knowingly collect data from children under 13.", "This site is not directed to children under 16."),
        ("XC-32", "You must be at least 13 years old to use this site.", "If you are under 18, please do not use this site."),
        ("XC-37", "We answer your request within 30 days.", "Requests for access are answered within 10 business days."),
        ("XC-42", "After a data breach we notify you within 72 hours.", "We inform users of a breach within 7 days."),
    ],
)
def test_two_values_for_one_thing_are_found_sections_apart(wanted: str, first: str, second: str) -> None:
    text = f"# Privacy policy\n\n{first}\n\n## Cakes\n\n{BETWEEN}## More\n\n{second}\n"
    (finding,) = found(text, wanted)
    assert quotes(text, finding) == [first, second]


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("XC-07", "Last updated: 3 March 2026\n\nOn 1 June 2026 we bake cakes. Updated.\n"),
        ("XC-07", "Last updated: 3 March 2026\n\nA new privacy policy becomes effective on 1 June 2026.\n"),
        ("XC-07", "Effective date: 3 March 2026\n\n## Cookie policy\n\nEffective date: 1 June 2025\n"),
        ("XC-07", "| Version | Last updated |\n| --- | --- |\n| 2 | 3 March 2026 |\n| 1 | 1 June 2025 |\n"),
        ("XC-29", "We keep IP addresses in logs for 7 days.\n\nFor analytics we keep IP addresses for 14 months.\n"),
        ("XC-32", "We collect no data from children under 13.\n\nThis site is not meant for children aged 13 or younger.\n"),
        ("XC-32", "You must be 18 or older to use this site.\n\nWe do not knowingly collect data from children under 13.\n"),
        ("XC-37", "We answer your request within 30 days.\n\n## Nevada disclosures\n\nWe answer your request within 60 days.\n"),
        ("XC-42", "We report a breach to the authority within 72 hours.\n\nWe tell you of a breach within 7 days.\n"),
    ],
)
def test_what_looks_like_two_values_and_is_not(wanted: str, text: str) -> None:
    assert not found(text, wanted)


def test_a_text_with_many_values_lists_several_things() -> None:
    dates = ["3 March 2026", "1 June 2025", "2 May 2024", "9 July 2023"]
    assert found("\n\nCakes.\n\n".join(f"Last updated: {date}" for date in dates[:2]), "XC-07")
    assert not found("\n\nCakes.\n\n".join(f"Last updated: {date}" for date in dates), "XC-07")


def test_a_list_of_several_things_hides_no_contradiction_about_another() -> None:
    photos = "\n\n".join(f"We keep photos for {days} days." for days in (3, 9, 27, 81))
    logs = "Server logs are kept for 30 days.\n\nWe store server logs for 90 days.\n"
    (finding,) = found(f"{photos}\n\n{logs}", "XC-29")
    assert "30 days" in finding.reason
    assert "90 days" in finding.reason
