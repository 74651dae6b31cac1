"""What a percentage that may be a range is for sure."""

from decimal import Decimal

from app.domain.comparison import MET, more_than
from app.domain.quantity import Quantity


def over(value: Quantity | None, bound: Decimal) -> bool:
    """Whether a percentage is more than the bound for sure."""
    if value is None:
        return False
    return value > bound if isinstance(value, Decimal) else more_than(value, bound) == MET
