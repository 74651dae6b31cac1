"""The JSON Schema of problem documents (RFC 9457), read off the table that makes them."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import orjson

from app.api.problems import KINDS, MEDIA_TYPE, NOT_READY, UNEXPECTED, problem
from app.domain.errors import ScreeningError

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}


def problem_schemas() -> dict[str, Schema]:
    """The schemas by name."""
    kinds = sorted({kind.type for kind in (*KINDS.values(), NOT_READY, UNEXPECTED)})
    return {
        "Problem": {
            "type": "object",
            "description": "What went wrong and how to mend it. No value of the transaction is repeated.",
            "properties": {
                "type": {"type": "string", "enum": [*kinds, "about:blank"], "description": "Identifies the kind."},
                "title": _TEXT,
                "status": {"type": "integer"},
                "detail": _TEXT,
                "request_id": {**_TEXT, "description": "The same as in the header X-Request-Id."},
                "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemPart"}},
                "findings": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
                "law": {"$ref": "#/components/schemas/LawAtHand"},
            },
            "required": ["type", "title", "status", "request_id"],
            "additionalProperties": False,
        },
        "ProblemPart": {
            "type": "object",
            "description": "One of several things to mend.",
            "properties": {
                "pointer": {**_TEXT, "description": "JSON Pointer to the place, or the query parameter after a slash."},
                "detail": _TEXT,
                "code": {**_TEXT, "description": "Stable, to branch on."},
            },
            "required": ["pointer", "detail", "code"],
            "additionalProperties": False,
        },
    }


def problem_responses(*statuses: HTTPStatus, showing: Sequence[ScreeningError] = ()) -> Schema:
    """The responses of an operation that can fail with these statuses, or unexpectedly.

    Of the errors in ``showing``, each is shown as it is answered under its status.
    """
    shown: dict[int, Schema] = {}
    for error in showing:
        answer = problem(error, request_id="5c0e1f7a-2b")
        name = orjson.loads(answer.body)["type"].rsplit(":", 1)[1]
        shown.setdefault(answer.status_code, {})[name] = {"value": orjson.loads(answer.body)}
    return {
        str(int(status)): {
            "description": status.phrase,
            "headers": {"X-Request-Id": {"schema": _TEXT}},
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    **({"examples": shown[status]} if status in shown else {}),
                }
            },
        }
        for status in (*statuses, HTTPStatus.INTERNAL_SERVER_ERROR)
    }
