"""One connection: what arrives before there is a request is bounded in size and time, and refused in the open.

The server's own protocol takes heads of any length, in time that grows with the square of it, and waits for ever.
"""

import asyncio
import secrets
from asyncio.events import TimerHandle
from http import HTTPStatus
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from app.api.problems import MEDIA_TYPE, status_problem

_NOT_HTTP = "This is no request of HTTP/1.1 (RFC 9112)."
_LONG_HEAD = "Address and headers together are over the limit of {} bytes: shorten them."
_SLOW = "The request did not arrive in time: send it again, and all of it at once."


class _HeadTooLong(Exception):
    """Told to the parser, which ends there."""


class Connection(HttpToolsProtocol):
    """The server's protocol with bounds.

    A request's head has at most ``head_bytes`` and arrives within ``head_seconds`` of its first byte, the first one
    within as many of the connection. Between two parts of a body pass at most ``body_seconds``. Whoever is still
    sending when the service stops has ``last_seconds``.
    """

    head_bytes: ClassVar[int] = 64 * 1024
    head_seconds: ClassVar[float] = 10.0
    body_seconds: ClassVar[float] = 20.0
    last_seconds: ClassVar[float] = 2.0

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._timer: TimerHandle | None = None
        self._unfinished = False
        self._in_head = False
        self._begun = False
        self._head = 0
        self._refusal = HTTPStatus.BAD_REQUEST, _NOT_HTTP

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the server has it
        """The connection is served, and has to say something."""
        super().connection_made(transport)
        self._within(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing waits for the connection any more."""
        self._cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """The bytes are read. Where they leave a request unfinished, there is a time for the rest."""
        self._begun = False
        super().data_received(data)
        if not self._unfinished or self.transport.is_closing():
            self._cancel()
        elif not self._in_head:
            self._within(self.body_seconds)
        elif self._begun:
            self._head = 0
            self._within(self.head_seconds)
        else:
            self._head += len(data)
            if self._head > self.head_bytes:
                self._refusal = self._long_head()
                self._refuse()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._begun = self._unfinished = self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The request goes to the application, if its head is within the limit."""
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers) > self.head_bytes:
            self._refusal = self._long_head()
            raise _HeadTooLong
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is there in full."""
        self._unfinished = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """The caller has a problem document, and the connection is closed."""
        status, detail = self._refusal
        answer = status_problem(status, request_id=secrets.token_hex(6), detail=detail)
        head = (
            STATUS_LINE[status],
            f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(answer.body)}\r\nconnection: close\r\n\r\n".encode(),
        )
        self.transport.write(b"".join(head) + answer.body)
        self.transport.close()

    def shutdown(self) -> None:
        """The connection closes when its request is answered; one that is still being sent has little time left."""
        super().shutdown()
        if self._unfinished and not self.transport.is_closing():
            self.loop.call_later(self.last_seconds, self.transport.close)

    def _long_head(self) -> tuple[HTTPStatus, str]:
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, _LONG_HEAD.format(self.head_bytes)

    def _too_late(self) -> None:
        self._timer = None
        if self.flow.read_paused:  # the service is what is slow here
            self._within(self.body_seconds)
        elif self._unfinished:
            self._refusal = HTTPStatus.REQUEST_TIMEOUT, _SLOW
            self._refuse()
        else:
            self.transport.close()

    def _refuse(self) -> None:
        """The caller is told why, unless that would come in the middle or at the end of another answer."""
        cycle: RequestResponseCycle | None = self.cycle
        # While a head comes in, the latest cycle is that of the request before it.
        if cycle is not None and (not cycle.response_complete if self._in_head else cycle.response_started):
            self.transport.close()
        else:
            self.send_400_response("")

    def _within(self, seconds: float) -> None:
        self._cancel()
        self._timer = self.loop.call_later(seconds, self._too_late)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
