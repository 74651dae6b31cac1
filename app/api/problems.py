"""Turns every error into a problem document (RFC 9457): one table from exceptions to HTTP.

No problem repeats a value of the caller's transaction or the text of an unexpected exception.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import orjson
from starlette.responses import Response

from app.api.attempts import TooManyAttempts
from app.api.bodies import BodyTooSlow, ClientGone, UnsupportedMediaType
from app.api.idempotency import UnfitIdempotencyKey
from app.api.media import NotAcceptable
from app.api.parameters import InvalidQuery
from app.api.rate_limits import TooManyRequests
from app.domain import errors
from app.domain.answers.batch import LineProblem
from app.domain.answers.law import LawAtHandJson
from app.domain.answers.problem import FaultyPlace, ProblemDetails, ProblemJson, ProblemPart
from app.service import refusals, signing, working
from app.service.access import keys, persons, principals, tokens
from app.service.records import entries, exporting, recomputing, verifying
from app.service.templates.kinds import TemplateNotFound

MEDIA_TYPE: Final = "application/problem+json"
_CHALLENGE: Final = 'Bearer realm="screening"'
_TYPE_PREFIX: Final = "urn:problem-type:screening:"


class NotReady(errors.ScreeningError):
    """Says that screenings are not answered now, with the law that the process has at hand."""

    def __init__(self, detail: str, law: LawAtHandJson) -> None:
        super().__init__(detail)
        self.law = law


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """Describes one kind of problem: its status, the last part of its type URI, and its title."""

    status: int
    name: str
    title: str

    @property
    def type(self) -> str:
        """Gives the URI that identifies the kind."""
        return f"{_TYPE_PREFIX}{self.name}"


KINDS: Final[dict[type[errors.ScreeningError], ProblemKind]] = {
    errors.MalformedBody: ProblemKind(400, "malformed-body", "The body is not JSON"),
    ClientGone: ProblemKind(400, "incomplete-body", "The body ended too early"),
    TooManyRequests: ProblemKind(429, "too-many-requests", "More requests than are answered"),
    NotAcceptable: ProblemKind(406, "not-acceptable", "No form of the answer is accepted"),
    BodyTooSlow: ProblemKind(408, "body-too-slow", "The body did not arrive in time"),
    errors.BodyTooLarge: ProblemKind(413, "body-too-large", "The body is too large"),
    UnsupportedMediaType: ProblemKind(415, "unsupported-media-type", "The body is not announced as JSON"),
    errors.InvalidTransaction: ProblemKind(
        422, "invalid-transaction", "The body is not a transaction that can be screened"
    ),
    errors.InvalidVariants: ProblemKind(422, "invalid-variants", "The choice of variants does not fit"),
    errors.NoNotificationOwed: ProblemKind(422, "no-notification-owed", "No notification is owed"),
    errors.NotificationOpen: ProblemKind(422, "notification-open", "It is open whether a notification is owed"),
    errors.NoNotificationContent: ProblemKind(
        422, "no-notification-content", "The version does not say what a notification contains"
    ),
    InvalidQuery: ProblemKind(422, "invalid-query", "The query does not fit"),
    errors.RuleSetNotFound: ProblemKind(404, "rule-set-not-found", "No such rule set"),
    errors.VersionNotFound: ProblemKind(404, "version-not-found", "No such version of the rule set"),
    TemplateNotFound: ProblemKind(404, "template-not-found", "No such template"),
    errors.VersionConflict: ProblemKind(409, "version-conflict", "A published version never changes"),
    errors.InvalidRuleSet: ProblemKind(422, "invalid-rule-set", "The rule document has faults"),
    principals.UnclearCredentials: ProblemKind(400, "unclear-credentials", "It is not clear who makes the request"),
    principals.NotAuthenticated: ProblemKind(401, "not-authenticated", "The request does not say who makes it"),
    principals.NotAllowed: ProblemKind(403, "not-allowed", "Who makes the request may not do this"),
    refusals.SecondPersonNeeded: ProblemKind(403, "second-person-needed", "Another person has to publish this"),
    refusals.DraftNotFound: ProblemKind(404, "draft-not-found", "No such draft"),
    refusals.InvalidSubmission: ProblemKind(422, "invalid-submission", "The body does not fit the path"),
    refusals.PreconditionMissing: ProblemKind(428, "precondition-missing", "The request names no entity tag"),
    refusals.PreconditionFailed: ProblemKind(412, "precondition-failed", "It has changed"),
    refusals.WrongStanding: ProblemKind(409, "wrong-standing", "This cannot be done as things stand"),
    refusals.RefusedByGate: ProblemKind(422, "refused-by-gate", "The draft has faults"),
    principals.LoopbackAlone: ProblemKind(403, "loopback-alone", "Only this machine is answered"),
    principals.UnknownPerson: ProblemKind(403, "unknown-person", "Who makes the request is no known person"),
    TooManyAttempts: ProblemKind(429, "too-many-attempts", "Too many keys or tokens opened nothing"),
    persons.PersonNotFound: ProblemKind(404, "person-not-found", "No such person"),
    persons.UnfitPerson: ProblemKind(422, "unfit-person", "A person cannot be named like this"),
    keys.KeyNotFound: ProblemKind(404, "key-not-found", "No such API key"),
    keys.UnfitKey: ProblemKind(422, "unfit-key", "An API key cannot be made like this"),
    UnfitIdempotencyKey: ProblemKind(400, "unfit-idempotency-key", "The idempotency key cannot be taken"),
    entries.IdempotencyKeyReused: ProblemKind(
        422, "idempotency-key-reused", "The idempotency key stands for another request"
    ),
    entries.RecordNotFound: ProblemKind(404, "record-not-found", "No such record"),
    entries.RecordingOff: ProblemKind(409, "recording-off", "The service records nothing"),
    entries.WrongHold: ProblemKind(409, "wrong-hold", "The record is not as it would have to be"),
    verifying.UnfitAnchor: ProblemKind(422, "unfit-anchor", "The anchor cannot be read"),
    exporting.UnfitMask: ProblemKind(422, "unfit-mask", "The place to mask is none of a transaction"),
    recomputing.LawNotAtHand: ProblemKind(409, "law-not-at-hand", "The law of the record is not at hand"),
    signing.NoSigningKey: ProblemKind(409, "no-signing-key", "The service has no key to sign with"),
    tokens.IssuerUnavailable: ProblemKind(503, "issuer-unavailable", "Tokens cannot be verified now"),
    errors.StorageUnavailable: ProblemKind(503, "unavailable", "The service cannot answer now"),
    working.Busy: ProblemKind(503, "busy", "Too much is at work already"),
    working.Stopping: ProblemKind(503, "stopping", "The service is being stopped"),
    working.WorkLost: ProblemKind(503, "work-lost", "The work on the request was lost"),
    NotReady: ProblemKind(503, "not-ready", "Screenings are not answered now"),
}

UNEXPECTED: Final = ProblemKind(500, "unexpected", "Something unexpected went wrong")


def problem_types() -> list[str]:
    """Gives the URIs of all kinds of problems, sorted."""
    return sorted({kind.type for kind in (*KINDS.values(), UNEXPECTED)})


def problem(error: errors.ScreeningError, *, request_id: str) -> Response:
    """Gives the answer to a request that failed with ``error``."""
    kind = _kind(error)
    body = _document(kind.type, kind.title, kind.status, str(error), request_id)
    return _response({**body, **_details(error)}, _headers(error))


def line_problem(error: errors.ScreeningError | None, *, line: int, reference: str | None) -> LineProblem:
    """Gives what stands in the place of a line that failed with ``error``; without one, for a reason nobody foresaw."""
    kind = _kind(error) if error is not None else UNEXPECTED
    found: LineProblem = {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": str(error) if error is not None else "The log has the details under the number of the line.",
        "line": line,
        "reference": reference,
    }
    if error is not None:
        found.update(_details(error))  # type: ignore[typeddict-item]  # a part of it
    return found


def _kind(error: errors.ScreeningError) -> ProblemKind:
    return next(KINDS[known] for known in type(error).__mro__ if known in KINDS)


def unexpected_problem(*, request_id: str) -> Response:
    """Gives the answer to a request that failed for a reason nobody foresaw; the log knows more under the same id."""
    detail = "The log of the service has the details under the request id. The request had no effect."
    return _response(_document(UNEXPECTED.type, UNEXPECTED.title, UNEXPECTED.status, detail, request_id))


_CURES: Final = {
    HTTPStatus.NOT_FOUND: "There is no such path here; /docs shows those that there are.",
    HTTPStatus.METHOD_NOT_ALLOWED: "The path does not take this method; the header Allow names those that it takes.",
}


def status_problem(status: HTTPStatus, *, request_id: str, headers: Mapping[str, str]) -> Response:
    """Gives the answer where the HTTP status names the kind: an unknown path, or a method that it does not take."""
    detail = _CURES.get(status, status.description or status.phrase)
    return _response(_document("about:blank", status.phrase, status, detail, request_id), headers)


def _document(type_: str, title: str, status: int, detail: str, request_id: str) -> ProblemJson:
    return {"type": type_, "title": title, "status": status, "detail": detail, "request_id": request_id}


def _response(body: ProblemJson, headers: Mapping[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), body["status"], headers, MEDIA_TYPE)


def _headers(error: errors.ScreeningError) -> Mapping[str, str]:
    match error:
        case principals.UnclearCredentials():
            return {"www-authenticate": f'{_CHALLENGE}, error="invalid_request"'}
        case principals.NotAuthenticated(offered=offered):
            # RFC 6750, 3: who offered nothing is told only how to; who offered a wrong key, that it is wrong.
            return {"www-authenticate": f'{_CHALLENGE}, error="invalid_token"' if offered else _CHALLENGE}
        case principals.NotAllowed(scope=scope):
            return {"www-authenticate": f'{_CHALLENGE}, error="insufficient_scope", scope="{scope}"'}
        case TooManyAttempts(seconds=seconds) | TooManyRequests(seconds=seconds):
            return {"retry-after": str(seconds)}
        case BodyTooSlow():
            return {"connection": "close"}  # what still comes of the body is no next request
        case (
            errors.StorageUnavailable()
            | tokens.IssuerUnavailable()
            | working.Busy()
            | working.Stopping()
            | working.WorkLost()
        ):
            return {"retry-after": "5"}
        case _:
            return {}


def _details(error: errors.ScreeningError) -> ProblemDetails:
    match error:
        case refusals.RefusedByGate(findings=findings):
            return {"findings": findings}
        case errors.InvalidTransaction() | errors.InvalidVariants() | InvalidQuery() | refusals.InvalidSubmission():
            return {"errors": [ProblemPart(pointer=e.pointer, detail=e.detail, code=e.code) for e in error.problems]}
        case errors.InvalidRuleSet(faults=faults):
            return {"errors": [FaultyPlace(place=str(fault.place), detail=fault.message) for fault in faults]}
        case NotReady(law=law):
            return {"law": law}
        case _:
            return {}
