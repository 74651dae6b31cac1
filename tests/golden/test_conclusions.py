"""Conclusions on evidence: what they settle, what refuses them, and that none turns a duty into a clearance."""

from dataclasses import replace
from itertools import product

import pytest

from app.domain.errors import InvalidTransaction
from app.domain.evaluation.classes import NO_DUTY
from app.domain.facts.party import Conclusion
from tests.golden.versions import cases_in, every_batch, law_of
from tests.profiles import some_of
from tests.properties.law import LAW, screen

EVERY = 7
HALF = "850.224(m)(4)"
OWNERS = "Of concern through its owners"
SEARCHED = {"basis": "screening_result", "source": "Example Screening", "as_of": "2025-06-02"}


def deal(*, conclusions=(), company=None, **facts):
    """A purchase of shares in a Chinese designer of circuits whose owners are not known."""
    target = {
        "id": "c",
        "name": "Shenzhen Kunlun",
        "kind": "entity",
        "organized_in": "CN",
        "holdings_complete": True,
        "restricted_lists": "none",
        "activities": {
            "items": [
                {"verb": "designs", "item": "integrated_circuit", "meets_3a090a": False, "operating_temperature": 250}
            ],
            "complete": True,
        },
        "conclusions": list(conclusions),
        **(company or {}),
    }
    return screen(
        {
            "parties": [{"id": "f", "kind": "entity", "organized_in": "US"}, target, *facts.pop("others", [])],
            "acquirer": "f",
            "deal": {
                "target": "c",
                "completion_date": "2025-06-16",
                "acts": {"items": ["acquire_equity"], "complete": True},
                "security": {"publicly_traded": False, "issuer": "other", "derivative": False},
                "circumstances": "none",
                "rights": "none",
            },
            **facts,
        }
    )


def problems_of(**facts):
    with pytest.raises(InvalidTransaction) as refused:
        deal(**facts)
    return refused.value.problems


def test_a_conclusion_settles_what_the_facts_leave_open_and_the_answer_tells_it_apart():
    before = deal()
    assert before["determination"] == "undetermined"
    question = next(each for each in before["missing_facts"] if "conclusion" in each)
    assert (question["pointer"], question["conclusion"]) == ("/parties/1/conclusions", HALF)
    assert (question["type"], question["about"]) == ("conclusion", "Shenzhen Kunlun")
    after = deal(conclusions=[{"element": HALF, "met": False, **SEARCHED}])
    assert after["determination"] == "notifiable"
    (told,) = after["relied_on"]
    assert told["pointer"] == "/parties/1/conclusions/0"
    assert (told["element"], told["met"], told["party"]) == (HALF, False, "Shenzhen Kunlun")
    assert (told["basis"], told["source"], told["as_of"]) == tuple(SEARCHED.values())
    assert "finding of fact" in told["standard"]


def test_an_answer_that_does_not_need_a_conclusion_does_not_rest_on_it():
    prohibited = {"verb": "designs", "item": "integrated_circuit", "meets_3a090a": True}
    answer = deal(
        company={"activities": {"items": [prohibited], "complete": True}},
        conclusions=[{"element": HALF, "met": False, **SEARCHED}],
    )
    assert (answer["determination"], answer["relied_on"]) == ("prohibited", [])


def test_inquiries_that_were_refused_are_told_beside_the_conclusion():
    answer = deal(
        conclusions=[{"element": HALF, "met": False, **SEARCHED}],
        inquiries=[{"pointer": "/parties/1/holders_complete", "outcome": "asked_and_refused"}],
    )
    assert answer["relied_on"][0]["warning_signs"] == ["/inquiries/0"]


def test_a_conclusion_that_the_facts_contradict_is_refused_with_the_places_of_both():
    (problem,) = problems_of(
        others=[{"id": "o", "kind": "entity", "restricted_lists": {"items": ["ofac_sdn_list"]}}],
        interests=[{"holder": "o", "subject": "c", "equity_percent": 60}],
        interests_show="before_the_deal",
        conclusions=[{"element": HALF, "met": False, **SEARCHED}],
    )
    assert (problem.pointer, problem.code) == ("/parties/1/conclusions/0/met", "contradicted_conclusion")
    assert "/interests/0/equity_percent" in problem.detail
    assert "/parties/2/restricted_lists" in problem.detail
    assert SEARCHED["source"] not in problem.detail


def test_a_conclusion_that_is_met_is_refused_too_where_the_facts_say_that_it_is_not():
    (problem,) = problems_of(
        others=[{"id": "o", "kind": "individual", "restricted_lists": "none"}],
        interests=[{"holder": "o", "subject": "c", "equity_percent": 60, "voting_percent": 60}],
        interests_show="before_the_deal",
        conclusions=[{"element": HALF, "met": True, **SEARCHED}],
    )
    assert problem.code == "contradicted_conclusion"


