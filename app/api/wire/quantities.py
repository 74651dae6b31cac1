"""Reads quantities exactly in every form: a JSON number, the same as text, or an object of bounds."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_DOWN, Context, Decimal
from typing import Any, Final

from pydantic_core import PydanticCustomError

from app.domain.quantity import Quantity, Range, is_exact

DIGITS: Final = 60
"""The most significant digits of a quantity, and the furthest a digit may stand from the decimal point."""

FORMS: Final = (
    'Give a number, a text with a number in it, or bounds such as `{"at_least": 10, "less_than": 50}`; '
    "without units, separators and signs of approximation."
)
TEXT_LIMIT: Final = 200
BOUNDS: Final = ("at_least", "more_than", "at_most", "less_than")

# The grammar of JSON numbers. Four digits are enough to see that an exponent is out of bounds.
NUMBER: Final = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,4})?"

_NUMBER = re.compile(NUMBER, re.ASCII)
# The spellings that are canonical already and within all limits, which is how most numbers are written.
_is_plain = re.compile(r"(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{0,28}[1-9])?", re.ASCII).fullmatch
_EXACT = Context(prec=DIGITS, rounding=ROUND_DOWN, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])


@dataclass(frozen=True, slots=True)
class Bounds:
    """Says where the values of a quantity can lie, under a name and in words."""

    name: str
    lowest: Decimal | None
    highest: Decimal | None
    words: str

    def checked(self, number: Decimal) -> Decimal:
        """Gives the number back if it lies there; raises a validation error otherwise."""
        if (self.lowest is not None and number < self.lowest) or (self.highest is not None and number > self.highest):
            raise PydanticCustomError("out_of_bounds", f"Give {self.words}.")
        return number


PERCENT = Bounds("Percentage", Decimal(0), Decimal(100), "a percentage from 0 to 100")
NOT_NEGATIVE = Bounds("Quantity", Decimal(0), None, "a number that is not negative")
RATE = Bounds("Rate", Decimal(1).scaleb(-DIGITS), None, "a rate above zero")
ANY_SIGN = Bounds("SignedQuantity", None, None, "a number")


def quantity_reader(bounds: Bounds, number: Callable[[Any], Decimal] | None = None) -> Callable[[Any], Quantity]:
    """Makes a function from the wire form to the exact quantity; it raises validation errors that name no value.

    ``number`` reads a number, if not :func:`exact_number` does.
    """
    number = number or exact_number

    def read(value: Any) -> Quantity:
        return _range(value, bounds, number) if value.__class__ is dict else bounds.checked(number(value))

    return read


def canonical_quantity(quantity: Quantity) -> str | dict[str, str]:
    """Gives the canonical form of a quantity: its digits as text, or an object of such texts."""
    if is_exact(quantity):
        return format(quantity, "f")
    bounds = {name: getattr(quantity, name) for name in sorted(BOUNDS)}
    return {name: format(bound, "f") for name, bound in bounds.items() if bound is not None}


def exact_number(value: Any) -> Decimal:
    """Reads ``value`` exactly, without an exponent or a superfluous zero; raises as :func:`quantity_reader` says."""
    if value.__class__ is Decimal:
        if _is_plain(str(value)):
            return value
    elif isinstance(value, str):
        if _is_plain(value):
            return Decimal(value)
        if len(value) > TEXT_LIMIT or _NUMBER.fullmatch(value) is None:
            raise PydanticCustomError("not_a_quantity", FORMS)
        value = Decimal(value)
    elif value.__class__ is int:
        if -(10**18) < value < 10**18:
            return Decimal(value)
        value = Decimal(value)
    if not isinstance(value, Decimal):
        raise PydanticCustomError("not_a_quantity", FORMS)
    if not value:
        return Decimal(0)
    if not -DIGITS <= value.adjusted() <= DIGITS:
        raise PydanticCustomError("out_of_bounds", f"Give a number between 10^-{DIGITS} and 10^{DIGITS}, or zero.")
    reduced = _EXACT.normalize(value)
    if reduced != value:
        raise PydanticCustomError("too_many_digits", f"Give at most {DIGITS} significant digits.")
    return Decimal(format(reduced, "f"))


def _range(value: Mapping[str, Any], bounds: Bounds, number: Callable[[Any], Decimal]) -> Quantity:
    stated = {name: bound for name, bound in value.items() if bound is not None}
    if not stated or not stated.keys() <= set(BOUNDS):
        raise PydanticCustomError(
            "not_a_range",
            "Give one or two of the bounds `at_least`, `more_than`, `at_most` and `less_than`, and no others.",
        )
    numbers = {name: number(bound) for name, bound in stated.items()}
    for each in numbers.values():
        bounds.checked(each)
    if {"at_least", "more_than"} <= numbers.keys() or {"at_most", "less_than"} <= numbers.keys():
        raise PydanticCustomError("not_a_range", "Give one lower and one upper bound at most.")
    lower = numbers.get("at_least", numbers.get("more_than"))
    upper = numbers.get("at_most", numbers.get("less_than"))
    if lower is not None and upper is not None:
        closed = "at_least" in numbers and "at_most" in numbers
        if lower > upper or (lower == upper and not closed):
            raise PydanticCustomError("empty_range", "No number lies within these bounds: the lower one is too high.")
        if lower == upper:
            return lower
    return Range(**numbers)
