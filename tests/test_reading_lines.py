"""Plain text that was broken into lines at random: sentences put together again, and what is none left apart."""

from __future__ import annotations

from test_reading_text import outline, paths

# What a page gives whose links and bold words each have a line of their own.
PIECES = """
    Acme Privacy Notice
    You can write to us through our
    contact page
    , or by post.
    We use
    the newsletter service Carrier Pigeon
    for our letters. Please read the
    Pigeon Notice
    and the notes in it.
    Your orders
    : We keep the orders that you place with us.
    The right to object
    . You may object at any time.
    Letters –
    We send you letters about your orders.
    Names and places
    We read names:
    mill@acme.example
    .
"""


def test_a_sentence_whose_links_have_lines_of_their_own_is_one() -> None:
    assert outline(PIECES) == [
        "h Acme Privacy Notice",
        "s You can write to us through our contact page , or by post.",
        "s We use the newsletter service Carrier Pigeon for our letters.",
        "s Please read the Pigeon Notice and the notes in it.",
        "s Your orders : | We keep the orders that you place with us.",
        "s The right to object . | You may object at any time.",
        "s Letters – | We send you letters about your orders.",
        "h Names and places",
        "s We read names: mill@acme.example .",
    ]


def test_items_and_titles_are_left_apart_where_sentences_are_broken() -> None:
    assert outline(
        """
        We use your data to:
        fill your orders; and
        send you
        letters
        .
        Our Shop
        Please visit the
        shop
        .
        Your Choices
        Ask us at the
        counter
        , please.
        """
    ) == [
        "s We use your data to:",
        "i We use your data to: | fill your orders; and",
        "i We use your data to: | send you letters .",
        "h Our Shop",
        "s Please visit the shop .",
        "h Your Choices",
        "s Ask us at the counter , please.",
    ]


def test_an_item_that_ends_with_and_is_an_item() -> None:
    assert outline(
        """
        We give data to:
        the firm that carries our letters;
        the firm that carries our parcels; and
        courts.

        Our shop is in the mill by the river. It is open every day of the week but Sunday, from eight until the lamps are lit.
        """
    ) == [
        "s We give data to:",
        "i We give data to: | the firm that carries our letters;",
        "i We give data to: | the firm that carries our parcels; and",
        "i We give data to: | courts.",
        "s Our shop is in the mill by the river.",
        "s It is open every day of the week but Sunday, from eight until the lamps are lit.",
    ]


def test_lines_are_joined_where_some_are_wider() -> None:
    paragraph = (
        "We keep what you write to us for as long as you work with the\n"
        "Smiths, and we send nothing of it to anybody who does not have\n"
        "a reason to read it that the law allows, such as one of those\n"
        "who carry the letters.\n\n"
    )
    wide = "a list of " + "words, " * 40
    lines = outline(paragraph * 12 + f"{wide}\n{wide}\n{wide}\n")
    assert lines[0] == "s " + " ".join(paragraph.split())


def test_a_line_goes_on_where_the_next_words_were_one_or_are_a_long_address() -> None:
    assert outline(
        """
        We read names and nothing more. That is what the law wants as we
        read it, and you can write about it all to our
        Officer: mill@acme.example, and to nobody else, since we have no
        more people here who know of such things. All of it stands also
        below this,
        https://acme.example/mill/by/the/river/notice-of-ours-on-letters
        for the time being.
        """
    ) == [
        "s We read names and nothing more.",
        "s That is what the law wants as we read it, and you can write about it all to our Officer: mill@acme.example, and to nobody else, "
        "since we have no more people here who know of such things.",
        "s All of it stands also below this, https://acme.example/mill/by/the/river/notice-of-ours-on-letters for the time being.",
    ]


def test_a_line_of_low_dashes_is_a_blank_to_fill_or_parts_paragraphs() -> None:
    assert paths("Our Duties\n__________\n\nHow We Work\n\nWe work with our hands, and with the hands of others who are paid for it.") == [
        ["How We Work"],
    ]


def test_a_number_a_bracket_and_a_lone_word_stand_in_the_midst_of_a_sentence() -> None:
    assert outline(
        """
        Acme Privacy Notice
        We send letters with
        Carrier Pigeon
        (CP) of Norway
        , and to no children under the age of
        16
        , ever.
        We ask our
        miller
        . Click
        here
        to write to us.
        We read:
        your letters to the
        mill
        and its people
        your orders
        """
    ) == [
        "h Acme Privacy Notice",
        "s We send letters with Carrier Pigeon (CP) of Norway , and to no children under the age of 16 , ever.",
        "s We ask our miller .",
        "s Click here to write to us.",
        "s We read:",
        "i We read: | your letters to the mill and its people",
        "i We read: | your orders",
    ]


def test_wrapped_lines_are_joined_where_sentences_are_broken_too() -> None:
    wrapped = "We read what you write to us, and we send you an answer that\nis long, and that you can read in the evening, by the fire.\n"
    source = wrapped * 4 + "We use\nCarrier Pigeon\n, of Norway, to send what we write to all those who asked for\na letter.\n"
    source += "Ask the\nmill\n, or us.\nAsk the\nmill\n. Good bye, and have a good evening, with your letter and fire."
    lines = outline(source)
    assert lines[-3:] == [
        "s We use Carrier Pigeon , of Norway, to send what we write to all those who asked for a letter.",
        "s Ask the mill , or us.",
        "s Ask the mill . | Good bye, and have a good evening, with your letter and fire.",
    ]
