"""Checks documented unknowns: each names one fact of its transaction by JSON Pointer, and that fact is not stated."""

from collections.abc import Iterator
from typing import Any

from app.domain.errors import Problem
from app.domain.facts.dictionary import FieldType, Kind, fields_of
from app.domain.facts.fact import Listing
from app.domain.facts.transaction import Transaction
from app.domain.quantity import Range

_NO_PLACE = (
    "This is no JSON Pointer to a fact of this transaction. Write it like /deal/completion_date or "
    "/parties/0/headquarters; in a list, /parties/0/activities/items/0/node_nm."
)
_STATED = "This fact is stated in the transaction, or has a default; only an unknown fact can be documented as unknown."
_TWICE = "Another inquiry is about the same fact: state what became of it once."


def inquiry_problems(transaction: Transaction) -> Iterator[Problem]:
    """Finds the inquiries that name no fact, a stated fact, or one that another inquiry names."""
    seen: set[str] = set()
    for index, inquiry in enumerate(transaction.inquiries):
        pointer = f"/inquiries/{index}/pointer"
        try:
            value = _value_at(transaction, inquiry.pointer)
        except LookupError:
            yield Problem(pointer, _NO_PLACE, "unknown_place")
            continue
        if _settled(value):
            yield Problem(pointer, _STATED, "stated_and_unknown")
        if inquiry.pointer in seen:
            yield Problem(pointer, _TWICE, "repeated")
        seen.add(inquiry.pointer)


def _settled(value: object) -> bool:
    """Tells whether nothing is left to ask: bounds and lists that may be incomplete leave something open."""
    if isinstance(value, Listing):
        return value.complete is True
    return value is not None and not isinstance(value, Range)


def _value_at(transaction: Transaction, pointer: str) -> object:
    """Gives the value of the fact at ``pointer``, ``None`` if unknown; raises ``LookupError`` if there is no such fact.

    Facts inside a record that is itself not stated can be addressed, items of a list only where they stand.
    """
    if not pointer.startswith("/"):
        raise LookupError
    type_, value, is_fact = FieldType(Kind.RECORD, record=Transaction), transaction, False
    for step in pointer[1:].split("/"):
        type_, value, is_fact = _step(type_, value, step)
    if not is_fact:
        raise LookupError
    return value


def _step(type_: FieldType, value: Any, step: str) -> tuple[FieldType, Any, bool]:
    match type_:
        case FieldType(kind=Kind.RECORD, record=record) if record is not None:
            field = fields_of(record)[step]
            return field.type, None if value is None else getattr(value, step), field.fact is not None
        case FieldType(kind=Kind.LISTING, item=FieldType() as item) if step == "items":
            return FieldType(Kind.SERIES, item=item), () if value is None else value.items, False
        case FieldType(kind=Kind.LISTING) if step == "complete":
            return FieldType(Kind.TRUTH), None if value is None else value.complete, True
        case FieldType(kind=Kind.SERIES, item=FieldType() as item) if step.isdecimal() and step == str(_index(step)):
            return item, value[_index(step)], False
        case _:
            raise LookupError


def _index(step: str) -> int:
    # Longer numbers are beyond every list, and a number of thousands of digits is slow to read.
    return int(step[:9])
