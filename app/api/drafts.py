"""``/v1/drafts…``: rule sets in the making, from the first line to publication. Every request needs an API key."""

import asyncio
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.bearer import principal
from app.api.conditional import json_response
from app.api.preconditions import seen_by
from app.api.requests import is_name, json_body, refuse_query
from app.api.rule_sets import summary_json
from app.api.wire.submissions import finding_json, read_draft, read_publication, read_review
from app.service.access import Gatekeeper, Principal, Scope
from app.service.drafting import Drafting
from app.service.drafts import DraftState
from app.service.enactment import Enactment
from app.service.refusals import DraftNotFound

_PATH = "/v1/drafts/{rule_set}/{version}"


def draft_routes(drafting: Drafting, enactment: Enactment, gatekeeper: Gatekeeper, *, limit_bytes: int) -> APIRouter:
    """The routes to the drafts, and from a draft to the law."""
    router = APIRouter(include_in_schema=False)

    async def entered(request: Request, *scopes: Scope) -> Principal:
        refuse_query(request.scope["query_string"])
        names = request.path_params
        if not all(map(is_name, names.values())):
            raise DraftNotFound(names["rule_set"], names["version"])
        return await asyncio.to_thread(principal, request, gatekeeper, *scopes)

    async def body_of(request: Request) -> bytes:
        return await json_body(request.scope, request.receive, limit_bytes=limit_bytes)

    @router.get("/v1/drafts")
    async def drafts(request: Request) -> Response:
        await entered(request)
        states = await asyncio.to_thread(drafting.all)
        return _answer({"drafts": [_state(state) for state in states]})

    async def read(request: Request, rule_set: str, version: str) -> Response:
        await entered(request)
        found = (await asyncio.to_thread(drafting.draft, rule_set, version)).draft
        return json_response(request, {**found.document, "cases": found.cases}, etag=f'"{found.digest}"')

    async def save(request: Request, rule_set: str, version: str) -> Response:
        author = await entered(request, Scope.DRAFT)
        body = await body_of(request)

        def saved() -> tuple[DraftState, bool]:
            document, cases = read_draft(body, rule_set, version, limit_bytes=limit_bytes)
            return drafting.save(
                rule_set, version, document=document, cases=cases, seen=seen_by(request), actor=author.owner
            )

        state, new = await asyncio.to_thread(saved)
        return _answer(_state(state), status=201 if new else 200, etag=state.draft.digest)

    async def remove(request: Request, rule_set: str, version: str) -> Response:
        author = await entered(request, Scope.DRAFT)
        await asyncio.to_thread(lambda: drafting.remove(rule_set, version, seen=seen_by(request), actor=author.owner))
        return Response(status_code=204)

    # One route for all methods, so that a method it does not take is told all that it takes.
    by_method = {"GET": read, "PUT": save, "DELETE": remove}

    @router.api_route(_PATH, methods=list(by_method))
    async def draft(request: Request, rule_set: str, version: str) -> Response:
        return await by_method[request.method](request, rule_set, version)

    @router.post(f"{_PATH}/check")
    async def check(request: Request, rule_set: str, version: str) -> Response:
        person = await entered(request, *Scope)
        report = await asyncio.to_thread(lambda: drafting.check(rule_set, version, actor=person.owner))
        findings = [finding_json(finding) for finding in report.findings]
        answer = {"passed": report.passed, "digest": report.digest, "findings": findings}
        return _answer(answer, etag=report.digest)

    @router.post(f"{_PATH}/review")
    async def review(request: Request, rule_set: str, version: str) -> Response:
        reviewer = await entered(request, Scope.REVIEW)
        stated = read_review(await body_of(request), limit_bytes=limit_bytes)
        state = await asyncio.to_thread(
            lambda: drafting.review(rule_set, version, review=stated, seen=seen_by(request), actor=reviewer.owner)
        )
        return _answer(_state(state), etag=state.draft.digest)

    @router.post(f"{_PATH}/publish")
    async def publish(request: Request, rule_set: str, version: str) -> Response:
        publisher = await entered(request, Scope.PUBLISH)
        begins, replaces = read_publication(await body_of(request), limit_bytes=limit_bytes)
        stored = await asyncio.to_thread(
            lambda: enactment.publish(
                rule_set,
                version,
                seen=seen_by(request),
                actor=publisher.owner,
                effective_from=begins,
                replaces=replaces,
            )
        )
        return _answer(summary_json(stored), status=201)

    return router


def _state(state: DraftState) -> dict[str, Any]:
    return {
        "rule_set": state.draft.rule_set,
        "version": state.draft.version,
        "standing": state.standing,
        "digest": state.draft.digest,
        "authors": sorted(state.authors),
        "saved_at": state.draft.saved_at,
        "review": state.review.record if state.review is not None else None,
    }


def _answer(value: dict[str, Any], *, status: int = 200, etag: str | None = None) -> Response:
    headers = {"cache-control": "no-store", **({"etag": f'"{etag}"'} if etag is not None else {})}
    return Response(orjson.dumps(value), status, headers, "application/json")
