"""The keys by which signatures under answers are verified."""

from typing import Annotated, TypedDict

from app.domain.answers.written import Written

KeyText = Annotated[str, Written(pattern="^[A-Za-z0-9_-]{43}$")]
"""32 bytes in base64url, without padding."""


class VerificationKeyJson(TypedDict):
    """A public key (RFC 8037)."""

    kty: Annotated[str, "The type of the key, `OKP`."]
    crv: Annotated[str, "The curve, `Ed25519`."]
    x: Annotated[KeyText, "The public key."]
    alg: Annotated[str, "The algorithm (RFC 9864), `Ed25519`."]
    use: Annotated[str, "What it is for, `sig`."]
    kid: Annotated[KeyText, "The thumbprint of the key (RFC 7638), by which signatures name it."]


class VerificationKeysJson(TypedDict):
    """The keys by which signatures are verified, retired ones among them (RFC 7517)."""

    keys: Annotated[list[VerificationKeyJson], "The keys; empty where the service signs nothing."]
