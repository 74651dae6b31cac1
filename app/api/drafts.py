"""Serves ``/v1/drafts…``: rule sets in the making, from the first line to publication. Every request needs a key.

These handlers are no coroutines: the database is asked in a worker thread.
"""

from typing import Annotated, cast

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.api.access import Author, Publisher, Reviewer, Writer
from app.api.bodies import JsonBody, submitted
from app.api.description.operation import SECURED, fails, gives, takes, unchanged
from app.api.parameters import IfNoneMatch, NamedDraft, TextOrNoneSeen, TextSeen, known_query
from app.api.responses import JsonResponse, tagged, unless_known
from app.api.services import Provided
from app.api.wire.submissions import PublicationSubmission, ReviewSubmission, read_draft
from app.domain.answers.law import Version
from app.domain.answers.lifecycle import CheckReportJson, DraftJson, Drafts, ReviewJson
from app.service.catalogue import version_json
from app.service.drafts import Draft

_ONE = "/{rule_set}/{version}"
_FAILS_CHANGE = (404, 409, 412, 428)

router = APIRouter(
    prefix="/v1/drafts", tags=["publishing"], dependencies=[Depends(known_query)], responses=fails(*SECURED, 422)
)


@router.get("", responses=gives(Drafts))
def drafts(provided: Provided, _person: Writer) -> Response:
    """Lists the drafts and how far each has come."""
    found: Drafts = {"drafts": [_state(each) for each in provided.lifecycle.drafting.all()]}
    return JsonResponse(found)


@router.get(_ONE, responses=unchanged("DraftDocument", failing=(404,)))
def draft(provided: Provided, named: NamedDraft, _person: Writer, if_none_match: IfNoneMatch = None) -> Response:
    """Gives a draft: its document with its golden cases."""
    found = provided.lifecycle.drafting.draft(*named)
    return unless_known(if_none_match, {**found.document, "cases": found.cases}, f'"{found.digest}"')


@router.put(
    _ONE,
    responses={
        **gives(DraftJson, tagged=True, failing=_FAILS_CHANGE),
        **gives(DraftJson, tagged=True, status=201),
    },
    openapi_extra=takes("DraftDocument"),
)
def save_draft(provided: Provided, named: NamedDraft, author: Author, seen: TextOrNoneSeen, body: JsonBody) -> Response:
    """Saves a draft; its text may have faults."""
    document, cases = read_draft(body, *named)
    drafting = provided.lifecycle.drafting
    saved, new = drafting.save(*named, document=document, cases=cases, seen=seen, actor=author.person)
    return _one(saved, status=201 if new else 200)


@router.delete(_ONE, status_code=204, responses={204: {"description": "The draft is gone."}, **fails(*_FAILS_CHANGE)})
def remove_draft(provided: Provided, named: NamedDraft, author: Author, seen: TextSeen) -> Response:
    """Removes a draft; its log remains."""
    provided.lifecycle.drafting.remove(*named, seen=seen, actor=author.person)
    return Response(status_code=204)


@router.post(_ONE + "/check", responses=gives(CheckReportJson, tagged=True, failing=(404, 409)))
def check_draft(provided: Provided, named: NamedDraft, person: Writer) -> Response:
    """Puts a draft to the publishing gate and reports what it finds."""
    report = provided.lifecycle.drafting.check(*named, actor=person.person)
    return tagged(report, report["digest"])


@router.post(
    _ONE + "/review",
    responses=gives(DraftJson, tagged=True, failing=_FAILS_CHANGE),
    openapi_extra=takes("Review"),
)
def review_draft(
    provided: Provided,
    named: NamedDraft,
    reviewer: Reviewer,
    seen: TextSeen,
    form: Annotated[ReviewSubmission, Depends(submitted(ReviewSubmission))],
) -> Response:
    """Puts a review of this very text on record."""
    drafting = provided.lifecycle.drafting
    return _one(drafting.review(*named, review=form.review(), seen=seen, actor=reviewer.person))


@router.post(
    _ONE + "/publish",
    status_code=201,
    responses=gives(Version, status=201, failing=_FAILS_CHANGE),
    openapi_extra=takes("Publication"),
)
def publish_draft(
    provided: Provided,
    named: NamedDraft,
    publisher: Publisher,
    seen: TextSeen,
    form: Annotated[PublicationSubmission, Depends(submitted(PublicationSubmission))],
) -> Response:
    """Makes a checked and reviewed text a version; by another person than its authors."""
    stored = provided.lifecycle.publishing.publish(
        *named, seen=seen, actor=publisher.person, effective_from=form.effective_from, replaces=form.replaces
    )
    return JsonResponse(version_json(stored), 201)


def _one(saved: Draft, *, status: int = 200) -> Response:
    return tagged(_state(saved), saved.digest, status=status)


def _state(saved: Draft) -> DraftJson:
    return {
        "rule_set": saved.rule_set,
        "version": saved.version,
        "standing": saved.standing,
        "digest": saved.digest,
        "authors": sorted(saved.authors),
        "saved_at": saved.saved_at,
        "review": cast("ReviewJson", saved.review.record) if saved.review is not None else None,
    }
