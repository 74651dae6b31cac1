"""``POST /v1/screenings/compare``: one transaction under several versions."""

import asyncio
from typing import Protocol

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.requests import json_body, refuse_query


class Comparer(Protocol):
    """The use case behind the path."""

    def compare(self, body: bytes) -> bytes:
        """The comparison as JSON bytes; raises the exceptions of ``app.domain.errors``."""


def comparison_routes(comparer: Comparer, *, limit_bytes: int) -> APIRouter:
    """The route to comparisons."""
    router = APIRouter(include_in_schema=False)

    @router.post("/v1/screenings/compare")
    async def compare(request: Request) -> Response:
        refuse_query(request.scope["query_string"])
        body = await json_body(request.scope, request.receive, limit_bytes=limit_bytes)
        # Each version is screened twice, once in full: other requests do not wait for that.
        answer = await asyncio.to_thread(comparer.compare, body)
        return Response(answer, media_type="application/json", headers={"cache-control": "no-store"})

    return router
