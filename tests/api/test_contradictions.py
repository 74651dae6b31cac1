"""What cannot be true at once is refused, with the place and the cure; what is merely odd is left to the law."""

import pytest

from tests.api.builders import codes, problems, read, transaction, with_activity, with_party

THREE = [{"id": "a"}, {"id": "b"}, {"id": "c"}]


def held(**facts):
    return transaction(parties=THREE, interests=[{"holder": "a", "subject": "b", **facts}])


def only(*acts):
    return {"items": list(acts), "complete": True}


REFUSED = {
    "an individual organized under some law": (
        with_party(kind="individual", organized_in="CN"),
        "/parties/0/organized_in",
    ),
    "an entity with a citizenship": (
        with_party(kind="entity", citizenships={"items": ["CN"]}),
        "/parties/0/citizenships",
    ),
    "a circuit's node on equipment": (
        with_activity(item="front_end_fabrication_equipment", node_nm=5),
        "/parties/0/activities/items/0/node_nm",
    ),
    "lithography in a circuit": (
        with_activity(item="integrated_circuit", exclusively_for_euv=True),
        "/parties/0/activities/items/0/exclusively_for_euv",
    ),
    "training of something else": (
        with_activity(item="other", training_operations="1e26"),
        "/parties/0/activities/items/0/training_operations",
    ),
    "an exclusive design of a sensor": (
        with_activity(item="quantum_sensing_platform", exclusively_designed_for={"items": ["military"]}),
        "/parties/0/activities/items/0/exclusively_designed_for",
    ),
    "layers of a logic circuit": (
        with_activity(item="integrated_circuit", chip="logic", nand_layers=200),
        "/parties/0/activities/items/0/nand_layers",
    ),
    "own training over all training": (
        with_activity(item="ai_system", training_operations={"at_most": "1e23"}, own_training_operations="2e23"),
        "/parties/0/activities/items/0/own_training_operations",
    ),
    "amounts of one person given twice": (
        with_party(statements={"items": [{"persons": {"items": [{"person": "a"}, {"person": "a"}]}}]}),
        "/parties/0/statements/items/0/persons/items/1/person",
    ),
    "votes on the board without a seat": (held(board_percent=10, board_seat=False), "/interests/0/board_seat"),
    "a general partner without power": (
        held(roles={"items": ["general_partner"]}, directs_management=False),
        "/interests/0/directs_management",
    ),
    "a deal with oneself": (transaction(acquirer="a", deal={"target": "a"}), "/deal/target"),
    "a venture among its partners": (
        transaction(parties=THREE, deal={"target": "b", "partners": {"items": ["b", "c"]}}),
        "/deal/target",
    ),
    "agreed after completion": (
        transaction(deal={"agreement_date": "2025-03-02", "completion_date": "2025-03-01"}),
        "/deal/agreement_date",
    ),
    "pledged after foreclosure": (
        transaction(deal={"debt": {"pledged_on": "2025-03-02"}, "completion_date": "2025-03-01"}),
        "/deal/debt/pledged_on",
    ),
    "all holders listed, with a tenth of the shares": (
        transaction(
            parties=[{"id": "a"}, {"id": "b", "holders_complete": True}],
            interests=[{"holder": "a", "subject": "b", "equity_percent": 10}],
        ),
        "/parties/1/holders_complete",
    ),
    "all holders listed, with nearly all votes": (
        transaction(
            parties=[{"id": "a"}, {"id": "b", "holders_complete": True}],
            interests=[
                {"holder": "a", "subject": "b", "voting_percent": {"at_least": 10, "less_than": 50}},
                {"holder": "a", "subject": "b", "voting_percent": "49.99999999999999999999"},
            ],
        ),
        "/parties/1/holders_complete",
    ),
    "headquartered in the United States and not there": (
        with_party(kind="entity", headquarters="US", in_united_states=False),
        "/parties/0/in_united_states",
    ),
    "run from Guam and not in the United States": (
        with_party(kind="entity", principal_place_of_business="GU", in_united_states=False),
        "/parties/0/in_united_states",
    ),
    "audited figures of a year that ends after the deal": (
        with_party(statements={"items": [{"basis": "audited", "year_end": "2025-12-31"}]})
        | {"deal": {"completion_date": "2025-06-16"}},
        "/parties/0/statements/items/0/year_end",
    ),
    "partners in no joint venture": (
        transaction(parties=THREE, deal={"acts": only("acquire_equity"), "target": "b", "partners": {"items": ["c"]}}),
        "/deal/partners",
    ),
    "rights of debt without debt": (
        transaction(deal={"acts": only("other"), "debt": {"affords": {"items": ["interest_in_profits"]}}}),
        "/deal/debt/affords",
    ),
    "a loan's rights without a loan, in the fund's deal": (
        transaction(fund_deal={"acts": only("acquire_equity"), "debt": {"affords": {"items": ["board_appointment"]}}}),
        "/fund_deal/debt/affords",
    ),
    "planned results without assets": (
        transaction(deal={"acts": only("other"), "development": {"planned": True}}),
        "/deal/development/planned",
    ),
    "a venture fund that is no fund": (
        transaction(
            parties=[{"id": "a"}, {"id": "b", "pooled_investment_fund": False}],
            deal={"acts": only("acquire_fund_interest"), "target": "b", "fund": {"kind": "venture_capital"}},
        ),
        "/deal/fund/kind",
    ),
    "the deal of a vehicle that is no fund": (
        transaction(
            parties=[{"id": "a"}, {"id": "b", "pooled_investment_fund": False}],
            deal={"acts": only("acquire_equity"), "target": "b"},
            fund_deal={},
        ),
        "/fund_deal",
    ),
    "learned on a day but in no way": (
        transaction(later_knowledge={"acquired_on": "2025-03-01"}),
        "/later_knowledge/acquired_on",
    ),
    "learned later, yet before completion": (
        transaction(
            later_knowledge={"acquired_on": "2025-02-01", "way": "actual"}, deal={"completion_date": "2025-03-01"}
        ),
        "/later_knowledge/acquired_on",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_contradiction_is_refused_where_it_stands_with_the_cure(name):
    value, pointer = REFUSED[name]
    assert list(codes(value)) == [pointer]
    assert "." in problems(value)[0].detail


@pytest.mark.parametrize(
    "item", ["quantum_sensing_platform", "quantum_network_or_communication_system", "quantum_computer", "supercomputer"]
)
def test_whoever_says_what_another_item_is_exclusively_designed_for_is_told_to_say_what_it_is_designed_for(item):
    stated = with_activity(item=item, exclusively_designed_for={"items": ["military"], "complete": True})
    (problem,) = problems(stated)
    assert "`designed_for`" in problem.detail
    assert read(with_activity(item=item, exclusively_designed_for={"items": [], "complete": True}))
    assert read(with_activity(item=item, designed_for={"items": ["military"], "complete": True}))


ACCEPTED = {
    "no citizenships of an entity": with_party(kind="entity", citizenships={"items": [], "complete": True}),
    "equipment that is for lithography only": with_activity(
        item="front_end_fabrication_equipment", exclusively_for_euv=True
    ),
    "a circuit that is not for lithography": with_activity(item="integrated_circuit", exclusively_for_euv=False),
    "an end use of anything": with_activity(item="other", designed_for={"items": ["military"]}),
    "own training that may be less": with_activity(
        item="ai_system", training_operations="1e24", own_training_operations={"at_most": "1e25"}
    ),
    "a share of the board that may be nothing": held(board_percent={"at_most": 10}, board_seat=False),
    "an adviser without power by contract": held(roles={"items": ["investment_adviser"]}, directs_management=False),
    "the capacity of a high-performance computer": with_activity(
        item="high_performance_computing_system", fp64_petaflops=150, envelope_cubic_feet=30000
    ),
    "a fund abroad run from the United States": with_party(
        kind="entity", principal_place_of_business="US", in_united_states=False, pooled_investment_fund=True
    ),
    "an estimate of the year that runs": with_party(
        statements={"items": [{"basis": "estimate", "year_end": "2025-12-31"}]}
    )
    | {"deal": {"completion_date": "2025-06-16"}},
    "figures of a year before the fund's deal": with_party(
        statements={"items": [{"basis": "audited", "year_end": "2025-12-31"}]}
    )
    | {"deal": {"completion_date": "2025-06-16"}, "fund_deal": {"completion_date": "2026-03-01"}},
    "rights of debt where further acts may come": transaction(
        deal={"acts": {"items": ["acquire_equity"]}, "debt": {"affords": {"items": ["interest_in_profits"]}}}
    ),
    "no rights of debt without debt": transaction(
        deal={"acts": only("acquire_equity"), "debt": {"affords": only()}, "partners": only()}
    ),
    "the deal of a fund beside shares of a company": transaction(
        parties=[{"id": "a"}, {"id": "b", "pooled_investment_fund": False}],
        deal={
            "acts": only("acquire_equity", "acquire_fund_interest"),
            "target": "b",
            "fund": {"kind": "venture_capital"},
        },
        fund_deal={},
    ),
    "agreed and completed in one day": transaction(
        deal={"agreement_date": "2025-03-01", "completion_date": "2025-03-01"}
    ),
    "learned between the fund's two days": transaction(
        later_knowledge={"acquired_on": "2025-04-01", "way": "actual"},
        deal={"completion_date": "2025-05-01"},
        fund_deal={"completion_date": "2025-03-01"},
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_can_be_true_is_left_to_the_law(name):
    assert read(ACCEPTED[name]).transaction.parties
