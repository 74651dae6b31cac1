"""Starts the service as a user starts it, on a free port of the loopback address."""

import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager

import httpx

PATIENCE_SECONDS = 60


def leave_few_cases(rules):
    """Leave the law in force with the golden cases on duties alone, so that loading it takes a second."""
    for version in (rules / "us-oisp").iterdir():
        if version.name != "2025-01-02":
            shutil.rmtree(version)
    for cases in rules.glob("us-oisp/*/cases/*.yaml"):
        if cases.name != "obligations.yaml":
            cases.unlink()


@contextmanager
def served(program, **options):
    """Run a program that serves until it is ready; give its address, and stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen([*program, "--port", str(port)], stdout=said, stderr=said, **options)
        try:
            _wait(address, process, said)
            yield address
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _wait(address, process, said):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said.seek(0)
            raise AssertionError(said.read())
        try:
            if httpx.get(f"{address}/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"Nothing was ready at {address} after {PATIENCE_SECONDS} seconds.")
