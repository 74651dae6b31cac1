"""Writes files of keys: readable by their owner alone, and whole or not at all."""

import os
from pathlib import Path

_MODE = 0o600


def write_keys(path: Path, content: bytes) -> None:
    """Put ``content`` into the file in place of what it had; on an exception that stays as it was."""
    beside = path.with_name(f".{path.name}.new")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except FileExistsError:
        raise FileExistsError(
            f"{beside} is there: another command is writing it, or was stopped. Look and remove it."
        ) from None
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
