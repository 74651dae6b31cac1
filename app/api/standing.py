"""Of a published version: its history, its withdrawal, and the taking back of its publication."""

import asyncio
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.bearer import principal
from app.api.requests import json_body, refuse_query, require_names
from app.api.wire.submissions import read_reason
from app.service.access import Gatekeeper, Scope
from app.service.drafts import DraftStep
from app.service.enactment import Enactment, History
from app.service.ports import Transition

_PATH = "/v1/rule-sets/{rule_set}/versions/{version}"


def standing_routes(enactment: Enactment, gatekeeper: Gatekeeper, *, limit_bytes: int) -> APIRouter:
    """The routes to how a version stands and stood."""
    router = APIRouter(include_in_schema=False)

    async def act(request: Request) -> tuple[str, str]:
        """The person who acts, and the reason given."""
        _require_names(request)
        person = await asyncio.to_thread(principal, request, gatekeeper, Scope.PUBLISH)
        body = await json_body(request.scope, request.receive, limit_bytes=limit_bytes)
        return person.owner, read_reason(body, limit_bytes=limit_bytes)

    @router.get(f"{_PATH}/history")
    def history(request: Request, rule_set: str, version: str) -> Response:
        _require_names(request)
        return _answer(enactment.history(rule_set, version))

    @router.post(f"{_PATH}/withdraw")
    async def withdraw(request: Request, rule_set: str, version: str) -> Response:
        actor, reason = await act(request)
        await asyncio.to_thread(lambda: enactment.withdraw(rule_set, version, reason=reason, actor=actor))
        return _answer(await asyncio.to_thread(enactment.history, rule_set, version))

    @router.post(f"{_PATH}/rollback")
    async def roll_back(request: Request, rule_set: str, version: str) -> Response:
        actor, reason = await act(request)
        await asyncio.to_thread(lambda: enactment.roll_back(rule_set, version, reason=reason, actor=actor))
        return _answer(await asyncio.to_thread(enactment.history, rule_set, version))

    return router


def _require_names(request: Request) -> None:
    refuse_query(request.scope["query_string"])
    require_names(request.path_params["rule_set"], request.path_params["version"])


def _answer(history: History) -> Response:
    value = {
        "rule_set": history.rule_set,
        "version": history.version,
        "standing": history.standing,
        "entries": [*map(_step, history.steps), *map(_transition, history.transitions)],
    }
    return Response(orjson.dumps(value), media_type="application/json", headers={"cache-control": "no-store"})


def _step(step: DraftStep) -> dict[str, Any]:
    return {
        "status": step.step,
        "recorded_at": step.recorded_at,
        "actor": step.actor,
        "digest": step.digest,
        "record": step.record,
    }


def _transition(entry: Transition) -> dict[str, Any]:
    return {
        "status": entry.status,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "effective_from": entry.effective_from,
        "effective_to": entry.effective_to,
        "note": entry.note,
        "caused_by": entry.caused_by,
    }
