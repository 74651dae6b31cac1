"""Serves ``POST /v1/screenings`` and what is below: a transaction in; a determination, several, or questions out."""

import asyncio
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from app.api.access import MAY_SCREEN, Caller, screening_caller
from app.api.batch.line_screener import LOOP_BYTES, LOOP_PARTS
from app.api.bodies import JSON, JsonBody, json_body
from app.api.description.operation import SECURED, fails, gives, takes
from app.api.documents import CONTENT, VARY, AcceptedForm, accepted_form, document_response
from app.api.idempotency import IdempotencyKey, UnfitIdempotencyKey, idempotency_key_of
from app.api.media import accepted_of
from app.api.parameters import InvalidQuery, PastMoment, QueryName, QueryTextName, Variants, known_query
from app.api.recording import RECEIPT_HEADERS, is_recorded, receipt_headers, recorded
from app.api.responses import JsonResponse
from app.api.services import Provided, Services, services
from app.api.signatures import SIGNATURE, SIGNATURE_HEADER
from app.domain.answers.comparison import ComparisonJson
from app.domain.answers.determination import Determination
from app.domain.answers.questions import QuestionMode, QuestionsJson
from app.domain.answers.requests import RequestsJson
from app.domain.answers.turning_points import TurningPointsJson
from app.domain.effort import FEW_STEPS
from app.domain.errors import Problem, TooMuchWork
from app.domain.screening import Explain
from app.service.access.principals import Principal
from app.service.answering import ScreeningResult
from app.service.ports import TEXT_MARK
from app.service.records.recording import asked_of
from app.service.signing import SignedKind
from app.service.working import Task, Use


class ScreeningRoute(APIRoute):
    """Calls the handler straight where a request has no query.

    FastAPI looks up each parameter and dependency anew for every request, which takes several times as long as a
    screening. Routing, errors and the middleware are the framework's in either case. What else a parameter or a
    dependency of :func:`screen` does has to be done here too.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, as the router asks for it."""
        if scope["query_string"] or scope["method"] != "POST":
            await super().handle(scope, receive, send)
            return
        request = Request(scope, receive)
        caller, form, provided = await screening_caller(request), await accepted_form(request), await services(request)
        body = await json_body(request)
        response = await screen(request=request, provided=provided, caller=caller, body=body, form=form)
        await response(scope, receive, send)


_COMMON: dict[str, Any] = {
    "tags": ["screenings"],
    "dependencies": [MAY_SCREEN, Depends(known_query)],
    "responses": fails(*SECURED, 404, 422),
}
AppliedRuleSet = Annotated[QueryName, Query(description="The rule set to apply; by default the one configured.")]
PinnedVersion = Annotated[
    QueryTextName,
    Query(
        description="The version to apply, or with `@` and a digest one of its texts, superseded ones as well; by "
        "default the law on the completion date."
    ),
]
VariantChoices = Annotated[
    Variants,
    Query(
        description="An alternative to choose where a proposed version leaves several open, as `name:alternative`; "
        "one for each variant. `GET /v1/rule-sets` lists them.",
    ),
]
KnownOn = Annotated[
    PastMoment,
    Query(
        description="The law as it was on record at the end of this day (UTC), or at this time.",
    ),
]
RecordAsked = Annotated[bool, Query(description="Puts the answer on record before it is given.")]
fast_router = APIRouter(route_class=ScreeningRoute, **_COMMON)
router = APIRouter(**_COMMON)


