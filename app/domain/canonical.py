"""Writes a JSON value as bytes in one way, and takes the digest of those bytes.

The form is that of RFC 8785 (JSON Canonicalization Scheme) for values without numbers: keys sorted, no spaces,
UTF-8, only the escapes JSON demands. It departs from it in one corner: keys are sorted by code point, not by UTF-16
unit, which differs only where a key outside the Basic Multilingual Plane meets one in U+E000..U+FFFF.
"""

import json
from hashlib import sha256

from app.domain.located import Plain


def canonical_json(value: Plain) -> bytes:
    """Write ``value`` in its one spelling: equal values give equal bytes, whatever the order of their keys.

    Raises ``UnicodeEncodeError`` (a ``ValueError``) for text with half a surrogate pair, which is no Unicode text.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest(data: bytes, more: bytes = b"") -> str:
    """Take the digest of the data and of what follows on it: ``sha256:`` and 64 lower-case hexadecimal digits."""
    taken = sha256(data)
    taken.update(more)
    return f"sha256:{taken.hexdigest()}"
