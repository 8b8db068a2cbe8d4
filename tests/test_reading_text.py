"""Plain text: what becomes a heading, an item with its lead-in, a row, a sentence."""

from __future__ import annotations

import textwrap

from gapcheck.document import Document
from gapcheck.reading import read_text


def shown(document: Document) -> list[str]:
    """Return the statements one a line: kind, and the pieces as they are read."""
    marks = {"sentence": "s", "item": "i", "row": "r", "heading": "h"}
    text = document.text
    return [
        f"{marks[one.kind]} " + " | ".join(" ".join(text[start:end].split()) for start, end in one.pieces) for one in document.statements
    ]


def outline(source: str, format: str = "text") -> list[str]:
    """Return what is read in `source`, indented as in the test."""
    return shown(read_text(textwrap.dedent(source).strip("\n"), "policy", format))


def paths(source: str, format: str = "text") -> list[list[str]]:
    """Return the headings that every section lies under, outermost first."""
    document = read_text(textwrap.dedent(source).strip("\n"), "policy", format)
    names = [document.text[one.heading.start : one.heading.end] if one.heading else "" for one in document.sections]
    return [[names[number] for number in one.path] for one in document.sections[1:]]


def test_headings_by_case_numbers_and_underlines() -> None:
    assert outline(
        """
        PRIVACY POLICY
        Last updated: 3 May 2024

        1. Who We Are
        Acme Ltd runs this shop and decides why data are used.

        What do we collect?
        We collect your name.

        Storage
        =======
        Everything is stored in Norway.

        # Contact
        Write to privacy@acme.example.
        """
    ) == [
        "h PRIVACY POLICY",
        "s Last updated: 3 May 2024",
        "h 1. Who We Are",
        "s Acme Ltd runs this shop and decides why data are used.",
        "h What do we collect?",
        "s We collect your name.",
        "h Storage",
        "s Everything is stored in Norway.",
        "h Contact",
        "s Write to privacy@acme.example.",
    ]


def test_numbers_nest_sections() -> None:
    assert paths(
        """
        Acme Privacy Notice

        1. COLLECTION
        We collect some things about people who visit.

        1.1 From You
        You tell us your name when you sign up for the service.

        2. RIGHTS
        You have rights under the law that applies to you.
        """
    ) == [
        ["Acme Privacy Notice"],
        ["Acme Privacy Notice", "1. COLLECTION"],
        ["Acme Privacy Notice", "1. COLLECTION", "1.1 From You"],
        ["Acme Privacy Notice", "2. RIGHTS"],
    ]


def test_a_notice_of_its_own_holds_what_follows_it() -> None:
    source = """
        Acme privacy policy

        What we collect
        When you order a lamp we keep your name and the address that it goes to.

        How to reach us
        You can write to us at any time, and we will answer within the month.

        Privacy Notice for California Residents
        What follows was written for people who live in California.

        Changes to this Privacy Notice
        We may change what is said here, and will say so on this page.

        Contact
        You can call us on any day of the week to ask about your data.

        Canada Privacy Notice
        What follows was written for people who live in Canada.
        """
    california = "Privacy Notice for California Residents"
    assert paths(source) == [
        ["Acme privacy policy"],
        ["Acme privacy policy", "What we collect"],
        ["Acme privacy policy", "How to reach us"],
        ["Acme privacy policy", california],
        ["Acme privacy policy", california, "Changes to this Privacy Notice"],
        ["Acme privacy policy", california, "Contact"],
        ["Acme privacy policy", "Canada Privacy Notice"],
    ]


def test_the_verb_of_a_clause_that_ends_a_title_is_not_its_own() -> None:
    source = """
        Acme privacy policy

        Lamps that we use
        {body}

        Service providers we use
        {body}

        Lamp makers use
        {body}
        """
    body = "When you order a lamp we keep your name and the address that it goes to."
    assert [path[-1] for path in paths(source.format(body=body))] == [
        "Acme privacy policy",
        "Lamps that we use",
        "Service providers we use",
    ]


