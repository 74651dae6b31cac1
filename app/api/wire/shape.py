"""The shape of a transaction, read off the fact dictionary and compiled once into a validator and a serializer.

The validator's output is the domain's own records. It coerces nothing: ``1`` is not ``true``, ``"10"`` is no text
where a truth value stands, and only quantities can be written in more than one way. The serializer writes a record's
properties in the order of their names, and quantities in one way.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic_core import CoreSchema, PydanticCustomError, SchemaSerializer, SchemaValidator, core_schema

from app.api.wire import limits
from app.api.wire.currencies import CURRENCIES
from app.api.wire.days import day
from app.api.wire.quantities import ANY_SIGN, NOT_NEGATIVE, PERCENT, RATE, Bounds, canonical_quantity, quantity_reader
from app.domain.facts.countries import COUNTRIES
from app.domain.facts.dictionary import Field, FieldType, Kind, fields_of
from app.domain.facts.fact import Listing

LINE = "^[^\\x00-\\x1f\\x7f]+$"
"""One line of text, not empty: control characters have no place in names and identifiers."""

_AS_TEXT = core_schema.plain_serializer_function_ser_schema(canonical_quantity)
_AS_DAY = core_schema.plain_serializer_function_ser_schema(date.isoformat)

SEVERAL = frozenset({Kind.LISTING, Kind.SERIES})
PARTS = frozenset({Kind.RECORD, *SEVERAL})


def validator_of(record: type[Any]) -> SchemaValidator:
    """A validator from parsed JSON to ``Transaction`` or another record; safe for use by several threads."""
    return SchemaValidator(_schema(record))


def serializer_of(record: type[Any]) -> SchemaSerializer:
    """A serializer of such a record that leaves out what its default says; safe for use by several threads."""
    return SchemaSerializer(_schema(record))


def _schema(record: type[Any]) -> CoreSchema:
    records: dict[str, CoreSchema] = {}
    root = _record(record, records)
    return core_schema.definitions_schema(root, list(records.values()))


def bounds_of(field: Field) -> Bounds:
    """Where the values of a quantity can lie. Only income can be negative."""
    match field.fact.unit if field.fact else None:
        case "percent":
            return PERCENT
        case "currency units per USD":
            return RATE
        case "currency units" if field.name == "net_income":
            return ANY_SIGN
        case _:
            return NOT_NEGATIVE


def _record(record: type[Any], records: dict[str, CoreSchema]) -> CoreSchema:
    name = record.__name__
    if name not in records:
        records[name] = core_schema.any_schema()  # holds the place while the fields refer back
        fields = [
            core_schema.dataclass_field(
                field.name, _field(field, records), kw_only=True, serialization_exclude_if=_says_nothing(field.default)
            )
            for field in fields_of(record).values()
        ]
        arguments = core_schema.dataclass_args_schema(name, fields, extra_behavior="forbid")
        records[name] = core_schema.dataclass_schema(
            record, arguments, sorted(fields_of(record)), slots=True, frozen=True, ref=name
        )
    return core_schema.definition_reference_schema(name)


def _field(field: Field, records: dict[str, CoreSchema]) -> CoreSchema:
    schema = _value(field.type, field, records)
    if field.nullable:
        schema = core_schema.nullable_schema(schema)
    return schema if field.required else core_schema.with_default_schema(schema, default=field.default)


def _says_nothing(default: object) -> Callable[[Any], bool] | None:
    """Whether a value says no more than its absence, for a field with such a default."""
    if default is None:
        return None  # what is unknown is left out in any case
    return lambda value: value is default or bool(value == default)


def _value(type_: FieldType, field: Field, records: dict[str, CoreSchema]) -> CoreSchema:
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
            return core_schema.str_schema(strict=True, max_length=limits.IDENTIFIER, pattern=LINE)
        case Kind.TEXT:
            return core_schema.str_schema(strict=True, max_length=limits.TEXT, pattern=LINE)
        case Kind.RECORD:
            return _record(_known(type_.record), records)
        case Kind.SERIES:
            return _items(_known(type_.item), field, records)
        case Kind.LISTING:
            return _listing(_items(_known(type_.item), field, records))


def _items(item: FieldType, field: Field, records: dict[str, CoreSchema]) -> CoreSchema:
    items = core_schema.tuple_variable_schema(_value(item, field, records), max_length=limits.most_items(field.name))
    return items if item.kind in PARTS else core_schema.no_info_after_validator_function(_distinct, items)


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


def _known(part: Any) -> Any:
    # A record or list type always says what it is a record or list of.
    assert part is not None  # noqa: S101
    return part
