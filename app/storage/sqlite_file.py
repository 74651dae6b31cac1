"""Opens SQLite by file, and tells whether a file is still the one at its path.

A file that was deleted or replaced lives on for whoever has it open, and what is written to it is lost.
"""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote

from sqlalchemy import URL, Engine, NullPool, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from app.domain.errors import ArchiveMissing, StorageUnavailable

_PATH = "path"
_MODE = 0o644


@dataclass(frozen=True, slots=True)
class DatabaseFile:
    """Identifies the file that was found at a path, for as long as anybody has it open."""

    path: Path
    device: int
    inode: int

    @classmethod
    def at(cls, path: Path) -> Self:
        """Return the file that is at ``path`` now; raises ``ArchiveMissing`` if there is none."""
        try:
            found = path.stat()
        except OSError:
            raise ArchiveMissing(
                "The database file is not there: it was deleted or moved. Put it back, or start the service anew, "
                "which makes one."
            ) from None
        return cls(path, found.st_dev, found.st_ino)

    @property
    def is_in_place(self) -> bool:
        """Whether this very file is at its path, whatever was written to it."""
        try:
            return DatabaseFile.at(self.path) == self
        except ArchiveMissing:
            return False


def open_sqlite(url: URL, *, lock_wait_seconds: float) -> Engine:
    """Make an engine for SQLite. A file is made, empty, if there is none; later none is made by connecting.

    Every unit of work opens the file that is at the path by then. Raises ``StorageUnavailable``.
    """
    path = Path(str(url.database)).absolute()
    _make(path)
    engine = create_engine(
        url.set(database=f"file:{quote(str(path))}", query={"mode": "rw", "uri": "true"}),
        hide_parameters=True,
        poolclass=NullPool,
        # Without an isolation level the driver leaves BEGIN to us, and a transaction covers schema changes too.
        connect_args={"timeout": lock_wait_seconds, "isolation_level": None},
        execution_options={_PATH: path},
    )
    event.listen(engine, "connect", _prepare)
    return engine


def file_of(engine: Engine) -> DatabaseFile | None:
    """Return the file that the engine would open now, ``None`` for PostgreSQL; raises ``ArchiveMissing``."""
    path = engine.get_execution_options().get(_PATH)
    return DatabaseFile.at(path) if path is not None else None


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageUnavailable(f"The folder of the database cannot be made: {error.strerror}.") from None
    try:
        # Never an existing file: closing it here would take away the locks that this process holds on it.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _MODE))
    except FileExistsError:
        return
    except OSError as error:
        raise StorageUnavailable(f"The database file cannot be made: {error.strerror}.") from None


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # The file is whole by itself between two writes. A write-ahead log would lie beside it by name, and be applied to
    # whatever file is put in its place. The mode stays with the file.
    cursor.execute("PRAGMA journal_mode = DELETE")
    # Nothing reaches the file before the commit, however much is written, so that readers wait for the commit only.
    cursor.execute("PRAGMA cache_spill = OFF")
    cursor.close()
