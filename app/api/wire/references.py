"""Checks that ids are unique and that every reference names a party."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Protocol

from app.domain.errors import Problem
from app.domain.facts.dictionary import Field, FieldType, Kind, fields_of
from app.domain.facts.party import Party
from app.domain.facts.transaction import Transaction

_DANGLING = "No party listed here has this id: give the id of one of its parties."
_TAKEN = "Another party has this id already: give every party an id of its own."


class HasParties(Protocol):
    """Stands for a transaction, or another record with parties of its own."""

    @property
    def parties(self) -> tuple[Party, ...]:
        """Gives the parties that references name."""


def reference_check(record: type[Any] = Transaction) -> Callable[[HasParties], list[Problem]]:
    """Makes a function to the repeated ids and dangling references of a record, in the order of the schema.

    Which fields refer to parties is read off the fact dictionary.
    """
    root = FieldType(Kind.RECORD, record=record)

    def problems(value: HasParties) -> list[Problem]:
        ids = {party.id for party in value.parties}
        dangling = [pointer for pointer, reference in _references(value, root, "") if reference not in ids]
        repeated = _repeated(value) if len(ids) < len(value.parties) else ()
        return [
            *(Problem(f"/parties/{index}/id", _TAKEN, "duplicate_party") for index in repeated),
            *(Problem(pointer, _DANGLING, "unknown_party") for pointer in dangling),
        ]

    return problems


def _repeated(record: HasParties) -> Iterator[int]:
    seen = set()
    for index, party in enumerate(record.parties):
        if party.id in seen:
            yield index
        seen.add(party.id)


def _references(value: Any, type_: FieldType, pointer: str) -> Iterator[tuple[str, Any]]:
    """Gives every reference in a value of this type, with its place."""
    record: Any = type_.record
    if type_.kind is Kind.PARTY:
        yield pointer, value
    elif record is not None:
        for name, field in _referring(record):
            part = getattr(value, name)
            if part is not None:
                yield from _references(part, field.type, f"{pointer}/{name}")
    elif type_.item is not None:
        items, place = (value.items, f"{pointer}/items") if type_.kind is Kind.LISTING else (value, pointer)
        for index, each in enumerate(items):
            yield from _references(each, type_.item, f"{place}/{index}")


@cache
def _referring(record: Any) -> list[tuple[str, Field]]:
    """Gives the fields of a record in which a reference can stand, but for a party's own id; its own come first."""
    fields = {**fields_of(record)}
    if record is Party:
        del fields["id"]
    found = [(name, field) for name, field in fields.items() if _can_refer(field.type)]
    return sorted(found, key=lambda each: each[1].type.kind is not Kind.PARTY)


def _can_refer(type_: FieldType) -> bool:
    record: Any = (type_.item or type_).record
    return (type_.item or type_).kind is Kind.PARTY or (record is not None and bool(_referring(record)))
