"""Describes bodies as JSON Schemas; that of a transaction is read off the fact dictionary, as its validator is.

Every fact carries its question as description, its citation as ``x-citation`` and its unit as ``x-unit``.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from app.api.description.activity_schema import activity_schemas
from app.api.description.answer_schema import written_schema
from app.api.description.choice_schema import choice_schema
from app.api.description.reference import ref
from app.api.wire.comparison import VERSIONS
from app.api.wire.currencies import CURRENCIES
from app.api.wire.quantities import BOUNDS, DIGITS, NUMBER, TEXT_LIMIT, Bounds
from app.api.wire.scalars import NAME, TEXT_NAME
from app.api.wire.shape import NOTHING, PARTS, bounds_of
from app.domain.answers.written import LINE
from app.domain.facts import limits
from app.domain.facts.activity import Activity
from app.domain.facts.countries import COUNTRIES
from app.domain.facts.dictionary import Field, FieldType, Kind, fields_of
from app.domain.facts.ownership import ExportRequest, OwnershipRequest
from app.domain.facts.transaction import Transaction

Schema = dict[str, Any]

_LARGEST = 10**DIGITS
_TEXT: Schema = {"type": "string"}
_NAME: Schema = {"type": "string", "pattern": NAME}
_TEXT_NAME: Schema = {"type": "string", "pattern": TEXT_NAME}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [*(schema["anyOf"] if schema.keys() == {"anyOf"} else [schema]), {"type": "null"}]}


def _closed(description: str, properties: Schema, required: Iterable[str]) -> Schema:
    needed = {"required": list(required)} if required else {}
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        **needed,
        "additionalProperties": False,
    }


def request_schemas() -> dict[str, Schema]:
    """Describes every body, and documents, whose members are not all known; gives the schemas by name."""
    return {
        **_record_schemas(),
        "VersionName": _closed(
            "A version by name, or with `@` and a digest one of its texts; without `rule_set`, of the rule set that "
            "answers by default.",
            {
                "version": _TEXT_NAME,
                "rule_set": _NAME,
                "variants": ref("ChosenVariants"),
            },
            ["version"],
        ),
        "ComparisonRequest": _closed(
            "A transaction and the versions to screen it under. Without `versions` all published ones are meant, the "
            "one in force first; without `baseline` the first is what the others are compared with.",
            {
                "transaction": ref("Transaction"),
                "versions": _or_null(
                    {"type": "array", "items": ref("VersionName"), "minItems": 1, "maxItems": VERSIONS}
                ),
                "baseline": {**_or_null(ref("VersionName")), "description": "One of `versions`, as there."},
            },
            ["transaction"],
        ),
        "Batch": {
            "type": "array",
            "description": "Transactions, each by itself or in an envelope.",
            "items": {"anyOf": [ref("Transaction"), ref("Envelope")]},
        },
        "Envelope": _closed(
            "A transaction, and how it is to be screened: what is said here goes before the query of the address.",
            {
                "transaction": ref("Transaction"),
                "rule_set": _or_null(_NAME),
                "version": {**_or_null(_TEXT_NAME), "description": "The version to apply, or one of its texts."},
                "as_known_on": {
                    **_or_null(_TEXT),
                    "description": "A day, or a time with its zone: the law as it was on record then.",
                },
                "variants": _or_null(ref("ChosenVariants")),
                "explain": _or_null(ref("Explain")),
            },
            ["transaction"],
        ),
        "BodsStatements": {
            "type": "array",
            "description": "Statements as the standard has them.",
            "items": ref("BodsStatement"),
        },
        "BodsStatement": {
            "type": "object",
            "description": "A statement. The schema of the standard says more of it.",
            "required": ["recordId", "recordType", "recordDetails"],
            "properties": {
                "recordId": {**_TEXT, "maxLength": limits.IDENTIFIER, "pattern": limits.LINE},
                "recordType": ref("BodsRecordType"),
                "recordDetails": ref("JsonObject"),
            },
        },
        "BodsRecordType": {
            "type": "string",
            "description": "What a statement tells of.",
            "enum": ["entity", "person", "relationship"],
        },
        "Publication": _closed(
            "How a text is published.",
            {
                "effective_from": {
                    "type": "string",
                    "format": "date",
                    "description": "The first day, which the text has to name too. Needed for a law.",
                },
                "replaces": {**_NAME, "description": "The version of the same first day, if any."},
            },
            [],
        ),
        "Grounds": _closed(
            "Why a version is withdrawn or rolled back.",
            {
                "reason": written_schema(LINE),
                "emergency": {
                    **_or_null(ref("StatedReason")),
                    "description": "Why that cannot wait for a second person.",
                },
            },
            ["reason"],
        ),
        "StatedReason": _closed("Why something is done.", {"reason": written_schema(LINE)}, ["reason"]),
        "RuleDocument": {
            "type": "object",
            "description": "The law as a document of texts, truth values, lists and mappings. The SHA-256 of exactly "
            "these bytes is the version's digest.",
            "properties": dict.fromkeys(("rule_set", "version", "title", "status", "language"), _TEXT),
            "required": ["rule_set", "version", "title", "status"],
        },
        "DraftDocument": {
            "type": "object",
            "description": "A rule document, of texts, truth values, lists and mappings, with its golden cases.",
            "properties": {
                "rule_set": _NAME,
                "version": _NAME,
                "cases": {
                    "type": "array",
                    "items": ref("JsonObject"),
                    "description": "Files of golden cases: `topic`, `base` (a transaction written out) and `cases`.",
                },
            },
            "required": ["rule_set", "version"],
            "additionalProperties": {
                "anyOf": [_TEXT, {"type": "boolean"}, {"type": "array", "items": {}}, ref("JsonObject")]
            },
        },
    }


def _record_schemas() -> dict[str, Schema]:
    """Describes a transaction, a question about ownership, and everything in them."""
    schemas: dict[str, Schema] = {
        "Country": {
            "description": "An ISO 3166-1 alpha-2 code. Hong Kong, Macau, Taiwan and the territories of the United "
            "States have codes of their own.",
            "enum": sorted(COUNTRIES),
            "type": "string",
        },
        "Currency": {"description": "An ISO 4217 code.", "enum": sorted(CURRENCIES), "type": "string"},
        "Complete": {
            "description": "True when nothing is left out. Only a complete list shows that something is absent.",
            **_or_null({"type": "boolean"}),
        },
        "NothingListed": {
            "description": 'A complete list of nothing, in one word: the same as {"items": [], "complete": true}.',
            "const": NOTHING,
            "type": "string",
        },
        "PartyId": {
            "description": "The id of one of the transaction's parties.",
            "maxLength": limits.IDENTIFIER,
            "pattern": limits.LINE,
            "type": "string",
        },
    }
    for record in (Transaction, OwnershipRequest, ExportRequest):
        _add(record, schemas)
    return {**schemas, **activity_schemas(schemas[Activity.__name__])}


def _add(record: type[Any], schemas: dict[str, Schema]) -> Schema:
    name = record.__name__
    if name not in schemas:
        schemas[name] = {}  # holds the place while the fields refer back
        fields = fields_of(record).values()
        schemas[name] = _closed(
            " ".join((record.__doc__ or "").split()),
            {field.name: _property(field, schemas) for field in fields},
            [field.name for field in fields if field.required],
        )
    return ref(name)


def _property(field: Field, schemas: dict[str, Schema]) -> Schema:
    schema = _value(field.type, field, schemas)
    if field.nullable:
        schema = _or_null(schema)
    if field.fact is not None:
        # A default is told in words: clients made of `default` would send it, and what nobody stated would be stated.
        parts = (
            field.fact.question,
            field.fact.note,
            _silence(field),
            _reach(field.fact.read_by),
            _place(field.fact.only_where),
            f"({field.fact.citation})",
        )
        schema = {**schema, "description": " ".join(part for part in parts if part), "x-citation": field.fact.citation}
        if field.fact.unit is not None:
            schema["x-unit"] = field.fact.unit
        if field.fact.read_by is not None:
            schema["x-read-by"] = list(field.fact.read_by)
        if field.fact.only_where is not None:
            schema["x-only-where"] = dict([field.fact.only_where])
    if isinstance(field.default, str | bool):
        schema["x-default"] = field.default
    return schema


def _reach(read_by: Sequence[str] | None) -> str | None:
    """Says which versions of the law read a fact, if the one in force does not."""
    if not read_by:
        return None if read_by is None else "No rule reads it."
    return f"Read by {' and '.join(f'`{each}`' for each in read_by)} only."


def _place(only_where: tuple[str, tuple[str, ...]] | None) -> str | None:
    """Says beside which choices of another fact this one belongs, if not beside all."""
    if only_where is None:
        return None
    name, choices = only_where
    return f"Only where `{name}` is {', '.join(f'`{each}`' for each in choices)} or not stated."


def _silence(field: Field) -> str | None:
    """Says what a fact counts as where it is not stated, unless it is unknown then."""
    if field.fact is not None and field.fact.silence:
        return f"Assumed if it is not stated: {field.fact.silence}"
    return f"Without it: `{str(field.default).lower()}`." if isinstance(field.default, str | bool) else None


def _value(type_: FieldType, field: Field, schemas: dict[str, Schema]) -> Schema:
    if type_.record is not None:
        return _add(type_.record, schemas)
    if type_.item is not None:
        items = _items(type_.item, field, schemas)
        return _listing(items, schemas) if type_.kind is Kind.LISTING else items
    match type_.kind:
        case Kind.QUANTITY:
            return _quantity(bounds_of(field), schemas)
        case Kind.TRUTH:
            return {"type": "boolean"}
        case Kind.DATE:
            return {"type": "string", "format": "date"}
        case Kind.CHOICE:
            return _choices(type_, schemas)
        case Kind.COUNTRY:
            return ref("Country")
        case Kind.CURRENCY:
            return ref("Currency")
        case Kind.PARTY:
            return ref("PartyId")
        case _:
            return {"type": "string", "maxLength": limits.TEXT, "pattern": limits.LINE}


def _choices(type_: FieldType, schemas: dict[str, Schema]) -> Schema:
    if type_.meanings is None:
        raise TypeError("a choice of a body has a name")
    schemas[type_.meanings.name] = choice_schema(type_.meanings.says, type_.meanings.words)
    return ref(type_.meanings.name)


def _items(item: FieldType, field: Field, schemas: dict[str, Schema]) -> Schema:
    schema: Schema = {
        "type": "array",
        "items": _value(item, field, schemas),
        "maxItems": limits.most_items(field.name),
    }
    return schema if item.kind in PARTS else {**schema, "uniqueItems": True}


def _listing(items: Schema, schemas: dict[str, Schema]) -> Schema:
    item = items["items"]["$ref"].rpartition("/")[2]
    name = f"{item}Listing"
    schemas[name] = _closed(
        f"A list that says whether it is complete; its items are of {item}.",
        {"items": items, "complete": ref("Complete")},
        ["items"],
    )
    return {"anyOf": [ref(name), ref("NothingListed")]}


def _quantity(bounds: Bounds, schemas: dict[str, Schema]) -> Schema:
    highest = _LARGEST if bounds.highest is None else int(bounds.highest)
    lowest = {"minimum": -_LARGEST if bounds.lowest is None else 0}
    number: Schema = {"type": "number", "maximum": highest, **({"exclusiveMinimum": 0} if bounds.lowest else lowest)}
    text: Schema = {"type": "string", "maxLength": TEXT_LIMIT, "pattern": f"^{NUMBER}$"}
    words = f"{bounds.words[0].upper()}{bounds.words[1:]}"
    within = f"{bounds.name}Range"
    schemas[within] = {
        "description": f"{words}, known within one or two bounds.",
        "type": "object",
        "properties": {bound: {"anyOf": [number, text, {"type": "null"}]} for bound in BOUNDS},
        "minProperties": 1,
        "maxProperties": len(BOUNDS),
        "additionalProperties": False,
    }
    schemas[bounds.name] = {
        "description": f"{words}, exact to {DIGITS} significant digits: as a number, as a text with a number in it, or "
        "as one or two bounds that it lies within.",
        "anyOf": [number, text, ref(within)],
    }
    return ref(bounds.name)
