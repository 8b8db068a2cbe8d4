"""Defects in how a policy is put together: what is reported, and what looks like a defect and is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapcheck.document import Document
from gapcheck.errors import ReadError
from gapcheck.reading import read_text
from gapcheck.structure import STRUCTURES, Defect, truncated

POLICY = """\
1. What we collect

We collect your name and your e-mail address when you open an account with us.

2. How we use it

We use them to run the account. We send you a bill at the end of every month.

3. Who gets it

We give them to nobody but the bank that collects the money.

4. Contact

Write to our office with any question about this policy. We answer within a month.
"""
MARKDOWN = "# Policy\n\nSee [our terms](https://acme.org/terms).\n\n"


def policy(text: str, markdown: bool = False) -> Document:
    return read_text(text, "policy.md" if markdown else "policy.txt", "markdown" if markdown else "text")


def found(kind: str, text: str, markdown: bool = False) -> list[tuple[str, str]]:
    """Return the first passage of each defect of a kind, and its confidence."""
    document = policy(text, markdown)
    return [(document.text[slice(*defect.parts[0][1])], defect.confidence) for defect in STRUCTURES[kind](document)]


def only(kind: str, text: str, markdown: bool = False) -> Defect:
    (defect,) = STRUCTURES[kind](policy(text, markdown))
    return defect


def test_a_sound_policy_has_no_defects() -> None:
    for kind in STRUCTURES:
        assert found(kind, POLICY) == []
        assert found(kind, POLICY, markdown=True) == []


# Placeholders


@pytest.mark.parametrize(
    ("text", "words", "confidence"),
    [
        ("This policy is that of [Company Name], a firm in Ghent.", "[Company Name]", "high"),
        ("Last updated: [DATE]", "[DATE]", "high"),
        ("Write to us at [insert e-mail address] with any question.", "[insert e-mail address]", "high"),
        ("We keep your data for [XX] months after that.", "[XX]", "high"),
        ("The controller is [\u25cf], with its seat in Ghent.", "[\u25cf]", "medium"),
        ("We, {{company_name}}, are the controller of your data.", "{{company_name}}", "high"),
        ("We, ${COMPANY_NAME}, are the controller of your data.", "${COMPANY_NAME}", "high"),
        ("Write to <insert your address here> with any question.", "<insert your address here>", "high"),
        ("Lorem ipsum dolor sit amet. We collect your name.", "Lorem ipsum dolor sit amet", "high"),
        ("The retention period is TBD and will follow.", "TBD", "medium"),
        ("Contact us by e-mail: privacy@yourdomain.com.", "privacy@yourdomain.com", "high"),
        ("You can contact our officer at dpo@example.com.", "dpo@example.com", "high"),
        ("Delete this note before you publish the policy. We collect names.", "Delete this note", "high"),
        ("Effective date: MM/DD/YYYY. We collect your name.", "MM/DD/YYYY", "high"),
        ("Call us on XXX XXX with any question about it.", "XXX XXX", "medium"),
    ],
)  # fmt: skip
def test_placeholders_are_reported(text: str, words: str, confidence: str) -> None:
    assert found("placeholder", text) == [(words, confidence)]


@pytest.mark.parametrize(
    "text",
    [
        "The European Economic Area [EEA] and the regulation [GDPR] apply here.",
        "Acme Ltd (the \u201cCompany\u201d) and its [sic] partners are bound by it [1].",
        "Tick the box: [ ] yes [x] no, and send the form back to us.",
        "Write to privacy [at] acme [dot] org with any question.",
        "An address, for example jane@example.com, is personal data.",
        "Enter your birthday as DD/MM/YYYY to prove your age.",
        "Your card is shown as XXXX XXXX XXXX 1234 on the bill, with its other digits masked.",
        "We shorten your address to 192.168.1.XXX before we store it.",
        "XXX. What we collect\n\nWe collect your name and your address.",
        "You may ask us to delete this account, or to add your name to it.",
        "Go to Settings > [your name] > Privacy to change this.",
    ],
)
def test_what_looks_like_a_placeholder(text: str) -> None:
    assert found("placeholder", text) == []


def test_links_are_no_placeholders() -> None:
    text = "# Policy\n\nWe are [Company Name](https://acme.org), see [your name][1] and [company name].\n\n[company name]: https://acme.org\n[1]: /x\n"
    assert found("placeholder", text, markdown=True) == []


def test_code_is_no_placeholder() -> None:
    assert found("placeholder", MARKDOWN + "Send `[Company Name]` to us:\n\n```\nHello {{name}}, TBD\n```\n", markdown=True) == []


def test_a_variable_that_a_build_fills_is_no_defect() -> None:
    # A note says that it was not seen.
    text = "---\ntitle: Privacy\n---\n\n# Policy\n\nWrite to {{ site.email }} or to {{ COMPANY_EMAIL }}.\n"
    assert found("placeholder", text, markdown=True) == []
    assert found("placeholder", "Write to {{ site.email }} or <%= mail %>.") == []


def test_every_place_of_a_placeholder_is_shown() -> None:
    defect = only("placeholder", "We are [Company Name].\n\n[Company Name] collects your name.")
    assert [name for name, _ in defect.parts] == ["placeholder", "again"]


# Addresses and numbers


def test_a_word_glued_to_an_address_is_shown_with_the_right_one() -> None:
    text = "With any question, reach out atteam@acme.org\n\nTo opt out, write to team@acme.org at any time."
    defect = only("broken-token", text)
    assert defect.confidence == "high"
    assert [text[slice(*span)] for _, span in defect.parts] == ["atteam@acme.org", "team@acme.org"]
    assert '"at"' in defect.reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Our site is at http:/acme.org for all to see.", "http:/acme.org"),
        ("Our site is at https//acme.org for all to see.", "https//acme.org"),
        ("Our site is at www,acme.org for all to see.", "www,acme.org"),
        ("Our site is at https:\\\\www.acme.org for all to see.", "https:\\\\www.acme.org"),
        ("Write to info@acme,com with any question.", "info@acme,com"),
        ("Write to info@@acme.com with any question.", "info@@acme.com"),
        ("Call us at (818) 293-559 with any question.", "(818) 293-559"),
    ],
)
def test_addresses_that_cannot_work(text: str, words: str) -> None:
    assert [passage for passage, _ in found("broken-token", text)] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Write to attorney@acme.org, or to orders@acme.org and to ders@acme.org.",
        "Reach us at atlas@acme.org, https://acme.org/a//b, www.acme.org, (818) 293-5592 or 1-800-555-0199.",
        "See https://web.archive.org/web/2020/http:/acme.org for older versions.",
        "Follow @acme, and @acme.support on the social network.",
    ],
)
def test_addresses_that_work(text: str) -> None:
    assert found("broken-token", text) == []


def test_a_hidden_address_is_a_matter_of_the_capture() -> None:
    defect = only("broken-token", "Write to [email\u00a0protected] with any question, or to [email protected].")
    assert defect.confidence == "low"
    assert "captured" in defect.reason


# References


@pytest.mark.parametrize("number", ["9", "10"])
def test_a_section_that_does_not_exist(number: str) -> None:
    defect = only("dangling-reference", POLICY + f"\nYou may object, as described in section {number}.\n")
    assert defect.confidence == "high"
    assert f"section {number}, and no section has that number" in defect.reason
    assert "Contact" in defect.reason


@pytest.mark.parametrize(
    "sentence",
    [
        "You may object, as described in section 4.",
        "You may object, as described in section 4.0 above.",
        "You may object, as set out in section 9 of the Act.",
        "You may object under section 9 of our terms.",
        "The Data Protection Act, in section 9, says so.",
        "You may object under Article 21.",
        "You may object under section 1798.120.",
    ],
)
def test_sections_that_exist_here_or_in_a_law(sentence: str) -> None:
    assert found("dangling-reference", POLICY + f"\n{sentence}\n") == []


def test_section_numbers_say_nothing_where_sections_have_none() -> None:
    assert found("dangling-reference", "What we collect\n\nWe collect your name, as described in section 9.\n") == []


def test_an_appendix_that_is_not_there() -> None:
    text = POLICY + "\nOur vendors are listed in Appendix A.\n"
    assert found("dangling-reference", text) == [("Appendix A", "medium")]
    assert found("dangling-reference", text + "\nAppendix A\n\nThe vendors are Acme and Emca.\n") == []
    assert found("dangling-reference", POLICY + "\nWe sign the clauses in Annex II of the SCCs.\n") == []
    assert found("dangling-reference", MARKDOWN + "The vendors are in [Appendix A](vendors.md).\n", markdown=True) == []


def test_a_list_that_is_announced_and_missing() -> None:
    text = POLICY.replace("We use them to run the account.", "We use them for the following purposes:").replace(
        " We send you a bill at the end of every month.", ""
    )
    assert found("dangling-reference", text) == [("We use them for the following purposes:", "medium")]
    assert found("dangling-reference", text.replace("purposes:", "purposes:\n- to run the account\n- to bill you")) == []


def test_a_lead_in_at_the_very_end() -> None:
    text = POLICY + "\nResidents of Ghent can find this information below:"
    assert found("dangling-reference", text) == [("Residents of Ghent can find this information below:", "high")]
    assert "cut off" in only("dangling-reference", text).reason


def test_click_here_without_a_link() -> None:
    assert found("dangling-reference", MARKDOWN + "To opt out, click here.\n", markdown=True) == [("click here", "medium")]
    assert found("dangling-reference", MARKDOWN + "To opt out, [click here](https://acme.org/out).\n", markdown=True) == []
    assert found("dangling-reference", MARKDOWN + 'To opt out, <a href="/out">click here</a>.\n', markdown=True) == []
    assert found("dangling-reference", MARKDOWN + "To opt out, click here: https://acme.org/out.\n", markdown=True) == []


def test_plain_text_loses_its_links() -> None:
    defect = only("dangling-reference", "To opt out, click here. The form is available here.\n")
    assert defect.confidence == "low"
    assert "captured" in defect.reason
    assert len(defect.parts) == 2


# Titles


def test_links_of_word_and_pdf_files_are_not_among_their_words() -> None:
    document = policy("To opt out, click here. The form is available here.\n")
    for format in ("docx", "pdf"):
        assert STRUCTURES["dangling-reference"](document._replace(format=format)) == ()


def test_a_title_that_no_heading_has() -> None:
    defect = only("unknown-title", POLICY + "\nYou may opt out (see the section entitled \u201cYour Marketing Choices\u201d).\n")
    assert defect.confidence == "high"
    assert 'a section called "Your Marketing Choices", and no heading is called that' in defect.reason
    assert [name for name, _ in defect.parts] == ["reference", "nearest heading"]


@pytest.mark.parametrize(
    "sentence",
    [
        "You may opt out (see the section entitled \u201cHow We Use It\u201d).",
        "You may opt out (see \u201cWho gets this\u201d below).",
        "You may opt out, see the section entitled \u201cCookie Policy\u201d.",
        'You may opt out in the "Marketing" section of your account.',
        'You may opt out on the settings page, under "Marketing" below the menu.',
        'Go to the "Terms of Use" section below for more.',
    ],
)
def test_titles_that_are_known_or_of_another_text(sentence: str) -> None:
    assert found("unknown-title", POLICY + f"\n{sentence}\n") == []


def test_a_text_of_few_headings_has_no_titles_to_compare() -> None:
    assert found("unknown-title", "What we collect\n\nWe collect names (see the section entitled \u201cYour Choices\u201d).\n") == []


# Repeated passages

CONTACT = (
    "If we change in any substantial way how we use what you tell us about yourself, we will {promise}. "
    "With any question about this privacy policy, please write to our office: Acme, {address}; (818) 293-5592."
)


def test_a_passage_with_another_address() -> None:
    text = "\n\n".join(
        (
            POLICY,
            CONTACT.format(promise="change this page", address="12 Park Lane, Suite 2, Ghent, CA 91302"),
            CONTACT.format(promise="tell you", address="98 Oxford Street, Suite 130, Bruges, CA 91367"),
        )
    )
    defect = only("duplicated-block", text)
    assert defect.confidence == "high"
    assert '"change this page" and "tell you"' in defect.reason
    assert [name for name, _ in defect.parts] == ["repeated passage", "first passage"]


def test_a_passage_word_for_word_is_a_minor_matter() -> None:
    block = CONTACT.format(promise="change this page", address="12 Park Lane, Suite 2, Ghent, CA 91302")
    assert [confidence for _, confidence in found("duplicated-block", f"{POLICY}\n{block}\n\nWe use cookies too.\n\n{block}\n")] == ["low"]


def test_a_passage_that_two_sections_have_word_for_word_is_meant_unless_it_is_long() -> None:
    said = [
        "Orders that you place with us are kept in our books for ten years, because the tax law of the land wants it so.",
        "Letters and calls in which you ask for help are kept until your question is answered, and for two more years after that.",
        "Pictures of events hang in the hall for a season and are then given to the people whom they show, or are thrown away.",
        "Names of winners stay on the board for good, unless one of them asks the office to take his or her own name down.",
        "Keys and cards that open our doors are tied to your name from the day you get them to the day you bring them back.",
        "Applications for work with us are sent back to you or shredded six months after the place has gone to somebody else.",
        "Lists of guests are thrown away on the morning after the evening that they were written for, whatever the weather was.",
        "Films from the camera above the till are written over after three days, save where the police have asked us for a copy.",
        "Votes of members are counted by two of us, put under seal, and burnt once the year in which they were cast is over.",
        "Addresses of former members are crossed out in spring, when the new book of members is printed and the old one goes.",
    ]
    for many, expected in ((3, []), (10, ["low"])):
        block = " ".join(said[:many])
        text = f"# Policy\n\n## The shop\n\n{block}\n\n## The club\n\n{block}\n"
        assert [sure for _, sure in found("duplicated-block", text, markdown=True)] == expected
    assert [
        sure for _, sure in found("duplicated-block", f"# Policy\n\n{' '.join(said[:3])}\n\n{' '.join(said[:3])}\n", markdown=True)
    ] == ["low"]


def test_passages_for_different_people_or_services_are_meant() -> None:
    block = (
        "{name} sets a cookie on your device that tells us how you came to our site and which of its pages you read there, and it keeps "
        "what it learns for {time} months before it is erased for good."
    )
    text = f"{POLICY}\n{block.format(name='A tool by Hooli', time=12)}\n\n{block.format(name='A tool by Initech', time=24)}\n"
    assert found("duplicated-block", text) == []
    right = "If you live there you may ask us to tell you within {days} days what we know about you, and to erase it unless a law says no."
    text = f"# Policy\n\n## California\n\n{right.format(days=45)}\n\n## European Union\n\n{right.format(days=30)}\n"
    assert found("duplicated-block", text, markdown=True) == []


def test_one_number_or_one_not_that_changed() -> None:
    block = "If you close your account with us we {may} keep what you told us about yourself for {days} days, and after that we erase it from all our books for good."
    first = block.format(may="may", days=30)
    for second in (block.format(may="may", days=90), block.format(may="may not", days=30)):
        assert found("duplicated-block", f"{POLICY}\n{first}\n\nWe use cookies too, as most do.\n\n{second}\n") == [(second, "medium")]


def test_the_same_said_in_other_words_or_of_another_right() -> None:
    block = "If you would like us to {do} what we know about you, {please}write to our office and say who you are, and we will check that it is you before we do as you ask."
    first = block.format(do="show you", please="")
    for second in (block.format(do="show you", please="please "), block.format(do="correct", please="")):
        assert found("duplicated-block", f"{POLICY}\n{first}\n\nWe use cookies too, as most do.\n\n{second}\n") == []


# Numbering


def test_a_number_left_out() -> None:
    defect = only("numbering", POLICY.replace("3. Who", "4. Who").replace("4. Contact", "5. Contact"))
    assert defect.confidence == "low"
    assert "2 and then 4; there is no 3" in defect.reason


def test_a_number_in_a_heading_of_another_look() -> None:
    missing = POLICY.replace("3. Who", "4. Who").replace("4. Contact", "5. Contact")
    for there in ("Article 3 \u2013 Partners", "We are honest, in all sections3. Partners"):
        assert found("numbering", missing.replace("\n4. Who", f"\n{there}\n\n4. Who")) == []
    deep = "# Policy\n\n## 1.1. Who we are\n\nWe are Acme.\n\n## 1.2. What we keep\n\nNames.\n\n{}## 1.4. Contact\n\nWrite to us.\n"
    assert [sure for _, sure in found("numbering", deep.format(""), markdown=True)] == ["low"]
    assert found("numbering", deep.format("1.3. nbsp; partners\n\n"), markdown=True) == []


def test_numbers_that_run_on_or_begin_anew() -> None:
    assert found("numbering", POLICY + "\n" + POLICY) == []


# Sections on a law


def test_a_section_on_a_law_that_says_nothing() -> None:
    text = "# Policy\n\nWe collect names.\n\n## California Privacy Rights\n\n## GDPR\n\nWe love the rules of Europe and think of them on every day.\n\n## Contact\n\nWrite to us.\n"
    assert found("empty-section", text, markdown=True) == [("California Privacy Rights", "high"), ("GDPR", "medium")]


def test_a_section_on_a_law_with_rights_parts_or_a_reference() -> None:
    text = (
        "# Policy\n\nWe collect names.\n\n## California Privacy Rights\n\n### What you may ask\n\nYou have the right to know.\n\n"
        "## GDPR\n\nSee our [notice for Europe](eu.md).\n\n## CCPA and Do Not Track\n\n## Contact\n\nWrite to us.\n"
    )
    assert found("empty-section", text, markdown=True) == []


def test_what_stands_under_a_law_in_plain_text() -> None:
    said = "Great Data knows the rules of Canada and has found good means to live by them."
    text = f"Privacy policy\n\nWe collect names.\n\nPIPEDA (Canada)\n\n{said}\n\n{{following}}\n\nYou have the right to know.\n\nContact\n\nWrite to us.\n"
    assert found("empty-section", text.format(following="GDPR (European Union)")) == [("PIPEDA (Canada)", "low")]
    assert found("empty-section", text.format(following="How We Hear You")) == []  # may be a part of the section
    laws = "General Data Protection Regulation (GDPR) - Regulation 2016/679 as it stands for people who live there\n\nCalifornia Consumer Privacy Act (CCPA)"
    assert (
        found(
            "empty-section",
            f"Privacy policy\n\nWe collect names.\n\nWe honour rules such as:\n\n{laws}\n\n{said}\n\nContact\n\nWrite to us.\n",
        )
        == []
    )


# The end of the text


@pytest.mark.parametrize(
    "ending",
    [
        "Residents of Ghent can find this information below:",
        "We may also share your data with the",
        "We may also share your data with our partners, who",
        "You have the right to:\n- ask for a copy of your data;\n- ask us to erase it; and",
        "We keep these records for as long as the law of the land says, and then we",
    ],
)
def test_a_text_that_breaks_off(ending: str) -> None:
    document = policy(POLICY + "\n" + ending)
    end = truncated(document)
    assert end is not None
    assert document.text[slice(*end)] in ending
    assert found("numbering", POLICY + "\n" + ending) == [(document.text[slice(*end)], "low")]


@pytest.mark.parametrize(
    "ending",
    [
        "",
        "Copyright 2020 Acme",
        "\u00a9 Acme Ltd. All rights reserved",
        "Privacy | Terms | Contact",
        "Write to privacy@acme.org",
        "Acme Ltd, 12 Park Lane, Ghent",
        "Last updated: 3 May 2024",
        "You have the right to:\n- ask for a copy of your data\n- ask us to erase it",
        "Follow us on:",
        "Every answer can be\nmade for you\nTo suit your needs",
        "(This policy was read by our lawyers.)",
    ],
)
def test_a_text_that_is_whole(ending: str) -> None:
    assert truncated(policy(POLICY + "\n" + ending)) is None


# Any text

_LINES = st.sampled_from(
    ["# California", "3. Three", "see section 9", "[Company Name]", '(see "Aa Bb" below)', "at@a@b.com", "http:/x", "the following:", "- a;", "XXX", "{{ x }}",
     "click here", "[a]: b", "\u200b", "`", "```", "1.2.3 X", "Appendix A", "\u0130\u0131", "we keep the same words here and there and everywhere 12"]
)  # fmt: skip
_TEXTS = st.lists(st.one_of(_LINES, st.text(max_size=40)), max_size=30).map("\n".join) | st.lists(_LINES, max_size=60).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(text=_TEXTS, markdown=st.booleans())
def test_no_text_breaks_a_check(text: str, markdown: bool) -> None:
    try:
        document = policy(text, markdown)
    except ReadError:
        return
    for check in STRUCTURES.values():
        defects = check(document)
        assert defects == check(document)
        for defect in defects:
            assert defect.parts
            assert defect.reason
            assert all(0 <= start < end <= len(text) for _, (start, end) in defect.parts)
    end = truncated(document)
    assert end is None or text[slice(*end)].strip()