def test_numbers_that_begin_below_a_notice_lie_in_it_and_numbers_that_go_on_end_it() -> None:
    source = """
        Privacy Policy

        1. Collection
        We collect some things about people who visit our shop.

        2. Californians
        There is more to say to people who live in California, which follows.

        CCPA Privacy Notice
        What follows was written for people who live in California.

        A. Names
        We collect names of customers when they order, from themselves.

        3. Contact
        You can write to us at any time, and we will answer within the month.

        Nevada Privacy Notice
        What follows was written for people who live in Nevada.

        1. Sales
        We sell nothing that you tell us, and never have sold any of it.

        2. Contact
        You can write to us at any time, and we will answer within the month.
        """
    assert paths(source) == [
        ["Privacy Policy"],
        ["Privacy Policy", "1. Collection"],
        ["Privacy Policy", "2. Californians"],
        ["Privacy Policy", "CCPA Privacy Notice"],
        ["Privacy Policy", "CCPA Privacy Notice", "A. Names"],
        ["Privacy Policy", "3. Contact"],
        ["Privacy Policy", "Nevada Privacy Notice"],
        ["Privacy Policy", "Nevada Privacy Notice", "1. Sales"],
        ["Privacy Policy", "Nevada Privacy Notice", "2. Contact"],
    ]


def test_a_section_before_the_numbers_or_between_them_does_not_hold_them() -> None:
    source = """
        CALIFORNIA
        A short note comes first, for people who live in California.

        1. Collection
        We collect some things about people who visit our shop.

        NEVADA
        A short note stands here, for people who live in Nevada.

        2. Use
        We use what we know about you to bring you what you order.
        """
    assert paths(source) == [["CALIFORNIA"], ["1. Collection"], ["NEVADA"], ["2. Use"]]


def test_the_title_of_a_group_holds_the_numbers_that_go_on_below_it() -> None:
    source = """
        WHAT WE DO

        1. Collection
        We collect some things about people who visit our shop.

        WHAT WE PROMISE

        2. Security
        We keep what we know about you where nobody else can see it.
        """
    assert paths(source) == [["WHAT WE DO"], ["WHAT WE DO", "1. Collection"], ["WHAT WE PROMISE"], ["WHAT WE PROMISE", "2. Security"]]


def test_a_table_of_contents_begins_no_notice() -> None:
    source = """
        Privacy Policy

        What we collect

        Privacy Notice for California Residents

        This policy says what we do with what you tell us when you order a lamp or write to us.

        What we collect
        When you order a lamp we keep your name and the address that it goes to.

        Privacy Notice for California Residents
        What follows was written for people who live in California.

        Contact
        You can call us on any day of the week to ask about your data.
        """
    california = "Privacy Notice for California Residents"
    assert [path for path in paths(source) if california in path[:-1]] == [["Privacy Policy", california, "Contact"]]


def test_a_notice_begins_behind_a_list_that_lost_its_bullets() -> None:
    source = """
        You can reach us in one of these ways:

        By mail to the shop

        By telephone in the morning

        Privacy Notice for California Residents

        Effective Date: May 2024

        What follows was written for people who live in California.
        """
    assert outline(source)[3] == "h Privacy Notice for California Residents"
    policies = """
        You can read what others say about themselves:

        Acme Privacy Policy

        Lamp Works Privacy Policy
        """
    assert [line[0] for line in outline(policies)] == ["s", "i", "i"]


def test_letters_are_titles_where_a_text_stands_below_each_and_items_where_they_follow_one_another() -> None:
    source = """
        Privacy Policy

        For California Residents

        a. Sources of Information
        You tell us your name when you order a lamp, and your bank tells us that you paid.

        b. Right to Know
        You can ask us what we know about you, and we will tell you within the month. We need:

        a. Your Name

        b. Your Address

        Write to us at any time, and we will answer within the month.
        """
    top = ["Privacy Policy", "For California Residents"]
    assert paths(source) == [top[:1], top, [*top, "a. Sources of Information"], [*top, "b. Right to Know"]]


def test_abbreviations_end_no_title() -> None:
    assert outline(
        """
        Your U.S. State Privacy Rights
        You can ask us what we know about you. The U.S. Shop asks you to send in a form.

        Acme Lamps, Inc. Privacy Notice
        What follows was written for people who order our lamps.
        """
    ) == [
        "h Your U.S. State Privacy Rights",
        "s You can ask us what we know about you.",
        "s The U.S. Shop asks you to send in a form.",
        "h Acme Lamps, Inc. Privacy Notice",
        "s What follows was written for people who order our lamps.",
    ]
    assert outline("The U.S. Shop asks you to send in a form. We answer within the month.")[0][0] == "s"


