"""What an answer rests on: enough to quote it, to check it, and to ask what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.facts.fact import PartyId
from app.domain.ownership.question import Measure
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict


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

    def note_standing(self, party: PartyId, standing: Verdict) -> None:
        """Note a party whose standing among the persons asked about bears on the answer."""
        {NOT_MET: self.non_members, UNKNOWN: self.open_members, MET: self.members}[standing].add(party)

    def witness(self, entity: PartyId, *, settled: bool) -> Witness:
        """What was gathered about this entity, in an order that does not depend on how it was found.

        A settled answer has no open facts.
        """
        return Witness(
            interests=tuple(sorted(self.interests)),
            parties=tuple(sorted(self.parties)),
            members=tuple(sorted(self.members)),
            non_members=tuple(sorted(self.non_members)),
            paths=tuple(self._chains(entity)) if self.steps else (),
            open_interests=() if settled else tuple(sorted(self.open_interests)),
            open_parties=() if settled else tuple(sorted(self.open_parties)),
            open_members=() if settled else tuple(sorted(self.open_members)),
        )

    def _chains(self, entity: PartyId) -> Iterator[tuple[Step, ...]]:
        """Chains that end at a member, at most so many; no chain visits an entity twice."""
        path: list[Step] = []
        visited = {entity}
        trail = [self._steps_into(entity)]
        found = told = 0
        for _ in range(_LOOKED_AT):
            step = next(trail[-1], None)
            if step is None:
                trail.pop()
                if not trail:
                    return
                visited.discard(path.pop().holder)
            elif step.holder in self.members:
                yield tuple(reversed([*path, step]))
                found, told = found + 1, told + len(path)
                if found == _PATHS or told > _STEPS:
                    return
            elif step.holder not in visited:
                path.append(step)
                visited.add(step.holder)
                trail.append(self._steps_into(step.holder))

    def _steps_into(self, entity: PartyId) -> Iterator[Step]:
        return iter([step for _, step in sorted(self.steps.get(entity, {}).items())])


_PATHS = 20
_STEPS = 500
_LOOKED_AT = 20_000
"""So many steps are tried; paths are an illustration, and in a dense graph there are more than anybody can count."""
