"""Tables whose cells stand a line each in plain text, and the lists and questions that look like them."""

from __future__ import annotations

import time

import pytest
from test_reading_text import outline

from gapcheck.reading import read_text

ANSWERED = """
    Here is what we read.
    Category
    Examples
    Collected
    Names
    The name on a parcel.
    YES
    Sounds
    What your dog says.
    Much of it is loud.
    NO
    Places
    Towns.
    [Yes]
    That is all.
"""


def test_rows_that_end_with_a_yes_or_no_are_rows() -> None:
    rows = [
        "r Category | Examples | Collected",
        "r Category | Names | Examples | The name on a parcel. | Collected | YES",
        "r Category | Sounds | Examples | What your dog says. Much of it is loud. | Collected | NO",
        "r Category | Places | Examples | Towns. | Collected | [Yes]",
    ]
    assert outline(ANSWERED) == ["s Here is what we read.", *rows, "s That is all."]
    assert outline(ANSWERED.replace("\n", "\n\n")) == ["s Here is what we read.", *rows, "s That is all."]
    two = "Type of data\nSold?\nShared?\nNames\nNo\nYes\nTowns\nNo\nNo\nClicks\nYes\nYes\nThat is all."
    assert outline(two) == [
        "r Type of data | Sold? | Shared?",
        "r Type of data | Names | Sold? | No | Shared? | Yes",
        "r Type of data | Towns | Sold? | No | Shared? | No",
        "r Type of data | Clicks | Sold? | Yes | Shared? | Yes",
        "s That is all.",
    ]


def test_rows_that_begin_with_letters_are_rows() -> None:
    source = """
        Category
        Examples
        Third parties
        A. Names
        The name on a parcel.
        Couriers
        B. Places
        Towns.
        Banks
        C. Sounds
        What your dog says.
        Nobody
        We keep it all for a year.
    """
    rows = [
        "r Category | Examples | Third parties",
        "r Category | A. Names | Examples | The name on a parcel. | Third parties | Couriers",
        "r Category | B. Places | Examples | Towns. | Third parties | Banks",
        "r Category | C. Sounds | Examples | What your dog says. | Third parties | Nobody",
        "s We keep it all for a year.",
    ]
    assert outline(source) == rows
    assert (
        outline(source.replace(". Names", ".\n        Names").replace(". Places", ".\n        Places").replace(". S", ".\n        S"))
        == rows
    )


def test_titles_with_letters_and_questions_with_answers_are_no_tables() -> None:
    letters = "Our Rules\nOf Old\nA. Names\nWe read names.\nB. Places\nWe read towns.\nC. Sounds\nWe hear your dog."
    assert not any(line.startswith("r ") for line in outline(letters))
    asked = "Categories of people ask us this.\nDo you sell data?\nNo\nDo you share data?\nNo\nDo you collect data?\nYes"
    assert not any(line.startswith("r ") for line in outline(asked))


@pytest.mark.parametrize(
    "source", ["A. a\n" * 20_000, "yes\nno\nmaybe\n" * 10_000, "Category\nSold\nyes\n" * 10_000, "A. a\nB. b\nC. c\n" * 8_000]
)
def test_cells_without_end_are_read_in_time(source: str) -> None:
    begun = time.process_time()
    read_text("We read names.\n\n" + source, "policy", "text")
    assert time.process_time() - begun < 5
