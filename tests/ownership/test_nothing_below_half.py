"""Reckoned as OFAC reckons: an entity of which the persons have one half counts in full, and any other not at all."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.held_share import held_by
from app.domain.ownership.answer.question import Method, Question
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.quantity import Range
from app.domain.truth import MET
from tests.ownership.test_examples import entity, individual, only, votes
from tests.ownership.test_properties import entities
from tests.ownership.worlds import broken_down, by_measure, worlds
from tests.profiles import examples

OFAC = Question((Measure.VOTING,), Decimal(50), method=Method.NOTHING_BELOW_HALF)


def owned(world, measures, *, pooled, threshold):
    """By measure the share of each party that the class has, counted entity by entity until nothing changes."""
    counting = {name: {each for each in world.members if world.members[each] == MET} for name in measures}
    while True:
        shares = {
            (name, party.id): sum(
                getattr(each, name)
                for each in world.interests
                if each.subject == party.id and each.holder in counting[name]
            )
            for name in measures
            for party in world.parties
        }
        grown = {name: {party for party in world.members if shares[name, party] >= 50} for name in measures}
        if pooled:
            reached = {party for (_, party), share in shares.items() if share >= threshold}
            grown = {name: found | reached for name, found in grown.items()}
        if all(grown[name] <= counting[name] for name in measures):
            return shares
        counting = {name: counting[name] | grown[name] for name in measures}


@examples(100)
@given(
    worlds(step=5),
    st.booleans(),
    st.sampled_from([Decimal(25), Decimal(50), Decimal(75)]),
    st.sampled_from([(Measure.VOTING,), (Measure.EQUITY, Measure.VOTING), tuple(Measure)]),
)
def test_shares_are_those_found_by_counting_entity_by_entity(world, pooled, threshold, measures):
    question = replace(OFAC, pooled=pooled, threshold=threshold, measures=measures)
    expected = owned(world, [each.value for each in measures], pooled=pooled, threshold=threshold)
    for subject in entities(world):
        holding = held_by(world.graph, subject, world.member, question)
        shares = {each: expected[each.value, subject] for each in measures}
        assert {each: (share.lower, share.upper) for each, share in by_measure(holding).items()} == {
            each: (share, share) for each, share in shares.items()
        }
        assert holding.verdict == MET * (max(shares.values()) >= threshold)


@examples(60)
@given(worlds(step=5))
def test_the_highest_method_gives_no_less(world):
    for subject in entities(world):
        one, other = (
            by_measure(held_by(world.graph, subject, world.member, replace(OFAC, method=each)))[Measure.VOTING]
            for each in (Method.NOTHING_BELOW_HALF, Method.HIGHEST)
        )
        assert one.upper <= other.lower


def chain(*percents, members="a"):
    """A member's share of s, the rest being others', and s's share of t."""
    upper, lower = percents
    interests = [
        replace(votes("a", "s", 0), voting_percent=upper),
        *(votes("s", "t", lower), votes("b", "t", 100 - lower)),
    ]
    if isinstance(upper, Decimal):
        interests.append(votes("b", "s", 100 - upper))
    else:
        interests.append(replace(votes("b", "s", 0), voting_percent=None))
    parties = [*map(individual, "ab"), *map(entity, "st")]
    return held_by(OwnershipGraph(parties, interests), PartyId("t"), lambda party: MET * (party in members), OFAC)


@pytest.mark.parametrize(
    ("upper", "bounds", "verdict"),
    [
        (Decimal("49.99"), (0, 0), 0),
        (Decimal(50), (80, 80), MET),
        (Range(at_least=Decimal(50), at_most=Decimal(60)), (80, 80), MET),
        (Range(more_than=Decimal(40), less_than=Decimal(50)), (0, 0), 0),
        (Range(at_least=Decimal(40), at_most=Decimal(50)), (0, 80), 1),
        (None, (0, 80), 1),
    ],
)
def test_a_holding_passes_everything_on_or_nothing(upper, bounds, verdict):
    holding = chain(upper, 80)
    share = by_measure(holding)[Measure.VOTING]
    assert ((share.lower, share.upper), holding.verdict) == (bounds, verdict)


def test_holders_are_taken_together():
    interests = [
        *(votes("a", "s", 25), votes("c", "s", 25), votes("b", "s", 50)),
        *(votes("s", "t", 50), votes("b", "t", 50)),
    ]
    graph = OwnershipGraph([*map(individual, "abc"), *map(entity, "st")], interests)
    for members, verdict in (("ac", MET), ("a", 0)):
        holding = held_by(graph, PartyId("t"), lambda party, m=members: MET * (party in m), OFAC)
        assert holding.verdict == verdict


def test_entities_that_hold_only_one_another_count_for_nobody():
    around = [f"e{number}" for number in range(20)]
    for names in (around[:2], around):
        interests = [votes(one, two, 100) for one, two in zip(names, [*names[1:], names[0]], strict=True)]
        graph = OwnershipGraph([individual("a"), *map(entity, names)], interests)
        assert held_by(graph, PartyId(names[0]), only("a"), OFAC).verdict == 0


def test_the_account_of_a_minority_says_what_does_not_count():
    holding = chain(Decimal(49), 98)
    says = [(counts.value, told.says) for counts, told in broken_down(holding).chains]
    assert says == [("outside", "s 98 % of t, directly"), ("outside", "b 2 % of t, directly")]
    (told,) = [told.says for counts, told in broken_down(chain(Decimal(50), 98)).chains if counts.value == "held"]
    assert told == "a 50 % of s, s 98 % of t: full attribution, 98 %"
