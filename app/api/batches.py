"""Serves ``POST /v1/screenings/batch``: transactions in, one on each line or in a list; an answer to each out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
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
from app.api.batch.response import AT_ONCE, BatchResponse, NumberedLine, ShortAnswers
from app.api.bodies import JSON, JSON_LINES, body_of, check_coding, check_media_type
from app.api.description.answer_schema import answer_ref
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
from app.domain.errors import ScreeningError
from app.domain.screening import Explain
from app.service.working import Task, Use

LINES, _ = JSON_LINES
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
_OF_A_LINE: Final = (Determination, LineProblem, BatchLaw)
_GIVEN: Final[dict[str, Any]] = {
    "description": "To each line that is not empty an answer, in the same order: the determination that a single call "
    "gives, byte for byte, or a `LineProblem`.",
    "headers": _HEADERS,
    "content": {
        "application/json": {"schema": {"type": "array", "items": {"anyOf": [*map(answer_ref, _OF_A_LINE)]}}},
        LINES: {"schema": {"type": "string", "description": "One of these a line."}},
    },
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
    law_name = screener.law_name

    def check_key() -> None:
        if credential is not None:
            # A batch can take hours. A key that was revoked meanwhile ends it.
            provided.access.still(credential)

    async def long_line(line: NumberedLine) -> bytes:
        """Answers a line that takes long in a worker: here only where that holds the law of this batch no more."""
        await asyncio.to_thread(check_key)
        try:
            given = await provided.work(Task(Use.SCREEN_LINE, (law_name, *line, options)))
        except ScreeningError as error:
            return screener.refusal(*line, error).body
        if given is None:
            given = await asyncio.to_thread(screener.answer, *line, options)
        if on_record:
            (given,) = await asyncio.to_thread(recorded_lines, provided, screener, [(line[0], given)], caller=caller)
        return counted(given, provided).body

    def short_lines(lines: Sequence[NumberedLine], *, end: bytes) -> list[bytes | NumberedLine]:
        check_key()
        found = {line: screener.answer_shortly(*line, options) for line in lines}
        short = [(number, given) for (number, _), given in found.items() if given is not None]
        answers = recorded_lines(provided, screener, short, caller=caller) if on_record else [each for _, each in short]
        bodies = (counted(each, provided).body + end for each in answers)
        return [line if given is None else next(bodies) for line, given in found.items()]

    if media_type == JSON:
        body = await _array_body(request)
        items = await asyncio.to_thread(items_of, body, limit_bytes=provided.body_limit_bytes)
        numbered = [*enumerate(items, 1)]
        answers = _array(head, numbered, partial(short_lines, end=b""), long_line)
        return StreamingResponse(answers, headers=headers, media_type=JSON)

    async def long_line_of_lines(line: NumberedLine) -> bytes:
        return await long_line(line) + b"\n"

    return BatchResponse(
        partial(short_lines, end=b"\n"),
        long_line_of_lines,
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


async def _array(
    head: bytes, items: Sequence[NumberedLine], short: ShortAnswers, long: Callable[[NumberedLine], Awaitable[bytes]]
) -> AsyncIterator[bytes]:
    """Gives a JSON array, item by item; what answers the short ones does so in a thread, a few at a time."""
    yield b"[" + head
    before = b"," if head else b""
    for start in range(0, len(items), AT_ONCE):
        for each in await asyncio.to_thread(short, items[start : start + AT_ONCE]):
            yield before + (each if isinstance(each, bytes) else await long(each))
            before = b","
    yield b"]"
