"""HTML policies: the words with their places in the source, what structures them, and what only surrounds them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapcheck.document import Document
from gapcheck.errors import ReadError
from gapcheck.reading import read_bytes, read_text


def read(source: str) -> Document:
    return read_text(source, "policy.html", "html")


def shown(document: Document) -> list[tuple[str, str]]:
    """Return each statement as it is read: its kind, and its pieces joined."""
    return [
        (statement.kind, " ".join(" ".join(document.read[start:end] for start, end in statement.pieces).split()))
        for statement in document.statements
    ]


def test_words_are_read_and_the_source_is_quoted() -> None:
    source = "<p>We <b>don&rsquo;t</b> sell&nbsp;data. Write to privacy&#64;<i>example</i>.com now.</p>"
    document = read(source)
    assert shown(document) == [("sentence", "We don’t sell data."), ("sentence", "Write to privacy@example.com now.")]
    first, second = (document.text[s.span.start : s.span.end] for s in document.statements)
    assert first == "We <b>don&rsquo;t</b> sell&nbsp;data."
    assert second == "Write to privacy&#64;<i>example</i>.com now."


def test_an_address_that_only_a_link_holds_is_read() -> None:
    assert shown(
        read(
            "<p>You can <a href='mailto:dpo@example.com?subject=x'>write to us</a> or <a href='mailto:a@example.com'>a@example.com</a>.</p>"
        )
    ) == [("sentence", "You can dpo@example.com write to us or a@example.com.")]


def test_headings_sections_and_lists_with_their_lead_in() -> None:
    document = read(
        "<h1>Policy</h1><h2>Your rights</h2><p>You have the right to:</p><ul><li>access</li><li>object<ul><li>at any time</li></ul></li></ul>"
    )
    assert shown(document) == [
        ("heading", "Policy"),
        ("heading", "Your rights"),
        ("sentence", "You have the right to:"),
        ("item", "You have the right to: access"),
        ("item", "You have the right to: object"),
        ("item", "You have the right to: at any time"),
    ]
    assert [len(section.path) for section in document.sections] == [1, 1, 2]


def test_items_need_no_end_tag() -> None:
    assert shown(read("<p>We keep:</p><ul><li>names<ul><li>first names</ul><li>dates</ul><p>We keep no more.</p>")) == [
        ("sentence", "We keep:"),
        ("item", "We keep: names"),
        ("item", "We keep: first names"),
        ("item", "We keep: dates"),
        ("sentence", "We keep no more."),
    ]


def test_rows_are_read_with_their_header() -> None:
    document = read("<table><tr><th>Data</th><th>Kept for</th></tr><tr><td>Orders</td><td><p>ten</p> <p>years</p></td></tr></table>")
    assert shown(document) == [("row", "Data Kept for"), ("row", "Data Orders Kept for ten years")]


def test_a_first_row_that_is_all_bold_is_the_header_however_long() -> None:
    asked = "What we use it for, and whom else we give it to, as the law asks us to say"
    rows = f"<tr><td><b>Kind</b></td><td><strong>{asked}</strong></td></tr><tr><td>Names</td><td>letters</td></tr>"
    assert shown(read(f"<table>{rows}</table>"))[1] == ("row", f"Kind Names {asked} letters")
    plain = rows.replace("<b>", "").replace("</b>", "")
    assert shown(read(f"<table>{plain}</table>"))[1] == ("row", "Names letters")


def test_a_table_that_arranges_the_page_is_no_table() -> None:
    document = read("<table><tr><td>Menu</td><td><h2>Cookies</h2><p>We set cookies.</p></td></tr><tr><td>a</td><td>b</td></tr></table>")
    assert ("heading", "Cookies") in shown(document) and ("sentence", "We set cookies.") in shown(document)


@pytest.mark.parametrize(
    "source",
    [
        "<nav><ul><li>Right to erasure</li></ul></nav><p>We sell toys.</p>",
        "<div id='cookie-banner'><p>We keep your data for ever.</p></div><p>We sell toys.</p>",
        "<footer>Data protection officer: dpo@example.com</footer><p>We sell toys.</p>",
        "<div role='dialog'>Accept cookies</div><p>We sell toys.</p>",
        "<p>We sell toys.</p><ul><li><a href='/a'>Access</a></li><li><a href='/b'>Erasure</a></li><li><a href='/c'>Contact</a></li></ul>",
    ],
)
def test_what_surrounds_the_policy_makes_no_statement_and_is_kept(source: str) -> None:
    document = read(source + "<p>We also write a great deal about toys here. </p>" * 30)
    kinds = {words: kind for kind, words in shown(document)}
    assert kinds["We sell toys."] == "sentence"
    around = [kind for words, kind in kinds.items() if "toys" not in words]
    assert around and set(around) == {"heading"}


def test_titles_in_a_table_of_contents_may_be_long() -> None:
    long = "How you can see and correct what we have written down about you and yours"
    source = f"<ul><li><a href='#a'>{long}</a><li><a href='#b'>Cookies</a><li><a href='#c'>Parcels</a></ul><p>We sell toys.</p>"
    assert shown(read(source))[0] == ("heading", long)
    assert shown(read(source.replace("#a", "/a")))[0] == ("item", long)


def test_a_row_of_links_into_the_page_is_a_table_of_contents_however_long() -> None:
    titles = [
        "Cookies and what else counts visits",
        "How you can see and correct what we hold",
        "Children",
        "What we send in parcels and letters",
    ]
    titles.append("Where we keep what we know of you")
    row = " ".join(f"<a href='#{number}'>{title}</a>" for number, title in enumerate(titles))
    assert shown(read(f"<div>{row}</div><p>We sell toys.</p>"))[0] == ("heading", " ".join(titles))
    assert shown(read(f"<div>{row} and toys</div><p>We sell toys.</p>"))[0] == ("sentence", " ".join(titles) + " and toys")
    elsewhere = row.replace("#", "/")
    assert shown(read(f"<div>{elsewhere}</div><p>We sell toys.</p>"))[0] == ("sentence", " ".join(titles))


def test_a_bullet_that_is_written_beside_that_of_the_list_is_no_word() -> None:
    items = "<ul><li><span>\u2022</span> <span>a printer</span></li><li><span>\u2713</span> <span>a bank</span></li></ul>"
    assert shown(read(f"<p>We share data with:</p>{items}"))[1:] == [
        ("item", "We share data with: a printer"),
        ("item", "We share data with: a bank"),
    ]
    ticked = "<div><span>\u2713</span> <span>a printer</span></div><div><span>\u2713</span> <span>a bank</span></div>"
    assert shown(read(f"<p>We share data with:</p>{ticked}"))[2] == ("item", "We share data with: a bank")


@pytest.mark.parametrize("line", ["Exampletown, Alberta", "Exampletown, Alberta, Canada", "New Exampletown, Ohio, USA"])
def test_the_town_of_an_address_is_no_title(line: str) -> None:
    long = "Write to the office with your question and we will answer it within a week."
    assert ("sentence", line) in shown(read(f"<h2>Contact</h2><p>The Office</p><p>{line}</p><p>{long}</p>"))


@pytest.mark.parametrize("line", ["Alberta, Canada", "Privacy Notice, Alberta, Canada", "Residents of Ohio, USA"])
def test_the_title_of_a_part_for_a_place_is_one(line: str) -> None:
    long = "If you live there, you can ask us for what we know about you, and more besides."
    assert ("heading", line) in shown(read(f"<h1>Policy</h1><p>We sell toys to all.</p><p>{line}</p><p>{long}</p>"))


def test_a_page_that_is_all_header_is_read() -> None:
    document = read("<header>" + "<p>We keep orders for ten years.</p>" * 60 + "</header><p>Toys.</p>")
    assert ("sentence", "We keep orders for ten years.") in shown(document)


def test_scripts_styles_and_comments_say_nothing() -> None:
    document = read(
        "<head><title>T</title><style>p{}</style></head><p>We <!-- never -->sell toys.</p><script>var we='sell data'</script><noscript>No.</noscript>"
    )
    assert shown(document) == [("heading", "T"), ("sentence", "We sell toys.")]


def test_bold_lines_are_headings_bold_starts_are_titles_and_breaks_end_lines() -> None:
    document = read(
        "<p><strong>Your Rights</strong></p><p><b>Retention.</b> We keep orders for ten years.</p><p>We share data with:<br>- Alpha Ltd<br>- Beta Ltd</p>"
    )
    assert shown(document) == [
        ("heading", "Your Rights"),
        ("sentence", "Retention. We keep orders for ten years."),
        ("sentence", "We share data with:"),
        ("item", "We share data with: Alpha Ltd"),
        ("item", "We share data with: Beta Ltd"),
    ]


def test_the_number_of_a_bold_line_says_what_it_lies_under() -> None:
    document = read(
        "<h1>Policy</h1><p><b>2.</b> <b>Data</b></p><p>2.1. <b>From you.</b></p><p>You write to us.</p>"
        "<p><b>Toys</b></p><p>We keep a list.</p><p><b>3. Rights</b></p><p>Ask us.</p>"
    )
    headings = [" ".join(document.read[slice(*section.heading)].split()) for section in document.sections if section.heading]
    assert headings == ["Policy", "2. Data", "2.1. From you.", "Toys", "3. Rights"]
    assert [section.path for section in document.sections[1:]] == [(1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), (1, 5)]


def test_paragraphs_with_a_bullet_or_letter_of_their_own_are_items() -> None:
    source = "<p>We keep:</p><p>● <i>names.</i></p><p>● dates</p><p>We use them:</p><p>a. to send toys;</p><p>b. to answer you.</p><p>No more.</p>"
    assert shown(read(source)) == [
        ("sentence", "We keep:"),
        ("item", "We keep: names."),
        ("item", "We keep: dates"),
        ("sentence", "We use them:"),
        ("item", "We use them: to send toys;"),
        ("item", "We use them: to answer you."),
        ("sentence", "No more."),
    ]


def test_italics_and_underlines_set_titles_apart_as_bold_type_does() -> None:
    document = read(
        "<p><b>Orders</b></p><p><em>Toys that you want</em></p><p><u>Delivery.</u> A courier brings them.</p>"
        "<p><em>Do you live on an island? See our</em> <a href='/i'><em>Island Notice</em></a><em> as well.</em></p><p><i>close</i></p>"
    )
    assert [
        (" ".join(document.read[slice(*section.heading)].split()), len(section.path))
        for section in document.sections[1:]
        if section.heading
    ] == [
        ("Orders", 1),
        ("Toys that you want", 2),
        ("Delivery.", 3),
    ]


@pytest.mark.parametrize(
    "title", ["<span><b>Delivery.</b></span>", "<b>4.</b> <b>Delivery.</b>", "4. <b>Delivery.</b>", "<b>Deli</b><b>very.</b>"]
)
def test_what_stands_before_or_in_a_title_leaves_it_one(title: str) -> None:
    document = read(f"<p>{title} our courier brings the toys.</p>")
    assert len(document.sections) == 2


def test_a_numbered_list_of_one_bold_item_is_a_title() -> None:
    source = "<ol><li><b>Orders</b></li></ol><p>We keep them.</p><ol start=2><li><b>Visits</b></li></ol><p>We count them.</p>"
    assert [kind for kind, _ in shown(read(source))] == ["heading", "sentence", "heading", "sentence"]
    assert [kind for kind, _ in shown(read(source.replace("ol", "ul")))] == ["item", "sentence", "item", "sentence"]


def test_a_bold_line_above_a_break_ranks_as_one_alone() -> None:
    document = read("<p><b>Orders</b></p><p>We keep them.</p><p><b>Privacy of visits</b><br>We count the visits of each day.</p>")
    assert [section.level for section in document.sections[1:]] == [65, 65]


def test_paragraphs_worded_as_titles_head_the_text_below_them() -> None:
    body = "<p>We answer every letter within thirty days, and we keep it for a year.</p>"
    read_as = read(
        f"<div>Privacy Notice for Californians</div><div>Your Privacy Rights</div>{body}<p>How do we keep letters safe?</p>{body}"
        "<p>We Keep Of Every Letter:</p><ul><li>its date</li></ul><p>Write to:</p><p>Lamp Makers</p><p>12 High Street, Leeds LS1 4AP, United Kingdom of Great Britain</p>"
        f"<p>Lamps Of Leeds</p><p>Lamps Of York</p>"
    )
    titles = [
        (section.level, " ".join(read_as.read[section.heading.start : section.heading.end].split()))
        for section in read_as.sections
        if section.heading
    ]
    assert titles == [(1, "Privacy Notice for Californians"), (70, "Your Privacy Rights"), (70, "How do we keep letters safe?")]


def test_an_address_or_a_number_to_ring_is_no_label_though_it_is_a_link() -> None:
    links = {"mailto:a@example.com": "privacy@example.com", "tel:1": "(403) 555-0100", "/imprint": "Imprint"}
    lines = "".join(f'<p><a href="{target}">{words}</a></p>' for target, words in links.items())
    kinds = [kind for kind, _ in shown(read(f"<p>Lamp Makers of Leeds answer every letter that they get.</p>{lines}"))]
    assert kinds == ["sentence", "sentence", "sentence", "heading"]


def test_what_says_that_it_is_a_heading_is_one() -> None:
    body = "<p>we answer every letter within a month</p>"
    page = read(
        f"<div><div role='heading' aria-level='3'><div>how we answer</div></div>{body}</div>"
        f"<div role=heading>what <span class='{'a ' * 60}'>we</span> keep</div>{body}<div role='heading' aria-level='x'><p>letters</div>{body}"
    )
    assert [(kind, words) for kind, words in shown(page) if kind == "heading"] == [
        ("heading", "how we answer"),
        ("heading", "what we keep"),
        ("heading", "letters"),
    ]
    assert [section.level for section in page.sections[1:]] == [3, 2, 2]
    endless = read(f"<div role='heading'>letters<p>{'we answer every letter within a month ' * 8}</p>{body}")
    assert [kind for kind, _ in shown(endless)] == ["heading", "sentence", "sentence"]


def test_a_menu_of_notices_heads_nothing() -> None:
    menu = "".join(f"<div>{whom} Privacy Notice</div>" for whom in ("Patient", "Doctor", "Recruitment"))
    assert [kind for kind, _ in shown(read(f"{menu}<p>We answer every letter within thirty days, and we keep it.</p>"))] == ["sentence"] * 4


def test_a_policy_that_is_one_list_has_its_items_for_sections() -> None:
    items = [
        "<b>Orders</b><ol><li><b>Toys.</b> We keep what you order.</li></ol>",
        "<b>Visits.</b> We count them:<ul><li>by day</li></ul><p>No more than that.</p>",
        "<b>California.</b> You may ask for a copy.",
        "<b>Changes.</b> We tell you.",
    ]
    document = read("<h1>Policy</h1><p>We sell toys.</p><ol>" + "".join(f"<li>{item}</li>" for item in items) + "</ol>")
    headings = [" ".join(document.read[slice(*section.heading)].split()) for section in document.sections if section.heading]
    assert headings == ["Policy", "Orders", "Visits.", "California.", "Changes."]
    assert {section.path for section in document.sections[2:]} == {(1, 2), (1, 3), (1, 4), (1, 5)}
    assert shown(document)[3:7] == [
        ("item", "Toys. We keep what you order."),
        ("sentence", "Visits. We count them:"),
        ("item", "We count them: by day"),
        ("item", "No more than that."),
    ]
    assert (
        len(
            read(
                "<p>We sell toys.</p>" + "<p>We sell a great many toys.</p>" * 30 + "<ol><li>" + "</li><li>".join(items) + "</ol>"
            ).sections
        )
        == 1
    )


def test_terms_and_summaries_head_what_follows_them() -> None:
    document = read("<dl><dt>Retention</dt><dd>Ten years.</dd></dl><details><summary>Cookies</summary><p>We set none.</p></details>")
    assert shown(document) == [("heading", "Retention"), ("sentence", "Ten years."), ("heading", "Cookies"), ("sentence", "We set none.")]


def test_a_list_of_terms_inside_another_lies_below_its_term() -> None:
    document = read(
        "<dl><dt>Our interests</dt><dd>The club.<dl><dt>Photos</dt><dd>For our page.</dd></dl></dd><dt>News</dt><dd>By e-mail.</dd></dl>"
    )
    assert [len(section.path) for section in document.sections] == [1, 1, 2, 1]


def test_what_stands_behind_terms_does_not_lie_under_the_last_of_them() -> None:
    terms = "<dl><dt>Our interests</dt><dd>The club. <dl><dt>Photos</dt><dd>For our page.</dd></dl> You may object.</dd></dl>"
    document = read(f"<h2>Why</h2>{terms}<p>Ask us.</p><details><summary>Cookies</summary><p>None.</p></details><p>Write to us.</p>")
    assert [(shown(document)[at][1], statement.section) for at, statement in enumerate(document.statements)] == [
        ("Why", 1),
        ("Our interests", 2),
        ("The club.", 2),
        ("Photos", 3),
        ("For our page.", 3),
        ("You may object.", 2),
        ("Ask us.", 1),
        ("Cookies", 4),
        ("None.", 4),
        ("Write to us.", 1),
    ]
    alone = read("<dl><dt>Retention</dt></dl><p>Two years.</p>")
    assert [statement.section for statement in alone.statements] == [1, 1]


@pytest.mark.parametrize(
    "heading",
    [
        '<a class="header-anchor" href="#r">#</a> 2. Your rights',
        '2. Your rights<a class="headerlink" href="#r">&para;</a>',
    ],
)
def test_the_mark_of_a_link_to_a_heading_is_no_part_of_it(heading: str) -> None:
    assert shown(read(f"<h2>{heading}</h2><p>You may ask.</p>")) == [("heading", "2. Your rights"), ("sentence", "You may ask.")]


def test_a_page_without_words_could_not_be_checked() -> None:
    with pytest.raises(ReadError, match="holds nothing that can be read"):
        read_bytes(b"<html><body><script>app()</script><div id=root></div></body></html>", "policy.html")


FRAGMENTS = [
    "<p>", "</p>", "<td>", "<tr>", "<table>", "</table>", "<li>", "<ul>", "</ul>", "</li>", "Words here. More", "&rsquo;", "&amp;", "<b>", "</b>",
    "<a href='#x'>", "</a>", "<h2>", "</h2>", "<header>", "</header>", "<nav>", "</nav>", "<br>", "\r\n", "\0", "<!--", "-->", "<script>", "</script>",
    "é😀", "<dt>", "<th>", "<title>", "</head>", "<body>", "<", ">", "&", "&#x1F600;", "<pre>", "\n\n", "<svg/>", "<template>", "\ud800",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join) | st.text())
def test_every_place_is_one_of_the_source(source: str) -> None:
    try:
        document = read(source)
    except ReadError:
        return
    assert len(document.read) == len(source)
    for statement in document.statements:
        for start, end in (statement.span, *statement.pieces):
            assert 0 <= start <= end <= len(source)


def test_hostile_nesting_is_read() -> None:
    for source in ("<div>" * 100_000, "<table><tr><td>" * 20_000, "<ul><li>" * 50_000, "<header>" * 100_000, "<b>" * 100_000):
        assert read(source + "We sell toys.").statements


def test_lists_in_lists_without_end_take_no_time() -> None:
    begun = time.process_time()
    assert len(read("<ul><li>a" * 20_000).statements) == 20_000
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("line", ["Category | Purpose<br>a | b<br>", "<b>Your Rights<br>", "<a>Your Rights</a><br>words of it<br>"])
def test_lines_of_one_paragraph_without_end_take_no_time(line: str) -> None:
    begun = time.process_time()
    assert read("<p>" + line * 12_000).statements
    assert time.process_time() - begun < 10
