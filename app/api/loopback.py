"""Answers this machine alone, as long as nobody has said whom else the service may answer."""

import re
from collections.abc import Collection
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.problems import problem
from app.service.access.loopback import is_elsewhere, is_loopback
from app.service.access.principals import LoopbackAlone

_AUTHORITY: Final = re.compile(rb"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::[0-9]{1,5})?", re.IGNORECASE)
_ORIGIN: Final = re.compile(rb"https?://(.+)", re.IGNORECASE)
_OF_PROXIES: Final = re.compile(rb"forwarded|x-forwarded-.+|x-real-ip|via")


class LoopbackGuard:
    """Refuses what another machine sends, what a proxy passes on, and what a page of another site asks a browser for.

    A name of another site in ``Host`` may lead here: whoever owns that name says where it leads (DNS rebinding).
    ``origins`` are those whose pages may call the service all the same.
    """

    def __init__(self, app: ASGIApp, *, origins: Collection[str] = ()) -> None:
        self._app = app
        self._origins = frozenset(origin.encode() for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] == "http" and not self._fits(scope):
            await problem(LoopbackAlone(), request_id=scope["request_id"])(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _fits(self, scope: Scope) -> bool:
        if any(end is not None and is_elsewhere(end[0]) for end in (scope.get("server"), scope.get("client"))):
            return False
        for name, value in scope["headers"]:
            if _OF_PROXIES.fullmatch(name) or (name == b"host" and not _named_here(value)):
                return False
            if name == b"origin" and value not in self._origins:
                found = _ORIGIN.fullmatch(value)
                if found is None or not _named_here(found[1]):
                    return False
        return True


def _named_here(authority: bytes) -> bool:
    found = _AUTHORITY.fullmatch(authority)
    return found is not None and is_loopback(str(found[1], "ascii"))
