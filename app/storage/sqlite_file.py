"""Opens SQLite by file: every connection knows which file it has open, and whether that one is still at its path.

A file that was deleted or replaced lives on for whoever has it open. What is read from it is out of date, and what is
written to it is lost.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from app.domain.errors import ArchiveMissing, StorageUnavailable

_FILE = "file"
_NEW = "new"
_MODE = 0o644


@dataclass(frozen=True, slots=True)
class DatabaseFile:
    """Describes a file as it was found at its path.

    Device and inode are its identity, which it keeps until the last one who has it open closes it. Size and time of the
    last change (in nanoseconds) tell whether somebody wrote to it.
    """

    path: Path
    device: int
    inode: int
    size: int
    changed_ns: int

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
        return cls(path, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)

    def is_same(self, other: Self) -> bool:
        """Tell whether both are one file, whatever was written to it."""
        return (self.device, self.inode) == (other.device, other.inode)

    @property
    def is_in_place(self) -> bool:
        """Whether this very file is at its path."""
        with suppress(ArchiveMissing):
            return self.is_same(DatabaseFile.at(self.path))
        return False

    @property
    def is_unchanged(self) -> bool:
        """Whether this very file is at its path, and nobody has written to it."""
        with suppress(ArchiveMissing):
            return DatabaseFile.at(self.path) == self
        return False


def open_sqlite(url: URL, *, lock_wait_seconds: float) -> Engine:
    """Make an engine for SQLite. A file is made, empty, if there is none; later none is made by connecting.

    A connection is used again only while its file is in place and nobody has written to it. Raises
    ``StorageUnavailable``.
    """
    # Without an isolation level the driver leaves BEGIN to us, and a transaction covers schema changes too.
    options = {"timeout": lock_wait_seconds, "isolation_level": None}
    engine = create_engine(url, hide_parameters=True, connect_args=options)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    if url.database not in (None, "", ":memory:"):
        path = Path(str(url.database)).absolute()
        _make(path)
        event.listen(engine, "do_connect", _connector(path))
        event.listen(engine, "connect", _note_file)
        event.listen(engine, "checkout", _refuse_if_changed)
    return engine


def file_of(connection: Connection) -> DatabaseFile | None:
    """Return the file that a connection has open; none for PostgreSQL and for SQLite in memory."""
    return connection.info.get(_FILE)


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


def _connector(path: Path) -> Callable[..., DBAPIConnection]:
    address = f"file:{quote(str(path))}?mode=rw"

    def connect(
        dialect: Dialect, entry: ConnectionPoolEntry, _arguments: list[Any], options: dict[str, Any]
    ) -> DBAPIConnection:
        # Should another be there by the time that it is opened, the check that follows does not find this one.
        entry.info[_FILE] = DatabaseFile.at(path)
        return dialect.connect(address, **{**options, "uri": True})

    return connect


def _note_file(_connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    opened: DatabaseFile = entry.info[_FILE]
    found = DatabaseFile.at(opened.path)
    # What was prepared may have written to the file.
    if found.is_same(opened):
        entry.info[_FILE] = found
    entry.info[_NEW] = True


def _refuse_if_changed(_connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
    file: DatabaseFile = entry.info[_FILE]
    # SQLite itself tells an overwritten file only by a count of changes and of pages, which can be those of before. Of
    # a new connection that need not be asked, and others may be writing all the time.
    if not (file.is_in_place if entry.info.pop(_NEW, False) else file.is_unchanged):
        # SQLAlchemy closes the connections made so far, each before it would be used again, and connects anew.
        raise InvalidatePoolError("The database file was deleted, replaced or written to.")


def _begin(connection: Connection) -> None:
    # A transaction that starts as a reader cannot always become a writer; IMMEDIATE waits for its turn at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # The file is whole by itself between two writes. A write-ahead log would lie beside it by name, and be applied to
    # whatever file is put in its place. The mode stays with the file.
    cursor.execute("PRAGMA journal_mode = DELETE")
    # Nothing reaches the file before the commit, however much is written, so that readers wait for the commit only.
    cursor.execute("PRAGMA cache_spill = OFF")
    cursor.close()
