"""Describes the body and the answers of a route, for the OpenAPI document that FastAPI makes of the routes."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from app.api.description.answer_schema import answer_ref, description_of
from app.api.description.reference import ref
from app.domain.answers.problem import ProblemJson

Responses = dict[int | str, dict[str, Any]]

_BODY_FAULTS = (400, 408, 413, 415)

SECURED: Final = (400, 401, 403, 429, 503)
"""The statuses with which an operation fails for the sake of who makes the request."""


def fails(*statuses: int) -> Responses:
    """Describes the failures of an operation, an unexpected one among them."""
    problem = {"application/json": {"schema": answer_ref(ProblemJson)}}
    return {status: {"description": HTTPStatus(status).phrase, "content": problem} for status in (*statuses, 500)}


def gives(
    answer: Any,
    *,
    status: int = 200,
    tagged: bool = False,
    failing: tuple[int, ...] = (),
    also: dict[str, Any] | None = None,
    headers: dict[str, Any] | None = None,
) -> Responses:
    """Describes an answer and the statuses of failures.

    ``answer`` is a type of ``app.domain.answers``, or the name of a schema of ``request_schema``. A ``tagged`` answer
    has an entity tag; ``also`` has its other media types, and ``headers`` its headers.
    """
    described = _described(answer)
    described["content"] |= also or {}
    headers = {**({"ETag": {"required": True, "schema": {"type": "string"}}} if tagged else {}), **(headers or {})}
    return {status: {**described, **({"headers": headers} if headers else {})}, **fails(*failing)}


def unchanged(answer: Any, *, failing: tuple[int, ...] = (), also: dict[str, Any] | None = None) -> Responses:
    """Describes an answer that the caller may keep, as :func:`gives` does."""
    return {
        **gives(answer, tagged=True, failing=failing, also=also),
        304: {"description": "Unchanged since the entity tag given."},
    }


def takes(schema: str, *, lines: Iterable[str] = ()) -> dict[str, Any]:
    """Describes a JSON body of this schema, and how a request fails for its sake, whatever it says.

    ``lines`` are media types of values that stand one on each line.
    """
    content: dict[str, Any] = {"application/json": {"schema": ref(schema)}}
    for media_type in lines:
        content[media_type] = {"schema": {"type": "string", "description": "One item a line."}}
    problem = {"application/json": {"schema": ref("Problem")}}
    faults = {str(status): {"description": HTTPStatus(status).phrase, "content": problem} for status in _BODY_FAULTS}
    return {"requestBody": {"required": True, "content": content}, "responses": faults}


def _described(answer: Any) -> dict[str, Any]:
    if isinstance(answer, str):
        return {"description": answer, "content": {"application/json": {"schema": ref(answer)}}}
    return {"description": description_of(answer), "content": {"application/json": {"schema": answer_ref(answer)}}}
