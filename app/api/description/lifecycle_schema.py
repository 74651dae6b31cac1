"""The JSON Schemas of drafts, checks, reviews, publications and histories."""

from typing import Any

from app.api.parameters import NAME

Schema = dict[str, Any]


def lifecycle_schemas() -> dict[str, Schema]:
    """The schemas by name."""
    text: Schema = {"type": "string"}
    printed = r"[^\x00-\x1f\x7f]*"
    line: Schema = {"type": "string", "maxLength": 1000, "pattern": rf"^{printed}[^\s\x00-\x1f\x7f]{printed}$"}
    day: Schema = {"type": "string", "format": "date"}
    day_or_none: Schema = {"anyOf": [day, {"type": "null"}]}
    digest: Schema = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
    moment: Schema = {"type": "string", "format": "date-time"}
    review = {
        "reviewer": line,
        "capacity": {**line, "description": "As what the reviewer acts."},
        "authority_relied_on": {**line, "description": "The text that the rules were compared with."},
        "date": {**day, "description": "The day of the review; not a day to come."},
        "next_review_date": {**day, "description": "When to look again; after `date`."},
    }
    return {
        "Review": _record(review),
        "Publication": _record(
            {},
            effective_from={**day, "description": "The first day, which the text has to name too. Needed for a law."},
            replaces={"type": "string", "pattern": NAME, "description": "The version of the same first day, if any."},
        ),
        "Grounds": _record({"reason": line}),
        "DraftDocument": {
            "type": "object",
            "description": "A rule document, of texts, truth values, lists and mappings, with its golden cases.",
            "properties": {
                "rule_set": {"type": "string", "pattern": NAME},
                "version": {"type": "string", "pattern": NAME},
                "cases": {
                    "type": "array",
                    "items": {"type": "object"},
                    "description": "Files of golden cases: `topic`, `base` (a transaction written out) and `cases`.",
                },
            },
            "required": ["rule_set", "version"],
            "additionalProperties": {"type": ["string", "boolean", "array", "object"]},
        },
        "Draft": _record(
            {
                "rule_set": text,
                "version": text,
                "standing": {"type": "string", "enum": ["draft", "checked", "refused", "reviewed"]},
                "digest": {**digest, "description": "Of document and cases; the entity tag of the draft."},
                "authors": {"type": "array", "items": text, "description": "Who may not publish it."},
                "saved_at": moment,
                "review": {"anyOf": [{"$ref": "#/components/schemas/Review"}, {"type": "null"}]},
            }
        ),
        "Drafts": _record({"drafts": {"type": "array", "items": {"$ref": "#/components/schemas/Draft"}}}),
        "Finding": _record(
            {
                "level": {"type": "string", "enum": ["refuse", "warn"]},
                "rule": {**text, "description": "The definition, the golden case or the check concerned."},
                "sentence": text,
                "pointer": {"type": ["string", "null"], "description": "JSON Pointer into the draft."},
                "counterexample": {
                    "type": ["object", "null"],
                    "description": "A transaction that shows it, as it is posted to be screened.",
                },
                "variants": {
                    "type": "object",
                    "additionalProperties": text,
                    "description": "The alternatives to screen it under, where a proposal leaves some open.",
                },
            }
        ),
        "CheckReport": _record(
            {
                "passed": {"type": "boolean"},
                "digest": digest,
                "findings": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
            }
        ),
        "History": _record(
            {
                "rule_set": text,
                "version": text,
                "standing": {**text, "description": "How it stands today; scheduled law moves with the calendar."},
                "entries": {"type": "array", "items": {"$ref": "#/components/schemas/Entry"}},
            }
        ),
        "Entry": _record(
            {"status": text, "recorded_at": moment, "actor": text},
            digest=digest,
            record={"type": "object", "additionalProperties": text},
            effective_from=day_or_none,
            effective_to=day_or_none,
            note=text,
            caused_by={
                "type": ["string", "null"],
                "description": "The version whose publication did this.",
            },
        ),
    }


def _record(properties: Schema, **optional: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {**properties, **optional},
        **({"required": list(properties)} if properties else {}),
        "additionalProperties": False,
    }