def test_run_in_titles_open_sections_and_stay_in_the_sentence() -> None:
    source = """
        2. Our Duties

        Data We Hold: When you order a lamp we keep your address. It is deleted after a year.

        2.3. Reasons for keeping it. We have to keep invoices for the tax office.
        """
    assert outline(source) == [
        "h 2. Our Duties",
        "s Data We Hold: | When you order a lamp we keep your address.",
        "s It is deleted after a year.",
        "s 2.3. Reasons for keeping it. | We have to keep invoices for the tax office.",
    ]
    assert paths(source) == [
        ["2. Our Duties"],
        ["2. Our Duties", "Data We Hold:"],
        ["2. Our Duties", "2.3. Reasons for keeping it."],
    ]


def test_bullets_share_lead_in_and_paragraph() -> None:
    source = """
        You have the right to:

        - see your data;
        - have them erased. We do this within a month.
          \u2022 in whole
          \u2022 in part

        Write to us about it.
        """
    assert outline(source) == [
        "s You have the right to:",
        "i You have the right to: | see your data;",
        "i You have the right to: | have them erased.",
        "i We do this within a month.",
        "i You have the right to: | in whole",
        "i You have the right to: | in part",
        "s Write to us about it.",
    ]
    document = read_text(textwrap.dedent(source), "policy", "text")
    numbers = [one.paragraph for one in document.statements]
    assert len(set(numbers[:-1])) == 1
    assert numbers[-1] != numbers[0]


def test_nested_lists_read_the_outer_lead_in_first() -> None:
    assert outline(
        """
        We share data with:
        1. companies that help us, such as:
           a) printers
           b) couriers
        2. the police
        """
    ) == [
        "s We share data with:",
        "i We share data with: | companies that help us, such as:",
        "i We share data with: | companies that help us, such as: | printers",
        "i We share data with: | companies that help us, such as: | couriers",
        "i We share data with: | the police",
    ]


def test_an_item_that_ends_in_a_colon_leads_in_the_items_that_follow_where_nesting_was_lost() -> None:
    assert outline(
        """
        - You may ask for the following:
        - The categories of data.
        - The sources.
        - You may ask us to delete data.
        - We never collect:
        - health data
        - beliefs
        - Names are collected.
        """
    ) == [
        "i You may ask for the following:",
        "i You may ask for the following: | The categories of data.",
        "i You may ask for the following: | The sources.",
        "i You may ask us to delete data.",
        "i We never collect:",
        "i We never collect: | health data",
        "i We never collect: | beliefs",
        "i Names are collected.",
    ]


def test_rows_whose_cells_stand_below_one_another_with_a_bar_below_each() -> None:
    assert outline(
        """
        This is what we sold in the year before this notice was written:

        Category
        |
        Who gets it
        |

        Identifiers

        such as names
        |
        Brokers

        Ad networks
        |

        Nothing else was sold.
        """
    ) == [
        "s This is what we sold in the year before this notice was written:",
        "r Category | Who gets it",
        "r Category | Identifiers such as names | Who gets it | Brokers Ad networks",
        "s Nothing else was sold.",
    ]


def test_one_bar_a_line_makes_a_table_of_two_columns_but_not_behind_numbers() -> None:
    assert outline("Data | Kept for\n\nOrders of goods | Ten years\n\nLog files | A month") == [
        "r Data | Kept for",
        "r Data | Orders of goods | Kept for | Ten years",
        "r Data | Log files | Kept for | A month",
    ]
    numbered = outline("You may ask for:\n\n(1) | the data we have on you;\n\n(2) | the sources of the data.")
    assert not [line for line in numbered if line.startswith("r ")]


def test_one_bar_alone_makes_no_row() -> None:
    assert outline("We keep names.\n|\n\nWe keep them for a year.") == ["s We keep names.", "s We keep them for a year."]


def test_bullets_alone_on_their_lines() -> None:
    assert outline("We keep, among others, including\n-\nYour name;\n-\nYour shoe size\nSecurity Policy: We lock the doors at night.") == [
        "s We keep, among others, including",
        "i We keep, among others, including | Your name;",
        "i We keep, among others, including | Your shoe size",
        "s Security Policy: | We lock the doors at night.",
    ]


