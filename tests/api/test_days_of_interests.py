"""A screening counts the interests that are held on the day of completion, and says which days decided."""

import copy
import json

import pytest

from tests.api.conftest import ROOT

JSON = {"content-type": "application/json"}
CHAIN = json.loads((ROOT / "openapi/ownership/chain-by-four-methods.json").read_bytes())


@pytest.fixture
def ask(client):
    def ask(**changes):
        question = {**copy.deepcopy(CHAIN), "measures": ["voting_percent"], "methods": ["multiply"], **changes}
        question["interests"][0] |= {"term": "until_last_day", "last_day": "2025-06-15"}
        question["interests"][1] |= {"voting_percent": {"at_least": 40}, "equity_percent": {"at_least": 40}}
        answer = client.post("/v1/ownership", content=json.dumps(question).encode(), headers=JSON).json()
        return answer["answers"][0]["by_method"][0]

    return ask


def test_the_day_asked_about_decides_which_interests_count(ask):
    assert [ask(day=day)["at_most"] for day in ("2025-06-15", "2025-06-16")] == ["33", "0"]


def test_without_a_day_the_day_is_missing(ask):
    found = ask(threshold="20")
    assert (found["verdict"], found["at_least"], found["at_most"]) == ("unknown", "0", "33")
    assert [each["pointer"] for each in found["missing"]] == ["/day"]


def test_a_screening_asks_for_the_day_of_completion_before_a_percentage(client, example):
    transaction = json.loads(example)
    target = transaction["deal"]["target"]
    transaction["parties"].append(
        {"id": "ministry", "kind": "entity", "restricted_lists": {"items": ["ofac_sdn_list"]}}
    )
    for party in transaction["parties"]:
        if party["id"] == target:
            party |= {"holders_complete": True, "restricted_lists": {"items": [], "complete": True}}
    transaction["interests"] = [
        {
            "holder": "ministry",
            "subject": target,
            "equity_percent": "60",
            "voting_percent": "60",
            "term": "until_last_day",
            "last_day": "2025-06-01",
        },
        {
            "holder": "founder",
            "subject": target,
            "equity_percent": {"at_least": "40"},
            "voting_percent": {"at_least": "40"},
        },
    ]
    del transaction["deal"]["completion_date"]
    answer = client.post("/v1/screenings?version=2025-01-02", content=json.dumps(transaction).encode(), headers=JSON)
    asked = {each["pointer"] for kind in ("missing_facts", "further_questions") for each in answer.json()[kind]}
    assert "/deal/completion_date" in asked
    transaction["deal"]["completion_date"] = "2025-06-16"
    later = client.post("/v1/screenings", content=json.dumps(transaction).encode(), headers=JSON).json()
    transaction["deal"]["completion_date"] = "2025-06-01"
    earlier = client.post("/v1/screenings", content=json.dumps(transaction).encode(), headers=JSON).json()
    assert (earlier["determination"], later["determination"]) == ("prohibited", "notifiable")
    (reason,) = [each for each in earlier["reasons"] if each["code"] == "850.224(m)(4)"]
    assert {"pointer": "/interests/0/last_day", "value": "2025-06-01"} in [
        {"pointer": each["pointer"], "value": each["value"]} for each in reason["facts"]
    ]
