"""Keeps the keys that sign in a file: a JWK Set (RFC 7517) of Ed25519 keys (RFC 8037, RFC 9864).

The first key with a private part signs. The others are listed for those who verify: one that is to sign later, and
retired ones, whose private part is gone. A key is named by its thumbprint (RFC 7638).
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

ALGORITHM: Final = "Ed25519"
_NAMES: Final = {"alg": ALGORITHM, "use": "sig"}


class UnfitKeyFile(ValueError):
    """A file of keys cannot be read or has no key as it should be; the message says why and repeats no key."""


def new_key() -> OKPKey:
    """Make a key, named by its thumbprint."""
    # One that begins with a hyphen would be taken for an option of a command.
    while (key := _named(OKPKey.generate_key(ALGORITHM, private=True))).thumbprint().startswith("-"):
        continue
    return key


def read_keys(path: Path) -> tuple[OKPKey, ...]:
    """Read a JWK Set from a file, private parts and all; raises ``UnfitKeyFile``."""
    try:
        return keys_of(path.read_bytes())
    except OSError as error:
        raise UnfitKeyFile(f"The file of keys cannot be read: {error.strerror}.") from None
    except UnfitKeyFile as error:
        raise UnfitKeyFile(f"{path.name}: {error}") from None


def keys_of(text: bytes) -> tuple[OKPKey, ...]:
    """Read a JWK Set; raises ``UnfitKeyFile``."""
    try:
        listed = json.loads(text)["keys"]
        return tuple(map(_key, listed))
    except (ValueError, TypeError, LookupError, JoseError):
        raise UnfitKeyFile(f'A JWK Set of {ALGORITHM} keys is needed: `{{"keys": [{{"kty": "OKP", …}}]}}`.') from None


def key_set(keys: Sequence[OKPKey]) -> bytes:
    """Write keys as a JWK Set for the file, with their private parts."""
    return _written([key.as_dict(private=key.is_private) for key in keys])


def public_key_set(keys: Sequence[OKPKey]) -> bytes:
    """Write keys as the JWK Set that everybody may have."""
    return _written([key.as_dict(private=False) for key in keys])


def retired(key: OKPKey) -> OKPKey:
    """Return the key without its private part."""
    return _key(key.as_dict(private=False))


def _key(stated: Mapping[str, Any]) -> OKPKey:
    key = OKPKey.import_key(dict(stated))
    if key.curve_name != ALGORITHM:
        raise ValueError(key.curve_name)
    return _named(key)


def _named(key: OKPKey) -> OKPKey:
    """Return the key with the name that its thumbprint gives it, whatever the file calls it."""
    parts = {name: value for name, value in key.as_dict(private=key.is_private).items() if name in ("crv", "x", "d")}
    return OKPKey.import_key({"kty": "OKP", **parts, **_NAMES, "kid": key.thumbprint()})


def _written(keys: Sequence[Mapping[str, Any]]) -> bytes:
    return json.dumps({"keys": keys}, indent=1).encode() + b"\n"
