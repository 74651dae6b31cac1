"""The interests that the statements on one relationship tell of, each with the days on which it was held."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.api.wire.bods.dating import START, Dated, day_of, group_day
from app.api.wire.bods.shares import share_of
from app.api.wire.bods.told import Json, Node, Told

ONE_DAY = timedelta(days=1)
PERCENT_OF = {
    "shareholding": "equity_percent",
    "votingRights": "voting_percent",
    "appointmentOfBoard": "board_percent",
}
_SEATS = ("boardMember", "boardChair")
_ROUNDED = "This may be rounded to the first day of the month or year. Was the interest held on the day of the deal?"
Kind = tuple[Any, int]
"""The type of an interest, and which one of that type it is in its statement."""


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both included; ``None`` for no bound."""

    first: date | None = None
    last: date | None = None

    def has(self, day: date) -> bool:
        """Whether the day is one of them."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Held:
    """A fact about one interest and the days for which it is stated.

    ``sure`` is false where it may not have been held on these days. Statements of one ``moment`` count together, unless
    there are several ``versions`` of it: they say different things of the same day. ``way`` is ``direct``,
    ``indirect`` or ``unknown``.
    """

    fact: Mapping[str, Any]
    days: Days
    sure: bool
    way: str
    moment: int
    version: int
    versions: int
    pointer: str


@dataclass(frozen=True, slots=True)
class _Interest:
    """One item of a statement's interests. ``unclear`` are its days that are given and cannot be understood."""

    kind: Kind
    start: date | None
    end: date | None
    unclear: frozenset[str]
    node: Node


@dataclass(frozen=True, slots=True)
class _Group:
    """The statements of one moment, with their interests and whether they close the record."""

    day: date
    statements: Sequence[tuple[Dated, Sequence[_Interest], bool]]

    def of_kind(self, kind: Kind) -> list[tuple[_Interest, bool]]:
        """The interests of this kind, and whether their statement closes the record."""
        return [(each, closes) for _, listed, closes in self.statements for each in listed if each.kind == kind]


def held(
    groups: Sequence[Sequence[Dated]], *, since: Mapping[int, date], as_of: date | None, told: Told
) -> Iterator[tuple[Dated, Held]]:
    """What the statements on one relationship tell of, in groups of one moment each, the earliest first.

    A statement counts from its own day until that of the next group. An interest in it counts from its own start, if
    it began since the group before or that one does not have it. ``since`` is, by the place of a statement, the first
    day of which its declaration says anything: what is stated then without a start is held without a first day.
    """
    read = [_Group(group_day(group), [_listed(each, told, as_of) for each in group]) for group in groups]
    for moment, group in enumerate(read):
        before = read[moment - 1] if moment else None
        after = read[moment + 1] if moment + 1 < len(read) else None
        for version, (dated, interests, closes) in enumerate(group.statements):
            known_since = group.day <= as_of if as_of is not None else since[dated.place] == group.day
            for each in interests:
                fact, way = _fact(each.node), _way(each.node)
                last = _last(each, group.day, closes=closes)
                if after is not None:
                    last = _earlier(last, _cut(each.kind, group.day, after))
                spans = _spans(each, group, before, closed=closes, open_left=known_since or closes)
                for from_day, sure in spans:
                    days = Days(from_day.first, _earlier(from_day.last, last))
                    if days.first is None or days.last is None or days.first <= days.last:
                        is_sure = sure and "endDate" not in each.unclear
                        found = Held(
                            fact, days, is_sure, way, moment, version, len(group.statements), each.node.pointer
                        )
                        yield dated, found


def _spans(
    interest: _Interest, group: _Group, before: _Group | None, *, closed: bool, open_left: bool
) -> Iterator[tuple[Days, bool]]:
    """From when on the interest counts, and whether it surely does."""
    stands = before is not None and before.of_kind(interest.kind) != []
    if interest.start is not None:
        # What the group before says of this interest stands until this one, if it did not begin since.
        kept = before is not None and stands and interest.start <= before.day
        yield Days(group.day if kept else interest.start), True
    elif stands or (before is not None and not closed):
        yield Days(group.day), True
    elif group.day == START or (open_left and "startDate" not in interest.unclear):
        yield Days(), True
    else:
        yield Days(None, group.day - ONE_DAY), False
        yield Days(group.day), True


