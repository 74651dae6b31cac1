"""Combines question sets: the facts that can settle something unknown, with what each of them would have to say.

A set is worth asking only if one answer to each question fits it. Whoever is asked who acquires cannot answer
with someone who is a U.S. person for one rule and none for another.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from app.domain.effort import Effort
from app.domain.evaluation.judging import value_test
from app.domain.facts.asking_order import AskingOrder, AskingPlace, hardship
from app.domain.language.nodes import Operator, Test
from app.domain.quantity import Range, equal
from app.domain.truth import MET, NOT_MET


class Demand(NamedTuple):
    """Says what a fact would have to say: that something is met or not.

    ``about`` identifies what, ``test`` is its test. A demand is ``rare`` where few transactions are such that the fact
    says it. ``left`` are the only choices that the fact has, where other facts leave no more.
    """

    about: object
    met: bool
    test: Test | None = None
    value: object = None
    rare: bool = False
    left: Collection[object] | None = None

    @property
    def key(self) -> tuple[object, bool]:
        """Be equal for demands that ask the same of the same fact."""
        return self.about, self.met


Demands = Mapping[tuple[object, bool], Demand]


class QuestionSet:
    """Holds facts to learn, by their JSON Pointers, with what each has to say.

    ``rare`` are those that have to say what is rarely so, ``several`` those of which several facts are to be said.
    """

    __slots__ = ("facts", "rare", "several")

    def __init__(self, facts: Mapping[str, Demands], rare: frozenset[str], several: frozenset[str]) -> None:
        self.facts = facts
        self.rare = rare
        self.several = several


QuestionSets = tuple[QuestionSet, ...]
"""Alternatives, the shortest first; none if nothing leads there."""

SETTLED: QuestionSets = (QuestionSet({}, frozenset(), frozenset()),)
_ELSE = "something else"
_PER_STEP = 8
"""So many facts of a set are looked at in one step."""
_STEPS_OF_A_SET = 2
"""To join and rank sets takes about twice as long as to look at a holder."""


class Ranking:
    """Ranks sets: those with the fewest facts first; of several, those that a deal team can answer; in order of asking.

    A set in which a fact says what is rarely so comes after all in which none does, and one with a fact of which
    somebody has said that it cannot be learned, after all others: those are ``unanswered``.
    """

    def __init__(self, order: AskingOrder, unanswered: Collection[str], *, effort: Effort) -> None:
        self._place = order.place
        self._unanswered = frozenset(unanswered)
        self._effort = effort

    def first(self, sets: Iterable[QuestionSet], *, keep: int) -> QuestionSets:
        """Give the first of the sets, at most ``keep`` of them."""
        by_weight: dict[tuple[int, ...], list[QuestionSet]] = {}
        steps = 0
        for each in sets:
            steps += 1 + len(each.facts) // _PER_STEP
            by_weight.setdefault(self._weight(each), []).append(each)
        self._effort.spend(_STEPS_OF_A_SET * steps)
        ranked: list[QuestionSet] = []
        for weight in sorted(by_weight):
            alike = by_weight[weight]
            ranked += sorted(alike, key=self._hardship) if len(alike) > 1 else alike
            if len(ranked) >= keep:
                break
        return tuple(ranked[:keep])

    def _weight(self, each: QuestionSet) -> tuple[int, ...]:
        unanswered = len(self._unanswered & each.facts.keys()) if self._unanswered else 0
        return unanswered, len(each.rare), len(each.facts) + len(each.several)

    def _hardship(self, each: QuestionSet) -> tuple[tuple[int, ...], list[AskingPlace]]:
        places = sorted(map(self._place, each.facts))
        return hardship(places), places


def asked(*pointers: str, several: Collection[str] = frozenset()) -> QuestionSets:
    """Make the one set of these facts, whatever they say; of some of them there are ``several`` to be said."""
    return (QuestionSet({pointer: {} for pointer in pointers}, frozenset(), frozenset(several)),)


def demanded(pointer: str, demand: Demand) -> QuestionSets:
    """Make the one set of one fact that has to say this."""
    rare = frozenset({pointer}) if demand.rare else frozenset[str]()
    return (QuestionSet({pointer: {demand.key: demand}}, rare, frozenset()),)


def together(parts: Iterable[QuestionSets], *, keep: int, ranking: Ranking) -> QuestionSets:
    """Join a set of every part, as far as they fit together; give at most ``keep`` of them."""
    found: QuestionSets = SETTLED
    for sets in parts:
        if not sets:
            return ()
        if sets is SETTLED:
            continue
        if found is SETTLED:
            found = sets[:keep]
            continue
        joined = (_joined(one, other) for one in found for other in sets)
        found = ranking.first((each for each in joined if each is not None), keep=keep)
        if not found:
            return ()
    return found


def fewest(parts: Iterable[QuestionSets], *, keep: int, ranking: Ranking) -> QuestionSets:
    """Give the shortest of the sets of any part; at most ``keep`` of them."""
    found: list[QuestionSet] = []
    for sets in parts:
        if sets is SETTLED:  # nothing to learn: no other set is shorter, or fits in where this one does not
            return SETTLED
        found += sets
    return ranking.first(found, keep=keep)


def _joined(one: QuestionSet, other: QuestionSet) -> QuestionSet | None:
    """Put both sets in one, or ``None`` if one fact would have to say what cannot be said together."""
    joined = {**one.facts, **other.facts}
    shared = () if one.facts.keys().isdisjoint(other.facts) else one.facts.keys() & other.facts.keys()
    for pointer in shared:
        its, others = one.facts[pointer], other.facts[pointer]
        demands = {**its, **others}
        if len(demands) > max(len(its), len(others)) and not _fit(demands):
            return None
        joined[pointer] = demands
    return QuestionSet(joined, one.rare | other.rare, one.several | other.several)


def _fit(demands: Demands) -> bool:
    if any((about, not met) in demands for about, met in demands):
        return False
    tests = [(each.test, each.met, each.value) for each in demands.values() if each.test is not None]
    if len(tests) < 2:
        return True
    operators = {test.operator for test, _, _ in tests}
    if operators <= {Operator.INCLUDES, Operator.INCLUDES_ANY}:
        excluded = frozenset().union(*(test.operands for test, met, _ in tests if not met))
        return all(test.operands - excluded for test, met, _ in tests if met)
    known, left = tests[0][2], next(iter(demands.values())).left
    candidates = left if left is not None else {value for test, _, _ in tests for value in _telling(test)}
    wanted = [(value_test(test), MET if met else NOT_MET) for test, met, _ in tests]
    return any(
        not (isinstance(known, Range) and isinstance(value, Decimal) and equal(known, value) == NOT_MET)
        and all(judge(value) == verdict for judge, verdict in wanted)
        for value in candidates
    )


def _telling(test: Test) -> Iterator[Any]:
    """Values among which every answer that tells this test from others is represented."""
    yield from test.path.type.choices
    for operand in test.operands:
        yield operand
        match operand:
            case bool():
                yield not operand
            case Decimal():
                yield from (operand.next_minus(), operand.next_plus())
            case date():
                yield from (operand - timedelta(days=1), operand + timedelta(days=1))
            case _:
                yield operand if test.path.type.choices else _ELSE
