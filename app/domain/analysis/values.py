"""Lists values that show everything a fact can do: between two that rules compare it with, nothing changes."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from app.domain.evaluation.reference import tested
from app.domain.facts.countries import COUNTRIES
from app.domain.facts.dictionary import Field, Kind
from app.domain.facts.fact import Fact
from app.domain.language.nodes import HeldBy, Test
from app.domain.language.ruleset import RuleSet, whole_of
from app.domain.language.soundness import walk
from app.domain.truth import MET

Values = frozenset[Any]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers or days that rules compare a fact with, in order, and ``points`` on, between and beyond them."""

    bounds: tuple[Any, ...]
    points: tuple[Any, ...]

    def standing_for(self, value: Any) -> Any:
        """Find the point about which every test says what it says about the value."""
        index = bisect_left(self.bounds, value)
        if index < len(self.bounds) and self.bounds[index] == value:
            return value
        low = self.bounds[index - 1] if index else None
        high = self.bounds[index] if index < len(self.bounds) else None
        return next((p for p in self.points if (low is None or p > low) and (high is None or p < high)), value)


def scale(bounds: Iterable[Any], *, unit: str | None = None) -> Scale:
    """Build the scale of a fact that is compared with these numbers or days; ``unit`` is that of the fact."""
    found = tuple(sorted(set(bounds)))
    if not found:
        return Scale((), ())
    low, high = found[0], found[-1]
    if isinstance(low, date):
        return Scale(found, (low - _DAY, *_with_between(found), high + _DAY))
    below = low / 2 if low > 0 else low - 1
    above = (high + 100) / 2 if unit == "percent" else high * 2 if high > 0 else high + 1
    return Scale(found, tuple(sorted({below, *_with_between(found), above})))


def _with_between(bounds: tuple[Any, ...]) -> Iterator[Any]:
    yield bounds[0]
    for low, high in pairwise(bounds):
        between = low + (high - low) / 2
        yield from (between, high) if between > low else (high,)


class FactValues:
    """The values that matter of every fact that the rules test: among them each test finds what it can find at all."""

    def __init__(self, rule_set: RuleSet) -> None:
        self._compared: dict[object, set[Any]] = {}
        shares = set()
        for definition in rule_set.definitions.values():
            for part in walk(whole_of(definition)):
                if isinstance(part, Test):
                    named = part.operand if isinstance(part.operand, frozenset) else {part.operand}
                    self._compared.setdefault(_fact_of(part), set()).update(named)
                elif isinstance(part, HeldBy):
                    shares.add(part.threshold)
        self.shares: Values = frozenset(scale(shares, unit="percent").points)

    def of(self, test: Test) -> Values:
        """List the values of the fact that the test is about, without the choice that leaves open which it is."""
        kind, fact, compared = test.path.type.kind, _fact_of(test), self._compared[_fact_of(test)]
        match kind:
            case Kind.QUANTITY | Kind.DATE:
                percent = isinstance(fact, Fact) and fact.unit == "percent"
                return frozenset(each for each in scale(compared).points if not percent or 0 <= each <= 100)
            case Kind.TRUTH:
                return frozenset({True, False})
            case Kind.CHOICE:
                left_open = {fact.open_choice} if isinstance(fact, Fact) else set()
                return frozenset(test.path.type.choices) - left_open
            case _:
                return frozenset({*compared, next((each for each in COUNTRIES if each not in compared), "")})

    def meeting(self, test: Test) -> Values:
        """List those that meet the test."""
        return frozenset(each for each in self.of(test) if tested(test, each) == MET)

    def nearest(self, field: Field, stated: Any, values: Values) -> Any:
        """Choose of the values the one that tests do not tell from what was stated, or the first."""
        if stated.__class__ in (Decimal, date) and scale(self._compared[field.fact]).standing_for(stated) in values:
            return stated
        return stated if stated in values else min(values, key=str)


def _fact_of(test: Test) -> object:
    """Find what tells a fact from others: its definition, or the words of what has none."""
    return (test.path.steps[-1].field.fact if test.path.steps else None) or test.path.text
