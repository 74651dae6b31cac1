"""The JSON Schema of a determination: what integrators branch on, and what a lawyer reads."""

from typing import Any

from app.api.description.ownership_schema import ownership_answer_schemas
from app.domain.answers.law import SelectedBy

Schema = dict[str, Any]

_DUTY_CLASSES = ["prohibited", "notifiable", "excepted", "not_covered"]
_TEXT: Schema = {"type": "string"}
_TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
_DAY: Schema = {"type": "string", "format": "date"}
_DIGEST: Schema = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}


def determination_schemas() -> dict[str, Schema]:
    """The schemas of a determination and of everything in it, by name."""
    return {
        "Determination": _record(
            "What one version of the law says of one transaction. `not_covered` and `excepted` mean that nobody has a "
            "duty; `undetermined` means that more than one class is still possible, and is never a pass.",
            {
                "reference": {"anyOf": [_TEXT, {"type": "null"}], "description": "The reference of the transaction."},
                "determination": {"type": "string", "enum": [*_DUTY_CLASSES, "undetermined"]},
                "possible_determinations": _list(
                    {"type": "string", "enum": _DUTY_CLASSES},
                    "Every class that some value of the unknown facts leads to, the gravest first.",
                ),
                "summary": {**_TEXT, "description": "One sentence for a person."},
                "rule_set": _ref("AppliedLaw"),
                "engine_version": {**_TEXT, "description": "Changes whenever the same input can give other bytes."},
                "reasons": _list(_ref("Reason"), "One for each element of the law and each subject it was tested on."),
                "missing_facts": _list(
                    _ref("Question"), "The shortest list of questions that can settle it, ordinarily."
                ),
                "further_questions": _list(_ref("Question"), "Other open questions that bear on the answer."),
                "assumptions": _list(
                    _ref("Assumption"), "What the answer takes for granted because nothing was stated."
                ),
                "obligations": _list(_ref("Obligation"), "What to do next."),
                "interpretations": _list(_ref("AppliedReading"), "The readings of open points that were used."),
                "input_digest": {**_DIGEST, "description": "Of the canonical form of the transaction."},
                "determination_digest": {**_DIGEST, "description": "Of the rest of this determination."},
            },
            optional={
                "pending_regulations": _list(_ref("PendingRegulation"), "The regulations that the answer waits for."),
                "guidance": _list(_ref("Guidance"), "Rulings on what the answer rests on, of the day of completion."),
                "unverified": _list(_ref("Unverified"), "What the answer rests on that no official text confirms."),
            },
        ),
        "Assumption": _record(
            "Something taken for granted because nothing was stated. Stating the fact replaces it.",
            {"pointer": {**_TEXT, "description": "JSON Pointer to the fact that was not stated."}, "statement": _TEXT},
        ),
        "Guidance": _record(
            "A ruling that touches what the answer rests on. It never changes the determination.",
            {"id": _TEXT, "citation": _TEXT, "released": _DAY, "note": _TEXT},
            optional={"confidence": {"type": "string", "enum": ["official", "unverified"]}},
        ),
        "Unverified": _record(
            "A part of the rule set that was not checked against an official text.",
            {
                "kind": {
                    "type": "string",
                    "enum": ["source", "parameter", "definition", "interpretation", "variant", "pending_regulation"],
                },
                "citation": _TEXT,
                "note": _TEXT,
            },
            optional={"id": {**_TEXT, "description": "Its name in the document; a source has none."}},
        ),
        "PendingRegulation": _record(
            "A regulation that the law calls for and that has not been made.",
            {
                "id": _TEXT,
                "citation": _TEXT,
                "awaits": {**_TEXT, "description": "What is to be made, and by whom."},
                "note": {**_TEXT, "description": "What stays open until then."},
            },
        ),
        "AppliedLaw": _record(
            "Which law was applied, and why this version; nothing but the rule set where none is in force.",
            {
                "id": _TEXT,
                "version": _TEXT_OR_NONE,
                "status": {**_TEXT_OR_NONE, "description": "As the document of the version says; it never changes."},
                "effective_from": {"anyOf": [_DAY, {"type": "null"}]},
                "effective_to": {"anyOf": [_DAY, {"type": "null"}]},
                "digest": {
                    "anyOf": [_DIGEST, {"type": "null"}],
                    "description": "The entity tag under which the version's document is served.",
                },
                "selected_by": {"type": "string", "enum": [each.value for each in SelectedBy]},
            },
            optional={
                "variants": {
                    "type": "object",
                    "additionalProperties": _TEXT,
                    "description": "Under a proposal that leaves alternatives open: those that were chosen, by axis.",
                },
            },
        ),
        "Reason": _record(
            "The verdict on one element of the law for one subject.",
            {
                "code": {**_TEXT, "description": "The label of the paragraph or of the named definition."},
                "element": {**_TEXT, "description": "The part of the law that the paragraph belongs to."},
                "verdict": {"type": "string", "enum": ["met", "not_met", "unknown", "not_applicable"]},
                "citation": _TEXT,
                "statement": {**_TEXT, "description": "What the element asks for, as a sentence."},
                "subject": {**_TEXT, "description": "JSON Pointer to what was tested; empty for the transaction."},
                "facts": _list(_ref("QuotedFact"), "The facts the verdict rests on."),
            },
            optional={
                "ownership": _list(_ref("OwnershipAnswer"), "The answers on ownership and control that it rests on."),
            },
        ),
        **ownership_answer_schemas(),
        "QuotedFact": _record(
            "One fact as it was read, and the test applied to it. A number is quoted as text, digit by digit.",
            {
                "pointer": {**_TEXT, "description": "JSON Pointer into the transaction."},
                "value": {"description": "The value, or null where it is unknown."},
                "test": _TEXT,
            },
        ),
        "Question": _record(
            "A fact to ask for, or a point of law to decide.",
            {"pointer": _TEXT, "question": _TEXT, "citation": _TEXT},
            optional={
                "unit": _TEXT,
                "inquiry": {**_TEXT, "description": "What became of the question when it was asked before."},
                "interpretation": {**_TEXT, "description": "The interpretation to decide on."},
                "variant": {**_TEXT, "description": "The variant of a proposal to choose an alternative of."},
                "choices": _list(_TEXT, "The readings or alternatives to choose from."),
            },
        ),
        "Obligation": _record(
            "A duty that follows from the determination.",
            {
                "kind": _TEXT,
                "who": _TEXT,
                "what": _TEXT,
                "due": {"anyOf": [_DAY, {"type": "null"}], "description": "The last day, where it can be computed."},
                "citation": _TEXT,
                "certain": {
                    "type": "boolean",
                    "description": "False where an unknown fact decides whether it applies.",
                },
            },
        ),
        "AppliedReading": _record(
            "An open point of the text, the reading used, and what the other readings would give.",
            {
                "id": _TEXT,
                "citation": _TEXT,
                "note": _TEXT,
                "reading": {"anyOf": [_TEXT, {"type": "null"}]},
            },
            optional={
                "other_readings_give": {
                    "type": "object",
                    "additionalProperties": _TEXT,
                    "description": "The determination under each reading that gives another one; in full answers.",
                },
            },
        ),
    }


def _record(description: str, properties: Schema, *, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
