"""Which interests count: those held on the day, as shares of what is outstanding."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership.answer.control import has_parent
from app.domain.ownership.answer.held_share import held_by
from app.domain.ownership.answer.question import ParentTest, Question
from app.domain.ownership.resolve.counted import THE_DAY, counted_on
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.ownership.resolve.problems import graph_problems
from app.domain.quantity import Range
from app.domain.truth import MET
from tests.ownership.test_examples import entity, individual, only, votes
from tests.ownership.worlds import by_measure
from tests.profiles import examples

HALF = Question(measures=(Measure.VOTING,), threshold=Decimal(50))
DAY = date(2025, 6, 16)


def graph_on(parties, interests, day=DAY):
    counting = counted_on(interests, (day,))
    return OwnershipGraph(parties, counting.interests, counting=counting)


def verdict(parties, interests, *, day=DAY, subject="C", member="A"):
    return held_by(graph_on(parties, interests, day), PartyId(subject), only(member), HALF).verdict


def dated(interest, **facts):
    return replace(interest, **facts)


SOLD = dated(votes("A", "C", 60), term="until_last_day", last_day=date(2025, 6, 15))
BOUGHT = dated(votes("B", "C", 60), term="from_first_day", first_day=date(2025, 6, 16))
PARTIES = [individual("A"), individual("B"), entity("C")]


def test_a_share_that_changes_hands_counts_for_whoever_has_it_on_the_day():
    for day, holder in ((date(2025, 6, 15), "A"), (date(2025, 6, 16), "B")):
        assert verdict(PARTIES, [SOLD, BOUGHT], day=day, member=holder) == MET
        assert verdict(PARTIES, [SOLD, BOUGHT], day=day, member="AB".replace(holder, "")) == 0
        assert graph_problems(PARTIES, [SOLD, BOUGHT], days=(day,)) == []


def test_a_day_that_is_not_known_leaves_the_share_within_bounds():
    counting = counted_on([SOLD, BOUGHT], (None,))
    graph = OwnershipGraph(PARTIES, counting.interests, counting=counting)
    holding = held_by(graph, PartyId("C"), only("A"), HALF)
    assert holding.verdict == 1
    share = by_measure(holding)[Measure.VOTING]
    assert (share.lower, share.upper) == (0, 60)
    assert counting.open_because == {0: ((0, THE_DAY),), 1: ((1, THE_DAY),)}


def test_a_first_day_that_is_not_known_is_what_is_missing():
    interests = [dated(votes("A", "C", 60), term="between_days", last_day=date(2030, 1, 1))]
    assert verdict(PARTIES, interests) == 1
    assert counted_on(interests, (DAY,)).open_because == {0: ((0, "first_day"),)}
    assert verdict(PARTIES, interests, day=date(2030, 1, 2)) == 0


def test_a_role_counts_on_its_days_only():
    role = Interest(
        holder=PartyId("A"),
        subject=PartyId("C"),
        roles=Listing(("general_partner",), complete=True),
        term="until_last_day",
        last_day=DAY,
    )
    parents = [
        has_parent(graph_on(PARTIES, [role], day), PartyId("C"), only("A"), ParentTest()).verdict
        for day in (DAY, date(2025, 6, 17), None)
    ]
    assert parents == [MET, 0, 1]


def test_two_days_under_one_transaction_must_agree():
    assert counted_on([SOLD], (date(2025, 6, 1), date(2025, 6, 2))).interests == [SOLD]
    assert counted_on([SOLD], (DAY, date(2025, 6, 17))).left_out == {0}
    assert counted_on([SOLD], (date(2025, 6, 1), DAY)).open_because == {0: ((0, "term"),)}


@pytest.mark.parametrize(("treasury", "met"), [("19.9", 0), ("20", MET), ("20.1", MET)])
def test_forty_votes_are_half_of_those_outstanding_where_the_entity_has_twenty_itself(treasury, met):
    interests = [votes("A", "C", 40), votes("B", "C", "39.9"), votes("C", "C", treasury)]
    assert verdict(PARTIES, interests) == met


def test_treasury_shares_within_bounds_give_bounds():
    own = Interest(
        holder=PartyId("C"),
        subject=PartyId("C"),
        voting_percent=Range(at_least=Decimal(10), at_most=Decimal(30)),
        board_percent=Decimal(0),
        equity_percent=Decimal(0),
    )
    interests = [votes("A", "C", 40), own]
    assert verdict(PARTIES, interests) == 1
    assert counted_on(interests, (DAY,)).open_because == {0: ((1, "voting_percent"),)}


def test_an_entity_that_is_all_its_own_shows_nothing_about_others():
    assert verdict(PARTIES, [votes("C", "C", 100)]) == 0
    assert verdict([*PARTIES[:2], Party(id=PartyId("C"), kind="entity")], [votes("C", "C", 100)]) == 1


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=3),
    st.integers(0, 9),
    st.integers(0, 2),
)
@examples(60)
def test_shares_of_what_is_outstanding_are_what_fractions_say(percents, tenths, place):
    treasury = Decimal(tenths) * 10 if sum(percents) + tenths * 10 <= 100 else Decimal(0)
    names = "ABD"[: len(percents)]
    parties = [*map(individual, names), entity("C")]
    interests = [votes(name, "C", percent) for name, percent in zip(names, percents, strict=True)]
    graph = graph_on(parties, [*interests, votes("C", "C", treasury)])
    who = place % len(percents)
    share = by_measure(held_by(graph, PartyId("C"), only(names[who]), HALF))[Measure.VOTING]
    exact = Fraction(percents[who] * 100) / (100 - Fraction(treasury))
    assert Fraction(share.lower) <= exact <= Fraction(share.upper)
    assert Fraction(share.upper) - Fraction(share.lower) < Fraction(1, 10**50)


@pytest.mark.parametrize(
    ("interest", "place", "code"),
    [
        (dated(votes("A", "C", 5), first_day=DAY), "/interests/0/first_day", "day_without_term"),
        (dated(votes("A", "C", 5), term="from_first_day", last_day=DAY), "/interests/0/last_day", "day_without_term"),
        (
            dated(votes("A", "C", 5), term="between_days", first_day=DAY, last_day=date(2025, 6, 15)),
            "/interests/0/last_day",
            "empty_term",
        ),
    ],
)
def test_days_that_do_not_fit_name_the_interest(interest, place, code):
    (problem,) = graph_problems(PARTIES, [interest], days=(DAY,))
    assert (problem.pointer, problem.code) == (place, code)


def test_more_than_the_whole_on_the_day_is_refused_though_each_is_dated():
    both = [BOUGHT, replace(BOUGHT, holder=PartyId("A"))]
    (problem,) = graph_problems(PARTIES, both, days=(DAY,))
    assert (problem.pointer, problem.code) == ("/interests/1/voting_percent", "over_100_percent")


def test_treasury_shares_of_which_the_number_is_not_known_may_raise_the_others_to_one_half():
    own = replace(votes("C", "C", 1), voting_percent=None, treasury=True)
    graph = graph_on(PARTIES, [votes("A", "C", 45), votes("B", "C", 45), own])
    answer = held_by(graph, PartyId("C"), only("A"), HALF)
    assert answer.verdict == 1
    assert by_measure(answer)[Measure.VOTING].lower == 45
    assert by_measure(answer)[Measure.VOTING].upper == 50
