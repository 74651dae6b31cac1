"""Keeps the answers to a portfolio while they are made, so that work that was interrupted goes on where it ended."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

import orjson

_SAID_OF: Final = {
    "law": "were given under another state of the law",
    "options": "were given with other options",
    "input": "are those to another input",
}


class WorkRefused(OSError):
    """What is on disk does not let the work begin; the message says why, and what to do."""


class Undertaking(dict[str, Any]):
    """What answers depend on, as JSON: ``law``, ``options`` and ``input``."""


class PortfolioWork:
    """Keeps answers in ``OUT.part``, one on each line, and what they depend on in ``OUT.state``.

    ``OUT.part`` has whole lines and belongs to this process as long as this is open.
    """

    def __init__(self, target: Path, stream: BinaryIO) -> None:
        self.target = target
        self._stream = stream

    @classmethod
    @contextmanager
    def opened(cls, target: Path, undertaking: Undertaking, *, overwrite: bool) -> Iterator[Self]:
        """Begin the work, or go on with it; with ``overwrite``, begin afresh.

        Raises ``WorkRefused`` if ``OUT`` is there already, if another process works on it, or if what is there does
        not belong to the same undertaking.
        """
        part, state = part_of(target), _beside(target, "state")
        begun = part.exists()
        with part.open("ab+") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise WorkRefused(f"Another process is at work on {target}.") from None
            if not _is_still(part, stream):
                raise WorkRefused(f"Another process has just finished {target}: start again.")
            try:
                if overwrite:
                    stream.truncate(0)
                    _write(state, {**undertaking, "overwrite": target.exists()})
                else:
                    _go_on(target, stream, state, undertaking)
            except WorkRefused:
                if not begun:
                    part.unlink()
                raise
            yield cls(target, stream)

    def answers(self) -> Iterator[bytes]:
        """Give the answers that there are, without line ends."""
        self._stream.seek(0)
        for line in self._stream:
            yield line[:-1]

    def append(self, answers: bytes) -> None:
        """Add answers, each with its line end."""
        self._stream.write(answers)
        self._stream.flush()

    def finish(self, made: Path) -> None:
        """Put what was made of the answers in the place of ``OUT``, which may be ``OUT.part`` itself."""
        with made.open("rb+") as written:
            os.fsync(written.fileno())
        made.replace(self.target)
        part_of(self.target).unlink(missing_ok=True)
        _beside(self.target, "state").unlink(missing_ok=True)


def part_of(target: Path) -> Path:
    """Name the file in which answers are kept while they are made."""
    return _beside(target, "part")


def _is_still(part: Path, stream: BinaryIO) -> bool:
    """Tell whether the file has its name still: who had the lock before may have made ``OUT`` of it."""
    try:
        return os.path.samestat(part.stat(), os.fstat(stream.fileno()))
    except FileNotFoundError:
        return False


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(f"{target.name}.{ending}")


def _go_on(target: Path, stream: BinaryIO, state: Path, undertaking: Undertaking) -> None:
    """Check that the work is the same, and cut off a line that was not written to its end."""
    size = stream.seek(0, os.SEEK_END)
    before = _read(state)
    if target.exists() and not (before and before.get("overwrite")):
        raise WorkRefused(f"{target} is there already: --overwrite replaces it.")
    if before is None:
        if size:
            raise WorkRefused(f"{stream.name} is there, and nothing says of what: --overwrite begins afresh.")
        _write(state, {**undertaking, "overwrite": False})
        return
    for name, words in _SAID_OF.items():
        if before.get(name) != undertaking[name]:
            raise WorkRefused(f"The answers in {stream.name} {words}: --overwrite begins afresh.")
    stream.truncate(_whole_lines(stream, size))


def _whole_lines(stream: BinaryIO, size: int) -> int:
    """Find where the last whole line ends."""
    piece = 64 * 1024
    while size:
        start = max(0, size - piece)
        stream.seek(start)
        end = stream.read(size - start).rfind(b"\n")
        if end >= 0:
            return start + end + 1
        size = start
    return 0


def _read(state: Path) -> dict[str, Any] | None:
    try:
        found = orjson.loads(state.read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return None
    return found if isinstance(found, dict) else None


def _write(state: Path, content: dict[str, Any]) -> None:
    new = state.with_name(f"{state.name}.new")
    new.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")
    new.replace(state)
