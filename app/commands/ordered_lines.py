"""Holds lines until all are there, to give them in another order."""

from collections.abc import Iterable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Final, Self

_IN_MEMORY: Final = 4 * 1024 * 1024
"""Of one severity so many bytes wait in memory; the rest in a temporary file without a name."""


class OrderedLines:
    """Holds lines until all are there, to give them by severity: in memory first, then in temporary files."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._by_severity: dict[int, IO[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, severity: int, line: bytes) -> None:
        """Hold a line, given without its end."""
        if severity not in self._by_severity:
            spool = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (closed with the stack)
            self._by_severity[severity] = self._stack.enter_context(spool)
        self._by_severity[severity].write(line + b"\n")

    def lines(self) -> Iterable[bytes]:
        """Give the lines with their ends, the gravest first, and those of one severity as they came."""
        for _, spool in sorted(self._by_severity.items()):
            spool.seek(0)
            yield from spool
