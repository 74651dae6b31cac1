"""Quotes values in answers: exact numbers as text, days as ISO text, lists with their completeness."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.answers.determination import QuotedFact
from app.domain.facts.fact import Listing
from app.domain.quantity import Range, number_text

Quotable = str | bool | None | list["Quotable"] | dict[str, "Quotable"]


def _range(value: Range) -> Quotable:
    bounds = {each.name: getattr(value, each.name) for each in fields(value)}
    return {name: number_text(bound) for name, bound in bounds.items() if bound is not None}


_QUOTED: dict[type, Callable[[Any], Quotable]] = {
    Decimal: number_text,
    Range: _range,
    date: lambda value: value.isoformat(),
    Listing: lambda value: {"complete": value.complete, "items": list(value.items)},
}


def fact(pointer: str, value: Quotable, test: str) -> QuotedFact:
    """Write a fact as reasons quote it: where it stands, what it says, and the words of the test it was put to."""
    return {"pointer": pointer, "value": value, "test": test}


def quoted(value: object) -> Quotable:
    """Write the value of a fact, ready for JSON."""
    convert = _QUOTED.get(value.__class__)
    return convert(value) if convert is not None else value  # type: ignore[return-value]  # text, truth or nothing
