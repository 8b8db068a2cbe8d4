"""Tables drawn in plain text: rows and cells below rules, between bars or tabs, and the text around them."""

from __future__ import annotations

import time

import pytest
from test_reading_text import outline

from gapcheck.reading import read_text

FRAMED = """
    Here is all that we read.

      ---------------------------------------------
      What             Why
      ---------------- ----------------------------
      Names            To fill orders, and
                       to send letters

      Places and       To send
      times            parcels
      ---------------------------------------------

    That is all.
"""
SIMPLE = """
    Here is all that we read.

      What         Why
      ------------ ----------------
      Names        To fill orders
      Places       To send parcels

    That is all.
"""
GRID = """
    Here is all that we read.

    +--------+---------+
    | What   | Why     |
    +========+=========+
    | Names  | To fill |
    |        | orders  |
    +--------+---------+
    | Places | To send |
    |        | parcels |
    +--------+---------+

    That is all.
"""
BOX = """
    Here is all that we read.

    ┌──────┬─────────┐
    │What  │Why      │
    ├──────┼─────────┤
    │Names │To fill  │
    │      │orders   │
    ├──────┼─────────┤
    │Places│To send  │
    │      │parcels  │
    └──────┴─────────┘

    That is all.
"""
BARE = """
    Here is all that we read.

      ------- ---------
      Names   To fill
              orders

      Places  To send
              parcels
      ------- ---------

    That is all.
"""


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        (
            FRAMED,
            [
                "r What | Why",
                "r What | Names | Why | To fill orders, and | to send letters",
                "r What | Places and | times | Why | To send | parcels",
            ],
        ),
        (SIMPLE, ["r What | Why", "r What | Names | Why | To fill orders", "r What | Places | Why | To send parcels"]),
        (GRID, ["r What | Why", "r What | Names | Why | To fill | orders", "r What | Places | Why | To send | parcels"]),
        (BOX, ["r What | Why", "r What | Names | Why | To fill | orders", "r What | Places | Why | To send | parcels"]),
        (BARE, ["r Names | To fill | orders", "r Names | Places | To fill | orders | To send | parcels"]),
    ],
    ids=["framed", "simple", "grid", "box", "bare"],
)
def test_a_row_is_read_cell_by_cell_below_its_header(source: str, rows: list[str]) -> None:
    assert outline(source) == ["s Here is all that we read.", *rows, "s That is all."]


def test_a_long_row_is_read_sentence_by_sentence() -> None:
    orders = "We read the names of those who order chairs from us and of nobody else here. " * 8
    words = orders.split()
    lines = [f"  {'' if at else 'Names':10} {' '.join(words[at : at + 4]):40}" for at in range(0, len(words), 4)]
    source = "\n".join(
        ["  ---------- ------------------------------", *lines, "", "  Places     Towns", "  ---------- ------------------------------"]
    )
    long = [line for line in outline(source) if "chairs" in line]
    assert len(long) == 8
    assert long[1] == "r Names | We read the names | of those who order | chairs from us and | of nobody else here."


def test_a_rule_below_a_title_or_between_paragraphs_draws_no_table() -> None:
    assert outline("Our Shop\n--------\nWe make chairs and tables.\n\n-----------\n\nWe sell them.") == [
        "h Our Shop",
        "s We make chairs and tables.",
        "s We sell them.",
    ]


def test_lines_are_joined_though_a_table_is_wide() -> None:
    wide = "  " + "-" * 60 + "  " + "-" * 200
    rows = "\n".join(f"  {'Name':60}  {'what we do with it ' * 9}" for _ in range(9))
    source = f"We keep what you write to us for as long as you work for\nAcme Ltd, and no longer.\n\n{wide}\n{rows}\n{wide}\n"
    source += "\nWe keep what you send to us for as long as you are one\nof our customers, and no longer."
    assert outline(source)[0] == "s We keep what you write to us for as long as you work for Acme Ltd, and no longer."


@pytest.mark.parametrize(
    "source",
    [
        "--- ---\n" * 20_000,
        "-----\n" * 20_000,
        "+--+\n| a |\n" * 15_000,
        "=== ===\nx y\n" * 15_000,
        "a b\n--- ---\n\n" * 15_000,
        "a\tb\n" * 30_000,
        "a\tb\n\nc\n" * 20_000,
    ],
    ids=["rules", "rule", "boxes", "double", "headers", "tabs", "broken"],
)
def test_tables_without_end_are_read_in_time(source: str) -> None:
    begun = time.process_time()
    read_text("We read names.\n\n" + source, "policy", "text")
    assert time.process_time() - begun < 10


def test_a_row_of_cells_apart_by_tabs_has_the_empty_lines_of_its_paragraphs() -> None:
    source = (
        "What\tWhy\tWho\nNames\tTo fill your orders.\n\nTo send you letters.\tCouriers\nPrinters\n"
        "Places, which are\n\ntowns, and\n\nstreets\tTo send parcels.\tCouriers\n\nThat is all that we read.\n\nAnd no more."
    )
    assert outline(source) == [
        "r What | Why | Who",
        "r What | Names | Why | To fill your orders. To send you letters. | Who | Couriers Printers",
        "r What | Places, which are towns, and streets | Why | To send parcels. | Who | Couriers",
        "s That is all that we read.",
        "s And no more.",
    ]


def test_the_tab_behind_the_number_of_an_item_or_below_a_title_begins_no_cell() -> None:
    assert outline("We read names:\n\n(i)\tto send letters;\n\nOur letters are long.\n(ii)\tto fill orders.") == [
        "s We read names:",
        "i We read names: | to send letters;",
        "s Our letters are long.",
        "i to fill orders.",
    ]
    assert outline("What\tWhy\nNames\tletters\n\nand parcels\nOther Things\n\nWe Read More\n\nWhere\tWhen\nTowns\tnow")[:4] == [
        "r What | Why",
        "r What | Names | Why | letters",
        "s and parcels",
        "h Other Things",
    ]
