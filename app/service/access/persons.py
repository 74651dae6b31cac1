"""Says who is one person: by an id that has one spelling, whatever keys and tokens the person has."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from app.domain.errors import ScreeningError
from app.service.clock import Clock, time_in_utc

_PERSON: Final = re.compile(r"[a-z0-9]+(?:[._@+-][a-z0-9]+)*", re.ASCII)
_LONGEST_PERSON: Final = 128
_LONGEST_NAME: Final = 200
_LONGEST_SUBJECT: Final = 255


class UnfitPerson(ScreeningError):
    """A person cannot be named like this."""


class PersonNotFound(ScreeningError):
    """Nobody has this id."""

    def __init__(self, person: str) -> None:
        super().__init__(f"There is no person `{person}`: `python -m app keys persons` shows them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Describes a person: the id that counts, and the name for people."""

    person: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLink:
    """Says that tokens of an issuer with this subject are a person's."""

    issuer: str
    subject: str
    person: str
    linked_at: datetime


class PersonStore(Protocol):
    """Keeps persons; raises ``StorageUnavailable``."""

    def person(self, person: str) -> Person | None:
        """Return the person with this id."""

    def persons(self) -> tuple[Person, ...]:
        """Return every person, sorted by id."""

    def add_person(self, person: Person) -> None:
        """Keep a new person."""

    def links(self) -> tuple[TokenLink, ...]:
        """Return every link, sorted by person."""

    def linked(self, issuer: str, subject: str) -> Person | None:
        """Return the person whose tokens these are."""

    def add_link(self, link: TokenLink) -> None:
        """Keep a link in place of the one before for the same tokens."""

    def remove_link(self, issuer: str, subject: str) -> None:
        """Remove a link, if it is there."""


class Persons:
    """Makes persons known, and says whose tokens are whose."""

    def __init__(self, store: PersonStore, *, clock: Clock = time_in_utc) -> None:
        self._store = store
        self._clock = clock

    def all(self) -> tuple[tuple[Person, tuple[TokenLink, ...]], ...]:
        """Return every person with the tokens that are linked to them."""
        links = self._store.links()
        return tuple(
            (each, tuple(link for link in links if link.person == each.person)) for each in self._store.persons()
        )

    def known(self, person: str, *, name: str | None = None) -> Person:
        """Return the person of this id, made known now if nobody has it yet.

        Raises ``UnfitPerson``, also where the person is known by another name.
        """
        found = self._store.person(person_id(person))
        if found is None:
            shown = name or person
            _require_name(shown)
            found = Person(person=person_id(person), name=shown, created_at=self._clock())
            self._store.add_person(found)
        elif name is not None and name != found.name:
            raise UnfitPerson(f"`{found.person}` is known as {found.name}: leave the name out, or choose another id.")
        return found

    def link(self, person: str, *, issuer: str, subject: str) -> None:
        """Say that the tokens of an issuer with this subject are a person's; raises ``PersonNotFound``."""
        found = self._store.person(person_id(person))
        if found is None:
            raise PersonNotFound(person_id(person))
        require_subject(subject)
        self._store.add_link(TokenLink(issuer=issuer, subject=subject, person=found.person, linked_at=self._clock()))

    def unlink(self, *, issuer: str, subject: str) -> None:
        """Say that these tokens are no known person's any more."""
        self._store.remove_link(issuer, subject)


def person_id(text: str) -> str:
    """Return the id that a text spells: letters without case, digits, and ``. _ @ + -`` between them.

    Other alphabets are refused, because some of their letters look like these. Raises ``UnfitPerson``.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    if len(folded) > _LONGEST_PERSON or _PERSON.fullmatch(folded) is None:
        raise UnfitPerson(
            f"A person is named by at most {_LONGEST_PERSON} letters from a to z and digits, with single signs of "
            "`. _ @ + -` between them, such as `ann.archer`."
        )
    return folded


def require_subject(subject: str) -> None:
    """Raise ``UnfitPerson`` for a subject that cannot be shown as it is (as OpenID Connect has it)."""
    if not (0 < len(subject) <= _LONGEST_SUBJECT and subject.isascii() and subject.isprintable()):
        raise UnfitPerson(f"A subject is one line of at most {_LONGEST_SUBJECT} characters of ASCII.")


def _require_name(name: str) -> None:
    # Not printable are line ends, what turns the direction of writing, and what has no width.
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable() or name != name.strip():
        raise UnfitPerson(f"A name is one line of at most {_LONGEST_NAME} characters that can be seen.")
