"""Lets several processes work on the parts of something, and gives what they make in the order of the parts."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, Final, TypeVar

_UNDER_WAY: Final = 3
"""The parts of each process that are under way at most, so that memory stays flat."""

PartT = TypeVar("PartT")
ProductT = TypeVar("ProductT")


def side_by_side(
    parts: Iterable[PartT], *, jobs: int, begin: Callable[[], Callable[[PartT], ProductT]]
) -> Iterator[ProductT]:
    """Give what is made of each part, in their order.

    Each process calls ``begin`` once, which has to be importable, and what it returns for each part. Raises what that
    raises, and ``BrokenProcessPool`` if a process ends otherwise.
    """
    # Each process begins afresh, so that none inherits threads or connections.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin, initargs=(begin,))
    try:
        waiting: deque[Future[ProductT]] = deque()
        for part in parts:
            waiting.append(pool.submit(_work, part))
            if len(waiting) >= _UNDER_WAY * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


_at_work: list[Callable[[Any], Any]] = []
"""What a process does with each part; set once when it begins."""


def _begin(begin: Callable[[], Callable[[Any], Any]]) -> None:
    # A key that interrupts reaches all processes of a terminal: the first one alone ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        _at_work.append(begin())
    except Exception as error:  # noqa: BLE001 (whatever it is, the first part of the work raises it)
        _at_work.append(partial(_fail, error))


def _fail(error: Exception, _part: Any) -> Any:
    raise error


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, even if that was killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(part: Any) -> Any:
    return _at_work[0](part)
