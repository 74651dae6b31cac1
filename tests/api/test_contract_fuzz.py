"""Schemathesis against the running service, over a real connection, with the same requests every time."""

import dataclasses
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
import time

import pytest
import uvicorn

from app.api.application import application
from app.api.attempts import FailedAttempts
from app.shipped_files import OPENAPI
from tests.api.conftest import ROOT


class Patient(FailedAttempts):
    """Counts no failures."""

    def failed(self, address, credential):
        return None


@pytest.fixture(scope="module")
def address(app):
    # Wrong keys are tried on every path, which is more than one address may do.
    patient = dataclasses.replace(app.state.services, failed_attempts=Patient())
    served = application(patient, openapi=OPENAPI.read_bytes())
    server = uvicorn.Server(uvicorn.Config(served, port=0, lifespan="off", log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    yield f"http://{host}:{port}"
    server.should_exit = True
    thread.join()


def test_schemathesis_finds_nothing(address, key, tmp_path):
    program = shutil.which("schemathesis", path=sysconfig.get_path("scripts"))
    run = subprocess.run(
        [
            *(program or sys.exit("schemathesis is not installed"), "--config-file", ROOT / "schemathesis.toml"),
            *("run", f"{address}/openapi.json", "--generation-deterministic", "--max-examples", "12"),
            *("--header", f"Authorization: Bearer {key}"),
            *("--phases", "examples,coverage,fuzzing", "--no-color"),
        ],
        cwd=tmp_path,
        env={**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert run.returncode == 0, run.stdout[-10_000:] + run.stderr
