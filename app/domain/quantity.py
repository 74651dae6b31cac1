"""Defines exact quantities, known to the digit or only within bounds, and compares them with a threshold."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeGuard

from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds a quantity that is not known exactly. At least one bound is given; a lower one never exceeds an upper."""

    at_least: Decimal | None = None
    more_than: Decimal | None = None
    at_most: Decimal | None = None
    less_than: Decimal | None = None


Quantity = Decimal | Range
"""A number: exact, or a range. Arithmetic on it is exact; it never passes through binary floating point."""


def is_exact(quantity: Quantity | None) -> TypeGuard[Decimal]:
    """Say whether the quantity is known to the digit."""
    return quantity is not None and not isinstance(quantity, Range)


def number_text(number: Decimal) -> str:
    """Give all digits of a number, without exponent and without trailing zeros. A zero has no sign."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


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


def at_least(value: Range, bound: Decimal) -> Verdict:
    """Say whether every, no or some value of the range is at least the bound."""
    return MET if _surely_at_least(value, bound) else NOT_MET if _surely_less_than(value, bound) else UNKNOWN


def more_than(value: Range, bound: Decimal) -> Verdict:
    """Say whether every, no or some value of the range is more than the bound."""
    return MET if _surely_more_than(value, bound) else NOT_MET if _surely_at_most(value, bound) else UNKNOWN


def at_most(value: Range, bound: Decimal) -> Verdict:
    """Say whether every, no or some value of the range is at most the bound."""
    return MET if _surely_at_most(value, bound) else NOT_MET if _surely_more_than(value, bound) else UNKNOWN


def less_than(value: Range, bound: Decimal) -> Verdict:
    """Say whether every, no or some value of the range is less than the bound."""
    return MET if _surely_less_than(value, bound) else NOT_MET if _surely_at_least(value, bound) else UNKNOWN


def equal(value: Range, bound: Decimal) -> Verdict:
    """Say whether every, no or some value of the range equals the number."""
    if _surely_less_than(value, bound) or _surely_more_than(value, bound):
        return NOT_MET
    return MET if _surely_at_least(value, bound) and _surely_at_most(value, bound) else UNKNOWN


IN_RANGE: dict[str, Callable[[Range, Decimal], Verdict]] = {
    "is": equal,
    "at_least": at_least,
    "at_most": at_most,
    "more_than": more_than,
    "less_than": less_than,
}
"""The comparison of a range for each operator of the rule language."""
