"""Starts the servers that are compared over HTTP, each in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks import ours

_START_SECONDS = 180


class Served(NamedTuple):
    """Where a server answers, and its process."""

    port: int
    process: "subprocess.Popen[bytes]"


@contextmanager
def served(kind: str, answer: Path, folder: str) -> Iterator[Served]:
    """Start a server of this kind, and stop it; ``benchmarks.served`` says which kinds there are."""
    port = _free_port()
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
        yield Served(port, process)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def service(folder: str, **settings: str) -> Iterator[Served]:
    """Start the service as its users do, with its log and by default its database in the folder, and stop it."""
    port, log = _free_port(), Path(folder, "log")
    environment = {
        **os.environ,
        "SCREENING_DATABASE_URL": f"sqlite:///{folder}/screening.sqlite3",
        "SCREENING_RULES_DIR": str(ours.RULES),
        **settings,
    }
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with log.open("wb") as stderr:
        process = subprocess.Popen(command, env=environment, cwd=ours.RULES.parent, stderr=stderr)  # noqa: S603 (as above)
    try:
        _wait_for(port, process)
        yield Served(port, process)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port: int = reserved.getsockname()[1]
        return port


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
