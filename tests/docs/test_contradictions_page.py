"""docs/contradictions.md, kept true: it names every pair that is refused, and every one that is left to the law."""

import re
from pathlib import Path

from app.domain.facts.dictionary import entries, fields_of
from app.domain.facts.transaction import Inquiry, Transaction
from tests.api.test_contradictions import ACCEPTED, REFUSED

PAGE = (Path(__file__).parents[2] / "docs/contradictions.md").read_text("utf-8")
REFUSALS, LEFT = PAGE.split("## Considered, and left to the law")
NAMES = (
    {step for entry in entries(Transaction) for step in entry.pointer.split("/")}
    | set(fields_of(Transaction))
    | set(fields_of(Inquiry))
)


def first_cells(text):
    """What is said, by each row of the tables."""
    rows = [line.split(" | ")[0].removeprefix("| ") for line in text.splitlines() if line.startswith("| ")]
    return [row for row in rows if row != "what is said"]


def test_the_page_names_the_pairs_that_are_refused_each_once():
    assert sorted(first_cells(REFUSALS)) == sorted(REFUSED)


def test_the_page_names_the_pairs_that_were_considered_and_can_both_be_true():
    assert sorted(first_cells(LEFT)) == sorted(ACCEPTED)


def test_every_fact_on_the_page_is_in_the_dictionary():
    told = set(re.findall(r"`(?:fund\.)?([a-z_0-9]+): [a-z_A-Z]+`", PAGE))
    assert told <= NAMES
    assert len(told) > 20
