"""``POST /v1/ownership/bods`` and ``…/export``: beneficial ownership statements to parties and interests, and back."""

import asyncio
from datetime import date

from fastapi import APIRouter
from pydantic_core import PydanticCustomError
from starlette.requests import Request
from starlette.responses import Response

from app.api.requests import JSON, JSON_LINES, InvalidQuery, json_body, query_pairs, refuse_query
from app.api.wire.bods.desk import BodsDesk
from app.api.wire.days import day
from app.domain.errors import Problem


def bods_routes(*, limit_bytes: int) -> APIRouter:
    """The routes of the conversions; they ask no law."""
    router = APIRouter(include_in_schema=False)
    desk = BodsDesk(limit_bytes=limit_bytes)

    @router.post("/v1/ownership/bods")
    async def read_in(request: Request) -> Response:
        as_of = _as_of(request.scope["query_string"])
        media_types = (JSON, *JSON_LINES)
        body = await json_body(request.scope, request.receive, limit_bytes=limit_bytes, media_types=media_types)
        return _response(await asyncio.to_thread(desk.read_in, body, as_of=as_of))

    @router.post("/v1/ownership/bods/export")
    async def write_out(request: Request) -> Response:
        refuse_query(request.scope["query_string"])
        body = await json_body(request.scope, request.receive, limit_bytes=limit_bytes)
        return _response(await asyncio.to_thread(desk.write_out, body))

    return router


def _as_of(query: bytes) -> date | None:
    """The day of the query, if it names one; raises ``InvalidQuery`` for anything else."""
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
