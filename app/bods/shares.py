"""Converts the percentage share of an interest from the form of the standard, and back."""

from decimal import Decimal
from typing import Any

import orjson

from app.bods.report import JsonObject, StatementPart
from app.domain.ownership.resolve.bounds import bounds_of
from app.domain.quantity import Quantity, Range, is_exact, number_text

WHOLE = Decimal(100)
_PLACES = 60
_BOUNDS = {
    "minimum": "at_least",
    "exclusiveMinimum": "more_than",
    "maximum": "at_most",
    "exclusiveMaximum": "less_than",
}


def share_of(share: StatementPart) -> Quantity | None:
    """Returns the percentage that a share states, exact or within bounds; ``None``, with a report, if it has none."""
    stated = share.use()
    if stated is None:
        return None
    given = {name: stated[name] for name in ("exact", *_BOUNDS) if name in stated} if isinstance(stated, dict) else {}
    if not given or not all(map(_is_percent, given.values())):
        share.leave_out("A share has bounds between 0 and 100; how large it is stays unknown.")
        return None
    if "exact" in given:
        return Decimal(given["exact"])
    lower, above, upper, below = bounds_of(Range(**{_BOUNDS[name]: Decimal(each) for name, each in given.items()}))
    if lower is not None and upper is not None and (lower > upper or (lower == upper and (above or below))):
        share.leave_out("Nothing lies between these bounds; how large the share is stays unknown.")
        return None
    return Range(**{"more_than" if above else "at_least": lower, "less_than" if below else "at_most": upper})


def share_in_statement(percent: Quantity) -> JsonObject:
    """Returns a percentage as the standard writes it, with numbers as exact JSON."""
    if is_exact(percent):
        return {"exact": _json_number(percent)}
    bounds = {name: getattr(percent, bound) for name, bound in _BOUNDS.items()}
    return {name: _json_number(number) for name, number in bounds.items() if number is not None}


def percent_in_transaction(percent: Quantity) -> str | dict[str, str]:
    """Returns a percentage as a transaction states it."""
    if is_exact(percent):
        return number_text(percent)
    bounds = {name: getattr(percent, name) for name in _BOUNDS.values()}
    return {name: number_text(number) for name, number in bounds.items() if number is not None}


def least_and_most(percent: Quantity | None) -> tuple[Decimal, Decimal]:
    """Returns the least and the most that a percentage can be; 0 and 100 where it is not stated."""
    lower, _, upper, _ = bounds_of(percent) if percent is not None else (None, False, None, False)
    return lower if lower is not None else Decimal(0), upper if upper is not None else WHOLE


def percent_between(lower: Decimal, upper: Decimal) -> Quantity:
    """Returns the percentage between these bounds, both included."""
    if lower == upper:
        return lower
    return Range(at_least=lower or None, at_most=upper if upper < WHOLE or not lower else None)


def _is_percent(value: Any) -> bool:
    """Returns whether the value is a number from 0 to 100 with no more decimal places than anybody can mean."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= WHOLE:
        return False
    exponent = Decimal(value).as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_PLACES


def _json_number(number: Decimal) -> Any:
    return orjson.Fragment(number_text(number))
