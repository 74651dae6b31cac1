"""Examples a lawyer can check by hand."""

from decimal import Decimal

from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership import Measure, OwnershipGraph, ParentTest, Question, has_parent, held_by

HALF_OF_THE_VOTES = Question(measures=(Measure.VOTING,), threshold=Decimal(50), pooled=True)


def entity(name, **facts):
    return Party(id=PartyId(name), kind="entity", holders_complete=True, **facts)


def individual(name):
    return Party(id=PartyId(name), kind="individual")


def votes(holder, subject, percent):
    nothing = Decimal(0)
    return Interest(
        holder=PartyId(holder),
        subject=PartyId(subject),
        voting_percent=Decimal(percent),
        board_percent=nothing,
        equity_percent=nothing,
        roles=Listing((), complete=True),
    )


def only(name):
    return lambda party: 2 if party == name else 0


def test_sixty_percent_of_a_holder_of_fifty_five_percent_holds_fifty_five_percent():
    graph = OwnershipGraph(
        [individual("a"), individual("z"), entity("b"), entity("c")],
        [votes("a", "b", 60), votes("z", "b", 40), votes("b", "c", 55), votes("z", "c", 45)],
    )
    holding = held_by(graph, PartyId("c"), only("a"), HALF_OF_THE_VOTES)
    assert holding.verdict == 2
    assert holding.by_measure[Measure.VOTING].lower == 55
    (path,) = holding.witness().paths
    assert [(step.holder, step.subject, step.in_full) for step in path] == [("a", "b", True), ("b", "c", False)]


def test_thirty_percent_through_a_subsidiary_and_twenty_five_directly_make_a_parent():
    graph = OwnershipGraph(
        [individual("a"), individual("z"), entity("b"), entity("c")],
        [votes("a", "b", 60), votes("z", "b", 40), votes("b", "c", 30), votes("a", "c", 25), votes("z", "c", 30)],
    )
    assert has_parent(graph, PartyId("c"), only("a"), ParentTest()).verdict == 2
    assert has_parent(graph, PartyId("c"), only("z"), ParentTest()).verdict == 0


def test_nothing_known_of_the_holders_is_unknown_and_never_none():
    graph = OwnershipGraph([Party(id=PartyId("c"), kind="entity")], [])
    holding = held_by(graph, PartyId("c"), only("a"), HALF_OF_THE_VOTES)
    assert holding.verdict == 1
    assert holding.witness().open_parties == (("c", "holders_complete"),)
