"""Dates what statements on one relationship say: each of their interests with the period for which it is stated."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.bods.report import StatementPart
from app.bods.shares import share_of
from app.bods.statements import ONE_DAY, START, Statement, day_of_group
from app.domain.days import day_of

PERCENT_OF = {
    "shareholding": "equity_percent",
    "votingRights": "voting_percent",
    "appointmentOfBoard": "board_percent",
}
"""The facts of a transaction by the types of interest that state a percentage."""
_SEATS = ("boardMember", "boardChair")
_ROUNDED = "This may be rounded to the first day of the month or year. Was the interest held on the day of the deal?"
_Kind = tuple[str | None, int]
"""The type of an interest, and which one of that type it is in its statement."""
InterestFacts = dict[str, Any]
"""Percentages and a seat on the board, by their names in a transaction."""


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included; the first and the last of all days stand for no bound."""

    first: date = date.min
    last: date = date.max

    def includes(self, day: date) -> bool:
        """Returns whether the day is one of the period."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class StatedInterest:
    """One item of a statement's interests, in terms of a transaction.

    ``directness`` is ``direct``, ``indirect`` or ``unknown``. A bound is unclear if one is given that cannot be
    understood.
    """

    kind: _Kind
    facts: InterestFacts
    directness: str
    start: date | None
    end: date | None
    unclear_start: bool
    unclear_end: bool
    part: StatementPart


@dataclass(frozen=True, slots=True)
class DatedInterest:
    """An interest and a period for which a statement states it, among the ``versions`` of what is stated of a moment.

    Versions say different things of the same day; otherwise there is one. ``certain`` is false where the interest may
    not have been held in the period.
    """

    stated: StatedInterest
    period: Period
    certain: bool
    statement: Statement
    versions: Sequence[Statement]


@dataclass(frozen=True, slots=True)
class _Moment:
    """The statements of one moment, each with its interests."""

    day: date
    statements: Sequence[tuple[Statement, Sequence[StatedInterest]]]

    def of_kind(self, kind: _Kind) -> list[StatedInterest]:
        """Returns the interests of this kind."""
        return [each for _, listed in self.statements for each in listed if each.kind == kind]


def dated_interests(
    groups: Sequence[Sequence[Statement]], *, since: Mapping[int, date], as_of: date | None
) -> Iterator[DatedInterest]:
    """Yields the interests of the statements on one relationship, in groups of one moment each, the earliest first.

    A statement counts from its own day until that of the next group. An interest in it counts from its own start, if
    it began since the group before or that one does not have it. ``since`` is, by the place of a statement, the first
    day of which its declaration says anything: what is stated then without a start is held without a first day.
    """
    moments = [_Moment(day_of_group(group), [(each, _interests_in(each, as_of)) for each in group]) for group in groups]
    for versions, before, moment, after in zip(groups, [None, *moments], moments, [*moments[1:], None], strict=False):
        for statement, interests in moment.statements:
            is_first = moment.day <= as_of if as_of is not None else since[statement.place] == moment.day
            for each in interests:
                last = _last_day(each, moment.day, closes=statement.closes)
                if after is not None:
                    last = min(last, _last_day_before(after, each.kind, moment.day))
                for first, until, certain in _starts(each, moment, before, closed=statement.closes, is_first=is_first):
                    period = Period(first, min(until, last))
                    if period.first <= period.last:
                        yield DatedInterest(each, period, certain and not each.unclear_end, statement, versions)


def _starts(
    interest: StatedInterest, moment: _Moment, before: _Moment | None, *, closed: bool, is_first: bool
) -> Iterator[tuple[date, date, bool]]:
    """Yields from when on the interest counts, until when at most, and whether it certainly does."""
    stands = before is not None and before.of_kind(interest.kind) != []
    if interest.start is not None:
        # What the moment before says of this interest stands until this one, if it did not begin since.
        kept = before is not None and stands and interest.start <= before.day
        yield moment.day if kept else interest.start, date.max, True
    elif stands or (before is not None and not closed):
        yield moment.day, date.max, True
    elif moment.day == START or ((is_first or closed) and not interest.unclear_start):
        yield date.min, date.max, True
    else:
        yield date.min, moment.day - ONE_DAY, False
        yield moment.day, date.max, True


def _last_day_before(after: _Moment, kind: _Kind, day: date) -> date:
    """Returns the last day on which an interest stated on that day counts, by what the next moment says of it."""
    days = [after.day]
    for each in after.of_kind(kind):
        if each.end is not None and each.end <= after.day:
            days.append(each.end)
        elif each.start is not None and day < each.start <= after.day:
            days.append(each.start)
    return min(days) - ONE_DAY


def _last_day(interest: StatedInterest, day: date, *, closes: bool) -> date:
    """Returns the last day by the statement itself; one that closes the record ends what it gives no end."""
    end = interest.end if interest.end is not None else day if closes and day != START else None
    return end - ONE_DAY if end is not None else date.max


def _interests_in(statement: Statement, as_of: date | None) -> list[StatedInterest]:
    interests, seen = [], dict[str | None, int]()
    listed = statement.details.get("interests")
    if not isinstance(listed.value, list):
        listed.leave_out("This is no list of interests; what is held stays unknown.")
    for part in list(listed.items()) or [listed._replace(value={})]:
        if not isinstance(part.value, dict):
            part.leave_out("This is no interest; what it amounts to stays unknown.")
        type_ = part.get("type").value
        name = type_ if isinstance(type_, str) else None
        seen[name] = seen.get(name, 0) + 1
        (start, unclear_start), (end, unclear_end) = _day(part.get("startDate")), _day(part.get("endDate"))
        if start is not None and end is not None and end < start:
            part.get("endDate").leave_out("The end lies before the start; when it was held stays unknown.")
            start, end, unclear_start, unclear_end = None, None, True, True
        for bound, at in ((start, "startDate"), (end, "endDate")):
            if as_of is not None and bound is not None and _may_be_rounded(bound, as_of):
                part.get(at).ask(_ROUNDED)
        if start is not None and start == end:
            part.leave_out("It begins and ends on one day, and so counts as none; a rounded day may stand for a month.")
        else:
            days = start, end, unclear_start, unclear_end
            interests.append(StatedInterest((name, seen[name]), _facts(part), _directness(part), *days, part))
    return interests


def _may_be_rounded(bound: date, day: date) -> bool:
    """Returns whether the bound can stand for any day of the month, or of the year, in which the day lies."""
    return bound.day == 1 and bound.year == day.year and bound.month in (1, day.month)


def _day(bound: StatementPart) -> tuple[date | None, bool]:
    """Reads a day, and whether one is given that cannot be understood."""
    if bound.use() is None:
        return None, False
    day = day_of(bound.value)
    if day is None or day == START:
        bound.leave_out("This is no day; which one is meant stays unknown.")
        return None, True
    return day, False


def _facts(interest: StatementPart) -> InterestFacts:
    """Reads what the interest says in terms of a transaction; nothing where there is no fact for its kind."""
    type_ = interest.get("type")
    kind = type_.use()
    if isinstance(kind, str) and kind in PERCENT_OF:
        share = share_of(interest.get("share"))
        return {PERCENT_OF[kind]: share} if share is not None else {}
    if kind in _SEATS:
        return {"board_seat": True}
    type_.leave_out("There is no fact for this kind of interest; what it amounts to stays unknown.")
    return {}


def _directness(interest: StatementPart) -> str:
    """Reads ``direct``, ``indirect`` or ``unknown``; what does not say is direct."""
    stated = interest.get("directOrIndirect")
    if stated.use() in (None, "direct"):
        return "direct"
    if stated.value != "indirect":
        stated.leave_out("The interest is taken as a direct one.")
        return "unknown"
    return "indirect"
