"""What to ask of a transaction: one question with what its answers would mean, or a form of all that it needs."""

import json
from itertools import pairwise

import pytest

from app.domain.facts.fact import Group
from tests.api.described import described

PATH = "/v1/screenings/questions"
JSON = {"content-type": "application/json"}
OPEN = "/parties/1/activities/items/0/training_operations"
SYSTEM = {"verb": "develops", "item": "ai_system", "ai_limb": "machine_based_system", "model_work": "builds_own_model"}
NONE = {"items": [], "complete": True}


@pytest.fixture(scope="module")
def conforms():
    return described("Questions").is_valid


def purchase(*activities, complete=True, **deal):
    """The purchase of unlisted shares of a company organized in China."""
    said = {"acts": {"items": ["acquire_equity"], "complete": True}, "completion_date": "2025-06-16", "target": "t"}
    parties = [
        {"id": "f", "kind": "entity", "organized_in": "US"},
        {"id": "t", "kind": "entity", "organized_in": "CN"},
    ]
    if activities:
        parties[1]["activities"] = {"items": list(activities), "complete": complete}
    security = {"publicly_traded": False, "issuer": "other", "derivative": False}
    return {"parties": parties, "acquirer": "f", "deal": {"security": security, "circumstances": NONE, **said, **deal}}


def asked(client, transaction, **query):
    content = transaction if isinstance(transaction, bytes) else json.dumps(transaction)
    return client.post(PATH, content=content, headers=JSON, params=query)


def test_the_next_question_says_what_its_answers_would_mean(client, conforms):
    answer = asked(client, purchase(SYSTEM), mode="next")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    questions = answer.json()
    assert conforms(questions)
    assert questions["next"]["pointer"] == OPEN
    assert questions["next"]["means"] == [
        {
            "determination": "prohibited",
            "says": "Prohibited if more than 1e25 operations.",
            "answer": {"more_than": "1" + 25 * "0"},
        }
    ]
    assert questions["open_at_most"] > 1


def test_the_next_question_is_the_first_of_the_missing_facts(client):
    screened = client.post("/v1/screenings", content=json.dumps(purchase(SYSTEM)), headers=JSON).json()
    questions = asked(client, purchase(SYSTEM)).json()
    del questions["next"]["means"]
    assert questions["next"] == screened["missing_facts"][0]
    for member in ("determination", "possible_determinations", "rule_set", "engine_version", "input_digest"):
        assert questions[member] == screened[member]


def test_what_an_answer_means_is_what_a_screening_then_says(client):
    circuit = {"verb": "designs", "item": "integrated_circuit", "chip": "logic"}
    question = asked(client, purchase(circuit)).json()["next"]
    assert question["pointer"].endswith("/meets_3a090a")
    assert [each["says"] for each in question["means"]] == ["Prohibited if yes."]
    screened = client.post(
        "/v1/screenings", content=json.dumps(purchase({**circuit, "meets_3a090a": True})), headers=JSON
    ).json()
    assert screened["determination"] == question["means"][0]["determination"]


@pytest.mark.parametrize("mode", ["next", "form"])
def test_nothing_is_asked_where_the_determination_is_definite(client, example, conforms, mode):
    questions = asked(client, example, mode=mode).json()
    assert conforms(questions)
    assert questions["determination"] == "notifiable"
    assert questions.get("next") is None
    assert questions.get("groups", []) == []


def test_a_form_asks_each_question_once_group_by_group(client, conforms):
    questions = asked(client, purchase(), mode="form").json()
    assert conforms(questions)
    order = [*Group]
    places = [order.index(each["group"]) for each in questions["groups"]]
    assert places == sorted(set(places))
    each = [question for group in questions["groups"] for question in group["questions"]]
    assert len({(question["pointer"], question.get("interpretation")) for question in each}) == len(each) > 3
    assert all(question["group"] == group["group"] for group in questions["groups"] for question in group["questions"])


def test_a_form_asks_for_a_list_and_not_within_what_it_does_not_list_yet(client):
    questions = asked(client, purchase(), mode="form").json()
    pointers = {question["pointer"] for group in questions["groups"] for question in group["questions"]}
    assert "/parties/1/activities" in pointers
    assert not any(pointer.startswith("/parties/1/activities/") for pointer in pointers)


def places(answer):
    """The places of the questions of a form; a conclusion is told by its element."""
    each = [question for group in answer.json()["groups"] for question in group["questions"]]
    return {question.get("conclusion", question["pointer"]): question for question in each}


def test_a_form_asks_everything_that_a_designer_of_circuits_needs_and_no_more(client):
    circuit = {"verb": "designs", "item": "integrated_circuit"}
    found = places(asked(client, purchase(circuit, complete=False, circumstances=None), mode="form"))
    assert {
        "/parties/1/activities",
        "/parties/1/activities/items/0/meets_3a090a",
        "/parties/1/activities/items/0/operating_temperature",
        "850.224(m)(4)",
        "/parties/1/restricted_lists",
        "/deal/circumstances",
    } <= found.keys()
    assert len(found) <= 9


