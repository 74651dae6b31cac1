"""Fills the gaps in texts with other values, where the same conditions hold for these."""

from collections.abc import Callable, Container, Sequence
from operator import call, eq, itemgetter, le, lt, ne
from typing import Any

from app.recall.trace import GAP, Compare, Trace

Pick = Callable[[Sequence[Any]], tuple[Any, ...]]


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
        self._distinct = [(pick(places), len(places)) for places in trace.distinct]
        conditions = [
            _holding(comparison, *operands, result=result)
            for (comparison, *operands), result in trace.conditions.items()
        ]
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
        for several, number in self._distinct:
            if len({*several(known)}) < number:
                return None
        for place, function, of in self._texts:
            known[place] = function(known[of])
        return known


def _holding(comparison: Compare, left: int, right: int, *, result: bool) -> tuple[Compare, int, int]:
    """Return the comparison that holds: of numbers, days and texts, not ``a < b`` is ``b <= a``."""
    if result:
        return comparison, left, right
    return (ne, left, right) if comparison is eq else (le if comparison is lt else lt, right, left)


def pick(places: Sequence[int]) -> Pick:
    """Return a function from a sequence to what stands at these places, always as a tuple."""
    match places:
        case []:
            return lambda _: ()
        case [place]:
            return lambda sequence: (sequence[place],)
        case _:
            return itemgetter(*places)
