"""Tells who makes a request by its key, and remembers that for a short time."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final, NamedTuple

from app.service.access.keys import ApiKeys
from app.service.access.principals import Principal
from app.service.access.scopes import OPTIONAL, AccessMode, AccessScope

_MOST_REMEMBERED: Final = 4096


class _Remembered(NamedTuple):
    principal: Principal
    until: float


class Access:
    """Recognises who makes a request; safe for use by several threads.

    Who was recognised is remembered by the SHA-256 of what was sent, for ``remember_seconds``: a key that was revoked
    opens nothing after that time.
    """

    def __init__(
        self,
        keys: ApiKeys,
        *,
        mode: AccessMode,
        remember_seconds: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.mode = mode
        self._keys = keys
        self._remember_seconds = remember_seconds
        self._monotonic = monotonic
        self._remembered: OrderedDict[bytes, _Remembered] = OrderedDict()
        self._lock = Lock()

    def asks_for(self, *scopes: AccessScope) -> bool:
        """Tell whether a request that needs one of ``scopes`` has to say who makes it."""
        return self.mode is AccessMode.REQUIRED or not OPTIONAL.issuperset(scopes)

    def remembered(self, credential: str) -> Principal | None:
        """Return who sends this key, if that was found a short time ago. It waits for nothing."""
        found = self._remembered.get(_digest(credential))
        return found.principal if found is not None and self._monotonic() < found.until else None

    def recognise(self, credential: str | None) -> Principal:
        """Return who sends this key; a database may make it wait.

        Raises ``NotAuthenticated`` or ``StorageUnavailable``.
        """
        principal = self._keys.authenticate(credential)
        with self._lock:
            self._remembered[_digest(credential or "")] = _Remembered(
                principal, self._monotonic() + self._remember_seconds
            )
            while len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        return principal


def _digest(credential: str) -> bytes:
    return hashlib.sha256(credential.encode()).digest()
