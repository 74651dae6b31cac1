"""The JSON Schema of answers on ownership and control."""

from typing import Any

from app.domain.ownership import Counts, Measure

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_PERCENT: Schema = {"type": "string", "pattern": r"^\d+(\.\d+)?$"}


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
                    "from one. `outside`: nobody asked about is behind the holder.",
                },
                "interests": {
                    "type": "array",
                    "items": _TEXT,
                    "description": "JSON Pointers to the percentages, roles or powers used, in the order of the path.",
                },
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
