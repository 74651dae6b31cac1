"""Answers that a caller may keep: with a strong entity tag, and 304 where the caller has them already."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

_REVALIDATE = "no-cache"


def json_response(request: Request, value: Any, *, etag: str) -> Response:
    """``value`` as JSON under ``etag``, or 304 if the request names that tag (RFC 9110, 13.1.2)."""
    return json_bytes(request, orjson.dumps(value), etag=etag)


def json_bytes(request: Request, json: bytes, *, etag: str) -> Response:
    """The JSON text under ``etag``, or 304 if the request names that tag."""
    headers = {"etag": etag, "cache-control": _REVALIDATE}
    if _names(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(json, media_type="application/json", headers=headers)


def _names(if_none_match: str, etag: str) -> bool:
    candidates = (candidate.strip().removeprefix("W/") for candidate in if_none_match.split(","))
    return any(candidate in ("*", etag) for candidate in candidates)
