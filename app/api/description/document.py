"""The OpenAPI 3.1 document of the whole interface."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from app.api.description.bods_schema import bods_paths, bods_schemas
from app.api.description.comparison_schema import comparison_schemas
from app.api.description.determination_schema import determination_schemas
from app.api.description.example import Example
from app.api.description.law_schema import law_schemas
from app.api.description.lifecycle_paths import SECURITY_SCHEMES, lifecycle_paths
from app.api.description.lifecycle_schema import lifecycle_schemas
from app.api.description.ownership_schema import ownership_schemas
from app.api.description.problem_schema import problem_responses, problem_schemas
from app.api.description.transaction_schema import transaction_schemas
from app.api.requests import NAME, VARIANT

API_VERSION: Final = "1.0.0"

Schema = dict[str, Any]

_NAME: Schema = {"type": "string", "pattern": NAME}
_NOT_FOUND = HTTPStatus.NOT_FOUND
_BAD_QUERY = HTTPStatus.UNPROCESSABLE_ENTITY
_UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE


def openapi_document(
    examples: Mapping[str, Example],
    *,
    compared: Mapping[str, Example] | None = None,
    owned: Mapping[str, Example] | None = None,
    imported: Mapping[str, Example] | None = None,
    exported: Mapping[str, Example] | None = None,
) -> Schema:
    """The document with examples of screenings, comparisons, questions about ownership, and converted statements.

    Equal input gives an equal document.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Outbound investment screening",
            "version": API_VERSION,
            "summary": "Screens transactions under outbound investment rules and explains every answer by paragraph.",
            "description": "A fact that is left out or null is unknown, never false. Numbers are exact, whether sent "
            "as JSON numbers or as text. Every answer names the law it applied.",
        },
        "paths": {
            "/v1/screenings": {"post": _screening(examples)},
            "/v1/screenings/compare": {"post": _comparison(compared or {})},
            "/v1/ownership": {"post": _ownership(owned or {})},
            **bods_paths(_posted, imported=imported or {}, exported=exported or {}),
            "/v1/rule-sets": {"get": _known("ruleSets", "Every rule set with its versions.", "RuleSets")},
            "/v1/rule-sets/{rule_set}": {
                "get": _known("ruleSet", "One rule set with its versions.", "RuleSet", "rule_set")
            },
            "/v1/rule-sets/{rule_set}/versions/{version}": {
                "get": _known("ruleSetVersion", "The document of one version.", "RuleDocument", "rule_set", "version")
            },
            "/v1/rule-sets/{rule_set}/versions/{version}/diff/{other}": {
                "get": _known("diff", "What `other` changes in words.", "Diff", "rule_set", "version", "other")
            },
            **lifecycle_paths(),
            "/v1/facts": {"get": _known("facts", "The dictionary of everything a transaction can state.", "Facts")},
            "/healthz": {"get": _operation("alive", "Whether the process is alive.", "Alive")},
            "/readyz": {
                "get": _operation(
                    "ready", "Whether screenings can be answered, and under which law.", "Ready", _UNAVAILABLE
                )
            },
            "/metrics": {"get": _metrics()},
        },
        "components": {
            "securitySchemes": SECURITY_SCHEMES,
            "schemas": {
                **transaction_schemas(),
                **determination_schemas(),
                **comparison_schemas(),
                **ownership_schemas(),
                **bods_schemas(),
                **law_schemas(),
                **lifecycle_schemas(),
                **problem_schemas(),
            },
        },
    }


