"""Exact quantities, known to the digit or only within bounds."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeGuard


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity known only within bounds. At least one bound is given; a lower bound never exceeds an upper one."""

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
    """All digits of a number, without exponent and without trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
