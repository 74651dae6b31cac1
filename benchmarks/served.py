"""One of the servers that are compared over HTTP: ``python -m benchmarks.served KIND PORT FILE``.

``screenings`` is the service, ``nothing`` a route that takes any body; others are told below. ``FILE`` holds the bytes
that those answer with which do nothing.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import uvicorn
from fastapi import FastAPI, Request, Response
from starlette.types import Receive, Scope, Send

from app.commands.serving import SERVER
from app.domain.language.head import head_of
from app.main import create_app, environment_settings
from app.rulefiles.rule_folder import rule_documents
from app.service.clock import time_in_utc
from app.service.loading import checked_versions
from app.storage.archive import SqlArchive
from app.storage.engine import opened_engine
from app.storage.migration import upgrade
from app.telemetry.logs import set_up_logs
from benchmarks.peers.if_chain import if_chain
from benchmarks.peers.zen_engine import zen_engine

Screen = Callable[[bytes], bytes]

FORGETFUL: Final = "screenings without remembered answers"
BOUNDED: Final = "the service as it is served"
LINES_OF_PEERS: Final[dict[str, Callable[[bytes], Screen]]] = {
    "zen-engine": lambda _: zen_engine(),
    "if chain": lambda _: if_chain(),
    "a route that does nothing": lambda answer: lambda _: answer,
}
"""Servers of lines: each gives to every line what its engine gives, made of the bytes of one answer."""


def nothing(answer: bytes) -> FastAPI:
    """A FastAPI application that takes any body at the path and always sends the same bytes."""
    application = FastAPI()

    @application.post("/v1/screenings")
    async def screen(request: Request) -> Response:
        await request.body()
        return Response(answer, media_type="application/json")

    return application


class LineAnswers(Response):
    """Streams an answer to every line of a body, as it arrives."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(media_type="application/x-ndjson")
        del self.headers["content-length"]
        self._screen = screen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; the framework's own response would not let the body be read meanwhile."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        rest, more = b"", True
        while more:
            message = await receive()
            more = message.get("more_body", False)
            *whole, rest = (rest + message.get("body", b"")).split(b"\n")
            if whole:
                answers = b"".join(b"%b\n" % self._screen(line) for line in whole)
                await send({"type": "http.response.body", "body": answers, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def lines(screen: Screen) -> FastAPI:
    """A FastAPI application that answers the lines of a body with what an engine gives to each."""
    application = FastAPI()

    @application.post("/v1/screenings/batch")
    async def batch() -> Response:
        return LineAnswers(screen)

    return application


def screenings(**settings: Any) -> FastAPI:
    """The service itself, on a database that holds the law; its golden cases are not put to it again."""
    chosen = environment_settings().model_copy(update=settings)
    upgrade(chosen.database_url)
    with opened_engine(chosen.database_url) as engine, SqlArchive(engine).writing() as rule_sets:
        documents = rule_documents(chosen.rules_dir)
        for version in checked_versions(documents, check=head_of, recorded_at=time_in_utc()):
            rule_sets.add_version(version, actor="benchmark", note="to be measured")
    return create_app(chosen)


def _lines_of(make: Callable[[bytes], Screen], answer: bytes) -> FastAPI:
    return lines(make(answer))


def main() -> None:
    """One worker serves until it is told to stop."""
    kind, port, answer = sys.argv[1:]
    given = Path(answer).read_bytes()
    kinds: dict[str, Callable[[], FastAPI]] = {
        "nothing": partial(nothing, given),
        "screenings": screenings,
        FORGETFUL: partial(screenings, remembered_bytes=0),
        BOUNDED: screenings,
        **{name: partial(_lines_of, make, given) for name, make in LINES_OF_PEERS.items()},
    }
    set_up_logs(environment_settings().log_level, "json")
    served: Any = kinds[kind]()
    plain = {"http": "httptools", "access_log": False, "server_header": False, "log_level": "error"}
    options: dict[str, Any] = SERVER if kind == BOUNDED else plain
    uvicorn.run(served, host="127.0.0.1", port=int(port), loop="uvloop", **options)


if __name__ == "__main__":
    main()
