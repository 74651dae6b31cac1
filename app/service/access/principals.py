"""Describes who makes a request, and how the service refuses who may not make it."""

from dataclasses import dataclass
from typing import Final

from app.domain.errors import ScreeningError
from app.service.access.scopes import AccessScope


class NotAuthenticated(ScreeningError):
    """The request does not say who makes it, or not in a way that can be believed."""

    def __init__(self, *, offered: bool) -> None:
        said = "The key is not known, has expired or was revoked." if offered else "This path needs a key."
        super().__init__(f"{said} Send `Authorization: Bearer <key>`; `python -m app keys create` makes one.")
        self.offered = offered


class UnclearCredentials(ScreeningError):
    """The request says in more than one way who makes it, or in no way that can be read."""

    def __init__(self) -> None:
        super().__init__("Send one header `Authorization: Bearer <key>`, and no other in its place or beside it.")


class NotAllowed(ScreeningError):
    """The person is known and may not do this; ``scope`` is what would be needed."""

    def __init__(self, scope: AccessScope) -> None:
        super().__init__(f"The key does not allow this: it has not the scope `{scope}`, which this path needs.")
        self.scope = scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Names who makes a request.

    ``person`` is what persons are told apart by and what logs keep; it is empty where access is open and nobody said
    who they are. ``name`` is for people. ``scopes`` include what they imply.
    """

    person: str
    name: str
    scopes: frozenset[AccessScope]

    def require(self, *scopes: AccessScope) -> None:
        """Raise ``NotAllowed`` with the first of ``scopes`` if the person has none of them."""
        if scopes and self.scopes.isdisjoint(scopes):
            raise NotAllowed(scopes[0])


ANYBODY: Final = Principal(person="", name="", scopes=frozenset())
"""Stands for whoever makes a request where access is open."""
