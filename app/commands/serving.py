"""Runs ``serve``, which starts the HTTP service."""

import argparse
from typing import Any, Final

import uvicorn

from app.commands.example import show_when_ready
from app.main import create_app, environment_settings, load_rules

SERVER: Final[dict[str, Any]] = {
    "http": "httptools",
    "ws": "none",
    "access_log": False,
    "server_header": False,
    "limit_concurrency": 1000,
    "timeout_keep_alive": 75,
    "timeout_graceful_shutdown": 8,
}
"""The server's bounds: how many connections are open at once, how long one without a request stays open, and how long
answers that are under way may take once the service is told to stop. The head of a request is bounded by the proxy."""


def serve(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    settings = environment_settings()
    # What would stop the service is said here in one line; once it starts it would come as a traceback.
    load_rules(settings)
    if options.show_example is not None:
        show_when_ready(options.show_example.read_bytes(), host=options.host, port=options.port)
    server = {**SERVER, "host": options.host, "port": options.port}
    if options.workers > 1:
        uvicorn.run("app.main:create_app", factory=True, workers=options.workers, **server)
    else:
        # The rules were loaded above.
        uvicorn.run(create_app(settings, load=lambda _: None), **server)
    return 0
