"""Quantities known only within bounds, compared with a threshold.

Verdicts are the bit patterns of the generated code: 0 not met, 1 unknown, 3 met.
"""

from collections.abc import Callable
from decimal import Decimal

from app.domain.quantity import Range

NOT_MET, UNKNOWN, MET = 0, 1, 3


def _surely_at_least(value: Range, bound: Decimal) -> bool:
    return (value.at_least is not None and value.at_least >= bound) or (
        value.more_than is not None and value.more_than >= bound
    )


def _surely_more_than(value: Range, bound: Decimal) -> bool:
    return (value.at_least is not None and value.at_least > bound) or (
        value.more_than is not None and value.more_than >= bound
    )


def _surely_at_most(value: Range, bound: Decimal) -> bool:
    return (value.at_most is not None and value.at_most <= bound) or (
        value.less_than is not None and value.less_than <= bound
    )


def _surely_less_than(value: Range, bound: Decimal) -> bool:
    return (value.at_most is not None and value.at_most < bound) or (
        value.less_than is not None and value.less_than <= bound
    )


def at_least(value: Range, bound: Decimal) -> int:
    """Whether every, no or some value of the range is at least the bound."""
    return MET if _surely_at_least(value, bound) else NOT_MET if _surely_less_than(value, bound) else UNKNOWN


def more_than(value: Range, bound: Decimal) -> int:
    """Whether every, no or some value of the range is more than the bound."""
    return MET if _surely_more_than(value, bound) else NOT_MET if _surely_at_most(value, bound) else UNKNOWN


def at_most(value: Range, bound: Decimal) -> int:
    """Whether every, no or some value of the range is at most the bound."""
    return MET if _surely_at_most(value, bound) else NOT_MET if _surely_more_than(value, bound) else UNKNOWN


def less_than(value: Range, bound: Decimal) -> int:
    """Whether every, no or some value of the range is less than the bound."""
    return MET if _surely_less_than(value, bound) else NOT_MET if _surely_at_least(value, bound) else UNKNOWN


def equal(value: Range, bound: Decimal) -> int:
    """Whether every, no or some value of the range equals the number."""
    if _surely_less_than(value, bound) or _surely_more_than(value, bound):
        return NOT_MET
    return MET if _surely_at_least(value, bound) and _surely_at_most(value, bound) else UNKNOWN


IN_RANGE: dict[str, Callable[[Range, Decimal], int]] = {
    "is": equal,
    "at_least": at_least,
    "at_most": at_most,
    "more_than": more_than,
    "less_than": less_than,
}
"""The comparison of a range for each operator of the rule language."""
