"""Logs what nobody foresaw by its type and places: its text can hold what the caller sent."""

import logging
import traceback
from typing import Final

log = logging.getLogger(__name__)

_FRAMES: Final = 8


def log_unexpected(error: Exception, where: str) -> None:
    """Logs the type of an exception and the places that it came through, the last first."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " < ".join(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in reversed(frames))
    log.error("%s failed with %s at %s", where, type(error).__qualname__, places)
