"""Facts: what a reader of a policy would call an e-mail address, a date, a period, with its value and its place."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from gapcheck.document import Document, Section, Span, Statement
from gapcheck.errors import ReadError
from gapcheck.facts import KINDS, Fact, facts_in, same
from gapcheck.reading import read_path, read_text
from gapcheck.values import may_hold_address


def facts(kind: str, text: str, format: str = "text") -> tuple[Fact, ...]:
    return facts_in(read_text(text, "policy", format), (kind,))


def values(kind: str, text: str, format: str = "text") -> list[str]:
    return [fact.value for fact in facts(kind, text, format)]


EMAILS = [
    ("Write to Privacy@Example.com.", ["privacy@example.com"]),
    ("Write to _me_too@example.com_ or __dpo@example.com__; a@example.com_x is none.", ["me_too@example.com", "dpo@example.com"]),
    ("privacy [at] example.com or dpo(at)example(dot)co(dot)uk", ["privacy@example.com", "dpo@example.co.uk"]),
    ("Write to jane.doe at example dot org.", ["jane.doe@example.org"]),
    ("Write to [email protected] for help.", []),
    ("Look at the picture logo@2x.png, meet us at noon, @example on social media.", []),
    ("The address is 'info@example.eu', please.", ["info@example.eu"]),
]
PHONES = [
    ("Call (818) 293-5592 or +44 20 7946 0958.", ["+18182935592", "+442079460958"]),
    ("Toll-free: 1-800-356-9377", ["+18003569377"]),
    ("Phone 020 7946 0958", ["+442079460958"]),
    ("Call 1-800-FLOWERS today.", ["+18003569377"]),
    ("Regulation 2016/679 of 27/04/2016, 192.168.100.200, version 1.234.5678, 2019-2021", []),
    ("Registered in England under company number 0339 2197.", []),
    ("Phone604-527-1102 Fax:604-527-1103", ["+16045271102", "+16045271103"]),
]
URLS = [
    ("See https://www.Example.com/Privacy/.", ["example.com/Privacy"]),
    ("Go to example.co.uk or www.example.org, not to e.g. or U.S. pages.", ["example.co.uk", "example.org"]),
    ("write to me@example.com", []),
    ("We work with you.It is easy.", []),
]
ADDRESSES = [
    (
        "at Example IT, 4500 Park Granada, Suite 202, Calabasas, CA 91302; (818) 293-5592",
        ["4500 Park Granada Suite 202 Calabasas CA 91302"],
    ),
    ("100 Main Street\nSuite 5\nSpringfield, IL 62701\nUSA", ["100 Main Street Suite 5 Springfield IL 62701 USA"]),
    ("Write to us at 100 King St. W., Suite 5, Toronto, ON M5X 1A9.", ["100 King St W Suite 5 Toronto ON M5X 1A9"]),
    ("Example Ltd, 1 Sample Road, London SW1A 1AA, United Kingdom", ["1 Sample Road London SW1A 1AA United Kingdom"]),
    ("Sample House, Water Lane, Wilmslow, Cheshire SK9 5AF", ["Sample House Water Lane Wilmslow Cheshire SK9 5AF"]),
    ("Beispiel GmbH, Musterstraße 12, 10115 Berlin, Germany", ["Musterstraße 12 10115 Berlin Germany"]),
    ("Exemple SA, Rue Exemple 12, 1000 Brussels, Belgium", ["Rue Exemple 12 1000 Brussels Belgium"]),
    ("Exemple SAS, 12 rue de la Paix, 75002 Paris", ["12 rue de la Paix 75002 Paris"]),
    ("Voorbeeld B.V., Keizersgracht 123, 1015 CJ Amsterdam", ["Keizersgracht 123 1015 CJ Amsterdam"]),
    ("P.O. Box 123, Springfield, IL 62701", ["P.O Box 123 Springfield IL 62701"]),
    ("21 Sample Square, Dublin 2, D02 X285, Ireland", ["21 Sample Square Dublin 2 D02 X285 Ireland"]),
    ("Our office is at 10 Sample Street, London.", ["10 Sample Street London"]),
    ("We answer within 30 Days. Section 12 Security of 2016 applies to 5000 Users.", []),
    ("Last Updated: July 16, 2020\n\nExample Business Inc", []),
    ("In 2018 The Regulation came. On 25 May 2018 Europe changed its law.", []),
    (
        "Attn: Data Protection Officer\nMusterstraße 15\n60329 Frankfurt am Main\nGermany",
        ["Musterstraße 15 60329 Frankfurt am Main Germany"],
    ),
    (
        "Company number 900635 The Hall, 18th Floor, 52 Sample Street, London EC3M 7AF",
        ["The Hall 18th Floor 52 Sample Street London EC3M 7AF"],
    ),
    (
        "the authority, Ludwig-Muster-Str. 22, 20459 Hamburg, and Beispiel GmbH\nIndustriestr. 25\n91710 Gunzenhausen",
        ["Ludwig-Muster-Str 22 20459 Hamburg", "Industriestr 25 91710 Gunzenhausen"],
    ),
    ("at 630-3rd Ave S.W., Calgary, AB, T2P 4L4", ["630-3rd Ave S.W Calgary AB T2P 4L4"]),
]
ENTITIES = [
    ("This notice is by Acme Analytics, Inc. and its affiliates.", ["Acme Analytics Inc"]),
    ("Foo GmbH, Bar Pty Ltd and DSTech Solutions, LLC", ["Foo GmbH", "Bar Pty Ltd", "DSTech Solutions LLC"]),
    ("Zonnehof vzw, Luxlab a.s.b.l. and Haus der Netze g.i.e.", ["Zonnehof vzw", "Luxlab a.s.b.l", "Haus der Netze g.i.e"]),
    ("Example (DSTech Solutions, LLC) is the controller.", ["DSTech Solutions LLC"]),
    ('Acme Limited ("the Company") and our Company, the Limited Use policy, limited to this.', ["Acme Limited"]),
    ("SERVICES ARE PROVIDED AS IS AND AS AVAILABLE", []),
    ("© 2019-2024 Sample Bakery Ltd. All rights reserved.", ["Sample Bakery Ltd"]),
    ("Contact Sample.com B.V. or Bank of Sample Corp.", ["Sample.com B.V", "Bank of Sample Corp"]),
    ("1410 Sample Way SE, Calgary", []),
    ("Sample Europe SE, Köln", ["Sample Europe SE"]),
    (
        "Sample Technology Services Limited and Well Can Company Ltd, (Sample (Europe) Limited)",
        ["Sample Technology Services Limited", "Well Can Company Ltd", "Sample (Europe) Limited"],
    ),
    ("the Company Limited, our Services Ltd", []),
]
DATES = [
    ("Last updated: July 16, 2020", [("2020-07-16", "updated")]),
    (
        "This policy was last revised on 3rd of March 2025 and is effective from 1 April 2025.",
        [("2025-03-03", "updated"), ("2025-04-01", "effective")],
    ),
    ("Effective Date\n\n5 May 2024", [("2024-05-05", "effective")]),
    ("Version of 2026-05-04", [("2026-05-04", "updated")]),
    ("In force since 25.05.2018", [("2018-05-25", "effective")]),
    ("The Regulation took effect on 25 May 2018.", [("2018-05-25", "")]),
    ("Effective January 1, 2020, the Consumer Act gives residents rights.", [("2020-01-01", "")]),
    ("Privacy policy (May 2024)", [("2024-05", "")]),
    ("Updated 03/04/2025", [("2025-03-04|2025-04-03", "updated")]),
    ("See the previous version of 1 May 2020.", [("2020-05-01", "")]),
    ("99/99/2020, section 12.10.2, 2016/679, (c) 2020, 32 May 2020", []),
    ("Dernière mise à jour : 8 octobre 2024. Stand: 2024-10-08", [("2024-10-08", "updated")]),
    ("12 Jan 2024 (last updated)", [("2024-01-12", "updated")]),
    ("_Last updated: 8 October 2024_", [("2024-10-08", "updated")]),
]
DURATIONS = [
    ("within 45 days or one month", ["45d", "1m"]),
    ("for thirty (30) days, twelve(12) months and five business days", ["30d", "12m", "5bd"]),
    ("12 to 24 months, a 12-month period, 2 years, 72 hours, two weeks", ["12-24m", "12m", "2y", "72h", "2w"]),
    ("within a month", ["1m"]),
    ("1,095 days, 9999,999 hours, 1.5 years", ["1095d", "9999999h", "1.5y"]),
    ("once a year, 24 hours a day, today, 18 years of age, version 2 daily", []),
    ("within forty-five (45) days, at latest 24-48 hours", ["45d", "24-48h"]),
    ("section 4 and 30 days", ["30d"]),
]
AGES = [
    ("children under 13", ["<13"]),
    ("anyone under the age of sixteen (16).", ["<16"]),
    ("You must be 18 years or older.", [">=18"]),
    ("consumers between 13 and 16 years of age", ["13-16"]),
    ("at least 13 and less than 16 years of age", ["13-16"]),
    ("You must be at least 16 years old to use this.", [">=16"]),
    ("aged 12 and under", ["<=12"]),
    ("for users 18+.", [">=18"]),
    ("under 13 employees, over 18 offices, under Article 13, within 14 days, page 16", []),
    ("audiences such as men ages 18-34 or women ages 18-24", ["18-24"]),
    ("children aged 13", ["13"]),
    ('not for anyone under 18 ("Minors")', ["<18"]),
]
COUNTRIES = [
    ("the United States, the U.K. and Germany", ["US", "GB", "DE"]),
    ("CONTACT US TODAY. Contact US. New Mexico. The UK GDPR and the EU-U.S. Data Privacy Framework", []),
    ("within the EEA or the European Union", ["EEA", "EU"]),
]
STATUTES = [
    ("Art. 6(1)(f) GDPR", ["GDPR art 6(1)(f)"]),
    ("Articles 15 to 17 of the GDPR", ["GDPR art 15", "GDPR art 17"]),
    ("the UK GDPR and the General Data Protection Regulation", ["UK GDPR", "GDPR"]),
    ("California Civil Code Section 1798.83", ["Cal. Civ. Code 1798.83"]),
    ("Cal. Civ. Code § 1798.105", ["Cal. Civ. Code 1798.105"]),
    ("section 24 of the Personal Information Protection Act (Alberta)", ["PIPA Alberta s 24"]),
    ("British Columbia's Personal Information Protection Act. PIPA applies.", ["PIPA BC", "PIPA BC"]),
    ("CCPA, CPRA, CalOPPA, COPPA and PIPEDA", ["CCPA", "CPRA", "CalOPPA", "COPPA", "PIPEDA"]),
    ("our privacy act, the gdpr-free zone", []),
]
REGULATORS = [
    ("the Information Commissioner's Office (ICO)", ["ICO", "ICO"]),
    ("the Office of the Information and Privacy Commissioner of Alberta (OIPC)", ["OIPC Alberta", "OIPC Alberta"]),
    ("Section 5 of the Federal Trade Commission Act", []),
    ("the CNIL, the FTC, the Privacy Commissioner of Canada", ["CNIL", "FTC", "OPC"]),
    ("the California Attorney General and the Irish Data Protection Commission", ["AG California", "DPC Ireland"]),
]
REFERENCES = [
    ("See Section 4.2 for this.", [("section 4.2", "4.2")]),
    ("as described in “Information Use” above", [("title:information use", "Information Use")]),
    ("read the section 'How we share'", [("title:how we share", "How we share")]),
    ("in the “Contact Us” section", [("title:contact us", "Contact Us")]),
    ("see our Cookies and Tracking section.", [("title:cookies and tracking", "Cookies and Tracking")]),
    ("for the purposes listed below:", [("below", "below")]),
    ("Section 5 of the Sample Act, GDPR section 4, over 18 and above, children below the age of 16", []),
    ("Click the 'Delete' link. The so-called 'Model Clauses' apply. Users fall under the “School” role, at the door marked “Exit”.", []),
    ("the link titled “Your Choices”, paragraph 3 of the Terms", []),
    ("Sections 1 – 3 of this policy", [("section 1", "1"), ("section 3", "3")]),
    ("when the rating drops below a certain value", []),
    ("the purposes in Subsection 3.4", [("section 3.4", "3.4")]),
]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (kind, *case)
        for kind, cases in (
            ("email", EMAILS),
            ("phone", PHONES),
            ("url", URLS),
            ("address", ADDRESSES),
            ("entity", ENTITIES),
            ("duration", DURATIONS),
            ("age", AGES),
            ("country", COUNTRIES),
            ("statute", STATUTES),
            ("regulator", REGULATORS),
        )
        for case in cases
    ],
)
def test_values(kind: str, text: str, expected: list[str]) -> None:
    assert values(kind, text) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"), [(kind, *case) for kind, cases in (("date", DATES), ("reference", REFERENCES)) for case in cases]
)
def test_values_with_labels(kind: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(fact.value, fact.label) for fact in facts(kind, text)] == expected


def test_a_fact_shows_its_words_and_its_statement() -> None:
    document = read_text("# Contact\n\nWe reply soon. Write to **Acme, Inc.** at [us](mailto:a@example.com).\n", "policy", "markdown")
    shown = [(fact.kind, document.text[slice(*fact.span)], document.statements[fact.statement].kind) for fact in facts_in(document, KINDS)]
    assert shown == [("entity", "Acme, Inc.", "sentence"), ("email", "a@example.com", "sentence")]
    assert {document.text[slice(*document.statements[fact.statement].span)][:8] for fact in facts_in(document, KINDS)} == {"Write to"}


def test_a_link_whose_text_is_its_target_is_one_fact() -> None:
    assert values("email", "Write to [a@example.com](mailto:a@example.com).", "markdown") == ["a@example.com"]
    assert values("url", "See [the list](https://example.com/list).", "markdown") == ["example.com/list"]


def test_nothing_is_read_across_the_cells_of_a_table() -> None:
    table = "| Who | Where |\n|---|---|\n| No. C354 | Acme, Inc. |\n| 900 | Sample House, Leeds LS1 4DY |\n| Changed | 5 May 2024 |\n"
    assert values("entity", table, "markdown") == ["Acme Inc"]
    assert values("address", table, "markdown") == ["Sample House Leeds LS1 4DY"]
    assert [fact.label for fact in facts("date", table.replace("Changed", "x updated"), "markdown")] == [""]


def test_a_lead_in_is_no_second_fact() -> None:
    assert values("duration", "We keep for 30 days:\n\n- logs\n- backups, then 2 years more\n", "markdown") == ["30d", "2y"]


def test_an_address_over_the_lines_of_a_block() -> None:
    text = "Write to:\n\n**Acme, Inc.**  \n12 Sample Street  \nSuite 7  \nLondon  \nSW1A 1AA<br>United Kingdom\n"
    assert values("address", text, "markdown") == ["12 Sample Street Suite 7 London SW1A 1AA United Kingdom"]
    lines = "Acme Inc\n12 Sample Street\nSpringfield, IL 62701\nUSA\nPhone: (818) 293-5592\n"
    assert values("address", lines) == ["12 Sample Street Springfield IL 62701 USA"]


SAME = [
    ("address", "21650 Sample Street Suite 130 Woodland Hills CA 91367", "21650 Sample St Woodland Hills CA 91367"),
    ("address", "21650 Sample Street Woodland Hills", "21650 Sample Street Suite 130 Woodland Hills CA 91367"),
    ("address", "Musterstraße 12 10115 Berlin", "Musterstr 12 10115 Berlin Germany"),
    ("address", "One Sample Way Redmond WA 98052", "1 Sample Way Redmond WA 98052-1234"),
    ("entity", "Acme Inc", "Acme Incorporated"),
    ("entity", "Acme, Inc.", "ACME INC"),
    ("duration", "30d", "1m"),
    ("duration", "12m", "1y"),
    ("duration", "24h", "1d"),
    ("phone", "+18182935592", "8182935592"),
    ("phone", "+442079460958", "020 7946 0958"),
    ("date", "2024-05", "2024-05-04"),
    ("date", "2025-03-04|2025-04-03", "2025-04-03"),
    ("reference", "section 4", "section 4."),
    ("email", "a@example.com", "a@example.com"),
]
DIFFERENT = [
    ("duration", "1.2.3d", ".w"),
    ("address", "4500 Park Granada Suite 202 Calabasas CA 91302", "21650 Sample Street Suite 130 Woodland Hills CA 91367"),
    ("address", "12 Sample Street London SW1A 1AA", "12 Sample Street London SW1A 1AB"),
    ("address", "12 Sample Street London", "12 Simple Street London"),
    ("entity", "Acme Inc", "Acme Ltd"),
    ("duration", "30d", "45d"),
    ("duration", "30d", "30bd"),
    ("duration", "11m", "12m"),
    ("phone", "+18182935592", "+18182935593"),
    ("date", "2024-05-04", "2024-06"),
    ("email", "a@example.com", "b@example.com"),
    ("statute", "GDPR", "UK GDPR"),
]


@pytest.mark.parametrize(("kind", "a", "b"), SAME)
def test_the_same_thing(kind: str, a: str, b: str) -> None:
    assert same(kind, a, b) and same(kind, b, a)


@pytest.mark.parametrize(("kind", "a", "b"), DIFFERENT)
def test_another_thing(kind: str, a: str, b: str) -> None:
    assert not same(kind, a, b) and not same(kind, b, a)


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such kind of fact: 'adress'"):
        facts_in(read_text("Some words.", "policy", "text"), ("adress",))


SCRAPS = st.sampled_from(
    """Street 12 Rue 1000 Brussels Inc. Acme, Ltd GDPR Art. 17 under the age of 13 30 days thirty (30) months see Section 4 "Title" below above
    a@b.com [at] (dot) www.x.com https:// +44 20 7946 0958 (818) 293-5592 SW1A 1AA CA 91302 P.O. Box 1,234.5 Last updated May 5, 2024 03/04/2025
    2024-13-45 § 1798.105 ICO US U.S. * ** _ [ ]( ) | \n \n\n # - \u00a0 \u2019 \u201c \u0130 \ud800 \x00 99999999999999999999 0""".split(
        " "
    )
)
VALUES = st.one_of(st.text(max_size=40), st.text(alphabet="0123456789.-|bdhmwy +", max_size=12))
TEXTS = st.one_of(st.text(max_size=300), st.lists(SCRAPS, max_size=40).map(" ".join), st.lists(SCRAPS, max_size=30).map("".join))


