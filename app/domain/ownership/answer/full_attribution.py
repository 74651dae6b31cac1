"""Finds the links that count in full: whatever a parent's subsidiary holds counts as the parent's, 850.206(b).

A claim is the part of a party's holdings that counts as held by the group, between 0 and 1, one for each measure asked
about. A link counts in full where the subject's claim is at least that of the holder.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.person_bounds import PersonBounds
from app.domain.ownership.answer.question import PARENTAL, Method, Question
from app.domain.ownership.resolve.bounds import HALF, HUNDRED, SUM_DOWN, SUM_UP, ZERO, Interval, reaches
from app.domain.ownership.resolve.graph import Column, Link, OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.truth import MET, NOT_MET

Claims = tuple[Interval, ...]
LinearForm = tuple[Decimal, dict[PartyId, Decimal]]
"""A constant part and, for each holder, the coefficient of its claim, both in percent."""
Scrutiny = Callable[[PartyId, PartyId, Measure], int]
"""Whether a person, alone, counts in full for the holdings of an entity in a measure."""
NOT_LISTED = PartyId("")
_NO_PART: LinearForm = (ZERO, {})

_FROM_HALF = frozenset({Method.FULL_FROM_HALF, Method.HIGHEST, Method.NOTHING_BELOW_HALF})
_PARENTS = frozenset({Method.ATTRIBUTE_206B, Method.HIGHEST})


class FullAttribution:
    """Says which links into an entity count in full under the method of a question.

    ``scrutiny`` looks at one person alone; without it, whoever may be a parent as far as bounds tell may be one.
    """

    def __init__(
        self, graph: OwnershipGraph, question: Question, persons: PersonBounds, *, scrutiny: Scrutiny | None
    ) -> None:
        self._graph = graph
        self._scrutiny = scrutiny
        self._persons = persons
        self._measures = question.measures
        self._from_half = question.method in _FROM_HALF
        self._parents = question.method in _PARENTS
        self._any_parent = self._parents and question.any_parent
        self._least_forms: dict[tuple[PartyId, Measure], LinearForm] = {}
        self.in_part = question.method is not Method.NOTHING_BELOW_HALF
        """Whether an entity that does not count in full counts for the part that the group holds of it."""
        self.seen_together = not self._any_parent or set(PARENTAL) <= set(question.measures)
        """Whether the shares asked about show every way in which the group together may be a parent by shares."""

    def __bool__(self) -> bool:
        return self._from_half or self._parents

    def together(self, held: Claims, place: int) -> int:
        """Say whether the group together, as one holder of these shares, counts in full."""
        verdict = reaches(held[place], HALF, strict=not self._from_half)
        for other, name in enumerate(self._measures if self._any_parent else ()):
            if other != place and name in PARENTAL:
                verdict = max(verdict, reaches(held[other], HALF, strict=True))
        return verdict

    def by_roles(self, entity: PartyId) -> bool:
        """Say whether some link into the entity may count in full because of a role, listed or not."""
        return self._any_parent and self._persons.may_have_role(entity)

    def none(self, entity: PartyId, measure: Measure, *, alone: bool) -> bool:
        """Say whether no link into the entity can count in full, of a holder that has a claim.

        Where such a holder is ``alone``, it is behind no other holder: that one would have a claim as well.
        """
        if self.by_roles(entity):
            return False
        if any(self._graph.column(entity, each).largest >= HALF for each in self._parental(measure)):
            return False
        return alone or not (self._parents and self._persons.entangled(entity))

    def least_form(self, entity: PartyId, measure: Measure) -> LinearForm:
        """Give how the lower bounds of the holders' claims add up to the lower bound of the entity's own."""
        known = self._least_forms.get((entity, measure)) if self.in_part else _NO_PART
        if known is None:
            coefficients: dict[PartyId, Decimal] = {}
            for link in self._graph.column(entity, measure).links:
                part = HUNDRED if self and self._surely(entity, link, measure) else link.lower
                coefficients[link.holder] = min(HUNDRED, SUM_DOWN.add(coefficients.get(link.holder, ZERO), part))
            known = self._least_forms[entity, measure] = ZERO, coefficients
        return known

    def most_forms(
        self, entity: PartyId, measure: Measure, *, claimed: Mapping[PartyId, bool]
    ) -> tuple[LinearForm, ...]:
        """Give how the upper bounds of the holders' claims add up; the least of the forms bounds the entity's own.

        ``claimed`` has the holders with any claim at all, and whether it is or may be less than the whole. Where a
        whole claim makes the group a parent by its share, the share that the group has together shows it.
        """
        if not self.in_part:
            return (_NO_PART,)
        column = self._graph.column(entity, measure)
        full = by_rest = bool(self) and self._by_rest(entity, column)
        inside: dict[PartyId, Decimal] = {}
        outside: dict[PartyId, Decimal] = {}
        listed = ZERO
        for link in column.links:
            _, holder, low, _, part, _ = link
            partial = claimed.get(holder)
            if partial is not None and (
                self._by_role(entity, link) or (partial and self._by_share(entity, link, measure))
            ):
                part, full = HUNDRED, True
            inside[holder] = min(HUNDRED, SUM_UP.add(inside.get(holder, ZERO), part))
            outside[holder] = SUM_DOWN.add(outside.get(holder, ZERO), low)
            listed = SUM_DOWN.add(listed, low)
        if full:
            return ((HUNDRED if by_rest else column.rest, inside),)
        unlisted = SUM_UP.subtract(HUNDRED, listed), outside
        return ((ZERO, inside), unlisted) if column.complete else (unlisted,)

    def _surely(self, entity: PartyId, link: Link, measure: Measure) -> bool:
        """Say whether the link definitely counts in full. One of nothing does not, unless any parent counts."""
        place, holder, low, low_open, _, _ = link
        if not (low or low_open or self._any_parent):
            return False
        least = self._persons.direct(holder, entity, measure)[0]
        if reaches((least, low_open, HUNDRED, False), HALF, strict=not self._from_half) == MET:
            return True
        if self._any_parent and (
            self._graph.role(place) == MET
            or any(self._persons.direct(holder, entity, name)[0] > HALF for name in PARENTAL)
        ):
            return True
        if self._scrutiny is None or not self._parents or not self._persons.entangled(entity):
            return False
        return self._with_others(entity, holder, measure) and self._scrutiny(holder, entity, measure) == MET

    def _with_others(self, entity: PartyId, person: PartyId, measure: Measure) -> bool:
        """Say whether what the person and all holders below it have comes to more than half."""
        for name in self._parental(measure):
            total = ZERO
            for _, holder, low, _, _, _ in self._graph.column(entity, name).links:
                if holder == person or (low and self._persons.is_listed_behind(person, holder)):
                    total = SUM_DOWN.add(total, low)
            if total > HALF:
                return True
        return False

    def _parental(self, measure: Measure) -> set[Measure]:
        """Give the measures by more than half of which somebody is a parent whose holdings of this one count."""
        return {measure, *PARENTAL} if self._any_parent else {measure}

    def _by_role(self, entity: PartyId, link: Link) -> bool:
        """Say whether the link possibly counts in full because its holder has a role, listed or not."""
        return self._any_parent and (self._graph.role(link.place) != NOT_MET or not self._graph.closed_by(entity))

    def _by_share(self, entity: PartyId, link: Link, measure: Measure) -> bool:
        """Say whether the link possibly counts in full, by itself or with what its holder may hold beside it."""
        if not (link.upper or self._any_parent):
            return False
        names, persons = self._parental(measure), self._persons
        if self._reaches_half(link, entity, measure, strict=not self._from_half):
            return True
        if any(self._reaches_half(link, entity, name, strict=True) for name in names - {measure}):
            return True
        if not self._parents or not persons.entangled(entity):
            return False
        if not any(persons.most(link.holder, entity, name) > HALF for name in names):
            return False
        if self._scrutiny is None or persons.may_be_behind(NOT_LISTED, entity):
            return True
        return self._scrutiny(link.holder, entity, measure) != NOT_MET

    def _reaches_half(self, link: Link, entity: PartyId, measure: Measure, *, strict: bool) -> bool:
        """Say whether the holder's links into the entity may come to half of it."""
        column = self._graph.column(entity, measure)
        most: Decimal = SUM_UP.add(column.rest, self._persons.direct(link.holder, entity, measure)[1])
        below = most == HALF and (
            column.rest_open or any(each.upper_open for each in column.links if each.holder == link.holder)
        )
        return reaches((0, False, most, below), HALF, strict=strict) != NOT_MET

    def _by_rest(self, entity: PartyId, column: Column) -> bool:
        """Say whether a holder who is not listed may hold enough to count in full."""
        if self._any_parent and not self._graph.closed_by(entity):
            return True
        return reaches((0, False, column.rest, column.rest_open), HALF, strict=not self._from_half) != NOT_MET
