"""Problem documents (RFC 9457) as operations describe them, read off the table that makes them."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import orjson

from app.api.problems import KINDS, MEDIA_TYPE, NOT_READY, UNEXPECTED, problem
from app.domain.errors import ScreeningError

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}


def problem_types() -> list[str]:
    """Give the URIs of all kinds of problems."""
    return [*sorted({kind.type for kind in (*KINDS.values(), NOT_READY, UNEXPECTED)}), "about:blank"]


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
