"""A public float said to be more than it is: dispersed holders of listed shares, taken as one holder without a name."""

from collections.abc import Iterator

from app.domain.errors import Problem
from app.domain.facts.dictionary import fields_of
from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Party
from app.domain.facts.transaction import Transaction

_ITS_OWN = frozenset({"id", "name", "kind", "float_of_concern"})
_NOT_OF_A_FLOAT = (
    "A public float has no such facts, for nobody in it is known. Mend the `kind` of the party, or take this away."
)
_ONLY_OF_A_FLOAT = "This is said of a public float only. Mend the `kind` of the party, or take this away."
_NO_ACTOR = "A public float only holds shares. Name the person who has this part in the deal."
_NO_POWER = "Nobody in a public float is known to have this. Take it away, or list whoever has it as a party."


def more_than_a_public_float(transaction: Transaction) -> Iterator[Problem]:
    """Facts, parts in a deal and powers that a public float cannot have, and its own fact said of another party."""
    floats: set[PartyId] = set()
    for index, party in enumerate(transaction.parties):
        if party.kind == "public_float":
            floats.add(party.id)
            for name in facts_of_no_float(party):
                yield Problem(f"/parties/{index}/{name}", _NOT_OF_A_FLOAT, "another_kind_of_party")
        elif party.float_of_concern is not None and party.kind is not None:
            yield Problem(f"/parties/{index}/float_of_concern", _ONLY_OF_A_FLOAT, "another_kind_of_party")
    if floats:
        for pointer, party_id in _powers(transaction):
            if party_id in floats:
                yield Problem(pointer, _NO_POWER, "public_float_acts")
        for pointer, party_id in _parts(transaction):
            if party_id in floats:
                yield Problem(pointer, _NO_ACTOR, "public_float_acts")


def known_to_act(transaction: Transaction) -> frozenset[PartyId]:
    """Parties with a part in the deal or a power over an entity: whatever else they are, they are no public float."""
    return frozenset(each for found in (_powers, _parts) for _, each in found(transaction) if each is not None)


def facts_of_no_float(party: Party) -> Iterator[str]:
    """The facts stated of a party that no public float has."""
    yield from (name for name in fields_of(Party) if name not in _ITS_OWN and getattr(party, name) is not None)


def _powers(transaction: Transaction) -> Iterator[tuple[str, PartyId | None]]:
    """Who has a power over an entity that only a known person has, by JSON Pointer."""
    for index, interest in enumerate(transaction.interests):
        for name in ("directs_management", "board_seat"):
            if getattr(interest, name) is True:
                yield f"/interests/{index}/{name}", interest.holder
        if interest.roles is not None and interest.roles.items:
            yield f"/interests/{index}/roles", interest.holder


def _parts(transaction: Transaction) -> Iterator[tuple[str, PartyId | None]]:
    """Who has a part in the transaction, by JSON Pointer."""
    yield "/acquirer", transaction.acquirer
    for index, principal in enumerate((transaction.acting_for or Listing()).items):
        yield f"/acting_for/items/{index}", principal
    for index, direction in enumerate((transaction.directed_by or Listing()).items):
        yield f"/directed_by/items/{index}/person", direction.person
    for place, deal in (("/deal", transaction.deal), ("/fund_deal", transaction.fund_deal)):
        if deal is not None:
            yield f"{place}/target", deal.target
            for index, partner in enumerate((deal.partners or Listing()).items):
                yield f"{place}/partners/items/{index}", partner
