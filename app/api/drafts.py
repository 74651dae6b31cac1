"""Serves ``/v1/drafts…``: rule sets in the making, from the first line to publication. Every request needs an API key.

These handlers are no coroutines: the database is asked in a worker thread.
"""

from typing import Annotated, cast

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.api.bodies import JsonBody, submitted
from app.api.dependencies import AnyWriter, Author, IfNoneMatch, Person, Publisher, Reviewer, TextOrNoneSeen, TextSeen
from app.api.description.operation import BODY_FAULTS, fails, gives, takes, unchanged
from app.api.parameters import RuleSetName, VersionName, known_draft, known_query
from app.api.responses import JsonResponse, tagged, unless_known
from app.api.services import Provided
from app.api.wire.submissions import PublicationSubmission, ReviewSubmission, read_draft
from app.domain.answers.law import Version
from app.domain.answers.lifecycle import CheckReportJson, DraftJson, Drafts, ReviewJson
from app.service.catalogue import version_json
from app.service.drafts import Draft

_FAILS_CHANGE = (403, 409, 412, 428)

router = APIRouter(
    prefix="/v1/drafts", tags=["publishing"], dependencies=[Depends(known_query)], responses=fails(401, 422, 503)
)
one_draft = APIRouter(
    prefix="/v1/drafts/{rule_set}/{version}",
    tags=["publishing"],
    dependencies=[Depends(known_query), Depends(known_draft)],
    responses=fails(401, 404, 422, 503),
)


@router.get("", responses=gives(Drafts))
def drafts(provided: Provided, _person: Person) -> Response:
    """Lists the drafts and how far each has come."""
    found: Drafts = {"drafts": [_state(each) for each in provided.lifecycle.drafting.all()]}
    return JsonResponse(found)


@one_draft.get("", responses=unchanged("DraftDocument"))
def draft(
    provided: Provided, _person: Person, rule_set: RuleSetName, version: VersionName, if_none_match: IfNoneMatch = None
) -> Response:
    """Gives a draft: its document with its golden cases."""
    found = provided.lifecycle.drafting.draft(rule_set, version)
    return unless_known(if_none_match, {**found.document, "cases": found.cases}, f'"{found.digest}"')


@one_draft.put(
    "",
    responses={
        **gives(DraftJson, tagged=True, failing=(*BODY_FAULTS, *_FAILS_CHANGE)),
        **gives(DraftJson, tagged=True, status=201),
    },
    openapi_extra=takes("DraftDocument"),
)
def save_draft(
    *,
    provided: Provided,
    author: Author,
    rule_set: RuleSetName,
    version: VersionName,
    seen: TextOrNoneSeen,
    body: JsonBody,
) -> Response:
    """Saves a draft; its text may have faults."""
    document, cases = read_draft(body, rule_set, version)
    saved, new = provided.lifecycle.drafting.save(
        rule_set, version, document=document, cases=cases, seen=seen, actor=author.owner
    )
    return _one(saved, status=201 if new else 200)


@one_draft.delete(
    "",
    status_code=204,
    responses={204: {"description": "The draft is gone."}, **fails(*_FAILS_CHANGE)},
)
def remove_draft(
    provided: Provided, author: Author, rule_set: RuleSetName, version: VersionName, seen: TextSeen
) -> Response:
    """Removes a draft; its log remains."""
    provided.lifecycle.drafting.remove(rule_set, version, seen=seen, actor=author.owner)
    return Response(status_code=204)


@one_draft.post("/check", responses=gives(CheckReportJson, tagged=True, failing=(409,)))
def check_draft(provided: Provided, person: AnyWriter, rule_set: RuleSetName, version: VersionName) -> Response:
    """Puts a draft to the publishing gate and reports what it finds."""
    report = provided.lifecycle.drafting.check(rule_set, version, actor=person.owner)
    return tagged(report, report["digest"])


@one_draft.post(
    "/review",
    responses=gives(DraftJson, tagged=True, failing=(*BODY_FAULTS, *_FAILS_CHANGE)),
    openapi_extra=takes("Review"),
)
def review_draft(
    *,
    provided: Provided,
    reviewer: Reviewer,
    rule_set: RuleSetName,
    version: VersionName,
    seen: TextSeen,
    form: Annotated[ReviewSubmission, Depends(submitted(ReviewSubmission))],
) -> Response:
    """Puts a review of this very text on record."""
    drafting = provided.lifecycle.drafting
    return _one(drafting.review(rule_set, version, review=form.review(), seen=seen, actor=reviewer.owner))


@one_draft.post(
    "/publish",
    status_code=201,
    responses=gives(Version, status=201, failing=(*BODY_FAULTS, *_FAILS_CHANGE)),
    openapi_extra=takes("Publication"),
)
def publish_draft(
    *,
    provided: Provided,
    publisher: Publisher,
    rule_set: RuleSetName,
    version: VersionName,
    seen: TextSeen,
    publication: Annotated[PublicationSubmission, Depends(submitted(PublicationSubmission))],
) -> Response:
    """Makes a checked and reviewed text a version; by another person than its authors."""
    stored = provided.lifecycle.publishing.publish(
        rule_set,
        version,
        seen=seen,
        actor=publisher.owner,
        effective_from=publication.effective_from,
        replaces=publication.replaces,
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
