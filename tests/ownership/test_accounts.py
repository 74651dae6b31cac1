"""Answers on ownership name the path: who holds how much of whom, by which interests, and what it comes to."""

from decimal import Decimal

import pytest

from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership import Measure, Method, OwnershipGraph, ParentTest, Question, has_parent, held_by
from app.domain.ownership.telling import missing_words
from app.domain.quantity import Range
from tests.ownership.test_examples import entity, individual, only, votes

HALF = Question(measures=(Measure.VOTING,), threshold=Decimal(50))


def told(graph, subject, member, question=HALF):
    account = held_by(graph, PartyId(subject), member, question).account()
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
    both = {"A": 2, "D": 2}
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
    assert held_by(graph, PartyId("C"), member, HALF).account().bounds[2] == 10


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
    words = [words for _, _, words in missing_words(graph, holding.witness())]
    assert words == [
        "what share of the votes A has in B",
        "whether all who hold an interest in B are listed",
    ]


def test_a_parent_by_role_is_told_by_the_role():
    role = Interest(holder=PartyId("A"), subject=PartyId("F"), roles=Listing(("general_partner",), complete=True))
    graph = OwnershipGraph([entity("A"), entity("F")], [role])
    control = has_parent(graph, PartyId("F"), only("A"), ParentTest())
    ((_, chain),) = control.account(control.witness()).chains
    assert chain.says == "A general partner of F, directly"
    assert chain.interests == ((0, "roles"),)


def test_a_share_without_end_is_cut_with_three_dots():
    third = Decimal("33.3333333333333333333333333333333333")
    graph = OwnershipGraph(
        [individual("A"), entity("B"), entity("C"), entity("D")],
        [votes("A", "B", third), votes("B", "C", third), votes("C", "D", third)],
    )
    question = Question(measures=(Measure.VOTING,), threshold=Decimal(3), method=Method.MULTIPLY)
    says = told(graph, "D", only("A"), question)[0][1]
    assert says.endswith("in proportion, 3.703703703703… %")
