"""The door: the outermost part of the service. Every request gets an id, a measured time, and an answer.

The busiest path goes straight from here to its handler; everything else passes through the framework, where the same
handler stands as well.
"""

import itertools
import logging
import re
import secrets
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.metrics import Metrics
from app.api.problems import MEDIA_TYPE, Answer, problem, unexpected_problem
from app.domain.errors import ScreeningError

log = logging.getLogger(__name__)

Handler = Callable[[Scope, Receive], Awaitable[Answer]]

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_JSON = (b"content-type", b"application/json")
_PROBLEM = (b"content-type", MEDIA_TYPE.encode())
_NOSNIFF = (b"x-content-type-options", b"nosniff")
_NO_STORE = (b"cache-control", b"no-store")
_FIRST_ERROR = 400
_FRAMES = 8


class Door:
    """An ASGI application around the framework's. ``direct`` are the handlers by path, for ``POST`` alone."""

    def __init__(self, framework: ASGIApp, *, direct: Mapping[str, Handler], metrics: Metrics) -> None:
        self._framework = framework
        self._direct = direct
        self._metrics = metrics
        self._prefix = secrets.token_hex(4)
        self._count = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection is served to its end. Of an unexpected exception only type and place are logged."""
        if scope["type"] != "http":
            await self._framework(scope, receive, send)
            return
        began = time.perf_counter()
        request_id = scope["request_id"] = self._request_id(scope)
        handler = self._direct.get(scope["path"]) if scope["method"] == "POST" else None
        if handler is None:
            await self._through_framework(scope, receive, send, request_id=request_id, began=began)
            return
        answer = await self._answer(handler, scope, receive, request_id)
        await _send(answer, send, request_id)
        self._metrics.answered(scope["path"], answer.status, time.perf_counter() - began)

    async def _answer(self, handler: Handler, scope: Scope, receive: Receive, request_id: str) -> Answer:
        try:
            return await handler(scope, receive)
        except ScreeningError as error:
            return problem(error, request_id=request_id)
        except Exception as error:  # noqa: BLE001 (whatever it is, the caller gets an answer that says nothing of it)
            _log_unexpected(error, request_id)
            return unexpected_problem(request_id=request_id)

    async def _through_framework(
        self, scope: Scope, receive: Receive, send: Send, *, request_id: str, began: float
    ) -> None:
        status = 0
        # Whoever can be asked with GET can be asked with HEAD.
        head = scope["method"] == "HEAD"
        inner = {**scope, "method": "GET"} if head else scope

        async def pass_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id.encode()), _NOSNIFF]
            elif head:
                message["body"] = b""
            await send(message)

        try:
            await self._framework(inner, receive, pass_on)
        except Exception as error:  # noqa: BLE001 (the framework has answered already, and raises for the log's sake)
            _log_unexpected(error, request_id)
        route = getattr(inner.get("route"), "path", "unknown")
        self._metrics.answered(route, status, time.perf_counter() - began)

    def _request_id(self, scope: Scope) -> str:
        for name, value in scope["headers"]:
            if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
                return str(value, "ascii")
        return f"{self._prefix}-{next(self._count):x}"


async def _send(answer: Answer, send: Send, request_id: str) -> None:
    headers = [
        _PROBLEM if answer.status >= _FIRST_ERROR else _JSON,
        (b"content-length", b"%d" % len(answer.body)),
        _NO_STORE,
        _NOSNIFF,
        (b"x-request-id", request_id.encode()),
        *answer.headers,
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def _log_unexpected(error: BaseException, request_id: str) -> None:
    # The text of an exception can hold what the caller sent; where it was raised cannot.
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " < ".join(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in reversed(frames))
    log.error("request %s failed with %s at %s", request_id, type(error).__qualname__, places)
