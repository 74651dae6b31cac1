"""``GET /v1/facts``: the dictionary of everything a transaction can state."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.conditional import json_response
from app.api.requests import refuse_query
from app.domain.canonical import canonical_json, digest
from app.domain.facts.dictionary import Entry, FieldType, entries


def fact_routes() -> APIRouter:
    """The route to the dictionary, which changes with the release only."""
    router = APIRouter(include_in_schema=False)
    dictionary: dict[str, Any] = {"facts": facts()}
    etag = f'"{digest(canonical_json(dictionary))}"'

    @router.get("/v1/facts")
    async def all_facts(request: Request) -> Response:
        refuse_query(request.scope["query_string"])
        return json_response(request, dictionary, etag=etag)

    return router


def facts() -> list[Any]:
    """Every fact with what a person needs to state it; what does not apply to a fact is left out."""
    return [_fact(entry) for entry in entries()]


def _fact(entry: Entry) -> dict[str, Any]:
    item = entry.field.type.item
    described = {
        "pointer": entry.pointer,
        "type": entry.field.type.kind.value,
        "items": item.kind.value if item else None,
        "choices": list(_choices(entry.field.type)) or None,
        "unit": entry.fact.unit,
        "question": entry.fact.question,
        "note": entry.fact.note,
        "citation": entry.fact.citation,
        # A list or record that is not stated has nothing in it; only a single value has a default worth showing.
        "silence": entry.fact.silence,
        "default": entry.field.default if isinstance(entry.field.default, str | bool) else None,
    }
    return {name: value for name, value in described.items() if value is not None}


def _choices(type_: FieldType) -> tuple[str, ...]:
    return type_.item.choices if type_.item else type_.choices
