"""Whether the statements show the chain through which an indirect interest is held."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from app.api.wire.bods.holdings import ONE_DAY, Days
from app.api.wire.bods.timeline import ByDays, bounds

_STEPS = 300_000


@dataclass(slots=True)
class Chains:
    """Who holds directly in whom, and on which days.

    Looking for chains costs steps. When they are used up no chain is found any more, so that an indirect holder stays.
    """

    _holders: dict[str, dict[str, ByDays]] = field(default_factory=dict)
    _steps: int = _STEPS

    def add(self, holder: str, subject: str, held: ByDays) -> None:
        """The holder has this in the subject."""
        self._holders.setdefault(subject, {}).setdefault(holder, []).extend(held)

    def account_for(self, holder: str, subject: str, fact: Mapping[str, Any], *, days: Days) -> bool:
        """Whether the holder holds in those who hold in the subject, on all of these days, and they hold as much.

        An indirect share is never larger than what those have together through whom it is held.
        """
        last_links = []
        for link, held in self._holders.get(subject, {}).items():
            self._steps -= 1
            if self._steps < 0:
                return False
            if link != holder and _covered(held, days) and self._reaches(holder, link, days):
                last_links.append(held)
        if not last_links:
            return False
        for name, percent in fact.items():
            if name.endswith("_percent") and sum(_most(held, name) for held in last_links) < bounds(percent)[0]:
                return False
        return True

    def _reaches(self, holder: str, subject: str, days: Days) -> bool:
        seen, waiting = {subject}, [subject]
        while waiting:
            for other, held in self._holders.get(waiting.pop(), {}).items():
                self._steps -= 1
                if self._steps < 0:
                    return False
                if other not in seen and _covered(held, days):
                    if other == holder:
                        return True
                    seen.add(other)
                    waiting.append(other)
        return False


def _most(held: ByDays, name: str) -> Decimal:
    """The most that is held on any day."""
    return max(sum((bounds(fact.get(name))[1] for fact in facts), Decimal(0)) for _, facts in held)


def _covered(held: ByDays, days: Days) -> bool:
    """Whether something is held on all of the days."""
    reached: date | None = None
    for each in sorted((each for each, _ in held), key=lambda each: (each.first is not None, each.first or date.min)):
        if reached is None:
            if each.first is not None and (days.first is None or each.first > days.first):
                return False
            if days.first is not None and each.last is not None and each.last < days.first:
                continue
        elif each.first is not None and each.first > reached + ONE_DAY:
            return False
        if each.last is None:
            return True
        reached = each.last if reached is None else max(reached, each.last)
        if days.last is not None and days.last <= reached:
            return True
    return False
