"""Requests put to an ASGI application message by message, without a server or a client library in between."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode

JSON = (b"content-type", b"application/json")


def ask(
    app: Any,
    *,
    method: str = "POST",
    path: str = "/v1/screenings",
    query: bytes = b"",
    headers: Iterable[tuple[bytes, bytes]] = (JSON,),
    parts: Iterable[bytes] = (b"",),
    hang_up: bool = False,
) -> tuple[int, dict[bytes, bytes], bytes, int]:
    """Status, headers and body of the answer, and how many parts of the request's body were taken."""
    chunks = list(parts)
    messages = [
        {"type": "http.request", "body": chunk, "more_body": hang_up or number < len(chunks)}
        for number, chunk in enumerate(chunks, start=1)
    ]
    waiting = iter([*messages, {"type": "http.disconnect"}])
    taken = 0
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 1
        return next(waiting)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query,
        "headers": list(headers),
        "http_version": "1.1",
        "scheme": "http",
        "server": ("test", 80),
        "client": ("test", 1),
    }
    asyncio.run(app(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body, taken


@dataclass(frozen=True)
class Answer:
    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


class Client:
    """A caller of the application with the words of the usual client libraries."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def request(
        self,
        method: str,
        path: str,
        *,
        content: bytes | str = b"",
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> Answer:
        path, _, query = path.partition("?")
        status, answered, body, _ = ask(
            self._app,
            method=method,
            path=path,
            query=(query or urlencode(params or {}, doseq=True)).encode(),
            headers=[(name.encode(), value.encode()) for name, value in (headers or {}).items()],
            parts=[content.encode() if isinstance(content, str) else content],
        )
        return Answer(status, {name.decode(): value.decode() for name, value in answered.items()}, body)

    def get(self, path: str, **request: Any) -> Answer:
        return self.request("GET", path, **request)

    def head(self, path: str, **request: Any) -> Answer:
        return self.request("HEAD", path, **request)

    def post(self, path: str, **request: Any) -> Answer:
        return self.request("POST", path, **request)
