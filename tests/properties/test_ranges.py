"""A quantity within bounds, put to a test: met or not met only if every number within the bounds agrees."""

from decimal import Decimal
from itertools import product
from operator import eq, ge, gt, le, lt

import pytest

from app.domain.ownership.resolve.bounds import bounds_of, reaches
from app.domain.quantity import IN_RANGE, Range
from app.domain.truth import MET, NOT_MET, UNKNOWN

THRESHOLD = Decimal(2)
HAIR = Decimal("1e-20")
ENDS = (None, *(each + by for each in map(Decimal, (1, 2, 3)) for by in (-HAIR, 0, HAIR)))
NUMBERS = [each + by * HAIR / 4 for each in ENDS if each is not None for by in range(-2, 3)] + [Decimal(0), Decimal(9)]
EXACT = {"is": eq, "at_least": ge, "more_than": gt, "at_most": le, "less_than": lt}


def within(range_, number):
    ends = ((range_.at_least, ge), (range_.more_than, gt), (range_.at_most, le), (range_.less_than, lt))
    return all(end is None or compare(number, end) for end, compare in ends)


def every_range():
    """Every range with ends at and beside the threshold, or with one end, and the numbers within it."""
    for lower, upper in product(ENDS, ENDS):
        for low, high in product(("at_least", "more_than"), ("at_most", "less_than")):
            if lower is not None or upper is not None:
                range_ = Range(**{low: lower, high: upper})
                numbers = [number for number in NUMBERS if within(range_, number)]
                if numbers:
                    yield range_, numbers


def verdict(numbers, compare):
    found = {compare(number, THRESHOLD) for number in numbers}
    return UNKNOWN if len(found) > 1 else MET if found.pop() else NOT_MET


@pytest.mark.parametrize("operator", IN_RANGE)
def test_a_range_is_judged_as_all_the_numbers_within_it(operator):
    for range_, numbers in every_range():
        assert IN_RANGE[operator](range_, THRESHOLD) == verdict(numbers, EXACT[operator]), range_


@pytest.mark.parametrize("compare", [ge, gt])
def test_a_share_within_bounds_reaches_the_threshold_as_all_the_numbers_within_it_do(compare):
    for range_, numbers in every_range():
        lower, above, upper, below = bounds_of(range_)
        bounds = (Decimal(0) if lower is None else lower, above, Decimal(9) if upper is None else upper, below)
        assert reaches(bounds, THRESHOLD, strict=compare is gt) == verdict(numbers, compare), range_
