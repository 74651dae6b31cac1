"""The JSON Schema of a transaction, read off the fact dictionary like the validator that enforces it.

Every property carries its question as description, its citation as ``x-citation`` and its unit as ``x-unit``.
"""

from collections.abc import Iterable
from typing import Any

from app.api.wire.currencies import CURRENCIES
from app.api.wire.quantities import BOUNDS, DIGITS, NUMBER, TEXT_LIMIT, Bounds
from app.api.wire.shape import PARTS, bounds_of
from app.domain.facts import limits
from app.domain.facts.countries import COUNTRIES
from app.domain.facts.dictionary import Field, FieldType, Kind, fields_of
from app.domain.facts.export import ExportRequest
from app.domain.facts.ownership import OwnershipRequest
from app.domain.facts.transaction import Transaction

Schema = dict[str, Any]

_LARGEST = 10**DIGITS


def ref(name: str) -> Schema:
    """Refers to the schema of this name."""
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(schema: Schema) -> Schema:
    """Allows null beside what a schema allows."""
    return {"anyOf": [schema, {"type": "null"}]}


def closed(description: str, properties: Schema, required: Iterable[str]) -> Schema:
    """Describes an object that has no other properties."""
    needed = {"required": list(required)} if required else {}
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        **needed,
        "additionalProperties": False,
    }


def transaction_schemas() -> dict[str, Schema]:
    """Describes a transaction, a question about ownership, and everything in them; gives the schemas by name."""
    schemas: dict[str, Schema] = {
        "Country": {
            "description": "An ISO 3166-1 alpha-2 code. Hong Kong, Macau, Taiwan and the territories of the United "
            "States have codes of their own.",
            "enum": sorted(COUNTRIES),
            "type": "string",
        },
        "Currency": {"description": "An ISO 4217 code.", "enum": sorted(CURRENCIES), "type": "string"},
        "PartyId": {
            "description": "The id of one of the transaction's parties.",
            "maxLength": limits.IDENTIFIER,
            "pattern": limits.LINE,
            "type": "string",
        },
    }
    for record in (Transaction, OwnershipRequest, ExportRequest):
        _add(record, schemas)
    return schemas


def _add(record: type[Any], schemas: dict[str, Schema]) -> Schema:
    name = record.__name__
    if name not in schemas:
        schemas[name] = {}  # holds the place while the fields refer back
        fields = fields_of(record).values()
        schemas[name] = closed(
            " ".join((record.__doc__ or "").split()),
            {field.name: _property(field, schemas) for field in fields},
            [field.name for field in fields if field.required],
        )
    return ref(name)


def _property(field: Field, schemas: dict[str, Schema]) -> Schema:
    schema = _value(field.type, field, schemas)
    if field.nullable:
        schema = or_null(schema)
    if field.fact is not None:
        absent = field.fact.silence and f"Assumed if it is not stated: {field.fact.silence}"
        parts = (field.fact.question, field.fact.note, absent, f"({field.fact.citation})")
        schema = {**schema, "description": " ".join(part for part in parts if part), "x-citation": field.fact.citation}
        if field.fact.unit is not None:
            schema["x-unit"] = field.fact.unit
    if isinstance(field.default, str | bool):
        schema = {**schema, "default": field.default}
    return schema


def _value(type_: FieldType, field: Field, schemas: dict[str, Schema]) -> Schema:
    if type_.record is not None:
        return _add(type_.record, schemas)
    if type_.item is not None:
        items = _items(type_.item, field, schemas)
        return _listing(items) if type_.kind is Kind.LISTING else items
    match type_.kind:
        case Kind.QUANTITY:
            return _quantity(bounds_of(field), schemas)
        case Kind.TRUTH:
            return {"type": "boolean"}
        case Kind.DATE:
            return {"type": "string", "format": "date"}
        case Kind.CHOICE:
            return {"type": "string", "enum": list(type_.choices)}
        case Kind.COUNTRY:
            return ref("Country")
        case Kind.CURRENCY:
            return ref("Currency")
        case Kind.PARTY:
            return ref("PartyId")
        case _:
            return {"type": "string", "maxLength": limits.TEXT, "pattern": limits.LINE}


def _items(item: FieldType, field: Field, schemas: dict[str, Schema]) -> Schema:
    schema: Schema = {
        "type": "array",
        "items": _value(item, field, schemas),
        "maxItems": limits.most_items(field.name),
    }
    return schema if item.kind in PARTS else {**schema, "uniqueItems": True}


def _listing(items: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {
            "items": items,
            "complete": {
                "description": "True when nothing is left out. Only a complete list shows that something is absent.",
                **or_null({"type": "boolean"}),
            },
        },
        "required": ["items"],
        "additionalProperties": False,
    }


def _quantity(bounds: Bounds, schemas: dict[str, Schema]) -> Schema:
    highest = _LARGEST if bounds.highest is None else int(bounds.highest)
    lowest = {"minimum": -_LARGEST if bounds.lowest is None else 0}
    number: Schema = {"type": "number", "maximum": highest, **({"exclusiveMinimum": 0} if bounds.lowest else lowest)}
    text: Schema = {"type": "string", "maxLength": TEXT_LIMIT, "pattern": f"^{NUMBER}$"}
    schemas[bounds.name] = {
        "description": f"{bounds.words[0].upper()}{bounds.words[1:]}, exact to {DIGITS} significant digits: as a "
        "number, as a text with a number in it, or as one or two bounds that it lies within.",
        "anyOf": [
            number,
            text,
            {
                "type": "object",
                "properties": {bound: {"anyOf": [number, text, {"type": "null"}]} for bound in BOUNDS},
                "minProperties": 1,
                "maxProperties": len(BOUNDS),
                "additionalProperties": False,
            },
        ],
    }
    return ref(bounds.name)
