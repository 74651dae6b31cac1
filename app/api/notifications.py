"""Serves ``POST /v1/notifications/draft``: a transaction in, the content of the notifications that it owes out."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.api.access import MAY_SCREEN
from app.api.bodies import JSON, JsonBody
from app.api.description.operation import SECURED, gives, takes
from app.api.media import DOCX, accepted_of
from app.api.parameters import known_query
from app.api.responses import JsonResponse
from app.api.screenings import AppliedRuleSet, KnownOn, PinnedVersion, VariantChoices, selected_by
from app.api.services import Provided
from app.domain.answers.notification import NotificationDraft
from app.service.working import Task, Use

_AS_DOCUMENT: Final = {DOCX: {"schema": {"type": "string", "format": "binary"}}}
_FILE: Final = {"content-disposition": 'attachment; filename="notification-draft.docx"'}

router = APIRouter(tags=["notifications"], dependencies=[MAY_SCREEN, Depends(known_query)])


@router.post(
    "/v1/notifications/draft",
    responses=gives(NotificationDraft, failing=(*SECURED, 404, 406, 422), also=_AS_DOCUMENT),
    openapi_extra=takes("Transaction"),
)
async def draft_notification(
    *,
    provided: Provided,
    body: JsonBody,
    media_type: Annotated[str, Depends(accepted_of(JSON, DOCX))],
    rule_set: AppliedRuleSet = None,
    version: PinnedVersion = None,
    variant: VariantChoices = (),
    as_known_on: KnownOn = None,
) -> Response:
    """Drafts the content of the notifications that a transaction owes.

    Gives every item of 31 CFR 850.405(b) with what the transaction says of it and what is still to be answered, as JSON
    or, with `Accept`, as a document for a word processor. Nothing is sent to anybody. Where no notification is owed, or
    where that is open, the answer is a problem.
    """
    selection = selected_by(rule_set, version, as_known_on, variant)
    if media_type == DOCX:
        document = await provided.work(Task(Use.WRITE_NOTIFICATION, (body,), selection))
        return Response(document, headers=_FILE, media_type=DOCX)
    return JsonResponse(await provided.work(Task(Use.DRAFT_NOTIFICATION, (body,), selection)))
