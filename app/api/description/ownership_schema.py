"""The JSON Schema of answers on ownership and control."""

from typing import Any

from app.domain.ownership import Counts, Measure, Method

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_PERCENT: Schema = {"type": "string", "pattern": r"^\d+(\.\d+)?$"}


_VERDICT: Schema = {"type": "string", "enum": ["met", "not_met", "unknown"]}
_PATHS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/OwnershipPath"}}
_RINGS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/OwnershipRing"}}
_MISSING: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/MissingLink"}}
_A_RING = (
    "B and C hold one another: what is held, counted once for every round, comes to at least 40 and at most 45 % of B "
    "and 30 % of C"
)


def ownership_schemas() -> dict[str, Schema]:
    """The schemas of the answer to a question about ownership by itself, by name."""
    return {
        "Ownership": _closed(
            "Who holds how much of whom. The same question always gets the same bytes, but for the law of the day.",
            {
                "asks": {**_TEXT, "description": "The question in words."},
                "persons": {
                    "type": "array",
                    "items": _closed(
                        "A party that is, or may be, one of the persons asked about.",
                        {"id": _TEXT, "party": _TEXT, "verdict": {"type": "string", "enum": ["met", "unknown"]}},
                    ),
                },
                "answers": {"type": "array", "items": {"$ref": "#/components/schemas/MeasuredShare"}},
                "methods": {"type": "object", "additionalProperties": _TEXT, "description": "The methods in words."},
                "rule_set": {
                    "anyOf": [{"$ref": "#/components/schemas/AppliedLaw"}, {"type": "null"}],
                    "description": "The law whose definition says who the persons are; null where they are named.",
                },
                "engine_version": _TEXT,
                "input_digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
            },
        ),
        "MeasuredShare": _closed(
            "The share of one party in one measure, by each method.",
            {
                "subject": {**_TEXT, "description": "The id of the party."},
                "party": {**_TEXT, "description": "JSON Pointer to the party."},
                "measure": {"type": "string", "enum": [each.value for each in Measure]},
                "methods_agree": {"type": "boolean", "description": "Whether all methods give the same verdict."},
                "by_method": {"type": "array", "items": {"$ref": "#/components/schemas/ReckonedShare"}},
            },
        ),
        "ReckonedShare": _closed(
            "The verdict by one method, with the bounds on the share in percent; an individual has none.",
            {
                "method": {"type": "string", "enum": [each.value for each in Method]},
                "verdict": _VERDICT,
                "paths": _PATHS,
                "rings": _RINGS,
                "missing": _MISSING,
            },
            optional={"at_least": _PERCENT, "at_most": _PERCENT},
        ),
    }


def _closed(description: str, properties: Schema, *, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "description": description,
        "required": list(properties),
        "additionalProperties": False,
        "properties": {**properties, **(optional or {})},
    }


def ownership_answer_schemas() -> dict[str, Schema]:
    """The schemas of an answer on ownership inside a reason, by name."""
    return {
        "OwnershipAnswer": {
            "type": "object",
            "description": "One question on ownership or control of one party: the bounds on the share, in percent, "
            "the paths of interests that it is made up of, and what is missing where it is open.",
            "required": ["party", "asks", "paths", "missing"],
            "additionalProperties": False,
            "properties": {
                "party": {**_TEXT, "description": "JSON Pointer to the party that is or is not held."},
                "asks": {**_TEXT, "description": "The question in words."},
                "measure": {
                    "type": "string",
                    "enum": [each.value for each in Measure],
                    "description": "The measure that meets the question, or comes closest to it.",
                },
                "at_least": {**_PERCENT, "description": "The least that the persons asked about hold, in percent."},
                "at_most": {**_PERCENT, "description": "The most that they hold, in percent."},
                "paths": {"type": "array", "items": {"$ref": "#/components/schemas/OwnershipPath"}},
                "rings": {**_RINGS, "description": "Left out where the paths run through none."},
                "missing": {"type": "array", "items": {"$ref": "#/components/schemas/MissingLink"}},
            },
        },
        "OwnershipPath": {
            "type": "object",
            "description": "Interests in a row, from a holder down to the party, in words, and what they come to.",
            "required": ["says", "counts", "interests"],
            "additionalProperties": False,
            "properties": {
                "says": {**_TEXT, "examples": ["A 60 % of B, B 55 % of C: full attribution, 55 %"]},
                "counts": {
                    "type": "string",
                    "enum": [each.value for each in Counts],
                    "description": "`held`: from a person asked about. `possible`: the largest path that may come "
                    "from one. `outside`: nothing of what the holder has counts as theirs.",
                },
                "interests": {
                    "type": "array",
                    "items": _TEXT,
                    "description": "JSON Pointers to the percentages, roles or powers used, in the order of the path.",
                },
            },
        },
        "OwnershipRing": {
            "type": "object",
            "description": "Entities that hold one another, through which paths run. A path visits each of them once "
            "at most; what it comes to in further rounds is counted in the bounds on the share, and told here.",
            "required": ["says", "parties"],
            "additionalProperties": False,
            "properties": {
                "says": {
                    **_TEXT,
                    "examples": [_A_RING],
                },
                "parties": {"type": "array", "items": _TEXT, "description": "JSON Pointers to the entities."},
            },
        },
        "MissingLink": {
            "type": "object",
            "description": "A fact that could settle an open answer.",
            "required": ["pointer", "says"],
            "additionalProperties": False,
            "properties": {
                "pointer": {**_TEXT, "description": "JSON Pointer to the fact or the party."},
                "says": _TEXT,
            },
        },
    }
