"""What cannot be true of a party: facts of another kind of party, and places that exclude each other."""

from collections.abc import Iterator

from app.domain.errors import Problem
from app.domain.facts.party import Party
from app.domain.facts.transaction import Transaction

_CURE = "Mend the `kind` of the party, or take this away."
_OF_THE_UNITED_STATES = frozenset({"US", "PR", "GU", "VI", "AS", "MP", "UM"})
"""The country codes of the United States and its territories."""


def facts_of_another_kind(transaction: Transaction) -> Iterator[Problem]:
    """An individual that is organized under some law, or an entity with a citizenship: no paragraph would read them."""
    for index, party in enumerate(transaction.parties):
        if party.kind == "individual":
            if party.organized_in is not None:
                detail = f"An individual is not organized under any law. {_CURE}"
                yield Problem(f"/parties/{index}/organized_in", detail, "another_kind_of_party")
        elif party.kind == "entity":
            for name in ("citizenships", "permanent_residences"):
                ties = getattr(party, name)
                if ties is not None and ties.items:
                    detail = f"Only an individual has these. {_CURE}"
                    yield Problem(f"/parties/{index}/{name}", detail, "another_kind_of_party")


def outside_the_country_of_its_seat(transaction: Transaction) -> Iterator[Problem]:
    """Entities said not to be in the United States that are headquartered there or, except for funds, run from there.

    A fund organized abroad is run from wherever its general partner is, and need not be there itself.
    """
    for index, party in enumerate(transaction.parties):
        if party.in_united_states is False and is_seated_in_the_united_states(party):
            detail = "An entity with its seat or its management in the United States is in it. Mend one of the two."
            yield Problem(f"/parties/{index}/in_united_states", detail, "outside_its_seat")


def is_seated_in_the_united_states(party: Party) -> bool:
    """Whether the party, by its seat or management, cannot be outside the United States."""
    if party.headquarters in _OF_THE_UNITED_STATES:
        return True
    return party.principal_place_of_business in _OF_THE_UNITED_STATES and party.pooled_investment_fund is not True
