"""Serves ``/v1/rule-sets…`` and ``/v1/facts``: what law is known, how a version came to stand, and what can be stated.

The archive is asked in a worker thread: these handlers are no coroutines, because a database makes them wait.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Annotated, Any, Final, cast

import orjson
from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.api.access import MAY_READ, Publisher, Reader
from app.api.bodies import submitted
from app.api.description.operation import SECURED, fails, gives, takes, unchanged
from app.api.parameters import (
    IfNoneMatch,
    NamedText,
    NamedVersion,
    OtherNamedText,
    RuleSetName,
    TextSeen,
    VersionKey,
    known_query,
)
from app.api.responses import tagged, unless_known
from app.api.services import Provided
from app.api.wire.submissions import EndingSubmission
from app.domain.answers.choices import choices_of
from app.domain.answers.comparison import Diff
from app.domain.answers.law import FactJson, FactsJson, RuleSetJson, RuleSets
from app.domain.answers.lifecycle import HistoryJson
from app.domain.canonical import digest
from app.domain.facts.dictionary import DictionaryEntry, entries
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.service.access.principals import Principal
from app.service.catalogue import document_bytes, document_etag, listing_etag
from app.service.drafting import Seen
from app.service.publication import history_tag, open_proposal

_VERSION = "/rule-sets/{rule_set}/versions/{version}"

_COMMON: dict[str, Any] = {"prefix": "/v1", "tags": ["law"], "responses": fails(*SECURED, 422)}
router = APIRouter(dependencies=[MAY_READ, Depends(known_query)], **_COMMON)
change_router = APIRouter(dependencies=[Depends(known_query)], **_COMMON)


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
def rule_set_version(provided: Provided, named: NamedText, if_none_match: IfNoneMatch = None) -> Response:
    """Gives the document of one version, or of one of its texts, superseded ones as well."""
    found = provided.catalogue.version(*named)
    return unless_known(if_none_match, document_bytes(found), document_etag(found))


@router.get(_VERSION + "/diff/{other}", responses=unchanged(Diff, failing=(404,)))
def diff(provided: Provided, named: NamedText, other: OtherNamedText, if_none_match: IfNoneMatch = None) -> Response:
    """Says in words what `other` changes."""
    found = provided.catalogue.diff(*named, after=other.version)
    # Documents never change, so that the two digests say which comparison this is.
    return unless_known(if_none_match, found, f'"{found["from"]["digest"]}:{found["to"]["digest"]}"')


@router.get(_VERSION + "/history", responses=unchanged(HistoryJson, failing=(404,)), tags=["publishing"])
def history(provided: Provided, named: NamedVersion, reader: Reader, if_none_match: IfNoneMatch = None) -> Response:
    """Lists everything that happened to a version, as a draft and since, and who did it."""
    found = provided.lifecycle.publishing.history(*named, shown_to=reader.scopes)
    return unless_known(if_none_match, found, f'"{history_tag(found)}"')


Grounded = Annotated[EndingSubmission, Depends(submitted(EndingSubmission))]
_FAILS_CHANGE: Final = (404, 409, 412, 428)
_PROPOSED: Final = {
    **gives(HistoryJson, tagged=True, failing=_FAILS_CHANGE),
    **gives(HistoryJson, tagged=True, status=202),
}
_CHANGE: Final[dict[str, Any]] = {"responses": _PROPOSED, "openapi_extra": takes("Grounds"), "tags": ["publishing"]}


@change_router.post(_VERSION + "/withdraw", **_CHANGE)
def withdraw(
    provided: Provided, named: NamedVersion, publisher: Publisher, seen: TextSeen, grounds: Grounded
) -> Response:
    """Proposes to withdraw a version, so that nothing answers in its place, except to who pins it.

    Another person confirms it. With `emergency` it is done at once, by one.
    """
    return _ended(provided.lifecycle.publishing.withdraw, named, publisher=publisher, seen=seen, grounds=grounds)


@change_router.post(_VERSION + "/rollback", **_CHANGE)
def roll_back(
    provided: Provided, named: NamedVersion, publisher: Publisher, seen: TextSeen, grounds: Grounded
) -> Response:
    """Proposes to take the last publication back: what it superseded is the law again.

    Another person confirms it. With `emergency` it is done at once, by one.
    """
    return _ended(provided.lifecycle.publishing.roll_back, named, publisher=publisher, seen=seen, grounds=grounds)


@change_router.post(
    _VERSION + "/confirm",
    responses=gives(HistoryJson, tagged=True, failing=_FAILS_CHANGE),
    tags=["publishing"],
)
def confirm(provided: Provided, named: NamedVersion, publisher: Publisher, seen: TextSeen) -> Response:
    """Does what another person has proposed of a version."""
    found = provided.lifecycle.publishing.confirm(*named, seen=seen, actor=publisher.person)
    return tagged(found, history_tag(found))


def _ended(
    end: Callable[..., HistoryJson],
    named: VersionKey,
    *,
    publisher: Principal,
    seen: Seen,
    grounds: EndingSubmission,
) -> Response:
    emergency = grounds.emergency.reason if grounds.emergency is not None else None
    found = end(*named, seen=seen, reason=grounds.reason, actor=publisher.person, emergency=emergency)
    return tagged(found, history_tag(found), status=202 if open_proposal(found) else 200)


@router.get("/facts", responses=unchanged(FactsJson))
async def facts(if_none_match: IfNoneMatch = None) -> Response:
    """Gives the dictionary of everything a transaction can state."""
    dictionary = fact_dictionary()
    return unless_known(if_none_match, dictionary, f'"{digest(dictionary)}"')


@cache
def fact_dictionary() -> bytes:
    """Writes every fact with what a person needs to state it, as JSON; what does not apply to a fact is left out."""
    places: dict[int, list[DictionaryEntry]] = {}
    for entry in entries(OUTBOUND_INVESTMENT.transaction):
        places.setdefault(id(entry.field), []).append(entry)
    dictionary: FactsJson = {"facts": [_fact(each) for each in places.values()]}
    return orjson.dumps(dictionary)


def _fact(places: Sequence[DictionaryEntry]) -> FactJson:
    """Describes one fact by its entries, which differ in nothing but their places."""
    entry = places[0]
    type_, default, only_where = entry.field.type, entry.field.default, entry.fact.only_where
    described = {
        "pointers": [each.pointer for each in places],
        "type": type_.kind,
        "items": type_.item.kind if type_.item else None,
        "choices": choices_of(type_),
        "unit": entry.fact.unit,
        "question": entry.fact.question,
        "group": entry.group,
        "note": entry.fact.note,
        "citation": entry.fact.citation,
        "read_by": entry.fact.read_by,
        "only_where": only_where and {"fact": only_where[0], "choices": only_where[1]},
        # A list or record that is not stated has nothing in it; only a single value has a default worth showing.
        "silence": entry.fact.silence,
        "default": default if isinstance(default, str | bool) else None,
    }
    return cast("FactJson", {name: value for name, value in described.items() if value is not None})
