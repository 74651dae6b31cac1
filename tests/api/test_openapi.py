import json

import pytest
from fastapi.routing import iter_route_contexts

from app.api.application import interface
from app.commands.openapi import openapi_with_examples
from app.domain.errors import InvalidTransaction
from app.domain.facts.activity import Activity
from app.domain.facts.dictionary import fields_of
from app.domain.facts.limits import LINE
from app.domain.facts.transaction import Transaction
from app.shipped_files import OPENAPI
from tests.api.builders import read
from tests.api.conftest import ROOT
from tests.api.described import described
from tests.api.test_canonical_form import EXAMPLES


@pytest.fixture(scope="module")
def document():
    return json.loads(OPENAPI.read_bytes())


@pytest.fixture(scope="module")
def accepts():
    return described("Transaction").is_valid


def test_the_committed_document_is_what_the_code_says():
    """After a change on purpose: python -m app openapi > openapi/openapi.json"""
    assert OPENAPI.read_bytes() == openapi_with_examples(ROOT / "rules")


def test_every_fact_is_described_with_its_question_citation_and_unit(document):
    activity = document["components"]["schemas"]["ChipActivity"]["properties"]["node_nm"]
    assert activity["x-unit"] == "nanometers"
    assert activity["x-citation"] == "31 CFR 850.224(d)(1)"
    assert activity["description"].startswith("What is the production technology node?")


@pytest.mark.parametrize(
    ("record", "fact", "read_by", "told"),
    [
        ("FundInterest", "passive", ["nprm-2024"], "Read by `nprm-2024` only."),
        ("Security", "derivative_of", ["coins-2025", "nprm-2024"], "Read by `coins-2025` and `nprm-2024` only."),
        ("DealValue", "amount", [], "No rule reads it."),
    ],
)
def test_a_fact_that_the_law_in_force_does_not_read_says_which_does(document, record, fact, read_by, told):
    described = document["components"]["schemas"][record]["properties"][fact]
    assert described["x-read-by"] == read_by
    assert told in described["description"]


def test_every_record_has_a_closed_schema_with_all_its_fields(document):
    schema = document["components"]["schemas"]["Transaction"]
    assert list(schema["properties"]) == sorted(fields_of(Transaction))
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["parties"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_fits_the_schema(accepts, path):
    assert accepts(json.loads(path.read_bytes()))


@pytest.mark.parametrize("value", ["none", {"items": []}, {"items": [], "complete": True}, None])
def test_the_schema_accepts_a_list_in_every_way_to_write_it(accepts, value):
    assert accepts({"parties": [{"id": "a", "citizenships": value}]})


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"parties": None},
        {"parties": [{}]},
        {"parties": [], "x": 1},
        {"parties": [{"id": ""}]},
        {"parties": [{"id": "a", "kind": "ghost"}]},
        {"parties": [{"id": "a", "headquarters": "China"}]},
        {"parties": [{"id": "a", "citizenships": ["CN"]}]},
        {"parties": [{"id": "a", "citizenships": "CN"}]},
        {"parties": [{"id": "a", "activities": {"items": [{"node_nm": "7 nm"}]}}]},
        {"parties": [{"id": "a", "activities": {"items": [{"node_nm": -7}]}}]},
        {"parties": [{"id": "a", "activities": {"items": [{"node_nm": {}}]}}]},
        {"parties": [], "deal": {"completion_date": 5}},
        {"parties": [], "deal": None},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(accepts, value):
    assert not accepts(value)


def test_no_body_has_a_default(document):
    """A client made of it would send it, and what nobody stated would count as stated."""
    parts = [value for schema in document["components"]["schemas"].values() for value in schema_parts(schema)]
    assert len(parts) > 1000
    assert [part for part in parts if "default" in part] == []


def schema_parts(schema):
    yield schema
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", []), *schema.get("oneOf", [])]
    for part in (*inner, *(schema[each] for each in ("items", "additionalProperties") if schema.get(each))):
        if isinstance(part, dict):
            yield from schema_parts(part)


def test_a_line_of_text_is_the_same_for_schema_and_reader(document):
    assert document["components"]["schemas"]["PartyId"]["pattern"] == LINE


def test_requests_are_counted_by_the_paths_described(document):
    """A router within a router would leave the outer one's prefix out of what the metrics name."""
    counted = {each.original_route.path for each in iter_route_contexts(interface().routes)}
    assert counted == set(document["paths"])


def test_an_activity_is_described_by_its_item_with_the_particulars_of_that_item_alone(document):
    schemas = document["components"]["schemas"]
    facts = fields_of(Activity)
    for item, variant in schemas["ActivityWithItem"]["discriminator"]["mapping"].items():
        described = schemas[variant.rpartition("/")[2]]
        places = {name: field.fact.only_where for name, field in facts.items()}
        assert set(described["properties"]) == {name for name, only in places.items() if not only or item in only[1]}
        assert described["required"] == ["item"]
    assert set(schemas["ActivityOfOpenItem"]["properties"]) == set(facts)
    assert schemas["OpenItem"]["enum"] == [facts["item"].fact.open_choice]


def test_every_item_has_its_variant_and_no_variant_another_item(document):
    schemas = document["components"]["schemas"]
    of_variants = [
        item
        for variant in schemas["ActivityWithItem"]["oneOf"]
        for item in resolved(schemas, resolved(schemas, variant)["properties"]["item"])["enum"]
    ]
    assert sorted([*of_variants, *schemas["OpenItem"]["enum"]]) == sorted(schemas["Item"]["enum"])


def resolved(schemas, schema):
    return schemas[schema["$ref"].rpartition("/")[2]]


@pytest.mark.parametrize(
    ("activity", "fits"),
    [
        ({"item": "integrated_circuit", "node_nm": 7}, True),
        ({"item": "ai_system", "node_nm": 7}, False),
        ({"item": None, "node_nm": 7}, True),
        ({"node_nm": 7, "training_operations": "1e24"}, True),
        ({"item": "other", "node_nm": 7, "exclusively_for_euv": True}, True),
        ({"item": "concluded_none_of_these", "exclusively_for_euv": True}, False),
    ],
)
def test_the_schema_of_an_activity_and_its_reader_are_of_one_mind(accepts, activity, fits):
    value = {"parties": [{"id": "a", "activities": {"items": [activity]}}]}
    assert accepts(value) is fits
    try:
        read(value)
    except InvalidTransaction:
        assert not fits
    else:
        assert fits
