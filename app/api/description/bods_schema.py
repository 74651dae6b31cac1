"""The paths and JSON Schemas of the conversion from and to the Beneficial Ownership Data Standard 0.4."""

from collections.abc import Callable, Mapping
from typing import Any

from app.api.description.example import Example
from app.api.requests import JSON_LINES
from app.domain.facts import limits

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_POINTER: Schema = {
    "type": "string",
    "description": "JSON Pointer into what was sent; of JSON Lines, into the list of the statements.",
}
_AS_OF: Schema = {
    "name": "as_of",
    "in": "query",
    "required": False,
    "schema": {"type": "string", "format": "date"},
    "description": "The day of the deal. Absent: interests of all days are given, each with its own.",
}
_LEFT: Schema = {
    "type": "array",
    "items": {"$ref": "#/components/schemas/NotCarriedOver"},
    "description": "What could not be carried over.",
}


def bods_paths(
    posted: Callable[..., Schema], *, imported: Mapping[str, Example], exported: Mapping[str, Example]
) -> Schema:
    """The two paths, with examples of imports and exports; ``posted`` describes a request."""
    return {
        "/v1/ownership/bods": {
            "post": {
                "operationId": "importStatements",
                "summary": "Reads beneficial ownership statements (BODS 0.4) into parties and interests.",
                "description": "A JSON array, or JSON Lines: one statement a line. What the standard does not say "
                "stays unknown, above all whether all holders are listed. Every interest has the days on which it was "
                "held by the statements of all days; a particular of a party that changed stays open, unless `as_of` "
                "names the day of the deal. What could not be carried over is listed, as are the records that were "
                "taken for one, and what the statements leave to be asked.",
                "parameters": [_AS_OF],
                **_with_lines(posted("BodsStatements", imported, gives="BodsImport", described="The result.")),
            }
        },
        "/v1/ownership/bods/export": {
            "post": {
                "operationId": "exportStatements",
                "summary": "Writes parties and interests as beneficial ownership statements (BODS 0.4).",
                "description": "The same parties and interests always give the same statements. A party that is part "
                "of a government and of which no place of organization is stated is a state body, one of which neither "
                "name nor number is stated is anonymous, and any other entity is a registered one.",
                **posted("ExportRequest", exported, gives="BodsExport", described="The result."),
            }
        },
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


def _with_lines(operation: Schema) -> Schema:
    """The operation with a body that may be JSON Lines as well."""
    body = operation["requestBody"]
    lines = {name: {"schema": {**_TEXT, "description": "One statement a line."}} for name in JSON_LINES}
    return {**operation, "requestBody": {**body, "content": {**body["content"], **lines}}}


def _record(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
