"""The JSON Schema of a transaction, read off the fact dictionary like the validator that enforces it.

Every property carries its question as description, its citation as ``x-citation`` and its unit as ``x-unit``.
"""

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


def transaction_schemas() -> dict[str, Schema]:
    """The schemas of a transaction, of a question about ownership, and of everything in them, by name."""
    schemas: dict[str, Schema] = {
        "Country": {
            "description": "An ISO 3166-1 alpha-2 code. Hong Kong, Macau, Taiwan and the territories of the United "
            "States have codes of their own.",
            "enum": sorted(COUNTRIES),
            "type": "string",
        },
        "Currency": {
            "description": "An ISO 4217 code.",
            "enum": sorted(CURRENCIES),
            "type": "string",
        },
        "PartyId": {
            "description": "The id of one of the transaction's parties.",
            "maxLength": limits.IDENTIFIER,
            "pattern": limits.LINE,
            "type": "string",
        },
    }
    _add(Transaction, schemas)
    _add(OwnershipRequest, schemas)
    _add(ExportRequest, schemas)
    return schemas


def _add(record: type[Any], schemas: dict[str, Schema]) -> Schema:
    name = record.__name__
    if name not in schemas:
        schemas[name] = {}
        fields = fields_of(record).values()
        schemas[name] = {
            "type": "object",
            "description": " ".join((record.__doc__ or "").split()),
            "properties": {field.name: _property(field, schemas) for field in fields},
            "required": [field.name for field in fields if field.required],
            "additionalProperties": False,
        }
        if not schemas[name]["required"]:
            del schemas[name]["required"]
    return {"$ref": f"#/components/schemas/{name}"}


def _property(field: Field, schemas: dict[str, Schema]) -> Schema:
    schema = _value(field.type, field, schemas)
    if field.nullable:
        schema = {"anyOf": [schema, {"type": "null"}]}
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
    match type_:
        case FieldType(kind=Kind.QUANTITY):
            return _quantity(bounds_of(field), schemas)
        case FieldType(kind=Kind.TRUTH):
            return {"type": "boolean"}
        case FieldType(kind=Kind.DATE):
            return {"type": "string", "format": "date"}
        case FieldType(kind=Kind.CHOICE, choices=choices):
            return {"type": "string", "enum": list(choices)}
        case FieldType(kind=Kind.COUNTRY):
            return {"$ref": "#/components/schemas/Country"}
        case FieldType(kind=Kind.CURRENCY):
            return {"$ref": "#/components/schemas/Currency"}
        case FieldType(kind=Kind.PARTY):
            return {"$ref": "#/components/schemas/PartyId"}
        case FieldType(kind=Kind.TEXT):
            return {"type": "string", "maxLength": limits.TEXT, "pattern": limits.LINE}
        case FieldType(kind=Kind.RECORD, record=record) if record is not None:
            return _add(record, schemas)
        case FieldType(kind=Kind.SERIES, item=FieldType() as item):
            return _items(item, field, schemas)
        case FieldType(kind=Kind.LISTING, item=FieldType() as item):
            return _listing(_items(item, field, schemas))
        case _:
            raise TypeError(f"a {type_.kind} says what it is made of")


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
                "anyOf": [{"type": "boolean"}, {"type": "null"}],
            },
        },
        "required": ["items"],
        "additionalProperties": False,
    }


def _quantity(bounds: Bounds, schemas: dict[str, Schema]) -> Schema:
    name = bounds.name
    if name not in schemas:
        number: Schema = {
            "type": "number",
            "maximum": _LARGEST if bounds.highest is None else int(bounds.highest),
        }
        if bounds.lowest is None:
            number["minimum"] = -_LARGEST
        elif bounds.lowest:
            number["exclusiveMinimum"] = 0
        else:
            number["minimum"] = 0
        text: Schema = {"type": "string", "maxLength": TEXT_LIMIT, "pattern": f"^{NUMBER}$"}
        bound = {"anyOf": [number, text, {"type": "null"}]}
        schemas[name] = {
            "description": f"{bounds.words[0].upper()}{bounds.words[1:]}, exact to {DIGITS} significant digits: as a "
            "number, as a text with a number in it, or as one or two bounds that it lies within.",
            "anyOf": [
                number,
                text,
                {
                    "type": "object",
                    "properties": dict.fromkeys(BOUNDS, bound),
                    "minProperties": 1,
                    "maxProperties": len(BOUNDS),
                    "additionalProperties": False,
                },
            ],
        }
    return {"$ref": f"#/components/schemas/{name}"}
