"""What others notice while somebody puts a hostile load on the service: ``/healthz`` and a small screening meanwhile.

The service runs in a process of its own, as it is served, on loopback. Each load lasts a few seconds; before all of
them both are measured while nothing else goes on. ``/healthz`` is promised to answer within 50 ms, 99 times of 100.
"""

import asyncio
import json
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.served import BOUNDED
from benchmarks.servers import Served, served
from benchmarks.transactions import deals

SECONDS = 6.0
PROMISED_MILLISECONDS = 50.0
_PAUSE_SECONDS = 0.02
_HEAD = "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n"
_JSON = "application/json"

Load = Callable[[int], Awaitable[object]]
"""What one connection of a load does, over and over, on a port."""


def web(parties: int = 26, interests: int = 50) -> bytes:
    """A small body of which everything is open: who holds whom is stated, and nothing of them."""
    chance = random.Random(1)  # noqa: S311 (the same body each time)
    names = [f"p{number}" for number in range(parties)]
    pairs = {(chance.choice(names), chance.choice(names)) for _ in range(interests)}
    return json.dumps(
        {
            "parties": [{"id": name} for name in names],
            "interests": [{"holder": one, "subject": other} for one, other in sorted(pairs) if one != other],
            "acquirer": names[0],
            "deal": {"target": names[-1]},
        }
    ).encode()


def blank(activities: int = 500) -> bytes:
    """A small body with very many activities of which nothing is known."""
    target = {"id": "target", "activities": {"items": [{}] * activities}}
    return json.dumps({"parties": [{"id": "fund"}, target], "acquirer": "fund", "deal": {"target": "target"}}).encode()


def request(path: str, body: bytes, *, kind: str = _JSON) -> bytes:
    """The bytes of a request."""
    return _HEAD.format(path=path, kind=kind, length=len(body)).encode() + body


async def answer(port: int, sent: bytes) -> int:
    """Send a request on a connection of its own, and give the status of the answer, which is read to its end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent.replace(b"host: 127.0.0.1\r\n", b"host: 127.0.0.1\r\nconnection: close\r\n", 1))
        await writer.drain()
        line = await reader.readline()
        await reader.read()
        return int(line.split()[1])
    finally:
        writer.close()


def asks(path: str, body: bytes, *, kind: str = _JSON) -> Load:
    """A load of one request after the other."""
    sent = request(path, body, kind=kind)
    return lambda port: answer(port, sent)


async def drips(port: int) -> None:
    """Send a body byte by byte."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request("/v1/screenings", b" " * 100_000)[:-100_000])
        while not reader.at_eof():
            writer.write(b" ")
            await asyncio.sleep(0.2)
    finally:
        writer.close()


async def reads_nothing(port: int) -> None:
    """Ask for long answers, and leave them where they are."""
    _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
    try:
        writer.write(request("/v1/screenings?explain=full", deals("notifiable", 1)[0]) * 20)
        await asyncio.sleep(SECONDS)
    finally:
        writer.close()


async def says_nothing(port: int) -> None:
    """Hold a connection."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await asyncio.sleep(SECONDS)
    finally:
        writer.close()


LOADS: dict[str, tuple[int, Load]] = {
    "nothing": (0, says_nothing),
    "bodies of which all is open": (4, asks("/v1/screenings", web())),
    "comparisons of such bodies": (4, asks("/v1/screenings/compare", b'{"transaction":' + web() + b"}")),
    "forms of such bodies": (4, asks("/v1/screenings/questions?mode=form", web(10, 20))),
    "500 blank activities": (4, asks("/v1/screenings", blank())),
    "full answers": (8, asks("/v1/screenings?explain=full", deals("notifiable", 1)[0])),
    "small screenings": (32, asks("/v1/screenings", deals("notifiable", 1)[0])),
    "batches of such bodies": (4, asks("/v1/screenings/batch", (web() + b"\n") * 20, kind="application/x-ndjson")),
    "bodies that drip": (100, drips),
    "answers nobody reads": (50, reads_nothing),
    "connections that say nothing": (300, says_nothing),
}
"""By name, how many connections do what."""


def run(seconds: float = SECONDS, loads: tuple[str, ...] = tuple(LOADS)) -> dict[str, Any]:
    """Milliseconds in the middle and of the slowest one of a hundred, by load; prints one line for each load."""
    with tempfile.TemporaryDirectory() as folder:
        unused = Path(folder, "unused")
        unused.touch()
        with served(BOUNDED, unused, folder) as at:
            return asyncio.run(_measured(at, seconds, loads))


async def _measured(at: Served, seconds: float, loads: tuple[str, ...]) -> dict[str, Any]:
    small = request("/v1/screenings", deals("notifiable", 1)[0])
    probes = {"/healthz": b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n", "small screening": small}
    await _until_ready(at.port)
    print(
        f"\n{'while there are':32}" + "".join(f"{name + ' p50':>22}{'p99':>10}" for name in probes) + "   answers to it"
    )
    found: dict[str, Any] = {}
    for name in loads:
        times, statuses = await _meanwhile(at.port, LOADS[name], probes, seconds)
        figures = {probe: (median(each), _slowest(each)) for probe, each in times.items()}
        found[name] = {probe: {"p50": middle, "p99": slow} for probe, (middle, slow) in figures.items()}
        cells = "".join(f"{middle:>19.1f} ms{slow:>7.1f} ms" for middle, slow in figures.values())
        kept = "" if figures["/healthz"][1] < PROMISED_MILLISECONDS else "   over what is promised"
        print(f"{name:32}{cells}   {dict(sorted(statuses.items()))}{kept}")
    return {"milliseconds": found}


async def _until_ready(port: int) -> None:
    """Wait until work processes have begun as well."""
    ready = request("/v1/screenings?explain=full", deals("notifiable", 1)[0])
    for _ in range(100):
        if await answer(port, ready) == 200:
            return
        await asyncio.sleep(0.2)


async def _meanwhile(
    port: int, load: tuple[int, Load], probes: dict[str, bytes], seconds: float
) -> tuple[dict[str, list[float]], dict[int, int]]:
    connections, once = load
    statuses: dict[int, int] = {}
    until = time.monotonic() + seconds

    async def keep_on() -> None:
        while time.monotonic() < until:
            with suppress(OSError):
                status = await once(port)
                if isinstance(status, int):
                    statuses[status] = statuses.get(status, 0) + 1

    async def probe(sent: bytes) -> list[float]:
        taken = []
        while time.monotonic() < until:
            began = time.perf_counter()
            await answer(port, sent)
            taken.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(_PAUSE_SECONDS)
        return taken

    burdens: list[Coroutine[Any, Any, None]] = [keep_on() for _ in range(connections)]
    tasks = [asyncio.create_task(each) for each in burdens]
    times = await asyncio.gather(*map(probe, probes.values()))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return dict(zip(probes, times, strict=True)), statuses


def _slowest(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]
