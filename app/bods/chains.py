"""Finds out whether the statements show the chain through which an indirect interest is held."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from app.bods.holdings import PERCENTS, Holdings
from app.bods.moments import ONE_DAY
from app.bods.periods import InterestFacts, Period
from app.bods.shares import least_and_most

_STEPS = 300_000


@dataclass(slots=True)
class HoldingChains:
    """Knows who holds directly in whom, and in which periods.

    Looking for chains costs steps. When they are used up no chain is found any more, so that an indirect holder stays.
    """

    _holders: dict[str, dict[str, Holdings]] = field(default_factory=dict)
    _steps: int = _STEPS

    def add(self, holder: str, subject: str, held: Holdings) -> None:
        """Adds what the holder has in the subject."""
        self._holders.setdefault(subject, {}).setdefault(holder, []).extend(held)

    def account_for(self, holder: str, subject: str, facts: InterestFacts, *, period: Period) -> bool:
        """Returns whether the holder holds in those who hold in the subject, all the time, and they hold as much.

        An indirect share is never larger than what those have together through whom it is held.
        """
        through = [
            held
            for direct, held in self._held_during(period, subject)
            if direct != holder and self._reaches(holder, direct, period)
        ]
        if self._steps < 0 or not through:
            return False
        percents = [name for name in facts if name in PERCENTS]
        return all(sum(_most(held, name) for held in through) >= least_and_most(facts[name])[0] for name in percents)

    def _reaches(self, holder: str, subject: str, period: Period) -> bool:
        seen, waiting = {subject}, [subject]
        while waiting:
            for other, _ in self._held_during(period, waiting.pop()):
                if other == holder:
                    return True
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return False

    def _held_during(self, period: Period, subject: str) -> Iterator[tuple[str, Holdings]]:
        """Yields who holds something in the subject throughout the period; nobody when all steps are used up."""
        for holder, held in self._holders.get(subject, {}).items():
            self._steps -= 1
            if self._steps < 0:
                return
            if _covered(held, period):
                yield holder, held


def _most(held: Holdings, name: str) -> Decimal:
    """Returns the most that is held on any day."""
    return max(sum((least_and_most(each.get(name))[1] for each in facts), Decimal(0)) for _, facts in held)


def _covered(held: Holdings, period: Period) -> bool:
    """Returns whether something is held throughout the period."""
    missing = period.first
    for each in sorted((each for each, _ in held), key=lambda each: each.first):
        if each.first > missing:
            return False
        if each.last >= period.last:
            return True
        missing = max(missing, each.last + ONE_DAY)
    return False
