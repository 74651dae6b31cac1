import json
import re
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from app.api.application import interface
from app.api.media import DOCX
from app.documents.forms import DOCUMENTS
from app.domain.canonical import digest
from tests.api.builders import READER
from tests.api.described import described

SCREENINGS = "/v1/screenings"
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def conforms():
    return described("Determination").is_valid


def post(client, body, **query):
    return client.post(SCREENINGS, content=body, headers=JSON, params=query)


def test_a_transaction_gets_a_determination(client, example, conforms):
    answer = post(client, example)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    determination = answer.json()
    assert conforms(determination)
    assert determination["determination"] == "notifiable"
    assert determination["reference"] == "DEAL-2025-0147"


def test_brief_reasons_are_fewer(client, example, conforms):
    brief, full = post(client, example, explain="brief").json(), post(client, example, explain="full").json()
    assert conforms(brief)
    assert len(brief["reasons"]) < len(full["reasons"])
    assert post(client, example).json() == brief


def test_the_digests_can_be_recomputed(client, example):
    answer = post(client, example)
    determination = answer.json()
    assert determination["input_digest"] == digest(READER.read(example).canonical)
    said = determination.pop("determination_digest")
    without = answer.content.replace(f',"determination_digest":"{said}"'.encode(), b"")
    assert json.loads(without) == determination
    assert said == digest(without)


def test_the_same_transaction_gives_the_same_bytes(client, example):
    backwards = json.dumps(json.loads(example, object_pairs_hook=lambda pairs: dict(reversed(pairs)))).encode()
    assert post(client, backwards).content == post(client, example).content


def test_a_duty_at_the_end_of_all_calendars_is_due_on_their_last_day(client, example):
    example = example.replace(b'"2025-06-16"', b'"9999-12-31"')
    due = {each["due"] for each in post(client, example, version="2025-01-02").json()["obligations"]}
    assert due == {None, "9999-12-31"}


def test_the_law_named_in_the_answer_can_be_fetched(client, example):
    law = post(client, example).json()["rule_set"]
    document = client.get(f"/v1/rule-sets/{law['id']}/versions/{law['version']}")
    assert digest(document.content) == law["digest"]


def test_a_branch_is_a_label_and_changes_nothing(client, example):
    labelled = json.loads(example)
    labelled["parties"].append({"id": "branch", "kind": "entity", "branch_of": labelled["acquirer"]})
    answer, plain = post(client, json.dumps(labelled)).json(), post(client, example).json()
    for each in (answer, plain):
        del each["input_digest"], each["determination_digest"]
    assert answer == plain


def test_a_branch_in_a_deal_is_refused_with_the_entity_as_the_cure(client, example):
    acting = json.loads(example)
    acting["parties"].append({"id": "branch", "branch_of": acting["acquirer"]})
    acting["acquirer"] = "branch"
    (problem,) = post(client, json.dumps(acting)).json()["errors"]
    assert (problem["pointer"], problem["code"]) == ("/acquirer", "branch_acts")
    assert "the entity that it belongs to" in problem["detail"]


def test_a_version_can_be_pinned(client, example):
    pinned = post(client, example, rule_set="us-oisp", version="2025-01-02").json()
    assert pinned["rule_set"]["selected_by"] == "pinned_version"


@pytest.mark.parametrize("known", ["2020-01-31", "2020-01-31T12:00:00Z", "2020-01-31T12:00:00.5-05:00"])
def test_before_any_law_was_on_record_the_answer_clears_nothing_and_says_so(client, example, conforms, known):
    determination = post(client, example, as_known_on=known).json()
    assert conforms(determination)
    assert determination["determination"] == "undetermined"
    assert determination["possible_determinations"] == ["prohibited", "notifiable", "excepted", "not_covered"]
    assert [reason["code"] for reason in determination["reasons"]] == ["no_rule_in_force"]
    assert "on record" in determination["summary"]
    law = determination["rule_set"]
    assert (law["id"], law["version"], law["digest"], law["selected_by"]) == ("us-oisp", None, None, "as_known")
    without_date = json.loads(example)
    del without_date["deal"]["completion_date"]
    asked = post(client, json.dumps(without_date), as_known_on=known).json()
    assert [question["pointer"] for question in asked["missing_facts"]] == ["/deal/completion_date"]


def test_the_law_as_known_today_is_the_law(client, example):
    today = datetime.now(UTC).date().isoformat()
    known, plain = post(client, example, as_known_on=today).json(), post(client, example).json()
    assert known.pop("rule_set")["selected_by"] == "as_known"
    for answer in (known, plain):
        answer.pop("determination_digest")
    plain.pop("rule_set")
    assert known == plain


def test_before_the_first_law_its_own_text_says_that_it_does_not_reach_back(client, example):
    early = json.loads(example)
    early["deal"]["completion_date"] = "2024-12-31"
    determination = post(client, json.dumps(early)).json()
    assert determination["determination"] == "not_covered"
    assert ("850.204", "not_met") in [(reason["code"], reason["verdict"]) for reason in determination["reasons"]]


