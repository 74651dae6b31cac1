"""``POST /v1/ownership/bods`` and ``…/export``: beneficial ownership statements to parties and interests, and back."""

import asyncio
from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.requests import json_body, refuse_query
from app.api.wire.bods.desk import BodsDesk


def bods_routes(*, limit_bytes: int) -> APIRouter:
    """The routes of the conversions; they ask no law."""
    router = APIRouter(include_in_schema=False)
    desk = BodsDesk(limit_bytes=limit_bytes)

    async def converted(request: Request, convert: Callable[[bytes], bytes]) -> Response:
        refuse_query(request.scope["query_string"])
        body = await json_body(request.scope, request.receive, limit_bytes=limit_bytes)
        answer = await asyncio.to_thread(convert, body)
        return Response(answer, media_type="application/json", headers={"cache-control": "no-store"})

    @router.post("/v1/ownership/bods")
    async def read_in(request: Request) -> Response:
        return await converted(request, desk.read_in)

    @router.post("/v1/ownership/bods/export")
    async def write_out(request: Request) -> Response:
        return await converted(request, desk.write_out)

    return router
