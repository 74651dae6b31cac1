"""A body is like others of its form but for the values in it; some say what no form has room for."""

import json
from datetime import date
from decimal import Decimal

import pytest
from pydantic_core import ValidationError

from app.api.wire.forms import FormReader, take_apart
from app.api.wire.values import NotThisForm
from app.domain.errors import ScreeningError
from app.domain.tracing import Untraced
from benchmarks.transactions import thirty_facts

BOOK = FormReader()
LEI, OTHER_LEI = "529900T8BM49AURSDO55", "5493001KJTIIGC8Y1R12"


def body(change=None, **more):
    stated = thirty_facts() | more
    if change is not None:
        change(stated)
    return json.dumps(stated, ensure_ascii=False).encode()


def form_of(deal):
    return BOOK.learn(take_apart(deal)[1]).form


def test_bodies_that_state_the_same_facts_in_the_same_order_are_of_one_form():
    name, parts = take_apart(body())
    others = body(reference="OTHER", interests=thirty_facts()["interests"])
    assert take_apart(others)[0] == name
    assert take_apart(others.replace(b': "', b':\n\t"'))[0] == name
    assert take_apart(body(acquirer=None))[0] != name
    assert len(parts) == form_of(body()).parts


def test_values_are_read_as_a_full_reading_reads_them():
    form = form_of(body())
    values = form.read(take_apart(body(reference="Å & Co"))[1])
    assert {Decimal(90), Decimal(10), Decimal("2e24"), date(2025, 6, 16), '"Å & Co"'.encode(), b'"fund"'} <= set(values)


@pytest.mark.parametrize("written", ['"90.00"', "90", "9e1", '"0.9E+2"'])
def test_a_number_can_be_written_in_every_way(written):
    form, other = form_of(body()), body().replace(b'"90"', written.encode())
    assert form.read(take_apart(other)[1]) == form.read(take_apart(body())[1])


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
    assert form_of(body()).read(take_apart(body().replace(value, instead))[1]) is None


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
def test_what_no_form_has_room_for_is_not_learned(deal):
    with pytest.raises((NotThisForm, Untraced, ValidationError, ScreeningError, LookupError)):
        form_of(deal)


def test_identifiers_of_registers_are_read_with_their_check_digits():
    form = form_of(body(first_party(lei=LEI)))
    deal = take_apart(body(first_party(lei=OTHER_LEI)))[1]
    assert f'"{OTHER_LEI}"'.encode() in form.read(deal)
    assert form.read(take_apart(body(first_party(lei=OTHER_LEI[:-1] + "0")))[1]) is None


def test_a_stencil_finds_what_the_form_finds_and_nothing_else():
    form, parts = form_of(body()), take_apart(body())[1]
    stencil = form.stencil(parts)
    for other in (body(), body(reference="OTHER"), body().replace(b': "', b':"'), body().replace(b'"90"', b'"89.99"')):
        assert stencil.read(other) == form.read(take_apart(other)[1]) is not None
    for other in (
        body(first_party(kind="individual")),
        body().replace(b'"90"', b'"090"'),
        body().replace(b'"90"', b"90"),
        body().replace(b'"DEAL-2025-0147"', b'"\x01"'),
        body().replace(b'"2025-06-16"', b'"2025-06-31"'),
        body() + b" ",
    ):
        assert stencil.read(other) is None


@pytest.mark.parametrize("written", ['"2.50E+24"', "2500000000000000000000000", '"Å-1"'])
def test_a_stencil_is_cut_for_the_way_in_which_values_are_written(written):
    place = b'"2e24"' if written[1:2].isdigit() else b'"DEAL-2025-0147"'
    deal = body().replace(place, written.encode())
    form, parts = form_of(deal), take_apart(deal)[1]
    assert form.stencil(parts).read(deal) == form.read(parts)
