"""Turns what arrives of a body into lines: takes its coding off, and splits it."""

import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

import zstandard

from app.domain.errors import MalformedBody

_PIECE: Final = 256 * 1024
_SLICE: Final = 128
"""As few compressed bytes at once as keep what they can become below some megabytes."""
_WINDOW: Final = 8 * 1024 * 1024
"""The largest window that a decoder of zstd has to support (RFC 9659)."""


class Decoder(Protocol):
    """Takes the coding off a body, in pieces of bounded size."""

    def pieces(self, part: bytes) -> Iterator[bytes]:
        """Give what a further part says; raises ``MalformedBody``."""

    def end(self) -> None:
        """Raise ``MalformedBody`` if something is missing at the end."""


class NoCoding:
    """Takes nothing off."""

    def pieces(self, part: bytes) -> Iterator[bytes]:
        """Give the part as it is."""
        yield part

    def end(self) -> None:
        """Miss nothing."""


class Gzip:
    """Takes gzip off (RFC 1952), whose files can stand one behind the other."""

    def __init__(self) -> None:
        self._inner = self._begun()
        self._within = False

    @staticmethod
    def _begun() -> Any:
        return zlib.decompressobj(wbits=31)

    def pieces(self, part: bytes) -> Iterator[bytes]:
        """Give what a further part says; raises ``MalformedBody``."""
        while part:
            self._within = True
            try:
                piece = self._inner.decompress(part, _PIECE)
            except zlib.error:
                raise MalformedBody("The body is not compressed with gzip, as its Content-Encoding says.") from None
            part = self._inner.unconsumed_tail or self._inner.unused_data
            if self._inner.eof:
                self._inner, self._within = self._begun(), False
            yield piece

    def end(self) -> None:
        """Raise ``MalformedBody`` if the file is cut off."""
        if self._within:
            raise MalformedBody("The compressed body ends too early.")


class Zstd:
    """Takes Zstandard off (RFC 8878), whose frames can stand one behind the other."""

    def __init__(self) -> None:
        self._inner: Any = None

    def pieces(self, part: bytes) -> Iterator[bytes]:
        """Give what a further part says; raises ``MalformedBody``."""
        for start in range(0, len(part), _SLICE):
            rest = part[start : start + _SLICE]
            while rest:
                if self._inner is None:
                    self._inner = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
                try:
                    piece = self._inner.decompress(rest)
                except zstandard.ZstdError:
                    detail = "The body is not compressed with Zstandard, as its Content-Encoding says, or its window "
                    raise MalformedBody(f"{detail}is larger than 8 MiB.") from None
                rest = self._inner.unused_data if self._inner.eof else b""
                if self._inner.eof:
                    self._inner = None
                yield piece

    def end(self) -> None:
        """Raise ``MalformedBody`` if the frame is cut off."""
        if self._inner is not None:
            raise MalformedBody("The compressed body ends too early.")


CODINGS: Final[dict[str, Callable[[], Decoder]]] = {"": NoCoding, "identity": NoCoding, "gzip": Gzip, "zstd": Zstd}
"""The codings of a body that are understood, by the word of the header Content-Encoding."""


class LineSplitter:
    """Splits bytes into numbered lines without their ends, and passes over those that are empty.

    Of a line that is over the limit only so much is kept as shows that it is; what follows may say something, so it is
    never empty. ``ended`` is how many have ended.
    """

    def __init__(self, *, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._begun: list[bytes] = []
        self._size = 0
        self.ended = 0

    def feed(self, piece: bytes) -> Iterator[tuple[int, bytes]]:
        """Give the lines that end in a further piece."""
        *whole, rest = piece.split(b"\n")
        for end in whole:
            self._keep(end)
            yield from self._taken()
        self._keep(rest)

    def rest(self) -> Iterator[tuple[int, bytes]]:
        """Give the last line, if it has no end."""
        if self._size:
            yield from self._taken()

    def _keep(self, part: bytes) -> None:
        if part and self._size <= self._limit:
            part = part[: self._limit + 1 - self._size]
            self._begun.append(part)
            self._size += len(part)

    def _taken(self) -> Iterator[tuple[int, bytes]]:
        line = b"".join(self._begun)
        self._begun, self._size, self.ended = [], 0, self.ended + 1
        if line.strip() or len(line) > self._limit:
            yield self.ended, line
