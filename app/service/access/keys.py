"""Makes and recognises API keys: made once, shown once, kept as digests.

A key is ``oik_<id>_<secret>``. The id finds the key and is no secret. The secret is 256 bits of chance, so there is
nothing to guess or to look up in a list, and one round of SHA-256 protects it as well as a slow hash would: slowness
is for secrets that people choose.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from app.domain.errors import ScreeningError
from app.service.access.persons import Persons, PersonStore
from app.service.access.principals import NotAuthenticated, Principal
from app.service.access.scopes import AccessScope, granted
from app.service.clock import Clock, time_in_utc

LIFETIME: Final = timedelta(days=365)
"""How long a key opens, unless another day is given."""
OVERLAP: Final = timedelta(days=1)
"""How long a key opens beside the one that replaces it."""
KEY_FORM: Final = re.compile(r"oik_([0-9a-f]{12})_[A-Za-z0-9_-]{43}", re.ASCII)
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

    ``person`` is the id of whom it belongs to, ``name`` how that person is called. ``digest`` is the SHA-256 of the
    whole key, in hexadecimal; times are UTC. ``replaces`` is the id of the key in whose place it was made. ``uses`` are
    counted by each process and added up now and then.
    """

    id: str
    person: str
    name: str
    scopes: tuple[AccessScope, ...]
    digest: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    replaces: str | None = None
    uses: int = 0
    last_used_at: datetime | None = None

    @property
    def prefix(self) -> str:
        """The beginning of the key, by which its holder can tell it from others."""
        return f"oik_{self.id}_"

    def opens(self, at: datetime) -> bool:
        """Tell whether the key opens anything at this time."""
        return self.revoked_at is None and at < self.expires_at

    def principal(self) -> Principal:
        """Return whom the key belongs to, with what it allows."""
        return Principal(person=self.person, name=self.name, scopes=granted(self.scopes), known=True)


@dataclass(frozen=True, slots=True)
class Uses:
    """Counts the uses of a key, and tells when the last one was."""

    count: int
    last: datetime


class KeyStore(PersonStore, Protocol):
    """Keeps keys and their persons; raises ``StorageUnavailable``."""

    def find(self, key_ids: Iterable[str]) -> Mapping[str, ApiKey]:
        """Return the keys with these ids, as far as there are any."""

    def all(self) -> tuple[ApiKey, ...]:
        """Return every key ever made, the oldest first."""

    def add(self, key: ApiKey) -> None:
        """Keep a new key."""

    def expire(self, key_id: str, *, expires_at: datetime) -> None:
        """Let the key end at this time."""

    def revoke(self, key_id: str, *, revoked_at: datetime) -> None:
        """Let the key open nothing any more; one that was revoked before keeps that time."""

    def count(self, uses: Mapping[str, Uses]) -> None:
        """Add the uses of keys to what was counted before."""


class ApiKeys:
    """Makes, replaces, revokes and recognises the keys in a store."""

    def __init__(self, store: KeyStore, *, clock: Clock = time_in_utc) -> None:
        self._store = store
        self._clock = clock

    def create(
        self,
        person: str,
        scopes: Iterable[AccessScope],
        *,
        name: str | None = None,
        expires_at: datetime | None = None,
    ) -> tuple[ApiKey, str]:
        """Make a key, and return it with, this one time, the text that its holder sends.

        A person of this id who is not known yet becomes known, under ``name``. Raises ``UnfitKey`` or ``UnfitPerson``.
        """
        given, now = tuple(sorted(set(scopes))), self._clock()
        if not given:
            raise UnfitKey(f"Give the key at least one scope: {', '.join(AccessScope)}.")
        if expires_at is not None and expires_at <= now:
            raise UnfitKey("A key ends on a day to come.")
        holder = Persons(self._store, clock=lambda: now).known(person, name=name)
        return self._add(holder.person, holder.name, given, now=now, expires_at=expires_at or now + LIFETIME)

    def rotate(self, key_id: str, *, overlap: timedelta = OVERLAP) -> tuple[ApiKey, str]:
        """Make a key in the place of another, which ends after ``overlap`` if not before; return what ``create`` does.

        The new one has the same person and scopes. Raises ``KeyNotFound``, or ``UnfitKey`` where the other key opens
        nothing any more.
        """
        old, now = self._existing(key_id), self._clock()
        if not old.opens(now):
            raise UnfitKey("This key opens nothing any more: make a new one.")
        made = self._add(old.person, old.name, old.scopes, now=now, expires_at=now + LIFETIME, replaces=old.id)
        self._store.expire(old.id, expires_at=min(old.expires_at, now + overlap))
        return made

    def all(self) -> tuple[ApiKey, ...]:
        """Return every key ever made, the oldest first."""
        return self._store.all()

    def revoke(self, key_id: str) -> None:
        """Let the key open nothing any more; raises ``KeyNotFound``."""
        self._store.revoke(self._existing(key_id).id, revoked_at=self._clock())

    def authenticate(self, credential: str | None) -> ApiKey:
        """Return the key that was sent, if it opens anything; raises ``NotAuthenticated``."""
        form = KEY_FORM.fullmatch(credential or "")
        key = self._store.find([form[1]]).get(form[1]) if form is not None else None
        # The comparison takes its time whether there is such a key or not, and however much of it is right.
        known = hmac.compare_digest(_digest(credential or ""), key.digest if key is not None else _NOBODY)
        if key is None or not known or not key.opens(self._clock()):
            raise NotAuthenticated(offered=credential is not None)
        return key

    def again(self, key_ids: Iterable[str]) -> Mapping[str, ApiKey]:
        """Return those of the keys that open something now."""
        now = self._clock()
        return {key_id: key for key_id, key in self._store.find(key_ids).items() if key.opens(now)}

    def count(self, uses: Mapping[str, Uses]) -> None:
        """Add the uses of keys to what was counted before."""
        self._store.count(uses)

    def _existing(self, key_id: str) -> ApiKey:
        found = self._store.find([key_id]).get(key_id)
        if found is None:
            raise KeyNotFound(key_id)
        return found

    def _add(
        self,
        person: str,
        name: str,
        scopes: tuple[AccessScope, ...],
        *,
        now: datetime,
        expires_at: datetime,
        replaces: str | None = None,
    ) -> tuple[ApiKey, str]:
        key_id = secrets.token_hex(6)
        sent = f"oik_{key_id}_{secrets.token_urlsafe(32)}"
        key = ApiKey(
            id=key_id,
            person=person,
            name=name,
            scopes=scopes,
            digest=_digest(sent),
            created_at=now,
            expires_at=expires_at,
            replaces=replaces,
        )
        self._store.add(key)
        return key, sent


def _digest(credential: str) -> str:
    return hashlib.sha256(credential.encode()).hexdigest()
