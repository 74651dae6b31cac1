"""The columns of a portfolio in tables, read off the fact dictionary."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from app.domain.facts.activity import Activity
from app.domain.facts.dictionary import Field, FieldType, Kind, fields_of
from app.domain.facts.party import Interest, Party
from app.domain.facts.transaction import Transaction

DEAL: Final = "deal"
"""The column that names the deal: its reference."""
PARTY: Final = "party"
"""The column that names the party of an activity: its id."""
MORE: Final = "more"
"""The column that holds, as JSON, what no other column can."""
COMPLETE: Final = "complete"
ACTIVITIES: Final = "activities"


class Holds(StrEnum):
    """What the cells of a column hold."""

    KEY = "key"
    VALUE = "value"
    WORDS = "words"
    COMPLETE = "complete"
    NONE = "none"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class FactColumn:
    """One column: its header, where in the record its value goes, and of which field and type it is."""

    name: str
    path: tuple[str, ...]
    holds: Holds
    field: Field | None = None
    type: FieldType | None = None

    @property
    def pointer(self) -> str:
        """The JSON Pointer to the value, from the record of the row."""
        return "".join(f"/{step}" for step in self.path)


@dataclass(frozen=True, slots=True)
class SheetForm:
    """One sheet: its name, the record that a row is, and its columns by header."""

    name: str
    record: type[Any]
    columns: dict[str, FactColumn]


_KEYS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "deals": {DEAL: ("reference",)},
    "parties": {DEAL: (), "id": ("id",)},
    "interests": {DEAL: ()},
    "activities": {DEAL: (), PARTY: ()},
}
_RECORDS: Final[dict[str, type[Any]]] = {
    "deals": Transaction,
    "parties": Party,
    "interests": Interest,
    "activities": Activity,
}
_ELSEWHERE: Final = {"reference", "parties", "interests", "id"}
"""The fields that are keys, or sheets of their own."""


@cache
def sheet_forms() -> dict[str, SheetForm]:
    """Every sheet by its name."""
    return {name: _form(name, record) for name, record in _RECORDS.items()}


def _form(name: str, record: type[Any]) -> SheetForm:
    keys = [FactColumn(key, path, Holds.KEY) for key, path in _KEYS[name].items()]
    found = [*keys, *_columns(record), FactColumn(MORE, (), Holds.MORE)]
    return SheetForm(name, record, {column.name: column for column in found})


def _columns(record: type[Any], path: tuple[str, ...] = ()) -> Iterator[FactColumn]:
    for name, field in fields_of(record).items():
        here = (*path, name)
        if not path and name in _ELSEWHERE:
            continue
        if field.type.record is not None:
            yield from _columns(field.type.record, here)
        elif field.type.kind is Kind.LISTING:
            yield from _of_listing(field, here)
        elif field.type.kind is not Kind.SERIES:
            yield FactColumn(".".join(here), here, Holds.VALUE, field, field.type)


def _of_listing(field: Field, path: tuple[str, ...]) -> Iterator[FactColumn]:
    """Give two columns for a list of words; a list of records has a sheet of its own, or stands in `more`."""
    item = field.type.item
    if item is None or (item.record is not None and item.record is not Activity):
        return
    name = ".".join(path)
    yield FactColumn(name, path, Holds.WORDS if item.record is None else Holds.NONE, field, item)
    yield FactColumn(f"{name}.{COMPLETE}", (*path, COMPLETE), Holds.COMPLETE, field, item)
