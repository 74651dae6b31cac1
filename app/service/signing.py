"""Describes what the use cases and the routes need of signatures: a function that signs, and what can be signed."""

from collections.abc import Callable
from enum import StrEnum

from app.domain.errors import ScreeningError


class SignedKind(StrEnum):
    """Names what is signed, so that a signature under the one is none under the other."""

    DETERMINATION = "screening-determination"
    RECEIPT = "screening-receipt"


Sign = Callable[[bytes, SignedKind], str]
"""Signs a JSON document of a kind and returns the detached signature, the same for the same document."""


class NoSigningKey(ScreeningError):
    """A signature is asked for, and there is no key to sign with."""

    def __init__(self) -> None:
        super().__init__(
            "This service has no key to sign with. Leave `signed` out, or let who runs it make one with "
            "`python -m app signing-keys create`."
        )


def no_signature(_document: bytes, _kind: SignedKind) -> str:
    """Sign nothing; raises ``NoSigningKey``."""
    raise NoSigningKey
