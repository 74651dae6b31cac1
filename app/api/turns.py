"""Keeps the event loop free: of each of its rounds, little goes into screenings."""

import asyncio
from collections import deque
from collections.abc import Callable
from time import perf_counter
from typing import Final, TypeVar

AnswerT = TypeVar("AnswerT")

_ROUND_SECONDS: Final = 0.004


class Turns:
    """Runs work on the event loop, for a few milliseconds of each round.

    What would take longer waits for the next round, after what else there is to do, such as to say that the process is
    alive. However many screenings arrive at once, nothing waits for more than one of them.
    """

    def __init__(self) -> None:
        self._spent = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._round_ends = False

    async def run(self, work: Callable[[], AnswerT]) -> AnswerT:
        """Give what the work gives, when it is its turn."""
        loop = asyncio.get_running_loop()
        if self._waiting or self._spent > _ROUND_SECONDS:
            turn = loop.create_future()
            self._waiting.append(turn)
            self._end_round(loop)
            await turn
        began = perf_counter()
        try:
            return work()
        finally:
            self._spent += perf_counter() - began
            self._end_round(loop)

    def _end_round(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._round_ends:
            self._round_ends = True
            loop.call_soon(self._next_round, loop)

    def _next_round(self, loop: asyncio.AbstractEventLoop) -> None:
        self._spent = 0.0
        self._round_ends = False
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                break
        if self._waiting:
            self._end_round(loop)
