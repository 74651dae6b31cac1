"""Valid, invalid and hostile requests side by side: is every answer the right one, and does memory stay flat?

Each request that says anything carries a word of its own. An answer to a valid deal has to have the bytes that the law
gives to it; no other answer may repeat the word that was sent, and none may have the word of another request. A 500,
and a connection that ends without an answer, are failures. What a process may refuse for want of room (503) is
counted.
"""

import asyncio
import gzip
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

import uvloop

from app.settings import Settings
from benchmarks import ours
from benchmarks.servers import service
from benchmarks.transactions import OUTCOMES, deals

REQUESTS = 100_000
CONNECTIONS = 16
_DEALS = 50
_WORD = re.compile(rb"word-\d{8}")
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_SCREENINGS: Final = "/v1/screenings"
_REFUSED = frozenset({400, 404, 405, 406, 408, 413, 415, 422, 428, 401, 431})
_SECONDS = 60.0


@dataclass(frozen=True)
class Asked:
    """One request as bytes, and what its answer has to be: these bytes, or a refusal, or anything sensible."""

    sent: bytes
    answer: bytes | None = None
    statuses: frozenset[int] = _REFUSED
    words: frozenset[bytes] = frozenset()


@dataclass
class Found:
    """What became of the requests: statuses by kind, what was wrong, and the memory of the process meanwhile."""

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)


def run(requests: int = REQUESTS) -> dict[str, Any]:
    """Statuses by kind of request, and memory; prints them. Raises ``RuntimeError`` if any answer was wrong."""
    kinds = _kinds(Random(850))  # noqa: S311 (requests are to repeat, not to be secret)
    with tempfile.TemporaryDirectory() as folder, service(folder) as server:
        began = time.perf_counter()
        found = uvloop.run(_load(server.port, server.process.pid, kinds, requests))
        seconds = time.perf_counter() - began
    print(f"{requests:,} requests on {CONNECTIONS} connections in {seconds:,.0f} s")
    for kind, statuses in found.statuses.items():
        print(f"  {kind:32}" + "  ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items())))
    start, middle, end = (found.memory[int(share * (len(found.memory) - 1))] for share in (0.2, 0.6, 1))
    megabytes = [round(each / 1024, 1) for each in (start, middle, end, max(found.memory))]
    print(
        f"  memory after a fifth, three fifths, all, and at most: {', '.join(f'{each:,.1f} MB' for each in megabytes)}"
    )
    if found.faults:
        raise RuntimeError("\n".join([f"{len(found.faults)} answers were wrong:", *found.faults[:10]]))
    return {
        "seconds": seconds,
        "statuses": {kind: dict(counts) for kind, counts in found.statuses.items()},
        "megabytes": megabytes,
    }


async def _load(port: int, pid: int, kinds: dict[str, tuple[int, Callable[[], Asked]]], requests: int) -> Found:
    found = Found({kind: Counter() for kind in kinds})
    order = [kind for kind, (share, _) in kinds.items() for _ in range(share)]
    chance = Random(1)  # noqa: S311 (as above)
    left = iter(range(requests))
    tenth = max(requests // 50, 1)

    async def call() -> None:
        connection, before = None, "nothing"
        for number in left:
            if number % tenth == 0:
                found.memory.append(_resident(pid))
            kind = chance.choice(order)
            asked = kinds[kind][1]()
            try:
                connection = connection or await asyncio.open_connection("127.0.0.1", port)
                async with asyncio.timeout(_SECONDS):
                    status, body, stays = await _ask(*connection, asked.sent)
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
                found.faults.append(f"{kind} after {before}: {type(error).__name__}")
                connection = None
                continue
            found.statuses[kind][status] += 1
            if fault := _fault(asked, status, body):
                found.faults.append(f"{kind}: {fault}")
            before = kind
            if not stays:
                connection[1].close()
                connection = None
        if connection is not None:
            connection[1].close()

    await asyncio.gather(*(call() for _ in range(CONNECTIONS)))
    found.memory.append(_resident(pid))
    return found


def _fault(asked: Asked, status: int, body: bytes) -> str | None:
    if status == 503:
        return None
    if asked.answer is not None:
        return None if (status, body) == (200, asked.answer) else f"{status} and other bytes: {body[:200]!r}"
    if status not in asked.statuses:
        return f"{status}: {body[:200]!r}"
    strangers = set(_WORD.findall(body)) - asked.words
    return f"repeats {strangers}: {body[:200]!r}" if strangers else None


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes) -> tuple[int, bytes, bool]:
    """Status and body of the answer, and whether the connection stays open."""
    writer.write(sent)
    head = await reader.readuntil(b"\r\n\r\n")
    status = _STATUS.match(head)
    if status is None:
        raise OSError("no HTTP")
    length = _LENGTH.search(head)
    if length is not None:
        body = await reader.readexactly(int(length[1])) if not sent.startswith(b"HEAD") else b""
    elif b"chunked" in head.lower():
        parts = []
        while size := int(await reader.readuntil(b"\r\n"), 16):
            parts.append(await reader.readexactly(size))
            await reader.readexactly(2)
        await reader.readexactly(2)
        body = b"".join(parts)
    else:
        body = b""
    return int(status[1]), body, b"connection: close" not in head.lower() and b"connection: close" not in sent.lower()


def _resident(pid: int) -> int:
    """Kilobytes of resident memory of a process and of those that it started."""
    total = 0
    for process in [pid, *_children(pid)]:
        status = Path(f"/proc/{process}/status")
        found = re.search(r"VmRSS:\s+(\d+)", status.read_text() if status.exists() else "")
        total += int(found[1]) if found else 0
    return total


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


def _post(path: str, body: bytes, *, kind: str = "application/json", more: str = "") -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n{more}\r\n"
    )
    return head.encode() + body


