"""Every property that the published schema gives a statement is kept or told, and types are not made up."""

import json
from functools import cache
from importlib.resources import files

import pytest

from app.bods.report import content_key
from tests.bods.builders import CONVERTER, entity, imported, person, relationship

FOLDER = files("libcovebods") / "data" / "schema-0-4-0"
NAMES = ("statement", "entity-record", "person-record", "relationship-record", "components")
SCHEMAS = {schema["$id"]: schema for schema in (json.loads((FOLDER / f"{name}.json").read_text()) for name in NAMES)}
RECORDS = {"entity": "urn:entity", "person": "urn:person", "relationship": "urn:relationship"}
ORDERS = {"/statementDate", "/publicationDetails/publicationDate", "/declarationSubject", "/recordStatus"}
"""What says which statement counts, or what belongs together; the tests on days and on joined records show it."""
VERSION = "/publicationDetails/bodsVersion"
GIVEN = {
    "/recordDetails/entityType/type": "registeredEntity",
    "/recordDetails/personType": "knownPerson",
    "/recordDetails/jurisdiction/code": "SG",
    "/recordDetails/nationalities/0/code": "SG",
    "/recordDetails/identifiers/0/scheme": "XI-LEI",
    "/recordDetails/identifiers/0/id": "5493001KJTIIGC8Y1R12",
    "/recordDetails/interests/0/type": "votingRights",
    "/recordDetails/interests/0/directOrIndirect": "direct",
    "/recordDetails/interests/0/startDate": "2020-05-05",
    "/recordDetails/interests/0/endDate": "2030-05-05",
    "/recordDetails/subject": "T",
    "/recordDetails/interestedParty": "A",
    "/recordDetails/componentRecords/0": "x",
    "/recordStatus": "new",
    "/recordId": "record",
    "/statementDate": "2025-01-15",
    "/publicationDetails/publicationDate": "2025-02-15",
    VERSION: "0.4",
}
OTHERWISE = {
    "/recordDetails/entityType/type": "stateBody",
    "/recordDetails/jurisdiction/code": "CN",
    "/recordDetails/nationalities/0/code": "CN",
    "/recordDetails/identifiers/0/scheme": "GB-COH",
    "/recordDetails/identifiers/0/id": "HWUPKR0MPOU8FGXBT394",
    "/recordDetails/interests/0/type": "shareholding",
    "/recordDetails/interests/0/directOrIndirect": "indirect",
    "/recordDetails/interests/0/startDate": "2021-05-05",
    "/recordDetails/interests/0/endDate": "2031-05-05",
    "/recordDetails/subject": "U",
    "/recordDetails/interestedParty": "B",
    "/recordId": "another",
}
SHARE = "/recordDetails/interests/0/share"


def resolved(schema, home):
    reference = schema.get("$ref")
    if reference is None:
        return schema, home
    urn, _, path = reference.partition("#")
    found = SCHEMAS[urn or home]
    for name in filter(None, path.split("/")):
        found = found[name]
    beside = {name: value for name, value in schema.items() if name not in ("$ref", "properties")}
    narrowed = {name: {**found["properties"][name], **part} for name, part in schema.get("properties", {}).items()}
    return {**found, **beside, **({"properties": {**found["properties"], **narrowed}} if narrowed else {})}, urn or home


def leaves(schema, home, at=""):
    """Every property without parts, by its pointer, and a value of it."""
    schema, home = resolved(schema, home)
    schema = schema["oneOf"][0] if "oneOf" in schema else schema
    if schema.get("type") == "array":
        yield from leaves(schema["items"], home, f"{at}/0")
    elif "properties" in schema:
        for name, part in schema["properties"].items():
            yield from leaves(part, home, f"{at}/{name}")
    else:
        values = {"boolean": True, "number": 7}
        yield at, values.get(schema.get("type"), schema.get("enum", ["something"])[0])


@cache
def properties(kind):
    """The pointer of every property of a statement of this kind, with a value."""
    found = dict(leaves(SCHEMAS["urn:statement"]["$defs"]["Statement"], "urn:statement"))
    found |= {f"/recordDetails{at}": value for at, value in leaves(SCHEMAS[RECORDS[kind]], RECORDS[kind])}
    found = {at: GIVEN.get(at, value) for at, value in found.items()}
    return {**{at: value for at, value in found.items() if at != "/recordDetails"}, "/recordType": kind}


def built(values):
    """The statement in which these values stand at these pointers."""
    root = {}
    for at, value in values.items():
        place = root
        *above, last = at.split("/")[1:]
        for part, after in zip(above, [*above, last][1:], strict=True):
            fresh = [] if after == "0" else {}
            if isinstance(place, list):
                place += [] if place else [fresh]
                place = place[0]
            else:
                place = place.setdefault(part, fresh)
        if isinstance(place, list):
            place.append(value)
        else:
            place[last] = value
    return root


CASES = [(kind, at) for kind in RECORDS for at in properties(kind)]
BESIDE = [entity("T"), entity("U"), person("A", "SE"), person("B", "SE")]


def outcome(values):
    return imported([*BESIDE, built(values)])


