"""The paths on which rules are written, checked, reviewed, published, withdrawn and taken back."""

from http import HTTPStatus
from typing import Any, Final

from app.api.description import lifecycle_examples as example
from app.api.description.problem_schema import problem_responses
from app.api.requests import NAME

Schema = dict[str, Any]

SECURITY_SCHEMES: Final[Schema] = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key with scopes, made by `python -m app keys create`. Its owner stands in the log.",
    }
}

_UNSAVED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE)
_BODY = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
_ABOUT_ONE = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
_ABOUT_A_TEXT = (HTTPStatus.FORBIDDEN, *_ABOUT_ONE, HTTPStatus.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_REQUIRED)
_NAMES = ("rule_set", "version")


def lifecycle_paths() -> Schema:
    """The path items by path."""
    draft, version = "/v1/drafts/{rule_set}/{version}", "/v1/rule-sets/{rule_set}/versions/{version}"
    return {
        "/v1/drafts": {
            "get": {
                **_operation("drafts", "The drafts and how far each has come."),
                "responses": _responses("200", "Drafts", {"drafts": [example.STATE]}, _UNSAVED),
            }
        },
        draft: {
            "parameters": _path_parameters(),
            "get": _get_draft(),
            "put": _put_draft(),
            "delete": {
                **_operation("removeDraft", "Removes a draft; its log remains."),
                "parameters": [_if_match()],
                "responses": {
                    "204": {"description": "The draft is gone.", "headers": _request_id()},
                    **problem_responses(*_UNSAVED, *_ABOUT_A_TEXT, showing=example.PROBLEMS),
                },
            },
        },
        f"{draft}/check": {
            "parameters": _path_parameters(),
            "post": {
                **_operation("checkDraft", "Puts a draft to the publishing gate and reports what it finds."),
                "responses": _responses("200", "CheckReport", example.CHECKED, (*_UNSAVED, *_ABOUT_ONE), tagged=True),
            },
        },
        f"{draft}/review": {
            "parameters": _path_parameters(),
            "post": {
                **_with_body("reviewDraft", "Puts a review of this very text on record.", "Review", example.REVIEW),
                "parameters": [_if_match()],
                "responses": _responses(
                    "200", "Draft", example.REVIEWED, (*_UNSAVED, *_BODY, *_ABOUT_A_TEXT), tagged=True
                ),
            },
        },
        f"{draft}/publish": {
            "parameters": _path_parameters(),
            "post": {
                **_with_body(
                    "publishDraft",
                    "Makes a checked and reviewed text a version; by another person than its authors.",
                    "Publication",
                    example.PUBLICATION,
                ),
                "parameters": [_if_match()],
                "responses": _responses("201", "Version", example.PUBLISHED, (*_UNSAVED, *_BODY, *_ABOUT_A_TEXT)),
            },
        },
        f"{version}/history": {
            "parameters": _path_parameters(),
            "get": {
                "operationId": "history",
                "summary": "Everything that happened to a version, as a draft and since, and who did it.",
                "responses": _responses(
                    "200",
                    "History",
                    example.HISTORY,
                    (HTTPStatus.NOT_FOUND, *_UNSAVED[1:]),
                ),
            },
        },
        f"{version}/withdraw": _act(
            "withdraw", "Withdraws a version: nothing answers in its place, except to who pins it.", example.WITHDRAWN
        ),
        f"{version}/rollback": _act(
            "rollBack", "Takes the last publication back: what it superseded is the law again.", example.ROLLED_BACK
        ),
    }


def _get_draft() -> Schema:
    statuses = (*_UNSAVED, HTTPStatus.NOT_FOUND)
    responses = _responses("200", "DraftDocument", example.DRAFT, statuses, tagged=True)
    unchanged = {"304": {"description": "Unchanged since the entity tag given.", "headers": _request_id()}}
    return {
        **_operation("draft", "A draft: its document with its golden cases."),
        "parameters": [_header("If-None-Match", required=False)],
        "responses": {**responses, **unchanged},
    }


def _put_draft() -> Schema:
    statuses = (*_UNSAVED, *_BODY, *_ABOUT_A_TEXT)
    new = _responses("201", "Draft", example.STATE, (), tagged=True)["201"]
    return {
        **_with_body("saveDraft", "Saves a draft; its text may have faults.", "DraftDocument", example.DRAFT),
        "parameters": [_header("If-Match", required=False), _header("If-None-Match", required=False)],
        "responses": {"201": new, **_responses("200", "Draft", example.STATE, statuses, tagged=True)},
    }


def _act(operation: str, summary: str, response: Any) -> Schema:
    statuses = (*_UNSAVED, *_BODY, HTTPStatus.FORBIDDEN, *_ABOUT_ONE)
    return {
        "parameters": _path_parameters(),
        "post": {
            **_with_body(operation, summary, "Grounds", example.REASON),
            "responses": _responses("200", "History", response, statuses),
        },
    }


def _operation(operation: str, summary: str) -> Schema:
    return {"operationId": operation, "summary": summary, "security": [{"key": []}]}


def _with_body(operation: str, summary: str, schema: str, value: Any) -> Schema:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}, "example": value}}
    return {**_operation(operation, summary), "requestBody": {"required": True, "content": content}}


def _responses(
    status: str, schema: str, value: Any, failures: tuple[HTTPStatus, ...], *, tagged: bool = False
) -> Schema:
    tag = {"ETag": {"required": True, "schema": {"type": "string"}}} if tagged else {}
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}, "example": value}}
    answer = {"description": schema, "headers": {**_request_id(), **tag}, "content": content}
    return {status: answer, **problem_responses(*failures, showing=example.PROBLEMS)}


def _path_parameters() -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": NAME}} for name in _NAMES
    ]


def _if_match() -> Schema:
    return _header("If-Match", required=True)


def _header(name: str, *, required: bool) -> Schema:
    return {"name": name, "in": "header", "required": required, "schema": {"type": "string"}}


def _request_id() -> Schema:
    return {"X-Request-Id": {"schema": {"type": "string"}}}
