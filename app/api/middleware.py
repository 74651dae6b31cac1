"""Gives every request an id, a measured time, and an answer: the one middleware."""

import itertools
import re
import secrets
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.metrics import Metrics
from app.api.problems import unexpected_problem
from app.api.unexpected import log_unexpected

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_NOSNIFF = (b"x-content-type-options", b"nosniff")
_NO_STORE = (b"cache-control", b"no-store")


class RequestMiddleware:
    """Names and times every request, answers HEAD as GET without a body, and answers what fails unexpectedly.

    A response that says nothing of caches is not to be stored. Of an unexpected exception only type and place are
    logged: its text can hold what the caller sent.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._prefix = secrets.token_hex(4)
        self._count = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request to its end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        request_id = scope["request_id"] = self._request_id(scope)
        status = 0
        head = scope["method"] == "HEAD"
        if head:
            scope["method"] = "GET"

        async def pass_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode()), _NOSNIFF]
                if not any(name == b"cache-control" for name, _ in headers):
                    headers.append(_NO_STORE)
            elif head:
                message["body"] = b""
            await send(message)

        try:
            await self._app(scope, receive, pass_on)
        except Exception as error:  # noqa: BLE001 (whatever it is, the caller gets an answer that says nothing of it)
            log_unexpected(error, f"request {request_id}")
            if not status:
                await unexpected_problem(request_id=request_id)(scope, receive, pass_on)
        route = getattr(scope.get("route"), "path", "unknown")
        self._metrics.answered(route, status, time.perf_counter() - began)

    def _request_id(self, scope: Scope) -> str:
        for name, value in scope["headers"]:
            if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
                return str(value, "ascii")
        return f"{self._prefix}-{next(self._count):x}"
