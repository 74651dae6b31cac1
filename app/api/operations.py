"""``/healthz``, ``/readyz`` and ``/metrics``: what those who run the service ask."""

from collections.abc import Callable
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api import problems
from app.api.metrics import CONTENT_TYPE, Metrics
from app.service.shelf import Readiness

_NO_STORE = {"cache-control": "no-store"}


def operation_routes(readiness: Callable[[], Readiness], metrics: Metrics) -> APIRouter:
    """The routes for those who run the service."""
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthy() -> Response:
        return Response(b'{"status":"alive"}', media_type="application/json", headers=_NO_STORE)

    @router.get("/readyz")
    async def ready(request: Request) -> Response:
        state = readiness()
        if not state.ready:
            answer = problems.document(
                problems.NOT_READY, _missing(state), request_id=request.scope["request_id"], extra={"law": _law(state)}
            )
            return Response(answer.body, answer.status, media_type=problems.MEDIA_TYPE, headers=_NO_STORE)
        body = {
            "status": "ready",
            "law": _law(state),
            "in_force": [
                {"rule_set": version.rule_set, "version": version.version, "digest": version.digest}
                for version in state.in_force
            ],
            "unusable": [
                {"rule_set": version.rule_set, "version": version.version, "reason": version.reason}
                for version in state.unusable
            ],
        }
        return Response(orjson.dumps(body), media_type="application/json", headers=_NO_STORE)

    @router.get("/metrics")
    async def counted() -> Response:
        text = metrics.text(readiness())
        return Response(text, media_type=None, headers={"content-type": CONTENT_TYPE, **_NO_STORE})

    return router


def _law(state: Readiness) -> dict[str, Any]:
    """The law that this process has at hand, when it was last seen in the database, and what went wrong since."""
    return {
        "age_seconds": None if state.age_seconds is None else round(state.age_seconds, 3),
        "age_limit_seconds": state.age_limit_seconds,
        "failure": state.failure,
        "versions": [
            {
                "rule_set": version.rule_set,
                "version": version.version,
                "status": version.status,
                "digest": version.digest,
            }
            for version in state.held
        ],
    }


def _missing(state: Readiness) -> str:
    if state.refusal is not None:
        return state.refusal
    cure = "Load rules with `python -m app rules load`, or correct the database's address."
    if state.age_seconds is None:
        return f"The rule sets have not been read from the database yet. {cure}"
    if state.unusable:
        named = ", ".join(f"`{version.version}` of `{version.rule_set}`" for version in state.unusable)
        return f"No version in force can be applied; these cannot be compiled: {named}. {cure}"
    return f"The database holds no version in force. {cure}"