def test_the_schema_is_read_whole():
    """As many properties as there are names in the schemas, so that none is passed over."""
    found = {at.rpartition("/")[2] for kind in RECORDS for at in properties(kind)}
    parts = ("securitiesListings", "addresses", "placeOfBirth", "politicalExposure", "formedByStatute", "annotations")
    assert {"ticker", "postCode", "missingInfoReason", "exclusiveMaximum", "transformedContent", "retrievedAt"} <= found
    assert all(any(f"/{part}/" in at for _, at in CASES) for part in parts)
    assert len(CASES) > 150


@pytest.mark.parametrize(("kind", "at"), CASES, ids=lambda each: each.strip("/"))
def test_every_property_is_kept_or_told(kind, at):
    values = properties(kind)
    if at.startswith(SHARE):
        values = {name: value for name, value in values.items() if not name.startswith(SHARE) or name == at}
    found = outcome(values)
    # What stands in most statements is told where it first stands: in one of those beside.
    places = {each["pointer"] for each in found["not_carried_over"]}
    told = {each.partition("/recordDetails")[1] + each.partition("/recordDetails")[2] or each[2:] for each in places}
    above = [at[:end] for end in range(1, len(at) + 1) if end == len(at) or at[end] == "/"]
    is_told = any(f"/4{each}" in places for each in above) or at in told
    if is_told or at in ORDERS or at in (VERSION, "/recordType") or (kind, at) == ("relationship", "/recordId"):
        return
    other = OTHERWISE.get(at, 8 if values[at] == 7 else "something else")
    changed = outcome({**values, at: other})
    names = (
        ("parties", "interests", "not_carried_over") if at == "/recordDetails/personType" else ("parties", "interests")
    )
    assert content_key(*(found[name] for name in names)) != content_key(*(changed[name] for name in names))


def test_a_property_that_the_standard_does_not_have_is_told():
    more = {**entity("T"), "x": 1, "a/b": [{"c": 2}]}
    more["recordDetails"]["y~z"] = {"deep": [1]}
    assert {"/0/x", "/0/a~1b", "/0/recordDetails/y~0z"} <= {
        each["pointer"] for each in imported([more])["not_carried_over"]
    }


@pytest.mark.parametrize(
    ("form", "at"),
    [
        ({"type": "arrangement", "subtype": "nomination"}, ["type", "subtype"]),
        ({"type": "arrangement", "subtype": "trust"}, ["type", "subtype"]),
        ({"type": "legalEntity", "subtype": "other", "details": "an institution"}, ["type", "subtype", "details"]),
        ({"type": "stateBody", "subtype": "stateAgency"}, ["subtype"]),
        ({"type": "state"}, ["type"]),
        ({"type": "anonymousEntity"}, ["type"]),
        ({"type": "unknownEntity"}, ["type"]),
        ({"type": "something"}, ["type"]),
        ({"type": 7}, ["type"]),
    ],
)
def test_the_form_of_an_entity_is_told_where_it_is_lost(form, at):
    found = imported([entity("E", details={"entityType": form})])
    assert {f"/0/recordDetails/entityType/{each}" for each in at} <= {
        each["pointer"] for each in found["not_carried_over"]
    }


def test_every_type_of_the_schema_that_is_lost_on_the_way_back_is_told():
    kinds = SCHEMAS["urn:entity"]["properties"]["entityType"]["properties"]["type"]["enum"]
    for form in kinds:
        statement = entity("E", details={"entityType": {"type": form}})
        assert_same_or_told(statement, "entityType", {"type": form})
    for form in SCHEMAS["urn:person"]["properties"]["personType"]["enum"]:
        statement = person("P", "SE")
        statement["recordDetails"]["personType"] = form
        assert_same_or_told(statement, "personType", form)


def assert_same_or_told(statement, name, form):
    found = imported([statement])
    again = written(found)[0]["recordDetails"]
    told = any(each["pointer"].startswith(f"/0/recordDetails/{name}") for each in found["not_carried_over"])
    assert again[name] == form or told


def written(found):
    request = {"parties": found["parties"], "interests": found["interests"], "about": "E", "day": "2025-06-16"}
    request["about"] = found["parties"][0]["id"]
    return json.loads(CONVERTER.export_statements(json.dumps(request).encode()))["statements"]


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("person", {"personType": "anonymousPerson"}),
        ("person", {"personType": "anonymousPerson", "nationalities": [{"name": "CN", "code": "CN"}]}),
        ("entity", {"entityType": {"type": "anonymousEntity"}}),
        ("entity", {"entityType": {"type": "anonymousEntity"}, "jurisdiction": {"name": "CN", "code": "CN"}}),
        ("entity", {"entityType": {"type": "unknownEntity"}}),
    ],
)
def test_a_party_that_nobody_names_comes_back_without_becoming_a_known_one(kind, details):
    statement = {**entity("N"), "recordType": kind, "recordDetails": {"isComponent": False, **details}}
    (again,) = written(imported([statement]))
    assert again["recordDetails"] == details | {"isComponent": False}


def test_an_unknown_person_does_not_become_a_known_one():
    statement = {**entity("N"), "recordType": "person", "recordDetails": {"personType": "unknownPerson"}}
    (again,) = written(imported([statement]))
    assert again["recordDetails"]["personType"] != "knownPerson"


def test_nothing_is_said_of_whether_the_holders_are_complete():
    found = imported(
        [entity("T"), person("A", "SE"), relationship("r", "A", [{"type": "shareholding", "share": {"exact": 100}}])]
    )
    assert "complete" not in json.dumps(found["parties"])
