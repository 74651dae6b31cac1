"""Reads the exact body of a request within its limits of size, time, media type and coding."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Annotated, Final

from fastapi import Depends
from starlette.requests import Request

from app.api.services import Services
from app.api.wire.submissions import Sent, read_submission
from app.domain.errors import BodyTooLarge, ScreeningError

JSON: Final = "application/json"
JSON_LINES: Final = ("application/x-ndjson", "application/jsonl")
"""The media types of values that stand one on each line."""

_DISCARDED: Final = 64 * 1024 * 1024


class UnsupportedMediaType(ScreeningError):
    """Says that the request has a body of another type than the path takes, or one in another coding than its own."""

    def __init__(self, cure: str = "Send the body as Content-Type: application/json.") -> None:
        super().__init__(cure)


class ClientGone(ScreeningError):
    """Says that the caller hung up before the body was complete."""


class BodyTooSlow(ScreeningError):
    """Says that the caller stopped in the middle of the body."""

    def __init__(self) -> None:
        super().__init__("The body did not arrive in time: send the request again, and all of it at once.")


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
    parts: list[bytes] = []
    size, more = 0, True
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


JsonBody = Annotated[bytes, Depends(json_body)]
StatementsBody = Annotated[bytes, Depends(statements_body)]


def submitted(record: type[Sent]) -> Callable[[bytes], Awaitable[Sent]]:
    """Gives a dependency on a body that is such a record; it raises like ``read_submission``."""

    async def read(body: JsonBody) -> Sent:
        return read_submission(record, body)

    return read