def openapi_json(document: Schema) -> bytes:
    """The document as it is committed and served: sorted, indented, with a line end."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _screening(examples: Mapping[str, Example]) -> Schema:
    return {
        "operationId": "screen",
        "summary": "Screens one transaction.",
        "description": "Gives the determination with its reasons. `undetermined` is an answer, not an error.",
        "parameters": [
            _query("rule_set", _NAME, "The rule set to apply; by default the one configured."),
            _query("version", _NAME, "The version to apply; by default the law on the completion date."),
            {
                **_query(
                    "variant",
                    {"type": "array", "items": {"type": "string", "pattern": VARIANT}},
                    "An alternative to choose where a proposed version leaves several open, as `name:alternative`; one "
                    "for each variant. `GET /v1/rule-sets` lists them.",
                ),
                "style": "form",
                "explode": True,
            },
            _query(
                "as_known_on",
                {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}], "examples": ["2026-01-31"]},
                "The law as it was on record at the end of this day (UTC), or at this time.",
            ),
            _query(
                "explain",
                {"type": "string", "enum": ["brief", "full"], "default": "brief"},
                "`brief` gives the reasons that the answer rests on, `full` every element of the law.",
            ),
        ],
        **_posted("Transaction", examples, gives="Determination", described="The determination."),
    }


def _comparison(examples: Mapping[str, Example]) -> Schema:
    return {
        "operationId": "compare",
        "summary": "Screens one transaction under several versions.",
        "description": "Gives each determination, and the provisions responsible for every difference from the first.",
        **_posted("ComparisonRequest", examples, gives="Comparison", described="The determinations and differences."),
    }


def _ownership(examples: Mapping[str, Example]) -> Schema:
    return {
        "operationId": "ownership",
        "summary": "Says who holds how much of whom, by several methods side by side.",
        "description": "Nothing is screened: parties, interests and a question come in, and for each subject, measure "
        "and method a verdict with bounds, the paths behind it and what is missing goes out.",
        **_posted("OwnershipRequest", examples, gives="Ownership", described="The answers."),
    }


def _posted(schema: str, examples: Mapping[str, Example], *, gives: str, described: str) -> Schema:
    """The body of a request about a transaction, with what can come back."""
    requests = {name: {"summary": each.title, "value": each.request} for name, each in examples.items()}
    responses = {name: {"summary": each.title, "value": each.response} for name, each in examples.items()}
    content = {"schema": {"$ref": f"#/components/schemas/{schema}"}, **({"examples": requests} if requests else {})}
    return {
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {
            "200": _json(described, gives, examples=responses),
            **problem_responses(
                HTTPStatus.BAD_REQUEST,
                _NOT_FOUND,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                _BAD_QUERY,
                _UNAVAILABLE,
            ),
        },
    }


def _known(operation: str, summary: str, schema: str, *path_parameters: str) -> Schema:
    """A GET of something that changes seldom: with an entity tag."""
    described = _operation(
        operation, summary, schema, *([_NOT_FOUND] if path_parameters else []), _BAD_QUERY, _UNAVAILABLE
    )
    described["responses"]["200"]["headers"]["ETag"] = {"required": True, "schema": {"type": "string"}}
    described["responses"]["304"] = {"description": "Unchanged since the entity tag given."}
    parameters: list[Schema] = [
        {"name": name, "in": "path", "required": True, "schema": _NAME} for name in path_parameters
    ]
    if_none_match = {"name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"}}
    return {**described, "parameters": [*parameters, if_none_match]}


def _operation(operation: str, summary: str, schema: str, *failures: HTTPStatus) -> Schema:
    return {
        "operationId": operation,
        "summary": summary,
        "responses": {"200": _json(summary, schema), **problem_responses(*failures)},
    }


def _metrics() -> Schema:
    text = {"text/plain": {"schema": {"type": "string"}}}
    return {
        "operationId": "metrics",
        "summary": "What this process has counted, in the text format of Prometheus.",
        "responses": {"200": {"description": "The metrics.", "content": text}, **problem_responses()},
    }


def _json(description: str, schema: str, *, examples: Schema | None = None) -> Schema:
    content: Schema = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    if examples:
        content["examples"] = examples
    return {
        "description": description,
        "headers": {"X-Request-Id": {"schema": {"type": "string"}}},
        "content": {"application/json": content},
    }


def _query(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}
