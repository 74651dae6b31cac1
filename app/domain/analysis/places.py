"""Where the facts of a model stand in a transaction."""

import re
from typing import Any, NamedTuple

from app.domain.analysis.editing import value_at
from app.domain.evaluation.reference import Found
from app.domain.facts.dictionary import FieldType, Kind, fields_of
from app.domain.facts.fact import Listing
from app.domain.facts.transaction import Transaction

_KEY = re.compile(r"(subject|transaction)((?:/\w+(?:\[\w+\])?)+)", re.ASCII)
_SINGLE = (Kind.QUANTITY, Kind.DATE, Kind.TRUTH, Kind.CHOICE, Kind.COUNTRY, Kind.LISTING)


class FactPlace(NamedTuple):
    """The pointer of a fact, what is stated there, and of which kind it is."""

    pointer: str
    value: Any
    kind: Kind


def place_of(key: str, subject: str, transaction: Transaction) -> FactPlace | None:
    """Where the fact stands that a model calls ``key``; ``subject`` is the pointer of what its definition is about.

    ``None`` if the key names no single fact, or one of a record that the transaction does not have.
    """
    form = _KEY.fullmatch(key)
    if form is None:
        return None
    *way, last = form[2].split("/")[1:]
    start = subject if form[1] == "subject" else ""
    found: Found | None = Found(value_at(transaction, start), start)
    for step in way:
        found = _entered(found, step, transaction) if found is not None else None
    type_ = _type_of(found, last)
    if found is None or type_ is None or type_.kind not in _SINGLE:
        return None
    return FactPlace(f"{found.pointer}/{last}", getattr(found.value, last), type_.kind)


def _type_of(found: Found | None, name: str) -> FieldType | None:
    """The type of the field of a record; ``None`` if there is no such record or field."""
    if found is None or found.value is None:
        return None
    field = fields_of(type(found.value)).get(name)
    return field.type if field is not None else None


def _entered(found: Found, step: str, transaction: Transaction) -> Found | None:
    """What stands under the step: a record, an item of a list, or the party that is named there."""
    name, listed, _ = step.partition("[")
    type_ = _type_of(found, name)
    if type_ is None:
        return None
    value, pointer = getattr(found.value, name), f"{found.pointer}/{name}"
    if listed:
        items, pointer = (value.items, f"{pointer}/items") if isinstance(value, Listing) else (value, pointer)
        if not items or type_.item is None:
            return None
        # Which of the items is meant to show it does not matter: whether it does is looked at afterwards.
        type_, value, pointer = type_.item, items[0], f"{pointer}/0"
    if type_.kind is Kind.PARTY:
        named = (index for index, party in enumerate(transaction.parties) if party.id == value)
        return next((Found(transaction.parties[index], f"/parties/{index}") for index in named), None)
    return Found(value, pointer) if value is not None else None
