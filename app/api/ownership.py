"""``POST /v1/ownership``: who holds how much of whom, by several methods side by side."""

import asyncio
from typing import Protocol

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.requests import json_body, refuse_query


class OwnershipDesk(Protocol):
    """The use case behind the path."""

    def answer(self, body: bytes) -> bytes:
        """The answer as JSON bytes; raises the exceptions of ``app.domain.errors``."""


def ownership_routes(desk: OwnershipDesk, *, limit_bytes: int) -> APIRouter:
    """The route to questions about ownership."""
    router = APIRouter(include_in_schema=False)

    @router.post("/v1/ownership")
    async def answer(request: Request) -> Response:
        refuse_query(request.scope["query_string"])
        body = await json_body(request.scope, request.receive, limit_bytes=limit_bytes)
        # A large graph under several methods takes a while: other requests do not wait for that.
        found = await asyncio.to_thread(desk.answer, body)
        return Response(found, media_type="application/json", headers={"cache-control": "no-store"})

    return router