def test_bullets_that_nothing_follows_say_nothing() -> None:
    for format in ("text", "markdown", "html"):
        document = read_text("\u2022\n\u2022\n<li>names", "policy", format)
        assert [document.text[one.span.start : one.span.end].removeprefix("<li>") for one in document.statements] == ["names"]


def test_lists_that_lost_their_bullets() -> None:
    assert outline(
        """
        We use your data to:
        Send parcels
        Answer Questions
        improve the website
        How We Protect Data
        We encrypt all hard disks and lock the server room.
        """
    ) == [
        "s We use your data to:",
        "i We use your data to: | Send parcels",
        "i We use your data to: | Answer Questions",
        "i We use your data to: | improve the website",
        "h How We Protect Data",
        "s We encrypt all hard disks and lock the server room.",
    ]


def test_short_lines_after_a_lead_in_are_no_headings() -> None:
    assert outline(
        """
        You have the following rights:
        Right of Access
        Right to Erasure
        Right to Object
        To use them, write to our office in Bergen at any time.
        """
    ) == [
        "s You have the following rights:",
        "i You have the following rights: | Right of Access",
        "i You have the following rights: | Right to Erasure",
        "i You have the following rights: | Right to Object",
        "s To use them, write to our office in Bergen at any time.",
    ]


def test_enumerations_within_a_paragraph() -> None:
    assert outline("You may: (a) see your data; (b) correct them; and (c) delete them. Ask us how.") == [
        "s You may:",
        "i You may: | see your data;",
        "i You may: | correct them; and",
        "i You may: | delete them.",
        "s Ask us how.",
    ]
    assert outline("We process data for these ends: to run the shop; to pay taxes; to prevent fraud.")[1:] == [
        "i We process data for these ends: | to run the shop;",
        "i We process data for these ends: | to pay taxes;",
        "i We process data for these ends: | to prevent fraud.",
    ]
    assert outline("We (i) collect and (ii) share your data.") == ["s We (i) collect and (ii) share your data."]


def test_wrapped_lines_are_joined() -> None:
    assert outline(
        """
        We collect the name, the address and the telephone number of everybody
        who orders something in our shop. We also keep the orders
        themselves, for as long as the warranty lasts.

        Other people's data are never collected, unless the law of the country
        in which we sell wants us to do so.

          * names, as far as they are printed on the label and the envelope
            of the parcel;
          * addresses
        """
    ) == [
        "s We collect the name, the address and the telephone number of everybody who orders something in our shop.",
        "s We also keep the orders themselves, for as long as the warranty lasts.",
        "s Other people's data are never collected, unless the law of the country in which we sell wants us to do so.",
        "i names, as far as they are printed on the label and the envelope of the parcel;",
        "i addresses",
    ]


def test_titles_in_a_page_that_lost_its_line_ends_head_what_follows_them() -> None:
    page = (
        "We run a shop for chairs.Your ChoicesYou may ask us to stop at any time. LinkedIn and others are not ours. "
        + "We make chairs. " * 60
        + "2. How We Keep DataWe keep them for a year."
    )
    lines = outline(page)
    assert lines[:4] == [
        "s We run a shop for chairs.",
        "s Your Choices | You may ask us to stop at any time.",
        "s LinkedIn and others are not ours.",
        "s We make chairs.",
    ]
    assert lines[-1] == "s 2. How We Keep Data | We keep them for a year."
    document = read_text(page, "policy", "text")
    last = document.statements[-1]
    assert page[last.span.start : last.span.end] == "2. How We Keep DataWe keep them for a year."
    assert paths(page)[-1] == ["2. How We Keep Data"]


def test_tables_of_tabs_and_bars() -> None:
    assert outline("Data\tPurpose\nName\tDelivery\nE-mail\tReceipts") == [
        "r Data | Purpose",
        "r Data | Name | Purpose | Delivery",
        "r Data | E-mail | Purpose | Receipts",
    ]
    assert outline("| Data | Kept for |\n| Invoices | ten years |") == ["r Data | Kept for", "r Data | Invoices | Kept for | ten years"]


