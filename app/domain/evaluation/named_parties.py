"""Judges whether a party is one of those that the transaction names in certain places, such as the acquirer."""

from collections.abc import Iterator
from typing import Any

from app.domain.facts.fact import Listing, PartyId
from app.domain.language.nodes import Path
from app.domain.regime import AnyTransaction
from app.domain.truth import MET, NOT_MET, UNKNOWN


def named(among: tuple[Path, ...], transaction: AnyTransaction, party: PartyId) -> int:
    """Give the verdict on whether the party stands in one of the places; a place not filled in may be the party's."""
    verdict = NOT_MET
    for path in among:
        verdict |= _at(_standing(path, transaction), party)
    return verdict


def places(among: tuple[Path, ...], transaction: AnyTransaction) -> Iterator[tuple[str, Any]]:
    """Give the JSON Pointer of each place, with the party or the list of parties that stands there."""
    for path in among:
        yield "".join(f"/{step.field.name}" for step in path.steps), _standing(path, transaction)


def open_places(among: tuple[Path, ...], transaction: AnyTransaction, party: PartyId) -> tuple[str, ...]:
    """Give the places that may yet turn out to be the party's."""
    return tuple(place for place, standing in places(among, transaction) if _at(standing, party) == UNKNOWN)


def standing(path: Path, transaction: AnyTransaction) -> tuple[PartyId, ...]:
    """Give the parties that are stated to stand in the place."""
    match _standing(path, transaction):
        case None:
            return ()
        case Listing(items=items):
            return items
        case party:
            return (party,)


def _standing(path: Path, transaction: AnyTransaction) -> Any:
    standing: Any = transaction
    for step in path.steps:
        standing = None if standing is None else getattr(standing, step.field.name)
    return standing


def _at(standing: Any, party: PartyId) -> int:
    match standing:
        case None:
            return UNKNOWN
        case Listing(items=items, complete=complete):
            return MET if party in items else NOT_MET if complete else UNKNOWN
        case _:
            return MET if standing == party else NOT_MET
