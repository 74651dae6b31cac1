"""Reads and changes a transaction at places named by JSON Pointer, and walks over its records."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, NamedTuple

from app.domain.facts.dictionary import Field, fields_of
from app.domain.facts.fact import Listing


class PlacedValue(NamedTuple):
    """What stands in a transaction, and its JSON Pointer."""

    value: Any
    pointer: str


def value_at(transaction: Any, pointer: str) -> Any:
    """Find what stands at the place; ``None`` where nothing is stated."""
    value: Any = transaction
    for step in pointer.split("/")[1:]:
        if isinstance(value, tuple):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            value = getattr(value, step, None)
        if value is None:
            return None
    return value


def field_at(transaction: Any, pointer: str) -> Field | None:
    """Find the field of a record that the place is; ``None`` if it is none, as within a list."""
    record = value_at(transaction, pointer.rpartition("/")[0])
    stated = is_dataclass(record) and not isinstance(record, Listing)
    return fields_of(type(record)).get(pointer.rpartition("/")[2]) if stated else None


def records(value: Any, pointer: str = "") -> Iterator[PlacedValue]:
    """Walk over every record in a value, the value included."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from records(item, f"{pointer}/{index}")
    elif is_dataclass(value):
        yield PlacedValue(value, pointer)
        for each in fields(value):
            yield from records(getattr(value, each.name), f"{pointer}/{each.name}")


def with_value(transaction: Any, pointer: str, value: Any) -> Any:
    """Put another value at the place; the rest stays as it was."""
    return _with(transaction, pointer.split("/")[1:], value)


def unknown_at(transaction: Any, pointer: str) -> Any:
    """Forget what stands at the place; ``None`` where silence counts as an answer or is not allowed."""
    parent, _, name = pointer.rpartition("/")
    field = field_at(transaction, pointer)
    allowed = field is not None and field.nullable and field.default is None
    if not allowed and not (name == "complete" and isinstance(value_at(transaction, parent), Listing)):
        return None
    return with_value(transaction, pointer, None)


def _with(whole: Any, steps: list[str], value: Any) -> Any:
    if not steps:
        return value
    name, *rest = steps
    if isinstance(whole, tuple):
        index = int(name)
        return (*whole[:index], _with(whole[index], rest, value), *whole[index + 1 :])
    inner = getattr(whole, name)
    if inner is None and rest:  # a record of which nothing was stated so far
        inner = fields_of(type(whole))[name].type.record()  # type: ignore[misc]  # a place within something else has none
    return replace(whole, **{name: _with(inner, rest, value)})
