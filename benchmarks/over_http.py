"""``POST /v1/screenings`` over loopback, against a FastAPI route that does nothing but send the same bytes.

Each is served by uvicorn in a process of its own, one worker, with uvloop and httptools. The caller is a third process
that has the requests ready as bytes. The two servers are called in turn, so that what disturbs one disturbs the other.
"""

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import ours
from benchmarks.servers import served
from benchmarks.transactions import deals

ROUNDS = 12
REQUESTS = 2000
CONNECTIONS = 8
OUTCOME = "notifiable"
DEALS = 200
SERVERS = {"do-nothing route": "nothing", "POST /v1/screenings": "screenings"}


def run(rounds: int = ROUNDS, requests: int = REQUESTS) -> dict[str, Any]:
    """Requests a second of both, and the ratio of their medians; prints them."""
    requests_made = deals(OUTCOME, DEALS)
    request, response = requests_made[0], ours.screen(requests_made[0])
    rates: dict[str, list[float]] = {name: [] for name in SERVERS}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        body, answer = Path(folder, "request.json"), Path(folder, "response.json")
        body.write_bytes(b"\n".join(requests_made))
        answer.write_bytes(response)
        ports = {name: running.enter_context(served(kind, answer, folder)).port for name, kind in SERVERS.items()}
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


def _called(port: int, body: Path, requests: int) -> float:
    """Answers a second, as a caller in a process of its own counts them."""
    command = [sys.executable, "-m", "benchmarks.caller", str(port), str(body), str(requests), str(CONNECTIONS)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ours.RULES.parent)  # noqa: S603 (as above)
    rate: float = json.loads(done.stdout)
    return rate
