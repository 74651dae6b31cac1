"""The JSON Schemas of comparisons: one transaction under several versions."""

from typing import Any

from app.api.parameters import NAME
from app.api.wire.comparison import VERSIONS
from app.domain.answers.comparison import Action, Cause

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_NAME: Schema = {"type": "string", "pattern": NAME}
_VARIANTS: Schema = {
    "type": "object",
    "additionalProperties": _TEXT,
    "description": "The alternatives chosen of what a proposal leaves open, by variant.",
}
_WORD: Schema = {"type": "string", "enum": ["prohibited", "notifiable", "excepted", "not_covered", "undetermined"]}


def comparison_schemas() -> dict[str, Schema]:
    """The schemas by name."""
    pin = _record("A version by name; without `rule_set`, of the rule set that answers by default.", {"version": _NAME})
    pin["properties"] |= {"rule_set": _NAME, "variants": _VARIANTS}
    versions = {"type": "array", "items": _ref("VersionName"), "minItems": 1, "maxItems": VERSIONS}
    comparison = _record(
        "A transaction and the versions to screen it under. Without `versions` all published ones are meant, the one "
        "in force first; without `baseline` the first is what the others are compared with.",
        {"transaction": _ref("Transaction")},
    )
    comparison["properties"] |= {
        "versions": {"anyOf": [versions, {"type": "null"}]},
        "baseline": {"anyOf": [_ref("VersionName"), {"type": "null"}], "description": "One of `versions`, as there."},
    }
    baseline = _record("The version compared with.", {"rule_set": _TEXT, "version": _TEXT})
    baseline["properties"]["variants"] = _VARIANTS
    difference = _record(
        "How the determination under one version parts from that under the baseline.",
        {
            "rule_set": _TEXT,
            "version": _TEXT,
            "from": {**_WORD, "description": "The determination under the baseline."},
            "to": {**_WORD, "description": "The determination under this version."},
            "provisions": {
                "type": "array",
                "items": _ref("PartingProvision"),
                "description": "The elements of the law responsible; none if the answers rest on the same.",
            },
        },
    )
    difference["properties"]["variants"] = _VARIANTS
    return {
        "VersionName": pin,
        "ComparisonRequest": comparison,
        "Comparison": _record(
            "What several versions say of one transaction, and on what they part.",
            {
                "baseline": baseline,
                "determinations": {
                    "type": "array",
                    "items": _ref("Determination"),
                    "description": "Byte for byte what a brief screening under each version, pinned, gives.",
                },
                "differences": {"type": "array", "items": _ref("Difference")},
            },
        ),
        "Difference": difference,
        "PartingProvision": _record(
            "An element of the law that the versions judge differently.",
            {
                "code": _TEXT,
                "element": _TEXT,
                "citation": _TEXT,
                "subject": {**_TEXT, "description": "JSON Pointer to what was tested; empty for the transaction."},
                "cause": {
                    "type": "string",
                    "enum": [cause.value for cause in Cause],
                    "description": "`parameter`: a number, date or list in it differs. `reading`: another reading is "
                    "taken. `variant`: another alternative of a proposal is chosen. `text`: its conditions differ. "
                    "`only_in_…`: the other version has no such element. `follows`: an element that it builds on has "
                    "another verdict.",
                },
                "parameters": {"type": "array", "items": _ref("PartingParameter")},
                "baseline": {"anyOf": [_ref("Judged"), {"type": "null"}]},
                "other": {"anyOf": [_ref("Judged"), {"type": "null"}]},
            },
        ),
        "Diff": _record(
            "What one version changes against another, in words.",
            {
                "rule_set": _TEXT,
                "from": _ref("DiffedVersion"),
                "to": _ref("DiffedVersion"),
                "changes": {"type": "array", "items": _ref("Change")},
            },
        ),
        "DiffedVersion": _record("One of the two.", {"version": _TEXT, "title": _TEXT, "digest": _TEXT}),
        "Change": _record(
            "One part of the law that differs.",
            {
                "section": {**_TEXT, "description": "`parameter`, `definition`, `obligation`, …"},
                "name": _TEXT,
                "action": {"type": "string", "enum": [action.value for action in Action]},
                "citation": _TEXT,
                "details": {**_TEXTS, "description": "What differs, clause by clause."},
                "sentence": {**_TEXT, "description": "All of it in one sentence."},
            },
        ),
        "PartingParameter": _record(
            "A parameter that has other values under the two versions.",
            {
                "name": _TEXT,
                "unit": {"anyOf": [_TEXT, {"type": "null"}]},
                "citation": _TEXT,
                "baseline": _TEXTS,
                "other": _TEXTS,
            },
        ),
        "Judged": _record(
            "The verdict under one version.",
            {
                "verdict": {"type": "string", "enum": ["met", "not_met", "unknown", "not_applicable"]},
                "statement": _TEXT,
                "facts": {"type": "array", "items": _ref("QuotedFact")},
            },
        ),
    }


def _record(description: str, properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
