"""Fetches the public keys of an issuer (JWK Set, RFC 7517), and keeps them while the issuer is away."""

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
from joserfc import jwk
from joserfc.errors import JoseError
from joserfc.jwk import Key

from app.service.access.tokens import IssuerUnavailable

_FRESH_SECONDS: Final = 600.0
_PAUSE_SECONDS: Final = 30.0
_TIMEOUT_SECONDS: Final = 5.0
_LONGEST_BYTES: Final = 262_144
_MOST_KEYS: Final = 100
_SHORTEST_RSA: Final = 342  # 2048 bits in base64url

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """Holds a public key, with the one algorithm that it is for if it names one."""

    key: Key
    algorithm: str | None


class IssuerKeys:
    """Holds the keys of an issuer by ``kid``.

    They are fetched again after ten minutes, or where a ``kid`` is not among them, but never twice within half a
    minute. Where that fails, those at hand stay.
    """

    def __init__(self, url: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._monotonic = monotonic
        self._keys: Mapping[str | None, IssuerKey] | None = None
        self._tried_at: float | None = None
        self._fetching = threading.Lock()

    def find(self, kid: str | None) -> IssuerKey | None:
        """Return the key of this name; without a name the one key, if there is but one.

        Raises ``IssuerUnavailable`` where the keys were never fetched.
        """
        keys = self._keys
        if keys is None or kid not in self._named(keys) or self._older_than(_FRESH_SECONDS):
            keys = self._fetched()
        return self._named(keys).get(kid)

    @staticmethod
    def _named(keys: Mapping[str | None, IssuerKey]) -> Mapping[str | None, IssuerKey]:
        return {**keys, None: next(iter(keys.values()))} if len(keys) == 1 else keys

    def _older_than(self, seconds: float) -> bool:
        return self._tried_at is None or self._monotonic() - self._tried_at >= seconds

    def _fetched(self) -> Mapping[str | None, IssuerKey]:
        # Whoever comes while another fetches goes on with the keys at hand, and waits only where there are none.
        if self._fetching.acquire(blocking=self._keys is None):
            try:
                if self._older_than(_PAUSE_SECONDS):
                    self._tried_at = self._monotonic()
                    self._fetch()
            finally:
                self._fetching.release()
        if self._keys is None:
            raise IssuerUnavailable
        return self._keys

    def _fetch(self) -> None:
        try:
            with httpx.stream("GET", self._url, timeout=_TIMEOUT_SECONDS) as response:
                response.raise_for_status()
                body = b""
                for part in response.iter_bytes():
                    body += part
                    if len(body) > _LONGEST_BYTES:
                        break  # what is cut off is no JSON
            listed = json.loads(body)["keys"][:_MOST_KEYS]
            self._keys = {each["kid"]: key for each in listed if (key := _public_key(each)) is not None}
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, TypeError, KeyError, RecursionError) as error:
            log.warning("the keys of the issuer of tokens could not be fetched: %s", type(error).__name__)


def _public_key(described: Any) -> IssuerKey | None:
    """Return a key that verifies signatures; ``None`` for one that is secret, or weak, or for something else."""
    if not isinstance(described, dict) or not isinstance(described.get("kid"), str):
        return None
    if described.get("kty") not in ("RSA", "EC", "OKP") or described.get("use", "sig") != "sig":
        return None
    if "verify" not in described.get("key_ops", ["verify"]):
        return None
    if "d" in described:
        log.error("the issuer of tokens publishes a private key: it is not used")
        return None
    if described["kty"] == "RSA" and len(str(described.get("n"))) < _SHORTEST_RSA:
        return None
    try:
        key = jwk.import_key(described)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return IssuerKey(key, described.get("alg"))
