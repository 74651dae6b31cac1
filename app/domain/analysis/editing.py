"""Transactions changed in one place. The place is named by its JSON Pointer; the rest stays as it was."""

from dataclasses import is_dataclass, replace
from typing import Any

from app.domain.facts.dictionary import Kind, fields_of
from app.domain.facts.fact import Listing
from app.domain.facts.transaction import Transaction

NOTHING = object()
"""In place of a value: what the field counts as where nothing is stated."""


def with_value(transaction: Transaction, pointer: str, value: Any) -> Transaction:
    """The transaction with another value at the place; with its default there for ``NOTHING``."""
    changed: Transaction = _with(transaction, pointer.split("/")[1:], value)
    return changed


def value_at(transaction: Transaction, pointer: str) -> Any:
    """What stands at the place; ``None`` where nothing is stated."""
    value: Any = transaction
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, tuple) else getattr(value, step, None)
        if value is None:
            return None
    return value


def unknown_at(transaction: Transaction, pointer: str) -> Transaction | None:
    """The transaction with nothing known at the place; ``None`` where silence counts as an answer or is not allowed."""
    *parents, name = pointer.split("/")
    record = value_at(transaction, "/".join(parents)) if len(parents) > 1 else transaction
    if isinstance(record, Listing):
        return with_value(transaction, pointer, None) if name == "complete" else None
    if not is_dataclass(record) or not (field := fields_of(type(record)).get(name)):
        return None
    return with_value(transaction, pointer, None) if field.nullable and field.default is None else None


def unfinished_at(transaction: Transaction, pointer: str) -> Transaction | None:
    """The transaction with a list at the place that may have further items; ``None`` if no complete list is there."""
    listing = value_at(transaction, pointer)
    if not isinstance(listing, Listing) or not listing.complete:
        return None
    return with_value(transaction, pointer, replace(listing, complete=None))


def has_default(transaction: Transaction, pointer: str) -> bool:
    """Whether the field at the place counts as something where nothing is stated."""
    *parents, name = pointer.split("/")
    record = value_at(transaction, "/".join(parents)) if len(parents) > 1 else transaction
    if not is_dataclass(record) or isinstance(record, Listing):
        return False
    field = fields_of(type(record)).get(name)
    return field is not None and field.type.kind is not Kind.RECORD and isinstance(field.default, str | bool)


def _with(whole: Any, steps: list[str], value: Any) -> Any:
    if not steps:
        return value
    name, *rest = steps
    if isinstance(whole, tuple):
        index = int(name)
        return (*whole[:index], _with(whole[index], rest, value), *whole[index + 1 :])
    if not rest and value is NOTHING:
        return replace(whole, **{name: fields_of(type(whole))[name].default})
    return replace(whole, **{name: _with(getattr(whole, name), rest, value)})
