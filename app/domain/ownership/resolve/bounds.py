"""Computes with bounds, exactly or with errors to the safe side alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal, Inexact, localcontext
from fractions import Fraction
from operator import add, mul, sub
from typing import Any, Protocol, TypeVar, cast

from app.domain.quantity import Quantity, Range
from app.domain.truth import MET, NOT_MET, UNKNOWN


class Number(Protocol):
    """A decimal, a fraction, or the whole number 0, 1 or 100. Decimals and fractions never meet in one computation."""

    def __lt__(self, other: Any, /) -> bool: ...
    def __le__(self, other: Any, /) -> bool: ...
    def __gt__(self, other: Any, /) -> bool: ...
    def __ge__(self, other: Any, /) -> bool: ...
    def __bool__(self) -> bool: ...
    def __hash__(self) -> int: ...


Interval = tuple[Number, bool, Number, bool]
"""Lower bound, whether the value is strictly above it, upper bound, whether the value is strictly below it."""
PercentInterval = tuple[Decimal, bool, Decimal, bool]
"""The same for a percentage as it is stated."""

NONE: Interval = (0, False, 0, False)
WHOLE: Interval = (1, False, 1, False)
ANYTHING: Interval = (0, False, 1, False)
ZERO, HUNDRED = Decimal(0), Decimal(100)
HALF = 50


class Rounding(Protocol):
    """Operations whose results are exact or rounded in one direction."""

    def add(self, left: Number, right: Number, /) -> Number: ...  # noqa: D102
    def subtract(self, left: Number, right: Number, /) -> Number: ...  # noqa: D102
    def multiply(self, left: Number, right: Number, /) -> Number: ...  # noqa: D102


_HUNDREDTH = Decimal("0.01")


def hundredth(percent: Number, rounding: Rounding) -> Number:
    """Give the same share with 1 for the whole."""
    return rounding.multiply(percent, _HUNDREDTH) if percent else 0


class _Fractions:
    """Computes with fractions, exactly; decimals are taken in."""

    @staticmethod
    def add(left: Any, right: Any, /) -> Fraction:
        return Fraction(left) + Fraction(right)

    @staticmethod
    def subtract(left: Any, right: Any, /) -> Fraction:
        return Fraction(left) - Fraction(right)

    @staticmethod
    def multiply(left: Any, right: Any, /) -> Fraction:
        return Fraction(left) * Fraction(right)


class _Operators:
    """Computes in a context with numbers of any type: those that the context does not know answer operators in it."""

    __slots__ = ("add", "multiply", "subtract")

    def __init__(self, context: Context) -> None:
        self.add = _in(context, context.add, add)
        self.subtract = _in(context, context.subtract, sub)
        self.multiply = _in(context, context.multiply, mul)


def _in(context: Context, compute: Callable[[Any, Any], Any], operator: Callable[[Any, Any], Any]) -> Any:
    def either(left: Any, right: Any, /) -> Any:
        try:
            return compute(left, right)
        except TypeError:
            with localcontext(context):
                return operator(left, right)

    return either


@dataclass(slots=True)
class Arithmetic:
    """How lower bounds (``down``) and upper bounds (``up``) are computed.

    ``lower`` and ``upper`` take in a fraction as a bound.
    """

    down: Rounding
    up: Rounding
    lower: Callable[[Fraction], Number]
    upper: Callable[[Fraction], Number]


def _context(digits: int, rounding: str, *, exact: bool) -> Context:
    return Context(prec=digits, rounding=rounding, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[Inexact] if exact else [])


def _decimals(digits: int, *, exact: bool) -> Arithmetic:
    down, up = _context(digits, ROUND_FLOOR, exact=exact), _context(digits, ROUND_CEILING, exact=exact)
    return Arithmetic(
        cast("Rounding", down),
        cast("Rounding", up),
        lambda fraction: down.divide(Decimal(fraction.numerator), Decimal(fraction.denominator)),
        lambda fraction: up.divide(Decimal(fraction.numerator), Decimal(fraction.denominator)),
    )


def _itself(value: Fraction) -> Number:
    return value


def _with_operators(arithmetic: Arithmetic) -> Arithmetic:
    """Give the same arithmetic for numbers of any type."""
    down, up = cast("Context", arithmetic.down), cast("Context", arithmetic.up)
    return replace(arithmetic, down=_Operators(down), up=_Operators(up))


ROUNDED = _decimals(60, exact=False)
"""Bounds of sixty digits, rounded away from each other: never wrong, and no input makes them long."""
_DECIMALS = _decimals(60, exact=True)
_FRACTIONS = Arithmetic(_Fractions(), _Fractions(), _itself, _itself)

EXACT_UP_TO = 400
"""A graph of more interests is computed in sixty digits, with bounds rounded apart, instead of exactly."""

ResultT = TypeVar("ResultT")


def exactly(compute: Callable[[Arithmetic], ResultT], *, size: int, solvable: Callable[[], bool]) -> ResultT:
    """Compute in decimals if sixty digits are exact, else in fractions, and for a large graph in rounded decimals.

    Fractions would grow without end where entities that hold one another are too many to be ``solvable``; then decimals
    are rounded too. What is computed with the same arithmetic afterwards, to explain the result, may be rounded.
    """
    if size > EXACT_UP_TO:
        return compute(ROUNDED)
    decimals = replace(_DECIMALS)
    try:
        result = compute(decimals)
    except Inexact:
        return compute(_FRACTIONS if solvable() else ROUNDED)
    except TypeError:  # a context computes with decimals alone
        decimals = _with_operators(decimals)
        result = compute(decimals)
    decimals.down, decimals.up = BOUND_DOWN, BOUND_UP
    decimals.lower, decimals.upper = ROUNDED.lower, ROUNDED.upper
    return result


BOUND_DOWN, BOUND_UP = _with_operators(ROUNDED).down, _with_operators(ROUNDED).up
"""The rounding of :data:`ROUNDED`, for bounds that are not worked out with one arithmetic throughout."""

SUM_DOWN = _Operators(_context(400, ROUND_FLOOR, exact=False))
SUM_UP = _Operators(_context(400, ROUND_CEILING, exact=False))
"""For plain sums of stated percentages, which need few digits more than they have."""


def bounds_of(quantity: Quantity) -> tuple[Decimal | None, bool, Decimal | None, bool]:
    """Give the bounds that a stated quantity has; ``None`` where it has none."""
    if not isinstance(quantity, Range):
        return quantity, False, quantity, False
    lower, above = quantity.at_least, False
    if quantity.more_than is not None and (lower is None or quantity.more_than >= lower):
        lower, above = quantity.more_than, True
    upper, below = quantity.at_most, False
    if quantity.less_than is not None and (upper is None or quantity.less_than <= upper):
        upper, below = quantity.less_than, True
    return lower, above, upper, below


def percent_bounds(value: Quantity | None) -> PercentInterval:
    """Give the bounds on a percentage, 0 and 100 where none is stated."""
    if value is None:
        return ZERO, False, HUNDRED, False
    lower, above, upper, below = bounds_of(value)
    return lower or ZERO, above, HUNDRED if upper is None else upper, below


def within(lower: Decimal, above: bool, upper: Decimal, below: bool) -> Quantity:  # noqa: FBT001 (pairs of a bound)
    """Give the quantity within these bounds; exact where they meet."""
    if lower == upper:
        return lower
    return Range(
        at_least=None if above else lower,
        more_than=lower if above else None,
        at_most=None if below else upper,
        less_than=upper if below else None,
    )


def as_fraction(number: Any) -> Any:
    """Turn a number into a fraction. A decimal answers no arithmetic with fractions; every other number does."""
    return Fraction(number) if type(number) is Decimal else number / Fraction(1)


def reaches(held: Interval, threshold: Number, *, strict: bool) -> int:
    """Say whether a value within these bounds is at least (strict: more than) the threshold, in three values."""
    lower, above, upper, below = held
    if lower > threshold or (lower == threshold and (above or not strict)):
        return MET
    if upper < threshold or (upper == threshold and (below or strict)):
        return NOT_MET
    return UNKNOWN
