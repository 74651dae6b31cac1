"""Checks that ids are unique and that every reference names a party."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from app.domain.errors import Problem
from app.domain.facts.dictionary import Field, FieldType, Kind, fields_of
from app.domain.facts.party import Party
from app.domain.facts.transaction import Transaction

# A walk calls a visitor with every reference in a value and its path from the root: see `_pointer`.
_Path = tuple[Any, ...]
_Visit = Callable[[Any, _Path], None]
_Walk = Callable[[Any, _Path, _Visit], None]

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
    walk = _walk_of(FieldType(Kind.RECORD, record=record)) or _nothing

    def problems(transaction: HasParties) -> list[Problem]:
        ids = {party.id for party in transaction.parties}
        found: list[Problem] = []
        if len(ids) < len(transaction.parties):
            found += [Problem(f"/parties/{index}/id", _TAKEN, "duplicate_party") for index in _repeated(transaction)]

        def visit(reference: Any, path: _Path) -> None:
            if reference not in ids:
                found.append(Problem(_pointer(path), _DANGLING, "unknown_party"))

        walk(transaction, (), visit)
        return found

    return problems


def _pointer(path: _Path) -> str:
    # A path is (path of the parent, step), the root's is empty: cheap to extend, written out only for a problem.
    return f"{_pointer(path[0])}/{path[1]}" if path else ""


def _repeated(transaction: HasParties) -> Iterator[int]:
    seen = set()
    for index, party in enumerate(transaction.parties):
        if party.id in seen:
            yield index
        seen.add(party.id)


def _nothing(_value: Any, _path: _Path, _visit: _Visit) -> None:
    return


def _walk_of(type_: FieldType) -> _Walk | None:
    """Makes a walk through a value of this type, or ``None`` if nothing in it can refer to a party."""
    match type_:
        case FieldType(kind=Kind.PARTY):
            return lambda value, path, visit: visit(value, path)
        case FieldType(kind=Kind.RECORD, record=record) if record is not None:
            return _record(record)
        case FieldType(kind=Kind.LISTING, item=FieldType() as item):
            walk = _series(item)
            return walk and (lambda value, path, visit: walk(value.items, (path, "items"), visit))
        case FieldType(kind=Kind.SERIES, item=FieldType() as item):
            return _series(item)
        case _:
            return None


def _record(record: type[Any]) -> _Walk | None:
    fields = [field for field in fields_of(record).values() if not _names_the_party_itself(record, field)]
    fields.sort(key=lambda field: field.type.kind is not Kind.PARTY)  # a record's own references come first
    parts = tuple((field.name, walk) for field in fields if (walk := _walk_of(field.type)))
    if not parts:
        return None

    def walk_record(value: Any, path: _Path, visit: _Visit) -> None:
        for name, walk in parts:
            part = getattr(value, name)
            if part is not None:
                walk(part, (path, name), visit)

    return walk_record


def _names_the_party_itself(record: type[Any], field: Field) -> bool:
    return record is Party and field.name == "id"


def _series(item: FieldType) -> _Walk | None:
    walk = _walk_of(item)
    if walk is None:
        return None

    def walk_series(value: Any, path: _Path, visit: _Visit) -> None:
        for index, each in enumerate(value):
            walk(each, (path, index), visit)

    return walk_series
