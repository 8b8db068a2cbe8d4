"""Markdown: structure from the markup, words without it."""

from __future__ import annotations

from test_reading_text import outline, paths

from gapcheck.reading import read_text


def test_links_images_and_tags_are_no_words() -> None:
    assert outline(
        "See our [cookie *policy*](https://acme.example/c_(1) 'Cookies') and ![a lock](lock.png) <b>now</b><!-- no -->&nbsp;please.",
        "markdown",
    ) == ["s See our [cookie *policy*] | and ![a lock] | now | please."]


def test_hidden_mail_addresses_stay() -> None:
    assert outline("[Write to us](mailto:dpo@acme.example?subject=x) now. Or [x@y.example](mailto:x@y.example).", "markdown") == [
        "s [Write to us] | dpo@acme.example | now.",
        "s Or [x@y.example]",
    ]


def test_headings_of_every_kind() -> None:
    source = """
        # Policy #

        Data
        ----

        We keep data.

        **How long we keep it**

        A year. **Not longer.**

        ### 1\\. Rights

        **Security.** We lock doors.
        """
    assert outline(source, "markdown") == [
        "h Policy",
        "h Data",
        "s We keep data.",
        "h **How long we keep it**",
        "s A year.",
        "s **Not longer.**",
        "h 1\\. Rights",
        "s **Security.** | We lock doors.",
    ]
    assert paths(source, "markdown")[-1] == ["Policy", "Data", "1\\. Rights", "**Security.**"]


def test_a_number_before_a_title_is_no_data() -> None:
    assert outline("### 7.1 Right of access (Article 15)\n\nAsk us.", "markdown") == ["h 7.1 Right of access (Article 15)", "s Ask us."]


def test_a_number_may_stand_before_a_bold_title() -> None:
    source = "7\\. **Parcels.** We tell the courier where you live.\n\nMore.\n\n8\\. **Payment:** The bank sees the sum that you pay."
    assert outline(source, "markdown") == [
        "s 7\\. **Parcels.** | We tell the courier where you live.",
        "s More.",
        "s 8\\. **Payment:** | The bank sees the sum that you pay.",
    ]
    assert paths(source, "markdown")[-1] == ["8\\. **Payment:**"]


def test_labels_of_an_address_are_no_titles() -> None:
    source = "# Contact\n\nMail: Example Company, 12 Elm Street, Springfield, CA 90210\n\nTelephone: Ring us any day. We are in from nine to five."
    assert paths(source, "markdown")[-1] == ["Contact"]


def test_an_address_behind_a_colon_has_no_title() -> None:
    address = "The Review Office (North)  \nSuite 40, 12 - 5th Avenue N.W.  \nExampletown"
    assert outline(f"You can write to the body at:\n\n{address}", "markdown") == [
        "s You can write to the body at:",
        "s The Review Office (North) Suite 40, 12 - 5th Avenue N.W. Exampletown",
    ]
    assert outline(f"You can write to the body.\n\n{address}", "markdown")[1] == "h The Review Office (North)"


def test_italics_set_titles_apart_as_bold_type_does() -> None:
    source = "**Orders**\n\n_Toys that you want_\n\n*Delivery:* a courier brings them.\n\n_See also our_ [_Island Notice_](/i).\n\n_close_"
    assert paths(source, "markdown")[1:] == [
        ["**Orders**", "_Toys that you want_"],
        ["**Orders**", "_Toys that you want_", "*Delivery:*"],
    ]


def test_a_bold_line_above_a_break_ranks_as_one_alone() -> None:
    source = "**Orders**\n\nWe keep them.\n\n**PRIVACY OF VISITS**  \nWe count the visits of each day."
    assert [section.level for section in read_text(source, "p.md", "markdown").sections[1:]] == [65, 65]


def test_a_policy_that_is_one_list_has_its_items_for_sections() -> None:
    titles = [f"{number}. **{title}.**" for number, title in enumerate(("Orders", "Visits", "Toys", "Ways"), 1)]
    source = "# Policy\n\n" + "".join(f"{title} We say it here.\n\n   And more.\n" for title in titles)
    assert paths(source, "markdown") == [["Policy"], *(["Policy", title] for title in titles)]


