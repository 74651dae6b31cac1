"""Ways in which something unknown can turn out: which facts to learn, and what each of them would have to say.

A way is worth asking about only if one answer to each question fits it. Whoever is asked who acquires cannot answer
with someone who is a U.S. person for one rule and none for another.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from app.domain.evaluation.reference import tested
from app.domain.language.nodes import Operand, Operator, Test
from app.domain.quantity import Range, equal
from app.domain.truth import MET, NOT_MET


class Saying(NamedTuple):
    """What a fact would have to say: that something is met or not. ``about`` identifies what, ``test`` is its test.

    A saying is ``rare`` where few transactions are such that the fact says it. ``left`` are the only choices that the
    fact has, where other facts leave no more.
    """

    about: object
    met: bool
    test: Test | None = None
    value: object = None
    rare: bool = False
    left: Collection[object] | None = None

    @property
    def key(self) -> tuple[object, bool]:
        """Equal for sayings that say the same of the same fact."""
        return self.about, self.met


Sayings = Mapping[tuple[object, bool], Saying]
Way = Mapping[str, Sayings]
"""JSON Pointers of facts to learn, with what each has to say."""

Ways = tuple[Way, ...]
"""Alternatives, the shortest first; none if nothing leads there."""

SETTLED: Ways = ({},)
_ELSE = "something else"
_COUNSEL = "/legal_decisions/"


def asking(*pointers: str) -> Ways:
    """The one way of learning these facts, whatever they say."""
    return ({pointer: {} for pointer in pointers},)


def hearing(pointer: str, saying: Saying) -> Ways:
    """The one way of hearing this from one fact."""
    return ({pointer: {saying.key: saying}},)


def together(parts: Iterable[Ways], *, keep: int) -> Ways:
    """The ways of taking a way of every part, as far as they fit together; at most ``keep`` of them."""
    found: Ways = SETTLED
    for ways in parts:
        if not ways:
            return ()
        if ways is SETTLED:
            continue
        if found is SETTLED:
            found = ways[:keep]
            continue
        joined = (_joined(one, other) for one in found for other in ways)
        found = shortest((way for way in joined if way is not None), keep=keep)
        if not found:
            return ()
    return found


def fewest(parts: Iterable[Ways], *, keep: int) -> Ways:
    """The shortest of the ways of any part; at most ``keep`` of them."""
    found: list[Way] = []
    for ways in parts:
        if ways is SETTLED:  # nothing to learn: no other way is shorter, or fits in where this one does not
            return SETTLED
        found += ways
    return shortest(found, keep=keep) if len(found) > 1 else tuple(found)


def shortest(ways: Iterable[Way], *, keep: int) -> Ways:
    """The ways with the fewest facts; of several, those with the fewest decisions of counsel, then by pointers.

    A way on which a fact says what is rarely so comes after all on which none does.
    """
    found = list(ways)
    if keep == 1 and len(found) > 1:
        lengths = list(map(_length, found))
        least = min(lengths)
        found = [way for way, length in zip(found, lengths, strict=True) if length == least]
    return tuple(sorted(found, key=_rank)[:keep] if len(found) > 1 else found)


def _length(way: Way) -> tuple[int, int, int]:
    rare = counsel = 0
    for pointer, sayings in way.items():
        counsel += pointer.startswith(_COUNSEL)
        rare += any(saying.rare for saying in sayings.values())
    return rare, len(way), counsel


def _rank(way: Way) -> tuple[tuple[int, int, int], list[str]]:
    return _length(way), sorted(way)


def _joined(one: Way, other: Way) -> Way | None:
    """Both ways in one, or ``None`` if one fact would have to say what cannot be said together."""
    joined = {**one, **other}
    for pointer in one.keys() & other.keys():
        sayings = {**one[pointer], **other[pointer]}
        if len(sayings) > max(len(one[pointer]), len(other[pointer])) and not _fit(sayings):
            return None
        joined[pointer] = sayings
    return joined


def _fit(sayings: Sayings) -> bool:
    if any((about, not met) in sayings for about, met in sayings):
        return False
    tests = [(each.test, each.met, each.value) for each in sayings.values() if each.test is not None]
    if len(tests) < 2:
        return True
    operators = {test.operator for test, _, _ in tests}
    if operators <= {Operator.INCLUDES, Operator.INCLUDES_ANY}:
        excluded = frozenset().union(*(_several(test.operand) for test, met, _ in tests if not met))
        return all(_several(test.operand) - excluded for test, met, _ in tests if met)
    known, left = tests[0][2], next(iter(sayings.values())).left
    candidates = left if left is not None else {value for test, _, _ in tests for value in _telling(test)}
    return any(
        not (isinstance(known, Range) and isinstance(value, Decimal) and equal(known, value) == NOT_MET)
        and all(tested(test, value) == (MET if met else NOT_MET) for test, met, _ in tests)
        for value in candidates
    )


def _several(operand: Operand) -> frozenset[Any]:
    return operand if isinstance(operand, frozenset) else frozenset({operand})


def _telling(test: Test) -> Iterator[Any]:
    """Values among which every answer that tells this test from others is represented."""
    yield from test.path.type.choices
    for operand in _several(test.operand):
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
