"""The short ways to an answer give the answer of the long way, whenever they give one."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.facts.fact import Listing, PartyId
from app.domain.ownership.answer.control import has_parent
from app.domain.ownership.answer.held_share import closely, held_by, without_parents
from app.domain.ownership.answer.question import ParentTest, Question
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.truth import NOT_MET, UNKNOWN
from tests.ownership.test_examples import entity, individual, only, votes
from tests.ownership.test_properties import entities, questions
from tests.ownership.worlds import forgetful, worlds
from tests.profiles import examples

few = examples(60)


@few
@given(worlds(roles=True).flatmap(forgetful), questions, st.booleans())
def test_parents_are_left_out_of_account_only_where_they_make_no_difference(world, question, without_roles):
    asked, interests = replace(question, any_parent=True), world.interests
    if without_roles:
        interests = [replace(each, roles=Listing((), complete=True)) for each in interests]
    alike = [replace(each, board_percent=each.voting_percent, equity_percent=each.voting_percent) for each in interests]
    for graph in (OwnershipGraph(world.parties, each) for each in (interests, alike)):
        for subject in filter(graph.into, entities(world)):
            less = without_parents(graph, subject, asked)
            if less is not asked:
                found = closely(graph, subject, world.member, less).answer(subject)
                assert found == closely(graph, subject, world.member, asked).answer(subject)


@few
@given(worlds(), st.booleans())
def test_measures_in_which_all_interests_agree_are_asked_once(world, agree):
    interests = [replace(each, equity_percent=each.voting_percent) for each in world.interests]
    graph = OwnershipGraph(world.parties, interests if agree else world.interests)
    same = all(each.voting_percent == each.equity_percent for each in graph.interests)
    assert graph.distinct((Measure.VOTING, Measure.EQUITY)) == (Measure.VOTING, *(() if same else (Measure.EQUITY,)))


NOT_KNOWN = {
    "role": {"roles": None},
    "whether there are more roles": {"roles": Listing(())},
    "another measure": {"board_percent": None},
}
"""What may not be known of the interests in a holding company."""


def a_tenth_of_a_holding_company(*, complete=True, **changes):
    """Somebody has a tenth of the holder of 60 percent, in every measure alike and without a role, if nothing else.

    ``changes`` are those of the interests in the holding company.
    """

    def held(holder, subject, percent, **facts):
        alike = {"board_percent": Decimal(percent), "equity_percent": Decimal(percent)}
        return replace(votes(holder, subject, percent), **{**alike, **facts})

    middle = replace(entity("middle"), holders_complete=complete)
    return OwnershipGraph(
        [individual("member"), individual("other"), middle, entity("target")],
        [
            *(held("middle", "target", 60), held("other", "target", 40)),
            *(held("member", "middle", 10, **changes), held("other", "middle", 90, **changes)),
        ],
    )


ANY_PARENT = Question(measures=(Measure.VOTING,), threshold=Decimal(50), any_parent=True)


@pytest.mark.parametrize("missing", NOT_KNOWN)
def test_a_parent_that_may_be_there_is_never_left_out_of_account(missing):
    graph = a_tenth_of_a_holding_company(**NOT_KNOWN[missing])
    assert without_parents(graph, PartyId("target"), ANY_PARENT) is ANY_PARENT
    assert held_by(graph, PartyId("target"), only("member"), ANY_PARENT).verdict == UNKNOWN


@pytest.mark.parametrize("complete", [None, False])
def test_a_holder_that_is_not_listed_may_be_a_parent_by_a_role(complete):
    graph = a_tenth_of_a_holding_company(complete=complete)
    assert without_parents(graph, PartyId("target"), ANY_PARENT) is ANY_PARENT
    assert held_by(graph, PartyId("target"), only("member"), ANY_PARENT).verdict == UNKNOWN
    assert has_parent(graph, PartyId("middle"), only("nobody listed"), ParentTest()).verdict == UNKNOWN


def test_parents_are_left_out_of_account_where_nobody_can_be_one_by_a_role():
    graph = a_tenth_of_a_holding_company()
    assert not without_parents(graph, PartyId("target"), ANY_PARENT).any_parent
    assert held_by(graph, PartyId("target"), only("member"), ANY_PARENT).verdict == NOT_MET
    assert has_parent(graph, PartyId("middle"), only("nobody listed"), ParentTest()).verdict == NOT_MET
