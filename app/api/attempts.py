"""Bounds how often one address may send keys or tokens that open nothing."""

import hashlib
import ipaddress
import math
import time
from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from app.domain.errors import ScreeningError

_SAME: Final = RateLimitItemPerMinute(10, namespace="same")
_ANY: Final = RateLimitItemPerMinute(60, namespace="any")


class TooManyAttempts(ScreeningError):
    """The address has sent too many keys or tokens that open nothing; ``seconds`` later it may try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many keys or tokens from this address opened nothing: try again in {seconds} seconds.")
        self.seconds = seconds


class FailedAttempts:
    """Counts failures of one process by address: 60 in a minute, and 10 with the same key or token.

    What was recognised a short time ago never comes here, so that one who fails behind an address does not shut out
    another who works.
    """

    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def require(self, address: str, credential: str) -> None:
        """Raise ``TooManyAttempts`` where the address has none left."""
        for limit, names in self._limits(address, credential):
            if not self._limiter.test(limit, *names):
                ends = self._limiter.get_window_stats(limit, *names).reset_time
                raise TooManyAttempts(max(1, math.ceil(ends - time.time())))

    def failed(self, address: str, credential: str) -> None:
        """Count a failure."""
        for limit, names in self._limits(address, credential):
            self._limiter.hit(limit, *names)

    def _limits(self, address: str, credential: str) -> tuple[tuple[RateLimitItemPerMinute, tuple[str, ...]], ...]:
        network = _network(address)
        same = hashlib.sha256(credential.encode()).hexdigest()
        return ((_SAME, (network, same)), (_ANY, (network,)))


def _network(address: str) -> str:
    """Give the address as it is counted: of IPv6 the first half, which is one customer's."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))