def test_a_row_whose_cells_go_over_several_lines_is_a_row_below_its_header() -> None:
    source = """
        Category | Examples | Sold or shared | To whom we disclosed it

        A. Identifiers | Name and address. | NO | Couriers

        B. Customer records | Account number.

        Some of it is in other categories too. | NO | Banks

        C. Location | Town | NO | Nobody

        We keep all of it for a year.
        """
    row = "r Category | {} | Examples | {} | Sold or shared | NO | To whom we disclosed it | {}"
    assert outline(source) == [
        "r Category | Examples | Sold or shared | To whom we disclosed it",
        row.format("A. Identifiers", "Name and address.", "Couriers"),
        row.format("B. Customer records", "Account number. Some of it is in other categories too.", "Banks"),
        row.format("C. Location", "Town", "Nobody"),
        "s We keep all of it for a year.",
    ]


def test_a_row_begins_with_a_line_of_its_first_cell_alone_and_a_title_is_not_one() -> None:
    source = """
        Category | Who gets it | Sold

        Names and addresses | Couriers | NO

        Protected characteristics.

        For example your age | Nobody | NO

        Partners

        Category | Who gets it | Sold

        Clicks | Advertisers | YES
        """
    assert outline(source)[2:] == [
        "r Category | Protected characteristics. For example your age | Who gets it | Nobody | Sold | NO",
        "h Partners",
        "r Category | Who gets it | Sold",
        "r Category | Clicks | Who gets it | Advertisers | Sold | YES",
    ]


def test_long_titles_and_long_lines_that_are_none() -> None:
    body = "We answer every letter within thirty days, and we keep what you wrote for one year."
    titles = [
        "Rights of people in the countries of the European Union (GDPR)",
        "Your right to opt out of the sale of your information",
        "2.1 PRIVACY NOTICE FOR ALL WHO VISIT OUR WEBSITE, FOR OUR CUSTOMERS AND FOR THE USERS OF OUR APP",
    ]
    for title in titles:
        assert outline(f"1. Scope\n\n{body}\n\n{title}\n\n{body}")[2:3] == [f"h {title}"]
    others = [
        "Rights of people in the countries of the European Union include:",
        "Kinds of protected characteristics under the law of the state - NO",
        "(b) Use of devices with a sense of place for local services",
    ]
    for line in others:
        assert outline(f"1. Scope\n\n{body}\n\n{line}\n\n{body}")[2:3] != [f"h {line}"]


def test_the_lines_of_an_address_are_no_titles_and_a_title_may_stand_right_below() -> None:
    answer = "We answer every letter within thirty days, and we keep what you wrote for one year."
    assert outline(
        f"""
        Your Right to Ask

        Send your request to:
        Acme Mills Inc.
        Access and Correction Coordinator
        3 Granary Street, Suite 500
        Boulder, CO 80399
        Changes to this notice
        {answer}

        Our Office Abroad
        Acme House
        12 High Street
        Calgary, Alberta T0X 0Y0

        {answer}
        """
    ) == [
        "h Your Right to Ask",
        "h Send your request to:",
        "s Acme Mills Inc.",
        "s Access and Correction Coordinator",
        "s 3 Granary Street, Suite 500",
        "s Boulder, CO 80399",
        "h Changes to this notice",
        f"s {answer}",
        "h Our Office Abroad",
        "s Acme House",
        "s 12 High Street",
        "s Calgary, Alberta T0X 0Y0",
        f"s {answer}",
    ]


def test_the_country_below_a_postal_code_is_no_title() -> None:
    source = """
        1. Who We Are
        You can write to the people who run this shop at any time:

        Acme Lamps Ltd
        12 Harbour Road

        Dublin 2

        D02 XY45

        Ireland

        We answer every letter that reaches us within the month that follows.

        Canada
        What follows was written for people who live in Canada.
        """
    assert [path[-1] for path in paths(source)] == ["1. Who We Are", "Canada"]


def test_a_table_ends_where_a_line_has_no_bar() -> None:
    source = "Kind | Use | Kept\n\nName | Mail | One year\n\nSee also below.\n\nWe ask for it | once | a year.\n"
    assert outline(source)[-2:] == ["s See also below.", "s We ask for it | once | a year."]


