"""Makes and recognises API keys: made once, shown once, kept as digests.

A key is ``oik_<id>_<secret>``. The id finds the key and is no secret. The secret is 256 bits of chance, so there is
nothing to guess or to look up in a list, and one round of SHA-256 protects it as well as a slow hash would: slowness
is for secrets that people choose.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from app.domain.errors import ScreeningError
from app.service.access.principals import NotAuthenticated, Principal
from app.service.access.scopes import AccessScope, granted
from app.service.clock import Clock, time_in_utc

_TOKEN: Final = re.compile(r"oik_([0-9a-f]{12})_[A-Za-z0-9_-]{43}", re.ASCII)
_OWNER: Final = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
_NOBODY: Final = hashlib.sha256(b"no key has this digest").hexdigest()


class KeyNotFound(ScreeningError):
    """No key has this id."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"There is no API key `{key_id}`: `python -m app keys list` shows them.")


class UnfitKey(ScreeningError):
    """A key cannot be made as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """Describes a key without its secret.

    ``digest`` is the SHA-256 of the whole key, in hexadecimal; times are UTC.
    """

    id: str
    owner: str
    scopes: tuple[AccessScope, ...]
    digest: str
    created_at: datetime
    revoked_at: datetime | None = None


class KeyStore(Protocol):
    """Keeps keys; raises ``StorageUnavailable``."""

    def find(self, key_id: str) -> ApiKey | None:
        """Return the key with this id."""

    def all(self) -> tuple[ApiKey, ...]:
        """Return every key ever made, the oldest first."""

    def add(self, key: ApiKey) -> None:
        """Keep a new key."""

    def revoke(self, key_id: str, *, revoked_at: datetime) -> None:
        """Let the key open nothing any more; one that was revoked before keeps that time."""


class ApiKeys:
    """Makes, revokes and recognises the keys in a store."""

    def __init__(self, store: KeyStore, *, clock: Clock = time_in_utc) -> None:
        self._store = store
        self._clock = clock

    def create(self, owner: str, scopes: Iterable[AccessScope]) -> tuple[ApiKey, str]:
        """Make a key, and return it with, this one time, the text that its owner sends. Raises ``UnfitKey``."""
        given = tuple(sorted(set(scopes)))
        if _OWNER.fullmatch(owner) is None or owner != owner.strip():
            raise UnfitKey("The owner is the name of a person, one line of at most 200 characters.")
        if not given:
            raise UnfitKey(f"Give the key at least one scope: {', '.join(AccessScope)}.")
        key_id = secrets.token_hex(6)
        token = f"oik_{key_id}_{secrets.token_urlsafe(32)}"
        key = ApiKey(id=key_id, owner=owner, scopes=given, digest=_digest(token), created_at=self._clock())
        self._store.add(key)
        return key, token

    def all(self) -> tuple[ApiKey, ...]:
        """Return every key ever made, the oldest first."""
        return self._store.all()

    def revoke(self, key_id: str) -> None:
        """Let the key open nothing any more; raises ``KeyNotFound``."""
        if self._store.find(key_id) is None:
            raise KeyNotFound(key_id)
        self._store.revoke(key_id, revoked_at=self._clock())

    def authenticate(self, token: str | None) -> Principal:
        """Return the owner of the key with its scopes; raises ``NotAuthenticated``."""
        form = _TOKEN.fullmatch(token or "")
        key = self._store.find(form[1]) if form is not None else None
        # The comparison takes its time whether there is such a key or not, and however much of it is right.
        known = hmac.compare_digest(_digest(token or ""), key.digest if key is not None else _NOBODY)
        if key is None or not known or key.revoked_at is not None:
            raise NotAuthenticated(offered=token is not None)
        return Principal(person=key.owner, name=key.owner, scopes=granted(key.scopes))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
