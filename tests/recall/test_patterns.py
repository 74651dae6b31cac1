"""A body is like others of its pattern but for the values in it; some say what no pattern has room for."""

import json
from datetime import date
from decimal import Decimal

import pytest
from pydantic_core import ValidationError

from app.domain.errors import ScreeningError
from app.recall.examples import read_example
from app.recall.patterns import take_apart
from app.recall.trace import Untraced
from benchmarks.transactions import thirty_facts

LEI, OTHER_LEI = "529900T8BM49AURSDO55", "5493001KJTIIGC8Y1R12"


def body(change=None, **more):
    stated = thirty_facts() | more
    if change is not None:
        change(stated)
    return json.dumps(stated, ensure_ascii=False).encode()


def pattern_of(deal):
    parts = take_apart(deal)
    if parts is None:
        raise Untraced
    return read_example(*parts).pattern


def test_bodies_that_state_the_same_facts_in_the_same_order_are_of_one_pattern():
    name, tokens = take_apart(body())
    others = body(reference="OTHER", interests=thirty_facts()["interests"])
    assert take_apart(others)[0] == name
    assert take_apart(others.replace(b': "', b':\n\t"'))[0] == name
    assert take_apart(body(acquirer=None))[0] != name
    assert len(tokens) == pattern_of(body()).length


def test_values_are_read_as_a_full_reading_reads_them():
    pattern = pattern_of(body())
    values = pattern.read(take_apart(body(reference="Å & Co"))[1])
    assert {Decimal(90), Decimal(10), Decimal("2e24"), date(2025, 6, 16), "Å & Co".encode(), b"fund"} <= set(values)


def test_the_word_for_a_list_of_nothing_belongs_to_the_pattern():
    deal = body(acting_for="none")
    pattern, tokens = pattern_of(deal), take_apart(deal)[1]
    assert b'"none"' in [tokens[place] for place in pattern.words]
    assert pattern.words_of(tokens) != pattern.words_of(take_apart(body(acting_for="fund"))[1])


@pytest.mark.parametrize("instead", ["fund", "nothing", "NONE", 1, "90"])
def test_another_word_in_the_place_of_a_list_is_not_learned(instead):
    with pytest.raises(ValidationError):
        pattern_of(body(acting_for=instead))


@pytest.mark.parametrize("written", ['"90.00"', "90", "9e1", '"0.9E+2"'])
def test_a_number_can_be_written_in_every_way(written):
    pattern, other = pattern_of(body()), body().replace(b'"90"', written.encode())
    assert pattern.read(take_apart(other)[1]) == pattern.read(take_apart(body())[1])


@pytest.mark.parametrize(
    ("value", "instead"),
    [
        (b'"90"', b'"ninety"'),
        (b'"90"', b"090"),
        (b'"90"', b"1e99"),
        (b'"2025-06-16"', b'"2025-06-31"'),
        (b'"2025-06-16"', b'"2025-W25-1"'),
        (b'"2025-06-16"', b"20250616"),
        (b'"DEAL-2025-0147"', b'""'),
        (b'"DEAL-2025-0147"', b"147"),
        (b'"DEAL-2025-0147"', b'"\x7f"'),
        (b'"DEAL-2025-0147"', b'"\xff"'),
        (b'"DEAL-2025-0147"', '"\u2028"'.encode()),
        (b'"fund"', b'"%b"' % (b"f" * 201)),
    ],
)
def test_what_is_no_value_of_its_kind_is_left_to_a_full_reading(value, instead):
    assert pattern_of(body()).read(take_apart(body().replace(value, instead))[1]) is None


def first_party(**more):
    return lambda deal: deal["parties"][0].update(more)


@pytest.mark.parametrize(
    "deal",
    [
        body(first_party(lei=LEI), parties=[{**party, "lei": LEI} for party in thirty_facts()["parties"]]),
        body(first_party(lei=LEI[::-1])),
        body(legal_decisions=[{"interpretation": "A18", "reading": "comparable"}]),
        body(inquiries=[{"pointer": "/parties/1/headquarters", "outcome": "never_asked"}]),
        body(acting_for={"items": ["founder"], "complete": True}),
        body(reference='say "deal"'),
        body(reference="a\\b"),
        body().replace(b"DEAL", b"\\u0044EAL"),
        body().replace(b'"fund"', '"\ue0000\ue001"'.encode()),
        body().replace(b'"fund"', b'"\\ue0000\\ue001"'),
        body().replace(b'"DEAL-2025-0147"', b'"\\ue0009999\\ue001"'),
        body(first_party(id="\ue00099999\ue001"), acting_for={"items": ["\ue00099999\ue001"], "complete": True}),
        body(unknown="property"),
        body(acquirer="nobody"),
        body(first_party(kind="fund of funds")),
        body().replace(b'"90"', b'"900"'),
        b"[]",
        b"",
        b'{"parties": ',
    ],
    ids=map(str, range(19)),
)
def test_what_no_pattern_has_room_for_is_not_learned(deal):
    with pytest.raises((Untraced, ValidationError, ScreeningError, LookupError)):
        pattern_of(deal)


def test_identifiers_of_registers_are_read_with_their_check_digits():
    pattern = pattern_of(body(first_party(lei=LEI)))
    deal = take_apart(body(first_party(lei=OTHER_LEI)))[1]
    assert OTHER_LEI.encode() in pattern.read(deal)
    assert pattern.read(take_apart(body(first_party(lei=OTHER_LEI[:-1] + "0")))[1]) is None
