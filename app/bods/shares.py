"""Converts the percentage share of an interest from the form of the standard, and back."""

from decimal import Decimal
from typing import Any

import orjson

from app.api.wire.quantities import canonical_quantity, exact_number
from app.bods.report import JsonObject, StatementPart
from app.domain.ownership.resolve.bounds import bounds_of
from app.domain.quantity import Quantity, Range

WHOLE = Decimal(100)
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
    stated = stated if isinstance(stated, dict) else {}
    given = {name: _percent(stated[name]) for name in ("exact", *_BOUNDS) if name in stated}
    if not given or None in given.values():
        share.leave_out("A share has bounds between 0 and 100; how large it is stays unknown.")
        return None
    if "exact" in given:
        return given["exact"]
    lower, above, upper, below = bounds_of(Range(**{_BOUNDS[name]: each for name, each in given.items()}))
    if lower is not None and upper is not None and (lower > upper or (lower == upper and (above or below))):
        share.leave_out("Nothing lies between these bounds; how large the share is stays unknown.")
        return None
    return Range(**{"more_than" if above else "at_least": lower, "less_than" if below else "at_most": upper})


def share_in_statement(percent: Quantity) -> JsonObject:
    """Returns a percentage as the standard writes it, with numbers as exact JSON."""
    stated = canonical_quantity(percent)
    if isinstance(stated, str):
        return {"exact": orjson.Fragment(stated)}
    return {name: orjson.Fragment(stated[bound]) for name, bound in _BOUNDS.items() if bound in stated}


def least_and_most(percent: Quantity | None) -> tuple[Decimal, Decimal]:
    """Returns the least and the most that a percentage can be; 0 and 100 where it is not stated."""
    lower, _, upper, _ = bounds_of(percent) if percent is not None else (None, False, None, False)
    return lower if lower is not None else Decimal(0), upper if upper is not None else WHOLE


def percent_between(lower: Decimal, upper: Decimal) -> Quantity:
    """Returns the percentage between these bounds, both included."""
    if lower == upper:
        return lower
    return Range(at_least=lower or None, at_most=upper if upper < WHOLE or not lower else None)


def _percent(value: Any) -> Decimal | None:
    """Reads a number from 0 to 100 with no more digits than anybody can mean."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= WHOLE:
        return None
    try:
        return exact_number(value)
    except ValueError:
        return None
