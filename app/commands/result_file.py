"""Reads files of results and of deals, line by line, compressed or not by their names."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Final

from app.api.batch.decoding import CODINGS, LineSplitter
from app.api.batch.line_reader import LineOptions, read_line
from app.commands.portfolio_source import form_of
from app.domain.errors import MalformedBody, ScreeningError

_PART: Final = 1024 * 1024


def numbered_lines_of(path: Path, *, limit_bytes: int) -> Iterator[tuple[int, bytes]]:
    """Give the lines that are not empty by number, without their ends; of one over the limit, what shows that it is.

    ``-`` is standard input. Raises ``OSError``, and ``MalformedBody`` where the file is not compressed as its name
    says, or is cut off.
    """
    decoder = CODINGS[form_of(path).coding]()
    lines = LineSplitter(limit_bytes=limit_bytes)
    with nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb") as stream:
        try:
            while part := stream.read(_PART):
                for piece in decoder.pieces(part):
                    yield from lines.feed(piece)
            decoder.end()
        except MalformedBody:
            raise MalformedBody(f"{path} is cut off, or is not compressed as its name says.") from None
    yield from lines.rest()


def result_limit(limit_bytes: int) -> int:
    """Return how long a line of a result may be: answers can be longer than the bodies that they answer."""
    return 4 * limit_bytes


def deals_in(path: Path, *, limit_bytes: int) -> Iterator[tuple[int, bytes]]:
    """Give the transactions of a file by line, without their envelopes: what these say of the law is left out."""
    for number, line in numbered_lines_of(path, limit_bytes=limit_bytes):
        yield number, _deal_in(line, limit_bytes=limit_bytes)


def _deal_in(line: bytes, *, limit_bytes: int) -> bytes:
    """Give the transaction in a line; of an envelope that is none, the line, whose problem will be told."""
    try:
        return read_line(line, LineOptions(), limit_bytes=limit_bytes).body
    except ScreeningError:
        return line