def test_the_stops_of_initials_end_no_title() -> None:
    source = """
        Additional U.S. State Disclosures

        We keep the data of your orders for ten years, and then we delete them.

        Lamps of J.R. Example are made by hand. We keep your address for one year.

        P.O. Box 12

        Some of the U.S. Laws on lamps ask us to say so.
        """
    assert outline(source) == [
        "h Additional U.S. State Disclosures",
        "s We keep the data of your orders for ten years, and then we delete them.",
        "s Lamps of J.R. Example are made by hand.",
        "s We keep your address for one year.",
        "s P.O. Box 12",
        "s Some of the U.S. Laws on lamps ask us to say so.",
    ]


def test_menus_head_nothing() -> None:
    document = read_text(
        "Home\nProducts\nYour Privacy Rights\nCareers\nContact\nPrivacy Policy\nWe value your trust and keep your data safe, always.\n",
        "policy",
        "text",
    )
    assert shown(document)[-2:] == ["h Privacy Policy", "s We value your trust and keep your data safe, always."]
    heading = document.sections[document.statements[-1].section].heading
    assert heading and document.text[heading.start : heading.end] == "Privacy Policy"


def test_a_date_alone_heads_nothing() -> None:
    text = "We keep what you wrote to us for one year, and we answer within thirty days."
    for date in ("October 3, 2019", "3 October 2019", "Oct. 2019", "3rd May 2019"):
        assert outline(f"Privacy Policy\n{date}\n{text}\n")[1:] == [f"s {date}", f"s {text}"]


def test_dates_and_addresses_are_statements() -> None:
    assert outline("Privacy Policy\n\nEffective Date: May 1, 2024\n\nAcme Ltd\n12 Main Street\n") == [
        "h Privacy Policy",
        "s Effective Date: May 1, 2024",
        "s Acme Ltd",
        "s 12 Main Street",
    ]


def test_rows_of_labels_are_labels() -> None:
    assert outline("Home | Your Rights | Contact us\nWe keep your name.") == ["h Home | Your Rights | Contact us", "s We keep your name."]


def test_numbers_alone_on_their_lines() -> None:
    assert outline("1.\nScope of this notice\nThis notice is for all who visit our shops in Norway.\n") == [
        "h 1. Scope of this notice",
        "s This notice is for all who visit our shops in Norway.",
    ]


CONTENTS = """
    - {0}
    - How we share it
    - Your rights
    - Contact

    {1}
    We collect what you order.

    HOW WE SHARE IT
    We give it to carriers.

    YOUR RIGHTS
    You may have it deleted.

    CONTACT
    Write to us.
"""


def test_a_list_of_the_headings_below_is_a_table_of_contents() -> None:
    read = outline(CONTENTS.format("What we collect", "WHAT WE COLLECT"))
    assert read[:4] == ["h What we collect", "h How we share it", "h Your rights", "h Contact"]
    assert read[4:7] == ["h WHAT WE COLLECT", "s We collect what you order.", "h HOW WE SHARE IT"]


def test_one_entry_that_is_worded_otherwise_is_one_still() -> None:
    assert outline(CONTENTS.format("Collection", "WHAT WE COLLECT"))[0] == "h Collection"


def test_a_list_of_which_some_are_headings_below_says_something() -> None:
    read = outline(CONTENTS.format("Names\n    - Addresses\n    - Orders", "WHAT WE COLLECT"))
    assert read[:3] == ["i Names", "i Addresses", "i Orders"]


def test_a_list_below_the_headings_says_something() -> None:
    titles = "WHAT WE COLLECT\nNames are collected.\n\nYOUR RIGHTS\nAsk us.\n\nCONTACT\nWrite.\n\nCHANGES\nNone.\n\n"
    read = outline(titles + "- what we collect\n- your rights\n- contact\n- changes\n")
    assert read[-4:] == ["i what we collect", "i your rights", "i contact", "i changes"]


def test_lines_of_one_entry_are_entries_too() -> None:
    source = "1. Data\n2. Sharing\n3. Time\n4. Rights  \n   4.1 Access  \n   4.2 Erasure\n\n"
    titles = "".join(
        f"## {title}\n\nWe say so.\n\n" for title in ("1\\. Data", "2. Sharing", "3. Time", "4. Rights", "4.1 Access", "4.2 Erasure")
    )
    read = outline(source + titles, "markdown")
    assert [line for line in read if line.startswith("i ")] == []
    assert sum(line.startswith("h ") for line in read) == 10
