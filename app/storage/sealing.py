"""Encrypts columns of the record with AES-256-GCM, bound to their row and column, by keys from a file.

The file is a JWK Set (RFC 7517) of keys of 256 bits (`"kty": "oct"`). The first key encrypts; all decrypt, so that a
new one can take its place in front. Texts that rows are looked up by are kept as HMACs, under a key that is derived
for that alone (HKDF, RFC 5869), or as plain digests where nothing is encrypted.
"""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import StorageUnavailable

_NONCE: Final = 12
_KEY: Final = 32


class UnfitRecordKeys(ValueError):
    """A file of keys cannot be read or has no key as it should be; the message says why and repeats no key."""


class RecordKey:
    """Holds one key, and what is derived from it. ``kid`` names it."""

    def __init__(self, secret: bytes) -> None:
        self.kid = sha256(b"record key" + secret).hexdigest()[:16]
        self._secret = secret
        self._cipher = AESGCM(_derived(secret, b"record: contents"))
        self._tokens = _derived(secret, b"record: tokens")

    def seal(self, content: bytes, place: str) -> bytes:
        """Encrypt for one place."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, content, place.encode())

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """Decrypt; raises ``StorageUnavailable`` for what was not encrypted for this place with this key."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
        except (InvalidTag, ValueError):
            raise StorageUnavailable("What is stored of a record is not what was encrypted for it.") from None

    def token(self, text: str) -> str:
        """Make what a text is looked up by."""
        taken = HMAC(self._tokens, SHA256())
        taken.update(text.encode())
        return taken.finalize().hex()

    def as_jwk(self) -> dict[str, str]:
        """Write the key as the file has it."""
        return {"kty": "oct", "k": urlsafe_b64encode(self._secret).decode().rstrip("="), "kid": self.kid}


class Sealing:
    """Seals with the first of some keys and opens with all of them; without keys nothing is encrypted."""

    def __init__(self, keys: Sequence[RecordKey] = ()) -> None:
        self._keys = {key.kid: key for key in keys}
        self._first = keys[0] if keys else None

    @property
    def kid(self) -> str | None:
        """The name of the key that encrypts."""
        return self._first.kid if self._first is not None else None

    def seal(self, content: bytes, place: str) -> bytes:
        """Encrypt for one place, if there is a key."""
        return self._first.seal(content, place) if self._first is not None else content

    def unseal(self, stored: bytes, place: str, *, kid: str | None) -> bytes:
        """Return what was sealed with the key of this name; raises ``StorageUnavailable`` where it is not at hand."""
        if kid is None:
            return stored
        if kid not in self._keys:
            raise StorageUnavailable(f"The record is encrypted with the key `{kid}`, which this process has not got.")
        return self._keys[kid].unseal(stored, place)

    def token(self, text: str) -> str:
        """Make what a text is looked up by from now on."""
        return self._first.token(text) if self._first is not None else _plain_token(text)

    def tokens(self, text: str) -> list[str]:
        """Make all that a text may be found under, whichever key was the first when it was stored."""
        return [_plain_token(text), *(key.token(text) for key in self._keys.values())]


def new_record_key() -> RecordKey:
    """Make a key."""
    return RecordKey(secrets.token_bytes(_KEY))


def read_record_keys(path: Path) -> tuple[RecordKey, ...]:
    """Read the keys in a file; raises ``UnfitRecordKeys``."""
    try:
        stated: list[dict[str, Any]] = json.loads(path.read_bytes())["keys"]
        found = [urlsafe_b64decode(each["k"] + "=" * (-len(each["k"]) % 4)) for each in stated if each["kty"] == "oct"]
    except OSError as error:
        raise UnfitRecordKeys(f"The file of keys cannot be read: {error.strerror}.") from None
    except (ValueError, TypeError, LookupError):
        found = []
    if not found or any(len(secret) != _KEY for secret in found):
        raise UnfitRecordKeys('A JWK Set with keys of 256 bits is needed: `{"keys": [{"kty": "oct", "k": "…"}]}`.')
    return tuple(map(RecordKey, found))


def record_key_set(keys: Sequence[RecordKey]) -> bytes:
    """Write keys as the file has them."""
    return json.dumps({"keys": [key.as_jwk() for key in keys]}, indent=1).encode() + b"\n"


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), _KEY, salt=None, info=purpose).derive(secret)


def _plain_token(text: str) -> str:
    return sha256(text.encode()).hexdigest()
