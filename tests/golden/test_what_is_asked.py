"""Of several lists of questions that can settle a deal, the one that a deal team would expect."""

import pytest

from tests.properties.law import screen

NONE = {"items": [], "complete": True}


def asked(activity, **facts):
    """What is asked of the purchase of unlisted shares of a Chinese company in no special circumstances."""
    target = {
        "id": "target",
        "kind": "entity",
        "organized_in": "CN",
        "activities": {"items": activity, "complete": True},
    }
    answer = screen(
        {
            "parties": [{"id": "fund", "kind": "entity", "organized_in": "US"}, {**target, **facts}],
            "acquirer": "fund",
            "deal": {
                "acts": {"items": ["acquire_equity"], "complete": True},
                "target": "target",
                "completion_date": "2025-06-16",
                "security": {"publicly_traded": False, "issuer": "other", "derivative": False},
                "circumstances": NONE,
            },
        }
    )
    assert answer["determination"] == "undetermined"
    return [each["pointer"] for each in answer["missing_facts"]]


def test_a_fact_is_asked_for_before_counsel_is():
    computer = {
        "verb": "develops",
        "item": "high_performance_computing_system",
        "envelope_cubic_feet": 30000,
        "fp64_petaflops": 150,
    }
    rest = {"holdings_complete": True, "pooled_investment_fund": False}
    assert asked([computer], **rest) == ["/parties/1/activities/items/0/advanced_chips"]


def test_an_entity_organized_under_some_law_is_not_asked_for_its_citizenships():
    assert not any("citizenships" in each for each in asked([], kind=None))


FUND = {"id": "fund", "kind": "entity", "organized_in": "US"}
CIRCUIT = {"verb": "fabricates", "item": "integrated_circuit"}


def purchase(target, **deal):
    said = {
        "acts": {"items": ["acquire_equity"], "complete": True},
        "completion_date": "2025-06-16",
        "target": "target",
    }
    parties = [FUND, {"id": "target", "kind": "entity", "organized_in": "CN", **target}]
    return {"parties": parties, "acquirer": "fund", "deal": {**said, **deal}}


def test_one_fact_that_settles_two_conditions_is_asked_alone():
    training = {"ai_limb": "machine_based_system", "model_work": "builds_own_model", "training_operations": "1e23"}
    nothing = dict.fromkeys(("exclusively_designed_for", "designed_for", "intended_for"), NONE)
    system = {"verb": "develops", "item": "ai_system", "biological_sequence_data": "none", **training, **nothing}
    assert asked([system], holdings_complete=True, restricted_lists=NONE) == ["/parties/1/pooled_investment_fund"]


@pytest.mark.parametrize(
    ("transaction", "first"),
    [
        (purchase({}), ["/parties/1/activities", "/deal/security/publicly_traded", "/deal/circumstances"]),
        (purchase({}, security={"publicly_traded": True}), ["/deal/security/traded_at_signing", "/deal/rights"]),
        ({"parties": [], "deal": {}}, ["/deal/acts"]),
    ],
)
def test_the_ordinary_questions_come_first(transaction, first):
    answer = screen(transaction)
    assert answer["determination"] == "undetermined"
    assert [each["pointer"] for each in answer["missing_facts"]] == first


def test_what_only_a_rare_answer_would_settle_is_not_asked_first():
    activities = {"items": [CIRCUIT], "complete": True}
    asked = {each["pointer"] for each in screen(purchase({"activities": activities}))["missing_facts"]}
    assert not any(each.endswith(("/issuer", "/gallium_compound", "/graphene_or_nanotube")) for each in asked)


def test_a_rare_answer_is_asked_for_where_nothing_else_is_left():
    transaction = purchase(
        {
            "activities": {"items": [{**CIRCUIT, "chip": "logic", "transistor": "non_planar"}], "complete": True},
        },
        security={"publicly_traded": False, "issuer": "other", "derivative": False},
        rights={"items": [], "complete": True},
    )
    answer = screen(transaction)
    assert [each["pointer"] for each in answer["missing_facts"]] == ["/deal/circumstances"]


def holding(works, **figures):
    """The purchase of shares of a holding company, whose figures of the last year run through a Chinese company."""
    statement = {"basis": "unaudited", "year_end": "2024-12-31", "currency": "USD", **figures}
    company = {"id": "works", "kind": "entity", "organized_in": "CN", "holdings_complete": True, **works}
    owned = {"holder": "target", "subject": "works", "voting_percent": 100, "equity_percent": 100}
    nobody = {"activities": NONE, "restricted_lists": NONE, "pooled_investment_fund": False, "holdings_complete": True}
    transaction = purchase(
        {"organized_in": "KY", "statements": {"items": [statement], "complete": True}, **nobody},
        security={"publicly_traded": False},
        circumstances=NONE,
    )
    return {**transaction, "parties": [*transaction["parties"], company], "interests": [owned]} | {
        "interests_show": "before_the_deal"
    }


def figures_asked(transaction):
    answer = screen(transaction)
    questions = answer["missing_facts"] + answer["further_questions"]
    return {each["pointer"] for each in questions if "/statements" in each["pointer"]}


SPENT = {"operating_expenses": 1000000, "persons": {"items": [{"person": "works", "operating_expenses": 900000}]}}


def test_where_one_figure_is_enough_the_others_are_not_asked():
    assert figures_asked(holding({}, **SPENT)) == set()


def test_where_the_figures_stated_are_not_enough_others_are_asked():
    works = {"activities": {"items": [{**CIRCUIT, "verb": "designs", "meets_3a090a": False}], "complete": True}}
    little = {**SPENT, "operating_expenses": 2000000}
    assert "/parties/1/statements/items/0/revenue" in figures_asked(holding(works, **little))
