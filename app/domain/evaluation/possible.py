"""Judges whether a fact that is still to be learned can meet a test, or fail it."""

from datetime import date, timedelta

from app.domain.evaluation.judging import tested
from app.domain.language.nodes import Test
from app.domain.regime import PossibleFacts
from app.domain.truth import MET, NOT_MET


def can_turn_out(possible: PossibleFacts, test: Test, pointer: str, *, met: bool) -> bool:
    """Say whether some answer about the fact at the pointer that is possible meets the test, or fails it."""
    choices = possible.choices.get(pointer)
    if choices is not None:
        return any(tested(test, each) == (MET if met else NOT_MET) for each in choices)
    needed, left = possible.words_needed.get(pointer), possible.words_left.get(pointer)
    if needed is not None or left is not None:
        if met:
            return left is None or not test.operands.isdisjoint(left)
        return not any(words <= test.operands for words in needed or ())
    earliest = possible.earliest.get(pointer)
    if earliest is None or not isinstance(test.operand, date):
        return True
    days = (test.operand + timedelta(days=by) for by in (-1, 0, 1))
    return any((tested(test, day) == MET) == met for day in (earliest, *days) if day >= earliest)