def _get(path: str, *, method: str = "GET", more: str = "") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{more}\r\n".encode()


def _kinds(chance: Random) -> dict[str, tuple[int, Callable[[], Asked]]]:
    """The kinds of requests by name: how often each comes, and what makes one."""
    screener = ours.screener(Settings(remembered_bytes=0))
    valid = [
        (body, screener.screen(body).body) for outcome in OUTCOMES for body in deals(outcome, _DEALS)
    ]  # each has a reference and names of its own
    stated = json.loads(valid[0][0])
    numbers = iter(range(10**8))

    def word() -> str:
        return f"word-{next(numbers):08}"

    def good() -> Asked:
        body, answer = chance.choice(valid)
        return Asked(_post(_SCREENINGS, body), answer)

    def batch() -> Asked:
        lines = [chance.choice(valid) for _ in range(4)]
        own = word()
        body = b"\n".join([*(line for line, _ in lines[:2]), b'{"reference": "%b"}' % own.encode(), lines[2][0]])
        return Asked(
            _post(f"{_SCREENINGS}/batch", body, kind="application/x-ndjson"), None, frozenset({200}), _own(own)
        )

    def packed() -> Asked:
        body = gzip.compress(valid[0][0] + b"\n", 1)
        more = "content-encoding: gzip\r\naccept-encoding: identity\r\n"
        sent = _post(f"{_SCREENINGS}/batch", body, kind="application/x-ndjson", more=more)
        return Asked(sent, valid[0][1] + b"\n")

    def other() -> Asked:
        body, _ = chance.choice(valid)
        path = chance.choice(["questions", "requests", "turning-points"])
        return Asked(_post(f"{_SCREENINGS}/{path}", body), None, frozenset({200}))

    def law() -> Asked:
        path = chance.choice(["/v1/rule-sets", "/v1/facts", "/v1/templates", "/healthz", "/readyz", "/metrics"])
        return Asked(_get(path, method=chance.choice(["GET", "GET", "HEAD"])), None, frozenset({200}))

    def misspelt() -> Asked:
        own = word()
        return Asked(_post(_SCREENINGS, json.dumps({**stated, own: own}).encode()))

    def wrong_types() -> Asked:
        own = word()
        part = chance.choice(["parties", "interests", "deal", "acquirer", "reference"])
        values = [own, [own], {own: own}, 1, None, [[[own]]], f"1e{chance.randint(400, 10**6)}", "\u0000" + own]
        return Asked(
            _post(_SCREENINGS, json.dumps({**stated, part: chance.choice(values)}).encode()), None, _ANY, _own(own)
        )

    def no_json() -> Asked:
        own = word().encode()
        bodies = [b"", own, b"{", b'{"a": %b}' % own, b'"%b"' % own, b"\xff" + own, b"[" * 10_000, b'{"a":1,"a":1}']
        bodies += [b"\x00" * 100, b'{"reference": "\\ud800%b"}' % own, b'{"parties": [], "parties": []}', b"NaN"]
        return Asked(_post(_SCREENINGS, chance.choice(bodies)))

    def not_asked_for() -> Asked:
        own = word()
        path = chance.choice(
            [f"/{own}", f"/v1/{own}", "/v1/../etc/passwd", "/%00", f"/v1/rule-sets/{own}", "/v1/drafts"]
        )
        return Asked(_get(path, method=chance.choice(["GET", "DELETE", "BREW", "PUT"])), None, _REFUSED, _own(own))

    def queries() -> Asked:
        own = word()
        query = chance.choice(["version", "variant", "as_known_on", "explain", "rule_set", own, "%ff", "a=b&a"])
        return Asked(_post(f"{_SCREENINGS}?{query}={own}", valid[0][0]), None, _REFUSED, _own(own))

    def other_media() -> Asked:
        own = word()
        return Asked(_post(_SCREENINGS, own.encode(), kind=chance.choice(["text/plain", "multipart/form-data", ""])))

    def blank() -> Asked:
        items = [{} for _ in range(chance.randint(50, 500))]
        parties = [*stated["parties"], {"id": "blank", "activities": {"items": items, "complete": False}}]
        body = json.dumps({**stated, "parties": parties}).encode()
        return Asked(_post(_SCREENINGS, body), None, _ANY, frozenset(_WORD.findall(body)))

    def tangled() -> Asked:
        parties = [{"id": f"p{number}"} for number in range(24)]
        interests = [{"holder": f"p{chance.randrange(24)}", "subject": f"p{chance.randrange(24)}"} for _ in range(60)]
        apart = [each for each in interests if each["holder"] != each["subject"]]
        body = {"parties": parties, "interests": apart, "acquirer": "p0", "deal": {"target": "p1"}}
        return Asked(_post(_SCREENINGS, json.dumps(body).encode()), None, _ANY)

    return {
        "deals": (400, good),
        "batches": (20, batch),
        "packed batches": (10, packed),
        "questions and others": (6, other),
        "law and probes": (100, law),
        "unknown names": (120, misspelt),
        "wrong types": (120, wrong_types),
        "no JSON": (120, no_json),
        "unknown paths and methods": (60, not_asked_for),
        "queries that do not fit": (60, queries),
        "other media types": (40, other_media),
        "blank activities": (2, blank),
        "tangled interests": (4, tangled),
    }


_ANY = _REFUSED | {200}


def _own(word: str) -> frozenset[bytes]:
    return frozenset({word.encode()})
