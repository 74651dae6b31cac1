"""What routes ask for: the use cases, an exact body, the person behind a key, and the text that a change is about."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Final, Protocol, TypeVar

from fastapi import Depends, Header
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import WithJsonSchema
from starlette.requests import Request

from app.api.metrics import Metrics
from app.api.wire.submissions import Submission, read_submission
from app.domain.errors import BodyTooLarge, ScreeningError
from app.service.catalogue import Catalogue
from app.service.comparing import Comparer
from app.service.drafting import Drafting, Seen
from app.service.keys import ApiKeys, KeyScope, Principal
from app.service.law_cache import Readiness
from app.service.ownership import OwnershipAnalyzer
from app.service.publication import Publishing
from app.service.screening import Screener

JSON: Final = "application/json"
JSON_LINES: Final = ("application/x-ndjson", "application/jsonl")
"""The media types of values that stand one on each line."""

_DISCARDED: Final = 64 * 1024 * 1024


class UnsupportedMediaType(ScreeningError):
    """The request has a body of another type than the path takes, or one in another coding than its own."""

    def __init__(self, cure: str = "Send the body as Content-Type: application/json.") -> None:
        super().__init__(cure)


class ClientGone(ScreeningError):
    """The caller hung up before the body was complete."""


class BodyTooSlow(ScreeningError):
    """The caller stopped in the middle of the body."""

    def __init__(self) -> None:
        super().__init__("The body did not arrive in time: send the request again, and all of it at once.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """The use cases that change the law, and who may call them."""

    drafting: Drafting
    publishing: Publishing
    keys: ApiKeys


class StatementConverter(Protocol):
    """Converts bodies of statements to parties and interests, and back; see ``app.bods.converter``."""

    def import_statements(self, body: bytes, *, as_of: date | None = None) -> bytes:
        """Returns the parties and interests that statements tell of; those of a day, if one is given."""

    def export_statements(self, body: bytes) -> bytes:
        """Returns the statements on parties and interests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The use cases that the routes call, and the bounds of a request.

    Between two parts of a body pass at most ``body_seconds``.
    """

    screener: Screener
    comparer: Comparer
    ownership: OwnershipAnalyzer
    bods: StatementConverter
    catalogue: Catalogue
    lifecycle: Lifecycle
    readiness: Callable[[], Readiness]
    body_limit_bytes: int
    body_seconds: float = 20.0
    metrics: Metrics = field(default_factory=Metrics)


async def services(request: Request) -> Services:
    """Gives the use cases, which ``application`` put there."""
    found: Services = request.app.state.services
    return found


async def json_body(request: Request) -> bytes:
    """Reads the whole body of a request that says it is JSON; raises like :func:`read_body`."""
    return await read_body(request, (JSON,))


async def statements_body(request: Request) -> bytes:
    """Reads the whole body of a request that says it is JSON or JSON Lines; raises like :func:`read_body`."""
    return await read_body(request, (JSON, *JSON_LINES))


async def read_body(request: Request, media_types: Collection[str]) -> bytes:
    """Reads the whole body of a request that names one of the media types.

    Raises ``UnsupportedMediaType``; ``BodyTooLarge`` as soon as the limit is passed, or before anything is read where
    the length is announced; ``BodyTooSlow``; ``ClientGone`` if the body never ends. A caller that closes after the
    answer could not read it while it sends, so that the rest of a body that is too large is taken from it first.
    """
    bounds: Services = request.app.state.services
    limit = bounds.body_limit_bytes
    try:
        _check_headers(request, limit, media_types)
    except BodyTooLarge:
        await _let_send(request, bounds.body_seconds)
        raise
    part, more = await _part(request, bounds.body_seconds)
    if not more and len(part) <= limit:
        return part
    parts, size = [part], len(part)
    while more and size <= limit:
        part, more = await _part(request, bounds.body_seconds)
        parts.append(part)
        size += len(part)
    if size > limit:
        if more:
            await _let_send(request, bounds.body_seconds)
        raise BodyTooLarge(limit)
    return b"".join(parts)


async def _part(request: Request, seconds: float) -> tuple[bytes, bool]:
    """Gives the next part of the body, and whether more follow."""
    try:
        async with asyncio.timeout(seconds):
            message = await request.receive()
    except TimeoutError:
        raise BodyTooSlow from None
    if message["type"] == "http.disconnect":
        raise ClientGone
    return message.get("body", b""), message.get("more_body", False)


async def _let_send(request: Request, seconds: float) -> None:
    """Reads and drops the rest of the body, if the caller would miss the answer otherwise."""
    closes = request.scope["http_version"] == "1.0" or request.headers.get("connection", "").lower() == "close"
    if not closes or "expect" in request.headers:  # who asks before it sends has not begun
        return
    taken, more = 0, True
    while more and taken <= _DISCARDED:
        try:
            part, more = await _part(request, seconds)
        except (BodyTooSlow, ClientGone):
            return
        taken += len(part)


def _check_headers(request: Request, limit_bytes: int, media_types: Collection[str]) -> None:
    is_taken = False
    for name, value in request.scope["headers"]:
        if name == b"content-type":
            is_taken = value == b"application/json" or _is_one_of(media_types, value)
        elif name == b"content-encoding" and value.strip().lower() not in (b"", b"identity"):
            raise UnsupportedMediaType("Send the body as it is, without a Content-Encoding.")
        elif name == b"content-length" and value.isdigit() and int(value[:20]) > limit_bytes:
            raise BodyTooLarge(limit_bytes)
    if not is_taken:
        raise UnsupportedMediaType(f"Send the body as Content-Type: {' or '.join(media_types)}.")


def _is_one_of(media_types: Collection[str], value: bytes) -> bool:
    kind, _, parameters = value.decode("latin-1").lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    return kind.strip() in media_types and charset in ("", "charset=utf-8")


_BEARER = HTTPBearer(
    scheme_name="key",
    description="A key with scopes, made by `python -m app keys create`. Its owner stands in the log.",
    auto_error=False,
)
_TEXT = WithJsonSchema({"type": "string"})
IfMatch = Annotated[str | None, Header(alias="If-Match"), _TEXT]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match"), _TEXT]
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]


def person_with(*scopes: KeyScope) -> Callable[[Request, Credentials], Principal]:
    """Gives a dependency on the person behind the key of the request, who has one of the scopes.

    It raises ``NotAuthenticated``, ``NotAllowed`` or ``StorageUnavailable``, and runs in a thread: a database may
    make it wait.
    """

    def person(request: Request, credentials: Credentials) -> Principal:
        keys = request.app.state.services.lifecycle.keys
        found: Principal = keys.authenticate(credentials.credentials if credentials is not None else None)
        found.require(*scopes)
        return found

    return person


async def text_seen(if_match: IfMatch = None) -> Seen:
    """Gives the text that a change is about (RFC 9110, 13.1); a weak tag matches nothing."""
    if if_match is None:
        return Seen()
    tags = [tag.strip() for tag in if_match.split(",")]
    known = frozenset(tag[1:-1] for tag in tags if len(tag) > 2 and tag[0] == tag[-1] == '"')
    # A header without any tag that could match is a precondition all the same, and fails.
    return Seen(digests=known or frozenset({""}), any_text="*" in tags)


async def text_or_none_seen(if_match: IfMatch = None, if_none_match: IfNoneMatch = None) -> Seen:
    """Gives the text that a change is about, or that there is none yet; ``If-Match`` goes first."""
    if if_match is not None:
        return await text_seen(if_match)
    return Seen(no_text=(if_none_match or "").strip() == "*")


JsonBody = Annotated[bytes, Depends(json_body)]
Sent = TypeVar("Sent", bound=Submission)


def submitted(record: type[Sent]) -> Callable[[bytes], Awaitable[Sent]]:
    """Gives a dependency on a body that is such a record; it raises like ``read_submission``."""

    async def read(body: JsonBody) -> Sent:
        return read_submission(record, body)

    return read


Provided = Annotated[Services, Depends(services)]
StatementsBody = Annotated[bytes, Depends(statements_body)]
Person = Annotated[Principal, Depends(person_with())]
AnyWriter = Annotated[Principal, Depends(person_with(*KeyScope))]
Author = Annotated[Principal, Depends(person_with(KeyScope.DRAFT))]
Reviewer = Annotated[Principal, Depends(person_with(KeyScope.REVIEW))]
Publisher = Annotated[Principal, Depends(person_with(KeyScope.PUBLISH))]
TextSeen = Annotated[Seen, Depends(text_seen)]
TextOrNoneSeen = Annotated[Seen, Depends(text_or_none_seen)]
