"""The caller of the batch benchmark: ``python -m benchmarks.batch_caller PORT FILE TIMES``.

Sends the lines of the file so many times in one batch, while it reads the answers; prints answers a second.
"""

import asyncio
import sys
import time
from pathlib import Path

import uvloop

_HEAD = (
    b"POST /v1/screenings/batch HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n"
    b"content-type: application/x-ndjson\r\ncontent-length: %d\r\n\r\n"
)
_END = b"}\n"
"""How every line of an answer ends."""


async def _rate(port: int, lines: bytes, times: int) -> float:
    expected = times * lines.count(b"\n")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    began = time.perf_counter()

    async def send() -> None:
        writer.write(_HEAD % (times * len(lines)))
        for _ in range(times):
            writer.write(lines)
            await writer.drain()

    sending = asyncio.create_task(send())
    answered, tail = 0, b""
    while part := await reader.read(1 << 20):
        # The end of an answer can lie in two parts.
        answered += (tail + part).count(_END) - tail.count(_END)
        tail = part[1 - len(_END) :]
    seconds = time.perf_counter() - began
    await sending
    if answered != expected:
        raise RuntimeError(f"{answered} answers to {expected} lines")
    return answered / seconds


if __name__ == "__main__":
    port, file, times = sys.argv[1:]
    print(uvloop.run(_rate(int(port), Path(file).read_bytes(), int(times))))
