"""Serves ``/openapi.json`` and ``/docs``: the description of the interface, readable without any other server."""

from collections.abc import Callable, Mapping
from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import Response

from app.api.parameters import IfNoneMatch
from app.api.responses import unless_known
from app.domain.canonical import digest

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Outbound investment screening: interface</title>
<link rel="icon" href="docs/favicon.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
_START = """window.onload = () => SwaggerUIBundle({
  url: "openapi.json", dom_id: "#page", deepLinking: true, defaultModelsExpandDepth: 0, validatorUrl: null,
});
"""
_ASSETS = {"favicon.png": "image/png", "swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript"}
# The page loads from here and nowhere else, and no other site may frame it.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


def docs_routes(openapi: bytes) -> APIRouter:
    """Makes the routes to the OpenAPI document, given as JSON, and to a page that shows it."""
    router = APIRouter(include_in_schema=False)
    etag = f'"{digest(openapi)}"'

    @router.get("/openapi.json")
    async def description(if_none_match: IfNoneMatch = None) -> Response:
        return unless_known(if_none_match, openapi, etag)

    router.add_api_route("/docs", _always(_PAGE, "text/html", {"content-security-policy": _POLICY}))
    router.add_api_route("/docs/start.js", _always(_START, "text/javascript"))
    # Of the package that brings Swagger UI only the files are used, never its code.
    for name, media_type in _ASSETS.items():
        content = (files("fastapi_offline") / "static" / name).read_bytes()
        router.add_api_route(f"/docs/{name}", _always(content, media_type, {"cache-control": "max-age=86400"}))
    return router


def _always(content: str | bytes, media_type: str, headers: Mapping[str, str] | None = None) -> Callable[[], Response]:
    return lambda: Response(content, media_type=media_type, headers=headers)
