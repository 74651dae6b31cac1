"""Sends one transaction to the service over HTTP as soon as it is ready, and prints the answer for a person."""

import http.client
import threading
import time
from http import HTTPStatus

import orjson

from app.commands.plain_text import determination_text

_PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.1


def show_when_ready(body: bytes, *, host: str, port: int) -> threading.Thread:
    """Begin a thread that waits for the service, screens ``body`` through it and prints the answer."""
    # A service that listens everywhere is reached on the loopback address.
    reachable = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 (compared, not bound)
    thread = threading.Thread(target=_show, args=(body, reachable, port), name="example", daemon=True)
    thread.start()
    return thread


def _show(body: bytes, host: str, port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            status, _ = _ask(host, port, "GET", "/readyz", None)
        except OSError:
            status = 0
        if status == HTTPStatus.OK:
            status, answer = _ask(host, port, "POST", "/v1/screenings?explain=brief", body)
            text = determination_text(orjson.loads(answer)) if status == HTTPStatus.OK else answer.decode()
            address = f"http://{host}:{port}"
            print(f"\n{text}\n\nServing on {address} - try {address}/docs\n", flush=True)
            return
        time.sleep(_PAUSE_SECONDS)


def _ask(host: str, port: int, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()
