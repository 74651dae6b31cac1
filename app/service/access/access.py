"""Tells who makes a request by its key or token, and remembers that for a short time."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from app.service.access.keys import ApiKey, ApiKeys, Uses
from app.service.access.persons import Person, Persons, UnfitPerson, person_id
from app.service.access.principals import Principal
from app.service.access.scopes import OPTIONAL, AccessMode, AccessScope, granted
from app.service.access.tokens import TokenVerifier, VerifiedToken
from app.service.clock import Clock, time_in_utc

TOKEN_SECONDS: Final = 60.0
"""How long a token that was verified is not verified again."""
COUNT_SECONDS: Final = 60.0
"""How often the uses of keys are written."""
_MOST_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True)
class _Recognised:
    """Holds who was recognised, by which key if it was one, until when, and when that was last looked up."""

    principal: Principal
    key: ApiKey | None
    expires_at: datetime
    checked: float


class Access:
    """Recognises who makes a request; safe for use by several threads.

    Who was recognised is remembered by the SHA-256 of what was sent. ``refresh`` looks up again all keys that are
    remembered: one that was revoked opens nothing from then on. While the database is away, keys stay remembered for
    ``age_limit_seconds``, as long as the law at hand may answer. Tokens are verified again after ``TOKEN_SECONDS``.
    """

    def __init__(
        self,
        keys: ApiKeys,
        persons: Persons,
        *,
        mode: AccessMode,
        age_limit_seconds: float,
        tokens: TokenVerifier | None = None,
        clock: Clock = time_in_utc,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.mode = mode
        self._keys = keys
        self._persons = persons
        self._age_limit_seconds = age_limit_seconds
        self._tokens = tokens
        self._clock = clock
        self._monotonic = monotonic
        self._remembered: OrderedDict[bytes, _Recognised] = OrderedDict()
        self._linked: Mapping[tuple[str, str], Person] | None = None
        self._uses: dict[str, Uses] = {}
        self._counted_at = monotonic()
        self._lock = Lock()

    def asks_for(self, *scopes: AccessScope) -> bool:
        """Tell whether a request that needs one of ``scopes`` has to say who makes it."""
        return self.mode is AccessMode.REQUIRED or not OPTIONAL.issuperset(scopes)

    def remembered(self, credential: str) -> Principal | None:
        """Return who sends this key or token, if that was found a short time ago. It waits for nothing."""
        found = self._remembered.get(_digest(credential))
        if found is None or self._clock() >= found.expires_at:
            return None
        trusted = TOKEN_SECONDS if found.key is None else self._age_limit_seconds
        if self._monotonic() - found.checked > trusted:
            return None
        self._count(found)
        return found.principal

    def recognise(self, credential: str | None) -> Principal:
        """Return who sends this key or token; a database or an issuer may make it wait.

        Raises ``NotAuthenticated``, ``StorageUnavailable`` or ``IssuerUnavailable``.
        """
        began = self._monotonic()
        if self._tokens is None or credential is None or credential.startswith("oik_"):
            key = self._keys.authenticate(credential)
            found = _Recognised(key.principal(), key, key.expires_at, began)
        else:
            token = self._tokens.verify(credential)
            found = _Recognised(self._holder(token), None, token.expires_at, began)
        with self._lock:
            self._remembered[_digest(credential or "")] = found
            while len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        self._count(found)
        return found.principal

    def still(self, credential: str) -> None:
        """Raise what :meth:`recognise` raises if this key opens nothing any more.

        A token is short-lived, and counts at the beginning of what it was sent for.
        """
        if credential.startswith("oik_") and self.remembered(credential) is None:
            self.recognise(credential)

    def refresh(self) -> None:
        """Look up again the keys that are remembered and whose tokens are whose, and now and then write the uses.

        Raises ``StorageUnavailable``; what is remembered then stays.
        """
        began = self._monotonic()
        with self._lock:
            before = [(sent, each) for sent, each in self._remembered.items() if each.key is not None]
        open_keys = self._keys.again({each.key.id for _, each in before if each.key is not None}) if before else {}
        with self._lock:
            for sent, each in before:
                key = open_keys.get(each.key.id) if each.key is not None else None
                if key is None:
                    self._remembered.pop(sent, None)
                elif sent in self._remembered:
                    self._remembered[sent] = _Recognised(key.principal(), key, key.expires_at, began)
        if self._tokens is not None:
            self._read_links()
        if began - self._counted_at >= COUNT_SECONDS:
            self.write_uses()

    def write_uses(self) -> None:
        """Write the uses of keys since the last time; raises ``StorageUnavailable``, and they are kept for the next."""
        with self._lock:
            uses, self._uses = self._uses, {}
            self._counted_at = self._monotonic()
        if not uses:
            return
        try:
            self._keys.count(uses)
        except BaseException:
            with self._lock:
                for key_id, each in uses.items():
                    later = self._uses.get(key_id, Uses(0, each.last))
                    self._uses[key_id] = Uses(each.count + later.count, max(each.last, later.last))
            raise

    def _count(self, found: _Recognised) -> None:
        if found.key is not None:
            with self._lock:
                before = self._uses.get(found.key.id)
                self._uses[found.key.id] = Uses(before.count + 1 if before else 1, self._clock())

    def _holder(self, token: VerifiedToken) -> Principal:
        """Return whose token it is: a person to whom it is linked, or whom it names, or else nobody who is known."""
        person = self._links().get((token.issuer, token.subject))
        scopes = granted(token.scopes)
        if person is not None:
            return Principal(person=person.person, name=person.name, scopes=scopes, known=True)
        if token.person is not None:
            try:
                named = person_id(token.person)
            except UnfitPerson:
                pass
            else:
                return Principal(person=named, name=named, scopes=scopes, known=True)
        # The bar can be part of no person's id, so that nobody can be called like this.
        stranger = f"{token.issuer}|{token.subject}"
        return Principal(person=stranger, name=token.subject, scopes=scopes, known=False)

    def _links(self) -> Mapping[tuple[str, str], Person]:
        return self._linked if self._linked is not None else self._read_links()

    def _read_links(self) -> Mapping[tuple[str, str], Person]:
        self._linked = {(link.issuer, link.subject): person for person, links in self._persons.all() for link in links}
        return self._linked


def _digest(credential: str) -> bytes:
    return hashlib.sha256(credential.encode()).digest()
