"""Tells the time and the day, in UTC; whoever asks can be given another clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]


def time_in_utc() -> datetime:
    """Return the time by which entries of logs are dated."""
    return datetime.now(UTC)


def day_in_utc() -> date:
    """Return the day by which the calendar moves a version into force and out of it."""
    return datetime.now(UTC).date()
