"""The caller of the HTTP benchmark: ``python -m benchmarks.caller PORT FILE REQUESTS CONNECTIONS``.

Prints answers a second. ``FILE`` has a body on each line, sent in turn; an answer is only read as far as its length.
"""

import asyncio
import re
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import cast

import uvloop

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


class _Caller(asyncio.Protocol):
    """One connection that sends the next request as soon as an answer is complete."""

    def __init__(self, requests: Iterator[bytes], count: int) -> None:
        self._requests = requests
        self._left = count
        self._received = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not registered as asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def start(self) -> None:
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        received = self._received = self._received + data if self._received else data
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return
        length = _LENGTH.search(received, 0, end)
        if not received.startswith(b"HTTP/1.1 200 ") or length is None:
            self.done.set_exception(RuntimeError(f"unexpected answer: {received[:200]!r}"))
        elif len(received) >= end + 4 + int(length[1]):
            self._received = b""
            self._left -= 1
            if self._left:
                self.start()
            else:
                self._transport.close()
                self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or RuntimeError("the server hung up"))


async def _rate(port: int, bodies: Sequence[bytes], *, requests: int, connections: int) -> float:
    ready = cycle(
        [
            b"POST /v1/screenings HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\n\r\n%b" % (len(body), body)
            for body in bodies
        ]
    )
    loop = asyncio.get_running_loop()
    each = max(requests // connections, 1)
    callers = [
        (await loop.create_connection(lambda: _Caller(ready, each), "127.0.0.1", port))[1] for _ in range(connections)
    ]
    began = time.perf_counter()
    for caller in callers:
        caller.start()
    await asyncio.gather(*(caller.done for caller in callers))
    return each * connections / (time.perf_counter() - began)


if __name__ == "__main__":
    port, file, requests, connections = sys.argv[1:]
    bodies = Path(file).read_bytes().splitlines()
    print(uvloop.run(_rate(int(port), bodies, requests=int(requests), connections=int(connections))))
