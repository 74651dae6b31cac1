"""Puts the whole HTTP interface together from its parts."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from app.api import (
    batches,
    drafts,
    notifications,
    operations,
    ownership,
    records,
    rule_sets,
    screenings,
    signatures,
    templates,
)
from app.api.docs import docs_routes
from app.api.middleware import RequestMiddleware
from app.api.parameters import invalid_query
from app.api.problems import problem, status_problem
from app.api.release import API_VERSION
from app.api.services import Services
from app.domain.errors import ScreeningError

_TAGS: Final = {
    "screenings": "What the law says of transactions, what to ask next, and transactions to begin with.",
    "notifications": "The content of notifications, item by item.",
    "ownership": "Who holds how much of whom, and beneficial ownership statements.",
    "record": "The screenings on record, and whether nobody changed them.",
    "law": "The rule sets, their versions, and the facts that they read.",
    "publishing": "Drafts of the law, and what ends a version. Each call takes a key.",
    "signatures": "The keys that answers are signed with.",
    "operations": "Whether the service lives, is ready, and how it does.",
}

Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]


def interface(lifespan: Lifespan | None = None, middleware: Sequence[Middleware] = ()) -> FastAPI:
    """Makes the application with the routes that its OpenAPI document describes, and no use cases behind them."""
    # The framework's own pages would load from other servers.
    app = FastAPI(
        title="Outbound investment screening",
        version=API_VERSION,
        summary="Screens transactions under outbound investment rules and explains every answer by paragraph.",
        description="A fact that is left out or null is unknown, never false. Numbers are exact, whether sent as JSON "
        "numbers or as text. Every answer names the law it applied.",
        license_info={"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/", "description": "Where this document is served."}],
        openapi_tags=[{"name": name, "description": says} for name, says in _TAGS.items()],
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        # Not included as the others are: the framework looks through an included router twice for each request.
        routes=[*screenings.fast_router.routes],
        lifespan=lifespan,
        middleware=middleware,
        # The framework's spans hold the query, and its log the text of exceptions: both can repeat what was sent.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    for module in (
        screenings,
        batches,
        notifications,
        templates,
        ownership,
        rule_sets,
        drafts,
        records,
        signatures,
        operations,
    ):
        app.include_router(module.router)
    app.include_router(rule_sets.change_router)
    return app


def application(
    services: Services, *, openapi: bytes, lifespan: Lifespan | None = None, middleware: Sequence[Middleware] = ()
) -> FastAPI:
    """Makes the ASGI application that serves every path of the interface; ``openapi`` is its description.

    ``middleware`` comes within that which names, times and logs every request.
    """
    app = interface(lifespan, middleware)
    app.state.services = services
    app.include_router(docs_routes(openapi))
    app.add_middleware(RequestMiddleware, metrics=services.metrics)
    app.exception_handler(ScreeningError)(_on_screening_error)
    app.exception_handler(RequestValidationError)(_on_invalid_request)
    app.exception_handler(HTTPException)(_on_http_exception)
    return app


def _operation_id(route: APIRoute) -> str:
    first, *others = route.name.split("_")
    return first + "".join(map(str.capitalize, others))


async def _on_screening_error(request: Request, error: ScreeningError) -> Response:
    return problem(error, request_id=request.scope["request_id"])


async def _on_invalid_request(request: Request, error: RequestValidationError) -> Response:
    return problem(invalid_query(error), request_id=request.scope["request_id"])


async def _on_http_exception(request: Request, error: HTTPException) -> Response:
    status = HTTPStatus(error.status_code)
    refused = status is HTTPStatus.METHOD_NOT_ALLOWED
    headers = {"allow": ", ".join(sorted(_methods(request)))} if refused else error.headers or {}
    return status_problem(status, request_id=request.scope["request_id"], headers=headers)


def _methods(request: Request) -> set[str]:
    """Gives the methods that the path takes by any of its routes; the framework knows those of the first."""
    routes = iter_route_contexts(request.app.routes)
    return {method for route in routes if route.path_regex.match(request.url.path) for method in route.methods or ()}
