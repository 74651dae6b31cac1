"""Describes who makes a request, and how the service refuses who may not make it."""

from dataclasses import dataclass
from typing import Final

from app.domain.errors import ScreeningError
from app.service.access.scopes import OPTIONAL, AccessScope


class NotAuthenticated(ScreeningError):
    """The request does not say who makes it, or not in a way that can be believed."""

    def __init__(self, *, offered: bool) -> None:
        said = "This key or token opens nothing, or nothing any more." if offered else "This path needs a key or token."
        super().__init__(f"{said} Send `Authorization: Bearer …`; `python -m app keys create` makes a key.")
        self.offered = offered


class UnclearCredentials(ScreeningError):
    """The request says in more than one way who makes it, or in no way that can be read."""

    def __init__(self) -> None:
        super().__init__("Send one header `Authorization: Bearer …` with a key or a token, and nothing else in it.")


class NotAllowed(ScreeningError):
    """The person is known and may not do this; ``scope`` is what would be needed."""

    def __init__(self, scope: AccessScope) -> None:
        super().__init__(f"This path needs the scope `{scope}`, which the key or token has not.")
        self.scope = scope


class UnknownPerson(ScreeningError):
    """The token is right, and nobody has said which person it belongs to."""

    def __init__(self) -> None:
        super().__init__(
            "Who works on the law is a known person, and this token belongs to none. An operator links it: "
            "`python -m app keys link ID --issuer … --subject …`."
        )


class LoopbackAlone(ScreeningError):
    """The request does not come from this machine, or not straight, or not for it."""

    def __init__(self) -> None:
        super().__init__(
            "The service asks nobody for keys, and so it answers this machine alone, under `localhost` or a loopback "
            "address. Set SCREENING_ACCESS to `required`, and make keys: docs/access.md."
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
