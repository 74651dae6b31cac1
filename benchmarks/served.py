"""One of the two servers that are compared over HTTP: ``python -m benchmarks.served nothing|screenings PORT FILE``.

``FILE`` holds the bytes that the do-nothing route answers with.
"""

import sys
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response

from app.main import create_app, environment_settings, load_rules


def nothing(answer: bytes) -> FastAPI:
    """A FastAPI application that takes any body at the path and always sends the same bytes."""
    application = FastAPI()

    @application.post("/v1/screenings")
    async def screen(request: Request) -> Response:
        await request.body()
        return Response(answer, media_type="application/json")

    return application


def screenings() -> FastAPI:
    """The service itself, on a database that is loaded."""
    load_rules(environment_settings())
    return create_app()


def main() -> None:
    """One worker serves until it is told to stop."""
    kind, port, answer = sys.argv[1:]
    served: Any = nothing(Path(answer).read_bytes()) if kind == "nothing" else screenings()
    uvicorn.run(
        served,
        host="127.0.0.1",
        port=int(port),
        loop="uvloop",
        http="httptools",
        access_log=False,
        server_header=False,
        log_level="error",
    )


if __name__ == "__main__":
    main()
