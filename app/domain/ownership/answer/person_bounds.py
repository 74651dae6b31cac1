"""Bounds who may be behind an entity, and how much any one person may have of it, whoever that person is.

The bounds hold for all persons at once, so that a question about one person, or about one intermediate holder, is put
only where the answer can matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.question import PARENTAL
from app.domain.ownership.resolve.bounds import BOUND_UP, HALF, HUNDRED, SUM_DOWN, SUM_UP, ZERO, Number, hundredth
from app.domain.ownership.resolve.graph import Column, OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.ownership.resolve.order import holders_first
from app.domain.truth import NOT_MET

MOST_PARTIES = 20_000
"""In a larger graph the sets would take too much room; anybody may be behind any entity then."""
_WIDE = 64
"""Where more interests are held in one entity, all that anybody may have through others counts for everybody."""

Key = tuple[PartyId, str]
"""An entity and a measure."""


@dataclass(slots=True, eq=False)
class PersonBounds:
    """What can be said of the persons above each entity. ``any_parent`` as in a question."""

    graph: OwnershipGraph
    any_parent: bool
    _numbers: dict[PartyId, int] = field(default_factory=dict)
    _behind: dict[PartyId, int] = field(default_factory=dict)
    _entangled: dict[PartyId, bool] = field(default_factory=dict)
    _roles: dict[PartyId, bool] = field(default_factory=dict)
    _largest: dict[Measure, dict[PartyId, Number]] = field(default_factory=lambda: {each: {} for each in Measure})
    _direct: dict[Key, dict[PartyId, tuple[Decimal, Decimal]]] = field(default_factory=dict)
    _through: dict[Key, Number] = field(default_factory=dict)

    # ------------------------------------------------------------------------------------ how much one person may have

    def largest(self, entity: PartyId, measure: Measure) -> Number:
        """Bound, in percent, what any one person may hold of the entity, directly and indirectly by 850.206(b)."""
        known = self._largest[measure]
        if entity not in known:
            # A parent by one measure counts in the others.
            measures = tuple(Measure) if self.any_parent else (measure,)
            for ring in holders_first([entity], self._entities_above, known):
                for each in measures:
                    self._largest[each].update(dict.fromkeys(ring, HUNDRED))
                if len(ring) == 1:
                    found = [self._largest_of(ring[0], each) for each in measures]
                    for each, most in zip(measures, found, strict=True):
                        self._largest[each][ring[0]] = most
        return known[entity]

    def _largest_of(self, entity: PartyId, measure: Measure) -> Number:
        """Add all that persons behind the holders may have to what one direct holder may have beside that."""
        up, column = BOUND_UP, self.graph.column(entity, measure)
        total: Number = column.rest
        beside: dict[PartyId, Number] = {}
        for _, holder, _, _, high, _ in column.rows:
            if high:
                behind = up.multiply(high, self._claim(holder, measure))
                total = up.add(total, behind)
                beside[holder] = up.add(beside.get(holder, 0), up.subtract(high, behind))
        return min(HUNDRED, up.add(total, max(beside.values(), default=0)))

    def _claim(self, holder: PartyId, measure: Measure) -> Number:
        """Bound, between 0 and 1, what any person behind the holder may count for of its holdings."""
        if self.graph.party(holder).kind == "individual":
            return 0
        return 1 if self.may_have_parent(holder, measure) else hundredth(self.largest(holder, measure), BOUND_UP)

    def may_have_parent(self, entity: PartyId, measure: Measure) -> bool:
        """Say whether some person may count for all of the entity's holdings of this measure."""
        if self.any_parent:
            return self.may_have_role(entity) or any(self.largest(entity, each) > HALF for each in (*PARENTAL, measure))
        return self.largest(entity, measure) > HALF

    def may_have_role(self, entity: PartyId) -> bool:
        """Say whether some holder of the entity, listed or not, may be its parent by a role."""
        known = self._roles.get(entity)
        if known is None:
            graph = self.graph
            known = self._roles[entity] = graph.party(entity).holders_complete is not True or any(
                graph.role(place) != NOT_MET for place in graph.into(entity)
            )
        return known

    def may_have_half(self, person: PartyId, entity: PartyId) -> bool:
        """Say whether this person may hold more than half of the votes or the board of the entity."""
        return self.is_listed_behind(person, entity) and any(
            self.most(person, entity, measure) > HALF for measure in PARENTAL
        )

    def most(self, person: PartyId, entity: PartyId, measure: Measure) -> Number:
        """Bound, in percent, what this person may hold of the entity, directly and indirectly by 850.206(b)."""
        column = self.graph.column(entity, measure)
        most: Number = BOUND_UP.add(column.rest, self.direct(person, entity, measure)[1])
        if len(column.rows) > _WIDE:
            return BOUND_UP.add(most, self._through_others(entity, measure))
        nearby = self._nearby(person, entity, measure)
        if nearby <= HALF:
            return nearby
        for holder, high in self._behind_others(person, column):
            share = self._nearby(person, holder, measure)
            any_claim = self.any_parent or share > HALF
            claim = self._claim(holder, measure) if any_claim else hundredth(share, BOUND_UP)
            most = BOUND_UP.add(most, BOUND_UP.multiply(high, claim))
        return most

    def _nearby(self, person: PartyId, entity: PartyId, measure: Measure) -> Number:
        """Bound the same as if every holder that the person may be behind were its subsidiary."""
        column = self.graph.column(entity, measure)
        if len(column.rows) > _WIDE:
            return HUNDRED
        most: Number = BOUND_UP.add(column.rest, self.direct(person, entity, measure)[1])
        for _, high in self._behind_others(person, column):
            most = BOUND_UP.add(most, high)
        return most

    def _behind_others(self, person: PartyId, column: Column) -> Iterator[tuple[PartyId, Decimal]]:
        """Give the holders that the person may be behind, each with the most it may have."""
        for _, holder, _, _, high, _ in column.rows:
            if holder != person and high and self.may_be_behind(person, holder):
                yield holder, high

    def _through_others(self, entity: PartyId, measure: Measure) -> Number:
        """Bound what any person may have through all holders taken together."""
        key = entity, measure.value
        through = self._through.get(key)
        if through is None:
            through = 0
            for _, holder, _, _, high, _ in self.graph.column(entity, measure).rows:
                if high:
                    through = BOUND_UP.add(through, BOUND_UP.multiply(high, self._claim(holder, measure)))
            self._through[key] = through
        return through

    def direct(self, person: PartyId, entity: PartyId, measure: Measure) -> tuple[Decimal, Decimal]:
        """Give the least and the most, in percent, that this person holds by the interests listed as its own."""
        key = entity, measure.value
        direct = self._direct.get(key)
        if direct is None:
            direct = self._direct[key] = {}
            for _, holder, low, _, high, _ in self.graph.column(entity, measure).rows:
                least, most = direct.get(holder, _NOTHING)
                direct[holder] = SUM_DOWN.add(least, low), SUM_UP.add(most, high)
        return direct.get(person, _NOTHING)

    # ------------------------------------------------------------------------------------------ who may be behind whom

    def entangled(self, entity: PartyId) -> bool:
        """Say whether some holder of the entity may also be behind another of its holders."""
        known = self._entangled.get(entity)
        if known is None:
            above = self.graph.holders(entity)
            direct, indirect = _UNLISTED, 0
            for holder in above if len(above) > 1 else ():
                direct |= self._bit(holder)
                indirect |= self._bits(holder)
            known = self._entangled[entity] = bool(direct & indirect)
        return known

    def may_be_behind(self, person: PartyId, entity: PartyId) -> bool:
        """Say whether the person may be among the direct or indirect holders of the entity."""
        return bool(self._bits(entity) & (_UNLISTED | self._bit(person)))

    def is_listed_behind(self, person: PartyId, entity: PartyId) -> bool:
        """Say whether listed interests lead from the person down to the entity, or may."""
        return bool(self._bits(entity) & self._bit(person))

    def listed_above(self, entity: PartyId) -> set[PartyId]:
        """Give all parties from whom listed interests lead down to the entity."""
        seen: set[PartyId] = set()
        pending = [entity]
        while pending:
            for holder in self.graph.holders(pending.pop()):
                if holder not in seen:
                    seen.add(holder)
                    pending.append(holder)
        return seen

    def _bit(self, person: PartyId) -> int:
        return 1 << self._numbers.setdefault(person, len(self._numbers) + 1)

    def _bits(self, entity: PartyId) -> int:
        """Give the persons behind the entity as a set of bits, of which the first is for those who are not listed."""
        graph, behind = self.graph, self._behind
        if entity in behind:
            return behind[entity]
        if graph.party(entity).kind == "individual":
            return 0
        if len(graph.parties) > MOST_PARTIES:
            return _ANYBODY
        for ring in holders_first([entity], self._entities_above, behind):
            bits = 0
            for each in ring:
                if graph.party(each).holders_complete is not True:
                    bits |= _UNLISTED
                for holder in graph.holders(each):
                    bits |= self._bit(holder) | behind.get(holder, 0)
            behind.update(dict.fromkeys(ring, bits))
        return behind[entity]

    def _entities_above(self, entity: PartyId) -> list[PartyId]:
        graph = self.graph
        return [each for each in graph.holders(entity) if graph.party(each).kind != "individual"]


def persons_of(graph: OwnershipGraph, *, any_parent: bool) -> PersonBounds:
    """Give the bounds of this graph, made once."""
    return graph.once(PersonBounds, any_parent)


_NOTHING = ZERO, ZERO
_UNLISTED, _ANYBODY = 1, -1
