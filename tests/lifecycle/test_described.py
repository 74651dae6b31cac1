"""The examples in the description of the interface are what is sent and answered, times apart."""

import json

import pytest

from app.api.description.problem_examples import FINDING, PROBLEMS
from app.api.problems import MEDIA_TYPE
from app.service.access.keys import ApiKeys
from app.service.access.scopes import AccessScope
from app.shipped_files import OPENAPI
from app.storage.archive import SqlArchive
from app.storage.keys import SqlKeys
from tests.api.described import described
from tests.service.builders import a_version, put

SHOWN = {path.stem: json.loads(path.read_bytes()) for path in OPENAPI.parent.glob("lifecycle/*.json")}
"""By operation, the body and the answer that the description shows."""
DRAFT = SHOWN["saveDraft"]["request"]
PATH = f"/v1/drafts/example/{DRAFT['version']}"
VERSION = f"/v1/rule-sets/example/versions/{DRAFT['version']}"


@pytest.fixture
def people(service):
    ring = ApiKeys(SqlKeys(service.engine), clock=service.clock)
    for name, scope in {
        "ann.archer": "draft",
        "roberta.reed": "review",
        "paul.porter": "publish",
        "vera.vance": "publish",
    }.items():
        service.keys[name] = ring.create(name, [AccessScope(scope)])[1]
    return service


def without_times(value):
    if isinstance(value, dict):
        return {name: without_times(inner) for name, inner in value.items() if name not in ("recorded_at", "saved_at")}
    return [without_times(inner) for inner in value] if isinstance(value, list) else value


def as_shown(answer, schema, operation):
    described(schema).validate(answer.json())
    assert without_times(answer.json()) == without_times(SHOWN[operation]["response"])


def sent(operation):
    return SHOWN[operation]["request"]


@pytest.mark.parametrize(("act", "operation"), [("withdraw", "withdraw"), ("rollback", "rollBack")])
def test_a_text_goes_the_way_that_is_described(people, act, operation):
    ann, roberta, paul = "ann.archer", "roberta.reed", "paul.porter"
    put(SqlArchive(people.engine), a_version("example", "2025-01-02", recorded_at=people.clock()))
    saved = people.call("PUT", PATH, DRAFT, by=ann, if_none_match="*")
    tag = {"if_match": saved.headers["etag"]}
    as_shown(saved, "Draft", "saveDraft")
    as_shown(people.call("GET", PATH, by=ann), "DraftDocument", "draft")
    as_shown(people.call("GET", "/v1/drafts", by=ann), "Drafts", "drafts")
    as_shown(people.call("POST", f"{PATH}/check", by=ann), "CheckReport", "checkDraft")
    as_shown(people.call("POST", f"{PATH}/review", sent("reviewDraft"), by=roberta, **tag), "Draft", "reviewDraft")
    as_shown(people.call("POST", f"{PATH}/publish", sent("publishDraft"), by=paul, **tag), "Version", "publishDraft")
    seen = people.call("GET", f"{VERSION}/history")
    as_shown(seen, "History", "history")
    tag = {"if_match": seen.headers["etag"]}
    proposed = people.call("POST", f"{VERSION}/{act}", sent(operation), by=paul, **tag)
    as_shown(proposed, "History", operation)
    done = people.call("POST", f"{VERSION}/confirm", by="vera.vance", if_match=proposed.headers["etag"])
    if act == "withdraw":
        as_shown(done, "History", "confirm")
    assert done.json()["standing"] == "withdrawn"


def test_a_fault_is_found_as_described(people):
    text = json.dumps(DRAFT)
    fault = json.loads(text.replace('"includes": "designated_country"', '"includes": "own_controlled_foreign_entity"'))
    people.call("PUT", PATH, fault, by="ann.archer", if_none_match="*")
    findings = people.call("POST", f"{PATH}/check", by="ann.archer").json()["findings"]
    assert findings[0] == FINDING


def test_what_is_described_of_problems_fits_their_schema():
    valid = described("Problem")
    shown = [
        each["value"]
        for path in json.loads(OPENAPI.read_bytes())["paths"].values()
        for operation in path.values()
        for response in operation["responses"].values()
        for each in response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {}).values()
    ]
    assert len({each["type"] for each in shown}) == len(PROBLEMS)
    for each in shown:
        valid.validate(each)