def documents(text: str) -> Iterator[Document]:
    for format in ("text", "markdown"):
        try:
            yield read_text(text, "policy", format)
        except ReadError:
            continue


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_gives_facts_that_stand_in_it(text: str) -> None:
    for document in documents(text):
        found = facts_in(document, KINDS)
        assert found == facts_in(document, KINDS) and list(found) == sorted(found, key=lambda fact: fact.span)
        for fact in found:
            own = document.statements[fact.statement].span
            assert own.start <= fact.span.start < own.end and fact.span.start < fact.span.end <= len(document.text)
            assert fact.kind == "address" or fact.span.end <= own.end
            assert document.text[slice(*fact.span)].strip() and fact.value.strip() and same(fact.kind, fact.value, fact.value)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), VALUES, VALUES)
def test_any_two_values_can_be_compared(kind: str, a: str, b: str) -> None:
    assert same(kind, a, b) == same(kind, b, a)


class Counted:
    """Counts the calls of a function and the longest string it was given."""

    def __init__(self, function) -> None:  # type: ignore[no-untyped-def]
        self.function, self.calls, self.longest = function, 0, 0

    def __call__(self, *given, **named):  # type: ignore[no-untyped-def]
        self.calls += 1
        self.longest = max([self.longest, *(len(one) for one in given if isinstance(one, str))])
        return self.function(*given, **named)


