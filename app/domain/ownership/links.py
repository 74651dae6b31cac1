"""What the links into one entity give: the share the class holds, and how much of the entity's own holdings it claims.

A claim is the part of a party's holdings that counts as held by the class, between 0 and 1, one for each measure asked
about. The claims of the holders are known; this module goes one tier further down.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from app.domain.facts.fact import PartyId
from app.domain.ownership.bounds import NONE, SUM_DOWN, SUM_UP, WHOLE, Arithmetic, Bounds, Number
from app.domain.ownership.graph import Column, OwnershipGraph, RawLink
from app.domain.ownership.lineage import PARENTAL, Lineage
from app.domain.ownership.question import Measure, Method, Question
from app.domain.truth import MET, NOT_MET

Claims = tuple[Bounds, ...]
Form = tuple[Decimal, dict[PartyId, Decimal]]
"""A constant part and, for each holder, the coefficient of its claim, both in percent."""
Scrutiny = Callable[[PartyId, PartyId, Measure], tuple[bool, bool]]
"""Whether a person, alone, counts in full for the holdings of an entity in a measure: definitely, possibly."""
NOT_LISTED = PartyId("")
HALF = 50


def weigh(column: Column, claims: Mapping[PartyId, Claims], measure: int, arithmetic: Arithmetic) -> Bounds:
    """The share of the entity that the class holds, in percent.

    Above, it is bounded both by what the class may hold and by what others definitely hold; the latter alone matters
    where unlisted holders are possible, since nothing else keeps the rest from the class. Below, it is bounded by what
    the class definitely holds and, where the shares listed are the whole, by what others may hold at most.
    """
    if column.exact and column.complete:
        return _weigh_exact(column, claims, measure, arithmetic)
    add, add_up = arithmetic.down.add, arithmetic.up.add
    times, times_up, less = arithmetic.down.multiply, arithmetic.up.multiply, arithmetic.down.subtract
    lower: Number = 0
    inside: Number = 0
    outside: Number = 0
    above = inside_below = outside_above = False
    complete = column.complete
    for _, holder, low, low_open, high, high_open in column.rows:
        claim = claims[holder][measure]
        if claim is WHOLE:
            lower = add(lower, low)
            above = above or low_open
            if complete:
                inside = add_up(inside, high)
                inside_below = inside_below or high_open
        elif claim is NONE:
            outside = add(outside, low)
            outside_above = outside_above or low_open
        else:
            least, least_open, most, most_open = claim
            others = less(1, most)
            if least:
                lower = add(lower, times(low, least))
            above = above or _exceeds(low, low_open, least, least_open)
            if complete:
                inside = add_up(inside, times_up(high, most))
                inside_below = inside_below or ((high_open or most_open) and bool(high) and bool(most))
            if others:
                outside = add(outside, times(low, others))
            outside_above = outside_above or _exceeds(low, low_open, others, most_open)
    if column.comes_to_100:
        left, left_open = _left_by_others(column, claims, measure, arithmetic)
        if left >= lower:
            lower, above = left, left_open or (above and left == lower)
    upper = arithmetic.up.subtract(100, outside)
    if not complete or inside > upper:
        return lower, above, upper, outside_above
    below = inside_below if inside < upper else inside_below or outside_above
    return lower, above, inside, below


def _left_by_others(
    column: Column, claims: Mapping[PartyId, Claims], measure: int, arithmetic: Arithmetic
) -> tuple[Number, bool]:
    """What remains of 100 when all that is not definitely the class's is as much as it can be; whether it is more."""
    add, times, subtract = arithmetic.up.add, arithmetic.up.multiply, arithmetic.up.subtract
    others: Number = 0
    below = False
    for _, holder, _, _, high, high_open in column.rows:
        least, least_open, _, _ = claims[holder][measure]
        if least != 1 and high:
            others = add(others, times(high, subtract(1, least)))
            below = below or high_open or least_open
    return arithmetic.down.subtract(100, others), below


def _weigh_exact(column: Column, claims: Mapping[PartyId, Claims], measure: int, arithmetic: Arithmetic) -> Bounds:
    """The share where all holders and percentages are known; then what others hold bounds it no further."""
    add, add_up = arithmetic.down.add, arithmetic.up.add
    times, times_up = arithmetic.down.multiply, arithmetic.up.multiply
    lower: Number = 0
    inside: Number = 0
    above = below = False
    for _, holder, percent, _, _, _ in column.rows:
        claim = claims[holder][measure]
        if claim is NONE or not percent:
            continue
        if claim is WHOLE:
            lower, inside = add(lower, percent), add_up(inside, percent)
            continue
        least, least_open, most, most_open = claim
        if least:
            lower = add(lower, times(percent, least))
        inside = add_up(inside, times_up(percent, most))
        above, below = above or least_open, below or (most_open and bool(most))
    return lower, above, inside, below


