"""Values as responses quote them: exact numbers as text, dates as ISO text, lists with their completeness."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.answers.determination import QuotedFact
from app.domain.facts.fact import Listing
from app.domain.quantity import Range, number_text

Quotable = str | bool | None | list["Quotable"] | dict[str, "Quotable"]


def _range(value: Range) -> Quotable:
    bounds = (("at_least", value.at_least), ("more_than", value.more_than), ("at_most", value.at_most))
    return {name: number_text(bound) for name, bound in (*bounds, ("less_than", value.less_than)) if bound is not None}


def _listing(value: Listing[Any]) -> Quotable:
    return {"complete": value.complete, "items": list(value.items)}


def _day(value: date) -> str:
    return value.isoformat()


_QUOTED: dict[type, Callable[[Any], Quotable]] = {
    Decimal: number_text,
    Range: _range,
    date: _day,
    Listing: _listing,
}


def fact(pointer: str, value: Quotable, test: str) -> QuotedFact:
    """A fact as reasons quote it: where it stands, what it says, and the words of the test it was put to."""
    return {"pointer": pointer, "value": value, "test": test}


def quoted(value: object) -> Quotable:
    """The value of a fact, ready for JSON."""
    convert = _QUOTED.get(value.__class__)
    return convert(value) if convert is not None else value  # type: ignore[return-value]  # text, truth or nothing
