"""Serves ``POST /v1/ownership…``: who holds how much of whom, and beneficial ownership statements in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from app.api.access import MAY_SCREEN
from app.api.bodies import JSON_LINES, JsonBody, StatementsBody
from app.api.description.operation import SECURED, fails, gives, takes
from app.api.parameters import QueryDay, known_query
from app.api.responses import JsonResponse
from app.api.services import Provided
from app.domain.answers.bods import BodsExport, BodsImport
from app.domain.answers.ownership import Ownership
from app.service.working import Task, Use

router = APIRouter(
    prefix="/v1/ownership",
    tags=["ownership"],
    dependencies=[MAY_SCREEN, Depends(known_query)],
    responses=fails(*SECURED, 404, 422),
)


@router.post("", responses=gives(Ownership), openapi_extra=takes("OwnershipRequest"))
async def ownership(provided: Provided, body: JsonBody) -> Response:
    """Says who holds how much of whom, by several methods side by side.

    Nothing is screened: parties, interests and a question come in, and for each subject, measure and method a verdict
    with bounds, the paths behind it and what is missing goes out.
    """
    return JsonResponse(await provided.work(Task(Use.ANALYZE_OWNERSHIP, (body,))))


@router.post("/bods", responses=gives(BodsImport), openapi_extra=takes("BodsStatements", lines=JSON_LINES))
async def import_statements(
    provided: Provided,
    body: StatementsBody,
    as_of: Annotated[
        QueryDay,
        Query(description="The day of the deal. Absent: interests of all days are given, each with its own."),
    ] = None,
) -> Response:
    """Reads beneficial ownership statements (BODS 0.4) into parties and interests.

    A JSON array, or JSON Lines: one statement a line. What the standard does not say stays unknown, above all whether
    all holders are listed. Every interest has the days on which it was held by the statements of all days; a
    particular of a party that changed stays open, unless `as_of` names the day of the deal. What could not be carried
    over is listed, as are the records that were taken for one, and what the statements leave to be asked.
    """
    return JsonResponse(await provided.work(Task(Use.IMPORT_STATEMENTS, (body, as_of))))


@router.post("/bods/export", responses=gives(BodsExport), openapi_extra=takes("ExportRequest"))
async def export_statements(provided: Provided, body: JsonBody) -> Response:
    """Writes parties and interests as beneficial ownership statements (BODS 0.4).

    The same parties and interests always give the same statements. A party that is part of a government and of which
    no place of organization is stated is a state body, one of which neither name nor number is stated is anonymous,
    and any other entity is a registered one.
    """
    return JsonResponse(await provided.work(Task(Use.EXPORT_STATEMENTS, (body,))))
