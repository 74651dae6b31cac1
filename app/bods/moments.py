"""Reads days and times of statements, and compares them.

A date is compared with a date as it is written, and a moment with its zone is compared with another as an instant. A
date or a time without a zone is earlier than an instant only if it is so in every zone of the earth.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from app.domain.days import day_of

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII)
_WESTMOST, _EASTMOST = timedelta(hours=12), timedelta(hours=14)
ONE_DAY = timedelta(days=1)


def moment_of(text: Any) -> date | None:
    """Reads a day, or a time of a day with or without its zone; ``None`` for what is neither."""
    moment = day_of(text)
    try:
        if moment is None and isinstance(text, str) and _TIME.fullmatch(text) is not None:
            moment = datetime.fromisoformat(text.upper())
        if moment is not None:
            instants_of(moment)
    except (ValueError, OverflowError):
        return None
    return moment


def day_in(moment: date) -> date:
    """Returns the day of a moment as it is written."""
    return moment.date() if isinstance(moment, datetime) else moment


def order(left: date | None, right: date | None) -> int:
    """Compares two moments: below 0 if the left is earlier, above 0 if later, 0 if they are one or it is open."""
    if left is None or right is None:
        return 0
    if _has_zone(left) == _has_zone(right):
        if not isinstance(left, datetime) or not isinstance(right, datetime):
            left, right = day_in(left), day_in(right)
        return (left > right) - (left < right)
    (first, last), (other_first, other_last) = instants_of(left), instants_of(right)
    return -1 if last < other_first else 1 if first > other_last else 0


def instants_of(moment: date) -> tuple[datetime, datetime]:
    """Returns the first and the last instant that can be meant."""
    if not isinstance(moment, datetime):
        first = datetime.combine(moment, time.min, tzinfo=UTC)
        return first - _EASTMOST, first + ONE_DAY + _WESTMOST
    if moment.tzinfo is not None:
        return moment.astimezone(UTC), moment.astimezone(UTC)
    first = moment.replace(tzinfo=UTC)
    return first - _EASTMOST, first + _WESTMOST


def _has_zone(moment: date) -> bool:
    return isinstance(moment, datetime) and moment.tzinfo is not None
