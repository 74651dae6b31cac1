"""Whether a call is sent again, and after how long."""

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

import httpx

BUSY: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_NOTHING_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_FIRST_PAUSE_SECONDS: Final = 0.5


class Attempts:
    """Counts the attempts of one call.

    A call that the service turned away (429, 503) did nothing, so it is sent again after ``Retry-After``, or after
    pauses that double. The same holds for one that could not be sent. If the connection breaks later, only a call that
    is ``repeatable`` is sent again. A pause longer than ``longest_wait`` seconds is not taken.
    """

    def __init__(self, *, repeatable: bool, attempts: int, longest_wait: float) -> None:
        self._repeatable = repeatable
        self._left = attempts - 1
        self._longest = longest_wait
        self._pause = _FIRST_PAUSE_SECONDS

    def after(self, response: httpx.Response) -> float | None:
        """Give the seconds to wait before the call is sent again; ``None`` where its answer is final."""
        if response.status_code not in BUSY or self._left <= 0:
            return None
        asked = _seconds(response.headers.get("Retry-After"))
        wait = self._next_pause() if asked is None else asked
        self._left -= 1
        return wait if wait <= self._longest else None

    def after_failure(self, failure: httpx.TransportError) -> float | None:
        """Give the seconds to wait before the call is sent again; ``None`` where it is not."""
        if self._left <= 0 or not (self._repeatable or isinstance(failure, _NOTHING_SENT)):
            return None
        self._left -= 1
        return min(self._next_pause(), self._longest)

    def _next_pause(self) -> float:
        # Callers that were turned away at once should not come back at once.
        pause, self._pause = self._pause * random.uniform(0.5, 1), self._pause * 2  # noqa: S311 (not secret)
        return pause


def _seconds(text: str | None) -> float | None:
    """Read ``Retry-After``: seconds, or a day and time (RFC 9110)."""
    if text is None:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
