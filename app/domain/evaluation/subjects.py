"""Names those whom a record of a transaction is about."""

from collections.abc import Mapping

from app.domain.facts.fact import PartyId
from app.domain.facts.party import Party
from app.domain.regime import AnyTransaction


def whom_about(transaction: AnyTransaction, pointer: str, *, parties: Mapping[PartyId, Party]) -> str | None:
    """Name the party that stands at the pointer or above it, or the holder and the held; ``None`` for other places."""
    _, records, index, *_ = (*pointer.split("/"), "", "", "")
    if not index.isdigit():
        return None
    if records == "parties":
        return called(transaction.parties[int(index)])
    if records == "interests":
        interest = transaction.interests[int(index)]
        return f"{called(parties[interest.holder])} in {called(parties[interest.subject])}"
    return None


def called(party: Party) -> str:
    """Give the name of a party, or its id where it has none."""
    return party.name or party.id
