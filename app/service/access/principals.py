"""Describes who makes a request, and how the service refuses who may not make it."""

from dataclasses import dataclass
from typing import Final

from app.domain.errors import ScreeningError
from app.service.access.scopes import OPTIONAL, AccessScope


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


class UnknownPerson(ScreeningError):
    """The token is right, and nobody has said which person it belongs to."""

    def __init__(self) -> None:
        super().__init__(
            "Who works on the law is a known person, and this token belongs to none. An operator links it: "
            "`python -m app persons link ID --issuer … --subject …`."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Names who makes a request.

    ``person`` is what persons are told apart by and what logs keep; it is empty where access is open and nobody said
    who they are. ``name`` is for people. ``scopes`` include what they imply. Of the holder of a token who is no
    ``known`` person it is issuer and subject, which no person's id can be.
    """

    person: str
    name: str
    scopes: frozenset[AccessScope]
    known: bool

    def require(self, *scopes: AccessScope) -> None:
        """Raise ``NotAllowed`` with the first of ``scopes`` if the person has none of them.

        To work on the law takes a known person too: raises ``UnknownPerson``.
        """
        if scopes and self.scopes.isdisjoint(scopes):
            raise NotAllowed(scopes[0])
        if not self.known and not OPTIONAL.issuperset(scopes):
            raise UnknownPerson


ANYBODY: Final = Principal(person="", name="", scopes=frozenset(), known=False)
"""Stands for whoever makes a request where access is open."""
