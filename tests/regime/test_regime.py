"""Another law is screened by the same engine: its facts, outcomes and contradictions are one value beside its rules."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.analysis.checks import analyse
from app.domain.analysis.findings import FindingKind, Sample
from app.domain.errors import InvalidRuleSet
from app.domain.evaluation.coverage import Coverage
from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.places import with_value
from app.domain.facts.transaction import Inquiry
from app.domain.language.compiler import compile_rule_set
from app.domain.outbound_investment import OUTBOUND_INVESTMENT, REGIMES
from app.domain.quantity import Range
from app.domain.screening import Explain, Law
from app.rulefiles.yaml_tree import read_yaml
from tests.regime.foreign_investment import FOREIGN_INVESTMENT, Business, Holding, Investment, Person

RULES = Path(__file__).with_name("foreign-investment.yaml").read_bytes()
INVESTOR, MINISTRY, FAMILY = PartyId("investor"), PartyId("ministry"), PartyId("family")
HELD = Holding(holder=MINISTRY, subject=INVESTOR, voting_percent=Decimal(49), equity_percent=Decimal(49))
REST = Holding(holder=FAMILY, subject=INVESTOR, voting_percent=Decimal(51), equity_percent=Decimal(51))
A_HAIR_LESS = replace(HELD, voting_percent=Decimal("48.99")), replace(REST, voting_percent=Decimal("51.01"))
STATE_FUND = Investment(
    reference="F-1",
    parties=(
        Person(id=INVESTOR, kind="entity", organized_in="FR", state=False, holders_complete=True),
        Person(id=MINISTRY, kind="entity", organized_in="FR", state=True),
        Person(id=FAMILY, kind="individual", citizenships=Listing(("FR",), complete=True), state=False),
    ),
    interests=(HELD, REST),
    investor=INVESTOR,
    business=Business(critical_technologies=True, authorization_needed=False, sensitive_data=False),
    percent=Decimal(25),
    control=False,
    rights=Listing(("board_seat",), complete=True),
    action_concluded=False,
    closing_date=date(2026, 3, 1),
)


@pytest.fixture(scope="module")
def law():
    rule_set = compile_rule_set(read_yaml(RULES, "rules"), regimes={"foreign_investment": FOREIGN_INVESTMENT})
    return Law(rule_set, on_failure=_raised)


def _raised(failure):
    raise failure


def changed(**facts):
    """The investment of the state fund with other facts; two underscores stand for a slash in the pointer."""
    investment = STATE_FUND
    for place, value in facts.items():
        investment = with_value(investment, "/" + place.replace("__", "/"), value)
    return investment


ANSWERS = [
    ({}, "declaration_required"),
    ({"percent": Decimal("24.999")}, "reviewable"),
    ({"interests": A_HAIR_LESS}, "reviewable"),
    ({"percent": Decimal(10), "business__authorization_needed": True}, "declaration_required"),
    ({"business__critical_technologies": False}, "not_covered"),
    ({"business__critical_technologies": False, "control": True}, "reviewable"),
    ({"rights": Listing((), complete=True)}, "not_covered"),
    ({"parties__0__organized_in": "GB"}, "not_covered"),
    ({"parties__0__organized_in": "GB", "control": True}, "reviewable"),
    ({"action_concluded": True}, "excepted"),
]


@pytest.mark.parametrize(("facts", "determination"), ANSWERS)
def test_its_outcomes_are_told_in_its_own_words(law, facts, determination):
    answer = law.screen(changed(**facts))
    assert (answer["determination"], answer["missing_facts"]) == (determination, [])


def test_an_answer_names_its_own_paragraphs_and_nothing_of_another_law(law):
    answer = law.screen(STATE_FUND)
    assert answer["summary"].startswith("Declaration required. Met: 31 CFR 800.")
    assert {"800.401", "800.244", "800.221"} <= {reason["code"] for reason in answer["reasons"]}
    assert [(each["kind"], each["due"]) for each in answer["obligations"]] == [
        ("keep_record", "2029-02-28"),
        ("file_declaration", None),
    ]
    for explain in Explain:
        said = json.dumps(law.screen(STATE_FUND, explain=explain))
        assert "850" not in said
        assert not any(outcome in said for outcome in OUTBOUND_INVESTMENT.outcomes)


def test_its_questions_are_its_own_and_lead_to_an_answer(law):
    answer = law.screen(changed(percent=None, control=None, closing_date=None))
    assert answer["determination"] == "undetermined"
    assert answer["possible_determinations"] == ["declaration_required", "reviewable"]
    assert [(each["pointer"], each["citation"]) for each in answer["missing_facts"]] == [
        ("/percent", "31 CFR 800.244(a)")
    ]
    assert law.screen(changed(percent=Decimal(25), control=None))["determination"] == "declaration_required"


def test_a_share_within_bounds_leaves_open_who_holds_a_substantial_interest(law):
    held = replace(HELD, voting_percent=Range(at_least=Decimal(40), at_most=Decimal(60)))
    rest = replace(REST, voting_percent=None)
    answer = law.screen(changed(interests=(held, rest)))
    assert answer["possible_determinations"] == ["declaration_required", "reviewable"]
    asked = {each["pointer"]: each["citation"] for each in answer["missing_facts"]}
    assert asked["/interests/0/voting_percent"] == "31 CFR 800.256"


def test_what_other_facts_leave_possible_is_the_regimes(law):
    """Who controls the business has a right to decide, so that nobody is asked to close the list of rights."""
    pointers = {
        control: {each["pointer"] for each in law.screen(changed(rights=None, control=control))["missing_facts"]}
        for control in (True, False)
    }
    assert "/rights" in pointers[False]
    assert "/rights" not in pointers[True]


def test_its_contradictions_are_found():
    assert FOREIGN_INVESTMENT.contradictions(STATE_FUND) == []
    odd = changed(control=True, rights=Listing((), complete=True))
    assert [each.pointer for each in FOREIGN_INVESTMENT.contradictions(odd)] == ["/rights/complete"]


def test_a_documented_inquiry_is_told_with_its_question(law):
    asked = Inquiry(pointer="/percent", outcome="asked_and_refused")
    answer = law.screen(changed(percent=None, inquiries=(asked,)))
    assert [each["inquiry"] for each in answer["missing_facts"]] == ["asked_and_refused"]


def test_its_rules_are_analysed_as_those_of_any_other(law):
    rule_set = law.rule_set
    samples = [Sample(changed(**facts)) for facts, _ in ANSWERS]
    coverage = Coverage(rule_set).watch(each.transaction for each in samples).report()
    found = analyse(rule_set, samples, coverage=coverage)
    assert {each.kind for each in found} == {FindingKind.UNCOVERED}
    assert any("800.248: business.sensitive_data is true — never met" in each.sentence for each in found)


def test_a_rule_set_names_a_regime_that_is_known():
    with pytest.raises(InvalidRuleSet) as refused:
        compile_rule_set(read_yaml(RULES, "rules"))
    assert "`foreign_investment` has no meaning in `regime`" in str(refused.value)
    assert list(REGIMES) == ["outbound_investment"]


def test_the_rules_of_one_regime_do_not_read_the_facts_of_another():
    other = {"foreign_investment": replace(OUTBOUND_INVESTMENT, name="foreign_investment")}
    with pytest.raises(InvalidRuleSet) as refused:
        compile_rule_set(read_yaml(RULES, "rules"), regimes=other)
    assert "`declaration_required` has no meaning in `outcome`" in str(refused.value)
