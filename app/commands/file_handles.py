"""Sees to it that a process may open as many files as its connections need."""

import logging
import resource
from typing import Final

log = logging.getLogger(__name__)

RESERVED: Final = 200
"""For the database, the worker processes, the listening socket, and files that are open for a moment."""
_FEWEST: Final = 16


def connections_possible(wanted: int) -> int:
    """Raise the limit of open files as far as these connections need, and give how many there can be.

    Where that is fewer, a warning says so, and how to have more.
    """
    needed = wanted + RESERVED
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < needed:
        raised = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        if raised > soft:
            resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
            soft = raised
        if soft < needed:
            possible = max(_FEWEST, soft - RESERVED)
            log.warning(
                "the process may open %d files, and needs %d for %d connections: it takes %d connections. "
                "Raise the limit of open files (`ulimit -n`, `LimitNOFILE`) to have more.",
                soft,
                needed,
                wanted,
                possible,
            )
            return possible
    return wanted
