"""Chooses the media type of an answer by what the request accepts (RFC 9110, 12.5.1)."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request

from app.domain.errors import ScreeningError

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The media type of a document for a word processor (Office Open XML)."""


class NotAcceptable(ScreeningError):
    """Says that the request accepts none of the media types in which the answer comes."""

    def __init__(self, offered: tuple[str, ...]) -> None:
        super().__init__(f"Send Accept: {' or '.join(offered)}, or leave it out.")


def chosen_of(*offered: str) -> Callable[[Request], Awaitable[str]]:
    """Gives a dependency on the media type to answer in: the one that the request likes best, by default the first.

    It raises ``NotAcceptable``.
    """

    async def choose(request: Request) -> str:
        accepted = ",".join(request.headers.getlist("accept"))
        if not accepted.strip():
            return offered[0]
        ranges = [_range(each) for each in accepted.split(",") if each.strip()]
        weight, choice = max(((_weight(each, ranges), each) for each in offered), key=lambda weighed: weighed[0])
        if weight <= 0:
            raise NotAcceptable(offered)
        return choice

    return choose


def _range(text: str) -> tuple[str, float]:
    """Read one media range and its weight; a weight that cannot be read is none."""
    media, *parameters = (part.strip().lower() for part in text.split(";"))
    given = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    try:
        return media, min(max(float(given), 0.0), 1.0)
    except ValueError:
        return media, 0.0


def _weight(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """Give the weight of the range that fits most closely."""
    for fitting in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        weights = [weight for media, weight in ranges if media == fitting]
        if weights:
            return max(weights)
    return 0.0
