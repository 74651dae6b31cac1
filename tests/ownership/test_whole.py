"""Where all holders are listed, what is not stated of one is what the others leave of 100."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest
from app.domain.ownership.answer.control import has_parent
from app.domain.ownership.answer.held_share import held_by
from app.domain.ownership.answer.question import Method, ParentTest, Question
from app.domain.ownership.explain.answers import evidence_of
from app.domain.ownership.resolve.counted import counted_on
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.quantity import Range
from app.domain.truth import MET
from tests.ownership.test_examples import entity, individual, only, votes
from tests.ownership.worlds import World, broken_down, by_measure, only_relied_on
from tests.profiles import examples

T = PartyId("t")
HALF = Question((Measure.EQUITY,), Decimal(50), method=Method.MULTIPLY)


def equity(holder, percent, subject=T):
    if isinstance(percent, int):
        percent = Decimal(percent)
    return Interest(holder=PartyId(holder), subject=PartyId(subject), equity_percent=percent)


def held(*interests, members="a", complete=True, question=HALF):
    people = dict.fromkeys(each.holder for each in interests)
    parties = [*map(individual, people), replace(entity(T), holders_complete=complete)]
    return held_by(OwnershipGraph(parties, interests), T, lambda party: MET * (party in members), question)


def bounds(*interests, **asked):
    (share,) = by_measure(held(*interests, **asked)).values()
    return share.lower, share.lower_open, share.upper, share.upper_open


def at_least(percent):
    return Range(at_least=Decimal(percent))


def at_most(percent):
    return Range(at_most=Decimal(percent))


def test_a_share_not_stated_is_what_the_others_leave():
    found = held(equity("a", at_most(60)), equity("b", 45))
    assert found.verdict == MET
    assert bounds(equity("a", at_most(60)), equity("b", 45)) == (55, False, 55, False)
    assert bounds(equity("a", None), equity("b", 45)) == (55, False, 55, False)


def test_the_answer_quotes_the_shares_of_the_others_and_that_all_are_listed():
    witness = evidence_of(held(equity("a", at_most(60)), equity("b", 45)))
    assert witness.interests == ((0, "equity_percent"), (1, "equity_percent"))
    assert (T, "holders_complete") in witness.parties


def test_the_account_says_which_share_is_what_the_others_leave():
    account = broken_down(held(equity("a", None), equity("b", 45)))
    assert account.chains[0][1].says == "a 55 % (what the others leave) of t, directly"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ((None, Range(at_least=Decimal(1), at_most=Decimal(45))), (55, False, 99, False)),
        ((None, Range(at_least=Decimal(1), less_than=Decimal(45))), (55, True, 99, False)),
        ((Range(more_than=Decimal(55)), at_most(45)), (55, True, 100, False)),
        ((at_least(55), Range(less_than=Decimal(45))), (55, True, 100, False)),
        ((at_most(55), Range(more_than=Decimal(0), at_most=Decimal(45))), (55, False, 55, False)),
        ((None, Range(more_than=Decimal(20), at_most=Decimal(30))), (70, False, 80, True)),
    ],
)
def test_ranges_bound_each_other_from_below_as_from_above(stated, expected):
    one, other = stated
    assert bounds(equity("a", one), equity("b", other)) == expected


def test_two_holders_of_the_class_have_together_what_a_third_leaves():
    shares = equity("a", None), equity("c", None), equity("b", 45)
    assert bounds(*shares, members="ac") == (55, False, 55, False)
    witness = evidence_of(held(*shares, members="ac"))
    assert witness.interests == ((2, "equity_percent"),)
    assert (witness.members, witness.parties) == (("a", "c"), ((T, "holders_complete"),))
    assert bounds(*shares) == (0, False, 55, False)
    less = Range(at_least=Decimal(1), less_than=Decimal(45))
    assert bounds(*shares[:2], equity("b", less), members="ac") == (55, True, 99, False)


def test_two_lots_of_one_holder_make_it_the_parent_if_the_others_leave_it_enough():
    def lots(percent):
        interests = [
            Interest(holder=PartyId(each), subject=T, voting_percent=share)
            for each, share in (("a", None), ("a", None), ("b", percent))
        ]
        return OwnershipGraph([individual("a"), individual("b"), entity(T)], interests)

    parents = [has_parent(lots(Decimal(each)), T, only("a"), ParentTest(any_parent=False)).verdict for each in (49, 50)]
    assert parents == [MET, 1]


@pytest.mark.parametrize(("most", "expected"), [({"at_most": Decimal(50)}, 15), ({"less_than": Decimal(50)}, 30)])
def test_a_holder_is_a_parent_only_if_the_others_leave_it_more_than_half(most, expected):
    # The class has 30 of a holder of s, and all that s is attributed to that holder if it has more than half of s.
    others = Range(at_least=Decimal(1), **most)
    interests = [
        *(votes("a", "p", 30), votes("b", "p", 70), votes("s", T, 100)),
        *(replace(votes(each, "s", 0), voting_percent=share) for each, share in (("p", None), ("b", others))),
    ]
    graph = OwnershipGraph([*map(individual, "ab"), *map(entity, ("p", "s", T))], interests)
    question = Question((Measure.VOTING,), Decimal(60), method=Method.ATTRIBUTE_206B)
    assert by_measure(held_by(graph, T, only("a"), question))[Measure.VOTING].lower == expected


def test_what_the_others_leave_reaches_down_the_chain_and_around_a_ring():
    interests = [
        *(equity("a", None, "s"), equity("c", None, "s"), equity("b", 45, "s"), equity("r", 0, "s")),
        *(equity("s", 50), equity("b", 50), equity("s", 60, "r"), equity("b", 40, "r")),
    ]
    parties = [*map(individual, "abc"), *map(entity, ("s", "r", T))]
    graph = OwnershipGraph(parties, interests)
    for subject, expected in ((T, Decimal("27.5")), (PartyId("r"), 33)):
        share = by_measure(held_by(graph, subject, lambda party: MET * (party in "ac"), HALF))[Measure.EQUITY]
        assert (share.lower, share.upper) == (expected, expected)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((None, 0), (0, 100)),  # perhaps it has no equity
        ((at_most(55), at_most(45)), (0, 55)),
        ((0, 0), (0, 0)),
        ((at_most(30), at_most(30)), (0, 30)),  # a contradiction, from which nothing follows
        ((Range(less_than=Decimal(55)), at_most(45)), (0, 55)),
    ],
)
def test_nothing_follows_where_there_may_be_no_whole_to_share(shares, expected):
    lower, _, upper, _ = bounds(*(equity(holder, share) for holder, share in zip("ab", shares, strict=True)))
    assert (lower, upper) == expected


def test_nothing_follows_where_somebody_may_not_be_listed_or_votes_are_nobodys():
    shares = equity("a", None), equity("b", 45)
    assert [bounds(*shares, complete=each)[0] for each in (None, False)] == [0, 0]
    seats = [Interest(holder=each.holder, subject=T, board_percent=each.equity_percent) for each in shares]
    assert bounds(*seats, question=replace(HALF, measures=(Measure.BOARD,)))[0] == 0


def test_a_board_is_not_taken_for_the_votes_because_nothing_differs_in_what_is_stated():
    seats = [
        Interest(holder=PartyId(each), subject=T, board_percent=share, voting_percent=share)
        for each, share in (("a", None), ("b", Decimal(45)))
    ]
    for measures, verdict in ((Measure.BOARD, Measure.VOTING), MET), ((Measure.BOARD,), 1):
        for any_parent in (False, True):
            question = Question(measures, Decimal(50), any_parent=any_parent)
            none = [replace(each, roles=votes("a", T, 0).roles) for each in seats]
            assert held(*none, question=question).verdict == verdict


@pytest.mark.parametrize("last_day", [None, date(2025, 6, 1)])
@pytest.mark.parametrize("day", [None, date(2025, 7, 1)])
def test_nothing_follows_where_the_list_may_be_of_another_day(day, last_day):
    ended = replace(equity("c", 30), term="until_last_day", last_day=last_day)
    interests = [equity("a", None), ended, equity("b", 30)]
    counting = counted_on(interests, (day,))
    graph = OwnershipGraph([*map(individual, "abc"), entity(T)], counting.interests, counting=counting)
    share = by_measure(held_by(graph, T, only("a"), HALF))[Measure.EQUITY]
    assert (share.lower, share.upper) == (0, 70)
    interests[1] = replace(ended, term="held", last_day=None)
    assert bounds(*interests)[0] == 40


STEP = 10
_tens = st.integers(0, 100 // STEP).map(lambda tens: tens * STEP)


@st.composite
def stated(draw, percent):
    """A percentage as it may be stated: exactly, within bounds that have it, or not at all."""
    low = draw(st.integers(0, percent // STEP)) * STEP
    high = draw(st.integers(percent // STEP, 100 // STEP)) * STEP
    if draw(st.booleans()):
        return Decimal(percent)
    return Range(at_least=Decimal(low), at_most=Decimal(high)) if draw(st.booleans()) else None


@st.composite
def tables(draw):
    """What is stated of three or four holders who have 100 together, one of them some for sure."""
    cuts = sorted(draw(st.lists(_tens, min_size=2, max_size=3)))
    shares = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    table = [draw(stated(each)) for each in shares]
    if all(each is None or _allows(each, 0) for each in table):
        largest = max(shares)
        table[shares.index(largest)] = Decimal(largest)
    return table


def _allows(value, percent):
    if value is None:
        return True
    return value == percent if isinstance(value, Decimal) else value.at_least <= percent <= value.at_most


@examples(100)
@given(tables(), st.sets(st.sampled_from("abcd")))
def test_bounds_are_the_least_and_the_most_of_all_tables_that_come_to_100(table, members):
    holders = "abcd"[: len(table)]
    fitting = [
        sum(share for holder, share in zip(holders, shares, strict=True) if holder in members)
        for shares in product(range(0, 101, STEP), repeat=len(table))
        if sum(shares) == 100 and all(map(_allows, table, shares))
    ]
    interests = [equity(holder, share) for holder, share in zip(holders, table, strict=True)]
    lower, _, upper, _ = bounds(*interests, members=members)
    assert (lower, upper) == (min(fitting), max(fitting))


def test_an_answer_by_what_is_left_to_outsiders_follows_from_what_it_quotes():
    interests = [
        equity("a", Range(at_least=Decimal(10), at_most=Decimal(40))),
        equity("p", None),
        equity("b", 100, "p"),
    ]
    parties = (*map(individual, "ab"), entity("p"), entity(T))
    world = World(parties, tuple(interests), {each.id: MET * (each.id == "a") for each in parties})
    holding = held_by(world.graph, T, world.member, HALF)
    assert holding.verdict == 0
    masked = only_relied_on(world, evidence_of(holding))
    assert held_by(masked.graph, T, masked.member, HALF).verdict == 0
