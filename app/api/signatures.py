"""Serves ``/.well-known/jwks.json``: the keys by which anyone can verify what this service has signed."""

from typing import Any, Final

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.api.description.operation import fails, unchanged
from app.api.parameters import IfNoneMatch, known_query
from app.api.responses import unless_known
from app.api.services import Provided
from app.domain.answers.signatures import VerificationKeysJson
from app.domain.canonical import digest

SIGNATURE: Final = "Signature-JWS"
SIGNATURE_HEADER: Final[dict[str, Any]] = {
    SIGNATURE: {
        "description": "With `signed=true`: a detached JWS (RFC 7515, appendix F) over the canonical form of the "
        "answer (RFC 8785), made with a key of `/.well-known/jwks.json`.",
        "schema": {"type": "string"},
    }
}
"""The header that has the signature, as the description of the interface has it."""

router = APIRouter(tags=["signatures"], dependencies=[Depends(known_query)], responses=fails(422))


@router.get("/.well-known/jwks.json", responses=unchanged(VerificationKeysJson))
async def verification_keys(provided: Provided, if_none_match: IfNoneMatch = None) -> Response:
    """Gives the keys by which signatures under answers are verified.

    Retired keys stay listed, so that what they signed can be verified. A signature names its key by `kid`.
    """
    keys = provided.verification_keys
    return unless_known(if_none_match, keys, f'"{digest(keys)}"')
