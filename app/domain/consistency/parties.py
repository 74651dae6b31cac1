"""What cannot be true of a party: facts of another kind of party, and places that exclude each other."""

from collections.abc import Iterator

from app.domain.consistency.public_float import facts_of_no_float
from app.domain.errors import Problem
from app.domain.facts.fact import Listing
from app.domain.facts.party import Party, PartyKind
from app.domain.facts.transaction import Transaction

_CURE = "Mend the `kind` of the party, or take this away."
_OF_ENTITIES = ("organized_in", "headquarters", "principal_place_of_business", "pooled_investment_fund")
_OF_INDIVIDUALS = ("citizenships", "permanent_residences", "leadership_of")
_OF_THE_UNITED_STATES = frozenset({"US", "PR", "GU", "VI", "AS", "MP", "UM"})
"""The country codes of the United States and its territories."""


def facts_of_another_kind(transaction: Transaction) -> Iterator[Problem]:
    """Individuals with what only an entity has, such as a seat, or the reverse: no paragraph would read it."""
    for index, party in enumerate(transaction.parties):
        if party.kind == "individual":
            for name in _said(party, _OF_ENTITIES):
                detail = f"An individual has no such thing; only an entity does. {_CURE}"
                yield Problem(f"/parties/{index}/{name}", detail, "another_kind_of_party")
        elif party.kind == "entity":
            for name in _said(party, _OF_INDIVIDUALS):
                detail = f"Only an individual has these. {_CURE}"
                yield Problem(f"/parties/{index}/{name}", detail, "another_kind_of_party")


def kinds_left(party: Party, *, acts: bool) -> tuple[PartyKind, ...]:
    """The kinds that a party can be by what only one of them has, and by whether it is known to act."""
    if party.float_of_concern is not None:
        return ("public_float",)
    kinds: list[PartyKind] = [] if any(_said(party, _OF_INDIVIDUALS)) else ["entity"]
    kinds = kinds if any(_said(party, _OF_ENTITIES)) else ["individual", *kinds]
    return tuple(kinds) if acts or any(facts_of_no_float(party)) else (*kinds, "public_float")


def _said(party: Party, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        value = getattr(party, name)
        if value.items if isinstance(value, Listing) else value is not None and value is not False:
            yield name


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
