"""A malformed graph gets a problem that names the offending record."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Amounts, FinancialStatement, Interest, Party
from app.domain.ownership.resolve.complete_lists import incomplete_lists
from app.domain.ownership.resolve.counted import counted_on
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


PERCENTS = st.integers(30, 70).map(Decimal)
BOUNDS = st.one_of(
    PERCENTS,
    st.builds(
        lambda low, width, above, below: Range(**{above: low, below: low + width}),
        PERCENTS,
        st.integers(1, 30),
        st.sampled_from(["at_least", "more_than"]),
        st.sampled_from(["at_most", "less_than"]),
    ),
    PERCENTS.map(lambda each: Range(more_than=each)),
    PERCENTS.map(lambda each: Range(less_than=each)),
)


def ends(value):
    """The least and the most, and whether each is left out."""
    if isinstance(value, Decimal):
        return value, False, value, False
    least, most = value.more_than or value.at_least or 0, value.less_than or value.at_most or 100
    return least, value.more_than is not None, most, value.less_than is not None


def some_shares_fit(values):
    """Whether there are shares within these bounds that come to 100: the sums that they can have are an interval."""
    least, above, most, below = zip(*map(ends, values), strict=True)
    return (sum(least) < 100 or (sum(least) == 100 and not any(above))) and (
        sum(most) > 100 or (sum(most) == 100 and not any(below))
    )


@example([Range(more_than=Decimal(49)), Decimal(51)])
@example([Range(at_least=Decimal(49)), Range(more_than=Decimal(51))])
@example([Range(less_than=Decimal(50)), Decimal(50)])
@example([Range(at_most=Decimal(49)), Range(less_than=Decimal(51))])
@given(st.lists(BOUNDS, min_size=2, max_size=3))
def test_a_complete_list_is_refused_exactly_where_no_shares_fit_its_bounds(values):
    parties = [*PARTIES, Party(id=PartyId("held"), kind="entity", holders_complete=True)]
    interests = [votes(holder, "held", value) for holder, value in zip("pqr", values, strict=False)]
    found = list(graph_problems(parties, interests))
    found = found or list(
        incomplete_lists(parties, counted_on(interests, (None,), parties={each.id: each for each in parties}))
    )
    assert bool(found) is not some_shares_fit(values)
