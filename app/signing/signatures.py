"""Signs JSON and verifies what is signed: a detached JWS (RFC 7515, appendix F) over the canonical form (RFC 8785).

The signature is over the JSON value and not over its spelling: a file that was indented, or whose members stand in
another order, still verifies. The canonical form reads numbers as doubles (IEEE 754). All numbers that answers have
are small and whole, and exact quantities are text, so that nothing is lost; a number that could be is refused.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

import rfc8785
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey
from joserfc.util import to_str, urlsafe_b64encode

from app.service.signing import Sign, SignedKind
from app.signing.key_file import ALGORITHM, UnfitKeyFile

_ALGORITHMS: Final = [ALGORITHM]
_INEXACT: Final = "A number is not whole, or too large to be the same for every reader. Answers have no such number."


class NotVerified(ValueError):
    """A signature is not good, or is none; the message says why."""


class Unsignable(ValueError):
    """What is to be signed is no JSON with one canonical form; the message says why and repeats nothing of it."""


def signing(keys: Sequence[OKPKey]) -> Sign:
    """Make the function that signs JSON with the first of the keys that has a private part.

    What it returns is ``header..signature``, the same for the same value; it raises ``Unsignable``. Raises
    ``UnfitKeyFile`` where no key can sign.
    """
    key = next((key for key in keys if key.is_private), None)
    if key is None:
        raise UnfitKeyFile("No key in the file has a private part, so that none can sign.")

    def sign(document: bytes, kind: SignedKind) -> str:
        header = {"alg": ALGORITHM, "kid": key.kid, "typ": kind}
        return jws.detach_content(jws.serialize_compact(header, canonical_form(document), key, algorithms=_ALGORITHMS))

    return sign


def verify(document: bytes, signature: str, keys: Sequence[OKPKey]) -> tuple[SignedKind, str]:
    """Return as what a JSON document is signed, and the ``kid`` of the key; raises ``NotVerified``."""
    header, _, own = signature.strip().partition("..")
    try:
        payload = to_str(urlsafe_b64encode(canonical_form(document)))
        checked = jws.deserialize_compact(f"{header}.{payload}.{own}", KeySet([*keys]), algorithms=_ALGORITHMS)
        return SignedKind(checked.headers()["typ"]), str(checked.headers()["kid"])
    except Unsignable as error:
        raise NotVerified(str(error)) from None
    except (JoseError, ValueError, LookupError) as error:
        raise NotVerified(_why(signature, keys, error)) from None


def canonical_form(document: bytes) -> bytes:
    """Write a JSON document in the form of RFC 8785; raises ``Unsignable`` where that could lose anything."""
    try:
        # Left to itself, `json` would read other encodings too, which no other reader of an answer does.
        text = document.decode()
        value = json.loads(text, parse_float=_refuse_number, parse_constant=_refuse_number, object_pairs_hook=_members)
        return rfc8785.dumps(value)
    except rfc8785.IntegerDomainError:
        raise Unsignable(_INEXACT) from None
    except Unsignable:
        raise
    except (ValueError, RecursionError):
        raise Unsignable("This is not JSON.") from None


def _refuse_number(_text: str) -> Any:
    raise Unsignable(_INEXACT)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise Unsignable("A member stands twice, so that readers could take either.")
    return members


def _why(signature: str, keys: Sequence[OKPKey], error: Exception) -> str:
    """Say what is wrong: the form, the key, or the document."""
    try:
        header = jws.extract_compact(signature.strip().encode()).headers()
    except (JoseError, ValueError):
        return "This is no signature: `header..signature` is needed, as in the header `Signature-JWS`."
    kid = header.get("kid")
    if kid not in {key.kid for key in keys}:
        return f"It names the key `{kid}`, which is not among the keys given."
    if header.get("alg") != ALGORITHM or header.get("typ") not in [*SignedKind]:
        return f"It is not made with {ALGORITHM} over an answer or a receipt."
    return f"The signature does not fit: the document is not what was signed ({type(error).__name__})."
