"""A malformed graph gets a problem that names the offending record."""

from decimal import Decimal

import pytest

from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Amounts, FinancialStatement, Interest, Party
from app.domain.ownership.resolve.problems import graph_problems
from app.domain.quantity import Range

PARTIES = [Party(id=PartyId(name), kind="entity") for name in "pqr"] + [Party(id=PartyId("i"), kind="individual")]


def votes(holder, subject, percent=None):
    return Interest(holder=PartyId(holder), subject=PartyId(subject), voting_percent=percent)


@pytest.mark.parametrize(
    ("interests", "pointer", "code"),
    [
        ([votes("p", "q"), votes("z", "q")], "/interests/1/holder", "unknown_party"),
        ([votes("p", "z")], "/interests/0/subject", "unknown_party"),
        ([votes("p", "i")], "/interests/0/subject", "held_individual"),
        ([votes("p", "q", Decimal("100.0000000000000000000000000001"))], "/interests/0/voting_percent", "out_of_range"),
        ([votes("p", "q", Decimal(-1))], "/interests/0/voting_percent", "out_of_range"),
        ([votes("p", "q", Decimal("NaN"))], "/interests/0/voting_percent", "out_of_range"),
        ([votes("p", "q", Range(more_than=Decimal(100)))], "/interests/0/voting_percent", "out_of_range"),
        ([votes("p", "q", Decimal(60)), votes("r", "q", Decimal("40.01"))], "/interests/1/voting_percent", "over_100"),
        (
            [votes("p", "q", Decimal(60)), votes("r", "q", Range(at_least=Decimal(41)))],
            "/interests/1/voting_percent",
            "over_100",
        ),
    ],
)
def test_the_problem_names_the_offending_interest(interests, pointer, code):
    (problem,) = graph_problems(PARTIES, interests)
    assert problem.pointer == pointer
    assert code in problem.code


def test_two_interests_of_one_holder_and_exactly_one_hundred_percent_are_no_problem():
    assert graph_problems(PARTIES, [votes("p", "q", Decimal(40)), votes("p", "q", Decimal(60))]) == []


def test_an_id_or_a_person_in_a_statement_given_twice_is_a_problem():
    amounts = Amounts(person=PartyId("q")), Amounts(person=PartyId("q"))
    statements = Listing((FinancialStatement(persons=Listing(amounts)),))
    problems = graph_problems([*PARTIES, Party(id=PartyId("p"), statements=statements)], [])
    assert [(each.pointer, each.code) for each in problems] == [
        ("/parties/4/statements/items/0/persons/items/1/person", "duplicate_amounts"),
        ("/parties/4/id", "duplicate_party"),
    ]
