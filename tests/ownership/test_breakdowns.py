"""Answers on ownership name the path: who holds how much of whom, by which interests, and what it comes to."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership.answer.control import has_parent
from app.domain.ownership.answer.held_share import held_by
from app.domain.ownership.answer.question import Method, ParentTest, Question
from app.domain.ownership.explain.answers import breakdown_of, close_breakdown, evidence_of
from app.domain.ownership.explain.wording import missing_words
from app.domain.ownership.resolve.counted import CountedInterests
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.quantity import Range, number_text
from app.domain.truth import MET
from tests.ownership.test_examples import entity, individual, only, votes
from tests.ownership.worlds import broken_down

HALF = Question(measures=(Measure.VOTING,), threshold=Decimal(50))


def told(graph, subject, member, question=HALF):
    account = broken_down(held_by(graph, PartyId(subject), member, question))
    return [(counts.value, chain.says, [place for place, _ in chain.interests]) for counts, chain in account.chains]


def test_a_chain_through_a_subsidiary_counts_in_full():
    graph = OwnershipGraph(
        [individual("A"), individual("Z"), entity("B"), entity("C")],
        [votes("A", "B", 60), votes("Z", "B", 40), votes("B", "C", 55), votes("Z", "C", 45)],
    )
    assert told(graph, "C", only("A")) == [
        ("held", "A 60 % of B, B 55 % of C: full attribution, 55 %", [0, 2]),
        ("outside", "Z 45 % of C, directly", [3]),
    ]


@pytest.mark.parametrize(
    ("method", "says"),
    [
        (Method.MULTIPLY, "A 60 % of B, B 55 % of C: in proportion, 33 %"),
        (Method.ATTRIBUTE_206B, "A 60 % of B, B 55 % of C: full attribution, 55 %"),
    ],
)
def test_the_words_are_those_of_the_method(method, says):
    graph = OwnershipGraph(
        [individual("A"), entity("B"), entity("C")],
        [votes("A", "B", 60), votes("B", "C", 55)],
    )
    question = Question(measures=(Measure.VOTING,), threshold=Decimal(50), method=method)
    assert told(graph, "C", only("A"), question)[0][1] == says


def test_holders_that_reach_a_half_only_together_are_told_in_one_sentence():
    graph = OwnershipGraph(
        [individual("A"), individual("D"), entity("B"), entity("C")],
        [votes("A", "B", 30), votes("D", "B", 30), votes("B", "C", 55)],
    )
    both = {"A": MET, "D": MET}
    assert told(graph, "C", lambda party: both.get(party, 0)) == [
        ("held", "A 30 % of B and D 30 % of B, B 55 % of C: full attribution, 55 %", [0, 1, 2]),
    ]


def test_a_share_out_of_reach_names_the_largest_that_is_left_and_who_has_the_rest():
    graph = OwnershipGraph(
        [individual("founder"), Party(id=PartyId("fund"), kind="entity", name="Harbor Fund"), entity("C")],
        [votes("founder", "C", 90), votes("fund", "C", 10)],
    )
    member = {"founder": 0, "fund": 1}.__getitem__
    assert told(graph, "C", member) == [
        ("possible", "Harbor Fund 10 % of C, directly", [1]),
        ("outside", "founder 90 % of C, directly", [0]),
    ]
    assert broken_down(held_by(graph, PartyId("C"), member, HALF)).bounds[2] == 10


def test_an_open_share_says_what_is_missing():
    unknown = Interest(
        holder=PartyId("A"), subject=PartyId("B"), voting_percent=Range(at_least=Decimal(40), at_most=Decimal(60))
    )
    graph = OwnershipGraph(
        [individual("A"), Party(id=PartyId("B"), kind="entity"), entity("C")], [unknown, votes("B", "C", 55)]
    )
    holding = held_by(graph, PartyId("C"), only("A"), HALF)
    assert holding.verdict == 1
    assert told(graph, "C", only("A"))[0] == (
        "held",
        "A at least 40 and at most 60 % of B, B 55 % of C: in proportion, at least 22 %",
        [0, 1],
    )
    words = [words for _, _, words in missing_words(graph, evidence_of(holding))]
    assert words == [
        "what share of the votes A has in B",
        "whether all who hold an interest in B are listed",
    ]


def test_a_parent_by_role_is_told_by_the_role():
    role = Interest(holder=PartyId("A"), subject=PartyId("F"), roles=Listing(("general_partner",), complete=True))
    graph = OwnershipGraph([entity("A"), entity("F")], [role])
    control = has_parent(graph, PartyId("F"), only("A"), ParentTest())
    ((_, chain),) = breakdown_of(control, evidence_of(control)).chains
    assert chain.says == "A general partner of F, directly"
    assert chain.interests == ((0, "roles"),)


def test_a_bound_of_nothing_has_no_sign():
    others = [votes("Y", "C", 30), replace(votes("Z", "C", 70), voting_percent=Range(at_least=Decimal(60)))]
    graph = OwnershipGraph([individual("Y"), individual("Z"), replace(entity("C"), holders_complete=True)], others)
    least, _, most, _ = broken_down(held_by(graph, PartyId("C"), only("A"), HALF)).bounds
    assert (least.is_signed(), number_text(least), number_text(most)) == (True, "0", "0")


def test_a_share_without_end_is_cut_with_three_dots():
    third = Decimal("33.3333333333333333333333333333333333")
    graph = OwnershipGraph(
        [individual("A"), entity("B"), entity("C"), entity("D")],
        [votes("A", "B", third), votes("B", "C", third), votes("C", "D", third)],
    )
    question = Question(measures=(Measure.VOTING,), threshold=Decimal(3), method=Method.MULTIPLY)
    says = told(graph, "D", only("A"), question)[0][1]
    assert says.endswith("in proportion, 3.703703703703… %")


def cross_held(*more, percent="20"):
    """A has 40 of B; B and C hold each other; C has half of D."""
    return OwnershipGraph(
        [individual("A"), individual("Z"), *map(entity, "BCD")],
        [
            *(votes("A", "B", 40), votes("C", "B", percent), votes("Z", "B", 40)),
            *(votes("B", "C", 30), votes("Z", "C", 70), votes("C", "D", 50), votes("Z", "D", 50), *more),
        ],
    )


def rings(graph, subject, member, **question):
    asked = Question(measures=(Measure.VOTING,), threshold=Decimal(50), **question)
    return [
        (each.says, each.parties) for each in close_breakdown(held_by(graph, PartyId(subject), member, asked)).rings
    ]


@pytest.mark.parametrize("subject", ["B", "C", "D"])
def test_a_ring_is_told_with_its_members_and_with_what_all_rounds_come_to(subject):
    says = (
        "B and C hold one another: what is held, counted once for every round, comes to 42.553191489361… % of B and "
        "12.765957446808… % of C"
    )
    assert rings(cross_held(), subject, only("A"), method=Method.MULTIPLY) == [(says, ("B", "C"))]


def test_a_ring_with_bounds_is_told_with_bounds():
    exact = cross_held()
    ranges = {"C": Range(at_least=Decimal(10), at_most=Decimal(20)), "Z": Range(at_least=Decimal(40))}
    into_b = [
        replace(each, voting_percent=ranges.get(each.holder, each.voting_percent)) for each in exact.interests[:3]
    ]
    graph = OwnershipGraph(exact.parties, [*into_b, *exact.interests[3:]])
    ((says, _),) = rings(graph, "D", only("A"), method=Method.MULTIPLY)
    assert "at least 41.237113402061… and at most 42.553191489362… % of B" in says


def test_no_ring_is_told_that_is_none_in_the_measure_or_through_which_nothing_comes():
    assert rings(cross_held(percent="0"), "D", only("A")) == []
    assert rings(cross_held(), "D", only("nobody")) == []
    assert rings(cross_held(), "D", only("A"), method=Method.NOTHING_BELOW_HALF) == []
    half = OwnershipGraph(cross_held().parties, [votes("A", "B", 50), votes("C", "B", 20), votes("B", "C", 50)])
    ((says, _),) = rings(half, "C", only("A"), method=Method.NOTHING_BELOW_HALF)
    assert says == "B and C hold one another: what is held comes to 70 % of B and 50 % of C"


def test_a_large_ring_is_told_by_its_first_members():
    names = [f"e{number:02}" for number in range(30)]
    around = [votes(one, two, 20) for one, two in zip(names, [*names[1:], names[0]], strict=True)]
    graph = OwnershipGraph(
        [individual("A"), individual("Z"), *map(entity, names)],
        [*around, votes("A", "e00", 80), *(votes("Z", each, 80) for each in names[1:])],
    )
    ((says, parties),) = rings(graph, "e01", only("A"), method=Method.MULTIPLY)
    assert parties == tuple(names)
    assert ", e11 and 18 more hold one another: " in says
    assert "comes to at least 80… and at most 80.000000000001… % of e00," in says
    assert len(says) < 1_000


@pytest.mark.parametrize(
    ("pointer", "says"),
    [
        ("/interests_show", "whether the interests listed show the holders before the deal or after it"),
        ("/deal/passes", "which shares pass in the deal"),
        ("/fund_deal/passes/complete", "whether all shares that pass in the deal are listed"),
        ("/deal/passes/items/0/seller", "from whom a share passes in the deal"),
        ("/deal/passes/items/0/newly_issued", "whether a share that passes in the deal is newly issued"),
        ("/deal/passes/items/0/voting_percent", "what share of the votes passes in the deal"),
        ("/deal/passes/items/0/board_percent", "what share of the voting power of the board passes in the deal"),
        ("/deal/passes/items/0/equity_percent", "what share of the equity passes in the deal"),
    ],
)
def test_what_keeps_the_holders_before_the_deal_open_is_told_in_a_sentence(pointer, says):
    interests = [replace(votes("A", "B", 0), voting_percent=Range(at_least=Decimal(40), at_most=Decimal(60)))]
    counting = CountedInterests(interests, open_because={0: ((0, pointer),)})
    graph = OwnershipGraph([individual("A"), entity("B")], interests, counting=counting)
    witness = evidence_of(held_by(graph, PartyId("B"), only("A"), HALF))
    told = [words for _, field, words in missing_words(graph, witness) if field == pointer]
    assert told == [f"{says}, and so what A has in B before it"]
