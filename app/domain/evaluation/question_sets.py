"""Combines question sets: the facts that can settle something unknown, with what each of them would have to say.

A set is worth asking only if one answer to each question fits it. Whoever is asked who acquires cannot answer
with someone who is a U.S. person for one rule and none for another.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from app.domain.evaluation.judging import tested
from app.domain.facts.asking_order import AskingOrder, AskingPlace, hardship
from app.domain.language.nodes import Operator, Test
from app.domain.quantity import Range, equal
from app.domain.truth import MET, NOT_MET


class Demand(NamedTuple):
    """Says what a fact would have to say: that something is met or not.

    ``about`` identifies what, ``test`` is its test. A demand is ``rare`` where few transactions are such that the fact
    says it. ``left`` are the only choices that the fact has, where other facts leave no more. Of ``several`` facts
    something is to be said.
    """

    about: object
    met: bool
    test: Test | None = None
    value: object = None
    rare: bool = False
    left: Collection[object] | None = None
    several: bool = False

    @property
    def key(self) -> tuple[object, bool]:
        """Be equal for demands that ask the same of the same fact."""
        return self.about, self.met


Demands = Mapping[tuple[object, bool], Demand]
QuestionSet = Mapping[str, Demands]
"""JSON Pointers of facts to learn, with what each has to say."""

QuestionSets = tuple[QuestionSet, ...]
"""Alternatives, the shortest first; none if nothing leads there."""

SETTLED: QuestionSets = ({},)
_ELSE = "something else"


class Ranking:
    """Ranks sets: those with the fewest facts first; of several, those that a deal team can answer; in order of asking.

    A set in which a fact says what is rarely so comes after all in which none does, and one with a fact of which
    somebody has said that it cannot be learned, after all others: those are ``unanswered``.
    """

    def __init__(self, order: AskingOrder, unanswered: Collection[str]) -> None:
        self._place = order.place
        self._unanswered = unanswered

    def rank(self, facts: QuestionSet) -> tuple[int, int, int, tuple[int, ...], list[AskingPlace]]:
        """Give the key by which sets are sorted."""
        demands = [each.values() for each in facts.values()]
        rare, several = (sum(any(map(attrgetter(name), each)) for each in demands) for name in ("rare", "several"))
        unanswered = sum(fact in self._unanswered for fact in facts) if self._unanswered else 0
        places = sorted(map(self._place, facts))
        return unanswered, rare, len(facts) + several, hardship(places), places


def asked(*pointers: str) -> QuestionSets:
    """Make the one set of these facts, whatever they say."""
    return ({pointer: {} for pointer in pointers},)


def demanded(pointer: str, demand: Demand) -> QuestionSets:
    """Make the one set of one fact that has to say this."""
    return ({pointer: {demand.key: demand}},)


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
        found = shortest((facts for facts in joined if facts is not None), keep=keep, ranking=ranking)
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
    return shortest(found, keep=keep, ranking=ranking)


def shortest(sets: Iterable[QuestionSet], *, keep: int, ranking: Ranking) -> QuestionSets:
    """Give the first of the sets, at most ``keep`` of them."""
    return tuple(sorted(sets, key=ranking.rank)[:keep])


def _joined(one: QuestionSet, other: QuestionSet) -> QuestionSet | None:
    """Put both sets in one, or ``None`` if one fact would have to say what cannot be said together."""
    joined = {**one, **other}
    for pointer in one.keys() & other.keys():
        demands = {**one[pointer], **other[pointer]}
        if len(demands) > max(len(one[pointer]), len(other[pointer])) and not _fit(demands):
            return None
        joined[pointer] = demands
    return joined


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
    return any(
        not (isinstance(known, Range) and isinstance(value, Decimal) and equal(known, value) == NOT_MET)
        and all(tested(test, value) == (MET if met else NOT_MET) for test, met, _ in tests)
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
