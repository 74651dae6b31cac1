import json
from pathlib import Path

import pytest

from app.domain.canonical import canonical_json
from app.domain.facts.activity import Activity
from app.domain.facts.deal import Deal
from app.domain.facts.dictionary import Kind, fields_of
from app.domain.facts.party import Party
from tests.api.builders import READER, read, transaction, with_activity, with_deal, with_party

EXAMPLES = sorted((Path(__file__).parents[2] / "rules").glob("*/*/examples/*.json"))


def test_there_are_examples():
    assert EXAMPLES


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_a_transaction_whose_canonical_form_means_the_same(path):
    reading = READER.read(path.read_bytes())
    assert READER.read(reading.canonical) == reading


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_canonical_form_is_canonical_json(path):
    canonical = READER.read(path.read_bytes()).canonical
    assert canonical == canonical_json(json.loads(canonical))


def test_the_order_of_keys_and_the_layout_make_no_difference():
    value = transaction(reference="r", deal={"target": "a", "agreement_date": "2025-01-01"})
    backwards = json.loads(json.dumps(value), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert READER.read(json.dumps(backwards, indent=3).encode()) == read(value)


@pytest.mark.parametrize(
    "more",
    [
        {"deal": {}},
        {"deal": {"knowledge": {"at_acquisition": {"held": "as_stated"}}, "security": {}, "target": None}},
        {"interests": [], "inquiries": [], "legal_decisions": []},
        {"exemption": {"granted": False}},
        {"reference": None, "fund_deal": None},
    ],
)
def test_what_says_no_more_than_its_absence_leaves_no_trace(more):
    assert read(transaction(**more)).canonical == b'{"parties":[{"id":"a"}]}'


def test_what_is_stated_leaves_a_trace_even_where_it_is_empty():
    assert read(transaction(fund_deal={})).canonical == b'{"fund_deal":{},"parties":[{"id":"a"}]}'
    assert b'"acting_for":{"items":[]}' in read(transaction(acting_for={"items": []})).canonical


@pytest.mark.parametrize(
    ("stated", "record"),
    [(with_party, Party), (with_activity, Activity), (with_deal, Deal)],
)
def test_one_word_says_that_a_complete_list_has_nothing(stated, record):
    lists = [each.name for each in fields_of(record).values() if each.type.kind is Kind.LISTING]
    lists = [name for name in lists if name != "acts"]  # a deal in which nothing is done is refused
    in_a_word, written_out = (
        stated(**dict.fromkeys(lists, value)) for value in ("none", {"items": [], "complete": True})
    )
    assert lists
    assert read(in_a_word) == read(written_out)


def test_a_stated_default_inside_a_list_leaves_no_trace():
    assert read(with_activity(status="engaged")) == read(with_activity())


def test_a_parsed_value_is_read_like_its_bytes_and_left_as_it_was():
    value = transaction(deal={}, reference=None)
    before = json.dumps(value)
    assert READER.read_plain(value) == read(value)
    assert json.dumps(value) == before


def test_texts_keep_every_character():
    reference = 'Ünïcode "quoted" \\ / 上海 😀'
    reading = read(transaction(reference=reference))
    assert json.loads(reading.canonical)["reference"] == reference