def _exceeds(one: Number, one_open: bool, other: Number, other_open: bool) -> bool:  # noqa: FBT001 (pairs of a bound)
    """Whether the product of two values above these lower bounds is strictly above the product of the bounds."""
    return (one_open and (other_open or bool(other))) or (other_open and bool(one))


class FullLinks:
    """Which links into an entity count in full under the method of a question."""

    __slots__ = (
        "_any_parent",
        "_from_half",
        "_graph",
        "_lineage",
        "_measures",
        "_parents",
        "_scrutiny",
        "in_part",
        "least_forms",
        "seen_together",
    )

    def __init__(
        self,
        graph: OwnershipGraph,
        question: Question,
        lineage: Lineage,
        *,
        scrutiny: Scrutiny | None = None,
    ) -> None:
        self.least_forms: dict[tuple[PartyId, Measure], Form] = {}
        self._graph = graph
        self._scrutiny = scrutiny
        self._lineage = lineage
        self._measures = question.measures
        self._from_half = question.method in _FROM_HALF
        self._parents = question.method in _PARENTS
        self._any_parent = self._parents and question.any_parent
        self.in_part = question.method is not Method.NOTHING_BELOW_HALF
        """Whether an entity that does not count in full counts for the part that the class holds of it."""
        self.seen_together = not self._any_parent or set(PARENTAL) <= set(question.measures)
        """Whether the shares asked about show every way in which the class together may be a parent by shares."""

    def __bool__(self) -> bool:
        return self._from_half or self._parents

    def together(self, held: Claims, measure: int) -> tuple[bool, bool]:
        """Whether the class together, as one holder of these shares, counts in full: definitely, possibly."""
        least, above, most, below = held[measure]
        strict = not self._from_half
        definitely, possibly = _over(least, above, strict=strict), not _under(most, below, strict=strict)
        if not self._any_parent:
            return definitely, possibly
        for place, name in enumerate(self._measures):
            if place != measure and name in PARENTAL:
                least, above, most, below = held[place]
                definitely = definitely or _over(least, above, strict=True)
                possibly = possibly or not _under(most, below, strict=True)
        return definitely, possibly

    def roles(self, entity: PartyId) -> bool:
        """Whether some link into the entity may count in full because of a role, listed or not."""
        return self._any_parent and self._lineage.may_have_role(entity)

    def none(self, entity: PartyId, measure: Measure) -> bool:
        """Whether no link into the entity can count in full."""
        if self._any_parent and self._lineage.may_have_parent(entity, measure):
            return False
        return self._graph.column(entity, measure).largest < HALF and not self._by_others(entity)

    def _by_others(self, entity: PartyId) -> bool:
        """Whether some link into the entity may count in full by what its holder has through others beside it."""
        return self._parents and self._lineage.entangled(entity)

    def least(self, entity: PartyId, row: RawLink, measure: Measure) -> bool:
        """Whether the link definitely counts in full. One of nothing does not, unless any parent counts."""
        if not (row[2] or row[3] or self._any_parent):
            return False
        if _over(self._lineage.surely(row[1], entity, measure), row[3], strict=not self._from_half):
            return True
        if self._any_parent:
            if self._graph.role(row[0]) == MET:
                return True
            if any(self._lineage.surely(row[1], entity, name) > HALF for name in PARENTAL):
                return True
        if self._scrutiny is None or not self._parents or not self._lineage.entangled(entity):
            return False
        return self._with_others(entity, row, measure)

    def by_role(self, entity: PartyId, row: RawLink) -> bool:
        """Whether the link possibly counts in full because its holder has a role, listed or not."""
        return self._any_parent and (
            self._graph.role(row[0]) != NOT_MET or self._graph.party(entity).holders_complete is not True
        )

    def by_share(self, entity: PartyId, row: RawLink, measure: Measure) -> bool:
        """Whether the link possibly counts in full, by itself or with what its holder may hold beside it."""
        if not (row[4] or self._any_parent):
            return False
        if self._reaches_half(row, entity, measure, strict=not self._from_half):
            return True
        names = {measure, *PARENTAL} if self._any_parent else {measure}
        if any(self._reaches_half(row, entity, name, strict=True) for name in names - {measure}):
            return True
        if not self._parents or not self._lineage.entangled(entity):
            return False
        if not any(self._lineage.of(row[1], entity, name) > HALF for name in names):
            return False
        if self._scrutiny is None or self._lineage.may_be_behind(NOT_LISTED, entity):
            return True
        return self._scrutiny(row[1], entity, measure)[1]

    def _reaches_half(self, row: RawLink, entity: PartyId, measure: Measure, *, strict: bool) -> bool:
        """Whether the holder's links into the entity may come to half of it."""
        column = self._graph.column(entity, measure)
        most: Decimal = SUM_UP.add(column.rest, self._lineage.direct(row[1], entity, measure))
        if most != HALF:
            return most > HALF
        below = column.rest_open or any(each[5] for each in column.rows if each[1] == row[1])
        return not (below or strict)

    def _with_others(self, entity: PartyId, row: RawLink, measure: Measure) -> bool:
        """Whether the holder definitely is a parent by what it holds beside the link and through other holders."""
        for name in {measure, *PARENTAL} if self._any_parent else {measure}:
            total = _ZERO
            for _, holder, low, _, _, _ in self._graph.column(entity, name).rows:
                if holder == row[1] or (low and self._lineage.is_listed_behind(row[1], holder)):
                    total = SUM_DOWN.add(total, low)
            if total > HALF:
                return self._scrutiny is not None and self._scrutiny(row[1], entity, measure)[0]
        return False

    def rest(self, entity: PartyId, column: Column) -> bool:
        """Whether a holder who is not listed may hold enough to count in full."""
        if self._any_parent and self._graph.party(entity).holders_complete is not True:
            return True
        return not _under(column.rest, column.rest_open, strict=not self._from_half)


