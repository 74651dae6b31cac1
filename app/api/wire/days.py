"""Days on the wire: YYYY-MM-DD and nothing else."""

import re
from datetime import date
from typing import Any

from pydantic_core import PydanticCustomError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def day(value: Any) -> date:
    """The day; raises a validation error that does not repeat the value."""
    if value.__class__ is str and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("not_a_date", "Give a day of the calendar as YYYY-MM-DD, such as 2025-01-02.")
