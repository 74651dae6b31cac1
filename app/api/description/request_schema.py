"""The JSON Schemas of bodies that are no transactions, and of documents, whose members are not all known."""

from app.api.description.answer_schema import written_schema
from app.api.description.transaction_schema import Schema, closed, or_null, ref
from app.api.wire.comparison import VERSIONS
from app.api.wire.scalars import NAME
from app.domain.answers.written import LINE
from app.domain.facts import limits

_TEXT: Schema = {"type": "string"}
_NAME: Schema = {"type": "string", "pattern": NAME}


def request_schemas() -> dict[str, Schema]:
    """Gives the schemas by name."""
    return {
        "VersionName": closed(
            "A version by name; without `rule_set`, of the rule set that answers by default.",
            {
                "version": _NAME,
                "rule_set": _NAME,
                "variants": {
                    "type": "object",
                    "additionalProperties": _TEXT,
                    "description": "The alternatives chosen of what a proposal leaves open, by variant.",
                },
            },
            ["version"],
        ),
        "ComparisonRequest": closed(
            "A transaction and the versions to screen it under. Without `versions` all published ones are meant, the "
            "one in force first; without `baseline` the first is what the others are compared with.",
            {
                "transaction": ref("Transaction"),
                "versions": or_null(
                    {"type": "array", "items": ref("VersionName"), "minItems": 1, "maxItems": VERSIONS}
                ),
                "baseline": {**or_null(ref("VersionName")), "description": "One of `versions`, as there."},
            },
            ["transaction"],
        ),
        "BodsStatements": {
            "type": "array",
            "description": "Statements as the standard has them. Its own schema says more of a statement.",
            "items": {
                "type": "object",
                "required": ["recordId", "recordType", "recordDetails"],
                "properties": {
                    "recordId": {**_TEXT, "maxLength": limits.IDENTIFIER, "pattern": limits.LINE},
                    "recordType": {"type": "string", "enum": ["entity", "person", "relationship"]},
                    "recordDetails": {"type": "object"},
                },
            },
        },
        "Publication": closed(
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
        "Grounds": closed("Why something is done.", {"reason": written_schema(LINE)}, ["reason"]),
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
                    "items": {"type": "object"},
                    "description": "Files of golden cases: `topic`, `base` (a transaction written out) and `cases`.",
                },
            },
            "required": ["rule_set", "version"],
            "additionalProperties": {"type": ["string", "boolean", "array", "object"]},
        },
    }
