"""Serves ``POST /v1/screenings/batch``: transactions in, one on each line or in a list; an answer to each out."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Depends, Query
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from app.api.access import MAY_SCREEN, Caller, credential_of
from app.api.batch.decoding import CODINGS
from app.api.batch.line_reader import LineOptions, items_of
from app.api.batch.line_screener import AnsweredLine, LineScreener
from app.api.batch.response import BatchResponse, NumberedLine
from app.api.bodies import JSON, JSON_LINES, body_of, check_coding, check_media_type
from app.api.description.answer_schema import model_of
from app.api.description.operation import SECURED, fails, takes
from app.api.idempotency import UnfitIdempotencyKey, idempotency_key_of
from app.api.parameters import known_query
from app.api.recording import is_recorded, recorded_lines
from app.api.screenings import (
    AppliedRuleSet,
    KnownOn,
    PinnedVersion,
    RecordAsked,
    VariantChoices,
    check_selection,
    chosen_variants,
)
from app.api.services import Provided, Services
from app.domain.answers.batch import BatchLaw, LineProblem
from app.domain.answers.determination import Determination
from app.domain.screening import Explain

LINES, _ = JSON_LINES
_TOGETHER: Final = 32
LAW_SNAPSHOT: Final = "Law-Snapshot"
_array_body = body_of(JSON)
# Answers are sent as they are made, compressed or not.
add_compress_type(LINES, streaming=True)


class BatchRoute(APIRoute):
    """Compresses what it answers, if the caller accepts that: answers to many deals are much alike."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request, as the router asks for it."""
        await CompressMiddleware(super().handle)(scope, receive, send)


router = APIRouter(tags=["screenings"], dependencies=[MAY_SCREEN, Depends(known_query)], route_class=BatchRoute)

_HEADERS: Final[dict[str, Any]] = {
    LAW_SNAPSHOT: {
        "required": True,
        "description": "Identifies the versions that answer, and how each stands.",
        "schema": {"type": "string"},
    }
}
_GIVEN: Final[dict[str, Any]] = {
    "description": "To each line that is not empty an answer, in the same order: the determination that a single call "
    "gives, byte for byte, or a `LineProblem`.",
    "headers": _HEADERS,
    "model": list[model_of(Determination) | model_of(LineProblem) | model_of(BatchLaw)],  # type: ignore[misc]
    "content": {LINES: {"schema": {"type": "string", "description": "One of these a line."}}},
}


@router.post(
    "/v1/screenings/batch",
    operation_id="screenBatch",
    responses={200: _GIVEN, **fails(*SECURED, 404, 409, 422)},
    openapi_extra=takes("Batch", lines=JSON_LINES),
)
async def screen_batch(
    *,
    request: Request,
    provided: Provided,
    caller: Caller,
    rule_set: AppliedRuleSet = None,
    version: PinnedVersion = None,
    variant: VariantChoices = (),
    as_known_on: KnownOn = None,
    explain: Annotated[
        Explain,
        Query(description="`brief` gives the reasons that the answer rests on, `full` every element of the law."),
    ] = Explain.BRIEF,
    law_line: Annotated[bool, Query(description="Begins with a line that names the law, before all answers.")] = False,
    record: RecordAsked = False,
) -> Response:
    """Screens many transactions.

    Lines are answered as they arrive, in their order, all under the same law. A line that is no transaction gets a
    problem with its number and reference in its place. An envelope, `{"transaction": …, "version": …}`, has options of
    its own. A JSON array is answered with a JSON array; it is read whole, within the limit of a body. With `record`,
    a line is answered once it is on record, and gets a problem if it cannot be.
    """
    check_selection(version, as_known_on)
    on_record = is_recorded(provided, asked=record)
    if on_record and idempotency_key_of(request) is not None:
        raise UnfitIdempotencyKey("A batch that is recorded takes no Idempotency-Key: send transactions one by one.")
    options = LineOptions(rule_set, version, as_known_on, chosen_variants(variant), explain)
    media_type = check_media_type(request.headers, (*JSON_LINES, JSON))
    law_now = provided.screener.at_this_moment()
    screener = LineScreener(*law_now, limit_bytes=provided.body_limit_bytes, caller=caller.person)
    credential = credential_of(request.headers)
    headers = {LAW_SNAPSHOT: screener.law["law_snapshot"]}
    head = orjson.dumps(screener.law) if law_line else b""

    def answer(lines: Sequence[NumberedLine]) -> list[bytes]:
        if credential is not None:
            # A batch can take hours. A key that was revoked meanwhile ends it.
            provided.access.still(credential)
        answered = [screener.answer(*line, options) for line in lines]
        if on_record:
            numbers = [number for number, _ in lines]
            answered = recorded_lines(provided, screener, [*zip(numbers, answered, strict=True)], caller=caller)
        return [counted(each, provided).body for each in answered]

    if media_type == JSON:
        body = await _array_body(request)
        items = await asyncio.to_thread(items_of, body, limit_bytes=provided.body_limit_bytes)
        numbered = iter([*enumerate(items, 1)])
        groups = iter(lambda: [*islice(numbered, _TOGETHER)], [])
        answers = (each for group in groups for each in answer(group))
        return StreamingResponse(_array(chain([head] if head else [], answers)), headers=headers, media_type=JSON)

    return BatchResponse(
        lambda lines: b"".join(each + b"\n" for each in answer(lines)),
        lambda number, error: screener.refusal(number, b"", error),
        decoder=CODINGS[check_coding(request.headers, CODINGS)](),
        limit_bytes=provided.body_limit_bytes,
        seconds=provided.body_seconds,
        head=head + b"\n" if head else b"",
        headers=headers,
        media_type=LINES,
    )


def counted(answered: AnsweredLine, provided: Services) -> AnsweredLine:
    """Counts a determination, and gives the answer as it is."""
    if (result := answered.result) is not None:
        provided.metrics.determined(result.determination, result.rule_set, result.version)
    return answered


def _array(items: Iterable[bytes]) -> Iterator[bytes]:
    """Gives a JSON array, item by item."""
    before = b"["
    for item in items:
        yield before + item
        before = b","
    yield b"]" if before == b"," else b"[]"
