"""Every deal ends as it should, from its sheet and its book alone, and with little asking."""

from functools import cache
from statistics import median

import pytest

from tests.acceptance.cases import CASES
from tests.acceptance.interview import interview

MOST_FACTS, MOST_ROUNDS = 40, 5
MEDIAN_FACTS, MEDIAN_ROUNDS = 20, 3

every_deal = [
    pytest.param(name, also, id=f"{name} {also or ''}") for name, case in CASES.items() for also in (None, *case.also)
]

held = cache(lambda name, also=None: interview(CASES[name], also=also))


@pytest.mark.parametrize(("name", "also"), every_deal)
def test_a_deal_ends_as_a_careful_lawyer_would_say(name, also):
    right, answer = CASES[name].right, held(name, also).answer
    assert answer["determination"] == right["determination"]
    met = {each["code"] for each in answer["reasons"] if each["verdict"] == "met"}
    assert set(right["met"]) <= met
    due = {each["kind"]: each.get("due") for each in answer["obligations"]}
    assert {kind: due.get(kind, "no such duty") for kind in right["duties"]} == right["duties"]
    assert set(right.get("readings", [])) <= {each["id"] for each in answer["interpretations"]}
    if not right["duties"]:
        assert due.keys() <= {"inquire"}


@pytest.mark.parametrize(("name", "also"), every_deal)
def test_no_deal_asks_too_much_of_a_deal_team(name, also):
    took = held(name, also)
    assert took.answer["determination"] != "undetermined"
    assert len(took.rounds) <= MOST_ROUNDS
    # What is entered without need is stated, not asked for.
    assert held(name).facts <= MOST_FACTS


@pytest.mark.parametrize(("name", "also"), [each for each in every_deal if each.values[1]])
def test_what_is_entered_beyond_need_costs_no_question_about_it(name, also):
    took, known = held(name, also), {each["id"] for each in CASES[name].sheet.get("parties", [])}
    assert took.answer["determination"] == CASES[name].right["determination"]
    entered = {each["id"] for each in CASES[name].also[also].get("parties", [])} - known
    assert [place for place in took.questions if set(place.replace(">", "/").split("/")) & entered] == []


def test_half_of_the_deals_take_little():
    took = [held(name) for name in CASES]
    assert [each.case.name for each in took if each.answer["determination"] == "undetermined"] == []
    assert median(each.facts for each in took) <= MEDIAN_FACTS
    assert median(len(each.rounds) for each in took) <= MEDIAN_ROUNDS
