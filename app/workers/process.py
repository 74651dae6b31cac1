"""One worker process: it takes a message, works on it, and answers, one message after the other."""

import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, Pipe
from typing import Any, Final

Work = Callable[[Any], Any]
"""Gives the answer to one message. What it raises ends the process."""

_READY: Final = "ready"
_NICENESS: Final = 5


class WorkerLost(Exception):
    """Says that a worker process ended before it answered."""


class WorkerProcess:
    """A process that works for this one; one thread at a time waits for it.

    ``begin`` is called once in the process and gives what it does with each message; it has to be importable.
    """

    def __init__(self, begin: Callable[[], Work]) -> None:
        self._pipe, theirs = Pipe()
        # It begins afresh, so that it has no thread, lock or connection of this process.
        process = get_context("spawn").Process(target=_work, args=(theirs, begin), name="worker", daemon=True)
        process.start()
        theirs.close()
        self._process = process

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid

    def wait_until_ready(self) -> None:
        """Wait until it has begun; raises ``WorkerLost``."""
        self._received()

    def answer(self, message: object) -> Any:
        """Give its answer to a message; raises ``WorkerLost``."""
        try:
            self._pipe.send_bytes(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
        except OSError:
            raise WorkerLost from None
        return self._received()

    def end(self) -> None:
        """End the process at once; whoever waits for it gets ``WorkerLost``."""
        self._process.kill()

    def clear(self) -> None:
        """Let go of a process that was ended."""
        self._process.join()
        self._pipe.close()

    def _received(self) -> Any:
        try:
            return pickle.loads(self._pipe.recv_bytes())  # noqa: S301 (written by a process that this one started)
        except (EOFError, OSError):
            raise WorkerLost from None


def _work(pipe: Connection, begin: Callable[[], Work]) -> None:
    # A signal to the whole group is meant for the first process: it lets the work be finished, and then ends this one.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    # Where the processor is short, who answers many goes first.
    with suppress(OSError):
        os.nice(_NICENESS)
    work = begin()
    pipe.send_bytes(pickle.dumps(_READY))
    while True:
        try:
            message = pipe.recv_bytes()
        except (EOFError, OSError):  # the first process is gone
            return
        answer = pickle.dumps(work(pickle.loads(message)), pickle.HIGHEST_PROTOCOL)  # noqa: S301 (as above)
        with suppress(OSError):
            pipe.send_bytes(answer)
