"""The building blocks of fact definitions.

A fact is a field of one of the records in this package. Its annotation gives the type, :func:`fact` gives what a
person needs to answer it. Schema, type check of rules, questions, documentation and the facts dictionary are all read
off these definitions. A field whose value is ``None`` is unknown; it is never false.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, NewType, TypeVar

Country = NewType("Country", str)
"""An ISO 3166-1 alpha-2 code. Hong Kong, Macau, Taiwan and the U.S. territories have codes of their own."""

PartyId = NewType("PartyId", str)
"""The ``id`` of one of the transaction's parties."""

Element = NewType("Element", str)
"""The name of an element of the law, by which a rule set and its answers call it."""

Currency = NewType("Currency", str)
"""An ISO 4217 code."""

ItemT = TypeVar("ItemT")


class Group(StrEnum):
    """What facts are about, in the order in which a person asks for them.

    A fact names its own group, or is of that of its record, which names it as ``GROUP`` or is of that of the fact that
    holds it.
    """

    TARGET = "What the target does"
    DEAL = "The deal"
    PARTIES = "Who the parties are"
    OWNERS = "Who owns them"
    HOLDINGS = "What they hold and what runs through it"
    LISTS = "Lists"
    CIRCUMSTANCES = "Special circumstances and exceptions"
    KNOWLEDGE = "What was known"
    COUNSEL = "For counsel"


@dataclass(frozen=True, slots=True)
class Fact:
    """What a person needs to know to state a fact.

    ``question`` is asked of the deal team when the fact is missing, ``cites`` is the paragraph of 31 CFR part 850 (or
    another full citation) that makes it matter, ``unit`` is the unit of a quantity, ``note`` says what to mind when
    answering. ``rare`` says that few transactions meet a test of the fact, or have the record: what would settle a
    matter only if one did is not what to ask first. ``several`` says that whoever answers states several facts, such as
    holders. ``silence`` says in one sentence what is assumed while the fact is not stated; a fact has it exactly if its
    field has a default, and answers that rest on the default quote it. ``open_choice`` is the choice that leaves open
    which of the others it is: whoever makes it has found none that fits, and has not concluded that none does. It
    settles a test only that names it. ``group`` is what the fact and the records in it are about, where that is
    something else than what the rest of its record is about. ``read_by`` names the versions of the law that read the
    fact, if the one in force does not; it is empty for a fact that is only told. ``ordinary`` is what most would
    answer, or an item of the list that they would give, where that is not no or none. ``only_where`` names another fact
    of the record and its choices that the fact belongs to: of others nothing is asked, and it cannot be affirmed.
    """

    question: str
    cites: str
    unit: str | None = None
    note: str | None = None
    rare: bool = False
    several: bool = False
    silence: str | None = None
    open_choice: str | None = None
    group: Group | None = None
    read_by: tuple[str, ...] | None = None
    ordinary: object = None
    only_where: tuple[str, tuple[str, ...]] | None = None

    @property
    def citation(self) -> str:
        """The full citation."""
        return full_citation(self.cites)


def full_citation(cites: str) -> str:
    """Write a citation in full: a paragraph of part 850 may be given by its number alone."""
    return f"31 CFR {cites}" if cites.startswith("850.") else cites


def fact(question: str, cites: str, *, default: object = None, **more: Any) -> Any:
    """Define a field of a record as a fact; ``more`` are further members of :class:`Fact`.

    ``default`` is what the field counts as where nothing is stated: by default it is unknown then.
    """
    return field(default=default, metadata={Fact: Fact(question, cites, **more)})


@dataclass(frozen=True, slots=True)
class Listing(Generic[ItemT]):
    """A list that says whether it is complete.

    ``complete`` is true when nothing is left out, false when something may be, and ``None`` (treated like false) when
    nobody has said. Only a complete list can show that something is absent.
    """

    items: tuple[ItemT, ...] = ()
    complete: bool | None = None


def stated_items(listing: Listing[ItemT] | None) -> tuple[ItemT, ...]:
    """List what a list names; nothing where the list is not stated."""
    return () if listing is None else listing.items
