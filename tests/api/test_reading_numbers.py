import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.quantity import Quantity, Range
from tests.api.builders import codes, read, with_activity, with_statement

NODE = "/parties/0/activities/items/0/node_nm"


def node(text: str) -> Quantity | None:
    """The quantity read from this piece of JSON."""
    body = json.dumps(with_activity(node_nm="HERE")).replace('"HERE"', text).encode()
    return read(body).transaction.parties[0].activities.items[0].node_nm


@pytest.mark.parametrize(
    "written", ["49.99999999999999999999", "10000000000000000000000001", "0.1", "1.10", "-0", "0.0"]
)
def test_a_number_is_read_to_the_digit_whether_sent_as_number_or_text(written):
    assert node(written) == Decimal(written)
    assert node(f'"{written}"') == Decimal(written)


def test_numbers_that_floats_confuse_stay_apart():
    assert node("49.99999999999999999999") < 50
    assert node("10000000000000000000000001") > node("1e25")


@pytest.mark.parametrize(
    "written", ["2e24", '"2e24"', "2000000000000000000000000", '"2.0E+24"', '"2000000000000000000000000.000"']
)
def test_every_spelling_of_a_number_has_one_canonical_form(written):
    body = json.dumps(with_activity(training_operations="HERE")).replace('"HERE"', written).encode()
    assert b'"training_operations":"2000000000000000000000000"' in read(body).canonical


@given(st.decimals(min_value=0, max_value=10**30, places=12))
def test_the_canonical_form_of_a_number_reads_back_as_the_same_number(number):
    reading = read(with_activity(node_nm=str(number)))
    again = read(reading.canonical)
    assert again == reading
    assert again.transaction.parties[0].activities.items[0].node_nm == number


@pytest.mark.parametrize("written", ["1e999999999", "1e61", "1e-61", '"1e999999999"', '"-1e9999"'])
def test_a_number_beyond_all_bounds_is_refused_at_once(written):
    body = json.dumps(with_activity(node_nm="HERE")).replace('"HERE"', written).encode()
    assert codes(body)[NODE] in {"out_of_bounds", "not_a_quantity"}


def test_a_number_with_more_digits_than_can_be_kept_is_refused_and_not_rounded():
    assert codes(with_activity(node_nm="0." + "1" * 61)) == {NODE: "too_many_digits"}
    assert codes(b'{"parties":[{"id":"a","activities":{"items":[{"node_nm":0.' + b"7" * 5_000_000 + b"}]}}]}") == {
        NODE: "too_many_digits"
    }


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "7 nm", "1_000", "1,000", "+5", "007", ".5", "5.", "\u0667", "", " 7", "0x10"]
)
def test_a_text_that_is_no_json_number_is_no_quantity(value):
    assert codes(with_activity(node_nm=value)) == {NODE: "not_a_quantity"}


@pytest.mark.parametrize("value", [True, False, [7]])
def test_nothing_else_is_taken_for_a_number(value):
    assert codes(with_activity(node_nm=value)) == {NODE: "not_a_quantity"}


def test_a_range_is_read_bound_by_bound():
    reading = read(with_activity(node_nm={"more_than": 7, "at_most": "14.0", "less_than": None}))
    assert reading.transaction.parties[0].activities.items[0].node_nm == Range(
        more_than=Decimal(7), at_most=Decimal(14)
    )
    assert b'"node_nm":{"at_most":"14","more_than":"7"}' in reading.canonical


def test_a_range_of_one_number_is_that_number():
    assert read(with_activity(node_nm={"at_least": 7, "at_most": "7.0"})) == read(with_activity(node_nm=7))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({}, "not_a_range"),
        ({"at_least": None}, "not_a_range"),
        ({"around": 7}, "not_a_range"),
        ({"at_least": 7, "more_than": 7}, "not_a_range"),
        ({"at_most": 7, "less_than": 7}, "not_a_range"),
        ({"at_least": 8, "at_most": 7}, "empty_range"),
        ({"at_least": 7, "less_than": 7}, "empty_range"),
        ({"more_than": 7, "at_most": 7}, "empty_range"),
        ({"at_least": -1}, "out_of_bounds"),
        ({"at_least": {"at_least": 7}}, "not_a_quantity"),
    ],
)
def test_a_range_that_holds_no_number_or_says_nothing_is_refused(value, code):
    assert codes(with_activity(node_nm=value)) == {NODE: code}


def test_only_income_can_be_negative():
    assert read(with_statement(net_income="-3.5")).transaction.parties[0].statements.items[0].net_income == Decimal(
        "-3.5"
    )
    assert codes(with_statement(revenue=-1)) == {"/parties/0/statements/items/0/revenue": "out_of_bounds"}


def test_a_rate_of_exchange_is_above_zero():
    assert codes(with_statement(units_per_usd=0)) == {"/parties/0/statements/items/0/units_per_usd": "out_of_bounds"}


@pytest.mark.parametrize("share", ["100.00000000000000000001", 101, -1, {"at_most": 120}])
def test_a_percentage_lies_between_0_and_100(share):
    value = {
        "parties": [{"id": "a"}, {"id": "b"}],
        "interests": [{"holder": "a", "subject": "b", "voting_percent": share}],
    }
    assert codes(value) == {"/interests/0/voting_percent": "out_of_bounds"}
