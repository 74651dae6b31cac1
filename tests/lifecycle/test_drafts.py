import json

import pytest
from sqlalchemy import text

from tests.lifecycle.laws import a_law, cases

PATH = "/v1/drafts/eu/2027-03-15"


def kind(answer):
    return answer.status_code, answer.json()["type"].rsplit(":", 1)[1]


def test_a_draft_is_given_back_as_it_was_saved(service):
    saved = service.save(a_law(note="later"), [])
    assert saved.status_code == 201
    assert saved.json()["standing"] == "draft"
    assert saved.json()["authors"] == ["alice"]
    read = service.call("GET", PATH, by="bob")
    assert read.json() == a_law(note="later") | {"cases": []}
    assert read.headers["etag"] == saved.headers["etag"] == f'"{saved.json()["digest"]}"'
    assert service.call("GET", PATH, by="bob", if_none_match=saved.headers["etag"]).status_code == 304
    listed = service.call("GET", "/v1/drafts", by="bob").json()["drafts"]
    assert listed == [saved.json()]


def test_numbers_in_cases_keep_their_digits_and_nulls_say_nothing(service):
    body = json.dumps(a_law() | {"cases": [{"base": {"x": "NUMBER", "gone": None}}]}).replace('"NUMBER"', "49.990e1")
    answer = service.client.request(
        "PUT",
        PATH,
        content=body,
        headers={
            "authorization": f"Bearer {service.keys['alice']}",
            "if-none-match": "*",
            "content-type": "application/json",
        },
    )
    assert answer.status_code == 201
    assert service.call("GET", PATH, by="bob").json()["cases"] == [{"base": {"x": "499.90"}}]


def test_a_change_has_to_name_the_text_that_was_seen(service):
    first = service.save(a_law()).headers["etag"]
    assert kind(service.save(a_law(), x_nothing="1")) == (428, "precondition-missing")
    assert kind(service.save(a_law(), if_none_match="*")) == (412, "precondition-failed")
    for stale in ('"sha256:0"', f"W/{first}", first.strip('"'), ""):
        assert kind(service.save(a_law(), if_match=stale)) == (412, "precondition-failed")
    second = service.save(a_law(title="Second"), if_match=f'"other", {first}')
    assert second.status_code == 200
    assert kind(service.save(a_law(title="Lost"), if_match=first)) == (412, "precondition-failed")
    assert service.save(a_law(title="Third"), if_match="*").status_code == 200
    assert kind(service.call("DELETE", PATH, by="alice")) == (428, "precondition-missing")
    assert kind(service.call("DELETE", PATH, by="alice", if_match=first)) == (412, "precondition-failed")


def test_a_new_draft_needs_to_be_said_to_be_new(service):
    assert kind(service.save(a_law(), x_nothing="1")) == (428, "precondition-missing")
    assert kind(service.save(a_law(), if_match="*")) == (412, "precondition-failed")


def test_a_removed_draft_is_gone_and_its_log_remains(service):
    tag = service.save(a_law()).headers["etag"]
    assert service.call("DELETE", PATH, by="alice", if_match=tag).status_code == 204
    assert kind(service.call("GET", PATH, by="alice")) == (404, "draft-not-found")
    assert kind(service.call("DELETE", PATH, by="alice", if_match="*")) == (404, "draft-not-found")
    assert kind(service.check("2027-03-15")) == (404, "draft-not-found")
    history = service.history("2027-03-15")
    assert [entry["status"] for entry in history["entries"]] == ["draft", "removed"]
    assert history["standing"] == "removed"


