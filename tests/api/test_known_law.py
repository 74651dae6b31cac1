import json

import pytest

from app.domain.canonical import digest
from app.domain.facts.dictionary import entries
from app.domain.facts.transaction import Transaction
from tests.api.described import described

PATHS = {
    "/v1/rule-sets": "RuleSets",
    "/v1/rule-sets/us-oisp": "RuleSet",
    "/v1/rule-sets/us-oisp/versions/2025-01-02": "RuleDocument",
    "/v1/facts": "Facts",
    "/healthz": "Alive",
    "/readyz": "Ready",
}
TAGGED = [path for path in PATHS if path.startswith("/v1")] + ["/openapi.json"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_described(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    described(PATHS[path]).validate(answer.json())


@pytest.mark.parametrize("path", TAGGED)
def test_what_the_caller_has_already_is_not_sent_again(client, path):
    tag = client.get(path).headers["etag"]
    assert not tag.startswith("W/")
    for given in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        answer = client.get(path, headers={"if-none-match": given})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", TAGGED)
def test_whoever_can_be_asked_with_get_can_be_asked_with_head(client, path):
    head, get = client.head(path), client.get(path)
    assert head.content == b""
    assert (head.status_code, head.headers["etag"]) == (200, get.headers["etag"])
    assert head.headers["content-length"] == get.headers["content-length"]


def test_the_list_of_versions_says_what_they_leave_open(client):
    versions = {each["version"]: each for each in client.get("/v1/rule-sets/us-oisp").json()["versions"]}
    assert [each["id"] for each in versions["nprm-2024"]["variants"]] == [
        "ai_notify",
        "ai_prohibit",
        "ai_prohibit_bio",
        "lp_exception",
    ]
    assert "foreign person" in {each["id"] for each in versions["coins-2025"]["pending"]}
    assert versions["2025-01-02"].keys().isdisjoint({"variants", "excluded_combinations", "pending"})


def test_a_document_holds_its_dated_data_with_source_and_days(client):
    document = client.get("/v1/rule-sets/us-oisp/versions/2025-01-02").json()
    penalties = [each for each in document["reference"] if each["kind"] == "penalty"]
    assert [(each["values"], each["from"], each.get("to")) for each in penalties] == [
        (["368136"], "2024-10-28", "2025-01-28"),
        (["377700"], "2025-01-29", "2026-01-14"),
        (["377700"], "2026-01-15", None),
    ]
    assert [each.get("confidence") for each in penalties] == [None, "unverified", "unverified"]


def test_the_bytes_of_a_document_have_the_digest_that_names_the_version(client):
    answer = client.get("/v1/rule-sets/us-oisp/versions/2025-01-02")
    listed = client.get("/v1/rule-sets/us-oisp").json()["versions"][0]
    assert digest(answer.content) == listed["digest"]
    assert answer.headers["etag"] == f'"{listed["digest"]}"'


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/rule-sets/none", "rule-set-not-found"),
        ("/v1/rule-sets/us-oisp/versions/none", "version-not-found"),
        ("/v1/rule-sets/%00", "rule-set-not-found"),
    ],
)
def test_law_that_is_not_known_is_not_found(client, path, kind):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["type"].endswith(kind)


def test_the_dictionary_holds_every_fact_with_question_and_citation(client):
    facts = client.get("/v1/facts").json()["facts"]
    places = [pointer for fact in facts for pointer in fact["pointers"]]
    assert sorted(places) == sorted(entry.pointer for entry in entries(Transaction))
    node = next(fact for fact in facts if fact["pointers"][0].endswith("/node_nm"))
    assert node == {
        "pointers": ["/parties/{i}/activities/items/{i}/node_nm"],
        "type": "quantity",
        "unit": "nanometers",
        "question": "What is the production technology node?",
        "note": "Where the name of the node and its dimension differ, the lower figure.",
        "citation": "31 CFR 850.224(d)(1)",
        "group": "What the target does",
        "only_where": {"fact": "item", "choices": ["integrated_circuit"]},
    }
    status = next(fact for fact in facts if fact["pointers"][0].endswith("/items/{i}/status"))
    assert status["default"] == "engaged"


def test_the_dictionary_lists_a_fact_once_with_all_its_places(client):
    by_place = {fact["pointers"][0]: fact for fact in client.get("/v1/facts").json()["facts"]}
    assert by_place["/deal/target"]["pointers"] == ["/deal/target", "/fund_deal/target"]
    assert not [place for place in by_place if place.startswith("/fund_deal/")]
    assert len(by_place["/directed_by/items/{i}/knowledge/held"]["pointers"]) == 15


def test_a_fact_says_which_versions_read_it_if_the_law_in_force_does_not(client):
    by_place = {fact["pointers"][0]: fact for fact in client.get("/v1/facts").json()["facts"]}
    assert "read_by" not in by_place["/deal/target"]
    assert by_place["/deal/fund/passive"]["read_by"] == ["nprm-2024"]
    assert by_place["/deal/value/amount"]["read_by"] == []


def test_the_docs_page_loads_nothing_from_elsewhere(client):
    page = client.get("/docs")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "http" not in page.text.replace("http-equiv", "")
    for asset in (
        "docs/swagger-ui-bundle.js",
        "docs/swagger-ui.css",
        "docs/start.js",
        "docs/favicon.png",
        "openapi.json",
    ):
        assert client.get(f"/{asset}").status_code == 200


def test_requests_and_determinations_are_counted(client, example):
    client.post("/v1/screenings", content=example, headers={"content-type": "application/json"})
    client.get("/v1/rule-sets/us-oisp")
    text = client.get("/metrics").text
    assert 'screening_requests_total{route="/v1/screenings",status="200"}' in text
    assert 'screening_requests_total{route="/v1/rule-sets/{rule_set}",status="200"}' in text
    law = 'rule_set="us-oisp",version="2025-01-02"'
    assert f'screening_determinations_total{{determination="notifiable",{law}}}' in text
    assert 'screening_request_seconds_bucket{le="0.001",route="/v1/screenings"}' in text


def test_a_determination_under_a_chosen_alternative_is_counted_as_well(client, example):
    address = "/v1/screenings?version=nprm-2024&variant=ai_notify:above_1e23"
    answer = client.post(address, content=example, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["rule_set"]["variants"]) == (200, {"ai_notify": "above_1e23"})
    counted = f'{{determination="{answer.json()["determination"]}",rule_set="us-oisp",version="nprm-2024"}}'
    assert f"screening_determinations_total{counted}" in client.get("/metrics").text


def test_an_unknown_path_does_not_become_a_label(client):
    client.get("/unheard/of")
    assert "unheard" not in client.get("/metrics").text


def test_a_reference_cannot_pass_for_a_determination_in_the_metrics(client):
    reference = '","determination":"forged","rule_set":{"id":"x","version":"y"},"'
    body = json.dumps({"parties": [], "reference": reference})
    client.post("/v1/screenings", content=body, headers={"content-type": "application/json"})
    assert "forged" not in client.get("/metrics").text
