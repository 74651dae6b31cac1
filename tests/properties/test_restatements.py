"""No way of stating a deal clears it wrongly: stated otherwise, a duty stays a duty or becomes a question."""

import re
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.errors import InvalidTransaction
from tests.properties.law import LAW, known_transactions, read
from tests.properties.restating import RESTATEMENTS
from tests.properties.strategies import transactions

PAGE = (Path(__file__).parents[2] / "docs/restatements.md").read_text("utf-8")
DUTIES = ("prohibited", "notifiable")


def classes(transaction):
    """The classes that are possible; none where the transaction is refused."""
    try:
        return set(LAW.outline(read(transaction))["possible_determinations"])
    except InvalidTransaction:
        return None


@cache
def with_a_duty():
    """The golden cases and examples that have a duty, each with its class."""
    found = []
    for transaction in known_transactions():
        possible = classes(transaction)
        if possible is not None and len(possible) == 1 and (duty := possible & set(DUTIES)):
            found.append((transaction, *duty))
    return found


def restated(transaction, name):
    """The restatements that are not refused, each with the classes that are possible under it."""
    for each in RESTATEMENTS[name](deepcopy(transaction)):
        possible = classes(each)
        if possible is not None:
            yield each, possible


# That a fact is left out is held of every golden case, with a duty or without one, in tests/golden/test_forgetting.py.
@pytest.mark.parametrize("name", [each for each in RESTATEMENTS if each != "A fact left out, or null"])
def test_a_golden_case_with_a_duty_keeps_it_or_asks_however_it_is_stated(name):
    tried, failed = 0, []
    for transaction, duty in with_a_duty():
        for each, possible in restated(transaction, name):
            tried += 1
            if duty not in possible:
                failed.append((duty, possible, each))
    assert not failed, f"{len(failed)} of {tried}: {failed[0]}"
    assert tried > 20, tried


@given(transactions(most_changes=4), st.sampled_from(sorted(RESTATEMENTS)))
def test_a_random_deal_with_a_duty_keeps_it_or_asks_however_it_is_stated(transaction, name):
    possible = classes(transaction)
    assume(len(possible) == 1 and possible & set(DUTIES))
    for each, possible_then in restated(transaction, name):
        assert possible <= possible_then, each


def test_the_page_lists_the_restatements_that_are_tried():
    assert re.findall(r"^\| \*\*(.+?)\*\* \|", PAGE, re.MULTILINE) == list(RESTATEMENTS)
