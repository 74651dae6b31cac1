"""What a quantity that may be a range is for sure."""

from decimal import Decimal

from app.domain.ownership.bounds import bounds_of
from app.domain.quantity import Quantity, Range, is_exact, more_than
from app.domain.truth import MET


def over(value: Quantity | None, bound: Decimal) -> bool:
    """Whether a quantity is more than the bound for sure."""
    if is_exact(value):
        return value > bound
    return isinstance(value, Range) and more_than(value, bound) == MET


def exceeds(value: Quantity, whole: Quantity) -> bool:
    """Whether every number that the one can be is more than every number that the other can be."""
    least, above, _, _ = bounds_of(value)
    _, _, most, below = bounds_of(whole)
    if least is None or most is None:
        return False
    return least >= most if above or below else least > most
