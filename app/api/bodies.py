"""Reads the exact body of a request within its limits of size, time, media type and coding."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from typing import Annotated, Final

from fastapi import Depends
from starlette.datastructures import Headers
from starlette.requests import Request

from app.api.services import Services
from app.api.wire.submissions import Sent, read_submission
from app.domain.errors import BodyTooLarge, ScreeningError

JSON: Final = "application/json"
JSON_LINES: Final = ("application/x-ndjson", "application/jsonl")
"""The media types of values that stand one on each line."""

_DISCARDED: Final = 64 * 1024 * 1024
_LEAST_RATE: Final = 1000
"""So many bytes a second a body has to arrive with, after the time that may pass between two parts of it."""


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


def body_of(*media_types: str) -> Callable[[Request], Awaitable[bytes]]:
    """Gives a dependency on the whole body of a request that names one of the media types.

    It raises ``UnsupportedMediaType``; ``BodyTooLarge`` as soon as the limit is passed, or before anything is read
    where the length is announced; ``BodyTooSlow``; ``ClientGone`` if the body never ends. A caller that closes after
    the answer could not read it while it sends, so that the rest of a body that is too large is taken from it first.
    """

    async def read(request: Request) -> bytes:
        bounds: Services = request.app.state.services
        limit = bounds.body_limit_bytes
        check_coding(request.headers, ("", "identity"))
        check_media_type(request.headers, media_types)
        announced = request.headers.get("content-length", "")
        too_large = announced.isdecimal() and int(announced[:20]) > limit
        parts: list[bytes] = []
        size, more = 0, True
        began, seconds = time.monotonic(), bounds.body_seconds
        while more and not too_large:
            late = began + seconds + size / _LEAST_RATE - time.monotonic()
            part, more = await next_part(request, min(seconds, late))
            parts.append(part)
            size += len(part)
            too_large = size > limit
        if too_large:
            if more:
                await _let_send(request, bounds.body_seconds)
            raise BodyTooLarge(limit)
        return b"".join(parts)

    return read


async def next_part(request: Request, seconds: float) -> tuple[bytes, bool]:
    """Gives the next part of the body, and whether more follow; raises ``BodyTooSlow`` or ``ClientGone``."""
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
            part, more = await next_part(request, seconds)
        except (BodyTooSlow, ClientGone):
            return
        taken += len(part)


def check_coding(headers: Headers, codings: Collection[str]) -> str:
    """Gives the coding of the body, empty where it has none; raises ``UnsupportedMediaType`` if it is not allowed."""
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in codings:
        others = " or ".join(f"Content-Encoding: {each}" for each in codings if each not in ("", "identity"))
        cure = f"or with {others}" if others else "without a Content-Encoding"
        raise UnsupportedMediaType(f"Send the body as it is, {cure}.")
    return coding


def check_media_type(headers: Headers, media_types: Collection[str]) -> str:
    """Gives the media type of the body; raises ``UnsupportedMediaType`` if it is none of these."""
    kind, _, parameters = headers.get("content-type", "").lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    if kind.strip() not in media_types or charset not in ("", "charset=utf-8"):
        raise UnsupportedMediaType(f"Send the body as Content-Type: {' or '.join(media_types)}.")
    return kind.strip()


json_body = body_of(JSON)

JsonBody = Annotated[bytes, Depends(json_body)]
StatementsBody = Annotated[bytes, Depends(body_of(JSON, *JSON_LINES))]


def submitted(record: type[Sent]) -> Callable[[bytes], Awaitable[Sent]]:
    """Gives a dependency on a body that is such a record; it raises like ``read_submission``."""

    async def read(body: JsonBody) -> Sent:
        return read_submission(record, body)

    return read
