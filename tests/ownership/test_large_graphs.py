"""Graphs of the worst shapes are answered and explained with work that grows with their size and no faster."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from app.domain.facts.fact import Listing, PartyId
from app.domain.ownership.answer.control import has_parent
from app.domain.ownership.answer.held_share import held_by
from app.domain.ownership.answer.question import ParentTest, Question
from app.domain.ownership.explain.answers import breakdown_of, close_breakdown, evidence_of
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.truth import NOT_MET, UNKNOWN
from tests.ownership.test_examples import entity, individual, only, votes
from tests.ownership.worlds import broken_down
from tests.work import calls

ANY_HALF = Question(measures=tuple(Measure), threshold=Decimal(50), pooled=True)
AGAIN_AS_MUCH = 2.6
"""How much more work twice the size may be: more than twice for sorting, and far from four times."""
GENERAL_PARTNER = Listing(("general_partner",), complete=True)


def names(count):
    return [f"e{number}" for number in range(count)]


def ring(count, percent):
    around = names(count)
    holders = ["a" if number % 3 == 0 else "z" for number in range(count)]
    outside = [votes(holder, each, 100 - percent) for holder, each in zip(holders, around, strict=True)]
    return around, [votes(one, two, percent) for one, two in pairwise([*around, around[0]])] + outside


def general_partners(count):
    chain = ["a", *names(count)]
    roles = [replace(votes(one, two, 1), roles=GENERAL_PARTNER) for one, two in pairwise(chain)]
    return names(count), roles + [votes("z", each, 99) for each in names(count)]


def everybody_holds_everybody(count):
    each_other = [votes(one, two, "0.5") for one in names(count) for two in names(count) if one != two]
    return names(count), each_other + [votes("a", each, 15) for each in names(count)]


def layers(count):
    upper, lower, share = names(count), [f"f{number}" for number in range(count)], Decimal(100) / count
    above = [votes("a" if number % 2 else "z", each, 100) for number, each in enumerate(upper)]
    between = [votes(one, two, share) for one in upper for two in lower]
    return [*upper, *lower, "t"], above + between + [votes(each, "t", share) for each in lower]


SHAPES = {
    "a ring of large holdings": (ring(300, 60), ring(600, 60)),
    "a ring of small holdings": (ring(300, 40), ring(600, 40)),
    "a chain of general partners": (general_partners(300), general_partners(600)),
    "thirty that hold one another, and some more": (everybody_holds_everybody(30), everybody_holds_everybody(42)),
    "two layers, each of which holds all of the next": (layers(20), layers(28)),
}
"""Each in two sizes, the other with about twice the interests."""


def answered(shape):
    entities, interests = shape
    parties, subject = [individual("a"), individual("z"), *map(entity, entities)], PartyId(entities[-1])
    holding = held_by(OwnershipGraph(parties, interests), subject, only("a"), ANY_HALF)
    assert evidence_of(holding).interests
    assert broken_down(holding).chains
    assert close_breakdown(holding).bounds is not None
    control = has_parent(OwnershipGraph(parties, interests), subject, only("a"), ParentTest())
    assert breakdown_of(control, evidence_of(control)) is not None


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_a_large_graph_takes_work_that_grows_with_its_square(shape):
    small, large = (calls(lambda each=each: answered(each)) for each in SHAPES[shape])
    assert large < AGAIN_AS_MUCH * small


def test_what_was_worked_out_for_one_entity_gives_the_same_answer_for_another():
    entities, interests = ring(300, 60)
    parties = [individual("a"), individual("z"), *map(entity, entities)]
    graph, kept = OwnershipGraph(parties, interests), {}
    for each in map(PartyId, entities[::10]):
        shared = held_by(graph, each, only("a"), ANY_HALF, known=kept)
        alone = held_by(OwnershipGraph(parties, interests), each, only("a"), ANY_HALF)
        assert (shared.verdict, evidence_of(shared), broken_down(shared)) == (
            alone.verdict,
            evidence_of(alone),
            broken_down(alone),
        )
    assert kept


def test_somebody_not_listed_may_hold_in_a_large_ring_of_which_one_list_is_not_said_to_be_complete():
    around, interests = ring(20, 60)
    kept = [each for each in interests if not (each.subject == "e0" and each.holder == "a")]
    parties = [individual("a"), individual("z"), *map(entity, around)]
    for complete, verdict in ((True, NOT_MET), (None, UNKNOWN)):
        asked = [replace(each, holders_complete=complete) if each.id == "e0" else each for each in parties]
        graph = OwnershipGraph(asked, kept)
        assert held_by(graph, PartyId("e1"), only("nobody listed"), ANY_HALF).verdict == verdict
