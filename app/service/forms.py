"""Forms of bodies, as the use case needs them from the wire: what many bodies have in common, and where they differ.

A body is taken apart into fixed parts and tokens, in turn. Some of the tokens are words from closed lists; the others
hold values.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Protocol

from app.domain.facts.transaction import Transaction
from app.domain.tracing import Trace

Parts = Sequence[bytes]


class Stencil(Protocol):
    """What finds the values of bodies of one form that have the same words, if they are written the same way."""

    def read(self, body: bytes) -> list[Any] | None:
        """The values in a body; ``None`` if it is no such body."""


class Form(Protocol):
    """What the bodies of one form have in common."""

    @property
    def parts(self) -> int:
        """Into how many parts a body of the form is taken apart."""

    @property
    def words_of(self) -> Callable[[Parts], Hashable]:
        """From the parts of a body to the words in it."""

    def read(self, parts: Parts) -> list[Any] | None:
        """The values in a body; ``None`` if only a full reading can tell what is wrong with one."""

    def stencil(self, parts: Parts) -> Stencil:
        """A stencil for bodies like this one."""


class Specimen(Protocol):
    """A body read as an example of its form."""

    @property
    def form(self) -> Form:
        """The form."""

    @property
    def transaction(self) -> Transaction:
        """The transaction with traced values."""

    @property
    def canonical(self) -> str:
        """Its canonical form with gaps."""

    @property
    def trace(self) -> Trace:
        """What is asked of the traced values, in the order of those that the form reads."""


class FormBook(Protocol):
    """What takes bodies apart and learns their forms."""

    @property
    def longest(self) -> int:
        """How long a body may be to be looked at, in bytes."""

    def take_apart(self, body: bytes) -> tuple[bytes, list[bytes]]:
        """What identifies the form of a body, and its parts."""

    def learn(self, parts: Parts) -> Specimen:
        """A body read as an example of its form; raises whatever goes wrong, and ``Untraced``, if that is not safe."""
