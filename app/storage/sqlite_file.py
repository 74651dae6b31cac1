"""Opens SQLite by file, and tells whether a file is still the one at its path.

A file that was deleted or replaced lives on for whoever has it open, and what is written to it is lost.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Engine, NullPool, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from app.domain.errors import ArchiveMissing, StorageUnavailable

_PATH = "path"
_MODE = 0o600
_NOT_THERE = (
    "The database file is not there: it was deleted or moved. Put it back, or start the service anew, which makes one."
)


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


def file_of(engine: Engine, *, otherwise: str = _NOT_THERE) -> tuple[int, int] | None:
    """Return what identifies the file that the engine would open now, as long as anybody has it open.

    ``None`` for PostgreSQL. Raises ``ArchiveMissing``, saying ``otherwise``, if there is no file.
    """
    path = engine.get_execution_options().get(_PATH)
    try:
        found = path.stat() if path is not None else None
    except OSError:
        raise ArchiveMissing(otherwise) from None
    return (found.st_dev, found.st_ino) if found is not None else None


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            # Never an existing file: closing it here would take away the locks that this process holds on it.
            path.touch(_MODE, exist_ok=False)
    except OSError as error:
        raise StorageUnavailable(f"The database file cannot be made: {error.strerror}.") from None


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # The file is whole by itself between two writes. A write-ahead log would lie beside it by name, and be applied to
    # whatever file is put in its place. The mode stays with the file.
    cursor.execute("PRAGMA journal_mode = DELETE")
    # A commit is the removal of the journal. Only EXTRA waits until the folder says so on disk: after a loss of power
    # a journal that came back would undo what was acknowledged.
    cursor.execute("PRAGMA synchronous = EXTRA")
    # What is removed from the record is overwritten, and not left in free pages.
    cursor.execute("PRAGMA secure_delete = ON")
    # Nothing reaches the file before the commit, however much is written, so that readers wait for the commit only.
    cursor.execute("PRAGMA cache_spill = OFF")
    cursor.close()
