"""Gathers what an answer rests on: enough to quote it, to check it, and to ask what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.facts.fact import PartyId
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.truth import MET

Figure = tuple[int | None, int | None, str]
"""A figure in the statements of the person asked about: the places of the statement and of the amount in it, the field.

The place of the amount is ``None`` for the statement itself; the field ``persons`` stands for the completeness of the
list of amounts, and with no statement ``statements`` for the completeness of that list.
"""
PathSteps = tuple["PathStep", ...]
"""Links from the top down to the entity asked about."""


@dataclass(frozen=True, slots=True)
class PathStep:
    """One link of a path: ``interest`` is its place in the transaction.

    ``in_full`` says that whatever the subject holds further down counts as held by the holder in full.
    """

    interest: int
    holder: PartyId
    subject: PartyId
    measure: Measure | None
    in_full: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The facts relied on, and for an unknown answer the facts that would settle it.

    A definite answer follows from the facts relied on alone: every other field of the parties and interests may be
    blanked, and whether any other party belongs to the group may be forgotten. Interests are given by place and field,
    parties by id and field. ``paths`` lead from a member of the group down to the entity asked about. An answer about
    income rests on figures too.
    """

    interests: tuple[tuple[int, str], ...] = ()
    parties: tuple[tuple[PartyId, str], ...] = ()
    members: tuple[PartyId, ...] = ()
    non_members: tuple[PartyId, ...] = ()
    paths: tuple[PathSteps, ...] = ()
    open_interests: tuple[tuple[int, str], ...] = ()
    open_parties: tuple[tuple[PartyId, str], ...] = ()
    open_members: tuple[PartyId, ...] = ()
    figures: tuple[Figure, ...] = ()
    open_figures: tuple[Figure, ...] = ()


@dataclass(slots=True)
class EvidenceNotes:
    """Notes the facts of one answer as they are found."""

    interests: set[tuple[int, str]] = field(default_factory=set)
    parties: set[tuple[PartyId, str]] = field(default_factory=set)
    members: set[PartyId] = field(default_factory=set)
    non_members: set[PartyId] = field(default_factory=set)
    open_interests: set[tuple[int, str]] = field(default_factory=set)
    open_parties: set[tuple[PartyId, str]] = field(default_factory=set)
    open_members: set[PartyId] = field(default_factory=set)
    figures: set[Figure] = field(default_factory=set)
    open_figures: set[Figure] = field(default_factory=set)
    steps: dict[PartyId, dict[int, PathStep]] = field(default_factory=dict)

    def step(self, step: PathStep) -> None:
        """Note that the step is part of the paths."""
        self.steps.setdefault(step.subject, {}).setdefault(step.interest, step)

    def member(self, party: PartyId, membership: int) -> None:
        """Note whether the party belongs to the group, or that this is open."""
        noted = self.members if membership == MET else self.open_members if membership else self.non_members
        noted.add(party)

    def closed(self, graph: OwnershipGraph, party: PartyId) -> None:
        """Note what says that no holder of the party is left out, if anything does."""
        field = graph.closed_by(party)
        if field is not None:
            self.parties.add((party, field))

    def evidence(self, entity: PartyId, *, settled: bool) -> Evidence:
        """Give what was gathered about this entity, in an order that does not depend on how it was found.

        A settled answer has no open facts.
        """
        return Evidence(
            interests=tuple(sorted(self.interests)),
            parties=tuple(sorted(self.parties)),
            members=tuple(sorted(self.members)),
            non_members=tuple(sorted(self.non_members)),
            paths=tuple(self._paths(entity)) if self.steps else (),
            open_interests=() if settled else tuple(sorted(self.open_interests)),
            open_parties=() if settled else tuple(sorted(self.open_parties)),
            open_members=() if settled else tuple(sorted(self.open_members)),
            figures=tuple(sorted(self.figures, key=_in_order)),
            open_figures=() if settled else tuple(sorted(self.open_figures, key=_in_order)),
        )

    def _paths(self, entity: PartyId) -> Iterator[PathSteps]:
        """Give paths that end at a member, at most so many; no path visits an entity twice."""
        path: list[PathStep] = []
        visited = {entity}
        trail = [self._steps_into(entity)]
        found = length = 0
        for _ in range(_LOOKED_AT):
            step = next(trail[-1], None)
            if step is None:
                trail.pop()
                if not trail:
                    return
                visited.discard(path.pop().holder)
            elif step.holder in self.members:
                yield tuple(reversed([*path, step]))
                found, length = found + 1, length + len(path)
                if found == _PATHS or length > _STEPS:
                    return
            elif step.holder not in visited:
                path.append(step)
                visited.add(step.holder)
                trail.append(self._steps_into(step.holder))

    def _steps_into(self, entity: PartyId) -> Iterator[PathStep]:
        return iter([step for _, step in sorted(self.steps.get(entity, {}).items())])


def _in_order(figure: Figure) -> tuple[int, int, str]:
    statement, amounts, name = figure
    return -1 if statement is None else statement, -1 if amounts is None else amounts, name


_PATHS = 20
_STEPS = 500
_LOOKED_AT = 20_000
"""So many steps are tried; paths are an illustration, and in a dense graph there are more than anybody can count."""
