"""Puts answers on record before they are given out, beside the event loop."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from app.api.batch.line_reader import LineOptions
from app.api.batch.line_screener import AnsweredLine, LineScreener
from app.api.services import Services
from app.domain.errors import ScreeningError
from app.domain.located import Plain
from app.service.access.principals import Principal
from app.service.answering import ScreeningResult
from app.service.records.entries import RecordingOff, RecordWhich
from app.service.records.recording import AnswerOnRecord, asked_of, receipt_of
from app.service.signing import SignedKind

RECEIPT: Final = "Record-Receipt"
RECEIPT_SIGNATURE: Final = "Record-Receipt-JWS"
RECEIPT_HEADERS: Final[dict[str, Any]] = {
    RECEIPT: {
        "description": "Of an answer that was recorded: the number of the record, when it was made, and the digests of "
        "transaction, answer and chain, as JSON.",
        "schema": {"type": "string"},
    },
    RECEIPT_SIGNATURE: {
        "description": "With `signed=true`: the signature under the receipt.",
        "schema": {"type": "string"},
    },
}
"""The headers of an answer that was recorded, as the description of the interface has them."""
# A recording waits for the disk, and these threads do nothing else: what they bring meanwhile is written together.
_WAITING: Final = ThreadPoolExecutor(32, thread_name_prefix="recording")


def is_recorded(provided: Services, *, asked: bool) -> bool:
    """Tells whether a screening is recorded, by what the caller asks and what is set; raises ``RecordingOff``."""
    which = provided.recorder.which
    if asked and which is RecordWhich.NEVER:
        raise RecordingOff
    return asked or which is RecordWhich.ALWAYS


async def recorded(
    provided: Services,
    body: bytes,
    answer: Callable[[], ScreeningResult],
    *,
    caller: Principal,
    idempotency_key: str | None,
    asked: Mapping[str, Plain],
) -> AnswerOnRecord:
    """Gives an answer once it is on record; raises as :meth:`Recorder.record` does."""
    record = partial(
        provided.recorder.record,
        body,
        answer,
        person=caller.person,
        idempotency_key=idempotency_key,
        asked=asked,
    )
    return await asyncio.get_running_loop().run_in_executor(_WAITING, record)


async def receipt_headers(provided: Services, given: AnswerOnRecord, *, signed: bool) -> dict[str, str]:
    """Gives the headers with the receipt, and with the signature under it where that is asked for."""
    receipt = receipt_of(given.recorded)
    headers = {RECEIPT: receipt.decode()}
    if signed:
        headers[RECEIPT_SIGNATURE] = await asyncio.to_thread(provided.sign, receipt, SignedKind.RECEIPT)
    return headers


def recorded_lines(
    provided: Services, screener: LineScreener, answered: Sequence[tuple[int, AnsweredLine]], *, caller: Principal
) -> list[AnsweredLine]:
    """Gives the answers to lines once they are on record, all at once; where they cannot be, each is a problem."""
    new = [
        provided.recorder.prepared(each.read.body, each.result, person=caller.person, asked=_asked(each.read.options))
        for _, each in answered
        if each.result is not None and each.read is not None
    ]
    try:
        if new:
            provided.recorder.recorded(new)
    except ScreeningError as error:
        return [
            screener.refusal(number, each.read.body if each.read else b"", error) if each.result is not None else each
            for number, each in answered
        ]
    return [each for _, each in answered]


def _asked(options: LineOptions) -> dict[str, Plain]:
    return asked_of(
        rule_set=options.rule_set,
        version=options.version,
        as_known_on=options.as_known_on,
        explain=options.explain,
        variants=options.variants,
    )
