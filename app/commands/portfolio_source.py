"""Reads the lines of a portfolio from a file or from standard input."""

import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, Protocol

from app.api.batch.decoding import CODINGS, LineSplitter
from app.domain.errors import ScreeningError

_PIECE: Final = 256 * 1024
_LINES: Final = frozenset({".ndjson", ".jsonl"})
_CODINGS: Final = {".gz": "gzip", ".zst": "zstd"}


class SourceLine(NamedTuple):
    """Holds one line with its number, or the answer to it where that is known already: a problem."""

    number: int
    line: bytes
    answer: bytes | None = None


class Form(NamedTuple):
    """Says how a file is written: the ending of its name, and the coding of the whole."""

    ending: str
    coding: str


class Source(Protocol):
    """Gives the lines of a portfolio, as often as it can be read."""

    size: int | None
    again: bool

    def lines(self) -> Iterator[SourceLine]:
        """Give each line that is not empty, or what is wrong with it."""

    def done(self) -> int:
        """Say how much of ``size`` is read."""

    def identity(self) -> Any:
        """Say which input it is, as JSON, so that another one can be told from it."""

    def placed(self, answers: bytes) -> bytes:
        """Give answers with what a problem is about said as it is called in the input."""


Refuse = Callable[[int, ScreeningError], bytes]
"""Makes the problem in the place of a line."""


def form_of(file: Path) -> Form:
    """Tell the form by the name of a file; `-` is a stream of lines."""
    if str(file) == "-":
        return Form(".ndjson", "")
    coding = _CODINGS.get(file.suffix.lower(), "")
    return Form((file.with_suffix("") if coding else file).suffix.lower(), coding)


def is_lines(form: Form) -> bool:
    """Tell whether a file has a transaction or an answer on each line."""
    return form.ending in _LINES


class LineSource:
    """Reads lines from a file, which can be compressed, or from standard input."""

    def __init__(self, file: Path, *, limit_bytes: int, refuse: Refuse) -> None:
        self._file = file
        self._limit_bytes = limit_bytes
        self._refuse = refuse
        self._done = 0
        self.again = str(file) != "-"
        self.size = file.stat().st_size if self.again else None

    def lines(self) -> Iterator[SourceLine]:
        """Give each line that is not empty; a fault of the compression gives a last problem, as in a batch."""
        decoder, splitter = CODINGS[form_of(self._file).coding](), LineSplitter(limit_bytes=self._limit_bytes)
        self._done = 0
        try:
            with self._file.open("rb") if self.again else nullcontext(sys.stdin.buffer) as stream:
                for part in self._parts(stream):
                    for piece in decoder.pieces(part):
                        for last, line in splitter.feed(piece):
                            yield SourceLine(last, line)
            decoder.end()
            for last, line in splitter.rest():
                yield SourceLine(last, line)
        except ScreeningError as error:
            last = splitter.ended + 1
            yield SourceLine(last, b"", self._refuse(last, error))

    def done(self) -> int:
        """Say how many bytes are read."""
        return self._done

    def identity(self) -> Any:
        """Say which file it is: its name, its size, and when it changed."""
        return [identity_of(self._file)] if self.again else None

    def placed(self, answers: bytes) -> bytes:
        """Give answers as they are: a problem names the line."""
        return answers

    def _parts(self, stream: BinaryIO) -> Iterator[bytes]:
        while part := stream.read1(_PIECE) if hasattr(stream, "read1") else stream.read(_PIECE):
            self._done += len(part)
            yield part


def identity_of(file: Path) -> dict[str, Any]:
    """Say which file it is, as JSON.

    Its time of modification can be set to what it was; which file it is on disk, and when that was touched, cannot.
    """
    found = file.stat()
    return {
        "name": str(file.resolve()),
        "size": found.st_size,
        "modified_ns": found.st_mtime_ns,
        "inode": found.st_ino,
        "touched_ns": found.st_ctime_ns,
    }
