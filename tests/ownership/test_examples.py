"""Examples a lawyer can check by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership.answer.control import has_parent
from app.domain.ownership.answer.held_share import held_by
from app.domain.ownership.answer.question import Method, ParentTest, Question
from app.domain.ownership.explain.answers import evidence_of
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.quantity import Range
from app.domain.truth import MET, NOT_MET, UNKNOWN
from tests.ownership.worlds import by_measure

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
    return lambda party: MET if party == name else 0


def test_sixty_percent_of_a_holder_of_fifty_five_percent_holds_fifty_five_percent():
    graph = OwnershipGraph(
        [individual("a"), individual("z"), entity("b"), entity("c")],
        [votes("a", "b", 60), votes("z", "b", 40), votes("b", "c", 55), votes("z", "c", 45)],
    )
    holding = held_by(graph, PartyId("c"), only("a"), HALF_OF_THE_VOTES)
    assert holding.verdict == MET
    assert by_measure(holding)[Measure.VOTING].lower == 55
    (path,) = evidence_of(holding).paths
    assert [(step.holder, step.subject, step.in_full) for step in path] == [("a", "b", True), ("b", "c", False)]


def test_thirty_percent_through_a_subsidiary_and_twenty_five_directly_make_a_parent():
    graph = OwnershipGraph(
        [individual("a"), individual("z"), entity("b"), entity("c")],
        [votes("a", "b", 60), votes("z", "b", 40), votes("b", "c", 30), votes("a", "c", 25), votes("z", "c", 30)],
    )
    assert has_parent(graph, PartyId("c"), only("a"), ParentTest()).verdict == MET
    assert has_parent(graph, PartyId("c"), only("z"), ParentTest()).verdict == 0


def test_nothing_known_of_the_holders_is_unknown_and_never_none():
    graph = OwnershipGraph([Party(id=PartyId("c"), kind="entity")], [])
    holding = held_by(graph, PartyId("c"), only("a"), HALF_OF_THE_VOTES)
    assert holding.verdict == 1
    assert evidence_of(holding).open_parties == (("c", "holders_complete"),)


def test_an_entity_that_may_be_of_the_class_itself_may_count_in_full_whoever_holds_it():
    graph = OwnershipGraph(
        [individual("z"), entity("b"), entity("c")],
        [votes("z", "b", 100), votes("b", "c", 60), votes("z", "c", 40)],
    )
    holding = held_by(graph, PartyId("c"), lambda party: UNKNOWN if party == "b" else NOT_MET, HALF_OF_THE_VOTES)
    assert holding.verdict == UNKNOWN
    assert by_measure(holding)[Measure.VOTING].upper == 60
    assert evidence_of(holding).open_members == ("b",)


def test_a_chain_of_ten_thousand_links_is_followed_to_its_end():
    names = [f"e{number}" for number in range(10_000)]
    links = [votes(one, two, "99.9999") for one, two in pairwise(names)]
    graph = OwnershipGraph([individual("a"), *map(entity, names)], [votes("a", "e0", 100), *links])
    holding = held_by(graph, PartyId(names[-1]), only("a"), HALF_OF_THE_VOTES)
    assert holding.verdict == MET
    assert len(evidence_of(holding).paths[0]) == 10_000
    assert has_parent(graph, PartyId(names[-1]), only("a"), ParentTest()).verdict == MET


def test_cross_holdings_are_solved_exactly():
    # b = 40 + 20 c and c = 30 b, so that b = 40 / 0.94.
    graph = OwnershipGraph(
        [individual("a"), individual("z"), entity("b"), entity("c")],
        [votes("a", "b", 40), votes("c", "b", 20), votes("z", "b", 40), votes("b", "c", 30), votes("z", "c", 70)],
    )
    share = by_measure(held_by(graph, PartyId("b"), only("a"), HALF_OF_THE_VOTES))[Measure.VOTING]
    assert share.lower == share.upper == Fraction(2000, 47)


def test_a_ring_that_nobody_outside_holds_belongs_to_nobody():
    graph = OwnershipGraph([entity("b"), entity("c")], [votes("b", "c", 100), votes("c", "b", 100)])
    assert held_by(graph, PartyId("b"), only("a"), HALF_OF_THE_VOTES).verdict == 0


def test_a_large_ring_is_bounded_and_never_cleared_by_mistake():
    names = [f"e{number}" for number in range(100)]
    ring = [votes(one, two, 60) for one, two in pairwise([*names, names[0]])]
    held = [votes("a", names[50], 40), *(votes("z", each, 40) for each in names if each != names[50])]
    graph = OwnershipGraph([individual("a"), individual("z"), *map(entity, names)], [*ring, *held])
    question = replace(HALF_OF_THE_VOTES, method=Method.MULTIPLY)
    shares = [by_measure(held_by(graph, PartyId(name), only("a"), question)) for name in names[50:53]]
    for share, expected in zip(shares, (40, 24, Fraction("14.4")), strict=True):
        bounds, round_trip = share[Measure.VOTING], Fraction(6, 10) ** 100
        assert Fraction(bounds.lower) <= expected / (1 - round_trip) <= Fraction(bounds.upper)


def test_a_share_that_misses_half_in_the_twentieth_decimal_misses_it():
    almost = "49.99999999999999999999"
    graph = OwnershipGraph(
        [individual("a"), individual("z"), entity("c")], [votes("a", "c", almost), votes("z", "c", 50)]
    )
    assert held_by(graph, PartyId("c"), only("a"), HALF_OF_THE_VOTES).verdict == 0


def test_open_ends_of_ranges_decide_at_the_threshold():
    def verdict(percent, *, strict):
        held = Interest(holder=PartyId("a"), subject=PartyId("c"), voting_percent=percent)
        others = Interest(holder=PartyId("z"), subject=PartyId("c"))
        graph = OwnershipGraph([individual("a"), individual("z"), entity("c")], [held, others])
        return held_by(graph, PartyId("c"), only("a"), replace(HALF_OF_THE_VOTES, strict=strict)).verdict

    assert verdict(Range(more_than=Decimal(50)), strict=True) == MET
    assert verdict(Range(at_least=Decimal(50)), strict=True) == 1
    assert verdict(Range(less_than=Decimal(50)), strict=False) == 0
    assert verdict(Range(at_most=Decimal(50)), strict=False) == 1


def test_the_methods_differ_where_part_of_a_parent_is_held():
    # a holds 40 of b, b 60 of c, c 30 of d: in full over b's subsidiary 12, by multiplying 7.2.
    graph = OwnershipGraph(
        [individual("a"), individual("z"), entity("b"), entity("c"), entity("d")],
        [
            *(votes("a", "b", 40), votes("z", "b", 60), votes("b", "c", 60)),
            *(votes("z", "c", 40), votes("c", "d", 30), votes("z", "d", 70)),
        ],
    )
    shares = {
        method: by_measure(held_by(graph, PartyId("d"), only("a"), replace(HALF_OF_THE_VOTES, method=method)))
        for method in Method
    }
    lowers = {method: share[Measure.VOTING].lower for method, share in shares.items()}
    assert lowers == {
        Method.MULTIPLY: Decimal("7.2"),
        Method.ATTRIBUTE_206B: Decimal(12),
        Method.FULL_FROM_HALF: Decimal(12),
        Method.HIGHEST: Decimal(12),
        Method.NOTHING_BELOW_HALF: 0,
    }


def test_an_adviser_is_a_parent_of_a_pooled_fund_only():
    def verdict(**fund):
        interest = replace(votes("a", "f", 0), roles=Listing(("investment_adviser",), complete=True))
        graph = OwnershipGraph([individual("a"), entity("f", **fund)], [interest])
        return has_parent(graph, PartyId("f"), only("a"), ParentTest()).verdict

    assert (verdict(pooled_investment_fund=True), verdict(pooled_investment_fund=False), verdict()) == (MET, 0, 1)


def test_a_holding_in_two_lots_counts_as_the_same_holding_in_one():
    def share(*lots, method):
        graph = OwnershipGraph(
            [individual("a"), individual("z"), entity("b"), entity("c"), entity("d")],
            [
                *(votes("a", "b", 30), votes("z", "b", 70), *(votes("b", "c", lot) for lot in lots)),
                *(votes("z", "c", 40), votes("c", "d", 60), votes("z", "d", 40)),
            ],
        )
        question = replace(HALF_OF_THE_VOTES, method=method)
        return by_measure(held_by(graph, PartyId("d"), only("a"), question))[Measure.VOTING]

    for method in Method:
        assert share(40, 20, method=method) == share(60, method=method)
        assert share(51, 9, method=method) == share(60, method=method)
    assert share(40, 20, method=Method.HIGHEST).upper == 18


def test_a_claim_that_arises_in_one_measure_by_another_reaches_all_below_it():
    # By all of its equity p belongs to the class, so its 25 of the votes of r count: in full over r's subsidiary q.
    def held(holder, subject, percent, equity):
        return replace(votes(holder, subject, percent), equity_percent=Decimal(equity))

    graph = OwnershipGraph(
        [individual("a"), individual("z"), *map(entity, "spqr")],
        [
            *(held("s", "p", 0, 100), held("z", "p", 100, 0), held("q", "p", 0, 0)),
            *(held("p", "r", 25, 25), held("a", "r", 75, 75)),
            *(held("r", "q", 75, 75), held("a", "q", 25, 25), held("q", "s", 100, 100)),
        ],
    )
    for method in (Method.ATTRIBUTE_206B, Method.FULL_FROM_HALF, Method.HIGHEST):
        question = replace(HALF_OF_THE_VOTES, measures=(Measure.EQUITY, Measure.VOTING), method=method)
        shares = by_measure(held_by(graph, PartyId("s"), only("s"), question))
        assert [(share.lower, share.upper) for share in shares.values()] == [(25, 25), (25, 25)]


def test_a_ring_in_which_a_claim_may_arise_by_another_measure_is_not_cleared():
    def held(holder, subject, percent, equity):
        return replace(votes(holder, subject, percent), equity_percent=Decimal(equity))

    graph = OwnershipGraph(
        [individual("a"), individual("m"), individual("z"), *map(entity, "spqr")],
        [
            *(held("s", "p", 0, 100), held("z", "p", 100, 0), held("q", "p", 0, 0)),
            *(held("p", "r", 49, 0), held("a", "r", 51, 100), held("r", "q", 75, 75), held("a", "q", 25, 25)),
            *(held("q", "s", 60, 60), held("m", "s", 24, 0), held("a", "s", 16, 40)),
        ],
    )
    question = replace(HALF_OF_THE_VOTES, measures=(Measure.VOTING, Measure.EQUITY))
    for standing, verdict in ((1, 1), (MET, MET)):
        assert (
            held_by(graph, PartyId("s"), lambda party, s=standing: {"s": s, "m": MET}.get(party, 0), question).verdict
            == verdict
        )


def test_an_interest_without_votes_adds_no_votes_to_those_held_through_a_subsidiary():
    # r holds p by all of q, and q 80 of p; that r holds some of p's equity as well gives b no more of the votes.
    def held(*more):
        graph = OwnershipGraph(
            [individual("a"), individual("b"), *map(entity, "pqr")],
            [
                *(votes("b", "p", 20), votes("q", "p", 80), votes("r", "q", 100)),
                *(votes("p", "r", 10), votes("a", "r", 90), *more),
            ],
        )
        return by_measure(held_by(graph, PartyId("r"), only("b"), HALF_OF_THE_VOTES))

    assert held(replace(votes("r", "p", 0), equity_percent=Decimal(20))) == held()
    assert held()[Measure.VOTING].upper == Fraction(20, 9)