def test_a_conclusion_on_a_company_is_held_against_the_one_on_its_holder():
    elsewhere = dict.fromkeys(("organized_in", "headquarters", "principal_place_of_business"), "KY")
    (problem,) = problems_of(
        company={**elsewhere},
        others=[{"id": "o", "kind": "entity", "conclusions": [{"element": OWNERS, "met": True, "basis": "register"}]}],
        interests=[{"holder": "o", "subject": "c", "equity_percent": 60, "voting_percent": 60}],
        interests_show="before_the_deal",
        conclusions=[{"element": OWNERS, "met": False, **SEARCHED}],
    )
    assert problem.pointer == "/parties/1/conclusions/0/met"
    assert "/parties/2/conclusions/0/met" in problem.detail


def test_a_conclusion_is_held_against_what_can_only_be_so():
    """Whoever has headquarters in the United States is there, and so is a U.S. person."""
    (problem,) = problems_of(
        company={"headquarters": "US", "organized_in": "KY"},
        conclusions=[{"element": "850.229", "met": False, "basis": "counsel"}],
    )
    assert problem.code == "contradicted_conclusion"


@pytest.mark.parametrize(
    "owner",
    [
        {"restricted_lists": {"items": ["ofac_sdn_list"]}},
        {"conclusions": [{"element": HALF, "met": True, "basis": "screening_result"}]},
    ],
    ids=["listed", "concluded to be owned by persons on the list"],
)
def test_an_owner_of_the_acquiring_us_person_counts_where_it_is_stated(owner):
    answer = deal(
        others=[{"id": "o", "kind": "entity", **owner}],
        interests=[
            {"holder": "o", "subject": "f", "equity_percent": 60},
            {"holder": "o", "subject": "c", "equity_percent": 45},
            {"holder": "f", "subject": "c", "equity_percent": 10},
        ],
        interests_show="before_the_deal",
    )
    assert answer["determination"] == "prohibited"


def test_a_failure_while_a_conclusion_is_held_against_the_facts_clears_nothing(monkeypatch):
    def fail(*_):
        raise RuntimeError

    monkeypatch.setitem(LAW.program.computed, HALF, fail)
    answer = deal(conclusions=[{"element": HALF, "met": False, **SEARCHED}])
    assert (answer["determination"], answer["missing_facts"]) == ("undetermined", [])
    assert {"prohibited", "notifiable"} <= set(answer["possible_determinations"])


def test_two_conclusions_that_say_the_opposite_are_refused():
    (problem,) = problems_of(conclusions=[{"element": HALF, "met": met, **SEARCHED} for met in (False, True)])
    assert (problem.pointer, problem.code) == ("/parties/1/conclusions/1/met", "contradicting_conclusions")


def test_an_element_on_which_nothing_can_be_concluded_is_refused_with_the_nearest():
    (problem,) = problems_of(conclusions=[{"element": "850.224(m)", "met": False, **SEARCHED}])
    assert (problem.pointer, problem.code) == ("/parties/1/conclusions/0/element", "not_statable")
    assert HALF in problem.detail


@every_batch
def test_no_conclusion_overturns_what_can_be_worked_out(version, batch):
    """Every conclusion about every party of a golden case leaves a definite answer as it is, or is refused.

    An ordinary run tries every so-many-th, with each case others. SDNs behind the acquiring party are left out: that
    there are none is an assumption, and answers tell it.
    """
    overturned = []
    law = law_of(version)
    statable = [name for name, each in law.rule_set.definitions.items() if each.statable is not None]
    for number, (case, transaction) in enumerate(cases_in(version, batch)):
        before = law.outline(transaction, variants=case.variants)["possible_determinations"]
        conclusions = product(range(len(transaction.parties)), statable, (True, False))
        for index, name, met in some_of(conclusions, EVERY, first=number):
            party = transaction.parties[index]
            if party.kind == "public_float" or (name == HALF and party.id == transaction.acquirer):
                continue
            stated = Conclusion(element=name, met=met, basis="counsel")
            changed = replace(party, conclusions=(*party.conclusions, stated))
            parties = (*transaction.parties[:index], changed, *transaction.parties[index + 1 :])
            try:
                after = law.outline(replace(transaction, parties=parties), variants=case.variants)
            except InvalidTransaction:
                continue
            if not classes(after["possible_determinations"]) <= classes(before):
                overturned.append((case.case, index, name, met))
    assert not overturned


def classes(possible):
    return {"no duty" if each in NO_DUTY else each for each in possible}
