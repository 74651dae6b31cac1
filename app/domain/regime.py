"""Says what makes a law one regime of several; everything else in the engine is the same for all of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from app.domain.answers.determination import EXCEPTED, NOT_COVERED, UNDETERMINED, Class
from app.domain.errors import Problem
from app.domain.facts.dictionary import fields_of
from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest, Party
from app.domain.facts.transaction import Inquiry, LegalDecision
from app.domain.ownership.resolve.counted import CountedInterests


class AnyTransaction(Protocol):
    """What the engine itself reads of a transaction; the rest is read by the rules of its regime."""

    @property
    def reference(self) -> str | None:
        """The caller's name for it."""

    @property
    def parties(self) -> tuple[Party, ...]:
        """Those who take part, and those who own or control them."""

    @property
    def interests(self) -> tuple[Interest, ...]:
        """Who holds what of whom."""

    @property
    def legal_decisions(self) -> tuple[LegalDecision, ...]:
        """The readings that counsel chose."""

    @property
    def inquiries(self) -> tuple[Inquiry, ...]:
        """What became of the questions asked about unknown facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleFacts:
    """Says what a transaction leaves possible of facts that are still to be learned, by their JSON Pointers.

    ``choices`` are the only ones that a fact has. A list has at least one of each set of ``words_needed``, and no word
    but those of ``words_left``. A day is not before its ``earliest``.
    """

    choices: Mapping[str, Collection[object]] = field(default_factory=dict)
    words_needed: Mapping[str, Sequence[frozenset[str]]] = field(default_factory=dict)
    words_left: Mapping[str, frozenset[str]] = field(default_factory=dict)
    earliest: Mapping[str, date] = field(default_factory=dict)


def party_at(transaction: AnyTransaction, pointer: str) -> PartyId | None:
    """Name the party at a JSON Pointer, or whose record stands there; ``None`` for other records."""
    _, records, index, *_ = (*pointer.split("/"), "", "", "")
    return transaction.parties[int(index)].id if records == "parties" and index.isdigit() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """Describes a regime, which a rule set names in its head under ``regime``.

    ``transaction`` is the record that its rules read: a frozen dataclass of facts, shaped like :class:`AnyTransaction`.
    ``outcomes`` are the classes that carry a duty, the gravest first. ``paragraphs_of`` is the body of law whose
    paragraph labels stand for citations. ``days`` gives the days by which the law is chosen and on which interests must
    be held, the day of the transaction first, each by its JSON Pointer; ``None`` is a day that is not known.

    ``counted_interests`` counts the interests as the law tests them, ``held_for_sure`` names the places of those that
    are held beyond doubt. ``contradictions`` finds facts that cannot all be true, ``possible_facts`` what a transaction
    leaves possible of the facts that are still to be learned. ``ordinary_answers`` says what most would answer of
    facts because of who they are about, by their JSON Pointers. ``speaks_of`` names the party of which a summary says
    what is said of the record at a JSON Pointer, ``worded`` puts something into words for the phrases of a summary,
    given the transaction and the JSON Pointer of the record spoken of; ``None`` where it is not known.
    """

    name: str
    transaction: Any
    outcomes: tuple[Class, ...]
    paragraphs_of: str
    days: Callable[[Any], Mapping[str, date | None]]
    counted_interests: Callable[[Any, Mapping[PartyId, Party]], CountedInterests]
    held_for_sure: Callable[[Any], Collection[int]]
    contradictions: Callable[[Any], list[Problem]]
    possible_facts: Callable[[Any], PossibleFacts]
    ordinary_answers: Callable[[Any], Mapping[str, object]] = lambda _: {}
    speaks_of: Callable[[Any, str], PartyId | None] = party_at
    worded: Mapping[str, Callable[[Any, str], str | None]] = field(default_factory=dict)

    @property
    def party(self) -> Any:
        """The record of a party: :class:`Party`, or one made of it with questions of the regime's own."""
        return _record_in(self.transaction, "parties")

    @property
    def interest(self) -> Any:
        """The record of an interest: :class:`Interest`, or one made of it."""
        return _record_in(self.transaction, "interests")

    @property
    def classes(self) -> tuple[Class, ...]:
        """The classes that a transaction can turn out to be in, the gravest first."""
        return (*self.outcomes, EXCEPTED, NOT_COVERED)

    @property
    def determinations(self) -> tuple[Class, ...]:
        """Every word that an answer can give."""
        return (*self.classes, UNDETERMINED)

    def severity(self, determination: Class) -> int | None:
        """Say how grave a class is: 0 without a duty, 1 for the mildest outcome; ``None`` where it is undetermined."""
        if determination in self.outcomes:
            return len(self.outcomes) - self.outcomes.index(determination)
        return None if determination == UNDETERMINED else 0


def _record_in(transaction: Any, name: str) -> Any:
    """Give the record that a list of the transaction has."""
    item = fields_of(transaction)[name].type.item
    return item.record if item is not None else None
