"""Adds up the share of an entity that the group holds, from the links into it and the claims of its holders."""

from collections.abc import Mapping

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.full_attribution import Claims
from app.domain.ownership.resolve.bounds import Arithmetic, Interval, Number
from app.domain.ownership.resolve.graph import Column


def share_of(column: Column, claims: Mapping[PartyId, Claims], place: int, arithmetic: Arithmetic) -> Interval:
    """Add up the share, in percent, in the measure at this place among those asked about.

    Above, it is bounded both by what the group may hold and by what others definitely hold; the latter alone matters
    where unlisted holders are possible, since nothing else keeps the rest from the group, and never where all holders
    and percentages are known. Below, it is bounded by what the group definitely holds and, where the shares listed are
    the whole, by what others may hold at most.
    """
    add, add_up = arithmetic.down.add, arithmetic.up.add
    times, times_up, less = arithmetic.down.multiply, arithmetic.up.multiply, arithmetic.down.subtract
    complete, known = column.complete, column.exact and column.complete
    lower: Number = 0
    inside: Number = 0
    outside: Number = 0
    above = inside_below = outside_above = False
    for _, holder, low, low_open, high, high_open in column.links:
        least, least_open, most, most_open = claims[holder][place]
        if known and not most:
            continue
        if least and low:
            lower = add(lower, times(low, least))
        above = above or ((low_open or least_open) and _exceeds(low, low_open, least, least_open))
        if most and complete:
            inside = add_up(inside, times_up(high, most))
            inside_below = inside_below or ((high_open or most_open) and bool(high))
        if not known:
            others = less(1, most)
            if others:
                outside = add(outside, times(low, others))
            outside_above = outside_above or _exceeds(low, low_open, others, most_open)
    if known:
        return lower, above, inside, inside_below
    if column.comes_to_100:
        left, left_open = _left_by_others(column, claims, place, arithmetic)
        if left >= lower:
            lower, above = left, left_open or (above and left == lower)
    upper = arithmetic.up.subtract(100, outside)
    if not complete or inside > upper:
        return lower, above, upper, outside_above
    below = inside_below if inside < upper else inside_below or outside_above
    return lower, above, inside, below


def _left_by_others(
    column: Column, claims: Mapping[PartyId, Claims], place: int, arithmetic: Arithmetic
) -> tuple[Number, bool]:
    """Give what remains of 100 when all that may be of others is as much as it can be; and whether it is more."""
    add, times, subtract = arithmetic.up.add, arithmetic.up.multiply, arithmetic.up.subtract
    others: Number = 0
    below = False
    for _, holder, _, _, high, high_open in column.links:
        least, least_open, _, _ = claims[holder][place]
        if least != 1 and high:
            others = add(others, times(high, subtract(1, least)))
            below = below or high_open or least_open
    return arithmetic.down.subtract(100, others), below


def _exceeds(one: Number, one_open: bool, other: Number, other_open: bool) -> bool:  # noqa: FBT001 (pairs of a bound)
    """Say whether the product of two values above these lower bounds is strictly above the product of the bounds."""
    return (one_open and (other_open or bool(other))) or (other_open and bool(one))
