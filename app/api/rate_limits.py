"""Counts the requests of each caller, and refuses those beyond the rates that are set."""

import math
import time
from typing import Final

from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request

from app.domain.errors import ScreeningError
from app.service.access.principals import Principal

_UNKNOWN: Final = "unknown"


class TooManyRequests(ScreeningError):
    """Says that a caller sends more requests than it may; after ``seconds`` it may send again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"You send more requests than are answered: send this one again in {seconds} seconds.")
        self.seconds = seconds


class RateLimits:
    """Holds the rates that every caller has, such as `100/second;2000/minute`, and how much of them is used.

    Without rates there is no limit. Each process counts for itself, in memory.
    """

    def __init__(self, rates: str = "") -> None:
        self._rates = parse_many(rates) if rates else []
        self._used = FixedWindowRateLimiter(MemoryStorage()) if rates else None

    def count(self, request: Request, person: Principal | None = None) -> None:
        """Count a request of a person or, where nobody is named, of the address that it comes from.

        Raises ``TooManyRequests``.
        """
        if self._used is None:
            return
        address = request.client.host if request.client is not None else _UNKNOWN
        caller = ("person", person.person) if person is not None and person.person else ("address", address)
        for rate in self._rates:
            if not self._used.hit(rate, *caller):
                until = self._used.get_window_stats(rate, *caller).reset_time
                raise TooManyRequests(max(1, math.ceil(until - time.time())))
