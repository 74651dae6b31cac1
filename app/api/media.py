"""Chooses the media type of an answer by what the caller accepts (RFC 9110, 12.5.1)."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Final

import mimeparse  # type: ignore[import-untyped]  # it has no types
from starlette.requests import Request

from app.domain.errors import ScreeningError

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The media type of a document for a word processor (Office Open XML)."""
_LONGEST: Final = 2_000


class NotAcceptable(ScreeningError):
    """Says that the caller accepts no media type that the path answers with."""

    def __init__(self, offered: Collection[str]) -> None:
        super().__init__(f"Name one of these in the header Accept, or leave it out for JSON: {', '.join(offered)}.")


def accepted(accept: str, offered: Sequence[str]) -> str:
    """Gives the media type that the caller likes best, and of those liked alike the first offered one.

    Without a wish that is the first. Raises ``NotAcceptable`` where none is accepted, or the header cannot be read.
    """
    if accept in ("", "*/*", offered[0]):
        return offered[0]
    try:
        # The library takes the last of equals.
        best: str = mimeparse.best_match([*reversed(offered)], accept.lower()) if len(accept) <= _LONGEST else ""
    except mimeparse.MimeTypeParseException:
        best = ""
    if not best:
        raise NotAcceptable(offered)
    return best


def accepted_of(*offered: str) -> Callable[[Request], Awaitable[str]]:
    """Gives a dependency on the media type that a request accepts; it raises like :func:`accepted`."""

    async def chosen(request: Request) -> str:
        return accepted(",".join(request.headers.getlist("accept")).strip(), offered)

    return chosen
