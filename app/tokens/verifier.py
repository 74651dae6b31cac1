"""Verifies access tokens that are JWTs (RFC 9068, RFC 8725): signature, issuer, audience and times."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, Key
from joserfc.jwt import JWTClaimsRegistry

from app.service.access.persons import UnfitPerson, require_subject
from app.service.access.principals import NotAuthenticated
from app.service.access.scopes import AccessScope
from app.service.access.tokens import VerifiedToken
from app.service.clock import Clock, time_in_utc
from app.tokens.issuer_keys import IssuerKeys

_OF_BITS: Final = ("256", "384", "512")
ALGORITHMS: Final = (*(kind + bits for kind in ("RS", "PS", "ES") for bits in _OF_BITS), "Ed25519", "EdDSA")
"""Asymmetric ones alone: with a shared secret, or none, whoever can verify a token could make one."""
_TYPES: Final = (None, "jwt", "at+jwt", "application/at+jwt")
_LEEWAY_SECONDS: Final = 30
_LONGEST_LIFE: Final = timedelta(days=365)


class JwtVerifier:
    """Verifies the tokens of one issuer for one audience.

    ``person_claim`` names the claim that is trusted to name persons; without it, only links do.
    """

    def __init__(
        self,
        keys: IssuerKeys,
        *,
        issuer: str,
        audience: str,
        person_claim: str = "",
        clock: Clock = time_in_utc,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._person_claim = person_claim
        self._clock = clock
        self._registry = jws.JWSRegistry(algorithms=list(ALGORITHMS))
        self._claims = JWTClaimsRegistry(
            now=lambda: int(clock().timestamp()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            sub={"essential": True},
            exp={"essential": True},
        )

    def verify(self, token: str) -> VerifiedToken:
        """Return what a token says. Raises ``NotAuthenticated`` or ``IssuerUnavailable``."""
        if token.count(".") != 2:  # encrypted tokens have four
            raise NotAuthenticated(offered=True)
        try:
            claims = jwt.decode(token, self._key, registry=self._registry).claims
            self._claims.validate(claims)
            require_subject(claims["sub"])
        # What is no text, no JSON, or not of the type that it has to be, fails in as many ways.
        except (JoseError, UnfitPerson, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise NotAuthenticated(offered=True) from None
        return VerifiedToken(
            issuer=self._issuer,
            subject=claims["sub"],
            scopes=_scopes(claims),
            person=self._person(claims),
            expires_at=self._end(claims["exp"]),
        )

    def _key(self, token: GuestProtocol) -> Key:
        """Return the key that a token names. Where keys are to be found it does not say: that is set."""
        header = token.headers()
        kid, algorithm, kind = header.get("kid"), header["alg"], header.get("typ")
        if algorithm not in ALGORITHMS or (kind.lower() if isinstance(kind, str) else kind) not in _TYPES:
            raise NotAuthenticated(offered=True)
        found = self._keys.find(kid) if kid is None or isinstance(kid, str) else None
        if found is None or found.algorithm not in (None, algorithm):
            raise NotAuthenticated(offered=True)
        return found.key

    def _person(self, claims: Mapping[str, Any]) -> str | None:
        if not self._person_claim or (self._person_claim == "email" and claims.get("email_verified") is not True):
            return None
        named = claims.get(self._person_claim)
        return named if isinstance(named, str) else None

    def _end(self, exp: float) -> datetime:
        now = self._clock()
        seconds = min(exp - now.timestamp(), _LONGEST_LIFE.total_seconds())
        return (now + timedelta(seconds=seconds + _LEEWAY_SECONDS)).astimezone(UTC)


def _scopes(claims: Mapping[str, Any]) -> frozenset[AccessScope]:
    """Return those scopes of ``scope`` (RFC 9068) or ``scp`` that mean something here."""
    given = claims.get("scope", claims.get("scp"))
    named = given.split() if isinstance(given, str) else given if isinstance(given, list) else []
    return frozenset(scope for scope in AccessScope if scope.value in named)
