"""What an answer rests on: enough to quote it, to check it, and to ask what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.facts.fact import PartyId
from app.domain.ownership.question import Measure


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain: ``interest`` is its place in the transaction.

    ``in_full`` says that whatever the subject holds further down counts as held by the holder in full.
    """

    interest: int
    holder: PartyId
    subject: PartyId
    measure: Measure | None
    in_full: bool


@dataclass(frozen=True, slots=True)
class Witness:
    """The facts relied on, and for an unknown answer the facts that would settle it.

    A definite answer follows from the facts relied on alone: every other field of the parties and interests may be
    blanked, and whether any other party belongs to the class may be forgotten. Interests are given by place and field,
    parties by id and field. ``paths`` lead from a member of the class down to the entity asked about.
    """

    interests: tuple[tuple[int, str], ...] = ()
    parties: tuple[tuple[PartyId, str], ...] = ()
    members: tuple[PartyId, ...] = ()
    non_members: tuple[PartyId, ...] = ()
    paths: tuple[tuple[Step, ...], ...] = ()
    open_interests: tuple[tuple[int, str], ...] = ()
    open_parties: tuple[tuple[PartyId, str], ...] = ()
    open_members: tuple[PartyId, ...] = ()


class Notes:
    """Gathers a witness."""

    __slots__ = (
        "interests",
        "members",
        "non_members",
        "open_interests",
        "open_members",
        "open_parties",
        "parties",
        "steps",
    )

    def __init__(self) -> None:
        self.interests: set[tuple[int, str]] = set()
        self.parties: set[tuple[PartyId, str]] = set()
        self.members: set[PartyId] = set()
        self.non_members: set[PartyId] = set()
        self.open_interests: set[tuple[int, str]] = set()
        self.open_parties: set[tuple[PartyId, str]] = set()
        self.open_members: set[PartyId] = set()
        self.steps: dict[PartyId, dict[int, Step]] = {}

    def step(self, step: Step) -> None:
        """The step is part of the paths."""
        self.steps.setdefault(step.subject, {}).setdefault(step.interest, step)

    def witness(self, entity: PartyId, *, settled: bool) -> Witness:
        """What was gathered about this entity, in an order that does not depend on how it was found.

        A settled answer has no open facts.
        """
        return Witness(
            interests=tuple(sorted(self.interests)),
            parties=tuple(sorted(self.parties)),
            members=tuple(sorted(self.members)),
            non_members=tuple(sorted(self.non_members)),
            paths=tuple(_first(self._chains(entity, ()), _PATHS)),
            open_interests=() if settled else tuple(sorted(self.open_interests)),
            open_parties=() if settled else tuple(sorted(self.open_parties)),
            open_members=() if settled else tuple(sorted(self.open_members)),
        )

    def _chains(self, entity: PartyId, below: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
        """The chains that end at a member, nearest the entity first; no chain visits an entity twice."""
        pending = [(entity, below)]
        while pending:
            subject, chain = pending.pop()
            for _, step in sorted(self.steps.get(subject, {}).items(), reverse=True):
                longer = (step, *chain)
                if step.holder in self.members:
                    yield longer
                elif all(step.holder != each.subject for each in longer):
                    pending.append((step.holder, longer))


_PATHS = 20


def _first(chains: Iterator[tuple[Step, ...]], count: int) -> Iterator[tuple[Step, ...]]:
    for _, chain in zip(range(count), chains, strict=False):
        yield chain
