"""Answers with JSON, under a strong entity tag where the caller may keep them."""

from typing import Any

import orjson
from starlette.responses import Response


class JsonResponse(Response):
    """Responds with JSON, from text that is JSON already or from plain values."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Gives the content as JSON text."""
        return content if isinstance(content, bytes) else orjson.dumps(content)


class YamlResponse(Response):
    """Responds with text in YAML (RFC 9512)."""

    media_type = "application/yaml"


def tagged(content: Any, digest: str, *, status: int = 200) -> Response:
    """Answers with the content under the digest of a draft, to be named in a request that changes it."""
    return JsonResponse(content, status, {"etag": f'"{digest}"'})


def unless_known(if_none_match: str | None, content: Any, etag: str, *, as_: type[Response] = JsonResponse) -> Response:
    """Answers with the content under ``etag``, or with 304 if the caller names that tag (RFC 9110, 13.1.2)."""
    headers = {"etag": etag, "cache-control": "no-cache"}
    candidates = (candidate.strip().removeprefix("W/") for candidate in (if_none_match or "").split(","))
    if any(candidate in ("*", etag) for candidate in candidates):
        return Response(status_code=304, headers=headers)
    return as_(content, headers=headers)
