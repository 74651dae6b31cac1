"""Reads and writes days of the calendar, and counts years of it."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day_of(text: object) -> date | None:
    """Reads a day that is written as YYYY-MM-DD; ``None`` for anything else.

    ISO 8601 knows other spellings (20250102, 2025-W01-4); one is enough for a reader.
    """
    if not isinstance(text, str) or _DAY.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class CalendarYears:
    """Stands for a number of whole years, which can be added to a day.

    The period begins on the day after, so that it ends on the same day of the same month; where that month has no such
    day, on its last. Ten years after February 29, 2028 begin on March 1 and end on February 28, 2038.
    """

    number: int

    def __radd__(self, day: date) -> date:
        """Return the last day of the period; raises ``OverflowError`` where the calendar has none."""
        year = day.year + self.number
        if year > MAXYEAR:
            raise OverflowError
        return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def in_words(day: date) -> str:
    """Write a day as a sentence has it: July 16, 2025."""
    return f"{day:%B %-d, %Y}"