@pytest.mark.parametrize(
    ("query", "kind"),
    [({"rule_set": "eu-oisp"}, "rule-set-not-found"), ({"version": "1999-01-01"}, "version-not-found")],
)
def test_law_that_is_not_known_is_not_found(client, example, query, kind):
    answer = post(client, example, **query)
    assert answer.status_code == 404
    assert answer.json()["type"].endswith(kind)


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ({"explain": "some"}, "/explain", "unknown_choice"),
        ({"explain": ""}, "/explain", "unknown_choice"),
        ({"rule_set": ""}, "/rule_set", "not_a_name"),
        ({"rule_set": "../x"}, "/rule_set", "not_a_name"),
        ({"version": "a b"}, "/version", "not_a_name"),
        ({"version": ["2025-01-02", "2025-01-02"]}, "/version", "repeated"),
        ({"as_known_on": "2025-02-30"}, "/as_known_on", "not_a_time"),
        ({"as_known_on": "20250201"}, "/as_known_on", "not_a_time"),
        ({"as_known_on": "2025-02-01T12:00:00"}, "/as_known_on", "not_a_time"),
        ({"as_known_on": "0001-01-01T00:00:00+14:00"}, "/as_known_on", "not_a_time"),
        ({"as_known_on": "9000-01-01"}, "/as_known_on", "not_past"),
        ({"as_known_on": "2025-02-01", "version": "2025-01-02"}, "/as_known_on", "contradiction"),
        ({"ruleset": "us-oisp"}, "/ruleset", "unknown_parameter"),
        ({"": "x"}, "", "unknown_parameter"),
        ({"kestrel": "x"}, "", "unknown_parameter"),
    ],
)
def test_a_query_that_does_not_fit_is_refused(client, example, query, pointer, code):
    answer = post(client, example, **query)
    assert answer.status_code == 422
    (problem,) = answer.json()["errors"]
    assert (problem["pointer"], problem["code"]) == (pointer, code)


def test_the_nearest_parameter_is_named(client, example):
    assert "`rule_set`" in post(client, example, ruleset="x").json()["errors"][0]["detail"]


def test_a_query_that_is_no_text_is_refused(client):
    answer = client.post(f"{SCREENINGS}?version=%FF", content=b"{}", headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "unreadable"


def test_a_large_transaction_is_screened_too(client, conforms):
    parties = [{"id": f"party-{number}", "name": "x" * 100, "kind": "entity"} for number in range(3_000)]
    answer = post(client, json.dumps({"parties": parties}).encode(), explain="brief")
    assert answer.status_code == 200
    assert conforms(answer.json())


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "application/json, text/plain, */*", "application/*;q=1"]
)
def test_whoever_accepts_anything_gets_json_to_the_byte(client, example, accept):
    answer = client.post(SCREENINGS, content=example, headers={**JSON, "accept": accept})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["vary"] == "accept"
    assert answer.content == post(client, example).content


@pytest.mark.parametrize("query", [{}, {"explain": "full"}])
def test_what_cannot_be_served_is_refused_with_what_can_be(client, example, query):
    answer = client.post(SCREENINGS, content=example, headers={**JSON, "accept": "image/png"}, params=query)
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert "text/html" in answer.json()["detail"]


@pytest.mark.parametrize("query", [{}, {"version": "2025-01-02"}])
def test_a_memo_is_a_page_that_may_run_and_load_nothing(client, example, query):
    answer = client.post(SCREENINGS, content=example, headers={**JSON, "accept": "text/html"}, params=query)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "accept"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "Notifiable" in answer.text


@pytest.mark.parametrize("query", [{}, {"version": "2025-01-02"}])
def test_the_duties_are_a_calendar_of_the_answer_that_is_given_as_json(client, example, query):
    answer = client.post(SCREENINGS, content=example, headers={**JSON, "accept": "text/calendar"}, params=query)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"].endswith('.ics"')
    told = post(client, example, **query).json()
    calendar = Calendar.from_ical(answer.content)
    days = {day for each in told["obligations"] for day in (each["due"], each.get("until")) if day}
    assert {event["DTSTART"].dt.isoformat() for event in calendar.events} == days
    assert all(told["determination_digest"] in event["DESCRIPTION"] for event in calendar.events)


def test_a_document_is_named_after_the_answer_and_not_after_the_reference(client, example):
    reference = json.dumps({**json.loads(example), "reference": "../secret name"}).encode()
    answer = client.post(SCREENINGS, content=reference, headers={**JSON, "accept": DOCX})
    assert answer.headers["content-type"] == DOCX
    assert re.fullmatch(r'attachment; filename="memo-[0-9a-f]{12}\.docx"', answer.headers["content-disposition"])
    assert answer.content.startswith(b"PK")


def test_text_is_the_summary_and_what_to_do_in_80_columns(client, example):
    answer = client.post(SCREENINGS, content=example, headers={**JSON, "accept": "text/plain"})
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("NOTIFIABLE  (us-oisp 2025-01-02)")
    assert max(map(len, answer.text.splitlines())) <= 80


def test_every_form_is_described_and_served():
    described = interface().openapi()["paths"][SCREENINGS]["post"]["responses"]["200"]["content"]
    assert set(described) == {"application/json", *DOCUMENTS}


def test_what_is_wrong_with_a_transaction_is_a_problem_whatever_is_accepted(client):
    answer = client.post(SCREENINGS, content=b'{"parties": 1}', headers={**JSON, "accept": "text/html"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_every_example_of_the_interface_gets_the_answer_shown(client, conforms):
    content = json.loads(client.get("/openapi.json").content)["paths"][SCREENINGS]["post"]
    requests = content["requestBody"]["content"]["application/json"]["examples"]
    responses = content["responses"]["200"]["content"]["application/json"]["examples"]
    assert {each["value"]["determination"] for each in responses.values()} == {
        "prohibited",
        "notifiable",
        "excepted",
        "not_covered",
        "undetermined",
    }
    for name, request in requests.items():
        answer = post(client, json.dumps(request["value"]), explain="brief").json()
        assert answer == responses[name]["value"]
        assert conforms(answer)
