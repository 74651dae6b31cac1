"""Finds classes from verdicts: which determinations are still possible, and which one is given.

The outcomes are taken from the gravest down. A transaction is in the first whose conditions it meets, unless it is
excepted from it; in none of them, it is not covered. Where a condition is unknown both branches are followed, so the
classes found include every class that any completion of the transaction could have.
"""

from functools import cache

from app.domain.answers.determination import EXCEPTED, NOT_COVERED, UNDETERMINED, Class
from app.domain.truth import MET, NOT_MET

NO_DUTY = frozenset({EXCEPTED, NOT_COVERED})

OutcomeVerdicts = tuple[tuple[Class, int, int], ...]
"""For each outcome in order: its name, whether the transaction meets it, and whether it is excepted from it."""


@cache  # there are only so many combinations of verdicts
def possible_classes(verdicts: OutcomeVerdicts) -> tuple[Class, ...]:
    """Give the classes still possible, the gravest first."""
    found, no_duty = [], set()
    for outcome, met, excepted in verdicts:
        if met == NOT_MET:
            continue
        if excepted != NOT_MET:
            no_duty.add(EXCEPTED)
        if excepted != MET:
            found.append(outcome)
        if met == MET:
            break
    else:
        no_duty.add(NOT_COVERED)
    return (*found, *(each for each in (EXCEPTED, NOT_COVERED) if each in no_duty))


@cache
def determined(possible: tuple[Class, ...]) -> Class:
    """Give the class if one alone is possible; ``excepted`` if none of several has a duty; else ``undetermined``."""
    if len(possible) == 1:
        return possible[0]
    return EXCEPTED if NO_DUTY.issuperset(possible) else UNDETERMINED
