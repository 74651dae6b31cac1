"""Describes bearer tokens of an issuer (OAuth 2, RFC 9068), and what the use case needs of who verifies them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.errors import ScreeningError
from app.service.access.scopes import AccessScope


class IssuerUnavailable(ScreeningError):
    """The keys of the issuer were never fetched, so that no token can be verified."""

    def __init__(self) -> None:
        super().__init__("The issuer of tokens cannot be reached, and its keys are not known yet: try again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedToken:
    """Describes a token whose signature, issuer, audience and times are right.

    ``person`` is what the claim says that the operator trusts to name persons, as it stands there.
    """

    issuer: str
    subject: str
    scopes: frozenset[AccessScope]
    person: str | None
    expires_at: datetime


class TokenVerifier(Protocol):
    """Verifies tokens."""

    def verify(self, token: str) -> VerifiedToken:
        """Return what a token says; a fetch of keys may make it wait.

        Raises ``NotAuthenticated`` or ``IssuerUnavailable``.
        """
