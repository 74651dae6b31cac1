"""The fact dictionary, read off the record definitions: what can be stated, of which type, and where."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from app.domain.facts.choice import Choices, meanings_of, words_of
from app.domain.facts.fact import Country, Currency, Element, Fact, Group, Listing, PartyId
from app.domain.quantity import Range


class Kind(StrEnum):
    """The kinds of value that a field can have."""

    QUANTITY = "quantity"
    TRUTH = "truth"
    DATE = "date"
    CHOICE = "choice"
    COUNTRY = "country"
    CURRENCY = "currency"
    PARTY = "party"
    ELEMENT = "element"
    CONCLUSION = "conclusion"
    TEXT = "text"
    RECORD = "record"
    LISTING = "listing"
    SERIES = "series"


@dataclass(frozen=True, slots=True)
class FieldType:
    """A type: its kind, the choices of a choice, the record of a record, the item of a listing or series.

    ``meanings`` names the type of a choice that a fact is stated in, and says what each word means.
    """

    kind: Kind
    choices: tuple[str, ...] = ()
    meanings: Choices | None = field(default=None, compare=False)
    record: type[Any] | None = None
    item: "FieldType | None" = None

    @property
    def words(self) -> str:
        """The type as an error message names it."""
        if self.item is not None:
            return f"a list of {self.item.words}"
        if self.record is not None:
            return f"a record ({self.record.__name__})"
        return "true or false" if self.kind is Kind.TRUTH else f"a {self.kind}"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record. ``default`` is what an absent field counts as; ``None`` means unknown."""

    name: str
    type: FieldType
    fact: Fact | None
    required: bool
    nullable: bool
    default: object


_LEAVES: dict[object, Kind] = {
    Decimal: Kind.QUANTITY,
    bool: Kind.TRUTH,
    date: Kind.DATE,
    Country: Kind.COUNTRY,
    Currency: Kind.CURRENCY,
    PartyId: Kind.PARTY,
    Element: Kind.ELEMENT,
    str: Kind.TEXT,
}


def _type_of(annotation: Any) -> FieldType:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return FieldType(Kind.CHOICE, choices=words_of(annotation), meanings=meanings_of(annotation))
    if origin in (Listing, tuple):
        return FieldType(Kind.SERIES if origin is tuple else Kind.LISTING, item=_type_of(arguments[0]))
    if origin in (Union, UnionType):
        if set(arguments) == {Decimal, Range}:
            return FieldType(Kind.QUANTITY)
        raise TypeError(f"a field has one type, not {annotation}")
    if annotation in _LEAVES:
        return FieldType(_LEAVES[annotation])
    return FieldType(Kind.RECORD, record=annotation)


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, UnionType):
        rest = [a for a in get_args(annotation) if a is not NoneType]
        nullable = len(rest) < len(get_args(annotation))
        return (rest[0] if len(rest) == 1 else Union[tuple(rest)]), nullable  # noqa: UP007 (built at run time)
    return annotation, False


_FIELDS: dict[Any, dict[str, Field]] = {}


def fields_of(record: Any) -> dict[str, Field]:
    """The fields of a record (a dataclass) by name, in order of definition."""
    if record not in _FIELDS:
        _FIELDS[record] = _read_fields(record)
    return _FIELDS[record]


def _read_fields(record: Any) -> dict[str, Field]:
    hints = get_type_hints(record, include_extras=True)
    found = {}
    for each in fields(record):
        annotation, nullable = _without_none(hints[each.name])
        required = each.default is MISSING and not nullable
        default = None if each.default is MISSING else each.default
        found[each.name] = Field(each.name, _type_of(annotation), each.metadata.get(Fact), required, nullable, default)
    return found


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """One fact of the dictionary. ``pointer`` is its JSON Pointer with ``{i}`` for a position in a list."""

    pointer: str
    field: Field
    fact: Fact
    group: Group


def entries(record: Any, prefix: str = "", *, group: Group = Group.DEAL) -> Iterator[DictionaryEntry]:
    """Every fact below ``record``, parents before their parts, in order of definition."""
    of_record = getattr(record, "GROUP", group)
    for each in fields_of(record).values():
        pointer, group = f"{prefix}/{each.name}", (each.fact and each.fact.group) or of_record
        if each.fact is not None:
            yield DictionaryEntry(pointer, each, each.fact, group)
        inner = each.type
        if inner.item is not None:
            pointer = f"{pointer}/items/{{i}}" if inner.kind is Kind.LISTING else f"{pointer}/{{i}}"
            inner = inner.item
        if inner.record is not None:
            yield from entries(inner.record, pointer, group=group)


@cache
def _by_pointer(record: Any) -> dict[str, DictionaryEntry]:
    return {entry.pointer: entry for entry in entries(record)}


def entry_at(record: Any, pointer: str) -> DictionaryEntry | None:
    """What the dictionary says of the fact at a JSON Pointer into a record; ``None`` if there is no such fact."""
    return _by_pointer(record).get("/".join("{i}" if part.isdigit() else part for part in pointer.split("/")))
