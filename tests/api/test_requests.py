"""What to ask of whom, as JSON and as text for e-mails."""

import json
import re
from pathlib import Path

import pytest

from tests.api.described import described
from tests.work import calls

PATH = "/v1/screenings/requests"
JSON = {"content-type": "application/json"}
LAW = Path(__file__).parents[2] / "rules/us-oisp/2025-01-02"
NONE = {"items": [], "complete": True}


@pytest.fixture(scope="module")
def conforms():
    return described("Requests").is_valid


def example(name):
    return json.loads((LAW / name).read_text("utf-8"))


def purchase(**target):
    """The purchase of shares of a company of which little is known."""
    return {
        "reference": "deal 9",
        "parties": [
            {"id": "f", "name": "Harbor Fund", "kind": "entity", "organized_in": "US"},
            {"id": "t", "name": "Kunlun", "kind": "entity", **target},
            {"id": "g", "name": "Kunlun Group", "kind": "entity"},
        ],
        "interests": [{"holder": "g", "subject": "t"}],
        "acquirer": "f",
        "deal": {
            "acts": {"items": ["acquire_equity"], "complete": True},
            "target": "t",
            "completion_date": "2025-06-16",
        },
    }


def made(client, transaction, *, accept="application/json", **query):
    content = transaction if isinstance(transaction, bytes) else json.dumps(transaction)
    return client.post(PATH, content=content, headers={**JSON, "accept": accept}, params=query)


def requests(answer):
    return [(side["side"], each) for side in answer["sides"] for each in side["requests"]]


def places(answer):
    found = [(each["pointer"], each.get("conclusion"), each.get("interpretation")) for _, each in requests(answer)]
    assert len(set(found)) == len(found)
    return {pointer for pointer, *_ in found}


def test_what_is_open_is_asked_of_the_side_that_can_answer(client, conforms):
    answer = made(client, purchase()).json()
    assert conforms(answer)
    assert answer["determination"] == "undetermined"
    sides = {each["pointer"]: side for side, each in requests(answer)}
    assert sides["/parties/1/activities"] == "target_side"
    assert sides["/deal/security/publicly_traded"] == "investor_side"
    target = next(each for each in answer["sides"] if each["side"] == "target_side")
    assert {"pointer": "/parties/1", "name": "Kunlun"} in target["parties"]


def test_a_request_says_why_it_is_asked_and_what_would_answer_it(client):
    answer = made(client, purchase()).json()
    asked = next(each for _, each in requests(answer) if each["pointer"] == "/parties/1/activities")
    assert asked["reason"] == "settles"
    assert asked["citation"] == "31 CFR 850.208"
    assert asked["about"] == "Kunlun"
    assert asked["evidence_kinds"] == ["document", "representation"]
    assert asked["evidence"].endswith(".")


def test_every_missing_and_further_fact_is_asked_once(client):
    transaction = purchase(activities={"items": [{"verb": "develops", "item": "ai_system"}]})
    screened = client.post("/v1/screenings", content=json.dumps(transaction), headers=JSON).json()
    wanted = {each["pointer"] for each in screened["missing_facts"] + screened["further_questions"]}
    assert wanted <= places(made(client, transaction).json())


def test_a_representation_says_what_it_would_settle_and_is_marked_as_a_draft(client):
    answer = made(client, purchase()).json()
    drafts = {(each["side"], each["id"]): each for each in answer["representations"]}
    assert "/parties/1/activities" in drafts["target_side", "activities"]["settles"]
    assert "not legal advice" in answer["draft_notice"][0]["says"]
    assert {each["pointer"] for each in answer["representations"] for each in each["supports"]} <= places(answer)


def test_a_conclusion_that_is_open_is_supported_by_a_representation(client):
    circuit = {"verb": "designs", "item": "integrated_circuit", "meets_3a090a": False, "operating_temperature": 273}
    transaction = purchase(activities={"items": [circuit], "complete": True}, organized_in="CN", restricted_lists=NONE)
    transaction["parties"][1] |= {"holdings_complete": True, "pooled_investment_fund": False}
    answer = made(client, transaction).json()
    supported = [(each["id"], one["conclusion"]) for each in answer["representations"] for one in each["supports"]]
    assert ("restricted lists", "850.224(m)(4)") in supported


def test_a_borrower_is_asked_as_if_it_were_a_us_person(client):
    answer = made(client, example("cases/bases/loan.json")).json()
    drafts = {each["id"]: each for each in answer["representations"]}
    assert drafts["conduct of the borrower"]["side"] == "borrower_side"
    assert "if [the Borrower] were a U.S. person" in drafts["conduct of the borrower"]["draft"]


def test_the_fund_is_asked_for_the_assurance(client):
    transaction = example("examples/limited-partner-in-a-fund.json")
    transaction["deal"]["fund"] = {"kind": transaction["deal"]["fund"]["kind"]}
    answer = made(client, transaction).json()
    sides = {each["pointer"]: side for side, each in requests(answer)}
    assert answer["determination"] == "undetermined"
    assert {side for pointer, side in sides.items() if pointer.startswith("/deal/fund/")} == {"fund_side"}
    assert "assurance of the fund" in {each["id"] for each in answer["representations"]}


def test_an_owner_is_on_the_side_of_what_it_owns_and_one_who_acts_stays_on_its_own(client):
    transaction = purchase()
    transaction["interests"].append({"holder": "f", "subject": "t", "voting_percent": 10})
    sides = {each["pointer"]: side for side, each in requests(made(client, transaction).json())}
    assert {side for pointer, side in sides.items() if pointer.startswith("/parties/2/")} == {"target_side"}
    assert {side for pointer, side in sides.items() if pointer.startswith("/parties/0/")} <= {"investor_side"}


