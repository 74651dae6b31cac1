"""Runs ``serve``, which starts the HTTP service and shows an example of what it answers."""

import argparse
import http.client
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from typing import Any, Final

import uvicorn

from app.api.metrics import COUNTS
from app.commands.connections import BoundedProtocol
from app.commands.file_handles import connections_possible
from app.main import environment_settings, load_rules
from app.telemetry.logs import set_up_logs

SERVER: Final[dict[str, Any]] = {
    "http": BoundedProtocol,
    "ws": "none",
    "access_log": False,
    "server_header": False,
    "log_config": None,
    "limit_concurrency": 1000,
    "timeout_keep_alive": 75,
    "timeout_graceful_shutdown": 12,
}
"""Options of uvicorn. How many connections are open at once, how long one without a request stays open, and how long
answers that are under way may take once the service is told to stop."""
_HEADERS: Final = {"Content-Type": "application/json", "Accept": "text/plain"}
_PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.1


def serve(options: argparse.Namespace) -> None:
    """Serve until told to stop."""
    given = {name: value for name in ("host", "port", "workers") if (value := getattr(options, name)) is not None}
    settings = environment_settings().model_copy(update=given)
    settings.require_listening()
    # First of all, for a start says which texts it found, and kept.
    set_up_logs(settings.log_level, settings.log_format)
    # Once, before any worker starts, so that an error is one line and not one for each worker.
    load_rules(settings)
    if options.show_example is not None:
        example = options.show_example.read_bytes(), settings.host, settings.port
        threading.Thread(target=_show_when_ready, args=example, name="example", daemon=True).start()
    address: dict[str, Any] = {"host": settings.host, "port": settings.port}
    with _counted_together(settings.workers):
        bounds = {**SERVER, "limit_concurrency": connections_possible(SERVER["limit_concurrency"])}
        uvicorn.run("app.main:served_app", factory=True, workers=settings.workers, **address, **bounds)


@contextmanager
def _counted_together(workers: int) -> Iterator[None]:
    """Give several workers a folder in which they count together, unless the environment names one."""
    if workers == 1 or COUNTS in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="screening-counts-") as folder:
        os.environ[COUNTS] = folder
        yield


def _show_when_ready(body: bytes, host: str, port: int) -> None:
    """Wait for the service, screen ``body`` through it and print the answer."""
    # A service that listens everywhere is reached on the loopback address.
    host = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 (compared, not bound)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError):
            if _ask(host, port, "/readyz")[0] == HTTPStatus.OK:
                break
        time.sleep(_PAUSE_SECONDS)
    else:
        return
    _, answer = _ask(host, port, "/v1/screenings", body)
    address = f"http://{host}:{port}"
    print(f"\n{answer.decode()}\nServing on {address} - try {address}/docs\n", flush=True)


def _ask(host: str, port: int, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection(host, port, timeout=_PATIENCE_SECONDS)) as connection:
        connection.request("POST" if body else "GET", path, body, _HEADERS)
        response = connection.getresponse()
        return response.status, response.read()
