"""Takes a body in while answers to its beginning go out already."""

import asyncio
from collections import deque
from tempfile import TemporaryFile
from typing import IO, Final

from starlette.requests import Request

from app.api.bodies import ClientGone, next_part
from app.domain.errors import BodyTooLarge, ScreeningError, StorageUnavailable

_IN_MEMORY: Final = 1024 * 1024
_IN_FILE: Final = 1024 * 1024 * 1024
_PIECE: Final = 64 * 1024


class Arrival:
    """Holds what has arrived of a body and was not taken yet.

    That is at most about a megabyte: then nothing more is read, and the caller has to wait. A caller that sends
    everything before it reads anything would wait forever, for nobody takes its answers: for its sake
    :meth:`read_ahead` lets the rest go to a file, which has no name and is gone when this is closed.
    """

    def __init__(self, request: Request, *, seconds: float) -> None:
        self._request = request
        self._seconds = seconds
        self._parts: deque[bytes] = deque()
        self._held = 0
        self._file: IO[bytes] | None = None
        self._read = self._written = 0
        self._ahead = False
        self._ended = False
        self._failure: ScreeningError | None = None
        self._changed = asyncio.Condition()
        self.received = 0
        self._gone = False

    async def fill(self) -> None:
        """Read the body to its end, and then wait for the caller to hang up; to be run as a task of its own."""
        try:
            more = True
            while more:
                part, more = await next_part(self._request, self._seconds)
                self.received += len(part)
                await self._put(part)
        except ScreeningError as error:
            self._failure, self._gone = error, isinstance(error, ClientGone)
        except OSError:
            self._failure = StorageUnavailable("There is no room for what was sent before any answers were taken.")
        async with self._changed:
            self._ended = True
            self._changed.notify_all()
        while not self._gone:
            self._gone = (await self._request.receive())["type"] == "http.disconnect"

    async def take(self) -> bytes:
        """Return what comes next, and nothing at the end; raises what reading failed with."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._held or self._read < self._written or self._ended)
            if self._held:
                part = self._parts.popleft()
                self._held -= len(part)
            elif self._file is not None and self._read < self._written:
                self._file.seek(self._read)
                part = self._file.read(_PIECE)
                self._read += len(part)
            else:
                part = b""
            self._changed.notify_all()
        if not part and self._failure is not None:
            raise self._failure
        return part

    def caller_left(self) -> bool:
        """Tell whether the caller hung up."""
        return self._gone

    async def read_ahead(self) -> None:
        """Let what arrives from now on wait in a file, if there is no room for it in memory."""
        async with self._changed:
            self._ahead = True
            self._changed.notify_all()

    def close(self) -> None:
        """Drop what was not taken."""
        self._parts.clear()
        if self._file is not None:
            self._file.close()

    async def _put(self, part: bytes) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self._ahead or self._held < _IN_MEMORY)
            if self._read < self._written or self._held >= _IN_MEMORY:
                self._write(part)
            elif part:
                self._parts.append(part)
                self._held += len(part)
            self._changed.notify_all()

    def _write(self, part: bytes) -> None:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 (closed by `close`)
        if self._read == self._written:
            self._read = self._written = 0
            self._file.truncate(0)
        if self._written + len(part) > _IN_FILE:
            raise BodyTooLarge(_IN_FILE)
        self._file.seek(self._written)
        self._file.write(part)
        self._written += len(part)
