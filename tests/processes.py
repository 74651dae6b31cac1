"""Processes of their own, for tests in which several work at once, or one is killed.

Each is forked from a server that has read the service once, for reading it takes seconds.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["app.main"])


@contextmanager
def at_once(count: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes, which all begin at the same moment."""
    start_line = PROCESSES.Barrier(count)
    with ProcessPoolExecutor(count, mp_context=PROCESSES, initializer=_wait_at, initargs=(start_line,)) as processes:
        yield processes


def _wait_at(start_line) -> None:
    start_line.wait(timeout=60)
