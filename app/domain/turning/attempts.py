"""Puts other values of one fact into a transaction, and says with which of them the determination would be another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from itertools import groupby
from typing import Any, Final, NamedTuple

from app.domain.answers.determination import Class
from app.domain.facts.places import with_value
from app.domain.interview.interview import Interview
from app.domain.interview.trials import Trials
from app.domain.quantity import Range
from app.domain.turning.other_values import Scale

_NEAR: Final = Decimal("0.01")
"""How near a turn of a share is looked for, in percent."""
_HALVINGS: Final = 16
_DIGITS: Final = Context(prec=4, rounding=ROUND_HALF_EVEN)
"""How exactly a turn of another number is looked for, at most."""

_Then = tuple[Class, tuple[Class, ...]]
"""A determination, and every class that is possible."""

_Line = list[tuple[Any, _Then | None]]
"""Values, going away from what is stated, each with what it gives; ``None`` where something else excludes it."""


class Turn(NamedTuple):
    """Values of a fact with which the determination would be another.

    ``values`` were tried. ``bounds`` are those of all numbers with which it would be the same, where the law's
    thresholds say so; ``stays_at`` is the nearest number tried with which the determination stays. ``rank`` counts how
    many turns lie nearer to what is stated.
    """

    determination: Class
    possible: tuple[Class, ...]
    values: tuple[Any, ...]
    bounds: dict[str, Any] | None = None
    stays_at: Any = None
    rank: int = 0


class Attempts:
    """Tries values of one fact, at its place in one transaction whose determination is known.

    Every method raises ``InvalidTransaction`` once the work that may be made is used up.
    """

    def __init__(self, trials: Trials, interview: Interview, pointer: str, stands: Class) -> None:
        self._trials = trials
        self._interview = interview
        self._pointer = pointer
        self._stands = stands
        self.tried = 0

    def of_words(self, values: Iterable[Any]) -> Iterator[Turn]:
        """Give the turns among words, truths and lists, those that mean the same together."""
        found: dict[_Then, list[Any]] = {}
        for value in values:
            verdicts = self._with(value)
            if verdicts is not None and verdicts[0] != self._stands:
                found.setdefault(verdicts, []).append(value)
        for (determination, possible), alike in found.items():
            yield Turn(determination, possible, tuple(alike))

    def of_scale(self, scale: Scale, at: Any) -> Iterator[Turn]:
        """Give the turns below and above a number or a day, the nearest first on each side."""
        for values in (
            [each for each in reversed(scale.values) if each < at],
            [each for each in scale.values if each > at],
        ):
            yield from self._along(values, at, scale)

    def of_range(self, scale: Scale, stated: Range) -> Iterator[Turn]:
        """Give the turns beyond the bounds of a number that is known within bounds."""
        low = stated.more_than if stated.at_least is None else stated.at_least
        high = stated.less_than if stated.at_most is None else stated.at_most
        if low is not None:
            outside = [each for each in reversed(scale.values) if each < low or each == stated.more_than]
            yield from self._along(outside, low, scale)
        if high is not None:
            outside = [each for each in scale.values if each > high or each == stated.less_than]
            yield from self._along(outside, high, scale)

    def _along(self, values: Sequence[Any], at: Any, scale: Scale) -> Iterator[Turn]:
        """Give the turns on one side, going away from ``at``, where the determination is as it stands."""
        line: _Line = [(at, (self._stands, ()))]
        line += [(each, self._with(each)) for each in values]
        rank = 0
        groups = [(verdicts, [*each]) for verdicts, each in groupby(enumerate(line), key=lambda one: one[1][1])]
        for verdicts, group in groups:
            if verdicts is None or verdicts[0] == self._stands:
                continue
            first, last = group[0][0], group[-1][0]
            found = tuple(value for _, (value, _) in group)
            turn = Turn(verdicts[0], verdicts[1], found[:1], rank=rank)
            rank += 1
            if scale.thresholds:
                yield turn._replace(bounds=_bounds(line, first, last, scale.thresholds))
            elif (before := line[first - 1])[1] is not None and before[1][0] == self._stands:
                yield self._nearer(turn, before[0], found[0])
            else:
                yield turn

    def _nearer(self, turn: Turn, stays: Any, turned: Any) -> Turn:
        """Find the place between two numbers more exactly at which the determination turns so."""
        wanted = turn.determination, turn.possible
        share = min(stays, turned) >= 0 and max(stays, turned) <= 100
        for _ in range(_HALVINGS):
            between = _between(stays, turned, share=share)
            if between is None:
                break
            verdicts = self._with(between)
            if verdicts == wanted:
                turned = between
            elif verdicts is not None and verdicts[0] == self._stands:
                stays = between
            else:
                break
        return turn._replace(values=(turned,), stays_at=stays)

    def _with(self, value: Any) -> _Then | None:
        """Give the verdicts with the value in place; ``None`` where something else excludes it."""
        self.tried += 1
        transaction = with_value(self._interview.transaction, self._pointer, value)
        trial = self._trials.supposed(replace(self._interview, transaction=transaction))
        return None if trial is None else (trial.determination, trial.possible)


def _between(one: Decimal, other: Decimal, *, share: bool) -> Decimal | None:
    """Give a plain number about half way between two; ``None`` where they are near enough."""
    half = (one + other) / 2
    found = half.quantize(_NEAR) if share else _DIGITS.plus(half)
    return found if min(one, other) < found < max(one, other) else None


def _bounds(line: list[tuple[Any, _Then | None]], first: int, last: int, thresholds: frozenset[Any]) -> dict[str, Any]:
    """Give the bounds of all values between which nothing changes; ``line`` goes away from where it begins."""
    up = line[-1][0] > line[0][0]
    near = _bound(line, first, first - 1, thresholds, lower=up)
    far = {} if last == len(line) - 1 else _bound(line, last, last + 1, thresholds, lower=not up)
    return {**near, **far} if up else {**far, **near}


def _bound(line: _Line, at: int, beside: int, thresholds: frozenset[Any], *, lower: bool) -> dict[str, Any]:
    """Give the bound on one side: at a threshold itself, or beyond the one beside; else at what was tried."""
    value, (other, verdicts) = line[at][0], line[beside]
    if value not in thresholds and other in thresholds and verdicts is not None:
        return {"more_than" if lower else "less_than": other}
    return {"at_least" if lower else "at_most": value}
