"""Computes with bounds, exactly or with errors to the safe side alone."""

from collections.abc import Callable
from dataclasses import dataclass
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


Operation = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Rounding:
    """Operations whose results are exact or rounded in one direction; ``bound`` takes in a fraction."""

    add: Operation
    subtract: Operation
    multiply: Operation
    bound: Callable[[Fraction], Number]


def hundredth(percent: Number, rounding: Rounding) -> Number:
    """Give the same share with 1 for the whole."""
    return rounding.multiply(percent, _HUNDREDTH) if percent else 0


_HUNDREDTH = Decimal("0.01")


@dataclass(slots=True)
class Arithmetic:
    """How lower bounds (``down``) and upper bounds (``up``) are computed."""

    down: Rounding
    up: Rounding


def _context(digits: int, rounding: str, *, exact: bool = False) -> Context:
    return Context(prec=digits, rounding=rounding, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[Inexact] if exact else [])


def _in_context(context: Context) -> Rounding:
    """Compute in a context with numbers of any type: those that it does not know answer operators in it."""

    def either(compute: Operation, operator: Operation) -> Operation:
        def computed(left: Any, right: Any, /) -> Any:
            try:
                return compute(left, right)
            except TypeError:
                with localcontext(context):
                    return operator(left, right)

        return computed

    return Rounding(
        either(context.add, add),
        either(context.subtract, sub),
        either(context.multiply, mul),
        lambda fraction: context.divide(Decimal(fraction.numerator), Decimal(fraction.denominator)),
    )


def _of_fractions(operator: Operation) -> Operation:
    return lambda left, right: operator(Fraction(left), Fraction(right))


_DIGITS = 60
_FRACTIONS = Rounding(_of_fractions(add), _of_fractions(sub), _of_fractions(mul), lambda fraction: fraction)
_EXACT_DOWN = _in_context(_context(_DIGITS, ROUND_FLOOR, exact=True))
_EXACT_UP = _in_context(_context(_DIGITS, ROUND_CEILING, exact=True))
BOUND_DOWN, BOUND_UP = _in_context(_context(_DIGITS, ROUND_FLOOR)), _in_context(_context(_DIGITS, ROUND_CEILING))
ROUNDED = Arithmetic(BOUND_DOWN, BOUND_UP)
"""Bounds of sixty digits, rounded away from each other: never wrong, and no input makes them long."""

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
    decimals = Arithmetic(_EXACT_DOWN, _EXACT_UP)
    try:
        result = compute(decimals)
    except Inexact:
        return compute(Arithmetic(_FRACTIONS, _FRACTIONS) if solvable() else ROUNDED)
    decimals.down, decimals.up = BOUND_DOWN, BOUND_UP
    return result


SUM_DOWN = _in_context(_context(400, ROUND_FLOOR))
SUM_UP = _in_context(_context(400, ROUND_CEILING))
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


def within(lower: Decimal, above: bool, upper: Decimal | None, below: bool) -> Quantity:  # noqa: FBT001 (pairs of a bound)
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


def in_digits(number: Number, rounding: str) -> Decimal:
    """Give a bound with all its digits, or with sixty, rounded so that it still is a bound."""
    if isinstance(number, Fraction | int):
        return _context(_DIGITS, rounding).divide(Decimal(number.numerator), Decimal(number.denominator))
    return cast("Decimal", number)


def reaches(held: Interval, threshold: Number, *, strict: bool) -> int:
    """Say whether a value within these bounds is at least (strict: more than) the threshold, in three values."""
    lower, above, upper, below = held
    if lower > threshold or (lower == threshold and (above or not strict)):
        return MET
    if upper < threshold or (upper == threshold and (below or strict)):
        return NOT_MET
    return UNKNOWN
