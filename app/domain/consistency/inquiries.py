"""Checks documented unknowns: each names one fact of its transaction by JSON Pointer, and that fact is not stated.

An inquiry can also be about the conclusions on a party, or about the one on an element of the law.
"""

import re
from collections.abc import Iterator

from app.domain.errors import Problem
from app.domain.facts.dictionary import Kind, entry_at
from app.domain.facts.fact import Listing
from app.domain.facts.places import value_at
from app.domain.facts.transaction import Transaction
from app.domain.quantity import Range

_NO_PLACE = (
    "This is no JSON Pointer to a fact of this transaction. Write it like /deal/completion_date or "
    "/parties/0/headquarters; in a list, /parties/0/activities/items/0/node_nm."
)
_STATED = "This fact is stated in the transaction, or has a default; only an unknown fact can be documented as unknown."
_TWICE = "Another inquiry is about the same fact: state what became of it once."

# Longer numbers are beyond every list, and a number of thousands of digits is slow to read.
_CONCLUSIONS = re.compile("(/parties/[^/]+)/conclusions(?:/.+)?")
_POSITION = re.compile("0|[1-9][0-9]{0,8}", re.ASCII)


def inquiry_problems(transaction: Transaction) -> Iterator[Problem]:
    """Find the inquiries that name no fact, a stated fact, or one that another inquiry names."""
    seen: set[str] = set()
    for index, inquiry in enumerate(transaction.inquiries):
        pointer = f"/inquiries/{index}/pointer"
        concluding = _CONCLUSIONS.fullmatch(inquiry.pointer)
        place = concluding[1] if concluding is not None else inquiry.pointer
        if not (_is_stated(transaction, place) if concluding else _is_fact(transaction, place)):
            yield Problem(pointer, _NO_PLACE, "unknown_place")
            continue
        if concluding is None and _settled(value_at(transaction, place)):
            yield Problem(pointer, _STATED, "stated_and_unknown")
        if inquiry.pointer in seen:
            yield Problem(pointer, _TWICE, "repeated")
        seen.add(inquiry.pointer)


def _settled(value: object) -> bool:
    """Whether nothing is left to ask: bounds and lists that may be incomplete leave something open."""
    if isinstance(value, Listing):
        return value.complete is True
    return value is not None and not isinstance(value, Range)


def _is_fact(transaction: Transaction, pointer: str) -> bool:
    """Whether the place is that of a fact, be it of a record that is not stated; items of lists have to stand there."""
    place, _, name = pointer.rpartition("/")
    entry = entry_at(Transaction, place if name == "complete" else pointer)
    if entry is None or (name == "complete" and entry.field.type.kind is not Kind.LISTING):
        return False
    return _is_stated(transaction, pointer)


def _is_stated(transaction: Transaction, pointer: str) -> bool:
    """Whether every item of a list on the way there stands in the transaction."""
    steps = pointer.split("/")
    items = [(step, "/".join(steps[: number + 1])) for number, step in enumerate(steps) if step.isdigit()]
    return all(_POSITION.fullmatch(step) and value_at(transaction, item) is not None for step, item in items)
