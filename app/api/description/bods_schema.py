"""The paths and JSON Schemas of the conversion from and to the Beneficial Ownership Data Standard 0.4."""

from typing import Any

from app.domain.facts import limits

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_POINTER: Schema = {
    "type": "string",
    "description": "JSON Pointer into what was sent; of JSON Lines, into the list of the statements.",
}
_LEFT: Schema = {
    "type": "array",
    "items": {"$ref": "#/components/schemas/NotCarriedOver"},
    "description": "What could not be carried over.",
}


def bods_schemas() -> dict[str, Schema]:
    """The schemas by name. The standard's own schema says more of a statement than is asked for here."""
    statement = {
        "type": "object",
        "required": ["recordId", "recordType", "recordDetails"],
        "properties": {
            "recordId": {**_TEXT, "maxLength": limits.IDENTIFIER, "pattern": limits.LINE},
            "recordType": {"type": "string", "enum": ["entity", "person", "relationship"]},
            "recordDetails": {"type": "object"},
        },
    }
    version = {"type": "string", "const": "0.4"}
    return {
        "BodsStatements": {"type": "array", "items": statement, "description": "Statements as the standard has them."},
        "BodsImport": _record(
            {
                "bods_version": version,
                "as_of": {"type": ["string", "null"], "format": "date", "description": "The day asked for."},
                "parties": {"type": "array", "items": {"$ref": "#/components/schemas/Party"}},
                "interests": {"type": "array", "items": {"$ref": "#/components/schemas/Interest"}},
                "joined": {
                    "type": "array",
                    "items": _record(
                        {
                            "id": {**_TEXT, "description": "The id of the party."},
                            "by": {
                                "type": "array",
                                "items": _TEXT,
                                "description": "The registers in which the records have one number: `lei`, `uscc` or "
                                "another by its name.",
                            },
                            "pointers": {"type": "array", "items": _TEXT, "description": "The statements joined."},
                        }
                    ),
                    "description": "Parties of which several records tell.",
                },
                "questions": {
                    "type": "array",
                    "items": _record({"pointer": _POINTER, "asks": _TEXT}),
                    "description": "Where the statements contradict one another, change, or leave out through whom "
                    "an interest is held.",
                },
                "not_carried_over": _LEFT,
                "problems": {
                    "type": "array",
                    "items": _record({"pointer": _TEXT, "detail": _TEXT, "code": _TEXT}),
                    "description": "What a screening of these parties and interests would be refused for.",
                },
            }
        ),
        "BodsExport": _record(
            {
                "bods_version": version,
                "statements": {"$ref": "#/components/schemas/BodsStatements"},
                "not_carried_over": _LEFT,
            }
        ),
        "NotCarriedOver": _record({"pointer": _POINTER, "says": _TEXT}),
    }


def _record(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