@fast_router.post(
    "/v1/screenings",
    operation_id="screen",
    responses=gives(Determination, failing=(406, 409), also=CONTENT, headers=SIGNATURE_HEADER | RECEIPT_HEADERS),
    openapi_extra=takes("Transaction"),
)
async def screen(
    *,
    request: Request,
    provided: Provided,
    caller: Caller,
    body: JsonBody,
    form: AcceptedForm,
    _idempotency_key: IdempotencyKey = None,
    rule_set: AppliedRuleSet = None,
    version: PinnedVersion = None,
    variant: VariantChoices = (),
    as_known_on: KnownOn = None,
    explain: Annotated[
        Explain,
        Query(description="`brief` gives the reasons that the answer rests on, `full` every element of the law."),
    ] = Explain.BRIEF,
    signed: Annotated[bool, Query(description="Signs the answer, in the header `Signature-JWS`; only JSON.")] = False,
    record: RecordAsked = False,
) -> Response:
    """Screens one transaction.

    Gives the determination with its reasons. `undetermined` is an answer, not an error. By `Accept` it is JSON, a memo,
    text or a calendar; with `explain=full` a memo has the verdict on every element in an annex. With `record`, the
    answer is given once it is on record, with a receipt in the header `Record-Receipt`.
    """
    selection = selected_by(rule_set, version, as_known_on, variant)
    if signed and form != JSON:
        raise InvalidQuery([Problem("/signed", "Only JSON is signed: accept it, or leave this out.", "contradiction")])
    record_it = None
    if is_recorded(provided, asked=record):
        key = idempotency_key_of(request)
        if key is not None and form != JSON:
            raise UnfitIdempotencyKey("An Idempotency-Key gives the same JSON again: accept JSON, or leave it out.")
        record_it = partial(
            recorded,
            provided,
            body,
            caller=caller,
            idempotency_key=key,
            asked=asked_of(explain=explain, **selection),
        )
    if form != JSON:
        made = await provided.work(Task(Use.MAKE_DOCUMENT, (body, form), {"explain": explain, **selection}))
        response = document_response(made, form)
        if record_it is not None:
            response.headers.update(await receipt_headers(provided, await record_it(lambda: made.told), signed=False))
        provided.metrics.determined(made.told.determination, made.told.rule_set, made.told.version)
        return response
    headers = {**VARY}
    answer = partial(screened, provided, body, caller=caller, explain=explain, **selection)
    if record_it is not None:
        loop = asyncio.get_running_loop()
        # Asked for in a thread that waits for the record, and only where the record has no answer yet.
        on_record = await record_it(lambda: asyncio.run_coroutine_threadsafe(answer(), loop).result())
        content = on_record.recorded.content
        given = ScreeningResult(content.answer, content.determination, content.rule_set, content.version)
        headers |= await receipt_headers(provided, on_record, signed=signed)
    else:
        given = await answer()
    if signed:
        # To sign takes many times as long as to screen.
        headers[SIGNATURE] = await asyncio.to_thread(provided.sign, given.body, SignedKind.DETERMINATION)
    provided.metrics.determined(given.determination, given.rule_set, given.version)
    return JsonResponse(given.body, headers=headers)


@router.post("/v1/screenings/questions", responses=gives(QuestionsJson), openapi_extra=takes("Transaction"))
async def ask(
    *,
    provided: Provided,
    body: JsonBody,
    mode: Annotated[
        QuestionMode,
        Query(description="`next` asks one question and says what its answers would mean, `form` all that is needed."),
    ] = QuestionMode.NEXT,
    rule_set: AppliedRuleSet = None,
    version: PinnedVersion = None,
    variant: VariantChoices = (),
    as_known_on: KnownOn = None,
) -> Response:
    """Asks what a transaction leaves open.

    Gives the question to ask first, with the answers that would settle the matter by themselves, or in one form all
    that the transaction will need if the answers are ordinary. Where the determination is definite, nothing is asked.
    """
    selection = selected_by(rule_set, version, as_known_on, variant)
    return JsonResponse(await provided.work(Task(Use.ASK, (body, mode), selection)))


