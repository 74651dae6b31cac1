"""Bounds on a quantity, and arithmetic on them that is exact or errs only to the safe side."""

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


Bounds = tuple[Number, bool, Number, bool]
"""Lower bound, whether the value is strictly above it, upper bound, whether the value is strictly below it."""

NONE: Bounds = (0, False, 0, False)
WHOLE: Bounds = (1, False, 1, False)
ANYTHING: Bounds = (0, False, 1, False)


class Rounding(Protocol):
    """Operations whose results are exact or rounded in one direction."""

    def add(self, left: Number, right: Number, /) -> Number: ...  # noqa: D102
    def subtract(self, left: Number, right: Number, /) -> Number: ...  # noqa: D102
    def multiply(self, left: Number, right: Number, /) -> Number: ...  # noqa: D102


_HUNDREDTH = Decimal("0.01")


def hundredth(percent: Number, rounding: Rounding) -> Number:
    """The same share with 1 for the whole."""
    return rounding.multiply(percent, _HUNDREDTH) if percent else 0


class _Fractions:
    """Operations on fractions, all exact; decimals are taken in."""

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

    ``number`` takes in an exact value; ``lower`` and ``upper`` take in a fraction as a bound.
    """

    down: Rounding
    up: Rounding
    number: Callable[[Decimal], Number]
    lower: Callable[[Fraction], Number]
    upper: Callable[[Fraction], Number]


def _context(digits: int, rounding: str, *, exact: bool) -> Context:
    return Context(prec=digits, rounding=rounding, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[Inexact] if exact else [])


def _decimals(digits: int, *, exact: bool) -> Arithmetic:
    down, up = _context(digits, ROUND_FLOOR, exact=exact), _context(digits, ROUND_CEILING, exact=exact)
    return Arithmetic(
        cast("Rounding", down),
        cast("Rounding", up),
        _itself,
        lambda fraction: down.divide(Decimal(fraction.numerator), Decimal(fraction.denominator)),
        lambda fraction: up.divide(Decimal(fraction.numerator), Decimal(fraction.denominator)),
    )


def _itself(value: Decimal) -> Number:
    return value


def _fraction(value: Fraction) -> Number:
    return value


def _with_operators(arithmetic: Arithmetic) -> Arithmetic:
    """Give the same arithmetic for numbers of any type."""
    down, up = cast("Context", arithmetic.down), cast("Context", arithmetic.up)
    return replace(arithmetic, down=_Operators(down), up=_Operators(up))


ROUNDED = _decimals(60, exact=False)
"""Bounds of sixty digits, rounded away from each other: never wrong, and no input makes them long."""
_DECIMALS = _decimals(60, exact=True)
_FRACTIONS = Arithmetic(_Fractions(), _Fractions(), Fraction, _fraction, _fraction)

EXACT_UP_TO = 400
"""A graph of more interests is computed in sixty digits, with bounds rounded apart, instead of exactly."""

ResultT = TypeVar("ResultT")


def exactly(compute: Callable[[Arithmetic], ResultT], *, size: int, solvable: Callable[[], bool]) -> ResultT:
    """The result in decimals if sixty digits are exact, else in fractions, and for a large graph in rounded decimals.

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
    """The bounds that a stated quantity gives; ``None`` where it gives none."""
    if not isinstance(quantity, Range):
        return quantity, False, quantity, False
    lower, above = quantity.at_least, False
    if quantity.more_than is not None and (lower is None or quantity.more_than >= lower):
        lower, above = quantity.more_than, True
    upper, below = quantity.at_most, False
    if quantity.less_than is not None and (upper is None or quantity.less_than <= upper):
        upper, below = quantity.less_than, True
    return lower, above, upper, below


def as_fraction(number: Any) -> Any:
    """Turn a number into a fraction. A decimal answers no arithmetic with fractions; every other number does."""
    return Fraction(number) if type(number) is Decimal else number / Fraction(1)


def reaches(held: Bounds, threshold: Number, *, strict: bool) -> int:
    """Whether a value within these bounds is at least (strict: more than) the threshold, in three values."""
    lower, above, upper, below = held
    if lower > threshold or (lower == threshold and (above or not strict)):
        return MET
    if upper < threshold or (upper == threshold and (below or strict)):
        return NOT_MET
    return UNKNOWN
