"""Makes the schema of a transaction, read off the fact dictionary, for a validator and for a serializer.

The validator's output is the domain's own records. It coerces nothing: ``1`` is not ``true``, ``"10"`` is no text
where a truth value stands, and only quantities can be written in more than one way. The serializer writes a record's
properties in the order of their names, and quantities in one way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any, Final

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from app.api.wire.currencies import CURRENCIES
from app.api.wire.quantities import ANY_SIGN, NOT_NEGATIVE, PERCENT, RATE, Bounds, canonical_quantity, quantity_reader
from app.api.wire.scalars import day
from app.domain.facts import limits
from app.domain.facts.countries import COUNTRIES
from app.domain.facts.dictionary import Field, FieldType, Kind, fields_of
from app.domain.facts.fact import Listing

_AS_TEXT = core_schema.plain_serializer_function_ser_schema(canonical_quantity)
_AS_DAY = core_schema.plain_serializer_function_ser_schema(date.isoformat)

PARTS = frozenset({Kind.RECORD, Kind.LISTING, Kind.SERIES})


NOTHING: Final = "none"
"""The word that stands for a complete listing of nothing."""

Leaf = Callable[[Field, FieldType], CoreSchema]
"""The schema of a value that has no parts, standing in a field or in a list in it."""

Wrap = Callable[[CoreSchema], CoreSchema]
"""The schema of a listing that can be written as a word too, made of that of one written out."""


def bounds_of(field: Field) -> Bounds:
    """Says where the values of a quantity can lie. Only income can be negative."""
    match field.fact.unit if field.fact else None:
        case "percent":
            return PERCENT
        case "currency units per USD":
            return RATE
        case "currency units" if field.name == "net_income":
            return ANY_SIGN
        case _:
            return NOT_NEGATIVE


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the schemas of records, each once, with the values and listings in them as they are to be read."""

    leaf: Leaf
    or_word: Wrap
    records: dict[str, CoreSchema] = dataclass_field(default_factory=dict)

    def record(self, record: type[Any]) -> CoreSchema:
        name = record.__name__
        if name not in self.records:
            self.records[name] = core_schema.any_schema()  # holds the place while the fields refer back
            fields = [
                core_schema.dataclass_field(
                    field.name, self._field(field), kw_only=True, serialization_exclude_if=_says_nothing(field.default)
                )
                for field in fields_of(record).values()
            ]
            arguments = core_schema.dataclass_args_schema(name, fields, extra_behavior="forbid")
            self.records[name] = core_schema.dataclass_schema(
                record, arguments, sorted(fields_of(record)), slots=True, frozen=True, ref=name
            )
        return core_schema.definition_reference_schema(name)

    def _field(self, field: Field) -> CoreSchema:
        schema = self._value(field.type, field)
        if field.nullable:
            schema = core_schema.nullable_schema(schema)
        return schema if field.required else core_schema.with_default_schema(schema, default=field.default)

    def _value(self, type_: FieldType, field: Field) -> CoreSchema:
        if type_.record is not None:
            return self.record(type_.record)
        if type_.item is not None:
            items = self._items(type_.item, field)
            return self.or_word(_listing(items)) if type_.kind is Kind.LISTING else items
        return self.leaf(field, type_)

    def _items(self, item: FieldType, field: Field) -> CoreSchema:
        most = limits.most_items(field.name)
        items = core_schema.tuple_variable_schema(self._value(item, field), max_length=most)
        return items if item.kind in PARTS else core_schema.no_info_after_validator_function(_distinct, items)


def _says_nothing(default: object) -> Callable[[Any], bool] | None:
    """Tells whether a value says no more than its absence, for a field with such a default."""
    if default is None:
        return None  # what is unknown is left out in any case
    return lambda value: value is default or bool(value == default)


def leaf_of(field: Field, type_: FieldType) -> CoreSchema:
    """Makes the schema of a leaf as it is stated in a body."""
    match type_.kind:
        case Kind.QUANTITY:
            return core_schema.no_info_plain_validator_function(
                quantity_reader(bounds_of(field)), serialization=_AS_TEXT
            )
        case Kind.TRUTH:
            return core_schema.bool_schema(strict=True)
        case Kind.DATE:
            return core_schema.no_info_plain_validator_function(day, serialization=_AS_DAY)
        case Kind.CHOICE:
            return core_schema.literal_schema(list(type_.choices))
        case Kind.COUNTRY:
            return core_schema.literal_schema(sorted(COUNTRIES))
        case Kind.CURRENCY:
            return core_schema.literal_schema(sorted(CURRENCIES))
        case Kind.PARTY:
            return core_schema.str_schema(strict=True, max_length=limits.IDENTIFIER, pattern=limits.LINE)
        case _:
            return core_schema.str_schema(strict=True, max_length=limits.TEXT, pattern=limits.LINE)


def written_out(value: Any) -> Any:
    """Gives the listing that the word for a listing of nothing stands for, and anything else as it is."""
    return Listing(complete=True) if value == NOTHING else value


def or_nothing(listing: CoreSchema) -> CoreSchema:
    """Makes the schema of a listing that can be written as the word for nothing."""
    return core_schema.no_info_before_validator_function(written_out, listing)


def schema_of(record: type[Any], leaf: Leaf = leaf_of, or_word: Wrap = or_nothing) -> CoreSchema:
    """Makes the schema of a record and of all records in it."""
    writer = _Writer(leaf, or_word)
    root = writer.record(record)
    return core_schema.definitions_schema(root, list(writer.records.values()))


def _listing(items: CoreSchema) -> CoreSchema:
    complete = core_schema.nullable_schema(core_schema.bool_schema(strict=True))
    fields = [
        core_schema.dataclass_field("items", items),
        core_schema.dataclass_field("complete", core_schema.with_default_schema(complete, default=None)),
    ]
    arguments = core_schema.dataclass_args_schema("Listing", fields, extra_behavior="forbid")
    return core_schema.dataclass_schema(Listing, arguments, ["complete", "items"], slots=True, frozen=True)


def _distinct(items: tuple[str, ...]) -> tuple[str, ...]:
    if len(items) > 1 and len(set(items)) < len(items):
        raise PydanticCustomError("repeated", "An item is listed twice: list each one once.")
    return items