def test_a_break_within_a_paragraph_ends_a_line() -> None:
    source = "Our address:  \nAcme Toys  \n12 Elm Street  \n\n> Visits  \n> We count the visits of each day."
    assert outline(source, "markdown") == [
        "s Our address:",
        "i Our address: | Acme Toys",
        "i Our address: | 12 Elm Street",
        "h Visits",
        "s We count the visits of each day.",
    ]


def test_bold_dates_are_statements() -> None:
    assert outline("**Last updated: 1 May 2024**", "markdown") == ["s **Last updated: 1 May 2024**"]


def test_lists_nest_and_continue() -> None:
    assert outline(
        """
        We share data with

        * partners, namely:
          1. Acme
          2. Bolt

          They are under contract.
        * the **police**
        """,
        "markdown",
    ) == [
        "s We share data with",
        "i We share data with | partners, namely:",
        "i We share data with | partners, namely: | Acme",
        "i We share data with | partners, namely: | Bolt",
        "i They are under contract.",
        "i We share data with | the **police**",
    ]


def test_lists_below_headings_have_no_lead_in() -> None:
    assert outline("## Your rights\n\n- access\n- erasure\n", "markdown") == ["h Your rights", "i access", "i erasure"]
    assert outline("We are nice.\n\n- access\n- erasure\n", "markdown") == ["s We are nice.", "i access", "i erasure"]


def test_tables_are_read_cell_by_cell() -> None:
    source = "| Purpose | Basis |\n|---|:-:|\n| Ads | **Consent** |\n| [Bills](x) | |\n"
    assert outline(source, "markdown") == ["r Purpose | Basis", "r Purpose | Ads | Basis | **Consent**", "r Purpose | [Bills]"]
    document = read_text(source, "p.md", "markdown")
    assert len({one.paragraph for one in document.statements}) == 1


def test_rows_without_a_line_below_the_first_are_rows() -> None:
    source = "Your rights:\n\n| Access | You may ask for a copy of all that we hold on you |\n| Erasure | You may have it<br>deleted |\n\nWrite to us | or call.\n"
    assert outline(source, "markdown") == [
        "s Your rights:",
        "r Access | You may ask for a copy of all that we hold on you",
        "r Erasure | You may have it | deleted",
        "s Write to us | or call.",
    ]


def test_titles_without_marks_are_titles_where_none_has_a_mark() -> None:
    source = """
        # Privacy

        Use of cookies

        We use cookies to see how many visitors come by.

        Data kept by us:

        - names
        {more}
        """
    lines = [
        "h Privacy",
        "h Use of cookies",
        "s We use cookies to see how many visitors come by.",
        "s Data kept by us:",
        "i Data kept by us: | names",
    ]
    assert outline(source.format(more=""), "markdown") == lines
    assert outline(source.format(more="## Rights"), "markdown") == [lines[0], "s Use of cookies", *lines[2:], "h Rights"]


def test_front_matter_definitions_and_html() -> None:
    assert outline(
        """
        ---
        layout: page
        updated: 2024-05-01
        subtitle: "Last updated 1 May 2024."
        description: What changed and what we updated
        ---
        See [the list][1].

        <div class="x">
        <h2>Cookies</h2>
        <p>We set cookies.</p>
        <ul><li>one</li><li>two</li></ul>
        <script>var x = 1;</script>
        </div>

        [1]: https://acme.example
        """,
        "markdown",
    ) == [
        "s updated: 2024-05-01",
        's subtitle: "Last updated 1 May 2024."',
        "s See [the list][1].",
        "h Cookies",
        "s We set cookies.",
        "i one",
        "i two",
    ]


def test_tables_written_in_html_have_rows_and_cells() -> None:
    table = """
        We keep:

        <table>
        <tr><th>Data</th><th>Kept for</th></tr>
        <tr><td><strong>Parcels</strong></td>
        <td><ul>
        <li>ten years</li>
        <li>or less</li>
        </ul></td></tr>
        {gap}<tr><td>Stamps</td><td>a day</td></tr>
        </table>
        {gap}Ask us.
        """
    rows = ["s We keep:", "r Data | Kept for", "r Data | Parcels | Kept for | ten years | or less", "r Data | Stamps | Kept for | a day"]
    assert outline(table.format(gap="\n"), "markdown") == [*rows, "s Ask us."]
    assert outline(table.format(gap="")[: -len("Ask us.\n        ")], "markdown") == rows


