"""Many lines: whether time grows with their number and memory does not, in a batch and in the command ``portfolio``.

Memory is the most that the process of the service, or those of the command, ever held (Linux only).
"""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import ours
from benchmarks.batch import called
from benchmarks.servers import Served, served
from benchmarks.transactions import OUTCOMES, deals

LINES = (10_000, 100_000, 1_000_000)
_DEALS = 50


class _Taken(NamedTuple):
    """What a portfolio took."""

    seconds: float
    megabytes: float


def run(lines: Iterable[int] = LINES) -> dict[str, Any]:
    """Seconds and megabytes by number of lines; prints them."""
    bodies = {outcome: deals(outcome, _DEALS) for outcome in OUTCOMES}
    turn = [body for together in zip(*bodies.values(), strict=True) for body in together]
    found: dict[str, dict[int, _Taken]] = {"batch": {}, "portfolio": {}}
    with tempfile.TemporaryDirectory() as folder:
        answer, block = Path(folder, "answer.json"), Path(folder, "deals.ndjson")
        answer.write_bytes(ours.screen(turn[0]))
        block.write_bytes(b"\n".join(turn) + b"\n")
        for count in lines:
            times = max(count // len(turn), 1)
            with served("screenings", answer, folder) as service:
                found["batch"][count] = _batch(service, block, times)
            found["portfolio"][count] = _portfolio(Path(folder), block.read_bytes(), times)
    _show(found)
    return {name: {count: taken._asdict() for count, taken in each.items()} for name, each in found.items()}


def _batch(service: Served, block: Path, times: int) -> _Taken:
    """One batch of so many times the lines of a file; its caller fails unless every line is answered."""
    began = time.perf_counter()
    called([service.port], block, times)
    return _Taken(time.perf_counter() - began, _peak(service.process.pid))


def _portfolio(folder: Path, block: bytes, times: int) -> _Taken:
    """The command, on two processes; fails unless it counts every line once."""
    source, target = folder / "source.ndjson", folder / "target.ndjson"
    with source.open("wb") as lines:
        for _ in range(times):
            lines.write(block)
    command = [sys.executable, "-m", "app", "portfolio", str(source), str(target)]
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 (a program of this repository)
        [*command, "--jobs", "2", "--overwrite", "--rules", str(ours.RULES)],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd=ours.RULES.parent,
    )
    peaks: list[float] = [0.0]
    watching = threading.Thread(target=_watch, args=(process, peaks.append))
    watching.start()
    process.wait()
    seconds = time.perf_counter() - began
    watching.join()
    with target.open("rb") as answers:
        answered = sum(b'"determination":' in line for line in answers)
    if answered != times * block.count(b"\n"):
        raise RuntimeError(f"{answered} answers to {times} times the lines")
    source.unlink()
    target.unlink()
    return _Taken(seconds, max(peaks))


def _watch(process: "subprocess.Popen[bytes]", note: Callable[[float], None]) -> None:
    """Note the memory of a process and of those that it started, until it ends."""
    while process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        others = children.read_text().split() if children.exists() else []
        note(_peak(process.pid) + sum(_peak(int(each)) for each in others))
        time.sleep(0.2)


def _peak(pid: int) -> float:
    """Megabytes that a process held at most; nothing where the system does not tell or the process is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    kilobytes = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(kilobytes[0]) / 1024 if kilobytes else 0.0


def _show(found: dict[str, dict[int, _Taken]]) -> None:
    print(f"\n  {'':12}{'lines':>12}{'seconds':>10}{'lines/s':>10}{'MB at most':>12}")
    for name, counted in found.items():
        for count, taken in counted.items():
            rate = count / taken.seconds
            print(f"  {name:12}{count:>12,}{taken.seconds:>10,.1f}{rate:>10,.0f}{taken.megabytes:>12,.0f}")
