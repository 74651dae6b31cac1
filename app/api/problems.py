"""Every error as a problem document (RFC 9457): one table from exceptions to HTTP.

No problem repeats a value of the caller's transaction or the text of an unexpected exception.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import orjson

from app.api.requests import ClientGone, InvalidQuery, UnsupportedMediaType
from app.domain.errors import (
    BodyTooLarge,
    InvalidRuleSet,
    InvalidTransaction,
    InvalidVariants,
    MalformedBody,
    Problem,
    RuleSetNotFound,
    ScreeningError,
    StorageUnavailable,
    VersionConflict,
    VersionNotFound,
)

MEDIA_TYPE: Final = "application/problem+json"
_TYPE_PREFIX: Final = "urn:problem-type:screening:"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its status, the last part of its type URI, and its title."""

    status: HTTPStatus
    name: str
    title: str

    @property
    def type(self) -> str:
        """The URI that identifies the kind."""
        return f"{_TYPE_PREFIX}{self.name}"


KINDS: Final[dict[type[ScreeningError], Kind]] = {
    MalformedBody: Kind(HTTPStatus.BAD_REQUEST, "malformed-body", "The body is not JSON"),
    ClientGone: Kind(HTTPStatus.BAD_REQUEST, "incomplete-body", "The body ended too early"),
    BodyTooLarge: Kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body-too-large", "The body is too large"),
    UnsupportedMediaType: Kind(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "The body is not announced as JSON"
    ),
    InvalidTransaction: Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-transaction", "The body is not a transaction that can be screened"
    ),
    InvalidVariants: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-variants", "The choice of variants does not fit"),
    InvalidQuery: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-query", "The query does not fit"),
    RuleSetNotFound: Kind(HTTPStatus.NOT_FOUND, "rule-set-not-found", "No such rule set"),
    VersionNotFound: Kind(HTTPStatus.NOT_FOUND, "version-not-found", "No such version of the rule set"),
    VersionConflict: Kind(HTTPStatus.CONFLICT, "version-conflict", "A published version never changes"),
    InvalidRuleSet: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-rule-set", "The rule document has faults"),
    StorageUnavailable: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "The service cannot answer now"),
}

NOT_READY: Final = Kind(HTTPStatus.SERVICE_UNAVAILABLE, "not-ready", "No version in force can be applied")
UNEXPECTED: Final = Kind(HTTPStatus.INTERNAL_SERVER_ERROR, "unexpected", "Something unexpected went wrong")


@dataclass(frozen=True, slots=True)
class Answer:
    """A response in full: its status, its body and the headers beside the content type."""

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


def problem(error: ScreeningError, *, request_id: str) -> Answer:
    """The answer to a request that failed with ``error``."""
    kind = next(KINDS[known] for known in type(error).__mro__ if known in KINDS)
    retry = ((b"retry-after", b"5"),) if kind.status is HTTPStatus.SERVICE_UNAVAILABLE else ()
    return document(kind, str(error), request_id=request_id, extra=_extra(error), headers=retry)


def unexpected_problem(*, request_id: str) -> Answer:
    """The answer to a request that failed for a reason nobody foresaw; the log knows more under the same id."""
    detail = "The log of the service has the details under the request id. The request had no effect."
    return document(UNEXPECTED, detail, request_id=request_id)


def status_problem(status: int, *, request_id: str, headers: tuple[tuple[bytes, bytes], ...] = ()) -> Answer:
    """The answer where the HTTP status says it all: an unknown path, or a method that the path does not take."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "request_id": request_id}
    return Answer(status, orjson.dumps(body), headers)


def document(
    kind: Kind,
    detail: str,
    *,
    request_id: str,
    extra: dict[str, Any] | None = None,
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> Answer:
    """A problem of this kind as an answer."""
    body = {"type": kind.type, "title": kind.title, "status": int(kind.status), "detail": detail}
    return Answer(kind.status, orjson.dumps({**body, "request_id": request_id, **(extra or {})}), headers)


def _extra(error: ScreeningError) -> dict[str, Any]:
    match error:
        case InvalidTransaction() | InvalidVariants() | InvalidQuery():
            return {"errors": [_entry(one) for one in error.problems]}
        case InvalidRuleSet(faults=faults):
            return {"errors": [{"place": str(fault.place), "detail": fault.message} for fault in faults]}
        case _:
            return {}


def _entry(problem: Problem) -> dict[str, str]:
    return {"pointer": problem.pointer, "detail": problem.detail, "code": problem.code}
