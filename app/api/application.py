"""The whole HTTP interface, put together from its parts."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.api.bods import StatementConverter, bods_routes
from app.api.comparisons import Comparer, comparison_routes, diff_routes
from app.api.docs import docs_routes
from app.api.door import Door
from app.api.drafts import draft_routes
from app.api.facts import fact_routes
from app.api.metrics import Metrics
from app.api.operations import operation_routes
from app.api.ownership import OwnershipDesk, ownership_routes
from app.api.problems import MEDIA_TYPE, Answer, problem, status_problem, unexpected_problem
from app.api.rule_sets import rule_set_routes
from app.api.screenings import Screener, Screenings
from app.api.standing import standing_routes
from app.domain.errors import ScreeningError
from app.service.access import Gatekeeper
from app.service.catalogue import Catalogue
from app.service.diffing import Differ
from app.service.drafting import Drafting
from app.service.enactment import Enactment
from app.service.shelf import Readiness

SCREENINGS = "/v1/screenings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """What the paths that change the law stand on. Without it the interface only reads."""

    drafting: Drafting
    enactment: Enactment
    gatekeeper: Gatekeeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the interface stands on."""

    screener: Screener
    comparer: Comparer
    ownership: OwnershipDesk
    bods: StatementConverter
    catalogue: Catalogue
    readiness: Callable[[], Readiness]
    openapi: bytes
    body_limit_bytes: int
    lifecycle: Lifecycle | None = None
    lifespan: Callable[[Any], AbstractAsyncContextManager[None]] | None = None


def application(parts: Parts) -> Door:
    """The ASGI application that serves every path of the interface."""
    metrics = Metrics()
    screenings = Screenings(parts.screener, limit_bytes=parts.body_limit_bytes, metrics=metrics)

    async def screen(request: Request) -> Response:
        return _response(await screenings(request.scope, request.receive))

    # The interface is described in app/api/description; the framework's own pages would load from other servers.
    framework = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=parts.lifespan
    )
    framework.router.routes.append(Route(SCREENINGS, screen, methods=["POST"]))
    framework.include_router(comparison_routes(parts.comparer, limit_bytes=parts.body_limit_bytes))
    framework.include_router(ownership_routes(parts.ownership, limit_bytes=parts.body_limit_bytes))
    framework.include_router(diff_routes(Differ(parts.catalogue)))
    framework.include_router(bods_routes(parts.bods, limit_bytes=parts.body_limit_bytes))
    framework.include_router(rule_set_routes(parts.catalogue))
    if parts.lifecycle is not None:
        cycle = parts.lifecycle
        limit = parts.body_limit_bytes
        framework.include_router(draft_routes(cycle.drafting, cycle.enactment, cycle.gatekeeper, limit_bytes=limit))
        framework.include_router(standing_routes(cycle.enactment, cycle.gatekeeper, limit_bytes=limit))
    framework.include_router(fact_routes())
    framework.include_router(operation_routes(parts.readiness, metrics))
    framework.include_router(docs_routes(parts.openapi))
    framework.add_exception_handler(ScreeningError, _on_screening_error)
    framework.add_exception_handler(HTTPException, _on_http_exception)
    framework.add_exception_handler(Exception, _on_unexpected)
    return Door(framework, direct={SCREENINGS: screenings}, metrics=metrics)


def _on_screening_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ScreeningError)  # noqa: S101 (registered for nothing else)
    return _response(problem(error, request_id=request.scope["request_id"]))


def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (registered for nothing else)
    headers = tuple((name.lower().encode(), value.encode()) for name, value in (error.headers or {}).items())
    return _response(status_problem(error.status_code, request_id=request.scope["request_id"], headers=headers))


def _on_unexpected(request: Request, _error: Exception) -> Response:
    return _response(unexpected_problem(request_id=request.scope["request_id"]))


def _response(answer: Answer) -> Response:
    media_type = "application/json" if answer.status < 400 else MEDIA_TYPE
    headers = {name.decode(): value.decode() for name, value in answer.headers}
    return Response(answer.body, answer.status, {"cache-control": "no-store", **headers}, media_type)
