"""What a set of tests leaves open for one fact. A contradiction is found exactly: numbers and dates by intervals,
choices and countries by the values left, lists by what they must and must not hold.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.facts.dictionary import FieldType, Kind
from app.domain.language.nodes import Operator

Bound = Decimal | date


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of numbers or days with points taken out; a bound is ``(value, included)``."""

    low: tuple[Any, bool] | None = None
    high: tuple[Any, bool] | None = None
    without: frozenset[Any] = frozenset()

    def above(self, bound: Bound, *, included: bool) -> "Span | None":
        """What is left of it from the bound on; ``None`` if nothing is."""
        tighter = self.low is None or (bound, not included) > (self.low[0], not self.low[1])
        return _if_any(replace(self, low=(bound, included))) if tighter else self

    def below(self, bound: Bound, *, included: bool) -> "Span | None":
        """What is left of it up to the bound; ``None`` if nothing is."""
        tighter = self.high is None or (bound, included) < self.high
        return _if_any(replace(self, high=(bound, included))) if tighter else self

    def other_than(self, point: Bound) -> "Span | None":
        """What is left of it without one point; ``None`` if nothing is."""
        return _if_any(replace(self, without=self.without | {point}))

    def holds(self, point: Bound) -> bool:
        """Whether the point lies within."""
        low, high = self.low, self.high
        return (
            point not in self.without
            and (low is None or point > low[0] or (low[1] and point == low[0]))
            and (high is None or point < high[0] or (high[1] and point == high[0]))
        )


@dataclass(frozen=True, slots=True)
class OneOf:
    """One value out of ``allowed`` (all there are where that is ``None``), none of ``without``."""

    allowed: frozenset[Any] | None
    without: frozenset[Any] = frozenset()

    def within(self, values: frozenset[Any]) -> "OneOf | None":
        """What is left where the value is among these."""
        left = (values if self.allowed is None else self.allowed & values) - self.without
        return OneOf(left) if left else None

    def outside(self, values: frozenset[Any]) -> "OneOf | None":
        """What is left where the value is none of these."""
        if self.allowed is None:
            return OneOf(None, self.without | values)
        left = self.allowed - values
        return OneOf(left) if left else None


@dataclass(frozen=True, slots=True)
class Holding:
    """A list that holds all of ``items`` and none of ``without``."""

    items: frozenset[Any] = frozenset()
    without: frozenset[Any] = frozenset()

    def holding(self, item: Any) -> "Holding | None":
        """The list with this item too."""
        return None if item in self.without else Holding(self.items | {item}, self.without)

    def lacking(self, items: frozenset[Any]) -> "Holding | None":
        """The list without any of these items."""
        return None if self.items & items else Holding(self.items, self.without | items)


Constraint = Span | OneOf | Holding
_PERCENT = Span((Decimal(0), True), (Decimal(100), True))


def open_to(type_: FieldType, *, unit: str | None) -> Constraint:
    """Everything that a fact of this type can be."""
    match type_.kind:
        case Kind.QUANTITY:
            return _PERCENT if unit == "percent" else Span()
        case Kind.DATE:
            return Span()
        case Kind.TRUTH:
            return OneOf(frozenset({True, False}))
        case Kind.CHOICE:
            return OneOf(frozenset(type_.choices))
        case Kind.LISTING:
            return Holding()
        case _:
            return OneOf(None)


def narrowed(constraint: Constraint, operator: Operator, operand: Any, *, met: bool) -> Constraint | None:
    """What a test that is met, or not met, leaves of it; ``None`` if nothing.

    ``includes_any`` that is met leaves several possibilities, one for each item, and is no test for this function.
    """
    values = operand if isinstance(operand, frozenset) else frozenset({operand})
    match constraint:
        case OneOf():
            return constraint.within(values) if met else constraint.outside(values)
        case Holding():
            return constraint.holding(next(iter(values))) if met else constraint.lacking(values)
        case Span():
            return _spanned(constraint, operator, operand, met=met)


def _spanned(span: Span, operator: Operator, bound: Any, *, met: bool) -> Span | None:
    match operator:
        case Operator.IS if met:
            above = span.above(bound, included=True)
            return above.below(bound, included=True) if above is not None else None
        case Operator.IS:
            return span.other_than(bound)
        case Operator.AT_LEAST | Operator.ON_OR_AFTER:
            return span.above(bound, included=True) if met else span.below(bound, included=False)
        case Operator.MORE_THAN | Operator.AFTER:
            return span.above(bound, included=False) if met else span.below(bound, included=True)
        case Operator.AT_MOST | Operator.ON_OR_BEFORE:
            return span.below(bound, included=True) if met else span.above(bound, included=False)
        case _:
            return span.below(bound, included=False) if met else span.above(bound, included=True)


def _if_any(span: Span) -> Span | None:
    """The span, or ``None`` if nothing lies in it."""
    if span.low is None or span.high is None:
        return span
    (low, low_included), (high, high_included) = span.low, span.high
    one = low == high and low_included and high_included and low not in span.without
    return span if low < high or one else None
