"""Sets up the log: one line for each event on standard error, as JSON for machines or as text for people.

Lines of the libraries go the same way. No line holds anything of a transaction: a request is told by its route,
never by its path, its query or its body.
"""

import logging
import sys
from typing import Any, Final, Literal

import orjson
import structlog
from structlog.stdlib import ProcessorFormatter, add_logger_name
from structlog.types import Processor

LogFormat = Literal["auto", "json", "text"]

_EVERY_LINE: Final[list[Processor]] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
]


def set_up_logs(level: str, form: LogFormat) -> None:
    """Write the log of this process from ``level`` on; ``auto`` is text on a terminal and JSON elsewhere."""
    text = form == "text" or (form == "auto" and sys.stderr.isatty())
    renderer: Processor
    if text:
        plain = structlog.dev.plain_traceback
        renderer = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=plain, timestamp_key="time"
        )
        factory: Any = structlog.PrintLoggerFactory(sys.stderr)
    else:
        renderer = structlog.processors.JSONRenderer(serializer=orjson.dumps)
        factory = structlog.BytesLoggerFactory(sys.stderr.buffer)
    structlog.configure(
        processors=[*_EVERY_LINE, renderer],
        logger_factory=factory,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    of_libraries = ProcessorFormatter(
        foreign_pre_chain=[*_EVERY_LINE, add_logger_name],
        processors=[ProcessorFormatter.remove_processors_meta, *_text_of(renderer, text=text)],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(of_libraries)
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _text_of(renderer: Processor, *, text: bool) -> list[Processor]:
    """Return what renders a line of the standard library's log, which has to end as text."""
    if text:
        return [renderer]
    return [structlog.processors.format_exc_info, renderer, _decoded]


def _decoded(_logger: object, _method: str, line: Any) -> str:
    return str(line, "utf-8")
