"""Names the work that is done beside the event loop, and what can go wrong with it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from app.domain.errors import ScreeningError


class Use(StrEnum):
    """Names a use case that takes long enough to be done elsewhere."""

    SCREEN = "screen"
    SCREEN_LINE = "screen a line"
    MAKE_DOCUMENT = "make a document"
    ASK = "ask"
    FIND_TURNING_POINTS = "find turning points"
    MAKE_REQUESTS = "make requests"
    WRITE_REQUESTS = "write requests as text"
    COMPARE = "compare"
    DRAFT_NOTIFICATION = "draft a notification"
    WRITE_NOTIFICATION = "write a notification as a document"
    ANALYZE_OWNERSHIP = "analyze ownership"
    IMPORT_STATEMENTS = "import statements"
    EXPORT_STATEMENTS = "export statements"
    CHECK_DRAFT = "check a draft"


WITHOUT_LAW = frozenset({Use.IMPORT_STATEMENTS, Use.EXPORT_STATEMENTS, Use.CHECK_DRAFT})
"""The uses that no law at hand bears on."""


class Task(NamedTuple):
    """Says what is to be done; all of it can be sent to another process."""

    use: Use
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = {}


Tools = Mapping[Use, Callable[..., Any]]
"""What does each use."""

Workplace = Callable[[Task], Awaitable[Any]]
"""Does a task beside the event loop; raises what the use case raises, ``Busy``, ``WorkLost`` or ``WorkFailed``."""


class Busy(ScreeningError):
    """Says that too many requests wait to be worked on already, or that none of them was done in time."""

    def __init__(self) -> None:
        super().__init__("Too many requests that take long are at work already: send it again a few seconds later.")


class Stopping(ScreeningError):
    """Says that the service was told to stop, and did not come to the end of a request in time."""

    def __init__(self) -> None:
        super().__init__("The service is being stopped, and did not come to this request: send it again.")


class WorkLost(ScreeningError):
    """Says that the process that worked on a request ended before it was done."""

    def __init__(self) -> None:
        super().__init__("The process that worked on this request was lost; another takes its place: send it again.")


class WorkOverran(WorkLost):
    """Says that a request took longer than any may, and that the work on it was ended."""

    def __init__(self) -> None:
        super(WorkLost, self).__init__(
            "The work on this request took longer than any may, and was ended: send it again when less is going on, or "
            "state more, so that less is open."
        )


class WorkFailed(Exception):
    """Says that work failed for a reason that nobody foresaw. The log of the service has it already."""


class Refused(NamedTuple):
    """Holds what a use case refused a task with, on its way between processes."""

    error: ScreeningError


class Failed(NamedTuple):
    """Says that a task failed for a reason nobody foresaw, of which it names the kind."""

    kind: str


def done(tools: Tools, task: Task) -> Any:
    """Do a task; raises what the use case raises."""
    return tools[task.use](*task.arguments, **task.options)


def in_threads(tools: Tools) -> Workplace:
    """Give a place that does tasks in threads of this process."""

    async def work(task: Task) -> Any:
        return await asyncio.to_thread(done, tools, task)

    return work


def received(reply: Any) -> Any:
    """Give what another process made of a task; raises what the use case raised there, or ``WorkFailed``."""
    match reply:
        case Refused(error):
            raise error
        case Failed(kind):
            raise WorkFailed(kind)
        case _:
            return reply
