"""In which order statements were made: by their day or moment and, of one moment, by when they were published.

A date is compared with a date as it is written, and a moment with its zone is compared with another as an instant. A
date or a time without a zone is earlier than an instant only if it is so in every zone of the earth.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from app.domain.errors import InvalidTransaction, Problem

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII)
_WESTMOST, _EASTMOST = timedelta(hours=12), timedelta(hours=14)
_DAY = timedelta(days=1)
_MOST = 200
START = date.min
"""The day of a statement that does not say its own."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a time of a day with or without its zone, as it is written."""

    day: date
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A statement in its place, with when it was made and published where that can be read."""

    place: int
    statement: dict[str, Any]
    made: Moment | None
    published: Moment | None

    @property
    def record(self) -> str:
        """The identifier of the record."""
        return str(self.statement["recordId"])


def day_of(text: Any) -> date | None:
    """The day that is written as YYYY-MM-DD; ``None`` for anything else."""
    if not isinstance(text, str) or _DATE.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def moment_of(text: Any) -> Moment | None:
    """The day or the time that is written; ``None`` for what is neither."""
    moment = None
    try:
        if (day := day_of(text)) is not None:
            moment = Moment(day)
        elif isinstance(text, str) and _TIME.fullmatch(text) is not None:
            time = datetime.fromisoformat(text.upper())
            moment = Moment(time.date(), time)
        if moment is not None:
            _bounds(moment)
    except (ValueError, OverflowError):
        return None
    return moment


def dated(place: int, statement: dict[str, Any]) -> Dated:
    """The statement with its moments."""
    details = statement.get("publicationDetails")
    published = details.get("publicationDate") if isinstance(details, dict) else None
    return Dated(place, statement, moment_of(statement.get("statementDate")), moment_of(published))


def order(left: Moment | None, right: Moment | None) -> int:
    """Below 0 if the left one is earlier, above 0 if it is later, and 0 if they are one or it cannot be told."""
    if left is None or right is None:
        return 0
    if left.time is None or right.time is None:
        if not _has_zone(left) and not _has_zone(right):
            return (left.day > right.day) - (left.day < right.day)
    elif _has_zone(left) == _has_zone(right):
        return (left.time > right.time) - (left.time < right.time)
    (first, last), (other_first, other_last) = _bounds(left), _bounds(right)
    return -1 if last < other_first else 1 if first > other_last else 0


def in_order(statements: Sequence[Dated]) -> list[list[Dated]]:
    """The statements in groups, the earlier group first; within a group none is known to be later made than another.

    Of the statements in a group that are on one record, one that was published before another is left out. Raises
    ``InvalidTransaction`` where there are more than anybody makes.
    """
    if len(statements) == 1:
        return [[*statements]]
    if len(statements) > _MOST:
        detail = f"Give at most {_MOST} statements on one party or relationship."
        raise InvalidTransaction([Problem(f"/{statements[_MOST].place}", detail, "too_many_items")])
    groups: list[list[Dated]] = []
    for each in sorted(statements, key=_earliest):
        if groups and any(order(other.made, each.made) == 0 for other in groups[-1]):
            groups[-1].append(each)
        else:
            groups.append([each])
    return [[each for each in group if not any(_corrects(other, each) for other in group)] for group in groups]


def group_day(group: Sequence[Dated]) -> date:
    """The day from which on the statements of a group count."""
    return min((each.made.day for each in group if each.made is not None), default=START)


def _corrects(other: Dated, each: Dated) -> bool:
    return other.record == each.record and order(other.published, each.published) > 0


def _has_zone(moment: Moment) -> bool:
    return moment.time is not None and moment.time.tzinfo is not None


def _bounds(moment: Moment) -> tuple[datetime, datetime]:
    """The first and the last instant that can be meant."""
    if moment.time is not None and moment.time.tzinfo is not None:
        instant = moment.time.astimezone(UTC)
        return instant, instant
    if moment.time is not None:
        first = last = moment.time.replace(tzinfo=UTC)
    else:
        first = datetime.combine(moment.day, time.min, tzinfo=UTC)
        last = first + _DAY
    return first - _EASTMOST, last + _WESTMOST


def _earliest(each: Dated) -> tuple[bool, datetime]:
    """Sorts statements as ``order`` does wherever that one knows."""
    return each.made is not None, _bounds(each.made)[0] if each.made is not None else datetime.min.replace(tzinfo=UTC)
