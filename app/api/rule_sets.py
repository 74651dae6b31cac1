"""Serves ``/v1/rule-sets…`` and ``/v1/facts``: what law is known, how a version came to stand, and what can be stated.

The archive is asked in a worker thread: these handlers are no coroutines, because a database makes them wait.
"""

from functools import cache
from typing import Annotated, cast

import orjson
from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.api.bodies import submitted
from app.api.dependencies import IfNoneMatch, Publisher
from app.api.description.operation import BODY_FAULTS, fails, gives, takes, unchanged
from app.api.parameters import RuleSetName, VersionName, known_query, known_rule_set
from app.api.responses import JsonResponse, unless_known
from app.api.services import Provided
from app.api.wire.submissions import ReasonSubmission
from app.domain.answers.comparison import Diff
from app.domain.answers.law import FactJson, FactsJson, RuleSetJson, RuleSets
from app.domain.answers.lifecycle import HistoryJson
from app.domain.canonical import digest
from app.domain.facts.dictionary import DictionaryEntry, FieldType, entries
from app.service.catalogue import document_bytes, document_etag, listing_etag

_VERSION = "/rule-sets/{rule_set}/versions/{version}"
_FAILS_CHANGE = (*BODY_FAULTS, 401, 403, 404, 409)

router = APIRouter(
    prefix="/v1",
    tags=["law"],
    dependencies=[Depends(known_query), Depends(known_rule_set)],
    responses=fails(422, 503),
)


@router.get("/rule-sets", responses=unchanged(RuleSets))
def rule_sets(provided: Provided, if_none_match: IfNoneMatch = None) -> Response:
    """Lists every rule set with its versions."""
    found = provided.catalogue.rule_sets()
    listed: RuleSets = {"rule_sets": found}
    return unless_known(if_none_match, listed, listing_etag(*found))


@router.get("/rule-sets/{rule_set}", responses=unchanged(RuleSetJson, failing=(404,)))
def rule_set(provided: Provided, rule_set: RuleSetName, if_none_match: IfNoneMatch = None) -> Response:
    """Gives one rule set with its versions."""
    found = provided.catalogue.rule_set(rule_set)
    return unless_known(if_none_match, found, listing_etag(found))


@router.get(_VERSION, responses=unchanged("RuleDocument", failing=(404,)))
def rule_set_version(
    provided: Provided, rule_set: RuleSetName, version: VersionName, if_none_match: IfNoneMatch = None
) -> Response:
    """Gives the document of one version."""
    found = provided.catalogue.version(rule_set, version)
    return unless_known(if_none_match, document_bytes(found), document_etag(found))


@router.get(_VERSION + "/diff/{other}", responses=unchanged(Diff, failing=(404,)))
def diff(
    provided: Provided,
    rule_set: RuleSetName,
    version: VersionName,
    other: VersionName,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Says in words what `other` changes."""
    found = provided.catalogue.diff(rule_set, version, after=other)
    # Documents never change, so that the two digests say which comparison this is.
    return unless_known(if_none_match, found, f'"{found["from"]["digest"]}:{found["to"]["digest"]}"')


@router.get(_VERSION + "/history", responses=gives(HistoryJson, failing=(404,)), tags=["publishing"])
def history(provided: Provided, rule_set: RuleSetName, version: VersionName) -> Response:
    """Lists everything that happened to a version, as a draft and since, and who did it."""
    return JsonResponse(provided.lifecycle.publishing.history(rule_set, version))


Grounded = Annotated[ReasonSubmission, Depends(submitted(ReasonSubmission))]


@router.post(
    _VERSION + "/withdraw",
    responses=gives(HistoryJson, failing=_FAILS_CHANGE),
    openapi_extra=takes("Grounds"),
    tags=["publishing"],
)
def withdraw(
    provided: Provided, rule_set: RuleSetName, version: VersionName, publisher: Publisher, grounds: Grounded
) -> Response:
    """Withdraws a version: nothing answers in its place, except to who pins it."""
    publication = provided.lifecycle.publishing
    publication.withdraw(rule_set, version, reason=grounds.reason, actor=publisher.owner)
    return JsonResponse(publication.history(rule_set, version))


@router.post(
    _VERSION + "/rollback",
    responses=gives(HistoryJson, failing=_FAILS_CHANGE),
    openapi_extra=takes("Grounds"),
    tags=["publishing"],
)
def roll_back(
    provided: Provided, rule_set: RuleSetName, version: VersionName, publisher: Publisher, grounds: Grounded
) -> Response:
    """Takes the last publication back: what it superseded is the law again."""
    publication = provided.lifecycle.publishing
    publication.roll_back(rule_set, version, reason=grounds.reason, actor=publisher.owner)
    return JsonResponse(publication.history(rule_set, version))


@router.get("/facts", responses=unchanged(FactsJson))
async def facts(if_none_match: IfNoneMatch = None) -> Response:
    """Gives the dictionary of everything a transaction can state."""
    dictionary = fact_dictionary()
    return unless_known(if_none_match, dictionary, f'"{digest(dictionary)}"')


@cache
def fact_dictionary() -> bytes:
    """Writes every fact with what a person needs to state it, as JSON; what does not apply to a fact is left out."""
    dictionary: FactsJson = {"facts": [_fact(entry) for entry in entries()]}
    return orjson.dumps(dictionary)


def _fact(entry: DictionaryEntry) -> FactJson:
    item = entry.field.type.item
    described = {
        "pointer": entry.pointer,
        "type": entry.field.type.kind,
        "items": item.kind if item else None,
        "choices": list(_choices(entry.field.type)) or None,
        "unit": entry.fact.unit,
        "question": entry.fact.question,
        "note": entry.fact.note,
        "citation": entry.fact.citation,
        # A list or record that is not stated has nothing in it; only a single value has a default worth showing.
        "silence": entry.fact.silence,
        "default": entry.field.default if isinstance(entry.field.default, str | bool) else None,
    }
    return cast("FactJson", {name: value for name, value in described.items() if value is not None})


def _choices(type_: FieldType) -> tuple[str, ...]:
    return type_.item.choices if type_.item else type_.choices
