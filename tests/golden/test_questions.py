"""A question says of whom it is asked, what kind of value answers it, and which words there are to choose from."""

import pytest

from app.domain.errors import InvalidTransaction
from app.domain.evaluation.missing_facts import fact_question
from app.domain.evaluation.undetermined import answer_without_law
from app.domain.facts.asking_order import AskingOrder
from app.domain.facts.dictionary import entries, entry_at
from app.domain.facts.fact import Group
from app.domain.facts.transaction import Transaction
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from tests.properties.law import screen

FUND = {"id": "f", "name": "Bay Ventures", "kind": "entity", "organized_in": "US"}
COMPANY = {"id": "c", "name": "Shenzhen Kunlun", "kind": "entity"}


def asked(*, company=None, deal=None, **facts):
    """The questions about a purchase of shares, by the place where the answer goes."""
    answer = screen(
        {
            "parties": [FUND, {**COMPANY, **(company or {})}, {"id": "h", "kind": "entity"}],
            "acquirer": "f",
            "deal": {"target": "c", "completion_date": "2025-06-16", **(deal or {})},
            **facts,
        }
    )
    questions = answer["missing_facts"] + answer["further_questions"]
    return {each["pointer"] + each.get("conclusion", ""): each for each in questions}


def test_a_choice_is_asked_with_its_words_and_what_each_of_them_says():
    question = asked()["/deal/acts"]
    assert (question["type"], question["items"]) == ("listing", "choice")
    assert {"acquire_equity", "provide_debt", "other"} <= {each["value"] for each in question["choices"]}
    assert question["choices"][4] == {
        "value": "provide_debt",
        "says": "It makes a loan or provides similar debt financing.",
        "citation": "31 CFR 850.210(a)(2)",
    }


def test_a_fact_of_a_party_is_asked_with_its_name_or_its_id():
    questions = asked()
    assert questions["/parties/1/organized_in"]["about"] == "Shenzhen Kunlun"
    assert questions["/parties/1/organized_in"]["type"] == "country"
    assert "about" not in questions["/deal/acts"]


def test_an_interest_is_asked_about_by_its_holder_and_the_held():
    interests = [{"holder": "h", "subject": "c", "equity_percent": 60}]
    company = {"organized_in": "KY", "headquarters": "KY", "principal_place_of_business": "KY"}
    questions = asked(company=company, interests=interests, interests_show="before_the_deal")
    about = {each["about"] for pointer, each in questions.items() if pointer.startswith("/interests/0/")}
    assert about == {"h in Shenzhen Kunlun"}


def test_a_list_that_was_begun_is_asked_whether_that_is_all():
    begun = asked(deal={"acts": {"items": ["other"]}})["/deal/acts"]
    assert begun["question"].startswith("Is that all? ")
    assert begun["stated"] == 1
    assert "stated" not in asked()["/deal/acts"]


def test_every_question_about_a_fact_has_the_type_of_the_dictionary():
    questions = asked(company={"organized_in": "CN"})
    facts = {at: each for at, each in questions.items() if not {"interpretation", "conclusion"} & each.keys()}
    assert len(facts) > 5
    for pointer, each in facts.items():
        assert each["type"] == entry_at(Transaction, pointer).field.type.kind


@pytest.mark.parametrize("place", ["/parties/1/conclusions", "/parties/1/conclusions/850.224(m)(4)"])
def test_what_became_of_a_question_for_a_conclusion_comes_back_beside_it(place):
    questions = asked(company={"organized_in": "CN"}, inquiries=[{"pointer": place, "outcome": "asked_and_refused"}])
    found = next(each for each in questions.values() if each.get("conclusion") == "850.224(m)(4)")
    assert found["inquiry"] == "asked_and_refused"


@pytest.mark.parametrize("place", ["/parties/7/conclusions", "/parties/1/conclusion/850.224(m)(4)", "/conclusions"])
def test_an_inquiry_is_not_about_conclusions_on_nobody(place):
    with pytest.raises(InvalidTransaction):
        asked(inquiries=[{"pointer": place, "outcome": "asked_and_refused"}])


def test_a_point_of_law_has_readings_and_no_type():
    computer = {
        "verb": "develops",
        "item": "high_performance_computing_system",
        "envelope_cubic_feet": 30000,
        "fp64_petaflops": 150,
    }
    activities = {"items": [computer], "complete": True}
    questions = asked(company={"organized_in": "CN", "activities": activities})
    decisions = [each for each in questions.values() if "interpretation" in each]
    assert decisions
    assert all("type" not in each for each in decisions)
    for decision in decisions:
        assert all(each["says"] and each["citation"] == decision["citation"] for each in decision["choices"])


def test_where_no_law_applies_the_day_is_asked_for_as_any_other_fact():
    day = fact_question(Transaction(parties=()), "/deal/completion_date", OUTBOUND_INVESTMENT)
    assert (day["type"], day["citation"]) == ("date", "31 CFR 850.204")
    answer = answer_without_law(Transaction(parties=()), regime=OUTBOUND_INVESTMENT, statement="There is no law.")
    assert (answer["determination"], answer["missing_facts"]) == ("undetermined", [day])


def groups(answer, questions):
    """The groups of the questions, in the order asked."""
    return [Group(each["group"]) for each in answer[questions]]


def test_questions_are_asked_group_by_group_and_counsel_last():
    activities = {"items": [{"verb": "designs", "item": "integrated_circuit"}]}
    answer = screen(
        {"parties": [FUND, {**COMPANY, "activities": activities}], "acquirer": "f", "deal": {"target": "c"}}
    )
    order = list(Group)
    for questions in ("missing_facts", "further_questions"):
        found = groups(answer, questions)
        assert found == sorted(found, key=order.index)
    assert len(set(groups(answer, "further_questions"))) > 4


def test_within_a_group_a_fact_comes_before_those_that_it_makes_moot():
    place = AskingOrder(Transaction).place
    activity = "/parties/10/activities/items/0"
    asked = [
        "/parties/2/activities",
        f"{activity}/verb",
        f"{activity}/item",
        f"{activity}/chip",
        f"{activity}/meets_3a090a",
        "/acquirer",
        "/deal/acts",
        "/deal/security/publicly_traded",
        "/deal/security/traded_at_signing",
        "/parties/1/organized_in",
        "/interests/0/voting_percent",
        "/parties/1/restricted_lists",
        "/deal/circumstances",
        "/deal/particulars/supports",
        "/deal/knowledge/at_acquisition/diligent_inquiry",
        "/legal_decisions/A9",
        "/legal_decisions/A26",
    ]
    backwards = asked[::-1]
    assert sorted(backwards, key=place) == asked


def test_every_group_of_facts_is_asked_about():
    assert {each.group for each in entries(Transaction)} == set(Group) - {Group.COUNSEL}


def test_a_fact_of_a_deal_says_of_which_of_the_two():
    questions = asked(fund_deal={"target": "h"})
    assert questions["/deal/acts"]["deal"] == "deal"
    assert {each["deal"] for pointer, each in questions.items() if pointer.startswith("/fund_deal/")} == {"fund_deal"}
    assert "deal" not in questions["/parties/1/organized_in"]