def test_a_form_supposes_that_a_stated_circumstance_excepts_and_asks_nothing_beside_it(client):
    default = {
        "acts": {"items": ["foreclose_on_pledged_equity"], "complete": True},
        "circumstances": {"items": ["syndicated_loan_default"], "complete": True},
        "particulars": {"voting_interest": True},
    }
    found = places(asked(client, purchase({"verb": "designs", "item": "integrated_circuit"}, **default), mode="form"))
    particulars = {f"/deal/particulars/{name}" for name in ("bank_syndicate", "can_act_alone", "syndication_agent")}
    assert particulars <= found.keys()
    assert found.keys().isdisjoint({"/parties/1/restricted_lists", "/parties/1/statements", "850.224(m)(4)"})


def test_a_question_that_another_opens_says_after_which_it_comes(client):
    system = {"item": "ai_system", "verb": "develops"}
    found = places(asked(client, purchase(system), mode="form"))
    place = "/parties/1/activities/items/0"
    assert "after" not in found[f"{place}/model_work"]
    fund = {"acts": {"items": ["acquire_fund_interest"], "complete": True}, "security": {}}
    found = places(asked(client, purchase(**fund), mode="form"))
    assert found["/fund_deal/acts"]["after"] == "/fund_deal"


def test_what_nobody_could_say_is_asked_for_only_where_nothing_else_is_left(client):
    transaction = purchase({"verb": "designs", "item": "integrated_circuit"})
    first = asked(client, transaction).json()["next"]["pointer"]
    transaction["inquiries"] = [{"pointer": first, "outcome": "asked_and_refused"}]
    assert asked(client, transaction).json()["next"]["pointer"] != first


def test_a_conclusion_is_asked_for_with_what_it_would_mean(client):
    parts = {"meets_3a090a": False, "operating_temperature": "273"}
    transaction = purchase({"verb": "designs", "item": "integrated_circuit", **parts})
    transaction["parties"][1] |= {"restricted_lists": NONE, "holdings_complete": True}
    question = asked(client, transaction).json()["next"]
    assert question["conclusion"] == "850.224(m)(4)"
    said = {each["says"]: each["answer"] for each in question["means"]}
    assert said == {"Prohibited if yes.": True, "Notifiable if no.": False}


@pytest.mark.parametrize("mode", ["next", "form"])
def test_where_no_law_applies_the_day_is_asked_for(client, conforms, mode):
    transaction = purchase()
    del transaction["deal"]["completion_date"]
    questions = asked(client, transaction, mode=mode, rule_set="us-oisp").json()
    assert conforms(questions)
    assert questions["determination"] == "undetermined"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"mode": "all"}, 422),
        ({"explain": "full"}, 422),
        ({"version": "1999"}, 404),
        ({"version": "2025-01-02", "as_known_on": "2026-01-31"}, 422),
    ],
)
def test_a_query_that_does_not_fit_is_refused(client, query, status):
    answer = asked(client, purchase(), **query)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_under_a_proposal_the_alternatives_chosen_count(client, conforms):
    chosen = asked(client, purchase(SYSTEM), version="nprm-2024", variant="ai_notify:above_1e23", mode="form").json()
    assert conforms(chosen)
    assert chosen["rule_set"]["variants"] == {"ai_notify": "above_1e23"}


def test_what_leaves_too_much_open_is_refused(client):
    names = ["t", *(f"p{number}" for number in range(400))]
    interests = [{"holder": one, "subject": other} for other, one in pairwise(names)]
    transaction = purchase()
    transaction["parties"][1] = {"id": "t"}
    transaction["parties"] += [{"id": name} for name in names[1:]]
    answer = asked(client, {**transaction, "interests": interests}, mode="form")
    assert answer.status_code == 422
    assert [each["code"] for each in answer.json()["errors"]] == ["too_much_work"]


def test_a_conclusion_that_was_refused_is_told_and_asked_last(client):
    chip = {"verb": "designs", "item": "integrated_circuit", "meets_3a090a": False, "operating_temperature": 273}
    transaction = purchase(chip)
    transaction["parties"][1] |= {"restricted_lists": NONE, "holdings_complete": True}
    assert asked(client, transaction).json()["next"]["conclusion"] == "850.224(m)(4)"
    place = "/parties/1/conclusions/850.224(m)(4)"
    transaction["inquiries"] = [{"pointer": place, "outcome": "asked_and_refused"}]
    assert asked(client, transaction).json()["next"]["pointer"] != "/parties/1/conclusions"
    screened = client.post("/v1/screenings", content=json.dumps(transaction), headers=JSON).json()
    outcomes = {each.get("conclusion"): each.get("inquiry") for each in screened["further_questions"]}
    assert outcomes["850.224(m)(4)"] == "asked_and_refused"