def _cut(kind: Kind, day: date, after: _Group) -> date:
    """The last day on which an interest stated on that day counts, by what the next group says of it."""
    days = [after.day]
    for each, _ in after.of_kind(kind):
        if each.end is not None and each.end <= after.day:
            days.append(each.end)
        elif each.start is not None and day < each.start <= after.day:
            days.append(each.start)
    return min(days) - ONE_DAY


def _last(interest: _Interest, day: date, *, closes: bool) -> date | None:
    """The last day by the statement itself; one that closes the record ends what it gives no end."""
    end = interest.end if interest.end is not None else day if closes and day != START else None
    return end - ONE_DAY if end is not None else None


def _earlier(one: date | None, other: date | None) -> date | None:
    return other if one is None else one if other is None else min(one, other)


def _listed(dated: Dated, told: Told, as_of: date | None) -> tuple[Dated, Sequence[_Interest], bool]:
    closes = dated.statement.get("recordStatus") == "closed"
    details = Node(dated.statement["recordDetails"], f"/{dated.place}/recordDetails", told)
    interests, seen = [], dict[Any, int]()
    listed = details.get("interests")
    if not isinstance(listed.value, list):
        listed.leave("This is no list of interests; what is held stays unknown.")
    given = list(listed.each()) or [Node({}, listed.pointer, told)]
    for node in given:
        if not isinstance(node.value, dict):
            node.leave("This is no interest; what it amounts to stays unknown.")
        type_ = node.get("type").value
        name = type_ if isinstance(type_, str) else None
        seen[name] = seen.get(name, 0) + 1
        start, end, unclear = _days(node)
        for bound, at in ((start, "startDate"), (end, "endDate")):
            if as_of is not None and bound is not None and _may_be_rounded(bound, as_of):
                told.ask(node.get(at).pointer, _ROUNDED)
        if start is not None and start == end:
            node.leave("It begins and ends on one day, and so counts as none; a rounded day may stand for a month.")
            continue
        interests.append(_Interest((name, seen[name]), start, end, unclear, node))
    return dated, interests, closes


def _may_be_rounded(bound: date, day: date) -> bool:
    """Whether the standard lets the bound stand for any day of the month, or of the year, in which the day lies."""
    return bound.day == 1 and bound.year == day.year and bound.month in (1, day.month)


def _days(interest: Node) -> tuple[date | None, date | None, frozenset[str]]:
    """The start, the end and the names of those that cannot be understood."""
    given: dict[str, date] = {}
    unclear = set()
    for name in ("startDate", "endDate"):
        node = interest.get(name)
        if node.take() is None:
            continue
        if (day := day_of(node.value)) is None or day == START:
            node.leave("This is no day; which one is meant stays unknown.")
            unclear.add(name)
        else:
            given[name] = day
    start, end = given.get("startDate"), given.get("endDate")
    if start is not None and end is not None and end < start:
        interest.get("endDate").leave("The end lies before the start; when it was held stays unknown.")
        return None, None, frozenset({"startDate", "endDate"})
    return start, end, frozenset(unclear)


def _fact(interest: Node) -> Json:
    """What the interest says in terms of a transaction; nothing where there is no fact for its kind."""
    type_ = interest.get("type")
    kind = type_.take()
    if isinstance(kind, str) and kind in PERCENT_OF:
        share = interest.get("share")
        found = share_of(share.take(), share.pointer, interest.told.leave)
        return {PERCENT_OF[kind]: found} if found is not None else {}
    if kind in _SEATS:
        return {"board_seat": True}
    type_.leave("There is no fact for this kind of interest; what it amounts to stays unknown.")
    return {}


def _way(interest: Node) -> str:
    """``direct``, ``indirect`` or ``unknown``; what does not say is direct."""
    way = interest.get("directOrIndirect")
    if way.take() in (None, "direct"):
        return "direct"
    if way.value != "indirect":
        way.leave("The interest is taken as a direct one.")
        return "unknown"
    return "indirect"
