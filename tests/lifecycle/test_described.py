"""The examples in the description of the interface are what is sent and answered, times apart."""

import json

import pytest
from jsonschema_rs import validator_for

from app.api.description import lifecycle_examples as example
from app.api.description.document import schemas
from app.api.problems import MEDIA_TYPE
from app.main import OPENAPI
from app.service.access import Scope
from app.service.keys import KeyRing
from app.storage.archive import SqlArchive
from app.storage.keys import SqlKeys
from tests.service.builders import a_version, put

PATH = f"/v1/drafts/example/{example.VERSION}"
VERSION = f"/v1/rule-sets/example/versions/{example.VERSION}"
COMPONENTS = {"schemas": schemas()}


@pytest.fixture
def people(service):
    ring = KeyRing(SqlKeys(service.engine), clock=service.clock)
    for name, scope in {"Ann Archer": "draft", "Roberta Reed": "review", "Paul Porter": "publish"}.items():
        service.keys[name] = ring.create(name, [Scope(scope)])[1]
    return service


def without_times(value):
    if isinstance(value, dict):
        return {name: without_times(inner) for name, inner in value.items() if name not in ("recorded_at", "saved_at")}
    return [without_times(inner) for inner in value] if isinstance(value, list) else value


def told(answer, schema, shown):
    validator_for({"$ref": f"#/components/schemas/{schema}", "components": COMPONENTS}).validate(answer.json())
    assert without_times(answer.json()) == without_times(shown)


@pytest.mark.parametrize(("act", "shown"), [("withdraw", example.WITHDRAWN), ("rollback", example.ROLLED_BACK)])
def test_a_text_goes_the_way_that_is_described(people, act, shown):
    ann, roberta, paul = "Ann Archer", "Roberta Reed", "Paul Porter"
    put(SqlArchive(people.engine), a_version("example", "2025-01-02", recorded_at=people.clock()))
    saved = people.call("PUT", PATH, example.DRAFT, by=ann, if_none_match="*")
    tag = {"if_match": saved.headers["etag"]}
    told(saved, "Draft", example.STATE)
    told(people.call("GET", PATH, by=ann), "DraftDocument", example.DRAFT)
    told(people.call("GET", "/v1/drafts", by=ann), "Drafts", {"drafts": [example.STATE]})
    told(people.call("POST", f"{PATH}/check", by=ann), "CheckReport", example.CHECKED)
    told(people.call("POST", f"{PATH}/review", example.REVIEW, by=roberta, **tag), "Draft", example.REVIEWED)
    published = people.call("POST", f"{PATH}/publish", example.PUBLICATION, by=paul, **tag)
    told(published, "Version", example.PUBLISHED)
    told(people.call("GET", f"{VERSION}/history"), "History", example.HISTORY)
    told(people.call("POST", f"{VERSION}/{act}", example.REASON, by=paul), "History", shown)


def test_a_fault_is_found_as_described(people):
    text = json.dumps(example.DRAFT)
    fault = json.loads(text.replace('"includes": "designated_country"', '"includes": "own_controlled_foreign_entity"'))
    people.call("PUT", PATH, fault, by="Ann Archer", if_none_match="*")
    findings = people.call("POST", f"{PATH}/check", by="Ann Archer").json()["findings"]
    assert findings[0] == example.FINDING


def test_what_is_described_of_problems_fits_their_schema():
    valid = validator_for({"$ref": "#/components/schemas/Problem", "components": COMPONENTS})
    shown = [
        each["value"]
        for path in json.loads(OPENAPI.read_bytes())["paths"].values()
        for operation in path.values()
        for response in operation["responses"].values()
        for each in response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {}).values()
    ]
    assert len({each["type"] for each in shown}) == len(example.PROBLEMS)
    for each in shown:
        valid.validate(each)
