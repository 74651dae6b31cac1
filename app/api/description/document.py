"""Completes the OpenAPI 3.1 document that FastAPI makes of the routes with schemas and examples."""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from app.api.description.answer_schema import answer_schemas
from app.api.description.problem_examples import PROBLEMS
from app.api.description.request_schema import Schema, request_schemas
from app.api.problems import MEDIA_TYPE, problem, problem_types
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.service.access.scopes import OPTIONAL


@dataclass(frozen=True, slots=True)
class ShownExample:
    """Holds one body as a caller sends it, if any, and the response that it gets."""

    title: str
    request: Any
    response: Any


def openapi_document(described: Schema, examples: Mapping[str, Mapping[str, ShownExample]]) -> Schema:
    """Completes FastAPI's description of the routes with the schemas and with examples, which are by operation.

    Equal input gives an equal document.
    """
    document = copy.deepcopy(described)
    document["components"]["schemas"] = schemas(described)
    # Who calls an operation that says nothing of keys needs none.
    document["security"] = []
    for operation in _operations(document):
        if "security" in operation:
            operation["security"] = _alternatives(operation["security"])
        # The first line of a handler's docstring is the summary, the rest the description.
        operation["summary"], _, more = operation.pop("description").partition("\n\n")
        if more:
            operation["description"] = more.replace("\n", " ")
        for status, response in operation["responses"].items():
            response.setdefault("headers", {})["X-Request-Id"] = {"schema": {"type": "string"}}
            if int(status) >= HTTPStatus.BAD_REQUEST:
                response["content"] = dict.fromkeys([MEDIA_TYPE], *response["content"].values())
        _add_examples(operation, examples.get(operation["operationId"], {}))
        if "publishing" in operation["tags"]:
            _add_problem_examples(operation["responses"])
    return document


def schemas(described: Schema) -> dict[str, Schema]:
    """Gives the schemas of bodies and answers by name; those of answers are FastAPI's, without its titles."""
    answers: dict[str, Schema] = _without_titles(described["components"]["schemas"] | answer_schemas())
    regime = OUTBOUND_INVESTMENT
    choices = {
        "Class": ("The word of a determination.", regime.determinations),
        "PossibleClass": ("What a transaction can turn out to be once everything is known.", regime.classes),
        "ProblemType": ("Identifies a kind of problem.", [*problem_types(), "about:blank"]),
    }
    words = {
        name: {"type": "string", "enum": list(each), "description": says} for name, (says, each) in choices.items()
    }
    return {**answers, **words, **request_schemas()}


def openapi_json(document: Schema) -> bytes:
    """Writes the document as it is committed and served: sorted, indented, with a line end."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _operations(document: Schema) -> Iterator[Schema]:
    for path in document["paths"].values():
        yield from path.values()


def _alternatives(described: list[dict[str, list[str]]]) -> list[dict[str, list[str]]]:
    """Gives every way to be allowed an operation: one of its scopes, by a key or a token; none where access is open."""
    ways = [{name: [scope]} for each in described for name, scopes in each.items() for scope in scopes]
    scopes = {scope for way in ways for (scope,) in way.values()}
    return [*ways, *([{}] if scopes <= OPTIONAL else [])]


def _add_examples(operation: Schema, examples: Mapping[str, ShownExample]) -> None:
    for name, example in examples.items():
        if example.request is not None:
            _show(operation["requestBody"], name, example.title, example.request)
        for status, response in operation["responses"].items():
            if int(status) < HTTPStatus.BAD_REQUEST and "content" in response:
                _show(response, name, example.title, example.response)


def _show(body: Schema, name: str, title: str, value: Any) -> None:
    body["content"]["application/json"].setdefault("examples", {})[name] = {"summary": title, "value": value}


def _add_problem_examples(responses: Schema) -> None:
    for error in PROBLEMS:
        answer = problem(error, request_id="5c0e1f7a-2b")
        if str(answer.status_code) in responses:
            body = json.loads(bytes(answer.body))
            shown = responses[str(answer.status_code)]["content"][MEDIA_TYPE].setdefault("examples", {})
            shown[body["type"].rpartition(":")[2]] = {"value": body}


def _without_titles(value: Any) -> Any:
    """Leaves out the titles, which say in capitals what the names say."""
    if isinstance(value, dict):
        kept = {key: inner for key, inner in value.items() if key != "title" or not isinstance(inner, str)}
        return {key: _without_titles(inner) for key, inner in kept.items()}
    return [_without_titles(inner) for inner in value] if isinstance(value, list) else value
