"""Serves ``/v1/records…``: the record of what was decided. Every request needs a key with the scope ``record``.

These handlers are no coroutines: the database is asked in a worker thread.
"""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError
from starlette.responses import Response, StreamingResponse

from app.api.access import RecordViewer
from app.api.bodies import JSON_LINES, submitted
from app.api.description.operation import SECURED, fails, gives, takes
from app.api.parameters import QueryDay, known_query
from app.api.responses import JsonResponse
from app.api.services import Provided
from app.api.wire.canonical import answer_bytes
from app.api.wire.submissions import ReasonSubmission
from app.domain.answers.records import (
    ChainReportJson,
    RecomputationJson,
    RecordHeadJson,
    RecordPageJson,
    RecordSummary,
    WholeRecordJson,
)
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.service.records.entries import RecordNotFound, Sought
from app.service.records.exporting import exported, mask_of
from app.service.records.verifying import anchor_of, verified

LINES, _ = JSON_LINES
_LARGEST: Final = 2**31 - 1
_NO_NUMBER: Final = 0


def _sequence(sequence: Annotated[str, WithJsonSchema({"type": "integer", "minimum": 1})]) -> int:
    number = int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 11 else _NO_NUMBER
    if not 1 <= number <= _LARGEST:
        raise RecordNotFound(_NO_NUMBER)
    return number


def _determination(given: object) -> str:
    if given not in OUTBOUND_INVESTMENT.determinations:
        known = ", ".join(f"`{each}`" for each in OUTBOUND_INVESTMENT.determinations)
        raise PydanticCustomError("unknown_choice", f"Give one of {known}.")
    return str(given)


_WORD: Final = {"$ref": "#/components/schemas/Class"}

SoughtReference = Annotated[str | None, Query(max_length=1000, description="The reference of the transaction.")]
SoughtDetermination = Annotated[
    str | None, PlainValidator(_determination), WithJsonSchema(_WORD), Query(description="What was answered.")
]
SoughtDay = Annotated[QueryDay, Query(description="The day of the recording (UTC).")]
RecordNumber = Annotated[int, Depends(_sequence)]
Grounds = Annotated[ReasonSubmission, Depends(submitted(ReasonSubmission))]

router = APIRouter(
    prefix="/v1/records", tags=["record"], dependencies=[Depends(known_query)], responses=fails(*SECURED, 422)
)


@router.get("", responses=gives(RecordPageJson))
def records(
    *,
    provided: Provided,
    _viewer: RecordViewer,
    reference: SoughtReference = None,
    determination: SoughtDetermination = None,
    day: SoughtDay = None,
    after: Annotated[int, Query(ge=0, le=_LARGEST, description="The records after this number.")] = 0,
    limit: Annotated[int, Query(ge=1, le=500, description="At most so many.")] = 100,
) -> Response:
    """Lists the screenings on record."""
    sought = Sought(reference, determination, day)
    return JsonResponse(provided.records.page(sought, after=after, limit=limit))


@router.get("/head", responses=gives(RecordHeadJson))
def record_head(provided: Provided, _viewer: RecordViewer) -> Response:
    """Gives the last entry of the record, to be kept elsewhere.

    A record whose end was cut off cannot show that by itself. Whoever kept its head can: give it to the verification.
    """
    head = provided.records.head()
    found: RecordHeadJson = {"head": str(head) if head is not None else None}
    return JsonResponse(found)


@router.get("/verification", responses=gives(ChainReportJson))
def verify_record(
    provided: Provided,
    _viewer: RecordViewer,
    anchor: Annotated[tuple[str, ...], Query(max_length=100, description="An entry known from before.")] = (),
) -> Response:
    """Verifies the whole record: that nothing was changed, taken out or cut off, or removed before its time."""
    return JsonResponse(verified(provided.records.store, [anchor_of(each) for each in anchor]))


_EXPORT: Final[dict[str, Any]] = {
    "description": "A record on each line, as `GET /v1/records/{sequence}` gives it.",
    "content": {LINES: {"schema": {"type": "string", "description": "A `WholeRecord` a line."}}},
}


@router.get("/export", responses={200: _EXPORT})
def export_records(
    *,
    provided: Provided,
    _viewer: RecordViewer,
    reference: SoughtReference = None,
    determination: SoughtDetermination = None,
    day: SoughtDay = None,
    mask: Annotated[
        tuple[str, ...],
        Query(max_length=100, description="A place of the transaction to mask, such as `/parties/*/name`."),
    ] = (),
) -> Response:
    """Exports the screenings on record, one on each line.

    Where places are masked, the answer is cut down to what cannot repeat them. The digests are those of the originals.
    """
    sought = Sought(reference, determination, day)
    lines = exported(provided.records.store, sought, [mask_of(each) for each in mask], write=answer_bytes)
    return StreamingResponse(lines, media_type=LINES)


@router.get("/{sequence}", responses=gives(WholeRecordJson, failing=(404,)))
def record(provided: Provided, _viewer: RecordViewer, sequence: RecordNumber) -> Response:
    """Gives a screening on record, with what was sent and answered."""
    return JsonResponse(provided.records.whole(sequence))


@router.post("/{sequence}/recompute", responses=gives(RecomputationJson, failing=(404, 409)))
def recompute(provided: Provided, _viewer: RecordViewer, sequence: RecordNumber) -> Response:
    """Computes a recorded answer again, by the very law that gave it, and says what differs."""
    return JsonResponse(provided.recomputer.recompute(provided.records.one(sequence)))


_CHANGE: dict[str, Any] = {
    "responses": gives(RecordSummary, failing=(404, 409)),
    "openapi_extra": takes("StatedReason"),
}


@router.post("/{sequence}/hold", **_CHANGE)
def hold(provided: Provided, viewer: RecordViewer, sequence: RecordNumber, grounds: Grounds) -> Response:
    """Holds a record, so that it is not removed even after its time."""
    return JsonResponse(provided.records.hold(sequence, person=viewer.person, reason=grounds.reason))


@router.post("/{sequence}/release", **_CHANGE)
def release(provided: Provided, viewer: RecordViewer, sequence: RecordNumber, grounds: Grounds) -> Response:
    """Holds a record no longer."""
    return JsonResponse(provided.records.release(sequence, person=viewer.person, reason=grounds.reason))
