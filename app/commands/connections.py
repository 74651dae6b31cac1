"""Bounds how long a connection keeps the service waiting: for the head of a request, or with an answer nobody reads."""

import asyncio
import time
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES: Final = 64 * 1024
_LOOK_SECONDS: Final = 1.0


class Outgoing:
    """Wraps a transport, and drops what is written after its connection broke, as the transports of asyncio do.

    One of uvloop raises an error instead, until its protocol is told that the connection is lost.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send this to the other side, if it is still there."""
        if not self._transport.is_closing():
            self._transport.write(data)


class BoundedProtocol(HttpToolsProtocol):
    """Serves one connection as uvicorn does, which closes one on which no further request begins, and bounds the rest.

    The head of a request has to arrive within ``head_seconds``, the first from the moment that the connection is open.
    An answer is read as long as what waits to be sent shrinks; where it does not for ``unread_seconds``, the
    connection is cut.
    """

    head_seconds: float = 20.0
    unread_seconds: float = 30.0

    def __init__(self, *options: Any, **named: Any) -> None:
        super().__init__(*options, **named)
        self._looking: asyncio.TimerHandle | None = None
        self._head_since: float | None = None
        self._head_bytes = 0
        self._unread_since: float | None = None
        self._unread_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to look after the connection."""
        super().connection_made(Outgoing(transport))  # type: ignore[arg-type]  # it passes all else on
        self._head_since = time.monotonic()
        self._looking = self.loop.call_later(_LOOK_SECONDS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop looking after the connection."""
        if self._looking is not None:
            self._looking.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what arrives, unless all before it was head and that is too long already."""
        if self._head_since is not None and self._head_bytes > HEAD_BYTES:
            self._refuse(b"431 Request Header Fields Too Large")
            return
        self._head_bytes += len(data)
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Note that a head begins."""
        if self._head_since is None:
            self._head_since, self._head_bytes = time.monotonic(), 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Note that the head is there."""
        self._head_since, self._head_bytes = None, 0
        super().on_headers_complete()

    def _look(self) -> None:
        now, waiting = time.monotonic(), self.transport.get_write_buffer_size()
        if waiting == 0 or self._unread_since is None or waiting < self._unread_bytes:
            self._unread_since = now if waiting else None
        self._unread_bytes = waiting
        if self._unread_since is not None and now - self._unread_since > self.unread_seconds:
            self.transport.abort()
        elif self._head_since is not None and now - self._head_since > self.head_seconds:
            self._refuse(b"408 Request Timeout")
        else:
            self._looking = self.loop.call_later(_LOOK_SECONDS, self._look)

    def _refuse(self, status: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(b"HTTP/1.1 %b\r\nconnection: close\r\ncontent-length: 0\r\n\r\n" % status)
            self.transport.close()
