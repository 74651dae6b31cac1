"""``POST /v1/ownership/bods`` and ``…/export``: beneficial ownership statements to parties and interests, and back."""

import asyncio
from datetime import date
from typing import Protocol

from fastapi import APIRouter
from pydantic_core import PydanticCustomError
from starlette.requests import Request
from starlette.responses import Response

from app.api.requests import JSON, JSON_LINES, InvalidQuery, json_body, query_pairs, refuse_query
from app.api.wire.days import day
from app.domain.errors import Problem


class StatementConverter(Protocol):
    """Converts bodies of statements to parties and interests, and back; see ``app.bods.converter``."""

    def import_statements(self, body: bytes, *, as_of: date | None = None) -> bytes:
        """Returns the parties and interests that statements tell of; those of a day, if one is given."""

    def export_statements(self, body: bytes) -> bytes:
        """Returns the statements on parties and interests."""


def bods_routes(converter: StatementConverter, *, limit_bytes: int) -> APIRouter:
    """Makes the routes of the conversions; they ask no law."""
    router = APIRouter(include_in_schema=False)

    @router.post("/v1/ownership/bods")
    async def import_statements(request: Request) -> Response:
        as_of = _as_of(request.scope["query_string"])
        media_types = (JSON, *JSON_LINES)
        body = await json_body(request.scope, request.receive, limit_bytes=limit_bytes, media_types=media_types)
        return _response(await asyncio.to_thread(converter.import_statements, body, as_of=as_of))

    @router.post("/v1/ownership/bods/export")
    async def export_statements(request: Request) -> Response:
        refuse_query(request.scope["query_string"])
        body = await json_body(request.scope, request.receive, limit_bytes=limit_bytes)
        return _response(await asyncio.to_thread(converter.export_statements, body))

    return router


def _as_of(query: bytes) -> date | None:
    """Reads the day of the query, if it names one; raises ``InvalidQuery`` for anything else."""
    if not query:
        return None
    pairs = query_pairs(query)
    if [name for name, _ in pairs] != ["as_of"]:
        raise InvalidQuery([Problem("", "This path takes `as_of`, once, and nothing else.", "unknown_parameter")])
    try:
        return day(pairs[0][1])
    except PydanticCustomError as error:
        raise InvalidQuery([Problem("/as_of", error.message(), "not_a_date")]) from None


def _response(answer: bytes) -> Response:
    return Response(answer, media_type="application/json", headers={"cache-control": "no-store"})
