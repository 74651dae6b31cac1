"""``POST /v1/screenings/batch`` by the line, on one process and on two, beside other engines behind a like route.

Each server is uvicorn in a process of its own; two processes are two servers, each with a batch of its own at the same
time. The caller, a process too, sends while it reads. Of the command ``portfolio`` the start is left out. *Like deals*
are of one kind, with other values each. *In turn* are deals of four kinds, one after the other. *First of a kind* are
the same, worked out without remembered answers.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

from benchmarks import ours
from benchmarks.served import FORGETFUL, LINES_OF_PEERS
from benchmarks.servers import served
from benchmarks.transactions import OUTCOMES, deals

ROUNDS = 5
LINES = 12_000
ANEW: Final = "first of a kind, in turn"


class _Row(NamedTuple):
    """What is measured: which servers, and which lines they get."""

    name: str
    kind: str
    lines: str


def run(
    rounds: int = ROUNDS, lines: int = LINES, processes: Sequence[int] = (1, 2), commands: Sequence[str] = ("", ANEW)
) -> dict[str, Any]:
    """Lines a second of each, by so many processes; prints them, and the time for a line."""
    bodies = {outcome: deals(outcome, max(lines // 8, 1)) for outcome in OUTCOMES}
    turn = [body for together in zip(*bodies.values(), strict=True) for body in together]
    few = max(lines // 40, len(OUTCOMES))  # what is worked out takes as many times as long
    files = {"like": bodies["notifiable"], "turn": turn, "few": turn[:few]}
    rows = [
        _Row("like deals", "screenings", "like"),
        _Row("in turn", "screenings", "turn"),
        _Row(ANEW, FORGETFUL, "few"),
        *(_Row(name, name, "turn") for name in LINES_OF_PEERS),
    ]
    rates: dict[str, dict[int, list[float]]] = {row.name: {count: [] for count in processes} for row in rows}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        paths = {name: Path(folder, name) for name in files}
        for name, each in files.items():
            paths[name].write_bytes(b"\n".join(each) + b"\n")
        answer = Path(folder, "answer.json")
        answer.write_bytes(ours.screen(bodies["notifiable"][0]))
        ports = {
            kind: [running.enter_context(served(kind, answer, folder)).port for _ in range(max(processes))]
            for kind in dict.fromkeys(row.kind for row in rows)
        }
        for _ in range(rounds):
            for row in rows:
                times = max(lines // len(files[row.lines]) if row.lines != "few" else 1, 1)
                for count in processes:
                    rates[row.name][count].append(called(ports[row.kind][:count], paths[row.lines], times))
        for kind in commands:
            settings = {"SCREENING_REMEMBERED_BYTES": "0"} if kind else {}
            rates[f"portfolio {kind}".strip()] = {
                count: [_commanded(Path(folder), turn, few if kind else lines, count, settings)] for count in processes
            }
    middle = {name: {count: median(each) for count, each in counted.items()} for name, counted in rates.items()}
    _show(middle)
    return {"lines_per_second": middle}


def called(ports: Sequence[int], lines: Path, times: int) -> float:
    """Answers a second of all servers together, as callers in processes of their own count them."""
    command = [sys.executable, "-m", "benchmarks.batch_caller"]
    callers = [
        subprocess.Popen(  # noqa: S603 (a program of this repository)
            [*command, str(port), str(lines), str(times)], stdout=subprocess.PIPE, cwd=ours.RULES.parent
        )
        for port in ports
    ]
    rates = [json.loads(caller.communicate()[0]) for caller in callers]
    return sum(rates)


def _commanded(folder: Path, deals: Sequence[bytes], lines: int, jobs: int, settings: Mapping[str, str]) -> float:
    """Lines a second of the command ``portfolio``: of two runs, what the longer takes more, so that no start counts."""
    seconds = []
    for size in (lines, 3 * lines):
        source = folder / "portfolio.ndjson"
        source.write_bytes(b"".join(b"%b\n" % body for body in islice(cycle(deals), size)))
        began = time.perf_counter()
        subprocess.run(  # noqa: S603 (a program of this repository)
            [
                *(sys.executable, "-m", "app", "portfolio", str(source), str(folder / "answers.ndjson")),
                *("--jobs", str(jobs), "--overwrite", "--rules", str(ours.RULES)),
            ],
            env={**os.environ, **settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,  # it tells the gravest determination
            cwd=ours.RULES.parent,
        )
        seconds.append(time.perf_counter() - began)
    return 2 * lines / max(seconds[1] - seconds[0], 1e-9)


def _show(rates: dict[str, dict[int, float]]) -> None:
    print(f"\n  {'':36}{'processes':>10}{'lines/s':>10}{'µs a line':>11}{'times one':>11}")
    for name, counted in rates.items():
        for count, rate in counted.items():
            each = count * 1e6 / rate
            print(f"  {name:36}{count:>10}{rate:>10,.0f}{each:>11,.1f}{rate / counted[min(counted)]:>11.2f}")
