"""Somebody may be behind a holder, at any tier, wherever that one's list of holders is open."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.control import has_parent
from app.domain.ownership.answer.held_share import held_by
from app.domain.ownership.answer.question import Method, ParentTest, Question
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.truth import NOT_MET, UNKNOWN
from tests.ownership.test_examples import entity, individual, only, votes
from tests.ownership.worlds import by_measure

COMPANY = ("x", "company", 100)
BEHIND = {
    "nobody": (COMPANY,),
    "two people": (COMPANY, ("x", "middle", 5), ("y", "middle", 5)),
    "a company": (COMPANY, ("company", "middle", 5)),
    "a company and its holder": (COMPANY, ("company", "middle", 5), ("x", "middle", 5)),
    "a company in a ring with it": (("x", "company", 60), ("middle", "company", 40), ("company", "middle", 5)),
}
"""Who is listed behind `middle`, a holder of 30 percent of the target, and with how much of the votes."""


def graph(behind, *, complete):
    """A target of which `member` has 30 percent of the votes and `middle`, whose list may be open, another 30."""
    listed = [("member", "target", 30), ("middle", "target", 30), ("other", "target", 40), *BEHIND[behind]]
    people = [individual(name) for name in ("member", "other", "x", "y")]
    entities = [replace(entity("middle"), holders_complete=complete), entity("company"), entity("target")]
    return OwnershipGraph([*people, *entities], [votes(*each) for each in listed])


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("complete", [None, False])
def test_a_person_who_may_hold_the_rest_of_another_holder_may_be_a_parent(behind, complete):
    answer = has_parent(graph(behind, complete=complete), PartyId("target"), only("member"), ParentTest())
    assert answer.verdict == UNKNOWN
    assert answer.parents == ("member",)


@pytest.mark.parametrize("behind", [each for each in BEHIND if each != "nobody"])
def test_nobody_is_a_parent_by_a_holder_of_whom_all_holders_are_listed(behind):
    known = graph(behind, complete=True)
    assert has_parent(known, PartyId("target"), only("member"), ParentTest()).verdict == NOT_MET


@pytest.mark.parametrize("method", [each for each in Method if each is not Method.NOTHING_BELOW_HALF])
@pytest.mark.parametrize("complete", [None, False])
def test_a_part_of_a_holder_two_tiers_up_counts_for_whoever_may_be_behind_it(method, complete):
    listed = [("member", "target", 30), ("middle", "target", 60), ("other", "target", 10)]
    listed += [("secret", "middle", 40), ("other", "middle", 60)]
    secret = replace(entity("secret"), holders_complete=complete)
    parties = [individual("member"), individual("other"), secret, entity("middle"), entity("target")]
    question = Question((Measure.VOTING,), Decimal(50), method=method)
    answer = held_by(
        OwnershipGraph(parties, [votes(*each) for each in listed]), PartyId("target"), only("member"), question
    )
    assert answer.verdict == UNKNOWN
    assert by_measure(answer)[Measure.VOTING].upper == 54
