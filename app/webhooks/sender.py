"""Sends events to an address: each signed as Standard Webhooks describes, and again where that can help.

A body is confidential and the secret signs in its place, so both go to the address alone: over TLS unless it is this
machine, and never on to where an answer redirects.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from ipaddress import ip_address
from typing import Final

import httpx
import stamina
from stamina.instrumentation import set_on_retry_hooks
from standardwebhooks import Webhook

from app.webhooks.events import MEDIA_TYPE

_SECONDS: Final = 10.0
_ATTEMPTS: Final = 6
_LONGEST_WAIT_SECONDS: Final = 30.0
_FAILURES: Final = 3
"""After so many events in a row that did not arrive, the address is taken to be out of order."""
_DRAINED_BYTES: Final = 64 * 1024
_WORTH_ANOTHER_TRY: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


class UnfitAddress(ValueError):
    """An address to which nothing is sent; the message says why and does not repeat it."""


class NotDelivered(Exception):
    """An event did not arrive; the message says why, without what the address answered."""


class _Answered(Exception):
    """The address answered with something else than that it has taken the event."""

    def __init__(self, status: int, wait_seconds: float | None) -> None:
        super().__init__(f"the address answered {status}")
        self.status = status
        self.wait_seconds = wait_seconds


class WebhookSender:
    """Sends events, one after the other, over one connection."""

    def __init__(self, client: httpx.Client, url: httpx.URL, secret: str, *, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._url = url
        self._webhook = Webhook(secret)
        self._clock = clock
        self._failed_in_a_row = 0
        self._retrying = stamina.RetryingCaller(
            attempts=_ATTEMPTS, timeout=None, wait_initial=0.5, wait_max=_LONGEST_WAIT_SECONDS, wait_jitter=0.5
        ).on(_worth_another_try)

    def send(self, event_id: str, body: bytes) -> None:
        """Send one event under its id; raises ``NotDelivered``.

        It is sent again on 408, 429, 5xx and faults of the connection, with longer and longer waits, and with the id
        that it has: a receiver that has taken it already knows it by that.
        """
        if self._failed_in_a_row >= _FAILURES:
            raise NotDelivered("not tried, since the events before it did not arrive")
        try:
            self._retrying(self._try, event_id, body)
        except (httpx.HTTPError, _Answered) as error:
            self._failed_in_a_row += 1
            raise NotDelivered(str(error) if isinstance(error, _Answered) else type(error).__name__) from None
        self._failed_in_a_row = 0

    def _try(self, event_id: str, body: bytes) -> None:
        # Signed anew each time: a receiver refuses a signature that is older than some minutes.
        now = self._clock()
        headers = {
            "Content-Type": MEDIA_TYPE,
            "webhook-id": event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhook.sign(event_id, now, body.decode()),
        }
        with self._client.stream("POST", self._url, content=body, headers=headers) as response:
            _drain(response)
            if not response.is_success:
                raise _Answered(response.status_code, _seconds(response.headers.get("retry-after")))


@contextmanager
def opened_sender(url: str, secret: str, *, clock: Callable[[], datetime]) -> Iterator[WebhookSender]:
    """Open a sender to an address; raises ``UnfitAddress``."""
    address, here = _checked(url)
    # What is told of retries by default goes to the log and to counters, with the address in it.
    set_on_retry_hooks(())
    # The proxies that the environment names are for the world outside, and not for this machine.
    with httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=not here) as client:
        yield WebhookSender(client, address, secret, clock=clock)


def _drain(response: httpx.Response) -> None:
    """Read what an address says, so that the connection can be used again; nothing of it is kept."""
    size = 0
    for part in response.iter_raw():
        size += len(part)
        if size > _DRAINED_BYTES:
            return


def _checked(url: str) -> tuple[httpx.URL, bool]:
    """Read an address, and say whether it is this machine."""
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        raise UnfitAddress("Give an address as https://host/path.") from None
    if address.userinfo:
        raise UnfitAddress("Give the address without a name and password: what proves the sender is the signature.")
    here = _is_this_machine(address.host)
    if not address.host or address.scheme not in ("https", "http"):
        raise UnfitAddress("Give an address as https://host/path.")
    if address.scheme == "http" and not here:
        raise UnfitAddress("Give an address that begins with https://: http is for this machine alone.")
    return address, here


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _worth_another_try(error: Exception) -> bool | float:
    if isinstance(error, _Answered):
        if error.status in _WORTH_ANOTHER_TRY or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return True if error.wait_seconds is None else min(error.wait_seconds, _LONGEST_WAIT_SECONDS)
        return False
    return isinstance(error, httpx.TransportError)


def _seconds(retry_after: str | None) -> float | None:
    """Read how long an address asks to be waited for, where it says so in seconds."""
    return float(retry_after) if retry_after is not None and retry_after.isascii() and retry_after.isdigit() else None