_FROM_HALF = frozenset({Method.FULL_FROM_HALF, Method.HIGHEST, Method.NOTHING_BELOW_HALF})
_PARENTS = frozenset({Method.ATTRIBUTE_206B, Method.HIGHEST})


def _over(value: Number, above: bool, *, strict: bool) -> bool:  # noqa: FBT001 (the pair of a bound)
    return value > HALF or (value == HALF and (above or not strict))


def _under(value: Number, below: bool, *, strict: bool) -> bool:  # noqa: FBT001 (the pair of a bound)
    return value < HALF or (value == HALF and (below or strict))


_ZERO, _HUNDRED = Decimal(0), Decimal(100)


def least_form(links: FullLinks, graph: OwnershipGraph, entity: PartyId, measure: Measure) -> Form:
    """How the lower bounds of the holders' claims add up to the lower bound of the entity's own."""
    known = links.least_forms.get((entity, measure))
    if known is not None:
        return known
    coefficients: dict[PartyId, Decimal] = {}
    for row in graph.column(entity, measure).rows:
        part = _HUNDRED if links and links.least(entity, row, measure) else row[2]
        coefficients[row[1]] = min(_HUNDRED, SUM_DOWN.add(coefficients.get(row[1], _ZERO), part))
    form = links.least_forms[entity, measure] = _ZERO, coefficients
    return form


def most_forms(
    links: FullLinks, graph: OwnershipGraph, entity: PartyId, *, measure: Measure, claimed: Mapping[PartyId, bool]
) -> tuple[Form, ...]:
    """How the upper bounds of the holders' claims add up; the least of the forms bounds the entity's own.

    ``claimed`` has the holders with any claim at all, and whether it is or may be less than the whole. Where a whole
    claim makes the class a parent by its share, the share that the class has together shows it.
    """
    column = graph.column(entity, measure)
    by_rest = bool(links) and links.rest(entity, column)
    full = by_rest
    inside: dict[PartyId, Decimal] = {}
    outside: dict[PartyId, Decimal] = {}
    listed = _ZERO
    for row in column.rows:
        part = row[4]
        partial = claimed.get(row[1])
        if partial is not None and (links.by_role(entity, row) or (partial and links.by_share(entity, row, measure))):
            part, full = _HUNDRED, True
        inside[row[1]] = min(_HUNDRED, SUM_UP.add(inside.get(row[1], _ZERO), part))
        outside[row[1]] = SUM_DOWN.add(outside.get(row[1], _ZERO), row[2])
        listed = SUM_DOWN.add(listed, row[2])
    if full:
        return ((_HUNDRED if by_rest else column.rest, inside),)
    unlisted = SUM_UP.subtract(_HUNDRED, listed)
    if not column.complete:
        return ((unlisted, outside),)
    return (_ZERO, inside), (unlisted, outside)
