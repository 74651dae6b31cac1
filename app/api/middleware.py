"""Gives every request an id, a measured time, and an answer: the one middleware."""

import asyncio
import itertools
import re
import secrets
import time
from contextlib import AbstractContextManager, nullcontext
from typing import Final

import structlog
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.metrics import Metrics
from app.api.problems import problem, unexpected_problem
from app.api.unexpected import log_unexpected
from app.service.working import Stopping

PROBES: Final = frozenset({"/healthz", "/readyz", "/metrics"})
log: Final = structlog.get_logger()

_NO_SPAN: Final = nullcontext(trace.INVALID_SPAN)
_tracer: Final = trace.get_tracer(__name__)
_propagator: Final = TraceContextTextMapPropagator()
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_NOSNIFF = (b"x-content-type-options", b"nosniff")
_NO_STORE = (b"cache-control", b"no-store")


class RequestMiddleware:
    """Names, times and logs every request, answers HEAD as GET without a body, and answers what fails unexpectedly.

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
        status = length = 0
        head = scope["method"] == "HEAD"
        if head:
            # A scope of its own: by that which it made, the server knows that no body follows.
            scope = {**scope, "method": "GET"}

        async def pass_on(message: Message) -> None:
            nonlocal status, length
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode()), _NOSNIFF]
                if not any(name == b"cache-control" for name, _ in headers):
                    headers.append(_NO_STORE)
            else:
                if head:
                    message["body"] = b""
                length += len(message.get("body", b""))
            await send(message)

        with _span(scope) as span:
            try:
                await self._app(scope, receive, pass_on)
            except asyncio.CancelledError:
                # The server stops and waits no longer: whoever has no part of an answer is told that there is none.
                if not status:
                    await problem(Stopping(), request_id=request_id)(scope, receive, pass_on)
            except Exception as error:  # noqa: BLE001 (whatever it is, the caller gets an answer that says nothing of it)
                log_unexpected(error, f"request {request_id}")
                if not status:
                    await unexpected_problem(request_id=request_id)(scope, receive, pass_on)
            route, method = getattr(scope.get("route"), "path", "unknown"), "HEAD" if head else scope["method"]
            _tell_of(span, method=method, route=route, status=status)
        seconds = time.perf_counter() - began
        self._metrics.answered(route, status, seconds)
        write = log.debug if route in PROBES and status < 500 else log.info if status < 500 else log.error
        write(
            "request",
            request_id=request_id,
            method=method,
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 3),
            bytes=length,
            **({"caller": scope["caller"]} if "caller" in scope else {}),
            **_ids_of(span),
        )

    def _request_id(self, scope: Scope) -> str:
        for name, value in scope["headers"]:
            if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
                return str(value, "ascii")
        return f"{self._prefix}-{next(self._count):x}"


def _span(scope: Scope) -> AbstractContextManager[trace.Span]:
    """Begins the span of a request; where no spans are kept and the caller has no trace, nothing is begun."""
    context = _trace_of_caller(scope)
    if context is None and isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return _NO_SPAN
    return _tracer.start_as_current_span(
        scope["method"],
        context=context,
        kind=trace.SpanKind.SERVER,
        record_exception=False,
        set_status_on_exception=False,
    )


def _trace_of_caller(scope: Scope) -> Context | None:
    """Gives the trace that the caller names in the header ``traceparent`` (W3C Trace Context)."""
    sent = [str(value, "latin-1") for name, value in scope["headers"] if name == b"traceparent"]
    return _propagator.extract({"traceparent": sent[0]}) if sent else None


def _tell_of(span: trace.Span, *, method: str, route: str, status: int) -> None:
    """Describes a request in its span by the route alone: address and query can hold what belongs into the body."""
    if span.is_recording():
        span.update_name(f"{method} {route}")
        span.set_attributes({"http.request.method": method, "http.route": route, "http.response.status_code": status})
        if status >= 500:
            span.set_status(trace.StatusCode.ERROR)


def _ids_of(span: trace.Span) -> dict[str, str]:
    """Gives the ids under which the request stands in a trace; without traces here, those that the caller sent."""
    context = span.get_span_context()
    if not context.is_valid:
        return {}
    return {"trace_id": trace.format_trace_id(context.trace_id), "span_id": trace.format_span_id(context.span_id)}
