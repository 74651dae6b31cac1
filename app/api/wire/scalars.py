"""Reads single values as they are written in bodies, parameters and on the command line: names, days and times."""

import re
from datetime import UTC, date, datetime, time
from typing import Any, Final

from pydantic_core import PydanticCustomError

from app.domain.days import day_of

NAME: Final = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
"""How rule sets and versions are named."""

TEXT_NAME: Final = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(@sha256:[0-9a-f]{64})?$"
"""How a version is named where one of its texts can be meant: by name alone, or followed by the digest of the text."""

NOT_A_NAME: Final = "Give a name of letters, digits, `.`, `_` and `-`, beginning with a letter or digit, at most 64."

NOT_A_TEXT_NAME: Final = (
    "Give the name of a version, or one of its texts as `2025-01-02@sha256:…`, with all 64 digits of the digest."
)

_NAME = re.compile(NAME, re.ASCII)
_TEXT_NAME = re.compile(TEXT_NAME, re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def is_name(value: Any) -> bool:
    """Tells whether a rule set or a version can be called this."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def is_text_name(value: Any) -> bool:
    """Tells whether this can name a version, or one text of it."""
    return isinstance(value, str) and _TEXT_NAME.fullmatch(value) is not None


def day(value: Any) -> date:
    """Reads a day written as YYYY-MM-DD; raises a validation error that does not repeat the value."""
    if (found := day_of(value)) is not None:
        return found
    raise PydanticCustomError("not_a_date", "Give a day of the calendar as YYYY-MM-DD, such as 2025-01-02.")


def moment_of(text: str) -> datetime:
    """Reads the moment in UTC that a timestamp with its zone names, or the last one of a day.

    Raises ``ValueError`` for anything else.
    """
    if (last := day_of(text)) is not None:
        return datetime.combine(last, time.max, UTC)
    if _MOMENT.fullmatch(text) is None:
        raise ValueError(text)
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None


def past_moment(value: Any) -> datetime:
    """Reads a moment on a day that has begun; raises a validation error that does not repeat the value."""
    try:
        moment = moment_of(value if isinstance(value, str) else "")
    except ValueError:
        detail = "Give a day as YYYY-MM-DD, or a time with its zone as 2026-01-31T12:00:00Z."
        raise PydanticCustomError("not_a_time", detail) from None
    if moment.date() > datetime.now(UTC).date():
        raise PydanticCustomError("not_past", "Nothing is known yet on a day to come.")
    return moment
