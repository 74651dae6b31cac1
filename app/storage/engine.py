"""Opens databases, keeps one writer at a time, and names what their failures mean."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.domain.errors import ArchiveMissing, StorageUnavailable
from app.storage.sqlite_file import file_of, open_sqlite

LOCK_WAIT_SECONDS = 10
CONNECT_SECONDS = 5

# A server that fell silent is given up after some 20 seconds. By default that takes hours, in which nothing is read.
SILENCE = {"keepalives_idle": 5, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}

# Any numbers serve, as long as every process of every release uses the same. On PostgreSQL the record has a lock of
# its own, so that a publication does not wait for screenings that are recorded; a SQLite file has one writer.
WRITER_LOCK = 850_202_501_02
RECORD_LOCK = 850_202_501_03

MOVED_BEFORE = "The database file was deleted or replaced while it was written to. Nothing was stored: try again."
MOVED_AFTER = (
    "The database file was deleted or replaced as the change was stored, and the change may be lost with it: look "
    "whether it is there before you try again."
)
NO_TABLES = (
    "The database does not have the tables of this release. Put the right one back, or start the service anew, which "
    "makes them."
)

# PostgreSQL: a table, a column or a schema is not there. SQLite: the file is no database, or was moved. That a table
# or a column is not there, SQLite says in words only.
GONE = {
    "42P01": NO_TABLES,
    "42703": NO_TABLES,
    "3F000": NO_TABLES,
    "SQLITE_NOTADB": NO_TABLES,
    "SQLITE_READONLY_DBMOVED": MOVED_BEFORE,
}
NO_TABLES_SAID = ("no such table", "no such column")

# A server may be set to say that a change is stored before it is; a crash then takes back what was acknowledged.
KEPT_WHEN_COMMITTED = (
    "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"
)

log = logging.getLogger(__name__)


def open_engine(database_url: str) -> Engine:
    """Make an engine for a SQLite file or a PostgreSQL database. No connection is made yet.

    A SQLite file and its folder are made if they are missing. Raises ``StorageUnavailable`` if they cannot be, or if
    the URL cannot be read.
    """
    try:
        url = make_url(database_url.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError):
        raise StorageUnavailable("The database URL cannot be read.") from None
    if url.get_backend_name() == "sqlite":
        return open_sqlite(url, lock_wait_seconds=LOCK_WAIT_SECONDS)
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, **SILENCE},
    )


@contextmanager
def opened_engine(database_url: str) -> Iterator[Engine]:
    """Open a database, and close its connections in the end; raises ``StorageUnavailable``."""
    engine = open_engine(database_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that only reads, waits for no writer and sees one moment. Raises ``StorageUnavailable``."""
    with _failures_named():
        file_of(engine)
        with engine.connect() as connection, connection.begin():
            _begin(connection, lock=None)
            yield connection


@contextmanager
def writing(engine: Engine, *, lock: int = WRITER_LOCK) -> Iterator[Connection]:
    """Begin the only writing transaction under a lock: committed on leaving the block, dropped on an exception.

    A second writer, in this process or another, waits up to ``LOCK_WAIT_SECONDS`` and then sees all the first wrote.
    Publications are a handful a day, so one lock for all is no cost, and no two can interleave. Leaving the block
    without an exception means that what was written is in the database that others read: what went into a SQLite file
    that was deleted or replaced meanwhile is none. Raises ``StorageUnavailable``.
    """
    with _failures_named():
        file = file_of(engine)
        with engine.connect() as connection, connection.begin():
            _begin(connection, lock=lock)
            yield connection
            _require_in_place(engine, file, MOVED_BEFORE)
        _require_in_place(engine, file, MOVED_AFTER)


def _begin(connection: Connection, *, lock: int | None) -> None:
    if connection.dialect.name == "sqlite":
        # A transaction that starts as a reader cannot always become a writer; IMMEDIATE waits for its turn at once.
        connection.exec_driver_sql("BEGIN" if lock is None else "BEGIN IMMEDIATE")
    elif lock is not None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_WAIT_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({lock})")
        connection.exec_driver_sql(KEPT_WHEN_COMMITTED)
    else:
        # Otherwise every statement would see its own moment, and a publication between two of them by half.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _require_in_place(engine: Engine, file: tuple[int, int] | None, otherwise: str) -> None:
    if file_of(engine, otherwise=otherwise) != file:
        raise ArchiveMissing(otherwise)


@contextmanager
def _failures_named() -> Iterator[None]:
    """Turn any failure of the database into ``StorageUnavailable``, without address, statement or values."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
        log.warning("database failure: %s %s", type(cause).__name__, code or "")
        gone = NO_TABLES if str(cause).startswith(NO_TABLES_SAID) else GONE.get(code or "")
        if gone is not None:
            raise ArchiveMissing(gone) from None
        raise StorageUnavailable("The database cannot be reached or refuses to answer.") from None
