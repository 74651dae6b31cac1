"""Bounds who may be behind an entity, and how much any one person may have of it, whoever that person is.

The bounds hold for all persons at once, so that a question about one person, or about one intermediate holder, is put
only where the answer can matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.question import PARENTAL
from app.domain.ownership.resolve.bounds import BOUND_UP, HALF, SUM_DOWN, SUM_UP, ZERO, Number, hundredth
from app.domain.ownership.resolve.graph import Column, OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.ownership.resolve.order import holders_first
from app.domain.truth import NOT_MET

_WIDE = 64
"""Where more interests are held in one entity, all that its holders may hold for others counts for everybody."""

EntityMeasure = tuple[PartyId, str]
"""An entity and a measure."""


@dataclass(slots=True, eq=False)
class PersonBounds:
    """What can be said of the persons above each entity. ``any_parent`` as in a question."""

    graph: OwnershipGraph
    any_parent: bool
    _numbers: dict[PartyId, int] = field(default_factory=dict)
    _behind: dict[PartyId, int] = field(default_factory=dict)
    _entangled: set[PartyId] = field(default_factory=set)
    _roles: dict[PartyId, bool] = field(default_factory=dict)
    _direct: dict[EntityMeasure, dict[PartyId, tuple[Decimal, Decimal]]] = field(default_factory=dict)
    _through: dict[EntityMeasure, Number] = field(default_factory=dict)

    def may_have_role(self, entity: PartyId) -> bool:
        """Say whether some holder of the entity, listed or not, may be its parent by a role."""
        known = self._roles.get(entity)
        if known is None:
            graph = self.graph
            listed = any(graph.role(place) != NOT_MET for place in graph.into(entity))
            known = self._roles[entity] = listed or not graph.closed_by(entity)
        return known

    def may_have_half(self, person: PartyId, entity: PartyId) -> bool:
        """Say whether this person may hold more than half of the votes or the board of the entity."""
        return self.is_listed_behind(person, entity) and any(
            self.most(person, entity, measure) > HALF for measure in PARENTAL
        )

    def most(self, person: PartyId, entity: PartyId, measure: Measure) -> Number:
        """Bound, in percent, what this person may hold of the entity, directly and indirectly by 850.206(b)."""
        most, column = self._nearby(person, entity, measure), self.graph.column(entity, measure)
        if most <= HALF or len(column.links) > _WIDE:
            return most
        total: Number = BOUND_UP.add(column.rest, self.direct(person, entity, measure)[1])
        for holder, high in self._behind_others(person, column):
            parent = self._may_be_parent(person, holder, measure)
            claim = 1 if parent else hundredth(self._nearby(person, holder, measure), BOUND_UP)
            total = BOUND_UP.add(total, BOUND_UP.multiply(high, claim))
        return total

    def _may_be_parent(self, person: PartyId, entity: PartyId, measure: Measure) -> bool:
        """Say whether this person may count for all of the entity's holdings of this measure."""
        names = {measure, *PARENTAL} if self.any_parent else {measure}
        return (self.any_parent and self.may_have_role(entity)) or any(
            self._nearby(person, entity, name) > HALF for name in names
        )

    def _nearby(self, person: PartyId, entity: PartyId, measure: Measure) -> Number:
        """Bound the same as if every holder that the person may be behind were its subsidiary."""
        column = self.graph.column(entity, measure)
        most: Number = BOUND_UP.add(column.rest, self.direct(person, entity, measure)[1])
        if len(column.links) > _WIDE:
            most = BOUND_UP.add(most, self._through_others(entity, measure))
        else:
            for _, high in self._behind_others(person, column):
                most = BOUND_UP.add(most, high)
        return most

    def _behind_others(self, person: PartyId, column: Column) -> Iterator[tuple[PartyId, Decimal]]:
        """Give the holders that the person may be behind, each with the most it may have."""
        for _, holder, _, _, high, _ in column.links:
            if holder != person and high and self.may_be_behind(person, holder):
                yield holder, high

    def _through_others(self, entity: PartyId, measure: Measure) -> Number:
        """Bound what any person may have through all holders taken together."""
        key = entity, measure.value
        through = self._through.get(key)
        if through is None:
            through = 0
            for _, holder, _, _, high, _ in self.graph.column(entity, measure).links:
                if self._bits(holder):
                    through = BOUND_UP.add(through, high)
            self._through[key] = through
        return through

    def direct(self, person: PartyId, entity: PartyId, measure: Measure) -> tuple[Decimal, Decimal]:
        """Give the least and the most, in percent, that this person holds by the interests listed as its own."""
        key = entity, measure.value
        direct = self._direct.get(key)
        if direct is None:
            direct = self._direct[key] = {}
            for _, holder, low, _, high, _ in self.graph.column(entity, measure).links:
                least, most = direct.get(holder, _NOTHING)
                direct[holder] = SUM_DOWN.add(least, low), SUM_UP.add(most, high)
        return direct.get(person, _NOTHING)

    def entangled(self, entity: PartyId) -> bool:
        """Say whether some holder of the entity may also be behind another of its holders."""
        self._bits(entity)  # which tells it
        return entity in self._entangled

    def may_be_behind(self, person: PartyId, entity: PartyId) -> bool:
        """Say whether the person may be among the direct or indirect holders of the entity."""
        return bool(self._bits(entity) & (_UNLISTED | self._bit(person)))

    def is_listed_behind(self, person: PartyId, entity: PartyId) -> bool:
        """Say whether listed interests lead from the person down to the entity, or may."""
        return bool(self._bits(entity) & self._bit(person))

    def _bit(self, person: PartyId) -> int:
        return 1 << self._numbers.setdefault(person, len(self._numbers) + 1)

    def _bits(self, entity: PartyId) -> int:
        """Give the persons behind the entity as a set of bits, of which the first is for those who are not listed."""
        graph, behind, numbers = self.graph, self._behind, self._numbers
        if entity in behind:
            return behind[entity]
        for ring in holders_first([entity], graph.holders, behind):
            direct = indirect = 0
            for each in ring:
                if not graph.closed_by(each):
                    direct |= _UNLISTED
                for holder in graph.holders(each):
                    direct |= 1 << numbers.setdefault(holder, len(numbers) + 1)
                    indirect |= behind.get(holder, 0)
            behind.update(dict.fromkeys(ring, direct | indirect))
            if len(ring) > 1 or (direct | _UNLISTED) & indirect:
                self._entangled.update(each for each in ring if len(graph.holders(each)) > 1)
        return behind[entity]


def persons_of(graph: OwnershipGraph, *, any_parent: bool) -> PersonBounds:
    """Give the bounds of this graph, made once."""
    return graph.once(PersonBounds, any_parent)


_NOTHING = ZERO, ZERO
_UNLISTED = 1
