"""Repeats an action in the background."""

import asyncio
import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from app.domain.errors import StorageUnavailable

log: Final = logging.getLogger(__name__)


class Repeating:
    """Repeats an action in a thread of its own, from the beginning of an ``async with`` block to its end.

    What fails is logged and tried again in the next round.
    """

    def __init__(self, action: Callable[[], None], *, every_seconds: float, name: str) -> None:
        self._action = action
        self._every_seconds = every_seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._repeat, name=name, daemon=True)

    async def __aenter__(self) -> Self:
        """Begin; the first time is after one interval."""
        self._thread.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End, after the action if it is under way."""
        self._stopped.set()
        await asyncio.to_thread(self._thread.join)

    def _repeat(self) -> None:
        while not self._stopped.wait(self._every_seconds):
            try:
                self._action()
            except StorageUnavailable as error:
                log.warning("%s is repeated later: %s", self._thread.name, error)
            except Exception:
                # Whatever it is, the next round must come.
                log.exception("%s failed", self._thread.name)
