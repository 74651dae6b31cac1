"""The OpenAPI 3.1 document: what FastAPI makes of the routes, with schemas and examples that it cannot know."""

import copy
import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from app.api.description.answer_schema import answer_schemas
from app.api.description.example import Example
from app.api.description.problem_examples import PROBLEMS
from app.api.description.problem_schema import problem_responses, problem_types
from app.api.description.request_schema import request_schemas
from app.api.description.transaction_schema import transaction_schemas

Schema = dict[str, Any]


def openapi_document(described: Schema, examples: Mapping[str, Mapping[str, Example]]) -> Schema:
    """Completes FastAPI's description of the routes with the schemas and with examples, which are by operation.

    Equal input gives an equal document.
    """
    document = copy.deepcopy(described)
    document["components"]["schemas"] = schemas()
    for operation in _operations(document):
        # The first line of a handler's docstring is the summary, the rest the description.
        operation["summary"], _, more = operation.pop("description").partition("\n\n")
        if more:
            operation["description"] = more.replace("\n", " ")
        _add_examples(operation, examples.get(operation["operationId"], {}))
        if "publishing" in operation["tags"]:
            _add_problem_examples(operation["responses"])
        for response in operation["responses"].values():
            response.setdefault("headers", {})["X-Request-Id"] = {"schema": {"type": "string"}}
    return document


def schemas() -> dict[str, Schema]:
    """Gives the schemas of bodies and answers by name."""
    answers = answer_schemas()
    answers["Problem"]["properties"]["type"]["enum"] = problem_types()
    return {**answers, **transaction_schemas(), **request_schemas()}


def openapi_json(document: Schema) -> bytes:
    """Writes the document as it is committed and served: sorted, indented, with a line end."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _operations(document: Schema) -> Iterator[Schema]:
    for path in document["paths"].values():
        yield from path.values()


def _add_examples(operation: Schema, examples: Mapping[str, Example]) -> None:
    for name, example in examples.items():
        if example.request is not None:
            _show(operation["requestBody"], name, example.title, example.request)
        for status, response in operation["responses"].items():
            if int(status) < HTTPStatus.BAD_REQUEST and "content" in response:
                _show(response, name, example.title, example.response)


def _show(body: Schema, name: str, title: str, value: Any) -> None:
    body["content"]["application/json"].setdefault("examples", {})[name] = {"summary": title, "value": value}


def _add_problem_examples(responses: Schema) -> None:
    for status in responses:
        if int(status) >= HTTPStatus.BAD_REQUEST:
            responses[status] = problem_responses(HTTPStatus(int(status)), showing=PROBLEMS)[status]
