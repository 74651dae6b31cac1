"""Whether a person gets most of its income through certain others: 850.209(a)(2)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Amounts, FinancialStatement, Interest, Party
from app.domain.ownership.answer.income import derives_majority
from app.domain.ownership.answer.income_figures import IncomeTest, Losses, Metric
from app.domain.ownership.explain.answers import evidence_of
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.quantity import Range
from app.domain.truth import MET
from tests.profiles import examples

HOLDER, ONE, OTHER = PartyId("holder"), PartyId("one"), PartyId("other")
NOTHING = {metric.value: Decimal(0) for metric in Metric}
TOTALS = {metric.value: Decimal(1_000_000) for metric in Metric}
MEMBERS = {ONE: MET, OTHER: MET}


def statement(*amounts, **facts):
    defaults = {"basis": "audited", "year_end": date(2024, 12, 31), "currency": "USD", **TOTALS}
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


def ask(*statements, stakes=(ONE, OTHER), test=None, members=MEMBERS, decisive=MEMBERS, **holder):
    facts = {"holdings_complete": True, "statements": Listing(statements, complete=True), **holder}
    parties = [
        Party(id=HOLDER, kind="entity", **facts),
        *(Party(id=each, kind="entity", holdings_complete=True) for each in (ONE, OTHER)),
    ]
    interests = [each if isinstance(each, Interest) else stake(each) for each in stakes]
    return derives_majority(
        OwnershipGraph(parties, interests),
        HOLDER,
        lambda party: members.get(party, 0),
        test or IncomeTest(),
        lambda party: decisive.get(party, 0),
    )


@pytest.mark.parametrize(("revenue", "verdict"), [(500_000, 0), ("500000.01", MET)])
def test_more_than_half_of_the_revenue_from_one_person_is_needed(revenue, verdict):
    assert ask(statement(through(ONE, revenue=revenue))).verdict == verdict


@pytest.mark.parametrize(("revenue", "verdict"), [(400_000, 0), (900_000, MET)])
def test_a_statement_decides_nothing_where_there_may_be_a_better_one(revenue, verdict):
    listed = statement(through(ONE, revenue=revenue), through(OTHER))
    assert ask(listed).verdict == verdict
    for complete in (None, False):
        assert ask(statements=Listing((listed,), complete=complete)).verdict == 1


@pytest.mark.parametrize(("second", "verdict"), [("49999.99", 0), (50_000, MET)])
def test_only_persons_that_each_supply_the_floor_are_added_together(second, verdict):
    answer = ask(statement(through(ONE, revenue=460_000), through(OTHER, revenue=second)))
    assert answer.verdict == verdict


def test_the_floor_does_not_limit_a_single_person_unless_the_reading_says_so():
    small = statement(through(ONE, revenue=40_000), revenue=Decimal(60_000))
    assert ask(small).verdict == MET
    assert ask(small, test=IncomeTest(floor_on_single=True)).verdict == 0


def test_the_floor_is_converted_at_the_stated_rate_and_open_without_one():
    half = {"currency": "CNY", "revenue": Decimal(800_000)}
    amounts = through(ONE, revenue=300_000), through(OTHER, revenue=200_000)
    assert ask(statement(*amounts, units_per_usd=Decimal(7), **half)).verdict == 0
    assert ask(statement(*amounts, units_per_usd=Decimal(4), **half)).verdict == MET
    answer = ask(statement(*amounts, **half))
    assert answer.verdict == 1
    assert (0, None, "units_per_usd") in evidence_of(answer).open_figures


@pytest.mark.parametrize(("decisive", "verdict"), [({}, 0), ({OTHER: MET}, MET), ({OTHER: 1}, 1), ({ONE: MET}, MET)])
def test_one_of_the_persons_that_count_has_to_be_decisive(decisive, verdict):
    both = statement(through(ONE, revenue=460_000), through(OTHER, revenue=60_000))
    assert ask(both, decisive=decisive).verdict == verdict


@pytest.mark.parametrize(("second", "verdict"), [(0, 0), ("49999.99", 0), (50_000, MET)])
def test_a_decisive_person_counts_by_its_own_share_and_not_by_being_named(second, verdict):
    both = statement(through(ONE, revenue=600_000), through(OTHER, revenue=second))
    assert ask(both, decisive={OTHER: MET}).verdict == verdict


@pytest.mark.parametrize(("second", "verdict"), [(0, 0), ("0.01", MET)])
def test_without_a_floor_a_decisive_person_has_to_supply_something(second, verdict):
    both = statement(through(ONE, revenue=600_000), through(OTHER, revenue=second))
    assert ask(both, decisive={OTHER: MET}, test=IncomeTest(floor_usd=Decimal(0))).verdict == verdict


def test_a_decisive_person_counts_only_with_a_tie_and_only_as_a_member():
    both = statement(through(ONE, revenue=600_000), through(OTHER, revenue=300_000))
    assert ask(both, decisive={OTHER: MET}).verdict == MET
    assert ask(both, decisive={OTHER: MET}, stakes=(ONE,)).verdict == 0
    assert ask(both, decisive={OTHER: MET}, members={ONE: MET}).verdict == 0


def test_no_figure_matters_where_nobody_held_can_be_decisive():
    answer = ask(decisive={}, statements=None)
    assert (answer.verdict, answer.findings) == (0, ())
    assert set(evidence_of(answer).members) == {ONE, OTHER}
    assert ask(decisive={}, statements=None, holdings_complete=None).verdict == 1


def test_a_list_of_amounts_that_leaves_out_only_who_cannot_decide_is_no_doubt_unless_one_who_can_is_listed():
    less = Listing((through(ONE, revenue=60_000),), complete=None)
    open_list = replace(statement(), persons=less)
    assert ask(open_list, decisive={ONE: MET}).verdict == 1
    assert ask(replace(open_list, persons=replace(less, items=(through(ONE),))), decisive={ONE: MET}).verdict == 0


def test_amounts_through_somebody_whom_neither_list_names_may_count():
    nobody = replace(statement(), persons=Listing((), complete=None))
    assert ask(nobody, stakes=(ONE,), decisive={}, holdings_complete=None).verdict == 1
    assert ask(nobody, stakes=(), decisive={}, holdings_complete=True).verdict == 0


def test_whoever_may_be_decisive_is_named_as_open():
    both = statement(through(ONE, revenue=460_000), through(OTHER, revenue=60_000))
    relationship = evidence_of(ask(both, decisive={OTHER: 1}))
    assert (relationship.open_members, relationship.members) == ((OTHER,), (ONE,))


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
    assert evidence_of(answer).parties == ((HOLDER, "holdings_complete"),)
    assert ask(statement(through(ONE, revenue=900_000)), stakes=(OTHER,)).verdict == 0


def test_holdings_that_may_be_left_out_keep_the_answer_open():
    assert ask(stakes=(), holdings_complete=None).verdict == 1


def test_excepted_securities_are_no_relationship_but_a_board_seat_is():
    excepted = stake(ONE, excepted_securities_only=True)
    large = statement(through(ONE, revenue=900_000))
    assert ask(large, stakes=(excepted,)).verdict == 0
    assert ask(large, stakes=(replace(excepted, board_seat=True),)).verdict == MET
    assert ask(large, stakes=(replace(excepted, excepted_securities_only=None),)).verdict == 1


@pytest.mark.parametrize(
    ("losses", "verdict"),
    [(Losses.UNDECIDED, 1), (Losses.INAPPLICABLE, 0), (Losses.POSITIVE_MEETS, MET), (Losses.ABSOLUTE, MET)],
)
def test_a_loss_is_read_as_the_rule_set_says(losses, verdict):
    loss = statement(through(ONE, net_income=60), net_income=Decimal(-100))
    assert ask(loss, test=IncomeTest(losses=losses)).verdict == verdict


def test_the_audited_statement_governs_and_a_later_unaudited_one_counts_beside_it_if_so_read():
    audited = statement(through(ONE))
    later = statement(through(ONE, revenue=900_000), basis="unaudited", year_end=date(2025, 12, 31))
    assert ask(audited, later).verdict == MET
    assert ask(audited, later, test=IncomeTest(either_year=False)).verdict == 0


def test_the_answer_shows_the_ratio_and_the_figures_it_rests_on():
    answer = ask(statement(through(ONE, revenue=600_000)))
    (finding,) = [each for each in answer.findings if each.verdict == MET]
    assert (finding.metric, finding.persons, finding.lower, finding.upper) == (Metric.REVENUE, (ONE,), 60, 60)
    witness = evidence_of(answer)
    assert witness.members == (ONE,)
    assert {(0, None, "revenue"), (0, 0, "revenue"), (0, 0, "person")} <= set(witness.figures)


values = st.sampled_from([Decimal(each) for each in (0, 40_000, 60_000, 400_000, 600_000)])
FLOORS = st.sampled_from([Decimal(50_000), Decimal(0)])
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
    members = {each: draw(st.sampled_from([0, MET])) for each in (ONE, OTHER)}
    decisive = {each: draw(st.sampled_from([0, MET, MET])) for each in (ONE, OTHER)}
    return statement(*amounts, **figures), stakes, members, decisive


def _blank(draw, record, fields):
    return replace(record, **{field: None for field in fields if draw(st.integers(0, 5)) == 0})


@examples(300)
@given(
    st.data(),
    cases(),
    st.builds(IncomeTest, losses=st.sampled_from(Losses), floor_on_single=st.booleans(), floor_usd=FLOORS),
)
def test_learning_never_overturns_a_definite_answer_about_income(data, case, test):
    known, stakes, members, decisive = case
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
    doubts, doubts_too = (
        {name: 1 if data.draw(st.integers(0, 4)) == 0 else value for name, value in standing.items()}
        for standing in (members, decisive)
    )
    answer = ask(less, stakes=kept, members=doubts, decisive=doubts_too, test=test, holdings_complete=holdings).verdict
    if answer != 1:
        assert ask(known, stakes=stakes, members=members, decisive=decisive, test=test).verdict == answer


@examples(300)
@given(cases(), st.builds(IncomeTest, losses=st.sampled_from(Losses), floor_usd=FLOORS))
def test_the_facts_relied_on_give_the_same_answer_about_income_alone(case, test):
    known, stakes, members, decisive = case
    answer = ask(known, stakes=stakes, members=members, decisive=decisive, test=test)
    if answer.verdict == 1:
        return
    witness = evidence_of(answer)
    relied = set(witness.figures)
    metrics = [metric.value for metric in Metric]

    def kept(record, place, fields):
        return replace(record, **{name: getattr(record, name) if (*place, name) in relied else None for name in fields})

    amounts = tuple(kept(each, (0, n), [*metrics, "person"]) for n, each in enumerate(known.persons.items))
    complete = True if (0, None, "persons") in relied else None
    less = replace(kept(known, (0, None), [*metrics, "basis", "year_end"]), persons=Listing(amounts, complete=complete))
    fields = ["board_seat", "directs_management", "voting_percent", "equity_percent", "excepted_securities_only"]
    fewer = tuple(
        replace(each, **{f: getattr(each, f) if (n, f) in witness.interests else None for f in fields})
        for n, each in enumerate(stakes)
    )
    trusted = {*witness.members, *witness.non_members}
    doubts, doubts_too = (
        {name: value if name in trusted else 1 for name, value in standing.items()} for standing in (members, decisive)
    )
    statements = Listing((less,), complete=True if (None, None, "statements") in relied else None)
    holdings = True if (HOLDER, "holdings_complete") in witness.parties else None
    alone = ask(
        stakes=fewer,
        members=doubts,
        decisive=doubts_too,
        test=test,
        statements=statements,
        holdings_complete=holdings,
    )
    assert alone.verdict == answer.verdict


@pytest.mark.parametrize(("second", "verdict"), [("20", 0), ("20.00000001", MET)])
def test_more_than_half_of_the_votes_in_two_lots_relates_whatever_the_securities(second, verdict):
    lots = [stake(ONE, voting_percent=Decimal(each), excepted_securities_only=True) for each in ("30", second)]
    assert ask(statement(through(ONE, revenue=900_000)), stakes=(*lots, OTHER)).verdict == verdict
