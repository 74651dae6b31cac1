"""The percentage share of an interest in a statement."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from app.domain.quantity import number_text

_WHOLE, _PLACES = 100, 60
_BOUNDS = {
    "minimum": "at_least",
    "exclusiveMinimum": "more_than",
    "maximum": "at_most",
    "exclusiveMaximum": "less_than",
}


def share_of(share: Any, pointer: str, leave: Callable[[str, str], None]) -> str | dict[str, str] | None:
    """The percentage that a share states, exact or within bounds; ``None``, and ``leave`` is told, if it has none."""
    if share is None:
        return None
    stated = share if isinstance(share, dict) else {}
    given = {name: stated[name] for name in ("exact", *_BOUNDS) if name in stated}
    percents = {name: Decimal(value) for name, value in given.items() if _is_percent(value)}
    if len(percents) < len(given) or not percents:
        leave(pointer, "A share has bounds between 0 and 100; how large it is stays unknown.")
        return None
    if "exact" in percents:
        return number_text(percents["exact"])
    lower = _tightest(percents, "minimum", "exclusiveMinimum", highest=True)
    upper = _tightest(percents, "maximum", "exclusiveMaximum", highest=False)
    if lower and upper and (lower[1] > upper[1] or (lower[1] == upper[1] and "exclusive" in f"{lower}{upper}")):
        leave(pointer, "Nothing lies between these bounds; how large the share is stays unknown.")
        return None
    return {_BOUNDS[name]: number_text(value) for name, value in filter(None, (lower, upper))}


def _is_percent(value: Any) -> bool:
    """Whether the value is a number from 0 to 100 with no more decimal places than anybody can mean."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= _WHOLE:
        return False
    exponent = Decimal(value).as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_PLACES


def _tightest(
    percents: dict[str, Decimal], inclusive: str, exclusive: str, *, highest: bool
) -> tuple[str, Decimal] | None:
    """The bound of the two that leaves less."""
    given = [(percents[name], name == exclusive, name) for name in (inclusive, exclusive) if name in percents]
    if not given:
        return None
    value, _, name = max(given) if highest else min(given, key=lambda each: (each[0], not each[1]))
    return name, value
