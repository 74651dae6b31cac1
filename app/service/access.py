"""Who may write: the port behind which access control stands, and what it can refuse.

Today keys with scopes stand behind it (``app.service.keys``). Accounts, groups or a single sign-on fit there as well:
the use cases know a ``Principal`` and nothing of how it was found.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.errors import ScreeningError


class Scope(StrEnum):
    """What a person may do with the rules."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISH = "publish"


class NotAuthenticated(ScreeningError):
    """The request does not say who makes it, or not in a way that can be believed."""

    def __init__(self, *, offered: bool) -> None:
        said = "The API key is not known or has been revoked." if offered else "This path needs an API key."
        super().__init__(f"{said} Send `Authorization: Bearer <key>`; `python -m app keys create` makes one.")
        self.offered = offered


class NotAllowed(ScreeningError):
    """The person is known and may not do this; ``scope`` is what would be needed."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(f"The API key has not the scope `{scope}`, which this path needs.")
        self.scope = scope


@dataclass(frozen=True, slots=True)
class Principal:
    """A person who is known. ``owner`` is the name that the log keeps."""

    owner: str
    scopes: frozenset[Scope]

    def among(self, *scopes: Scope) -> "Principal":
        """The same person, who has one of ``scopes``; raises ``NotAllowed`` with the first of them."""
        if scopes and self.scopes.isdisjoint(scopes):
            raise NotAllowed(scopes[0])
        return self


class Gatekeeper(Protocol):
    """Tells who makes a request."""

    def authenticate(self, token: str | None) -> Principal:
        """The person behind the token; raises ``NotAuthenticated`` or ``StorageUnavailable``."""
