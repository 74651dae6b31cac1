"""Bounds on a quantity, and arithmetic on them that errs only to the safe side.

Numbers are decimals, exact to 400 significant digits; beyond that, lower bounds are rounded down and upper bounds up,
so a bound is never wrong, and no input can make a sum long or slow. Only rings of cross-holdings need a division:
their results are fractions.
"""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from app.domain.quantity import Quantity

Number = Decimal | Fraction

Bounds = tuple[Number, bool, Number, bool]
"""Lower bound, whether the value is strictly above it, upper bound, whether the value is strictly below it."""

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)

NONE: Bounds = (ZERO, False, ZERO, False)
WHOLE: Bounds = (ONE, False, ONE, False)
ANYTHING: Bounds = (ZERO, False, ONE, False)

_DIGITS = 400
_BITS = 4 * _DIGITS
DOWN = Context(prec=_DIGITS, rounding=ROUND_FLOOR, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
UP = Context(prec=_DIGITS, rounding=ROUND_CEILING, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


def bounds_of(quantity: Quantity) -> tuple[Decimal | None, bool, Decimal | None, bool]:
    """The bounds that a stated quantity gives; ``None`` where it gives none."""
    if isinstance(quantity, Decimal):
        return quantity, False, quantity, False
    lower, above = quantity.at_least, False
    if quantity.more_than is not None and (lower is None or quantity.more_than >= lower):
        lower, above = quantity.more_than, True
    upper, below = quantity.at_most, False
    if quantity.less_than is not None and (upper is None or quantity.less_than <= upper):
        upper, below = quantity.less_than, True
    return lower, above, upper, below


def compare(left: Number, right: Number) -> int:
    """Less than, equal to or greater than zero, as ``left`` is below, equal to or above ``right``; exact."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return (left > right) - (left < right)
    one, other = Fraction(left), Fraction(right)
    return (one > other) - (one < other)


def lesser(left: Number, right: Number) -> Number:
    """The smaller of the two."""
    return left if compare(left, right) <= 0 else right


def add(context: Context, left: Number, right: Number) -> Number:
    """The sum, rounded in the direction of ``context`` where it is too long to keep."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return context.add(left, right)
    return _kept(context, Fraction(left) + Fraction(right))


def multiply(context: Context, left: Number, right: Number) -> Number:
    """The product, rounded in the direction of ``context`` where it is too long to keep."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return context.multiply(left, right)
    return _kept(context, Fraction(left) * Fraction(right))


def without(context: Context, whole: Number, part: Number) -> Number:
    """``whole`` less ``part``, rounded in the direction of ``context`` where it is too long to keep."""
    if isinstance(whole, Decimal) and isinstance(part, Decimal):
        return context.subtract(whole, part)
    return _kept(context, Fraction(whole) - Fraction(part))


def percent(context: Context, number: Number) -> Number:
    """One hundredth of a number of percent: the same share, with 1 for the whole."""
    if isinstance(number, Decimal):
        return number.scaleb(-2, context)
    return number / 100


def _kept(context: Context, fraction: Fraction) -> Number:
    if fraction.denominator.bit_length() <= _BITS:
        return fraction
    return context.divide(Decimal(fraction.numerator), Decimal(fraction.denominator))
