"""``POST /v1/screenings/compare`` and ``GET …/diff/…``: versions side by side."""

import asyncio
from typing import Protocol

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.conditional import json_response
from app.api.requests import json_body, refuse_query, require_names
from app.service.diffing import Differ


class Comparer(Protocol):
    """The use case behind comparisons."""

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


def diff_routes(differ: Differ) -> APIRouter:
    """The route to what one version changes against another."""
    router = APIRouter(include_in_schema=False)

    # Documents are read and compiled here, so that this handler is no coroutine and runs in a worker thread.
    @router.get("/v1/rule-sets/{rule_set}/versions/{version}/diff/{other}")
    def diff(request: Request, rule_set: str, version: str, other: str) -> Response:
        refuse_query(request.scope["query_string"])
        require_names(rule_set, version, other)
        told = differ.diff(rule_set, version, after=other)
        # Documents never change, so that the two digests say which comparison this is.
        return json_response(request, told, etag=f'"{told["from"]["digest"]}:{told["to"]["digest"]}"')

    return router
