"""Lists values that show everything a fact can do: between two that rules compare it with, nothing changes."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from app.domain.evaluation.judging import tested
from app.domain.facts.countries import COUNTRIES
from app.domain.facts.dictionary import Field, Kind
from app.domain.facts.fact import Fact
from app.domain.language.nodes import HeldBy, Test
from app.domain.language.ruleset import RuleSet, whole_of
from app.domain.language.soundness import walk
from app.domain.truth import MET

Values = frozenset[Any]
_DAY = timedelta(days=1)


def points(bounds: Iterable[Any], *, unit: str | None = None) -> tuple[Any, ...]:
    """List numbers or days on, between and beyond those that rules compare a fact of this unit with, in order."""
    found = sorted(set(bounds))
    low, high = found[0], found[-1]
    if isinstance(low, date):
        return (low - _DAY, *_with_between(found), high + _DAY)
    below = low / 2 if low > 0 else low - 1
    above = (high + 100) / 2 if unit == "percent" else high * 2 if high > 0 else high + 1
    return tuple(sorted({below, *_with_between(found), above}))


def _with_between(bounds: list[Any]) -> Iterator[Any]:
    yield bounds[0]
    for low, high in pairwise(bounds):
        between = low + (high - low) / 2
        yield from (between, high) if between > low else (high,)


class FactValues:
    """The values that matter of every fact that the rules test: among them each test finds what it can find at all."""

    def __init__(self, rule_set: RuleSet) -> None:
        self._tests: dict[object, list[Test]] = {}
        thresholds = {Decimal(50)}
        for definition in rule_set.definitions.values():
            for part in walk(whole_of(definition)):
                if isinstance(part, Test):
                    self._tests.setdefault(_fact_of(part), []).append(part)
                elif isinstance(part, HeldBy):
                    thresholds.add(part.threshold)
        self.shares: Values = frozenset(points(thresholds, unit="percent"))

    def of(self, test: Test) -> Values:
        """List the values of the fact that the test is about, without the choice that leaves open which it is."""
        fact = _fact_of(test)
        compared = {each for same in self._tests[fact] for each in same.operands}
        match test.path.type.kind:
            case Kind.QUANTITY | Kind.DATE:
                percent = isinstance(fact, Fact) and fact.unit == "percent"
                return frozenset(each for each in points(compared) if not percent or 0 <= each <= 100)
            case Kind.TRUTH:
                return frozenset({True, False})
            case Kind.CHOICE:
                left_open = {fact.open_choice} if isinstance(fact, Fact) else set()
                return frozenset(test.path.type.choices) - left_open
            case _:
                return frozenset({*compared, min(COUNTRIES - compared, default="")})

    def of_field(self, field: Field) -> tuple[Any, ...]:
        """List the values of a fact in order, of a list those of its items; none where no rule tests it."""
        tests = self._tests.get(field.fact)
        return tuple(sorted(self.of(tests[0]))) if tests else ()

    def tests_met(self, field: Field, value: Any) -> int:
        """Count the tests of the fact that the value meets."""
        return sum(tested(test, value) == MET for test in self._tests.get(field.fact, ()))

    def thresholds(self, field: Field) -> frozenset[Any]:
        """List what rules compare the fact with."""
        return frozenset(each for test in self._tests.get(field.fact, ()) for each in test.operands)

    def meeting(self, test: Test) -> Values:
        """List those that meet the test."""
        return frozenset(each for each in self.of(test) if tested(test, each) == MET)

    def nearest(self, field: Field, stated: Any, values: Values) -> Any:
        """Choose what was stated, if no test tells it from all of the values, and else the first of them."""
        tests = self._tests[field.fact]
        alike = any(all(tested(test, stated) == tested(test, each) for test in tests) for each in values)
        return stated if alike else min(values, key=str)


def _fact_of(test: Test) -> object:
    """Find what tells a fact from others: its definition, or the words of what has none."""
    return (test.path.steps[-1].field.fact if test.path.steps else None) or test.path.text
