"""Reads and writes days of the calendar."""

import re
from datetime import date

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


def in_words(day: date) -> str:
    """Write a day as a sentence has it: July 16, 2025."""
    return f"{day:%B %-d, %Y}"
