"""What the links into one entity give: the share the class holds, and how much of the entity's own holdings it claims.

A claim is the part of a party's holdings that counts as held by the class, between 0 and 1, one for each measure asked
about. The claims of the holders are known; this module goes one tier further down.
"""

from collections.abc import Mapping

from app.domain.facts.fact import PartyId
from app.domain.ownership.bounds import (
    DOWN,
    HUNDRED,
    NONE,
    ONE,
    UP,
    WHOLE,
    ZERO,
    Bounds,
    Number,
    add,
    compare,
    multiply,
    percent,
    without,
)
from app.domain.ownership.graph import Column, Link, OwnershipGraph
from app.domain.ownership.question import Measure, Method, Question
from app.domain.truth import Truth

Claims = tuple[Bounds, ...]

HALF = HUNDRED / 2
PARENTAL = (Measure.VOTING, Measure.BOARD)


def weigh(column: Column, claims: Mapping[PartyId, Claims], measure: int) -> Bounds:
    """The share of the entity that the class holds, in percent.

    Above, it is bounded both by what the class may hold and by what others definitely hold; the latter alone matters
    where unlisted holders are possible, since nothing else keeps the rest from the class.
    """
    lower: Number = ZERO
    inside: Number = ZERO
    outside: Number = ZERO
    above = inside_below = outside_above = False
    for _, holder, low, low_open, high, high_open in column.links:
        claim = claims[holder][measure]
        if claim is WHOLE:
            lower, inside = add(DOWN, lower, low), add(UP, inside, high)
            above, inside_below = above or low_open, inside_below or high_open
        elif claim is NONE:
            outside = add(DOWN, outside, low)
            outside_above = outside_above or low_open
        else:
            least, least_open, most, most_open = claim
            others = without(DOWN, ONE, most)
            lower = add(DOWN, lower, multiply(DOWN, low, least))
            inside = add(UP, inside, multiply(UP, high, most))
            outside = add(DOWN, outside, multiply(DOWN, low, others))
            above = above or _exceeds(low, low_open, least, least_open)
            inside_below = inside_below or ((high_open or most_open) and bool(high) and bool(most))
            outside_above = outside_above or _exceeds(low, low_open, others, most_open)
    upper = without(UP, HUNDRED, outside)
    if not column.complete:
        return lower, above, upper, outside_above
    order = compare(inside, upper)
    below = inside_below if order < 0 else outside_above if order > 0 else inside_below or outside_above
    return lower, above, inside if order < 0 else upper, below


def _exceeds(one: Number, one_open: bool, other: Number, other_open: bool) -> bool:  # noqa: FBT001 (pairs of a bound)
    """Whether the product of two values above these lower bounds is strictly above the product of the bounds."""
    return (one_open and (other_open or bool(other))) or (other_open and bool(one))


