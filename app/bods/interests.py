"""Writes the interests that statements on relationships say as a transaction states them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.bods.chains import HoldingChains
from app.bods.holdings import PERCENTS, Holdings, holdings_of
from app.bods.periods import DatedInterest, Period
from app.bods.relationships import Ends, RelationshipReader
from app.bods.report import JsonObject
from app.bods.shares import percent_in_transaction
from app.domain.errors import InvalidTransaction, Problem
from app.domain.facts import limits

_CHAIN = "The interests of which this one is made up are stated themselves."
_PERHAPS = "It may be the same as the chain that is stated as well, and so counts for anything up to what it is."
_SHARE = "It is held through others, and how much they hold stays unknown."


@dataclass(slots=True)
class InterestWriter:
    """Writes interests, and adds parties for those through whom an interest is held and whom no statement names.

    With ``as_of`` only interests that were held on that day are written.
    """

    reader: RelationshipReader
    as_of: date | None
    _chains: HoldingChains = field(default_factory=HoldingChains)
    _between: dict[Ends, str] = field(default_factory=dict)
    _asked: set[tuple[Ends, Period]] = field(default_factory=set)

    def write(self, relationships: Sequence[tuple[Ends, list[DatedInterest]]]) -> list[JsonObject]:
        """Returns the interests; raises ``InvalidTransaction`` if there are more than a transaction can state."""
        direct: list[Holdings] = []
        number = 0
        for ends, interests in relationships:
            held = holdings_of([each for each in interests if each.directness != "indirect"])
            direct.append(held)
            self._chains.add(*ends, held)
            number += sum(len(facts) for _, facts in held)
            if number > limits.most_items("interests"):
                detail = f"These come to more than {limits.most_items('interests')} interests: import fewer statements."
                raise InvalidTransaction([Problem("", detail, "too_many_items")])
        written: list[JsonObject] = []
        for (ends, interests), held in zip(relationships, direct, strict=True):
            counting = held
            if any(each.directness != "direct" for each in interests):
                for each in interests:
                    written += self._indirect(ends, each)
                rest = [each for each in interests if each.directness != "indirect"]
                counting = holdings_of([self._in_doubt(ends, each) for each in rest])
            written += self._direct(ends, counting)
        return written

    def _in_doubt(self, ends: Ends, interest: DatedInterest) -> DatedInterest:
        """Returns the interest; not certain, where nothing says that it is direct and a chain is stated as well."""
        days = self._days_asked(interest)
        if interest.directness == "direct" or not self._chains.account_for(*ends, {}, period=days):
            return interest
        interest.part.ask(_PERHAPS)
        return replace(interest, certain=False)

    def _indirect(self, ends: Ends, interest: DatedInterest) -> Iterator[JsonObject]:
        """Yields the interests that stand for an indirect one whose chain is not stated."""
        if interest.directness != "indirect" or not self._is_asked(interest.period):
            return
        if self._chains.account_for(*ends, interest.facts, period=self._days_asked(interest)):
            interest.part.leave_out(_CHAIN)
            return
        if ends not in self._between:
            self._between[ends] = self.reader.add_party(f"between {ends[0]} and {ends[1]}")
        between = self._between[ends]
        interest.part.report.leave_out(f"{interest.part.pointer}/share", _SHARE)
        if (ends, interest.period) in self._asked:
            return
        self._asked.add((ends, interest.period))
        asks = f"Through whom is this held, and how much? The file does not say; the party `{between}` stands for them."
        interest.part.ask(asks)
        for holder, subject in ((ends[0], between), (between, ends[1])):
            yield {"holder": holder, "subject": subject, **_term(interest.period)}

    def _direct(self, ends: Ends, held: Holdings) -> Iterator[JsonObject]:
        own = {"treasury": True} if ends[0] == ends[1] else {}
        for period, listed in held:
            for facts in listed if self._is_asked(period) else ():
                stated = {
                    name: percent_in_transaction(each) if name in PERCENTS else each for name, each in facts.items()
                }
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
