"""Checks that ids are unique and that every reference names a party."""

from collections.abc import Iterator
from typing import Protocol

from app.domain.consistency.references import references
from app.domain.errors import Problem
from app.domain.facts.party import Party

_DANGLING = "No party listed here has this id: give the id of one of its parties."
_TAKEN = "Another party has this id already: give every party an id of its own."


class HasParties(Protocol):
    """Stands for a transaction, or another record with parties of its own."""

    @property
    def parties(self) -> tuple[Party, ...]:
        """Gives the parties that references name."""


def reference_problems(record: HasParties) -> list[Problem]:
    """Finds the repeated ids and dangling references of a record, in the order of the schema."""
    ids = {party.id for party in record.parties}
    dangling = [pointer for pointer, reference in references(record) if reference not in ids]
    repeated = _repeated(record) if len(ids) < len(record.parties) else ()
    return [
        *(Problem(f"/parties/{index}/id", _TAKEN, "duplicate_party") for index in repeated),
        *(Problem(pointer, _DANGLING, "unknown_party") for pointer in dangling),
    ]


def _repeated(record: HasParties) -> Iterator[int]:
    seen = set()
    for index, party in enumerate(record.parties):
        if party.id in seen:
            yield index
        seen.add(party.id)