def test_a_point_of_law_is_for_counsel(client):
    found = [
        (side, each)
        for case in ("holding-company", "directed-deal", "joint-venture", "deep-tech")
        for side, each in requests(made(client, {**example(f"cases/bases/{case}.json"), "legal_decisions": []}).json())
    ]
    assert {side for side, each in found if "interpretation" in each} <= {"counsel"}


def test_a_refusal_is_told_as_a_warning_sign(client, conforms):
    transaction = purchase()
    transaction["inquiries"] = [
        {"pointer": "/parties/1/activities", "outcome": "asked_and_refused", "asked_on": "2025-05-02"},
        {"pointer": "/parties/1/headquarters", "outcome": "never_asked"},
    ]
    answer = made(client, transaction).json()
    assert conforms(answer)
    warned = {each["pointer"]: each["warning"] for _, each in requests(answer) if "warning" in each}
    assert "refused to answer (31 CFR 850.104(c)(6))" in warned["/parties/1/activities"]
    assert "Nobody asked (31 CFR 850.104(b))" in warned["/parties/1/headquarters"]
    factors = {each["factor"]: each for each in answer["factors"]}
    assert factors["850.104(c)(6)"]["state"] == "thin"
    assert {each["pointer"] for each in factors["850.104(c)(6)"]["warning_signs"]} == {"/inquiries/0", "/inquiries/1"}
    assert factors["850.104(c)(5)"]["warning_signs"]


def test_a_definite_answer_asks_for_what_it_takes_for_granted_and_what_was_refused(client):
    transaction = example("examples/ai-developer.json")
    transaction["inquiries"] = [{"pointer": "/parties/1/headquarters", "outcome": "asked_and_refused"}]
    answer = made(client, transaction).json()
    assert answer["determination"] == "notifiable"
    reasons = {each["pointer"]: each["reason"] for _, each in requests(answer)}
    assert reasons["/exemption/granted"] == "assumed"
    assert reasons["/parties/1/headquarters"] == "inquired"
    settled = {pointer for each in answer["representations"] for pointer in each["settles"]}
    assert "/parties/1/activities/items/0/training_operations" in settled


CONCLUDED = {"element": "850.209(a)(2)", "met": False, "basis": "representation", "source": "The seller's letter"}


@pytest.mark.parametrize(
    ("more", "state"),
    [({"as_of": "2025-06-02"}, "shown"), ({}, "thin")],
)
def test_a_conclusion_on_a_representation_shows_it_if_it_has_its_day(client, more, state):
    transaction = example("examples/ai-developer.json")
    del transaction["parties"][1]["holdings_complete"]
    transaction["parties"][1]["conclusions"] = [{**CONCLUDED, **more}]
    factors = {each["factor"]: each for each in made(client, transaction).json()["factors"]}
    assert factors["850.104(c)(2)"]["state"] == state
    assert "The seller's letter" in factors["850.104(c)(2)"]["shown"][0]["says"]
    assert factors["850.104(c)(7)"]["state"] == "nothing_stated"
    assert factors["850.104(c)(7)"]["to_do"]


def test_there_are_the_seven_factors_each_with_what_would_fill_it(client):
    factors = made(client, purchase()).json()["factors"]
    assert [each["factor"] for each in factors] == [f"850.104(c)({number})" for number in range(1, 8)]
    assert all(each["state"] == "nothing_stated" and each["to_do"] for each in factors)


def test_text_for_an_e_mail_says_the_same(client):
    text = made(client, purchase(), accept="text/plain")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    answer = made(client, purchase()).json()
    for _, each in requests(answer):
        assert each["question"] in text.text
        assert each["citation"] in text.text
    for draft in answer["representations"]:
        assert draft["draft"] in text.text
    assert "Draft for counsel; not legal advice." in text.text
    assert "NOT TO BE SENT" in text.text


def test_text_has_no_names_but_those_of_the_body(client):
    text = made(client, purchase(), accept="text/plain").text
    other = purchase()
    for party, name in zip(other["parties"], ("Alpha", "Beta", "Gamma"), strict=True):
        party["name"] = name
    other["reference"] = "deal X"
    renamed = made(client, other, accept="text/plain").text
    for old, new in (("Kunlun Group", "Gamma"), ("Kunlun", "Beta"), ("Harbor Fund", "Alpha"), ("deal 9", "deal X")):
        text = re.sub(rf"\b{old}\b", new, text)
    assert text == renamed


def test_without_a_law_to_apply_the_day_is_asked_for(client, conforms):
    transaction = purchase()
    del transaction["deal"]["completion_date"]
    answer = made(client, transaction, rule_set="us-oisp").json()
    assert conforms(answer)
    assert "/deal/completion_date" in places(answer)


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"parties": 1}', b'{"parties": [{"id": "a", "kind": "x"}]}'])
@pytest.mark.parametrize("accept", ["application/json", "text/plain"])
def test_a_body_that_does_not_fit_is_refused(client, body, accept):
    answer = made(client, body, accept=accept)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_large_body_takes_bounded_work(client):
    transaction = example("examples/ai-developer.json")
    transaction["parties"] += [{"id": f"p{n}", "kind": "entity", "organized_in": "US"} for n in range(9_997)]
    transaction["interests"] += [
        {"holder": f"p{n}", "subject": f"p{n + 1}", "voting_percent": 10} for n in range(9_996)
    ]
    transaction["inquiries"] = [
        {"pointer": f"/parties/{n}/headquarters", "outcome": "never_asked"} for n in range(3, 1_003)
    ]
    body = json.dumps(transaction).encode()
    answers = []
    assert calls(lambda: answers.append(made(client, body))) < 8_000_000  # about a second
    answer = answers[0].json()
    assert len(requests(answer)) == 200
    assert answer["left_out"] > 700