@router.post("/v1/screenings/turning-points", responses=gives(TurningPointsJson), openapi_extra=takes("Transaction"))
async def turning_points(
    *,
    provided: Provided,
    body: JsonBody,
    rule_set: AppliedRuleSet = None,
    version: PinnedVersion = None,
    variant: VariantChoices = (),
    as_known_on: KnownOn = None,
) -> Response:
    """Says what a definite determination rests on, and where it would turn.

    Gives the facts to verify, and for each number, day, truth, choice and list the other values with which, all else
    being the same, the determination would be another. Each was tried. Nothing is told while the determination is open.
    """
    selection = selected_by(rule_set, version, as_known_on, variant)
    return JsonResponse(await provided.work(Task(Use.FIND_TURNING_POINTS, (body,), selection)))


_TEXT: Any = {"text/plain": {"schema": {"type": "string", "description": "The requests, to be pasted into e-mails."}}}


@router.post(
    "/v1/screenings/requests",
    operation_id="requests",
    responses=gives(RequestsJson, failing=(406,), also=_TEXT),
    openapi_extra=takes("Transaction"),
)
async def make_requests(
    *,
    provided: Provided,
    body: JsonBody,
    rule_set: AppliedRuleSet = None,
    version: PinnedVersion = None,
    variant: VariantChoices = (),
    as_known_on: KnownOn = None,
    form: Annotated[str, Depends(accepted_of(JSON, "text/plain"))],
) -> Response:
    """Makes the requests to send on a transaction.

    Gives the questions that are open, or that a definite determination takes for granted, by who can answer them, each
    with its paragraph and the evidence that would do; drafts of representations; and what is documented of the inquiry.
    """
    selection = selected_by(rule_set, version, as_known_on, variant)
    if form != JSON:
        text = await provided.work(Task(Use.WRITE_REQUESTS, (body,), selection))
        return PlainTextResponse(text, headers=VARY)
    return JsonResponse(await provided.work(Task(Use.MAKE_REQUESTS, (body,), selection)), headers=VARY)


@router.post("/v1/screenings/compare", responses=gives(ComparisonJson), openapi_extra=takes("ComparisonRequest"))
async def compare(provided: Provided, body: JsonBody) -> Response:
    """Screens one transaction under several versions.

    Gives each determination, and the provisions responsible for every difference from the first.
    """
    return JsonResponse(await provided.work(Task(Use.COMPARE, (body,))))


def check_selection(version: str | None, as_known_on: datetime | None) -> None:
    """Refuses two ways of choosing the law at once."""
    if version is not None and as_known_on is not None:
        detail = "A pinned version is the same at any time: give one of the two."
        raise InvalidQuery([Problem("/as_known_on", detail, "contradiction")])


def selected_by(
    rule_set: str | None, version: str | None, as_known_on: datetime | None, variant: tuple[str, ...]
) -> dict[str, Any]:
    """Gives how the law is chosen, as use cases take it; raises ``InvalidQuery`` for two ways at once."""
    check_selection(version, as_known_on)
    return {"rule_set": rule_set, "version": version, "as_known_on": as_known_on, "variants": chosen_variants(variant)}


async def screened(
    provided: Services, body: bytes, *, caller: Principal, explain: Explain, **selection: Any
) -> ScreeningResult:
    """Screens a transaction: on the event loop if it takes few steps, otherwise from the beginning in a worker."""
    # A text that was superseded may have to be read and compiled first.
    earlier = selection["as_known_on"] is not None or TEXT_MARK in (selection["version"] or "")
    short = len(body) <= LOOP_BYTES and body.count(b"{") <= LOOP_PARTS
    if short and explain is Explain.BRIEF and not earlier:
        screen = partial(
            provided.screener.screen, body, explain=explain, caller=caller.person, steps=FEW_STEPS, **selection
        )
        with suppress(TooMuchWork):
            return await provided.turns.run(screen)
    result: ScreeningResult = await provided.work(Task(Use.SCREEN, (body,), {"explain": explain, **selection}))
    return result


def chosen_variants(variant: tuple[str, ...]) -> dict[str, str]:
    """Gives the alternatives chosen, by axis."""
    return dict(choice.split(":") for choice in variant)
