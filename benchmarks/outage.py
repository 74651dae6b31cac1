"""A PostgreSQL that goes away under load: no screening fails, writes fail cleanly, and nothing acknowledged is lost.

Two workers answer whoever has a key. Some callers screen; one puts each answer on record under a key of its own and
tries again with the same key until it has been taken. The server of the database is stopped in the middle, at once and
with all that is under way, and started again; nothing else is.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from benchmarks import ours
from benchmarks.servers import service
from benchmarks.transactions import deals
from tests.postgresql import Server, running_server

AWAY_SECONDS = 30.0
_CALLERS: Final = 4
_AROUND_SECONDS: Final = 3.0
_TAKEN_SECONDS: Final = 60.0


@dataclass
class Told:
    """What the callers were answered; ``receipts`` of records, ``away`` what `/readyz` said meanwhile."""

    screenings: Counter[int] = field(default_factory=Counter)
    recordings: Counter[int] = field(default_factory=Counter)
    receipts: dict[int, str] = field(default_factory=dict)
    away: list[str | None] = field(default_factory=list)


def run(away_seconds: float = AWAY_SECONDS) -> dict[str, Any]:
    """Answers by status, and what was found on record afterwards; prints them. Raises ``RuntimeError`` for a loss."""
    with running_server() as database, tempfile.TemporaryDirectory() as folder:
        url = f"postgresql+psycopg://screening@/postgres?host={database.folder}"
        settings = {"SCREENING_DATABASE_URL": url, "SCREENING_ACCESS": "required", "SCREENING_WORKERS": "2"}
        _app("rules", "load", **settings)
        key = _app("keys", "create", "--person", "load", "--scope", "screen", "--scope", "record", **settings).split()[
            0
        ]
        with service(folder, **settings) as served:
            told, found = asyncio.run(_load(f"http://127.0.0.1:{served.port}", key, database, away_seconds))
        verified = _app("records", "verify", **settings)
    for name, counts in (("screenings", told.screenings), ("recordings", told.recordings)):
        print(f"  {name:12}" + "  ".join(f"{status}: {count:,}" for status, count in sorted(counts.items())))
    print(f"  while it was away for {away_seconds:g} s, /readyz told: {told.away[-1]}")
    print(f"  {len(told.receipts):,} receipts, all of them on record: {verified.strip()}")
    lost = {number for number, digest in told.receipts.items() if found.get(number) != digest}
    if lost or set(told.screenings) != {200} or set(told.recordings) - {200, 503} or not told.receipts:
        raise RuntimeError(f"lost: {sorted(lost)}; {told.screenings}; {told.recordings}")
    if told.away[-1] is None:
        raise RuntimeError("nothing was said of a database that was away")
    return {
        "away_seconds": away_seconds,
        "screenings": dict(told.screenings),
        "recordings": dict(told.recordings),
        "receipts": len(told.receipts),
    }


async def _load(address: str, key: str, database: Server, away_seconds: float) -> tuple[Told, dict[int, str]]:
    told, bodies = Told(), deals("notifiable", 200)
    head = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    limits = httpx.Limits(max_connections=_CALLERS + 2)
    async with httpx.AsyncClient(base_url=address, headers=head, timeout=60, limits=limits) as client:
        ends = asyncio.Event()

        async def screens() -> None:
            for number in range(10**9):
                if ends.is_set():
                    return
                answer = await client.post("/v1/screenings", content=bodies[number % len(bodies)])
                told.screenings[answer.status_code] += 1

        async def records() -> None:
            for number in range(10**9):
                if ends.is_set():
                    return
                until = time.monotonic() + _TAKEN_SECONDS + away_seconds
                while time.monotonic() < until:
                    answer = await client.post(
                        "/v1/screenings?record=true",
                        content=bodies[number % len(bodies)],
                        headers={"idempotency-key": f'"outage-{number}"'},
                    )
                    told.recordings[answer.status_code] += 1
                    if answer.status_code == 200:
                        receipt = json.loads(answer.headers["record-receipt"])
                        told.receipts[receipt["sequence"]] = receipt["answer_digest"]
                        break
                    await asyncio.sleep(0.2)

        callers = [asyncio.create_task(screens()) for _ in range(_CALLERS)] + [asyncio.create_task(records())]
        await asyncio.sleep(_AROUND_SECONDS)
        await asyncio.to_thread(database.stop)
        await asyncio.sleep(away_seconds)
        told.away.append((await client.get("/readyz")).json()["law"]["failure"])
        before = len(told.receipts)
        await asyncio.to_thread(database.start)
        await asyncio.sleep(_AROUND_SECONDS)
        ends.set()
        await asyncio.gather(*callers)
        if len(told.receipts) == before:
            raise RuntimeError("nothing was recorded any more once the database was back")
        found = {}
        for number in told.receipts:
            record = (await client.get(f"/v1/records/{number}")).json()
            found[number] = record["answer_digest"]
    return told, found


def _app(*arguments: str, **settings: str) -> str:
    command = [sys.executable, "-m", "app", *arguments]
    done = subprocess.run(  # noqa: S603 (a program of this repository)
        command, env={**os.environ, **settings}, cwd=ours.RULES.parent, stdout=subprocess.PIPE, check=True, text=True
    )
    return done.stdout