def test_tables_without_an_end_are_read() -> None:
    read = outline("<table>\n<tr><td>Names</td><td>a year</td></tr>\n\n**Rights**\n\nYou may ask.\n" + "\n<table>\n" * 2000, "markdown")
    assert read[-2:] == ["h **Rights**", "s You may ask."]


def test_wrapped_quotes_and_code_are_text() -> None:
    assert outline("> We keep\n> your data.\n\nThe cookie `acme_id` is\nset.\n\n```\nWe log visits.\n```\n", "markdown") == [
        "s We keep > your data.",
        "s The cookie `acme_id` is set.",
        "s We log visits.",
    ]


def test_contents_lists_are_labels() -> None:
    source = "# P\n\n- [How we share data](#share)\n- [Your right to complain](#complain)\n\nWe share nothing.\n"
    assert outline(source, "markdown") == ["h P", "h [How we share data]", "h [Your right to complain]", "s We share nothing."]
    document = read_text(source, "p.md", "markdown")
    assert document.statements[-1].section == 1


def test_a_list_of_links_is_a_menu_unless_something_introduces_it() -> None:
    links = "- [Right to erasure](/e)\n- [Shop](/s)\n- [Stories](/t)\n"
    assert outline(f"# Toys\n\n{links}\nWe sell toys.", "markdown")[1:4] == ["h [Right to erasure]", "h [Shop]", "h [Stories]"]
    assert outline(f"We share data with:\n\n{links}", "markdown")[1] == "i We share data with: | [Right to erasure]"
    assert outline(f"# Toys\n\n{links}- We keep [orders](/o) for a year", "markdown")[1] == "i [Right to erasure]"


def test_nothing_is_lost_below_the_deepest_nesting() -> None:
    assert any("deep words" in line for line in outline(">" * 100 + " deep words", "markdown"))
    assert any("deep words" in line for line in outline("- " * 100 + "deep words", "markdown"))


def test_odd_bullets_in_paragraphs_are_items() -> None:
    assert outline("We keep:\n\n\u25cf names\n\n\u25cf dates\n\nNo more.", "markdown") == [
        "s We keep:",
        "i We keep: | names",
        "i We keep: | dates",
        "s No more.",
    ]
    assert outline("We keep:\n\u2022 names\n\u2022 dates", "markdown") == ["s We keep:", "i We keep: | names", "i We keep: | dates"]


def test_a_letter_before_bold_words_is_that_of_an_item() -> None:
    source = "You may:\n\n**(a) See it.** Ask us for a copy.\n\n**(b) Change it.** Ask us to."
    assert outline(source, "markdown") == [
        "s You may:",
        "i You may: | See it.** | Ask us for a copy.",
        "i You may: | Change it.** | Ask us to.",
    ]


def test_rows_of_links_are_labels() -> None:
    assert outline(
        "[Shop](/s) | [Right to complain](/c) | [Legal basis](/l)\n\nContents: [1 Who](#1); [2 Why](#2); [3 How](#3)\n\nText.", "markdown"
    ) == [
        "h [Shop] | | [Right to complain] | | [Legal basis]",
        "h Contents: [1 Who] | ; [2 Why] | ; [3 How]",
        "s Text.",
    ]


def test_a_title_that_goes_on_with_the_numbers_of_the_headings_is_one_of_them() -> None:
    policy = """
        ## XI: Notice to people in California

        You may ask what we sold.

        **1. Asking**

        Write to us.

        **2. Our answer**

        It takes ten days.

        **XII: Notice to people in Europe**

        You may ask us to stop.
        """
    assert paths(policy, "markdown") == [
        ["XI: Notice to people in California"],
        ["XI: Notice to people in California", "**1. Asking**"],
        ["XI: Notice to people in California", "**2. Our answer**"],
        ["**XII: Notice to people in Europe**"],
    ]