def one_statement(text: str) -> Document:
    whole = Span(0, len(text))
    return Document("policy", text, "text", "utf-8", "", (Section(None, 0, (0,)),), (Statement("sentence", whole, (whole,), 0, 0),))


def test_what_is_parsed_as_a_telephone_number_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    import phonenumbers

    counted = Counted(phonenumbers.PhoneNumberMatcher)
    monkeypatch.setattr(phonenumbers, "PhoneNumberMatcher", counted)
    facts_in(one_statement("call (818) 293-5592 " * 50_000), ("phone",))
    assert counted.calls == 1 and counted.longest < 60
    facts_in(one_statement("1 2 3 4 " * 125_000), ("phone",))
    assert counted.calls <= 20 and counted.longest < 80


def test_what_is_given_to_the_library_of_addresses_is_short_and_little(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyap

    from gapcheck.facts.library import MOST_CALLS

    counted = Counted(pyap.parse)
    monkeypatch.setattr(pyap, "parse", counted)
    for hostile in ("Abc CA 91302 ", "12 A B, Some Town A1A 1A1 ", "one two three Four SW1A 1AA\n"):
        counted.calls = 0
        facts_in(one_statement(hostile * (1_000_000 // len(hostile))), ("address",))
        assert counted.calls <= MOST_CALLS and counted.longest < 200


def test_an_address_with_neither_number_nor_building_is_the_librarys() -> None:
    assert values("address", "Write to Warwick Road, Fairfield Industrial Estate, Louth, Lincolnshire, LN11 0YB.") == [
        "Fairfield Industrial Estate Louth Lincolnshire LN11 0YB"
    ]


def test_the_libraries_are_left_alone_where_nothing_asks_for_them() -> None:
    code = (
        "import sys; from gapcheck.facts import KINDS, facts_in; from gapcheck.reading import read_text\n"
        "facts_in(read_text('We keep your data for as long as we must.', 'p', 'text'), KINDS)\n"
        "print([name for name in ('phonenumbers', 'dateutil', 'pyap') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", sorted((ROOT / "fixtures").glob("*/policy.txt")), ids=lambda path: path.parent.name)
def test_looking_in_some_statements_loses_nothing(kind: str, path: Path) -> None:
    document = read_path(str(path))
    everything = facts_in(document, (kind,))
    for step in (2, 7):
        within = frozenset(range(0, len(document.statements), step))
        assert facts_in(document, (kind,), within) == tuple(fact for fact in everything if fact.statement in within)


@pytest.mark.parametrize("text", [text for text, found in ADDRESSES if found])
def test_a_glance_sees_that_a_statement_can_hold_an_address(text: str) -> None:
    found = facts_in(read_text(text, "policy", "text"), ("address",))
    assert found and all(may_hold_address(text, fact.span.start, fact.span.start + 1) for fact in found)
