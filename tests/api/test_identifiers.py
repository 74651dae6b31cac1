"""Identifiers of parties are checked digit by digit, and name one party each."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_97_10

from app.api.wire.reader import TransactionReader
from app.domain.errors import InvalidTransaction
from tests.profiles import examples

READER = TransactionReader()
LEI = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=18, max_size=18).map(
    lambda body: body + mod_97_10.calc_check_digits(body)
)
CODE = st.tuples(
    st.text("0123456789", min_size=8, max_size=8), st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9)
).map(lambda parts: "".join(parts) + uscc.calc_check_digit("".join(parts)))


def problems(*parties):
    stated = [{"id": f"party-{number}", **party} for number, party in enumerate(parties)]
    try:
        READER.read(json.dumps({"parties": stated}).encode())
    except InvalidTransaction as error:
        return [(each.pointer, each.code) for each in error.problems]
    return []


@examples(50)
@given(LEI, CODE, st.integers(0, 17), st.sampled_from("0123456789"))
def test_a_right_identifier_is_taken_and_one_wrong_digit_is_not(lei, code, place, digit):
    assert problems({"lei": lei, "uscc": code}) == []
    for field, identifier in (("lei", lei), ("uscc", code)):
        slipped = identifier[:place] + digit + identifier[place + 1 :]
        if slipped != identifier and (field, identifier[place].isdigit()) != ("lei", False):
            assert problems({field: slipped}) == [(f"/parties/0/{field}", f"not_a_{field}")]


@pytest.mark.parametrize("written", ["5493001kjtiigc8y1r12", "5493 001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R1", "x"])
def test_an_identifier_is_written_in_one_way(written):
    assert problems({"lei": "5493001KJTIIGC8Y1R12"}) == []
    assert problems({"lei": written}) == [("/parties/0/lei", "not_a_lei")]


def test_two_parties_of_one_identifier_are_refused_at_the_second():
    code = "91110000600037341L"
    assert problems({"uscc": code}, {}, {"uscc": code}) == [("/parties/2/uscc", "duplicate_identifier")]
