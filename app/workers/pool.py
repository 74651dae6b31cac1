"""Some worker processes, and who waits for one of them."""

import asyncio
import atexit
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from app.service.working import Busy, WorkLost, WorkOverran
from app.workers.process import Work, WorkerLost, WorkerProcess

log = logging.getLogger(__name__)

_LONGEST_PAUSE_SECONDS: Final = 30.0
_BEGINNING_SECONDS: Final = 60.0
"""How long a message waits for the first worker to begin, which loads the program and the law."""
_NEWS_SECONDS: Final = 120.0
"""How long a worker may take for what it is told: it may have to compile the law."""


class _Worker:
    """A worker process with what it was told last; ``overran`` says that it was ended for taking too long."""

    def __init__(self, process: WorkerProcess) -> None:
        self.process = process
        self.told: str | None = None
        self.overran = False


class WorkerPool:
    """Keeps ``size`` worker processes at work; to be used on one event loop.

    At most ``waiting`` messages wait for a worker, each for ``patience_seconds``, or longer while the first begins. One
    that takes longer than ``work_seconds`` for a message is ended. A worker that ends, for whatever reason, costs its
    message, and is replaced. What all are to know can be :meth:`told <tell>`; none takes a message before.
    """

    def __init__(
        self,
        begin: Callable[[], Work],
        *,
        size: int,
        waiting: int,
        work_seconds: float,
        patience_seconds: float = 10.0,
    ) -> None:
        self._begin = begin
        self._size = size
        self._most_waiting = waiting
        self._work_seconds = work_seconds
        self._patience_seconds = patience_seconds
        self._threads = ThreadPoolExecutor(2 * size, thread_name_prefix="worker")
        self._free: deque[_Worker] = deque()
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        self._workers: set[_Worker] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._news: tuple[str, object] | None = None
        self._started = False
        self._begun = False
        self._closing = asyncio.Event()
        self._in_turn = asyncio.Lock()

    async def start(self) -> None:
        """Begin as many processes as there are to be, without waiting for them; the first message does so otherwise."""
        if self._started:
            return
        self._started = True
        # Where the service is stopped by force, nothing else would end them before the interpreter waits for them.
        atexit.register(self._end_all)
        for _ in range(self._size):
            self._spawn(self._begin_one())

    async def close(self) -> None:
        """End all processes. Whoever still waits gets ``Busy`` or ``WorkLost``."""
        self._closing.set()
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_exception(Busy())
        self._end_all()
        while self._tasks:
            await asyncio.wait(self._tasks)
        for each in self._workers:
            await self._in_thread(each.process.clear)
        self._threads.shutdown()
        atexit.unregister(self._end_all)

    @property
    def pids(self) -> list[int]:
        """The numbers of the processes."""
        return [each.process.pid for each in self._workers if each.process.pid is not None]

    @property
    def waiting(self) -> int:
        """How many messages wait for a worker."""
        return sum(not each.done() for each in self._waiting)

    async def tell(self, name: str, news: object) -> None:
        """Tell every worker something, in place of what was told before; ``name`` tells it from that.

        Waits for the workers that are free. Those that are at work are told before they take another message.
        """
        if self._news is not None and self._news[0] == name:
            return
        self._news = (name, news)
        idle = [*self._free]
        self._free.clear()
        if idle:
            await asyncio.wait([self._spawn(self._freed(each)) for each in idle])

    async def answer(self, message: object) -> Any:
        """Give a worker's answer to a message; raises ``Busy``, ``WorkLost`` or ``WorkOverran``."""
        if not self._free and self.waiting >= self._most_waiting:
            raise Busy
        worker = await self._taken(self._patience_seconds)
        # The work goes on if the caller leaves, and the worker is free again only after it.
        return await asyncio.shield(self._spawn(self._answered(worker, message)))

    async def answer_in_turn(self, message: object) -> Any:
        """Give a worker's answer to a message that can wait; of all these, one at a time.

        Raises ``WorkLost`` or ``WorkOverran``, and ``Busy`` where no more is taken.
        """
        async with self._in_turn:
            worker = await self._taken(None)
            return await asyncio.shield(self._spawn(self._answered(worker, message)))

    async def _taken(self, patience_seconds: float | None) -> _Worker:
        if self._closing.is_set():
            raise Busy
        await self.start()
        if self._free:
            return self._free.popleft()
        turn: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        if patience_seconds is not None and not self._begun:
            patience_seconds = max(patience_seconds, _BEGINNING_SECONDS)
        try:
            await asyncio.wait({turn}, timeout=patience_seconds)
        except asyncio.CancelledError:
            if turn.done() and turn.exception() is None:
                self._spawn(self._freed(turn.result()))
            turn.cancel()
            raise
        if not turn.done():
            turn.cancel()
            raise Busy
        return turn.result()

    async def _answered(self, worker: _Worker, message: object) -> Any:
        try:
            answer = await self._exchanged(worker, message, self._work_seconds)
        except WorkerLost:
            self._spawn(self._replaced(worker))
            raise (WorkOverran() if worker.overran else WorkLost()) from None
        self._spawn(self._freed(worker))
        return answer

    async def _exchanged(self, worker: _Worker, message: object, seconds: float) -> Any:
        loop = asyncio.get_running_loop()
        clock = loop.call_later(seconds, self._overran, worker)
        try:
            return await loop.run_in_executor(self._threads, worker.process.answer, message)
        finally:
            clock.cancel()

    def _overran(self, worker: _Worker) -> None:
        worker.overran = True
        worker.process.end()

    async def _freed(self, worker: _Worker) -> None:
        """Tell the worker what is new, and give it to the first who waits."""
        while self._news is not None and worker.told != self._news[0]:
            name, news = self._news
            try:
                await self._exchanged(worker, news, _NEWS_SECONDS)
            except WorkerLost:
                await self._replaced(worker)
                return
            worker.told = name
        self._begun = True
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._free.append(worker)

    async def _replaced(self, worker: _Worker) -> None:
        self._workers.discard(worker)
        await self._in_thread(worker.process.end)
        await self._in_thread(worker.process.clear)
        if not self._closing.is_set():
            log.error("a worker process %s: it is replaced", "took too long" if worker.overran else "was lost")
            await self._begin_one()

    async def _begin_one(self) -> None:
        """Begin a process, and again after a while if it does not come up."""
        pause = 0.5
        while not self._closing.is_set():
            worker = _Worker(await self._in_thread(partial(WorkerProcess, self._begin)))
            self._workers.add(worker)
            if self._closing.is_set():
                worker.process.end()
            try:
                await self._in_thread(worker.process.wait_until_ready)
            except WorkerLost:
                self._workers.discard(worker)
                await self._in_thread(worker.process.clear)
                if not self._closing.is_set():
                    log.error("a worker process does not begin")  # noqa: TRY400 (it said itself what failed)
                    await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            else:
                await self._freed(worker)
                return

    async def _in_thread(self, call: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    def _spawn(self, coroutine: Any) -> "asyncio.Task[Any]":
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        # Whoever asked may be gone: then nobody else looks at what went wrong.
        if not task.cancelled():
            task.exception()

    def _end_all(self) -> None:
        for each in [*self._workers]:
            each.process.end()
