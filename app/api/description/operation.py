"""What a route says of its body and its answers, for the OpenAPI document that FastAPI makes of the routes."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from app.api.description.problem_schema import problem_responses

Responses = dict[int | str, dict[str, Any]]

BODY_FAULTS: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)
"""How a request with a body can fail for the body's sake, beside what its content says."""


def fails(*statuses: HTTPStatus) -> Responses:
    """Describes the failures of an operation, an unexpected one among them."""
    described: Responses = {}
    described.update(problem_responses(*statuses))
    return described


def gives(
    schema: str,
    described: str | None = None,
    *,
    status: int = 200,
    tagged: bool = False,
    failing: tuple[HTTPStatus, ...] = (),
) -> Responses:
    """Describes a JSON answer of this schema, with an entity tag if it is ``tagged``, and the statuses of failures."""
    tag = {"headers": {"ETag": {"required": True, "schema": {"type": "string"}}}} if tagged else {}
    content = {"application/json": {"schema": _reference(schema)}}
    return {
        status: {"description": described or schema, "content": content, **tag},
        **fails(*failing),
    }


def unchanged(schema: str, *, failing: tuple[HTTPStatus, ...] = ()) -> Responses:
    """Describes an answer that the caller may keep, as :func:`gives` does."""
    return {
        **gives(schema, tagged=True, failing=failing),
        304: {"description": "Unchanged since the entity tag given."},
    }


def takes(schema: str, *, lines: Iterable[str] = ()) -> dict[str, Any]:
    """Describes a JSON body of this schema; ``lines`` are media types of values that stand one on each line."""
    content: dict[str, Any] = {"application/json": {"schema": _reference(schema)}}
    for media_type in lines:
        content[media_type] = {"schema": {"type": "string", "description": "One statement a line."}}
    return {"requestBody": {"required": True, "content": content}}


def _reference(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}
