"""What a percentage that may be a range is for sure."""

from decimal import Decimal

from app.domain.comparison import MET, more_than
from app.domain.quantity import Quantity, Range, is_exact


def over(value: Quantity | None, bound: Decimal) -> bool:
    """Whether a percentage is more than the bound for sure."""
    if is_exact(value):
        return value > bound
    return isinstance(value, Range) and more_than(value, bound) == MET
