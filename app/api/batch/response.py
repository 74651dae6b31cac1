"""Streams a batch: lines are taken as they arrive, answered a few at a time, and sent as they are answered."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.api.batch.arrival import Arrival
from app.api.batch.decoding import Decoder, LineSplitter
from app.api.batch.line_screener import AnsweredLine
from app.api.bodies import ClientGone
from app.domain.errors import MalformedBody, ScreeningError

AT_ONCE: Final = 32
"""So many lines are answered before other batches have their turn."""
NumberedLine = tuple[int, bytes]
ShortAnswers = Callable[[Sequence[NumberedLine]], list[bytes | NumberedLine]]
_PATIENCE_SECONDS: Final = 1.0
_STUCK_SECONDS: Final = 60
# One thread, whatever the number of batches: more would only take the processor from the event loop. Batches take
# turns, for each asks for a few lines at a time.
_WORKER: Final = ThreadPoolExecutor(1, thread_name_prefix="batch")


class BatchResponse(Response):
    """Answers a body of lines with a line for each of them that is not empty, in the same order.

    ``answer`` gives the answers to lines, and in its place each line that takes long; ``finish`` answers such a line.
    ``refuse`` gives what stands in the place of the line at which the body failed. ``head`` is what goes before all
    answers.
    """

    def __init__(
        self,
        answer: ShortAnswers,
        finish: Callable[[NumberedLine], Awaitable[bytes]],
        refuse: Callable[[int, ScreeningError], AnsweredLine],
        *,
        decoder: Decoder,
        limit_bytes: int,
        seconds: float,
        head: bytes,
        headers: Mapping[str, str],
        media_type: str,
    ) -> None:
        super().__init__(None, headers=headers, media_type=media_type)
        del self.headers["content-length"]
        self._answer = answer
        self._finish = finish
        self._refuse = refuse
        self._decoder = decoder
        self._lines = LineSplitter(limit_bytes=limit_bytes)
        self._seconds = seconds
        self._head = head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the batch to its end, or until the caller is gone.

        Raises what the body failed with, as long as no answer was sent.
        """
        arrival = Arrival(Request(scope, receive), seconds=self._seconds)
        filling = asyncio.create_task(arrival.fill())
        try:
            await self._serve(arrival, send)
        except ClientGone:
            return
        finally:
            filling.cancel()
            await asyncio.wait({filling})
            arrival.close()

    async def _serve(self, arrival: Arrival, send: Send) -> None:
        begun = False
        try:
            async for answers in self._answers(arrival):
                await self._sent(send, answers, arrival, first=not begun)
                begun = True
        except ScreeningError as error:
            if not begun or isinstance(error, ClientGone):
                raise
            await self._sent(send, self._refuse(self._lines.ended + 1, error).body + b"\n", arrival)
        if not begun:
            raise MalformedBody("The body has no lines: send one transaction on each.")
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _answers(self, arrival: Arrival) -> AsyncIterator[bytes]:
        """Give the answers to a few lines at a time; those that are there are not held back until more arrive."""
        loop = asyncio.get_running_loop()
        more = True
        while more:
            part = await arrival.take()
            more = bool(part)
            worked_out = self._worked_out(part)
            while (answers := await loop.run_in_executor(_WORKER, next, worked_out, None)) is not None:
                ready: list[bytes] = []
                for each in answers:
                    if isinstance(each, bytes):
                        ready.append(each)
                        continue
                    if ready:
                        yield b"".join(ready)
                    ready = [await self._finish(each)]
                if ready:
                    yield b"".join(ready)

    def _worked_out(self, part: bytes) -> Iterator[list[bytes | NumberedLine]]:
        """Give the answers to the lines that end in a further part, or to the last line where there is no more.

        Between two steps other batches have their turn.
        """
        if not part:
            self._decoder.end()
            yield self._answer([*self._lines.rest()])
        for piece in self._decoder.pieces(part):
            stated = self._lines.feed(piece)
            yield from map(self._answer, iter(lambda: [*islice(stated, AT_ONCE)], []))  # noqa: B023 (used at once)
            yield []

    async def _sent(self, send: Send, answers: bytes, arrival: Arrival, *, first: bool = False) -> None:
        """Send answers, the first after the head.

        Raises ``ClientGone`` if nobody is there, or nobody takes them for long while nothing arrives either.
        """
        if arrival.caller_left():
            raise ClientGone
        if first:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            answers = self._head + answers
        sending = asyncio.ensure_future(send({"type": "http.response.body", "body": answers, "more_body": True}))
        try:
            stuck, received = 0.0, arrival.received
            while not (await asyncio.wait({sending}, timeout=_PATIENCE_SECONDS))[0]:
                await arrival.read_ahead()
                stuck = stuck + _PATIENCE_SECONDS if arrival.received == received else 0.0
                received = arrival.received
                if arrival.caller_left() or stuck >= _STUCK_SECONDS:
                    raise ClientGone
            sending.result()
        finally:
            sending.cancel()
