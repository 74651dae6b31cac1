"""Writes the interests that statements on relationships say as a transaction states them.

An indirect interest is left out where the statements show the chain through which it is held.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from app.api.wire.quantities import canonical_quantity
from app.bods.holdings import PERCENTS, Holdings, holdings_of
from app.bods.periods import DatedInterest, InterestFacts, Period
from app.bods.relationships import Ends, RelationshipReader
from app.bods.report import JsonObject
from app.bods.shares import least_and_most
from app.bods.statements import ONE_DAY
from app.domain.errors import InvalidTransaction, Problem
from app.domain.facts import limits

_STEPS = 300_000
_CHAIN = "The interests of which this one is made up are stated themselves."
_PERHAPS = "It may be the same as the chain that is stated as well, and so counts for anything up to what it is."
_SHARE = "It is held through others, and how much they hold stays unknown."


@dataclass(slots=True)
class _Chains:
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


@dataclass(slots=True)
class InterestWriter:
    """Writes interests, and adds parties for those through whom an interest is held and whom no statement names.

    With ``as_of`` only interests that were held on that day are written.
    """

    reader: RelationshipReader
    as_of: date | None
    _chains: _Chains = field(default_factory=_Chains)
    _between: dict[Ends, str] = field(default_factory=dict)
    _asked: set[tuple[Ends, Period]] = field(default_factory=set)

    def write(self, relationships: Sequence[tuple[Ends, list[DatedInterest]]]) -> list[JsonObject]:
        """Returns the interests; raises ``InvalidTransaction`` if there are more than a transaction can state."""
        number, most = 0, limits.most_items("interests")
        for ends, interests in relationships:
            held = holdings_of([each for each in interests if each.stated.directness != "indirect"])
            self._chains.add(*ends, held)
            number += sum(len(facts) for _, facts in held)
            if number > most:
                detail = f"These come to more than {most} interests: import fewer statements."
                raise InvalidTransaction([Problem("", detail, "too_many_items")])
        written: list[JsonObject] = []
        for ends, interests in relationships:
            for each in interests:
                written += self._indirect(ends, each)
            counting = [self._in_doubt(ends, each) for each in interests if each.stated.directness != "indirect"]
            written += self._direct(ends, holdings_of(counting))
        return written

    def _in_doubt(self, ends: Ends, interest: DatedInterest) -> DatedInterest:
        """Returns the interest; not certain, where nothing says that it is direct and a chain is stated as well."""
        days = self._days_asked(interest)
        if interest.stated.directness == "direct" or not self._chains.account_for(*ends, {}, period=days):
            return interest
        interest.stated.part.ask(_PERHAPS)
        return replace(interest, certain=False)

    def _indirect(self, ends: Ends, interest: DatedInterest) -> Iterator[JsonObject]:
        """Yields the interests that stand for an indirect one whose chain is not stated."""
        if interest.stated.directness != "indirect" or not self._is_asked(interest.period):
            return
        if self._chains.account_for(*ends, interest.stated.facts, period=self._days_asked(interest)):
            interest.stated.part.leave_out(_CHAIN)
            return
        if ends not in self._between:
            self._between[ends] = self.reader.add_party(f"between {ends[0]} and {ends[1]}")
        between = self._between[ends]
        interest.stated.part.report.leave_out(f"{interest.stated.part.pointer}/share", _SHARE)
        if (ends, interest.period) in self._asked:
            return
        self._asked.add((ends, interest.period))
        asks = f"Through whom is this held, and how much? The file does not say; the party `{between}` stands for them."
        interest.stated.part.ask(asks)
        for holder, subject in ((ends[0], between), (between, ends[1])):
            yield {"holder": holder, "subject": subject, **_term(interest.period)}

    def _direct(self, ends: Ends, held: Holdings) -> Iterator[JsonObject]:
        own = {"treasury": True} if ends[0] == ends[1] else {}
        for period, listed in held:
            for facts in listed if self._is_asked(period) else ():
                stated = {name: canonical_quantity(each) if name in PERCENTS else each for name, each in facts.items()}
                yield {"holder": ends[0], "subject": ends[1], **own, **_term(period), **stated}

    def _is_asked(self, period: Period) -> bool:
        return self.as_of is None or period.includes(self.as_of)

    def _days_asked(self, interest: DatedInterest) -> Period:
        """Returns when a chain must be stated: in the period of the interest, or on the day that is asked for."""
        return interest.period if self.as_of is None else Period(self.as_of, self.as_of)


def _term(period: Period) -> JsonObject:
    """Returns the period as an interest of a transaction states it."""
    first = {"first_day": period.first.isoformat()} if period.first > date.min else {}
    last = {"last_day": period.last.isoformat()} if period.last < date.max else {}
    term = "between_days" if first and last else "from_first_day" if first else "until_last_day"
    return {"term": term, **first, **last} if first or last else {}


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
