"""Records what one evaluation does with the values of a body, and does it again with those of another."""

import re
from collections.abc import Callable, Container, Sequence
from datetime import date, timedelta
from decimal import Context, Decimal, getcontext
from fractions import Fraction
from operator import attrgetter, call, eq, itemgetter, le, lt, ne
from typing import Any

from app.domain.days import CalendarYears

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the place in a gap or mark. Characters for private use: no law is written with them."""
GAP = re.compile(f"{OPEN}([0-9]+){CLOSE}")

Compare = Callable[[Any, Any], bool]
"""``lt``, ``le`` or ``eq``. Numbers, days and texts are all in order, so that these say what their opposites say."""

_MOST_CONDITIONS = 500
"""With more, an answer is seldom right again, and testing them takes long."""

_settings_of = attrgetter("prec", "rounding", "Emin", "Emax")


class Untraced(BaseException):
    """Ends the attempt to learn an answer: something was stated, or done with a traced value, that cannot be recorded.

    No mere ``Exception``: nothing that takes care of those may go on as if the value had not been looked at.
    """


def pick(places: Sequence[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Return what looks up the values at these places, all in one call, which is quicker than one by one."""
    return itemgetter(*places) if len(places) > 1 else lambda values: [values[place] for place in places]


def gap(place: int) -> str:
    """Return what stands in a text for the value at a place."""
    return f"{OPEN}{place}{CLOSE}"


class Trace:
    """Records steps, texts and conditions. Every value has a place in one list.

    The ``stated`` values of the body come first, in its order; what is made of them follows. Constants, which the body
    does not hold, have negative places: they stand at the end of the list, the first of them last. ``steps`` has the
    places by function and operands, ``texts`` by function and what the text, in UTF-8, is made of. ``conditions`` has
    the result of every comparison, ``distinct`` the places of values of which no two are equal.
    """

    def __init__(self, stated: int) -> None:
        self.stated = stated
        self.steps: dict[tuple[Callable[..., Any], int, int], int] = {}
        self.texts: dict[tuple[Callable[[Any], bytes], int], int] = {}
        self.conditions: dict[tuple[Compare, int, int], bool] = {}
        self.distinct: list[tuple[int, ...]] = []
        self.constants: list[Any] = []
        self._places: dict[object, int] = {}
        self._contexts: dict[object, Context] = {}

    @property
    def length(self) -> int:
        """The number of places of values that are no constants."""
        return self.stated + len(self.steps) + len(self.texts)

    def step(self, function: Callable[..., Any], left: int, right: int) -> int:
        """Return the place of what the function gives for the values at two places."""
        return self.steps.setdefault((function, left, right), self.length)

    def text(self, function: Callable[[Any], bytes], place: int) -> str:
        """Return the gap for the text that the function makes of the value at a place."""
        return gap(self.texts.setdefault((function, place), self.length))

    def compare(self, comparison: Compare, left: int, right: int, *, result: bool) -> None:
        """Make the result of a comparison a condition. Raises ``Untraced`` where there are too many to test."""
        self.conditions[comparison, left, right] = result
        if len(self.conditions) > _MOST_CONDITIONS:
            raise Untraced

    def constant(self, value: object) -> int:
        """Return the place of a value that does not come from the body. Raises ``Untraced`` for an unusual one."""
        if not isinstance(value, Decimal | Fraction | date | int | timedelta | CalendarYears):
            raise Untraced
        key = (type(value), str(value))
        if key not in self._places:
            self.constants.append(value)
            self._places[key] = -len(self.constants)
        return self._places[key]

    def context(self) -> Context:
        """Return the decimal context of this moment, the same one for the same settings."""
        now = getcontext()
        traps = tuple(signal for signal, trapped in now.traps.items() if trapped)
        return self._contexts.setdefault((*_settings_of(now), traps), now.copy())


class TextTemplate:
    """Holds a text with gaps, each with the place of what fills it."""

    def __init__(self, text: str) -> None:
        pieces = GAP.split(text)
        self.places = [*map(int, pieces[1::2])]
        self._fillings = pick(self.places)
        self._pieces = [piece.encode() for piece in pieces]

    def fill(self, known: Sequence[Any]) -> bytes:
        """Return the text in UTF-8, with its gaps filled from the list of all that is known."""
        pieces = self._pieces.copy()
        pieces[1::2] = self._fillings(known)
        return b"".join(pieces)


class Replay:
    """Does again what a trace recorded, with other values, as far as ``needed`` places ask for texts."""

    def __init__(self, trace: Trace, needed: Container[int]) -> None:
        self._rest = [*[None] * (trace.length - trace.stated), *reversed(trace.constants)]
        self._steps = [(place, *step) for step, place in trace.steps.items()]
        self._texts = [(place, *text) for text, place in trace.texts.items() if place in needed]
        self._distinct = trace.distinct
        conditions = [_holding(*condition, result=result) for condition, result in trace.conditions.items()]
        self._comparisons = [comparison for comparison, _, _ in conditions]
        self._lefts = pick([left for _, left, _ in conditions])
        self._rights = pick([right for _, _, right in conditions])

    def known(self, values: Sequence[Any]) -> list[Any] | None:
        """Return the list of all that is known; ``None`` if a condition does not hold for the values.

        Raises ``ArithmeticError`` for values with which something cannot be computed.
        """
        known = [*values, *self._rest]
        for place, function, left, right in self._steps:
            known[place] = function(known[left], known[right])
        if not all(map(call, self._comparisons, self._lefts(known), self._rights(known))):
            return None
        for places in self._distinct:
            if len({known[place] for place in places}) < len(places):
                return None
        for place, function, of in self._texts:
            known[place] = function(known[of])
        return known


def _holding(comparison: Compare, left: int, right: int, *, result: bool) -> tuple[Compare, int, int]:
    """Return the comparison that holds: of numbers, days and texts, not ``a < b`` is ``b <= a``."""
    if result:
        return comparison, left, right
    return (ne, left, right) if comparison is eq else (le if comparison is lt else lt, right, left)