def test_the_log_of_a_draft_cannot_be_changed(service):
    service.save(a_law())
    for statement in ("UPDATE draft_steps SET actor = 'nobody'", "DELETE FROM draft_steps"):
        with pytest.raises(Exception, match="never changed or removed"), service.engine.begin() as connection:
            connection.execute(text(statement))


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"version": "other"}, "/version", "mismatch"),
        ({"rule_set": None}, "/rule_set", "null"),
        ({"note": 1}, "/note", "number"),
        ({"note": [{"x": None}]}, "/note/0/x", "null"),
        ({"note": "a\x00b"}, "/note", "not_a_text"),
        ({"note": "\ud800"}, None, None),
        ({"cases": {}}, "/cases", "wrong_type"),
        ({"cases": [[None]]}, "/cases/0/0", "null"),
    ],
)
def test_a_body_that_is_no_draft_is_refused_with_the_places(unchanged, change, pointer, code):
    answer = unchanged.call("PUT", PATH, a_law() | {"cases": []} | change, by="alice", if_none_match="*")
    if pointer is None:
        assert answer.status_code == 400
    else:
        assert kind(answer) == (422, "invalid-submission")
        assert (pointer, code) in [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


def test_what_is_nested_without_end_is_refused(unchanged):
    deep = "x"
    for _ in range(150):
        deep = [deep]
    answer = unchanged.call("PUT", PATH, a_law() | {"note": deep}, by="alice", if_none_match="*")
    assert [each["code"] for each in answer.json()["errors"]] == ["too_deep"]


@pytest.mark.parametrize("name", ["%00", "..", "a b", "x" * 65])
def test_a_name_that_no_version_can_have_is_not_found(unchanged, name):
    answer = unchanged.call("PUT", f"/v1/drafts/eu/{name}", {}, by="alice", if_none_match="*")
    assert answer.status_code == 404
    assert unchanged.call("GET", f"/v1/rule-sets/eu/versions/{name}/history").status_code == 404


@pytest.mark.parametrize("path", ["", "/diff/2025-01-02", "/history"])
def test_a_database_is_not_asked_for_a_name_that_it_could_not_hold(service, path):
    answer = service.call("GET", f"/v1/rule-sets/eu/versions/%00{path}")
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (404, "version-not-found")
    assert service.call("GET", "/v1/rule-sets/eu/versions/2025-01-02/diff/%00").status_code == 404
    assert service.call("GET", "/v1/rule-sets/%00").status_code == 404


def test_a_check_reports_every_fault_with_its_place_and_the_transaction_that_shows_it(service):
    service.save(a_law(prohibits="us_government_business"))
    answer = service.check("2027-03-15")
    assert answer.status_code == 200
    report = answer.json()
    assert not report["passed"]
    case, gap = report["findings"]
    assert case["pointer"] == "/cases/0/cases/0"
    assert case["sentence"] == "Expected prohibited, got not_covered."
    assert case["counterexample"]["deal"]["circumstances"]["items"] == ["designated_country"]
    assert gap["rule"] == "uncovered (prohibited)"
    assert "us_government_business" in gap["counterexample"]["deal"]["circumstances"]["items"]
    assert {finding["level"] for finding in report["findings"]} == {"refuse"}
    assert service.call("GET", "/v1/drafts", by="bob").json()["drafts"][0]["standing"] == "refused"

    shown = service.call("POST", "/v1/screenings?rule_set=eu", gap["counterexample"])
    assert shown.status_code == 200

    service.save(a_law(nonsense="x", definitions="none"))
    faults = service.check("2027-03-15").json()["findings"]
    assert {"/nonsense", "/definitions"} <= {finding["pointer"] for finding in faults}


def test_a_text_that_passes_is_checked_and_then_reviewed(service):
    service.save(a_law())
    assert service.check("2027-03-15", by="bob").json() | {"digest": ""} == {
        "passed": True,
        "digest": "",
        "findings": [],
    }
    state = service.review("2027-03-15").json()
    assert state["standing"] == "reviewed"
    assert state["review"]["reviewer"] == "Roberta Review"
    assert state["review"]["next_review_date"] == "2027-06-01"


def test_only_a_text_that_has_passed_its_check_is_reviewed(service):
    service.save(a_law())
    assert kind(service.review("2027-03-15")) == (409, "wrong-standing")
    service.check("2027-03-15")
    service.save(a_law(title="Another"))
    assert kind(service.review("2027-03-15")) == (409, "wrong-standing")
    service.save(a_law(), cases()[:0])
    service.check("2027-03-15")
    assert kind(service.review("2027-03-15")) == (409, "wrong-standing")


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"reviewer": " "}, "/reviewer", "not_a_line"),
        ({"capacity": "a\nb"}, "/capacity", "not_a_line"),
        ({"authority_relied_on": None}, "/authority_relied_on", "missing"),
        ({"date": "2026-13-01"}, "/date", "not_a_date"),
        ({"date": "9000-01-01", "next_review_date": "9001-01-01"}, "/date", "not_past"),
        ({"next_review_date": "2026-06-01"}, "/next_review_date", "out_of_order"),
        ({"title": "x"}, "", "unknown_member"),
    ],
)
def test_a_review_without_substance_is_refused(unchanged, change, pointer, code):
    unchanged.tags[PATH] = '"sha256:0"'
    answer = unchanged.review("2027-03-15", **change)
    assert kind(answer) == (422, "invalid-submission")
    assert (pointer, code) in [(each["pointer"], each["code"]) for each in answer.json()["errors"]]
