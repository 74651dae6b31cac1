"""Who may be behind an entity, and how much any one person may have of it, whoever that person is.

Both answer for all persons at once, so that a question about one person, or about one intermediate holder, is put only
where the answer can matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from operator import attrgetter

from app.domain.facts.fact import PartyId
from app.domain.ownership.bounds import BOUND_UP, SUM_DOWN, SUM_UP, Number
from app.domain.ownership.graph import Column, OwnershipGraph
from app.domain.ownership.order import holders_first
from app.domain.ownership.question import Measure
from app.domain.truth import NOT_MET

PARENTAL = (Measure.VOTING, Measure.BOARD)
MOST_PARTIES = 20_000
"""In a larger graph the sets would take too much room; anybody may be behind any entity then."""


class Lineage:
    """What can be said of the holders above each entity. ``any_parent`` as in a question."""

    __slots__ = (
        "_any_parent",
        "_behind",
        "_concentration",
        "_direct",
        "_entangled",
        "_few",
        "_free_of_roles",
        "_graph",
        "_numbers",
        "_roles",
        "_surely",
        "_through",
    )

    def __init__(self, graph: OwnershipGraph, *, any_parent: bool) -> None:
        self._graph = graph
        self._any_parent = any_parent
        self._surely: dict[tuple[PartyId, str], dict[PartyId, Decimal]] = {}
        self._roles: dict[PartyId, bool] = {}
        self._free_of_roles: bool | None = None
        self._few = len(graph.parties) <= MOST_PARTIES
        self._numbers: dict[PartyId, int] = {}
        self._behind: dict[PartyId, int] = {}
        self._entangled: dict[PartyId, bool] = {}
        self._concentration: dict[Measure, dict[PartyId, Number]] = {}
        self._direct: dict[tuple[PartyId, str], dict[PartyId, Decimal]] = {}
        self._through: dict[tuple[PartyId, str], Number] = {}

    @classmethod
    def of_graph(cls, graph: OwnershipGraph, *, any_parent: bool) -> Lineage:
        """The lineage of this graph, made once."""
        lineage = graph.lineages.get(any_parent)
        if lineage is None:
            lineage = graph.lineages[any_parent] = cls(graph, any_parent=any_parent)
        return lineage

    def largest(self, entity: PartyId, measure: Measure) -> Number:
        """The most, in percent, that any one person may hold of the entity, directly and indirectly by 850.206(b)."""
        known = self._concentration.setdefault(measure, {})
        if entity not in known:
            if self._any_parent:
                self._bound_together(entity)
            else:
                self._bound(entity, (measure,))
        return known[entity]

    def may_have_parent(self, entity: PartyId, measure: Measure) -> bool:
        """Whether some person may count for all of the entity's holdings of this measure."""
        if self._any_parent:
            if self.may_have_role(entity):
                return True
            return any(self.largest(entity, each) > _HALF for each in (*PARENTAL, measure))
        return self.largest(entity, measure) > _HALF

    @property
    def free_of_roles(self) -> bool:
        """Whether all holders of all entities are listed, and all of them without any role."""
        if self._free_of_roles is None:
            parties, interests = self._graph.parties, self._graph.interests
            listed = all(each.holders_complete is True or each.kind == "individual" for each in parties)
            self._free_of_roles = listed and all(
                roles is not None and roles.complete is True and not roles.items for roles in map(_ROLES, interests)
            )
        return self._free_of_roles

    def may_have_role(self, entity: PartyId) -> bool:
        """Whether some holder of the entity, listed or not, may be its parent by a role."""
        known = self._roles.get(entity)
        if known is None:
            graph = self._graph
            known = self._roles[entity] = graph.party(entity).holders_complete is not True or any(
                graph.role(place) != NOT_MET for place in graph.into(entity)
            )
        return known

    def of(self, person: PartyId, entity: PartyId, measure: Measure) -> Number:
        """The most, in percent, that this person may hold of the entity, directly and indirectly by 850.206(b)."""
        most = self._nearby(person, entity, measure)
        if most <= _HALF:
            return most
        column = self._graph.column(entity, measure)
        most = BOUND_UP.add(column.rest, self.direct(person, entity, measure))
        if len(column.rows) > _WIDE:
            return BOUND_UP.add(most, self._through_others(entity, measure))
        for holder, high in self._behind_others(person, column):
            claim = self._nearby(person, holder, measure)
            if self._any_parent or claim > _HALF:
                claim = self._claim(holder, measure)
            else:
                claim = BOUND_UP.multiply(claim, _HUNDREDTH)
            most = BOUND_UP.add(most, BOUND_UP.multiply(high, claim))
        return most

    def _nearby(self, person: PartyId, entity: PartyId, measure: Measure) -> Number:
        """The same, as if every holder that the person may be behind were its subsidiary."""
        column = self._graph.column(entity, measure)
        most: Number = BOUND_UP.add(column.rest, self.direct(person, entity, measure))
        if len(column.rows) > _WIDE:
            return _HUNDRED
        for _, high in self._behind_others(person, column):
            most = BOUND_UP.add(most, high)
        return most

    def _behind_others(self, person: PartyId, column: Column) -> Iterator[tuple[PartyId, Decimal]]:
        """The holders that the person may be behind, each with the most it may have."""
        for _, holder, _, _, high, _ in column.rows:
            if holder != person and high and self.may_be_behind(person, holder):
                yield holder, high

    def direct(self, person: PartyId, entity: PartyId, measure: Measure) -> Decimal:
        """The most, in percent, that this person may hold of the entity by the interests listed as its own."""
        return self._direct_holders(entity, measure).get(person, _ZERO)

    def surely(self, person: PartyId, entity: PartyId, measure: Measure) -> Decimal:
        """The least, in percent, that this person holds of the entity by the interests listed as its own."""
        key = entity, measure.value
        direct = self._surely.get(key)
        if direct is None:
            direct = self._surely[key] = {}
            for _, holder, low, _, _, _ in self._graph.column(entity, measure).rows:
                direct[holder] = SUM_DOWN.add(direct[holder], low) if holder in direct else low
        return direct.get(person, _ZERO)

    def _direct_holders(self, entity: PartyId, measure: Measure) -> dict[PartyId, Decimal]:
        """The most that each holder may have by its own interests."""
        key = entity, measure.value
        direct = self._direct.get(key)
        if direct is None:
            direct = self._direct[key] = {}
            for _, holder, _, _, high, _ in self._graph.column(entity, measure).rows:
                direct[holder] = SUM_UP.add(direct[holder], high) if holder in direct else high
        return direct

    def _through_others(self, entity: PartyId, measure: Measure) -> Number:
        """The most that any person may have through all holders taken together."""
        key = entity, measure.value
        through = self._through.get(key)
        if through is None:
            up = BOUND_UP
            through = 0
            for _, holder, _, _, high, _ in self._graph.column(entity, measure).rows:
                if high:
                    through = up.add(through, up.multiply(high, self._claim(holder, measure)))
            self._through[key] = through
        return through

    def above_half(self, entity: PartyId, measure: Measure, persons: Iterable[PartyId]) -> set[PartyId]:
        """Those of the persons who may hold more than 50 percent of the entity, directly and indirectly."""
        if self.largest(entity, measure) <= _HALF:
            return set()
        direct, up = self._direct_holders(entity, measure), BOUND_UP
        others = up.add(self._graph.column(entity, measure).rest, self._through_others(entity, measure))
        found = {each for each in persons if up.add(others, direct.get(each, _ZERO)) > _HALF}
        found = {each for each in found if each in direct or self.is_listed_behind(each, entity)}
        if len(found) * len(direct) > _WIDE * _WIDE:
            return found
        return {each for each in found if self.of(each, entity, measure) > _HALF}

    def may_be_behind(self, person: PartyId, entity: PartyId) -> bool:
        """Whether the person may be among the direct or indirect holders of the entity."""
        bits = self._bits(entity)
        return bits is None or bool(bits & 1) or bool(bits >> self._numbers.get(person, 0) & 1)

    def entangled(self, entity: PartyId) -> bool:
        """Whether some holder of the entity may also be behind another of its holders."""
        known = self._entangled.get(entity)
        if known is None:
            known = self._entangled[entity] = self._is_entangled(entity)
        return known

    def is_listed_behind(self, person: PartyId, entity: PartyId) -> bool:
        """Whether listed interests lead from the person down to the entity, or may."""
        bits = self._bits(entity)
        return bits is None or bool(bits >> self._numbers.get(person, _NOBODY) & 1)

    def _claim(self, holder: PartyId, measure: Measure) -> Number:
        """The most that any person behind the holder may count for of its holdings, between 0 and 1."""
        if self._graph.party(holder).kind == "individual":
            return 0
        if self.may_have_parent(holder, measure):
            return 1
        return BOUND_UP.multiply(self.largest(holder, measure), _HUNDREDTH)

    def _is_entangled(self, entity: PartyId) -> bool:
        above = self._graph.holders(entity)
        if len(above) < 2:
            return False
        numbers, behind = self._numbers, self._behind
        direct, indirect = 1, 0
        for holder in above:
            bits = behind[holder] if holder in behind else self._bits(holder)
            if bits is None:
                return True
            direct |= 1 << numbers.setdefault(holder, len(numbers) + 1)
            indirect |= bits
        if entity not in behind:
            unlisted = self._graph.party(entity).holders_complete is not True
            behind[entity] = direct | indirect if unlisted else (direct ^ 1) | indirect
        return bool(direct & indirect)

    def _bits(self, entity: PartyId) -> int | None:
        if not self._few:
            return 0 if self._graph.party(entity).kind == "individual" else None
        bits = self._behind.get(entity)
        if bits is None:
            bits = self._one_tier_down(entity)
        return self._search(entity) if bits is None else bits

    def _one_tier_down(self, entity: PartyId) -> int | None:
        """The persons behind the entity, if those behind each of its holders are known."""
        graph, numbers, behind = self._graph, self._numbers, self._behind
        facts = graph.party(entity)
        bits = 0
        if facts.kind != "individual":
            bits = int(facts.holders_complete is not True)
            for holder in graph.holders(entity):
                above = behind.get(holder)
                if above is None:
                    if graph.into(holder) or graph.party(holder).kind != "individual":
                        return None
                    above = behind[holder] = 0
                bits |= 1 << numbers.setdefault(holder, len(numbers) + 1) | above
        behind[entity] = bits
        return bits

    def listed_above(self, entity: PartyId) -> set[PartyId]:
        """All parties from whom listed interests lead down to the entity."""
        seen: set[PartyId] = set()
        pending = [entity]
        while pending:
            for holder in self._graph.holders(pending.pop()):
                if holder not in seen:
                    seen.add(holder)
                    pending.append(holder)
        return seen

    def _search(self, entity: PartyId) -> int:
        """The persons behind the entity, as a set of bits: bit 0 for persons who are not listed."""
        graph, numbers, behind = self._graph, self._numbers, self._behind
        for ring in holders_first([entity], self._entities_above, behind):
            bits = 0
            for each in ring:
                if graph.party(each).kind == "individual":
                    continue
                if graph.party(each).holders_complete is not True:
                    bits |= 1
                for holder in graph.holders(each):
                    bits |= 1 << numbers.setdefault(holder, len(numbers) + 1) | behind.get(holder, 0)
            behind.update(dict.fromkeys(ring, bits))
        return behind[entity]

    def _entities_above(self, entity: PartyId) -> list[PartyId]:
        graph = self._graph
        return [each for each in graph.holders(entity) if graph.party(each).kind != "individual"]

    def _bound_together(self, entity: PartyId) -> None:
        """Bounds the entity in all measures, because a parent by one measure counts in the others."""
        for measure in Measure:
            self._concentration.setdefault(measure, {})
        self._bound(entity, tuple(Measure))

    def _bound(self, entity: PartyId, measures: tuple[Measure, ...]) -> None:
        first = self._concentration[measures[0]]
        for ring in holders_first([entity], self._entities_above, first):
            for measure in measures:
                self._concentration[measure].update(dict.fromkeys(ring, _HUNDRED))
            if len(ring) == 1:
                found = [self._largest(ring[0], measure) for measure in measures]
                for measure, largest in zip(measures, found, strict=True):
                    self._concentration[measure][ring[0]] = largest

    def _largest(self, entity: PartyId, measure: Measure) -> Number:
        """All that persons behind the holders may have, and what one direct holder may have beside that."""
        up, column = BOUND_UP, self._graph.column(entity, measure)
        total: Number = column.rest
        beside: dict[PartyId, Number] = {}
        for _, holder, _, _, high, _ in column.rows:
            if high:
                behind = up.multiply(high, self._claim(holder, measure))
                total = up.add(total, behind)
                beside[holder] = up.add(beside.get(holder, 0), up.subtract(high, behind))
        most: Number = 0
        for each in beside.values():
            most = max(most, each)
        total = up.add(total, most)
        return min(_HUNDRED, total)


_HALF, _HUNDRED, _ZERO = 50, 100, Decimal(0)
_ROLES = attrgetter("roles")
_WIDE = 64
"""Where more interests are held in one entity, all that anybody may have through others counts for everybody."""
_NOBODY = MOST_PARTIES + 1
_HUNDREDTH = Decimal("0.01")