class FullLinks:
    """Which links into an entity count in full under the method of a question."""

    __slots__ = ("_any_parent", "_from_half", "_graph", "_measures", "_parents")

    def __init__(self, graph: OwnershipGraph, question: Question) -> None:
        self._graph = graph
        self._measures = question.measures
        self._from_half = question.method in {Method.FULL_FROM_HALF, Method.HIGHEST}
        self._parents = question.method in {Method.ATTRIBUTE_206B, Method.HIGHEST}
        self._any_parent = self._parents and question.any_parent

    @property
    def seen_together(self) -> bool:
        """Whether the shares asked about show every way in which the class together may be a parent by its shares."""
        return not self._any_parent or set(PARENTAL) <= set(self._measures)

    def __bool__(self) -> bool:
        return self._from_half or self._parents

    def together(self, held: Claims, measure: int) -> tuple[bool, bool]:
        """Whether the class together, as one holder of these shares, counts in full: definitely, possibly."""
        definitely = possibly = False
        for place, name in enumerate(self._measures):
            if place == measure or (self._any_parent and name in PARENTAL):
                least, above, most, below = held[place]
                same = self._from_half and place == measure
                definitely = definitely or _over(least, above, strict=not same)
                possibly = possibly or not _under(most, below, strict=not same)
        return definitely, possibly

    def least(self, party: PartyId, link: Link, measure: Measure) -> bool:
        """Whether the link definitely counts in full."""
        if _over(link.lower, link.lower_open, strict=not self._from_half):
            return True
        if not self._any_parent:
            return False
        return self._graph.role(link.place) == Truth.MET or any(
            other.place == link.place and _over(other.lower, other.lower_open, strict=True)
            for name in PARENTAL
            if name != measure
            for other in self._graph.column(party, name).links
        )

    def by_role(self, party: PartyId, link: Link) -> bool:
        """Whether the link possibly counts in full because its holder has a role, listed or not."""
        return self._any_parent and (
            self._graph.role(link.place) != Truth.NOT_MET or self._graph.party(party).holders_complete is not True
        )

    def by_share(self, party: PartyId, link: Link, measure: Measure) -> bool:
        """Whether the link possibly counts in full, by itself or with what its holder may hold beside it."""
        column = self._graph.column(party, measure)
        if self._may_be_full(link, column, strict=not self._from_half):
            return True
        if self._parents and self._in_other_ways(link, column):
            return True
        for name in PARENTAL if self._any_parent else ():
            if name != measure:
                column = self._graph.column(party, name)
                other = next(other for other in column.links if other.place == link.place)
                if self._may_be_full(other, column, strict=True) or self._in_other_ways(other, column):
                    return True
        return False

    def rest(self, party: PartyId, column: Column) -> bool:
        """Whether a holder who is not listed may hold enough to count in full."""
        if self._any_parent and self._graph.party(party).holders_complete is not True:
            return True
        return not _under(column.rest, column.rest_open, strict=not self._from_half)

    @staticmethod
    def _may_be_full(link: Link, column: Column, *, strict: bool) -> bool:
        beside = [other for other in column.links if other.holder == link.holder and other is not link]
        most: Number = add(UP, link.upper, column.rest)
        for other in beside:
            most = add(UP, most, other.upper)
        return not _under(most, link.upper_open or column.rest_open, strict=strict)

    def _in_other_ways(self, link: Link, column: Column) -> bool:
        """Whether the holder, no parent by this link, may be one together with its shares in the other holders."""
        most = add(UP, link.upper, column.rest)
        for other in column.links:
            if other is not link and (other.holder == link.holder or self._behind(link.holder, other.holder)):
                most = add(UP, most, other.upper)
        return compare(most, HALF) > 0

    def _behind(self, holder: PartyId, entity: PartyId) -> bool:
        """Whether the holder may be among the direct or indirect holders of the entity.

        The search gives up, and says that it may, after so many entities that deciding would take longer than it helps.
        """
        seen, pending = {entity}, [entity]
        while pending:
            each = pending.pop()
            party = self._graph.party(each)
            if party.kind == "individual":
                continue
            if party.holders_complete is not True or len(seen) > _SEARCHED:
                return True
            for index in self._graph.into(each):
                above = self._graph.interests[index].holder
                if above == holder:
                    return True
                if above not in seen:
                    seen.add(above)
                    pending.append(above)
        return False


_SEARCHED = 50


def _over(value: Number, above: bool, *, strict: bool) -> bool:  # noqa: FBT001 (the pair of a bound)
    order = compare(value, HALF)
    return order > 0 or (order == 0 and (above or not strict))


def _under(value: Number, below: bool, *, strict: bool) -> bool:  # noqa: FBT001 (the pair of a bound)
    order = compare(value, HALF)
    return order < 0 or (order == 0 and (below or strict))


Form = tuple[Number, dict[PartyId, Number]]
"""A constant part and, for each holder, the coefficient of its claim."""


def least_form(links: FullLinks, graph: OwnershipGraph, party: PartyId, *, measure: Measure) -> Form:
    """How the lower bounds of the holders' claims add up to the lower bound of the entity's own."""
    coefficients: dict[PartyId, Number] = {}
    for link in graph.column(party, measure).links:
        part = ONE if links and links.least(party, link, measure) else percent(DOWN, link.lower)
        coefficients[link.holder] = add(DOWN, coefficients.get(link.holder, ZERO), part)
    return ZERO, coefficients


def most_forms(
    links: FullLinks, graph: OwnershipGraph, party: PartyId, *, measure: Measure, claimed: Mapping[PartyId, bool]
) -> tuple[Form, ...]:
    """How the upper bounds of the holders' claims add up; the least of the forms bounds the entity's own.

    ``claimed`` has the holders with any claim at all, and whether it is or may be less than the whole. Where a whole
    claim makes the class a parent by its share, the share that the class has together shows it.
    """
    column = graph.column(party, measure)
    full = links and links.rest(party, column)
    inside: dict[PartyId, Number] = {}
    outside: dict[PartyId, Number] = {}
    listed: Number = ZERO
    for link in column.links:
        part: Number = percent(UP, link.upper)
        partial = claimed.get(link.holder)
        if partial is not None and (links.by_role(party, link) or (partial and links.by_share(party, link, measure))):
            part, full = ONE, True
        inside[link.holder] = add(UP, inside.get(link.holder, ZERO), part)
        low = percent(DOWN, link.lower)
        outside[link.holder] = add(DOWN, outside.get(link.holder, ZERO), low)
        listed = add(DOWN, listed, low)
    if full:
        rest: Number = ONE if links.rest(party, column) else percent(UP, column.rest)
        return ((rest, inside),)
    if not column.complete:
        return ((without(UP, ONE, listed), outside),)
    return (ZERO, inside), (without(UP, ONE, listed), outside)
