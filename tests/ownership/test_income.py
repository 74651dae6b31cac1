"""Whether a person gets most of its income through certain others: 850.209(a)(2)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Amounts, FinancialStatement, Interest, Party
from app.domain.ownership import IncomeTest, Losses, Metric, OwnershipGraph, derives_majority
from app.domain.quantity import Range

HOLDER, ONE, OTHER = PartyId("holder"), PartyId("one"), PartyId("other")
NOTHING = {metric.value: Decimal(0) for metric in Metric}
TOTALS = {metric.value: Decimal(1_000_000) for metric in Metric}
MEMBERS = {ONE: 2, OTHER: 2}


def statement(*amounts, **facts):
    defaults = {"basis": "audited", "year_end": date(2024, 12, 31), **TOTALS}
    return FinancialStatement(persons=Listing(amounts, complete=True), **{**defaults, **facts})


def through(person, **amounts):
    return Amounts(person=person, **{**NOTHING, **{name: Decimal(value) for name, value in amounts.items()}})


def stake(subject, **facts):
    defaults = {
        "voting_percent": Decimal(10),
        "equity_percent": Decimal(10),
        "board_seat": False,
        "directs_management": False,
        "excepted_securities_only": False,
    }
    return Interest(holder=HOLDER, subject=subject, **{**defaults, **facts})


def ask(*statements, stakes=(ONE, OTHER), test=None, members=MEMBERS, **holder):
    facts = {"holdings_complete": True, "statements": Listing(statements, complete=True), **holder}
    parties = [
        Party(id=HOLDER, kind="entity", **facts),
        *(Party(id=each, kind="entity", holdings_complete=True) for each in (ONE, OTHER)),
    ]
    interests = [each if isinstance(each, Interest) else stake(each) for each in stakes]
    return derives_majority(
        OwnershipGraph(parties, interests), HOLDER, lambda party: members.get(party, 0), test or IncomeTest()
    )


@pytest.mark.parametrize(("revenue", "verdict"), [(500_000, 0), ("500000.01", 2)])
def test_more_than_half_of_the_revenue_from_one_person_is_needed(revenue, verdict):
    assert ask(statement(through(ONE, revenue=revenue))).verdict == verdict


@pytest.mark.parametrize(("second", "verdict"), [("49999.99", 0), (50_000, 2)])
def test_only_persons_that_each_supply_the_floor_are_added_together(second, verdict):
    answer = ask(statement(through(ONE, revenue=460_000), through(OTHER, revenue=second)))
    assert answer.verdict == verdict


def test_the_floor_does_not_limit_a_single_person_unless_the_reading_says_so():
    small = statement(through(ONE, revenue=40_000), revenue=Decimal(60_000))
    assert ask(small).verdict == 2
    assert ask(small, test=IncomeTest(floor_on_single=True)).verdict == 0


def test_the_floor_is_converted_at_the_stated_rate_and_open_without_one():
    half = {"currency": "CNY", "revenue": Decimal(800_000)}
    amounts = through(ONE, revenue=300_000), through(OTHER, revenue=200_000)
    assert ask(statement(*amounts, units_per_usd=Decimal(7), **half)).verdict == 0
    assert ask(statement(*amounts, units_per_usd=Decimal(4), **half)).verdict == 2
    answer = ask(statement(*amounts, **half))
    assert answer.verdict == 1
    assert (0, None, "units_per_usd") in answer.witness().open_figures


@pytest.mark.parametrize(("second", "verdict"), [("49999.99", 0), (50_000, 1)])
def test_persons_that_may_count_are_added_together_from_the_floor_on(second, verdict):
    amounts = through(ONE, revenue=460_000), through(OTHER, revenue=second)
    assert ask(statement(*amounts), members={ONE: 1, OTHER: 1}).verdict == verdict


@pytest.mark.parametrize(("least", "verdict"), [(100_000, 1), (120_000, 0), (110_000, 1)])
def test_a_part_is_compared_with_the_least_that_the_whole_may_be(least, verdict):
    whole = Range(at_least=Decimal(least), at_most=Decimal(300_000))
    assert ask(statement(through(ONE, revenue=60_000), revenue=whole)).verdict == verdict


def test_different_metrics_are_never_mixed():
    assert ask(statement(through(ONE, revenue=300_000), through(OTHER, operating_expenses=300_000))).verdict == 0


def test_a_supplier_in_which_nothing_is_held_does_not_count_and_no_statement_is_needed():
    answer = ask(stakes=())
    assert answer.verdict == 0
    assert answer.findings == ()
    assert answer.witness().relationship.parties == ((HOLDER, "holdings_complete"),)
    assert ask(statement(through(ONE, revenue=900_000)), stakes=(OTHER,)).verdict == 0


def test_holdings_that_may_be_left_out_keep_the_answer_open():
    assert ask(stakes=(), holdings_complete=None).verdict == 1


def test_excepted_securities_are_no_relationship_but_a_board_seat_is():
    excepted = stake(ONE, excepted_securities_only=True)
    large = statement(through(ONE, revenue=900_000))
    assert ask(large, stakes=(excepted,)).verdict == 0
    assert ask(large, stakes=(replace(excepted, board_seat=True),)).verdict == 2
    assert ask(large, stakes=(replace(excepted, excepted_securities_only=None),)).verdict == 1


@pytest.mark.parametrize(
    ("losses", "verdict"),
    [(Losses.UNDECIDED, 1), (Losses.INAPPLICABLE, 0), (Losses.POSITIVE_MEETS, 2), (Losses.ABSOLUTE, 2)],
)
def test_a_loss_is_read_as_the_rule_set_says(losses, verdict):
    loss = statement(through(ONE, net_income=60), net_income=Decimal(-100))
    assert ask(loss, test=IncomeTest(losses=losses)).verdict == verdict


def test_the_audited_statement_governs_and_a_later_unaudited_one_counts_beside_it_if_so_read():
    audited = statement(through(ONE))
    later = statement(through(ONE, revenue=900_000), basis="unaudited", year_end=date(2025, 12, 31))
    assert ask(audited, later).verdict == 2
    assert ask(audited, later, test=IncomeTest(either_year=False)).verdict == 0


def test_the_answer_shows_the_ratio_and_the_figures_it_rests_on():
    answer = ask(statement(through(ONE, revenue=600_000)))
    (finding,) = [each for each in answer.findings if each.verdict == 2]
    assert (finding.metric, finding.persons, finding.lower, finding.upper) == (Metric.REVENUE, (ONE,), 60, 60)
    witness = answer.witness()
    assert witness.relationship.members == (ONE,)
    assert {(0, None, "revenue"), (0, 0, "revenue"), (0, 0, "person")} <= set(witness.figures)


values = st.sampled_from([Decimal(each) for each in (0, 40_000, 60_000, 400_000, 600_000)])
totals = st.sampled_from([Decimal(each) for each in (-100_000, 0, 100_000, 1_000_000)])


@st.composite
def cases(draw):
    """A holder of whom everything is known."""
    amounts = tuple(Amounts(person=each, **{m.value: draw(values) for m in Metric}) for each in (ONE, OTHER))
    figures = {m.value: abs(total) if m is not Metric.NET_INCOME else total for m in Metric for total in [draw(totals)]}
    stakes = tuple(
        stake(each, excepted_securities_only=draw(st.booleans()), board_seat=draw(st.booleans()))
        for each in (ONE, OTHER)
    )
    members = {each: draw(st.sampled_from([0, 2])) for each in (ONE, OTHER)}
    return statement(*amounts, **figures), stakes, members


def _blank(draw, record, fields):
    return replace(record, **{field: None for field in fields if draw(st.integers(0, 5)) == 0})


@settings(max_examples=300, deadline=None)
@given(st.data(), cases(), st.builds(IncomeTest, losses=st.sampled_from(Losses), floor_on_single=st.booleans()))
def test_learning_never_overturns_a_definite_answer_about_income(data, case, test):
    known, stakes, members = case
    metrics = [metric.value for metric in Metric]
    amounts = tuple(_blank(data.draw, each, [*metrics, "person"]) for each in known.persons.items)
    amounts = tuple(each for each in amounts if data.draw(st.integers(0, 5)))
    complete = True if len(amounts) == len(known.persons.items) and data.draw(st.booleans()) else None
    less = replace(_blank(data.draw, known, [*metrics, "basis"]), persons=Listing(amounts, complete=complete))
    fewer = tuple(
        _blank(data.draw, each, ["board_seat", "voting_percent", "excepted_securities_only"]) for each in stakes
    )
    kept = tuple(each for each in fewer if data.draw(st.integers(0, 5)))
    holdings = True if len(kept) == len(stakes) and data.draw(st.booleans()) else None
    doubts = {name: 1 if data.draw(st.integers(0, 4)) == 0 else value for name, value in members.items()}
    answer = ask(less, stakes=kept, members=doubts, test=test, holdings_complete=holdings).verdict
    if answer != 1:
        assert ask(known, stakes=stakes, members=members, test=test).verdict == answer


@settings(max_examples=300, deadline=None)
@given(cases(), st.builds(IncomeTest, losses=st.sampled_from(Losses)))
def test_the_facts_relied_on_give_the_same_answer_about_income_alone(case, test):
    known, stakes, members = case
    answer = ask(known, stakes=stakes, members=members, test=test)
    if answer.verdict == 1:
        return
    witness = answer.witness()
    relied = set(witness.figures)
    metrics = [metric.value for metric in Metric]

    def kept(record, place, fields):
        return replace(record, **{name: getattr(record, name) if (*place, name) in relied else None for name in fields})

    amounts = tuple(kept(each, (0, n), [*metrics, "person"]) for n, each in enumerate(known.persons.items))
    complete = True if (0, None, "persons") in relied else None
    less = replace(kept(known, (0, None), [*metrics, "basis", "year_end"]), persons=Listing(amounts, complete=complete))
    fields = ["board_seat", "directs_management", "voting_percent", "equity_percent", "excepted_securities_only"]
    fewer = tuple(
        replace(each, **{f: getattr(each, f) if (n, f) in witness.relationship.interests else None for f in fields})
        for n, each in enumerate(stakes)
    )
    trusted = {*witness.relationship.members, *witness.relationship.non_members}
    doubts = {name: value if name in trusted else 1 for name, value in members.items()}
    statements = Listing((less,), complete=True if (None, None, "statements") in relied else None)
    holdings = True if (HOLDER, "holdings_complete") in witness.relationship.parties else None
    alone = ask(stakes=fewer, members=doubts, test=test, statements=statements, holdings_complete=holdings)
    assert alone.verdict == answer.verdict
