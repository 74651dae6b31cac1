"""The JSON Schemas of what is known: rule sets, the fact dictionary, and the answers to those who run the service."""

from typing import Any

from app.domain.answers.law import Status
from app.domain.facts.dictionary import Kind

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_DAY_OR_NONE: Schema = {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}
_DIGEST: Schema = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
_STATUS: Schema = {"type": "string", "enum": [status.value for status in Status]}


def law_schemas() -> dict[str, Schema]:
    """The schemas by name."""
    return {
        "RuleSets": _record({"rule_sets": _list("RuleSet")}),
        "RuleSet": _record({"id": _TEXT, "versions": _list("Version")}),
        "Version": _record(
            {
                "rule_set": _TEXT,
                "version": _TEXT,
                "title": _TEXT,
                "status": _STATUS,
                "effective_from": _DAY_OR_NONE,
                "effective_to": {**_DAY_OR_NONE, "description": "The last day in force; null until further notice."},
                "digest": {**_DIGEST, "description": "Identifies the document; also its entity tag."},
            },
            optional={
                "variants": _told("What a proposal leaves open, each with its alternatives; chosen with `variant`."),
                "excluded_combinations": _told("Alternatives that cannot be chosen together."),
                "pending": _told("Regulations that the law awaits."),
            },
        ),
        "RuleDocument": {
            "type": "object",
            "description": "The law as a document of texts, truth values, lists and mappings. The SHA-256 of exactly "
            "these bytes is the version's digest.",
            "properties": {"rule_set": _TEXT, "version": _TEXT, "title": _TEXT, "status": _TEXT, "language": _TEXT},
            "required": ["rule_set", "version", "title", "status"],
        },
        "Facts": _record({"facts": _list("Fact")}),
        "Fact": _record(
            {
                "pointer": {**_TEXT, "description": "JSON Pointer, with `{i}` for a position in a list."},
                "type": {"type": "string", "enum": [kind.value for kind in Kind]},
                "question": _TEXT,
                "citation": _TEXT,
            },
            optional={
                "items": {"type": "string", "enum": [kind.value for kind in Kind]},
                "choices": {"type": "array", "items": _TEXT},
                "unit": _TEXT,
                "note": _TEXT,
                "silence": {**_TEXT, "description": "What is assumed while a fact with a default is not stated."},
                "default": {
                    "type": ["string", "boolean"],
                    "description": "What it counts as when absent. Other facts are then unknown.",
                },
            },
        ),
        "Alive": _record({"status": {"type": "string", "const": "alive"}}),
        "Ready": _record(
            {
                "status": {"type": "string", "const": "ready"},
                "law": {"$ref": "#/components/schemas/LawAtHand"},
                "in_force": {
                    "type": "array",
                    "items": _record({"rule_set": _TEXT, "version": _TEXT, "digest": _DIGEST}),
                },
                "unusable": {
                    "type": "array",
                    "items": _record({"rule_set": _TEXT, "version": _TEXT, "reason": _TEXT}),
                },
            }
        ),
        "LawAtHand": {
            **_record(
                {
                    "age_seconds": {
                        "type": ["number", "null"],
                        "description": "Seconds since this process last saw the law in the database; null before that.",
                    },
                    "age_limit_seconds": {
                        "type": ["number", "null"],
                        "description": "The age beyond which the law at hand answers nobody.",
                    },
                    "failure": {
                        "type": ["string", "null"],
                        "description": "What the last look into the database failed with; null if it did not.",
                    },
                    "versions": {
                        "type": "array",
                        "items": _record({"rule_set": _TEXT, "version": _TEXT, "status": _STATUS, "digest": _DIGEST}),
                    },
                }
            ),
            "description": "The versions that this process can apply, with their standing of today.",
        },
    }


def _record(properties: Schema, *, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
        "additionalProperties": False,
    }


def _told(description: str) -> Schema:
    return {"type": "array", "items": {"type": "object"}, "description": f"{description} As in the document."}


def _list(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
