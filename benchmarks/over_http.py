"""``POST /v1/screenings`` over loopback, against a FastAPI route that does nothing but send the same bytes.

Each is served by uvicorn in a process of its own, one worker, with uvloop and httptools. The caller is a third process
that has the requests ready as bytes. The two servers are called in turn, so that what disturbs one disturbs the other.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import ours
from benchmarks.transactions import deals

ROUNDS = 12
REQUESTS = 2000
CONNECTIONS = 8
OUTCOME = "notifiable"
DEALS = 200
SERVERS = {"do-nothing route": "nothing", "POST /v1/screenings": "screenings"}

_START_SECONDS = 180


def run(rounds: int = ROUNDS, requests: int = REQUESTS) -> dict[str, Any]:
    """Requests a second of both, and the ratio of their medians; prints them."""
    requests_made = deals(OUTCOME, DEALS)
    request, response = requests_made[0], ours.screen(requests_made[0])
    rates: dict[str, list[float]] = {name: [] for name in SERVERS}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        body, answer = Path(folder, "request.json"), Path(folder, "response.json")
        body.write_bytes(b"\n".join(requests_made))
        answer.write_bytes(response)
        ports = {name: running.enter_context(_served(kind, answer, folder)) for name, kind in SERVERS.items()}
        for _ in range(rounds):
            for name, port in ports.items():
                rates[name].append(_called(port, body, requests))
    middle = {name: median(each) for name, each in rates.items()}
    ratio = middle["POST /v1/screenings"] / middle["do-nothing route"]
    print(f"\n{OUTCOME}: {len(request):,} bytes in, {len(response):,} bytes out, {CONNECTIONS} connections")
    for name, each in rates.items():
        print(f"  {name:24}{max(each):>10,.0f} best/s{middle[name]:>10,.0f} median/s")
    print(f"  throughput of the do-nothing route that is kept: {ratio:.2f}")
    return {
        "requests_per_second": {name: {"best": max(each), "median": middle[name]} for name, each in rates.items()},
        "ratio": ratio,
    }


@contextmanager
def _served(kind: str, answer: Path, folder: str) -> Iterator[int]:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port: int = reserved.getsockname()[1]
    environment = {
        **os.environ,
        "SCREENING_DATABASE_URL": f"sqlite:///{folder}/screening.sqlite3",
        "SCREENING_RULES_DIR": str(ours.RULES),
        "SCREENING_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "benchmarks.served", kind, str(port), str(answer)]
    process = subprocess.Popen(command, env=environment, cwd=ours.RULES.parent)  # noqa: S603 (a program of this repository)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server did not start; its exit status is {process.poll()}")


def _called(port: int, body: Path, requests: int) -> float:
    """Answers a second, as a caller in a process of its own counts them."""
    command = [sys.executable, "-m", "benchmarks.caller", str(port), str(body), str(requests), str(CONNECTIONS)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ours.RULES.parent)  # noqa: S603 (as above)
    rate: float = json.loads(done.stdout)
    return rate
