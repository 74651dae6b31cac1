"""Serves ``/healthz``, ``/readyz`` and ``/metrics``: what those who run the service ask."""

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import PlainTextResponse, Response

from app.api.access import MAY_OPERATE
from app.api.description.operation import SECURED, fails, gives
from app.api.problems import NotReady
from app.api.responses import JsonResponse
from app.api.services import Provided
from app.domain.answers.law import (
    Alive,
    HeldVersion,
    LawAtHandJson,
    OtherTextJson,
    Ready,
    UnusableVersion,
    VersionInForce,
)
from app.service.law_cache import Readiness
from app.service.supersession import OtherText

router = APIRouter(tags=["operations"])


@router.get("/healthz", responses=gives(Alive))
async def alive() -> Response:
    """Says whether the process is alive."""
    return JsonResponse(b'{"status":"alive"}')


@router.get("/readyz", responses=gives(Ready, failing=(503,)))
async def ready(provided: Provided) -> Response:
    """Says whether screenings can be answered, and under which law."""
    state = provided.readiness()
    if not state.ready:
        raise NotReady(_missing(state), _law(state))
    found: Ready = {
        "status": "ready",
        "law": _law(state),
        "in_force": [VersionInForce(rule_set=v.rule_set, version=v.version, digest=v.digest) for v in state.in_force],
        "unusable": [UnusableVersion(rule_set=v.rule_set, version=v.version, reason=why) for v, why in state.unusable],
    }
    return JsonResponse(found)


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    dependencies=[MAY_OPERATE],
    responses={**fails(*SECURED), 200: {"description": "The metrics."}},
)
async def metrics(provided: Provided) -> Response:
    """Gives what all workers have counted, in the text format of Prometheus."""
    text = provided.metrics.text(provided.readiness())
    return Response(text, headers={"content-type": CONTENT_TYPE_LATEST})


def _law(state: Readiness) -> LawAtHandJson:
    """Gives the law that this process has at hand, when it was last seen in the database, and what went wrong since."""
    return {
        "age_seconds": None if state.age_seconds is None else round(state.age_seconds, 3),
        "age_limit_seconds": state.age_limit_seconds,
        "failure": state.failure,
        "versions": [
            HeldVersion(rule_set=v.rule_set, version=v.version, status=v.status, digest=v.digest) for v in state.held
        ],
        "other_texts": [_other_text(each) for each in state.other_texts],
    }


def _other_text(other: OtherText) -> OtherTextJson:
    return {
        "rule_set": other.stored.rule_set,
        "version": other.stored.version,
        "digest": other.stored.digest,
        "shipped_digest": other.shipped.digest,
        "outcome": other.outcome,
        "detail": str(other),
    }


def _missing(state: Readiness) -> str:
    if state.refusal is not None:
        return state.refusal
    cure = "Load rules with `python -m app rules load`, or correct the database's address."
    if state.age_seconds is None:
        return f"The rule sets have not been read from the database yet. {cure}"
    if state.unusable:
        named = ", ".join(f"`{version.version}` of `{version.rule_set}`" for version, _ in state.unusable)
        newer = "If a newer release stored them, start that release; if not, load rules that this one can read."
        return f"No version in force can be applied; this release cannot compile these: {named}. {newer}"
    return f"The database holds no version in force. {cure}"
