"""Walks over every place of a transaction, or of another record, that names a party."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from app.domain.facts.dictionary import Field, FieldType, Kind, fields_of
from app.domain.facts.fact import PartyId
from app.domain.facts.party import Party


def references(record: Any) -> Iterator[tuple[str, PartyId]]:
    """Give every reference to a party with its JSON Pointer, in the order of the schema.

    Which fields refer to parties is read off the fact dictionary.
    """
    return _references(record, FieldType(Kind.RECORD, record=type(record)), "")


def _references(value: Any, type_: FieldType, pointer: str) -> Iterator[tuple[str, PartyId]]:
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
    """Give the fields of a record in which a reference can stand, but for a party's own id; its own come first."""
    fields = {**fields_of(record)}
    if record is Party:
        del fields["id"]
    found = [(name, field) for name, field in fields.items() if _can_refer(field.type)]
    return sorted(found, key=lambda each: each[1].type.kind is not Kind.PARTY)


def _can_refer(type_: FieldType) -> bool:
    record: Any = (type_.item or type_).record
    return (type_.item or type_).kind is Kind.PARTY or (record is not None and bool(_referring(record)))
