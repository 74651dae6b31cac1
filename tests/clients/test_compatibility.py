"""What breaks clients of a released document, and what does not, by changes to the document that is committed."""

import copy
import json

import pytest

from clients.__main__ import DOCUMENT
from clients.compatibility import RELEASED, breaking_changes, newest_released, refused, release

BEFORE = json.loads(DOCUMENT.read_bytes())


def changed(change):
    after = copy.deepcopy(BEFORE)
    change(after)
    return after


def schemas(document):
    return document["components"]["schemas"]


def screen(document):
    return document["paths"]["/v1/screenings"]["post"]


def put(holder, key, value):
    holder(BEFORE)  # the place exists
    return lambda document: holder(document).__setitem__(key, value)


def drop(holder, key):
    return lambda document: holder(document).pop(key)


def append(holder, value):
    return lambda document: holder(document).append(value)


def remove(holder, value):
    return lambda document: holder(document).remove(value)


def of(name, *path):
    """Finds a part of a component."""

    def holder(document):
        part = schemas(document)[name]
        for key in path:
            part = part[key]
        return part

    return holder


PARAMETER = {"in": "query", "name": "mode", "required": True, "schema": {"type": "string"}}

DEAL = "#/components/schemas/Deal"
BREAKING = {
    "an operation is gone": (drop(lambda it: it["paths"], "/v1/facts"), "GET /v1/facts: The operation is gone."),
    "an operation is called otherwise": (
        put(screen, "operationId", "screenOne"),
        "POST /v1/screenings: The operation has another name, and with it the call of generated clients.",
    ),
    "a key is needed": (
        put(lambda it: it["paths"]["/healthz"]["get"], "security", [{"key": []}]),
        "GET /healthz: A key is needed.",
    ),
    "a parameter is gone": (
        lambda it: screen(it).update(
            parameters=[each for each in screen(it)["parameters"] if each["name"] != "explain"]
        ),
        "POST /v1/screenings, query explain: The parameter is gone.",
    ),
    "a new parameter is required": (
        append(lambda it: screen(it)["parameters"], PARAMETER),
        "POST /v1/screenings, query mode: There is a new parameter that is required.",
    ),
    "a media type is no longer taken": (
        drop(lambda it: it["paths"]["/v1/screenings/batch"]["post"]["requestBody"]["content"], "application/x-ndjson"),
        "POST /v1/screenings/batch, body: `application/x-ndjson` is no longer taken.",
    ),
    "a media type is no longer answered": (
        drop(lambda it: screen(it)["responses"]["200"]["content"], "text/calendar"),
        "POST /v1/screenings, 200: `text/calendar` is no longer answered.",
    ),
    "success has another status": (
        lambda it: screen(it)["responses"].update({"201": screen(it)["responses"].pop("200")}),
        "POST /v1/screenings, 200: Success no longer has this status.",
    ),
    "a fact is gone": (
        drop(of("Party", "properties"), "headquarters"),
        "components/Party/headquarters: The member is gone.",
    ),
    "a fact is required": (
        append(of("Party", "required"), "headquarters"),
        "components/Party/headquarters: The member is required.",
    ),
    "a word is no longer taken": (
        remove(of("PartyKind", "enum"), "entity"),
        "components/PartyKind: The word `entity` is no longer taken.",
    ),
    "a number may be less great": (
        put(of("Quantity", "anyOf", 0), "maximum", 5),
        "components/Quantity: `maximum` is narrower.",
    ),
    "a number is no longer taken as text": (
        lambda it: of("Quantity", "anyOf")(it).pop(1),
        "components/Quantity: the type `string` is no longer taken.",
    ),
    "a member of an answer is gone": (
        drop(of("Determination", "properties"), "next_step"),
        "components/Determination/next_step: The member is gone.",
    ),
    "a member of an answer may be absent": (
        remove(of("Determination", "required"), "summary"),
        "components/Determination/summary: The member may be absent.",
    ),
    "an answer has a new word": (
        append(of("Class", "enum"), "deferred"),
        "components/Class: The word `deferred` is new in answers.",
    ),
    "an answer may be null": (
        put(of("Determination", "properties"), "summary", {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        "components/Determination/summary: the type `null` is something new to be told.",
    ),
    "an answer is of another type": (
        put(of("Determination", "properties"), "summary", {"type": "array", "items": {"type": "string"}}),
        "components/Determination/summary: The type was `string` and is `array`.",
    ),
    "a type has another name": (
        lambda it: schemas(it).update(Kind=schemas(it).pop("Verdict")) or _renamed(it, "Verdict", "Kind"),
        "components/Verdict: The component is gone, and with it a type of generated clients.",
    ),
}


def _renamed(value, name, other):
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _renamed(inner, name, other)
    if isinstance(value, dict) and value.get("$ref") == f"#/components/schemas/{name}":
        value["$ref"] = f"#/components/schemas/{other}"


COMPATIBLE = {
    "nothing": lambda _: None,
    "words of descriptions": put(of("Party"), "description", "Other words."),
    "an operation is new": lambda it: it["paths"].update({"/v1/new": copy.deepcopy(it["paths"]["/v1/facts"])}),
    "a fact is new": put(of("Party", "properties"), "shoe_size", {"type": "string"}),
    "a word is new in what is taken": append(of("PartyKind", "enum"), "robot"),
    "a parameter is new": append(lambda it: screen(it)["parameters"], {**PARAMETER, "required": False}),
    "a fact is no longer required": remove(of("Party", "required"), "id"),
    "a member of an answer is new": put(of("Determination", "properties"), "mood", {"type": "string"}),
    "an answer has a new media type": put(lambda it: screen(it)["responses"]["200"]["content"], "text/csv", {}),
    "a way to fail is new": put(lambda it: screen(it)["responses"], "418", {"description": "A teapot."}),
    "a number may be greater": put(of("Quantity", "anyOf", 0), "maximum", 10**70),
    "a fact may be null": put(of("Transaction", "properties"), "deal", {"anyOf": [{"$ref": DEAL}, {"type": "null"}]}),
    "a key is no longer needed": drop(lambda it: it["paths"]["/v1/drafts"]["get"], "security"),
}


@pytest.mark.parametrize("name", BREAKING)
def test_what_breaks_a_client_is_told_with_its_place(name):
    change, sentence = BREAKING[name]
    found = breaking_changes(BEFORE, changed(change))
    assert any(each.startswith(sentence) for each in found), found


@pytest.mark.parametrize("name", COMPATIBLE)
def test_what_breaks_no_client_is_not_told(name):
    assert breaking_changes(BEFORE, changed(COMPATIBLE[name])) == []


def test_another_major_version_says_that_clients_break_and_may():
    after = changed(drop(lambda it: it["paths"], "/v1/facts"))
    assert refused(BEFORE, after) != []
    after["info"]["version"] = "2.0.0"
    assert refused(BEFORE, after) == []


def test_a_release_is_copied_once_and_the_newest_counts(tmp_path):
    assert newest_released(tmp_path) is None
    copied = release(tmp_path)
    assert copied.read_bytes() == DOCUMENT.read_bytes()
    with pytest.raises(FileExistsError):
        release(tmp_path)
    for version in ("1.9.0", "1.10.0"):
        (tmp_path / f"{version}.json").write_bytes(b"{}")
    assert newest_released(tmp_path).stem == "1.10.0"


def test_the_document_breaks_no_client_of_the_newest_release():
    newest = newest_released(RELEASED)
    assert newest is None or refused(json.loads(newest.read_bytes()), BEFORE) == []
